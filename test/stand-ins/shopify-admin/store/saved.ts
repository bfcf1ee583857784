import { deserialize, serialize } from 'node:v8'
import type { IndexedKind, ShopState } from './records.ts'
import type { IndexEntry } from './search.ts'

type SavedShop = Omit<ShopState, 'index' | 'now'> & {
  index: Record<IndexedKind, Map<string, IndexEntry[]>>
}

const INDEXED: readonly IndexedKind[] = ['product', 'customer', 'order', 'collection', 'file']

/** Everything a shop holds. Throws when it holds something that cannot be kept. */
export function saveShop({ index, now: _now, ...held }: ShopState): Buffer {
  const saved: SavedShop = {
    ...held,
    index: {
      product: index.product.entries,
      customer: index.customer.entries,
      order: index.order.entries,
      collection: index.collection.entries,
      file: index.file.entries,
    },
  }
  return serialize(saved)
}

/** The shop holds what was saved, and nothing else; time goes on by its own clock. */
export function loadShop(shop: ShopState, saved: Uint8Array): void {
  const { index, ...held }: SavedShop = deserialize(saved)
  Object.assign(shop, held)
  for (const kind of INDEXED) {
    const { entries } = shop.index[kind]
    entries.clear()
    for (const [id, versions] of index[kind]) entries.set(id, versions)
  }
}
