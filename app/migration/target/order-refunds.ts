import { createHash } from 'node:crypto'
import type { OrderFieldsFragment, RefundInput } from '#app/types/admin-operations.ts'
import { decimal, subtract, sum, toDecimalString, type DecimalString } from '../canonical/money.ts'
import type { CanonicalOrder, CanonicalRefund } from '../canonical/order.ts'
import type { Gid } from '../ports.ts'
import { RequestRejected } from './admin-client.server.ts'
import { ShopifyRefused } from './check-user-errors.ts'
import { isCurrencyCode, roundMoney, shorten } from './normalize.ts'
import { acceptedDate, orderState } from './order-input.ts'
import { planMoney } from './order-money.ts'
import { refundChildren, refundNote, type ReadOrder } from './order-snapshot.ts'
import { sourceReference } from './source-reference.ts'
import type { TargetOptions } from './target-options.ts'

/** The source's refunds that Shopify does not have yet, oldest first. */
export function missingRefunds(
  order: CanonicalOrder,
  present: OrderFieldsFragment,
  known: Readonly<Record<string, Gid>>,
): CanonicalRefund[] {
  const there = { ...known, ...refundChildren(present) }
  return order.refunds
    .filter((refund) => !there[refund.sourceId])
    .filter((refund) => decimal(refund.amount).gt(0) || refund.lines.length > 0)
    .sort((a, b) => Date.parse(a.refundedAt) - Date.parse(b.refundedAt))
}

/**
 * The same key for the same refund however often it is sent, so that Shopify itself refuses to
 * repeat it (`@idempotent`, required on refundCreate since 2026-04).
 */
export function refundKey(
  options: TargetOptions,
  order: CanonicalOrder,
  refund: CanonicalRefund,
): string {
  const reference = `${sourceReference(options.projectId, 'order', order.sourceId)}:refund:${refund.sourceId}`
  const hex = createHash('sha256').update(reference).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-')
}

/** What was paid on the Shopify order and not given back yet. */
export function netPaid(order: Pick<OrderFieldsFragment, 'transactions'>): DecimalString {
  const of = (...kinds: string[]) =>
    sum(
      order.transactions
        .filter(({ kind, status }) => status === 'SUCCESS' && kinds.includes(kind))
        .map(({ amountSet }) => amountSet.shopMoney.amount),
    )
  return subtract(of('SALE', 'CAPTURE'), of('REFUND'))
}

/** What the source gave back in all, less what Shopify shows as given back, by whomever. */
export function roomForRefund(
  order: CanonicalOrder,
  present: Pick<OrderFieldsFragment, 'totalRefundedSet'>,
): DecimalString {
  return subtract(orderState(order).refunded, present.totalRefundedSet.shopMoney.amount)
}

/**
 * What Shopify says about an idempotency key, by the codes of the Admin API 2026-07 schema. On
 * `refundCreate` no code and no words are recorded, so any word of the kind counts.
 *
 * - `in progress`: the same key is being worked on
 * - `failed`: the earlier try with the key came to nothing, so another key may be used
 * - `other try`: the key was used with other content; what became of that is not said
 */
export function idempotencyProblem(error: unknown): 'in progress' | 'failed' | 'other try' | null {
  const words =
    error instanceof RequestRejected
      ? `${error.code} ${error.message}`
      : error instanceof ShopifyRefused
        ? error.userErrors.map(({ code, message }) => `${code ?? ''} ${message}`).join(' ')
        : ''
  if (!/idempoten/i.test(words)) return null
  if (/concurrent|in progress|being processed/i.test(words)) return 'in progress'
  return /previous_attempt_failed/i.test(words) ? 'failed' : 'other try'
}

/** The refund as far as Shopify's own money on the order allows it, without e-mail and restock. */
export function refundInput(
  order: CanonicalOrder,
  refund: CanonicalRefund,
  present: ReadOrder,
  options: TargetOptions,
  now: number,
  detail: 'lines' | 'amount',
): { input: RefundInput; amount: DecimalString; isWhole: boolean } {
  const plan = planMoney(order)
  const received = decimal(netPaid(present))
  const wanted = decimal(roundMoney(decimal(refund.amount), plan.decimals))
  const room = decimal(roomForRefund(order, present))
  const possible = wanted.gt(received) ? received : wanted
  const amount = toDecimalString(possible.gt(room) ? room : possible)
  const input: RefundInput = {
    orderId: present.id,
    note: refundNote(refund.sourceId, refund.reason),
    notify: false,
  }
  const at = acceptedDate(refund.refundedAt, now)
  if (at) input.processedAt = at.at
  if (isCurrencyCode(order.currency) && order.currency !== options.currency) {
    input.currency = order.currency
  }
  const payment = present.transactions.find(
    ({ kind, status }) => status === 'SUCCESS' && (kind === 'SALE' || kind === 'CAPTURE'),
  )
  if (decimal(amount).gt(0) && payment) {
    input.transactions = [
      {
        orderId: present.id,
        parentId: payment.id,
        kind: 'REFUND',
        gateway: shorten(payment.gateway ?? '') || 'manual',
        amount,
      },
    ]
  }
  if (detail === 'lines') {
    const lines = refundLines(order, refund, present)
    if (lines.length > 0) input.refundLineItems = lines
    const shipping = decimal(roundMoney(decimal(refund.shippingAmount), plan.decimals))
    if (shipping.gt(0)) input.shipping = { amount: toDecimalString(shipping) }
  }
  return { input, amount, isWhole: wanted.lte(received) }
}

/**
 * Source lines found again on the Shopify order by their place: it was created in this order. When
 * somebody edited the order since, the places no longer fit and only the amount is refunded.
 */
function refundLines(order: CanonicalOrder, refund: CanonicalRefund, present: ReadOrder) {
  const plan = planMoney(order).lines
  const fits =
    plan.length === present.allLines.length &&
    plan.every((line, index) => line.quantity === present.allLines[index]?.quantity)
  if (!fits) return []
  return refund.lines.flatMap((refunded) => {
    let left = Math.floor(refunded.quantity)
    return plan.flatMap((line, index) => {
      const target = present.allLines[index]
      if (line.sourceId !== refunded.lineSourceId || !target || left <= 0) return []
      const quantity = Math.min(left, line.quantity)
      left -= quantity
      return [{ lineItemId: target.id, quantity, restockType: 'NO_RESTOCK' as const }]
    })
  })
}
