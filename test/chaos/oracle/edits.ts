import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import type { MerchantEdit } from '../life/merchant/merchant-edits.ts'
import { differs, type Check } from './findings.ts'
import { customIdSeen, rememberItemGone, wasItemGone } from './seen.ts'
import type { TargetIndex } from './target-index.ts'
import { prose } from './text.ts'

/** Every edit the merchant made in Shopify still stands. */
export function checkEdits(check: Check, { owners: customIds }: TargetIndex): void {
  for (const edit of check.edits.fields.values()) {
    const found = shownNow(check, edit)
    const isThere = Array.isArray(found) ? found.includes(edit.value) : found === edit.value
    if (!isThere && !(edit.field === 'variant.stock' && isReplaced(check, customIds, edit.gid))) {
      check.count(
        'overwritten',
        `${edit.owner}: the merchant's ${differs(edit.field, edit.value, found)}`,
      )
    }
  }
}

/**
 * Its item is gone in the old store: it went with its stock, and nothing is there in its place. When
 * the old store sells a product under that id again (variable for a while, and simple now), that is
 * another item with a stock of its own.
 */
function isReplaced(
  { woo, shop }: Check,
  customIds: TargetIndex['owners'],
  variantId: string,
): boolean {
  const isHere = (gid: string) =>
    [...shop.products.values()].some(({ variants }) => variants.some(({ id }) => id === gid))
  if (isHere(variantId)) return false
  if (wasItemGone(shop, variantId)) return true
  const customId = customIdSeen(shop, variantId)
  if (customId === null || (customIds.get(customId) ?? []).some(isHere)) return false
  if (!isSold(woo, customId)) rememberItemGone(shop, variantId)
  return true
}

/** Whether the old store has the item: a variation, or a product without any. */
function isSold({ products, variations }: WooState, customId: string): boolean {
  const id = Number(/^variant:(\d+)/.exec(customId)?.[1] ?? Number.NaN)
  const product = products.get(id)
  return variations.has(id) || (product !== undefined && product.variationIds.length === 0)
}

function shownNow({ shop }: Check, { gid, owner, field }: MerchantEdit): string | string[] | null {
  const product = shop.products.get(owner)
  const customer = shop.customers.get(owner)
  const order = shop.orders.get(owner)
  switch (field) {
    case 'product.title':
      return product?.title ?? null
    case 'product.description':
      return product ? prose(product.descriptionHtml) : null
    case 'product.tag':
      return product?.tags ?? null
    case 'variant.price':
      return product?.variants.find(({ id }) => id === gid)?.price ?? null
    case 'variant.stock':
      return Object.values(product?.variants.find(({ id }) => id === gid)?.item.levels ?? {}).map(
        ({ available }) => String(available),
      )
    case 'customer.firstName':
      return customer?.firstName ?? null
    case 'customer.note':
      return customer?.note ?? null
    case 'customer.phone':
      return customer?.phone ?? null
    case 'customer.tag':
      return customer?.tags ?? null
    case 'customer.address':
    case 'customer.ownAddress':
      return customer?.addresses.map(({ address1 }) => address1 ?? '') ?? null
    case 'order.note':
      return order?.note ?? null
    case 'order.tag':
      return order?.tags ?? null
    case 'order.shippingAddress':
      return order?.shippingAddress?.address1 ?? null
  }
}
