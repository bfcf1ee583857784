import { type Ctx, userError, type UserError } from '#test/stand-ins/shopify-admin/context.ts'
import {
  findVariant,
  nowIso,
  type Order,
  saveProduct,
  type Variant,
} from '#test/stand-ins/shopify-admin/store/state.ts'

function trackedLines(ctx: Ctx, order: Order) {
  return order.lines.flatMap((line) => {
    const found = line.variantId ? findVariant(ctx.shop, line.variantId) : null
    return found?.variant.item.tracked ? [{ line, ...found }] : []
  })
}

export function stockErrors(ctx: Ctx, order: Order): UserError[] {
  return trackedLines(ctx, order).flatMap(({ line, variant }) => {
    const available = Object.values(variant.item.levels).reduce((n, l) => n + l.available, 0)
    return variant.inventoryPolicy === 'DENY' && available < line.quantity
      ? userError(['order', 'lineItems'], 'Unable to claim inventory', 'INVENTORY_CLAIM_FAILED')
      : []
  })
}

/** Recorded: the stocked location is decremented, else the first; `on_hand` stays. */
export function decrement(ctx: Ctx, order: Order): void {
  for (const { line, product, variant } of trackedLines(ctx, order)) {
    const level = stockedLevel(variant, line.quantity)
    if (!level) continue
    level.available -= line.quantity
    level.updatedAt = nowIso(ctx.shop)
    ctx.stats.stockMoves += 1
    saveProduct(ctx.shop, product)
  }
}

function stockedLevel(variant: Variant, quantity: number) {
  const levels = Object.values(variant.item.levels)
  return levels.find((level) => level.available >= quantity) ?? levels[0] ?? null
}
