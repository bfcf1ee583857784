import { decimal, subtract, sum, type DecimalString } from '#app/migration/kinds/values/money.ts'
import type { OrderMeaning, StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import type { CanonicalOrder, CanonicalPayment } from '#app/migration/kinds/order/order.ts'
import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import { isZero, value } from '../../kit/order/amounts.ts'
import { orNull } from '../../kit/text/text.ts'
import { fromGmt } from '../../kit/text/time.ts'
import { isNothing } from '../../kit/wire/shapes.ts'
import type { WireInvoice } from '../wire/order-documents.ts'
import type { WireOrder } from '../wire/order.ts'
import { counted, isVirtual, quantityOf, type Family } from './lines/families.ts'
import { isPayable } from './money/payable.ts'

type OrderState = Pick<CanonicalOrder, 'payment' | 'payments' | 'fulfillment'> & {
  cancelledAt: string | null
  /** What the status was taken for; null: it is Magento's own, or the merchant said what it means. */
  guessed: 'status' | 'state' | null
}

/** What Magento itself knows; every status belongs to one of them. */
const STATES: ReadonlySet<string> = new Set([
  ...['new', 'pending_payment', 'processing', 'complete', 'closed', 'canceled', 'holded'],
  'payment_review',
])
const STATUSES: ReadonlySet<string> = new Set([
  ...STATES,
  ...['pending', 'fraud', 'pending_paypal', 'paypal_reversed', 'paypal_canceled_reversal'],
])

const PAID_INVOICE = '2'

/**
 * Paid, sent, cancelled: by amounts and quantities, which stay right when a status is set by hand or
 * left behind; the state says the rest.
 */
export function toState(
  wire: WireOrder,
  families: readonly Family[],
  invoices: readonly WireInvoice[],
  placedAt: string,
  own: StatusMeanings | undefined,
): OrderState {
  const meaning = ownEntry(own ?? {}, wire.status)
  const isCancelled = wire.state === 'canceled' || meaning === 'cancelled' || meaning === 'failed'
  const total = value(wire.grand_total)
  const paid = invoices
    .filter(({ state }) => state === PAID_INVOICE || state === '')
    .toSorted(
      (a, b) => (a.created_at ?? '').localeCompare(b.created_at ?? '') || a.entity_id - b.entity_id,
    )
  const received = receivedOf(wire, families, paid, meaning)
  const isReceived = isPayable(received, wire)
  const isFree = !isPayable(total, wire) && !isCancelled
  const isWhole = !isPayable(subtract(total, received), wire)
  return {
    payment: {
      state: isReceived || isFree ? 'paid' : isCancelled ? 'voided' : openState(wire),
      gateway: orNull(wire.payment?.method ?? ''),
      gatewayTitle: methodTitle(wire),
      transactionId: transactionOf(wire, paid),
      paidAt: isReceived ? (paid.map((each) => fromGmt(each.created_at)).at(-1) ?? null) : null,
      received: isReceived && !isWhole ? received : null,
    },
    ...(isReceived ? inParts(wire, paid, received) : {}),
    fulfillment: !isCancelled && isSent(wire, families, meaning) ? 'fulfilled' : 'unfulfilled',
    cancelledAt: isCancelled ? cancelledAt(wire, placedAt) : null,
    guessed:
      meaning !== undefined || isKnown(wire) ? null : STATES.has(wire.state) ? 'status' : 'state',
  }
}

function isKnown({ status, state }: WireOrder): boolean {
  return STATES.has(state) && (STATUSES.has(status) || status === '')
}

function openState({ payment }: WireOrder): 'authorized' | 'pending' {
  return isZero(payment?.amount_authorized ?? '') ? 'pending' : 'authorized'
}

/* ------------------------------------------------------------------ payment --------------- */

/** What came in as money, in the order's currency. */
function receivedOf(
  wire: WireOrder,
  families: readonly Family[],
  invoices: readonly WireInvoice[],
  meaning: OrderMeaning | undefined,
): DecimalString {
  const total = value(wire.grand_total)
  if (meaning === 'unpaid' || meaning === 'failed') return value(wire.total_paid)
  if (meaning === 'paid' || meaning === 'fulfilled') return total
  if (wire.total_paid !== '') return wire.total_paid
  if (wire.total_due !== '') return subtract(total, wire.total_due)
  if (invoices.length > 0) return sum(invoices.map(({ grand_total }) => value(grand_total)))
  return saysPaid(wire, families) ? total : '0'
}

/** An order without any amount of what was paid: only imports leave these out. */
function saysPaid({ state }: WireOrder, families: readonly Family[]): boolean {
  if (state === 'complete' || state === 'closed') return true
  return (
    state === 'processing' &&
    families.length > 0 &&
    families.every((family) =>
      decimal(counted(family, 'qty_invoiced')).gte(decimal(quantityOf(family))),
    )
  )
}

/** Several invoices are several payments; one says no more than the order does. */
function inParts(
  wire: WireOrder,
  invoices: readonly WireInvoice[],
  received: DecimalString,
): Pick<CanonicalOrder, 'payments'> {
  const amounts = invoices.map(({ grand_total }) => value(grand_total))
  const some = invoices.filter(({ grand_total }) => decimal(value(grand_total)).gt(0))
  if (some.length < 2 || !decimal(sum(amounts)).eq(decimal(received))) return {}
  return {
    payments: some.map(({ grand_total, created_at, transaction_id }): CanonicalPayment => ({
      amount: value(grand_total),
      means: 'money',
      gateway: orNull(wire.payment?.method ?? ''),
      paidAt: fromGmt(created_at),
      reference: orNull(transaction_id),
    })),
  }
}

/** A list without keys is a title in one method and a secret in the next: it is not read by position. */
function methodTitle({ payment, extension_attributes }: WireOrder): string | null {
  const told = extension_attributes.payment_additional_info.find(
    ({ key }) => key === 'method_title',
  )
  const title = told && told.value !== 'null' ? orNull(told.value) : null
  if (title !== null) return title
  const info = payment?.additional_information
  if (isNothing(info) || typeof info !== 'object' || info === null) return null
  const named: unknown = new Map(Object.entries(info)).get('method_title')
  return typeof named === 'string' ? orNull(named) : null
}

function transactionOf({ payment }: WireOrder, invoices: readonly WireInvoice[]): string | null {
  const own = orNull(payment?.last_trans_id ?? '') ?? orNull(payment?.cc_trans_id ?? '')
  return (
    own ?? invoices.map(({ transaction_id }) => orNull(transaction_id)).find((id) => id) ?? null
  )
}

/* ------------------------------------------------------------------ sent ------------------ */

/**
 * Everything went out. What was given back or cancelled before it was sent did not: such an order has
 * its parcels, and nothing else is sent for it.
 */
function isSent(
  wire: WireOrder,
  families: readonly Family[],
  meaning: OrderMeaning | undefined,
): boolean {
  if (meaning === 'fulfilled') return true
  if (families.length > 0 && families.every(wentOut)) return true
  const isUntold = families.every((family) => isZero(counted(family, 'qty_shipped')))
  const isLess = families.some(
    (family) =>
      !isZero(counted(family, 'qty_refunded')) || !isZero(counted(family, 'qty_canceled')),
  )
  return wire.state === 'complete' && isUntold && !isLess
}

/** Goods by what was shipped; what nobody ships is delivered once it is invoiced. */
function wentOut(family: Family): boolean {
  const name = isVirtual(family) ? 'qty_invoiced' : 'qty_shipped'
  return decimal(counted(family, name)).gte(decimal(quantityOf(family)))
}

/** The first time its history says so; the order's own date moves with every edit. */
function cancelledAt(wire: WireOrder, placedAt: string): string {
  const times = wire.status_histories
    .filter(({ status }) => status === 'canceled')
    .flatMap(({ created_at }) => fromGmt(created_at) ?? [])
    .toSorted()
  return times[0] ?? fromGmt(wire.updated_at) ?? placedAt
}
