import { createHash } from 'node:crypto'
import type { OrderFieldsFragment, RefundInput } from '#app/types/admin-operations.ts'
import { stableJson } from '#app/migration/kinds/values/fingerprint.ts'
import {
  decimal,
  equalAmounts,
  subtract,
  sum,
  toDecimalString,
  ZERO,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder, CanonicalRefund } from '#app/migration/kinds/order/order.ts'
import type { Gid, WriteNote, TargetOptions } from '#app/migration/engine/ports/target.ts'
import { RequestRejected } from '#app/migration/shopify/api/admin-client.server.ts'
import { ShopifyRefused } from '#app/migration/shopify/api/check-user-errors.ts'
import {
  acceptedDate,
  isCurrencyCode,
  roundMoney,
  shorten,
} from '#app/migration/shopify/values/normalize.ts'
import { planMoney } from './money.ts'
import { firstPieces, piecesByLine } from './pieces.ts'
import {
  amountsJson,
  refundChildren,
  refundNote,
  salesOf,
  shownRefunds,
  shownSingleRefunds,
  SINGLE_REFUNDS,
  singleRefunds,
} from '../snapshot.ts'
import type { ReadOrder } from '../read-order.ts'
import { gatewayName, orderState } from './state.ts'
import { sourceReference } from '#app/migration/shopify/identity/source-reference.ts'
import { keptInShopify, notPossible } from '#app/migration/shopify/write-notes.ts'
import { ordersSay } from '#app/migration/messages/orders.ts'

/**
 * The source's refunds that Shopify does not have yet, oldest first. One that was entered anew is
 * there: the repeated one that is gone in the source stands for it, and its money for no other.
 */
export function missingRefunds(
  order: CanonicalOrder,
  present: OrderFieldsFragment,
  known: Readonly<Record<string, Gid>>,
): CanonicalRefund[] {
  const there = { ...known, ...refundChildren(present) }
  const wanted = singleRefunds(orderState(order).refunds)
  const stated = new Set(order.refunds.map(({ sourceId }) => sourceId))
  const former = Object.entries(shownSingleRefunds(present)).flatMap(([sourceId, amount]) =>
    stated.has(sourceId) ? [] : [amount],
  )
  return order.refunds
    .filter((refund) => !there[refund.sourceId])
    .filter((refund) => decimal(refund.amount).gt(0) || refund.lines.length > 0)
    .sort((a, b) => Date.parse(a.refundedAt) - Date.parse(b.refundedAt))
    .filter(({ sourceId }) => {
      const at = former.indexOf(wanted[sourceId] ?? '')
      if (at >= 0) former.splice(at, 1)
      return at < 0
    })
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

type WithTransactions = Pick<OrderFieldsFragment, 'transactions'>

function moved(order: WithTransactions, ...kinds: string[]): DecimalString {
  return sum(
    order.transactions
      .filter(({ kind, status }) => status === 'SUCCESS' && kinds.includes(kind))
      .map(({ amountSet }) => amountSet.shopMoney.amount),
  )
}

/** What was paid on the Shopify order, whether it was given back or not. */
export function received(order: WithTransactions): DecimalString {
  return moved(order, 'SALE', 'CAPTURE')
}

/** What was paid on the Shopify order and not given back yet. */
function netPaid(order: WithTransactions): DecimalString {
  return subtract(received(order), moved(order, 'REFUND'))
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

type Payment = OrderFieldsFragment['transactions'][number]

/** What was given back of each payment already, by its id. */
export type Spent = ReadonlyMap<Gid, DecimalString>

/**
 * The payments a refund may be taken from, with what is left of each: money first, then what was
 * paid with gift cards and store credit. One payment holds whatever the order's own arithmetic says.
 */
function paymentsOf(
  { payments = [] }: CanonicalOrder,
  present: Pick<OrderFieldsFragment, 'transactions'>,
  spent: Spent,
): { payment: Payment; left: DecimalString | null }[] {
  const sales = salesOf(present)
  const [only] = sales
  if (only && sales.length === 1) return [{ payment: only, left: null }]
  const credits = new Set(
    payments.flatMap(({ means, gateway }) =>
      means === 'money' ? [] : (gatewayName(gateway, means) ?? []),
    ),
  )
  const isCredit = ({ gateway }: Payment) => credits.has(gateway ?? '')
  return sales
    .toSorted((a, b) => Number(isCredit(a)) - Number(isCredit(b)))
    .map((payment) => ({
      payment,
      left: subtract(payment.amountSet.shopMoney.amount, spent.get(payment.id) ?? ZERO),
    }))
}

function shareRefund(
  amount: DecimalString,
  payments: readonly { payment: Payment; left: DecimalString | null }[],
): { payment: Payment; amount: DecimalString }[] {
  let open = decimal(amount)
  return payments.flatMap(({ payment, left }) => {
    const part = left === null || decimal(left).gt(open) ? open : decimal(left)
    if (!part.gt(0)) return []
    open = open.minus(part)
    return [{ payment, amount: toDecimalString(part) }]
  })
}

/** The refund as far as Shopify's own money on the order allows it, without e-mail and restock. */
export function refundInput(
  order: CanonicalOrder,
  refund: CanonicalRefund,
  present: ReadOrder,
  options: TargetOptions,
  now: number,
  detail: 'lines' | 'amount',
  spent: Spent = new Map(),
): { input: RefundInput; amount: DecimalString; isWhole: boolean } {
  const plan = planMoney(order)
  const paid = decimal(netPaid(present))
  const wanted = decimal(roundMoney(decimal(refund.amount), plan.decimals))
  const room = decimal(roomForRefund(order, present))
  const possible = wanted.gt(paid) ? paid : wanted
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
  const parts = decimal(amount).gt(0) ? shareRefund(amount, paymentsOf(order, present, spent)) : []
  if (parts.length > 0) {
    input.transactions = parts.map(({ payment, amount: part }) => ({
      orderId: present.id,
      parentId: payment.id,
      kind: 'REFUND',
      gateway: shorten(payment.gateway ?? '') || 'manual',
      amount: part,
    }))
  }
  if (detail === 'lines') {
    const lines = refundLines(order, refund, present)
    if (lines.length > 0) input.refundLineItems = lines
    const shipping = decimal(roundMoney(decimal(refund.shippingAmount), plan.decimals))
    if (shipping.gt(0)) input.shipping = { amount: toDecimalString(shipping) }
  }
  return { input, amount, isWhole: wanted.lte(paid) }
}

/** None when somebody edited the order, so that the lines are not found: only the amount is refunded. */
function refundLines(order: CanonicalOrder, refund: CanonicalRefund, present: ReadOrder) {
  const pieces = piecesByLine(order, present)
  // A refund may name a line many times; Shopify takes each once, and lists of 250.
  const quantities = new Map<string, number>()
  for (const { lineSourceId, quantity } of refund.lines) {
    quantities.set(lineSourceId, (quantities.get(lineSourceId) ?? 0) + quantity)
  }
  return [...quantities].flatMap(([lineSourceId, quantity]) =>
    firstPieces(pieces?.get(lineSourceId) ?? [], quantity).map((piece) => ({
      ...piece,
      restockType: 'NO_RESTOCK' as const,
    })),
  )
}

/**
 * What Shopify shows of the refunds where that is not what the source has: it changes none once it
 * is made, and cannot say that one was taken back.
 */
export function refundNotes(
  record: CanonicalOrder,
  order: ReadOrder,
  told: readonly WriteNote[],
): WriteNote[] {
  const state = orderState(record)
  const money = (amount: string) => ({ amount, currency: record.currency })
  const shown = order.totalRefundedSet.shopMoney.amount
  const notes: WriteNote[] = []
  const isTold = (field: string) => told.some((note) => note.field === field)
  if (!equalAmounts(shown, state.refunded) && !isTold('refunded')) {
    notes.push(
      notPossible(
        'refunded',
        ordersSay('refundsChanged', { there: money(state.refunded), here: money(shown) }),
      ),
    )
  }
  const [wanted, there] = [
    amountsJson(state.refunds.map(({ amount }) => amount)),
    shownRefunds(order),
  ]
  if (stableJson(wanted) !== stableJson(there) && !isTold('refunds')) {
    notes.push(
      keptInShopify(
        'refunds',
        ordersSay('refundsDiffer', { there: wanted.map(money), here: there.map(money) }),
      ),
    )
  }
  const isMoneyTold = [...told, ...notes].some(({ field }) => OF_REFUNDS.has(field ?? ''))
  const odd = isMoneyTold ? [] : oddRefunds(record, order)
  if (odd.length > 0) {
    const refunds = odd.map(({ sourceId, amount, here }) => ({
      refund: sourceId,
      amount: money(amount),
      here: here === null ? null : money(here),
    }))
    notes.push(keptInShopify(SINGLE_REFUNDS, ordersSay('singleRefundsDiffer', { refunds })))
  }
  return notes
}

/** A remark on one of these speaks about each single refund as well. */
export const OF_REFUNDS: ReadonlySet<string> = new Set(['refunded', 'refunds'])

/** Refunds that Shopify shows with another amount, or not as themselves. */
function oddRefunds(record: CanonicalOrder, order: ReadOrder) {
  const shown = shownSingleRefunds(order)
  const wanted = Object.entries(singleRefunds(orderState(record).refunds))
  return wanted.flatMap(([sourceId, amount]) => {
    const here = shown[sourceId] ?? null
    return here === amount ? [] : [{ sourceId, amount, here }]
  })
}
