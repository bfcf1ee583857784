import {
  decimal,
  sum,
  toDecimalString,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import { isZero, value } from '../../../kit/order/amounts.ts'
import type { WireItem } from '../../wire/order.ts'

/**
 * What was sold as one thing: Magento lists a configurable product and the child that was chosen, a
 * bundle and its parts, as rows of their own. `parent_item_id` alone says so: a child's price is 0 in
 * one version and the parent's in another, and two rows of one SKU may be two sales.
 */
export type Family = { root: WireItem; children: WireItem[] }

export function familiesOf(items: readonly WireItem[]): Family[] {
  const byId = new Map(items.map((item) => [item.item_id, item]))
  const roots = rootsOf(byId)
  const families = new Map<number, Family>()
  for (const item of byId.values()) {
    const root = roots.get(item.item_id) ?? item
    const family = families.get(root.item_id) ?? { root, children: [] }
    if (item !== root) family.children.push(item)
    families.set(root.item_id, family)
  }
  return [...families.values()].filter(isSold)
}

function parentOf({ parent_item_id, parent_item }: WireItem): number {
  return parent_item_id || (parent_item?.item_id ?? 0)
}

/** By their numbers: the row at the top of each. A parent that is gone, or a ring of them, ends it. */
function rootsOf(byId: ReadonlyMap<number, WireItem>): ReadonlyMap<number, WireItem> {
  const roots = new Map<number, WireItem>()
  for (const item of byId.values()) {
    const passed = new Set<WireItem>()
    let top = item
    for (let next: WireItem | undefined = item; next && !passed.has(next);) {
      top = roots.get(next.item_id) ?? next
      passed.add(next)
      next = top === next ? byId.get(parentOf(next)) : undefined
    }
    for (const { item_id } of passed) roots.set(item_id, top)
  }
  return roots
}

function isSold({ root }: Family): boolean {
  return !isZero(root.qty_ordered || '1') || !isZero(root.row_total) || !isZero(root.price)
}

/**
 * An amount of the whole. Parents of bundles that are priced by their parts leave some amounts to
 * these; where both have one, the parent's is the sum.
 */
export function ofFamily(
  { root, children }: Family,
  read: (item: WireItem) => string,
): DecimalString {
  const own = value(read(root))
  return isZero(own) ? sum(children.map((child) => value(read(child)))) : own
}

export function quantityOf({ root }: Family): DecimalString {
  return value(root.qty_ordered || '1')
}

/** Pieces as Shopify counts them. Goods sold by weight or length are one piece. */
export function piecesOf(family: Family): number {
  const quantity = decimal(quantityOf(family))
  return isWhole(quantityOf(family)) && quantity.gt(0) ? quantity.toNumber() : 1
}

export function isWhole(quantity: DecimalString): boolean {
  return /^\d{1,9}$/.test(quantity)
}

/**
 * How many of the whole a count per row makes: the parent's own where it has one; else the chosen
 * child's; of a bundle whose parts go their own ways, as many as are complete.
 */
export function wholeCount(
  { root, children }: Family,
  count: (item: WireItem) => DecimalString,
): DecimalString {
  const own = count(root)
  if (!isZero(own) || children.length === 0) return own
  const ordered = decimal(value(root.qty_ordered || '1'))
  const shares = children.map((child) => {
    const all = decimal(value(child.qty_ordered || '1'))
    return all.gt(0) ? decimal(count(child)).times(ordered).div(all) : ordered
  })
  const least = shares.reduce((a, b) => (b.lt(a) ? b : a))
  return toDecimalString(isWhole(toDecimalString(ordered)) ? least.round(0, 0) : least)
}

type Count = 'qty_ordered' | 'qty_shipped' | 'qty_invoiced' | 'qty_refunded' | 'qty_canceled'

export function counted(family: Family, name: Count): DecimalString {
  return wholeCount(toBeSent(family, name), (item) => value(item[name]))
}

/** Parts that nobody sends keep no parcel waiting. */
function toBeSent({ root, children }: Family, name: Count): Family {
  if (name !== 'qty_shipped') return { root, children }
  return { root, children: children.filter(({ is_virtual }) => !is_virtual) }
}

/** Nothing of it is ever sent. */
export function isVirtual({ root, children }: Family): boolean {
  return root.is_virtual || (children.length > 0 && children.every((child) => child.is_virtual))
}
