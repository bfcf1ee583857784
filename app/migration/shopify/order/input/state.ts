import type {
  OrderCreateOrderInput,
  OrderCreateOrderTransactionInput,
} from '#app/types/admin-operations.ts'
import {
  decimal,
  sum,
  toDecimalString,
  ZERO,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder, CanonicalPayment } from '#app/migration/kinds/order/order.ts'
import { acceptedDate, roundMoney, shorten } from '#app/migration/shopify/values/normalize.ts'
import { planMoney, type MoneyPlan } from './money.ts'
import { planShipments } from './shipments.ts'
import type { Money } from './two-currencies.ts'

export type OrderState = {
  financialStatus:
    | 'PAID'
    | 'PARTIALLY_PAID'
    | 'PENDING'
    | 'AUTHORIZED'
    | 'VOIDED'
    | 'REFUNDED'
    | 'PARTIALLY_REFUNDED'
  fulfilled: boolean
  cancelled: boolean
  /** All of it was received. */
  paid: boolean
  /** What was received: never more than the order costs in Shopify. */
  received: DecimalString
  /** The payments of which that is the sum, oldest first. */
  sales: Sale[]
  /** Sum of the refunds that Shopify can hold: never more than what was received. */
  refunded: DecimalString
  /** The refunds of which that is the sum, each as far as Shopify can hold it, oldest first. */
  refunds: { sourceId: string; amount: DecimalString }[]
}

export type Sale = { gateway: string; amount: DecimalString; at: string }

/**
 * Where the order ends up. Money can be returned only after it was received, so an order with
 * refunds counts as paid. A cancelled order that was never paid shows as voided in Shopify, and
 * Shopify does not cancel what is fulfilled, so cancelled wins.
 */
export function orderState(order: CanonicalOrder): OrderState {
  const known = states.get(order)
  if (known) return known
  const state = stateOf(order, planMoney(order))
  states.set(order, state)
  return state
}

/** Asked for with each of an order's refunds. */
const states = new WeakMap<CanonicalOrder, OrderState>()

function stateOf(order: CanonicalOrder, plan: MoneyPlan): OrderState {
  const round = (amount: DecimalString) => roundMoney(decimal(amount), plan.decimals)
  const total = least(plan.sourceTotal, plan.total)
  const wanted = order.refunds
    .toSorted((a, b) => Date.parse(a.refundedAt) - Date.parse(b.refundedAt))
    .map(({ sourceId, amount }) => ({ sourceId, amount: round(amount) }))
  const given = sum(wanted.map(({ amount }) => amount))
  const returned = decimal(given).gt(0)
  const { state } = order.payment
  const payments = order.payments?.map((payment) => ({
    ...payment,
    amount: round(payment.amount),
  }))
  const stated = payments ? sum(payments.map(({ amount }) => amount)) : order.payment.received
  const said = stated !== null ? round(stated) : state === 'paid' || returned ? total : ZERO
  const received = least(total, decimal(said).lt(decimal(given)) ? given : said)
  const nothingToPay = !decimal(plan.total).gt(0) && (state === 'paid' || returned)
  const isReceived = decimal(received).gt(0)
  const paid = nothingToPay || (isReceived && decimal(received).gte(decimal(plan.total)))
  const refunds = upTo(received, wanted)
  const refunded = sum(refunds.map(({ amount }) => amount))
  const cancelled = order.cancelledAt !== null
  const open = {
    pending: 'PENDING',
    authorized: 'AUTHORIZED',
    voided: 'VOIDED',
    // Said to be paid, with nothing received.
    paid: 'PENDING',
  } as const
  return {
    financialStatus: decimal(refunded).gt(0)
      ? decimal(refunded).gte(decimal(received))
        ? 'REFUNDED'
        : 'PARTIALLY_REFUNDED'
      : paid
        ? 'PAID'
        : isReceived
          ? 'PARTIALLY_PAID'
          : cancelled
            ? 'VOIDED'
            : open[state],
    fulfilled: planShipments(order).isWhole,
    cancelled,
    paid,
    received,
    sales: salesOf(order, payments ?? [], received),
    refunded,
    refunds,
  }
}

/** The payments as far as they are received; of what no payment tells, the order's own one does. */
function salesOf(
  order: CanonicalOrder,
  payments: readonly CanonicalPayment[],
  received: DecimalString,
): Sale[] {
  let left = decimal(received)
  const sales = payments.flatMap(({ amount, gateway, means, paidAt }): Sale[] => {
    const part = decimal(amount).gt(left) ? left : decimal(amount)
    left = left.minus(part)
    if (!part.gt(0)) return []
    const own = ownSale(order, toDecimalString(part))
    return [{ ...own, gateway: gatewayName(gateway, means) ?? own.gateway, at: paidAt ?? own.at }]
  })
  return left.gt(0) ? [...sales, ownSale(order, toDecimalString(left))] : sales
}

function ownSale({ payment, placedAt }: CanonicalOrder, amount: DecimalString): Sale {
  return {
    gateway: shorten(payment.gateway ?? '') || 'manual',
    amount,
    at: payment.paidAt ?? placedAt,
  }
}

/** Null: as the order's own payment. Never Shopify's own "gift_card", which wants a card of Shopify's. */
export function gatewayName(
  gateway: string | null,
  means: CanonicalPayment['means'],
): string | null {
  return shorten(gateway ?? '') || (means === 'money' ? null : means)
}

function least(a: DecimalString, b: DecimalString): DecimalString {
  const smaller = decimal(a).lt(decimal(b)) ? decimal(a) : decimal(b)
  return toDecimalString(smaller.lt(0) ? decimal(ZERO) : smaller)
}

/** The refunds one after the other until the limit is reached; what is cut to nothing is left out. */
function upTo(limit: DecimalString, refunds: OrderState['refunds']): OrderState['refunds'] {
  let left = decimal(limit)
  return refunds.flatMap(({ sourceId, amount }) => {
    const part = decimal(amount).gt(left) ? left : decimal(amount)
    left = left.minus(part)
    return part.gt(0) ? [{ sourceId, amount: toDecimalString(part) }] : []
  })
}

/** Paid, delivered and not cancelled: nothing is left to do, so the order is archived. */
export function isComplete(order: CanonicalOrder): boolean {
  const state = orderState(order)
  return state.paid && state.fulfilled && !state.cancelled
}

/**
 * How the order is created. Received and authorized money are transactions, from which Shopify
 * derives the rest; everything else is stated (measured, 2025-01).
 */
export function paymentInput(
  order: CanonicalOrder,
  plan: MoneyPlan,
  state: OrderState,
  money: Pick<Money, 'sales'>,
  now: number,
): Pick<OrderCreateOrderInput, 'transactions' | 'financialStatus'> {
  const authorized =
    state.sales.length === 0 && order.payment.state === 'authorized' && !state.cancelled
  const reserved = authorized && decimal(plan.total).gt(0) ? [ownSale(order, plan.total)] : []
  const moved = [...state.sales, ...reserved]
  const bags = money.sales(moved.map(({ amount }) => amount))
  const transactions = bags.map((amountSet, index): OrderCreateOrderTransactionInput => {
    const { gateway, at: stated } = moved[index] ?? ownSale(order, ZERO)
    const at = acceptedDate(stated, now)
    return {
      kind: authorized ? 'AUTHORIZATION' : 'SALE',
      status: 'SUCCESS',
      gateway,
      amountSet,
      ...(at ? { processedAt: at.at } : {}),
    }
  })
  if (transactions.length > 0) return { transactions }
  if (state.paid) return { financialStatus: 'PAID' }
  return { financialStatus: state.financialStatus === 'VOIDED' ? 'VOIDED' : 'PENDING' }
}
