import type { ShopState } from '../store/state.ts'
import { matching } from './lists.ts'

const MOST = 50

type Pickable = { id: string; title: string; handle?: string; sku?: string | null; price?: string }

/** What App Bridge's resource picker offers, newest first. */
export function pickable(
  shop: ShopState,
  type: 'product' | 'variant' | 'collection',
  query: string,
): Pickable[] {
  const found = matching(candidates(shop, type), query, (resource) => resource.title)
  return found.toReversed().slice(0, MOST)
}

function candidates(shop: ShopState, type: 'product' | 'variant' | 'collection'): Pickable[] {
  switch (type) {
    case 'product':
      return [...shop.products.values()].map(({ id, title, handle }) => ({ id, title, handle }))
    case 'variant':
      return [...shop.products.values()].flatMap((product) =>
        product.variants.map(({ id, sku, price, values }) => ({
          id,
          title: `${product.title} · ${values.join(' / ')}`,
          sku,
          price,
        })),
      )
    case 'collection':
      return [...shop.collections.values()].map(({ id, title, handle }) => ({ id, title, handle }))
  }
}
