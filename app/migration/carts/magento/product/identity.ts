import type { RecordIdentity } from '#app/migration/engine/ports/source.ts'
import { fromGmt } from '../../kit/text/time.ts'
import type { WireProduct } from '../wire/product.ts'

/** Numbers are counters of the database: a restored backup goes on counting where it was made. */
export function identityOfProduct({ created_at, name, sku, type_id }: WireProduct): RecordIdentity {
  const known = { title: name.trim(), sku: sku.trim(), type: type_id }
  return {
    createdAt: fromGmt(created_at),
    fixed: {},
    known: Object.fromEntries(Object.entries(known).filter(([, text]) => text !== '')),
  }
}
