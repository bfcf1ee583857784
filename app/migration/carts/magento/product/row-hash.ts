import { fingerprint, type Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { WireProduct } from '../wire/product.ts'
import type { ProductFacts } from '../facts/product-facts.ts'
import { readProduct } from './to-canonical.ts'

/**
 * What the list shows of a product and of the children that are its variants, as one keyed hash: read
 * as a record, so that the price that applies today, pictures and categories count, which move no
 * date. Stock does not: no list shows it.
 */
export function productRowHash(
  key: string,
  wire: WireProduct,
  children: readonly WireProduct[],
  facts: ProductFacts,
  now: number,
): string {
  const { record } = readProduct(
    { wire, stock: null },
    children.map((child) => ({ wire: child, stock: null })),
    facts,
    now,
  )
  const seen: Json = {
    // They tell of what the record does not show; a child switched off shows in its stock alone.
    states: [wire, ...children].map(({ id, updated_at, status }) => [id, updated_at, status]),
    type: wire.type_id,
    record: {
      ...record,
      variants: record.variants.map(({ inventory: _stock, ...variant }) => variant),
    },
  }
  return fingerprint(key, seen)
}
