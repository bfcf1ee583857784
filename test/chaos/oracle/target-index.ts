import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'

/** Which record of the source each record in Shopify says it stems from. */
export type TargetIndex = {
  /** Custom id without the project ("order:12") → the gids that carry it. */
  owners: Map<string, string[]>
  /** gid → custom id without the project. */
  customIds: Map<string, string>
}

export function indexTarget(shop: ShopState, projectId: string): TargetIndex {
  const index: TargetIndex = { owners: new Map(), customIds: new Map() }
  const variants = new Set(
    [...shop.products.values()].flatMap((product) => product.variants.map(({ id }) => id)),
  )
  for (const { key, value, ownerId } of shop.metafields.values()) {
    if (key !== 'source_id' || !value.startsWith(`${projectId}:`)) continue
    const there =
      shop.products.has(ownerId) ||
      shop.customers.has(ownerId) ||
      shop.orders.has(ownerId) ||
      shop.collections.has(ownerId) ||
      variants.has(ownerId)
    if (!there) continue
    const customId = decodeURIComponent(value.slice(projectId.length + 1))
    index.owners.set(customId, [...(index.owners.get(customId) ?? []), ownerId])
    index.customIds.set(ownerId, customId)
  }
  return index
}

/** The source id a gid is bound to, of that kind; null for records that are not bound. */
export function boundId(index: TargetIndex, gid: string, kind: string): string | null {
  const customId = index.customIds.get(gid)
  return customId?.startsWith(`${kind}:`) ? customId.slice(kind.length + 1) : null
}
