import {
  moneyText,
  normalizeDecimal,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import { soldQuantities } from './input/content.ts'
import { shorten } from '../values/normalize.ts'
import { planMoney } from './input/money.ts'
import type { ReadOrder } from './read-order.ts'
import { lineTitle } from './input/planned-lines.ts'

export type LineChange =
  | { kind: 'quantity'; lineItemId: Gid; title: string; from: number; to: number }
  | {
      kind: 'added'
      title: string
      quantity: number
      unitPrice: DecimalString
      taxable: boolean
      requiresShipping: boolean
    }

export type ShippingChange =
  | { kind: 'removed'; title: string; amount: DecimalString }
  | { kind: 'added'; title: string; amount: DecimalString }

export type OrderChanges = { lines: LineChange[]; shipping: ShippingChange[] }

/**
 * The smallest change of lines and shipping that makes the Shopify order hold what the source's
 * holds. A line with another price is another line: Shopify changes no price. More pieces come first
 * off what there is too little of, fewer off the last line of that title and price.
 */
export function orderChanges(record: CanonicalOrder, present: ReadOrder): OrderChanges {
  const plan = planMoney(record)
  const sold = soldQuantities(present)
  const shown = present.allLines.map((line) => ({ line, from: sold(line), to: 0 }))
  const alike = Map.groupBy(shown.toReversed(), ({ line }) =>
    likeness(line.title, line.originalUnitPriceSet.shopMoney.amount),
  )
  const added = new Map<string, Extract<LineChange, { kind: 'added' }>>()
  for (const planned of plan.lines) {
    const title = lineTitle(planned)
    let left = planned.quantity
    const same = alike.get(likeness(title, planned.unitPrice)) ?? []
    for (let each = same.at(-1); each && left > 0; each = same.at(-1)) {
      const taken = Math.min(left, each.from - each.to)
      each.to += taken
      left -= taken
      if (each.to === each.from) same.pop()
    }
    if (left === 0) continue
    const key = `${title}\n${planned.unitPrice}`
    added.set(key, {
      kind: 'added',
      title,
      quantity: (added.get(key)?.quantity ?? 0) + left,
      unitPrice: planned.unitPrice,
      taxable: planned.taxes.length > 0,
      requiresShipping: planned.kind === 'line',
    })
  }
  const fewer = shown.flatMap(({ line, from, to }): LineChange[] =>
    from === to ? [] : [{ kind: 'quantity', lineItemId: line.id, title: line.title, from, to }],
  )
  return { lines: [...fewer, ...added.values()], shipping: shippingChanges(plan.shipping, present) }
}

/** Equal for lines of one title and price: Shopify changes no price, so another price is another line. */
export function likeness(title: string, price: DecimalString): string {
  return `${title}\n${normalizeDecimal(price)}`
}

function shippingChanges(
  planned: readonly { title: string; amount: DecimalString }[],
  present: ReadOrder,
): ShippingChange[] {
  const shown = present.shippingLines.nodes.map(({ title, originalPriceSet }) => ({
    title,
    amount: originalPriceSet.shopMoney.amount,
  }))
  const alike = Map.groupBy(shown.toReversed(), ({ title, amount }) => likeness(title, amount))
  const kept = new Set<(typeof shown)[number]>()
  const added = planned.flatMap((line): ShippingChange[] => {
    const title = shorten(line.title) || 'Shipping'
    const same = alike.get(likeness(title, line.amount))?.pop()
    if (!same) return [{ kind: 'added', title, amount: line.amount }]
    kept.add(same)
    return []
  })
  const removed = shown.filter((line) => !kept.has(line))
  return [...removed.map((line): ShippingChange => ({ kind: 'removed', ...line })), ...added]
}

/** As many as a person reads. */
const MOST_TOLD = 20

/** For the merchant who has to do it. */
export function toldChanges({ lines, shipping }: OrderChanges, currency: string) {
  const all = [
    ...lines.map((change) =>
      change.kind === 'added'
        ? {
            what: 'newLine' as const,
            title: change.title,
            from: 0,
            to: change.quantity,
            price: { amount: change.unitPrice, currency },
          }
        : {
            what: 'quantity' as const,
            title: change.title,
            from: change.from,
            to: change.to,
            price: null,
          },
    ),
    ...shipping.map(({ kind, title, amount }) => ({
      what: kind === 'added' ? ('newShipping' as const) : ('noShipping' as const),
      title,
      from: 0,
      to: 0,
      price: { amount, currency },
    })),
  ]
  return { changes: all.slice(0, MOST_TOLD), more: Math.max(0, all.length - MOST_TOLD) }
}

/** "Mug: 1 instead of 3; new: 2 × Lamp at 20.00 EUR", for the order's own timeline in Shopify. */
export function changesText({ lines, shipping }: OrderChanges, currency: string): string {
  const money = (amount: DecimalString) => moneyText(amount, currency)
  const parts = [
    ...lines.map((change) =>
      change.kind === 'added'
        ? `new: ${change.quantity} × “${change.title}” at ${money(change.unitPrice)}`
        : `“${change.title}”: ${change.to} instead of ${change.from}`,
    ),
    ...shipping.map((change) =>
      change.kind === 'added'
        ? `shipping “${change.title}” of ${money(change.amount)}`
        : `no shipping “${change.title}” of ${money(change.amount)}`,
    ),
  ]
  const shownParts = parts.slice(0, MOST_TOLD)
  const rest = parts.length - shownParts.length
  return [...shownParts, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
}
