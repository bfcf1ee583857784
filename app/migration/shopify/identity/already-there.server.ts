import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import { RequestRejected } from '../api/admin-client.server.ts'
import { ShopifyRefused } from '../api/check-user-errors.ts'
import type { TargetContext } from '../target-context.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'

const LOOK_UPS = 3

/**
 * What a refused creation may mean: that the record is there already. Another worker, or an earlier
 * try whose answer was lost, was faster; Shopify then refuses whichever unique value it looks at
 * first (custom id, handle, e-mail), in words that no recording shows for every mutation. So the
 * words decide nothing: the custom id is looked up after every refusal.
 *
 * @param find by identifier, which is current right after a commit (search is not)
 * @returns null: not there, so the refusal is about something else
 * @throws RecordError, transient: Shopify says "taken" and shows nothing yet
 * @throws the error itself when it is no refusal
 */
export async function alreadyThere<Found>(
  ctx: TargetContext,
  error: unknown,
  record: CanonicalRecord,
  find: () => Promise<Found | null>,
): Promise<Found | null> {
  if (!(error instanceof ShopifyRefused) && !(error instanceof RequestRejected)) throw error
  const taken = error instanceof ShopifyRefused && isCustomIdTaken(error)
  for (let lookUp = 1; ; lookUp += 1) {
    const found = await find()
    if (found) return found
    if (!taken) return null
    if (lookUp >= LOOK_UPS) break
    // Refused before the other creation was visible: it commits now, or never.
    await ctx.sleep(1000 * lookUp)
  }
  throw new RecordError(
    'REJECTED_BY_SHOPIFY',
    record.sourceId,
    shopifySays('thereButNotShown', { kind: record.kind, words: error.message }),
    { isTransient: true, cause: error },
  )
}

/** The record's own custom id: a variant's or an image's has a longer path. */
function isCustomIdTaken(error: ShopifyRefused): boolean {
  return error.userErrors.some(
    ({ field, code, message }) =>
      (code === 'TAKEN' || /\btaken\b|\bunique\b/i.test(message)) &&
      (field ?? []).some((part) => /^(metafields|identifier|customId)$/.test(part)) &&
      !(field ?? []).includes('variants'),
  )
}
