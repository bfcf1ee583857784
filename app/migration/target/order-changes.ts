import { equalAmounts, moneyText, type DecimalString } from '../canonical/money.ts'
import type { CanonicalOrder } from '../canonical/order.ts'
import type { Gid } from '../ports.ts'
import { soldQuantity } from './order-content.ts'
import { shorten } from './normalize.ts'
import { planMoney } from './order-money.ts'
import type { ReadOrder } from './order-snapshot.ts'
import { lineTitle } from './planned-lines.ts'

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
  const shown = present.allLines.map((line) => {
    const from = soldQuantity(present, line)
    return { line, from, to: 0 }
  })
  const added = new Map<string, Extract<LineChange, { kind: 'added' }>>()
  for (const planned of plan.lines) {
    const title = lineTitle(planned)
    let left = planned.quantity
    for (const each of shown) {
      const isSame =
        each.line.title === title &&
        equalAmounts(each.line.originalUnitPriceSet.shopMoney.amount, planned.unitPrice)
      const taken = isSame ? Math.min(left, each.from - each.to) : 0
      each.to += taken
      left -= taken
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

function shippingChanges(
  planned: readonly { title: string; amount: DecimalString }[],
  present: ReadOrder,
): ShippingChange[] {
  const left = present.shippingLines.nodes.map(({ title, originalPriceSet }) => ({
    title,
    amount: originalPriceSet.shopMoney.amount,
  }))
  const added = planned.flatMap((line): ShippingChange[] => {
    const title = shorten(line.title) || 'Shipping'
    const index = left.findIndex(
      (other) => other.title === title && equalAmounts(other.amount, line.amount),
    )
    if (index < 0) return [{ kind: 'added', title, amount: line.amount }]
    left.splice(index, 1)
    return []
  })
  return [...left.map((line): ShippingChange => ({ kind: 'removed', ...line })), ...added]
}

/** "Mug: 1 instead of 3; new: 2 × Lamp at 20.00 EUR", for the merchant who has to do it. */
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
  const shownParts = parts.slice(0, 20)
  const rest = parts.length - shownParts.length
  return [...shownParts, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
}
