import { wooSays } from '../messages/woocommerce.ts'
import { plainText, orNull } from '../../kit/text/text.ts'
import { type DecimalString, decimal, subtract } from '#app/migration/kinds/values/money.ts'
import type { OrderMeaning, StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { value } from '../../kit/order/amounts.ts'
import type { OrderDates } from './dates.ts'
import type { OrderMeta } from './meta.ts'
import { meaningOf } from './status.ts'
import type { WireOrder } from '../wire/order.ts'
import { isAmount, plainAmount } from '../../kit/wire/shapes.ts'

type OrderState = Pick<CanonicalOrder, 'payment' | 'payments' | 'fulfillment'> & {
  isCancelled: boolean
  /** Given back in full, whatever refunds the source keeps. */
  isRefunded: boolean
  remarks: SourceRemark[]
}

/**
 * Paid, sent, cancelled: by the status, then by the dates.
 *
 * - `processing` and `completed` are paid, unless cash on delivery has no payment date yet
 * - `pending`, `on-hold` and `failed` are not, whatever payment date is left from before
 * - `cancelled` was paid when it has a payment date
 * - what plugins add is told, with what it was taken for
 */
export function toState(
  wire: WireOrder,
  dates: OrderDates,
  meta: OrderMeta,
  own: StatusMeanings | undefined,
): OrderState {
  const { meaning, isKnown } = meaningOf(wire.status, own)
  const deposit = depositOf(meta)
  const received = receivedOf(meaning, deposit, wire)
  const isPaid =
    received === null ? paidBy(meaning, isKnown, wire, dates) : !decimal(received).eq(0)
  const isFulfilled =
    meaning === 'fulfilled' ||
    ((meaning === 'by_dates' || meaning === 'refunded') && dates.completedAt !== null)
  const isCancelled = meaning === 'cancelled' || meaning === 'failed'
  const remarks: SourceRemark[] = []
  if (!isKnown) remarks.push(statusRemark(wire.status, meaning, { isPaid, isFulfilled, received }))
  if (meaning === 'partly_paid' && received === null) remarks.push(depositRemark())
  if (dates.paidAt !== null && !isPaid && (meaning === 'unpaid' || meaning === 'failed')) {
    remarks.push(paidDateRemark(wire.status))
  }
  return {
    payment: {
      state: isPaid ? 'paid' : isCancelled ? 'voided' : 'pending',
      gateway: orNull(wire.payment_method),
      gatewayTitle: orNull(plainText(wire.payment_method_title)),
      transactionId: orNull(wire.transaction_id),
      paidAt: dates.paidAt,
      received: isPaid ? received : null,
    },
    ...(isPaid && received === null ? inParts(deposit, wire) : {}),
    fulfillment: isFulfilled ? 'fulfilled' : 'unfulfilled',
    isCancelled,
    isRefunded: meaning === 'refunded',
    remarks,
  }
}

function paidBy(
  meaning: OrderMeaning,
  isKnown: boolean,
  wire: WireOrder,
  dates: OrderDates,
): boolean {
  const isDated = dates.paidAt !== null || dates.completedAt !== null
  switch (meaning) {
    case 'unpaid':
    case 'failed':
    case 'partly_paid':
      return false
    case 'cancelled':
      return dates.paidAt !== null
    case 'paid':
      // Cash on delivery is processed before it is paid.
      return wire.payment_method !== 'cod' || dates.paidAt !== null
    case 'fulfilled':
      // Goods go out on account as well: where the status is not WooCommerce's own, something must
      // show the payment.
      return isKnown || isDated || orNull(wire.transaction_id) !== null
    case 'refunded':
      return true
    case 'by_dates':
      return isDated
  }
}

/* ------------------------------------------------------------------ deposits -------------- */

type Deposit = { amount: DecimalString | null; isPaid: boolean | null; isRestPaid: boolean | null }

/** Deposits & Partial Payments by Acowebs, and the two plugins called WooCommerce Deposits. */
const DEPOSIT_PLUGINS = ['_awcdp_deposits_', '_wc_deposits_']

function depositOf(meta: OrderMeta): Deposit | null {
  for (const prefix of DEPOSIT_PLUGINS) {
    const [amount] = meta.take(`${prefix}deposit_amount`, amountIn)
    const [isPaid] = meta.take(`${prefix}deposit_paid`, yesOrNo)
    const [isRestPaid] = meta.take(`${prefix}second_payment_paid`, yesOrNo)
    if (amount === undefined && isPaid === undefined) continue
    meta.understood(meta.keys().filter((key) => key.startsWith(prefix)))
    return { amount: amount ?? null, isPaid: isPaid ?? null, isRestPaid: isRestPaid ?? null }
  }
  return null
}

/** What was received where that is not the total; null: the total, or nothing, as the status says. */
function receivedOf(
  meaning: OrderMeaning,
  deposit: Deposit | null,
  wire: WireOrder,
): DecimalString | null {
  if (meaning !== 'partly_paid' && meaning !== 'by_dates') return null
  if (!deposit || deposit.isRestPaid === true) return null
  if (deposit.isPaid === false) return '0'
  if (deposit.amount === null || !decimal(deposit.amount).gt(0)) return null
  return decimal(deposit.amount).lt(decimal(value(wire.total))) ? deposit.amount : null
}

/** A deposit and its rest, once both are paid; the plugins keep no dates and no references of theirs. */
function inParts(deposit: Deposit | null, wire: WireOrder): Pick<CanonicalOrder, 'payments'> {
  const total = value(wire.total)
  if (!deposit?.amount || deposit.isPaid === false || deposit.isRestPaid !== true) return {}
  if (!decimal(deposit.amount).gt(0) || decimal(deposit.amount).gte(decimal(total))) return {}
  const amounts = [deposit.amount, subtract(total, deposit.amount)]
  const unknown = { means: 'money', gateway: null, paidAt: null, reference: null } as const
  return { payments: amounts.map((amount) => ({ amount, ...unknown })) }
}

function yesOrNo(raw: unknown): boolean | null {
  if (raw === true || raw === 1 || raw === '1' || raw === 'yes') return true
  return raw === 0 || raw === '0' || raw === 'no' ? false : null
}

/** Null for what is no amount. */
export function amountIn(raw: unknown): DecimalString | null {
  const text = typeof raw === 'number' || typeof raw === 'string' ? plainAmount(String(raw)) : ''
  return text !== '' && isAmount(text) ? value(text) : null
}

/* ------------------------------------------------------------------ remarks --------------- */

function statusRemark(
  status: string,
  meaning: OrderMeaning,
  {
    isPaid,
    isFulfilled,
    received,
  }: { isPaid: boolean; isFulfilled: boolean; received: string | null },
): SourceRemark {
  return {
    code: 'STATUS_NOT_KNOWN',
    field: 'status',
    message: wooSays('orderStatusNotKnown', {
      status: status.slice(0, 60),
      payment: !isPaid ? 'none' : received === null ? 'all' : 'part',
      isFulfilled,
      isCancelled: meaning === 'cancelled' || meaning === 'failed',
    }),
  }
}

function depositRemark(): SourceRemark {
  return {
    code: 'PAYMENT_NOT_CLEAR',
    field: 'payment',
    message: wooSays('depositNotKnown'),
  }
}

function paidDateRemark(status: string): SourceRemark {
  return {
    code: 'PAYMENT_NOT_CLEAR',
    field: 'payment',
    message: wooSays('paidDateAlone', { status: status.slice(0, 60) }),
  }
}
