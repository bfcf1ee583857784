import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type { ShopifyRefused } from './check-user-errors.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'

/** The record was there when the run looked, and is not now. */
export function goneJustNow(
  { kind, sourceId }: Pick<CanonicalRecord, 'kind' | 'sourceId'>,
  cause?: unknown,
): RecordError {
  return new RecordError(
    'TARGET_RECORD_GONE',
    sourceId,
    shopifySays('deletedMeanwhile', { kind }),
    { isTransient: true, ...(cause === undefined ? {} : { cause }) },
  )
}

/** Recorded: "Customer does not exist" on `id`, "Product does not exist" on `productId`, ... */
export function saysRecordIsGone(error: ShopifyRefused): boolean {
  return error.userErrors.some(
    ({ field, message }) =>
      /^(input\.)?(id|productId)$/.test((field ?? []).join('.')) &&
      /does not exist|not found/i.test(message),
  )
}
