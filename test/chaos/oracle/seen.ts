import type { WooState } from '#test/stand-ins/woocommerce/state.ts'

/*
 * What the old store said once and may say otherwise by now. Some of it arrives once and for all,
 * so it is enough that it was true at one of the looks.
 */

type Seen = { skus: Map<string, Set<string>> }
const seen = new WeakMap<WooState, Seen>()

/** Looks at the old store as it is now. */
export function lookAt(woo: WooState): void {
  const memory = seen.get(woo) ?? { skus: new Map() }
  seen.set(woo, memory)
  const note = (key: string, sku: string) =>
    memory.skus.set(key, (memory.skus.get(key) ?? new Set()).add(sku.trim()))
  for (const { id, sku } of woo.products.values()) note(`${id} 0`, sku)
  for (const { id, parentId, sku } of woo.variations.values()) {
    note(`${parentId} ${id}`, sku || (woo.products.get(parentId)?.sku ?? ''))
  }
}

/** Under which SKUs an item was sold; a line whose product is gone shows none. */
export function skusOf(woo: WooState, productId: number, variationId: number): Set<string> {
  const skus = new Set(seen.get(woo)?.skus.get(`${productId} ${variationId}`))
  const isThere =
    woo.products.has(productId) && (variationId === 0 || woo.variations.has(variationId))
  return isThere || skus.size === 0 ? skus : skus.add('')
}
