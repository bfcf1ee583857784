import Big from 'big.js'
import type {
  Order as TargetOrder,
  Refund,
  Transaction,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Order, Refund as SourceRefund } from '#test/stand-ins/woocommerce/records.ts'
import { refundsOf } from '#test/stand-ins/woocommerce/state.ts'
import { sayUnlessSame, type Check, type Say } from '../findings.ts'
import { add, foundMoney, inUnits, type ExpectedMoney } from './money.ts'
import { shareOut } from './lines.ts'
import { amountsSeen } from '../seen.ts'
import type { TargetIndex } from '../target-index.ts'
import { readable } from '../text.ts'

/** What was received and given back in the old store. */
export type Payment = {
  isPaid: boolean
  total: Big
  received: Big
  /** Oldest first, each as far as what was received allows it. */
  refunds: { refund: SourceRefund; amount: Big }[]
}

export function paymentOf(
  check: Check,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
): Payment {
  const { currency } = order
  // Where the merchant knows that it holds something else here, it costs what it costs here.
  const isOther = check.isExplained('order', String(order.id), 'lines', 'shippingLines')
  const total = isOther ? foundMoney(target).total : inUnits(want.total, currency)
  const given = refundsOf(check.woo, order.id)
    .toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id)
    .map((refund) => ({ refund, amount: inUnits(new Big(refund.amount), currency) }))
  const isPaid = isReceived(order) || given.some(({ amount }) => amount.gt(0))
  const received = isPaid && total.gt(0) ? total : new Big(0)
  let left = received
  const refunds = given.map(({ refund, amount }) => {
    const part = amount.gt(left) ? left : amount
    left = left.minus(part)
    return { refund, amount: part }
  })
  return { isPaid, total, received, refunds }
}

function isReceived(order: Order): boolean {
  switch (order.status) {
    case 'completed':
    case 'refunded':
      return true
    case 'processing':
      return order.paymentMethod !== 'cod' || order.paidAt !== null
    case 'cancelled':
      return order.paidAt !== null
    case 'pending':
    case 'on-hold':
    case 'failed':
      return false
    default:
      return order.paidAt !== null || order.completedAt !== null
  }
}

/** Each transaction and each refund by itself. */
export function comparePayment(
  check: Check,
  index: TargetIndex,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  say: Say,
): void {
  const payment = paymentOf(check, order, target, want)
  const found = foundMoney(target)
  const id = String(order.id)
  const received = (amount: Big) =>
    amount.gt(0) ? `${amount.toFixed()} received` : 'nothing received'
  const isTold = check.isExplained('order', id, 'refunded')
  if (!isTold && received(payment.received) !== received(found.received)) {
    say('financialStatus', received(payment.received), received(found.received))
  }
  compareSales(order, target, payment, say)
  compareGivenStatus(order, target, payment, say)
  compareRefunds(check, index, order, target, want, payment, say)
}

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** A date as Shopify can have it on what was made then: it takes none of its future. */
export function dateIn({ createdAt }: { createdAt: string }, at: number): string {
  return at > Date.parse(createdAt) ? createdAt : iso(at)
}

/** Seconds may pass between our clock and Shopify's where a date was taken back to the present. */
export function isDate(shown: string, made: { createdAt: string }, at: number): boolean {
  const wanted = dateIn(made, at)
  const isNear = Math.abs(Date.parse(shown) - Date.parse(wanted)) <= 30_000
  return shown === wanted || (at > Date.parse(made.createdAt) && isNear)
}

/** A deposit that was paid, and then its rest; else all at once. */
function partsOf({ meta, currency }: Order, received: Big): Big[] {
  const said = (name: string) => meta.find(({ key }) => key === `_wc_deposits_${name}`)?.value
  const deposit = inUnits(new Big(Number(said('deposit_amount') ?? 0)), currency)
  const isInParts = said('deposit_paid') === 'yes' && said('second_payment_paid') === 'yes'
  if (!isInParts || !deposit.gt(0) || !received.gt(deposit)) return [received]
  return [deposit, received.minus(deposit)]
}

/** Shopify notes what is marked as paid later, be it in the same second, and what costs nothing, by itself. */
const isManual = ({ gateway, processedAt, createdAt }: Transaction) =>
  gateway === 'manual' && processedAt === createdAt

/** Money came in by the order's own payment service and on its day, or was noted later. */
function compareSales(order: Order, target: TargetOrder, payment: Payment, say: Say): void {
  const sales = target.transactions.filter(({ kind }) => kind !== 'REFUND')
  const about = ({ id }: Transaction, part: string) => `${part} of the payment ${id}`
  const isPlanned = payment.received.gt(0) || (payment.isPaid && payment.total.eq(0))
  // What was noted later is one sum.
  const parts =
    sales.length === 1 && sales.every(isManual)
      ? [payment.received]
      : partsOf(order, payment.received)
  if (sales.length > 0 && (!isPlanned || sales.length !== parts.length)) {
    say('payments', isPlanned ? parts.length : 0, sales.length, 'number of payments')
  }
  for (const [at, sale] of sales.entries()) {
    sayUnlessSame(say, 'financialStatus', 'SALE', sale.kind, about(sale, 'kind'))
    sayUnlessSame(say, 'financialStatus', 'SUCCESS', sale.status, about(sale, 'state'))
    sayUnlessSame(say, 'financialStatus', false, sale.test, about(sale, 'being a test'))
    sayUnlessSame(say, 'financialStatus', null, sale.parentId, about(sale, 'parent'))
    sayUnlessSame(say, 'financialStatus', [null, null], secretsOf(sale), about(sale, 'secrets'))
    sayAmount(say, 'payments', parts[at] ?? new Big(0), sale.amount, about(sale, 'amount'))
    // On the day it does; what came with the order carries the old store's day.
    if (isManual(sale)) continue
    const gateway = order.paymentMethod.trim() || 'manual'
    sayUnlessSame(say, 'financialStatus', gateway, sale.gateway, about(sale, 'gateway'))
    const paidAt = order.paidAt ?? order.createdAt
    if (!isDate(sale.processedAt, target, paidAt)) {
      say('financialStatus', dateIn(target, paidAt), sale.processedAt, about(sale, 'date'))
    }
  }
}

function sayAmount(
  say: Say,
  field: string,
  want: Big,
  found: { shop: string; presentment: string },
  detail: string,
): void {
  for (const amount of [found.shop, found.presentment]) {
    if (!want.eq(amount)) say(field, want.toFixed(), amount, detail)
  }
}

/** What was said of the payment when the order came: the rest follows from the transactions. */
function compareGivenStatus(order: Order, target: TargetOrder, payment: Payment, say: Say): void {
  const atOnce = target.transactions.some(
    (each) => each.kind === 'SALE' && each.createdAt === target.createdAt && !isManual(each),
  )
  const { givenFinancialStatus: given } = target
  const isUnpaid = payment.received.eq(0) && !payment.isPaid
  const isCancelled = order.status === 'cancelled' || order.status === 'failed'
  const allowed = atOnce
    ? [null]
    : isUnpaid && isCancelled
      ? ['VOIDED', 'PENDING']
      : isUnpaid
        ? ['PENDING']
        : payment.total.eq(0)
          ? ['PAID', 'PENDING', null]
          : ['PENDING', null]
  if (!allowed.includes(given)) say('financialStatus', allowed, given, 'payment state it came with')
}

const REFUND = /^Old store refund ([^:\s]+)(?:: (.*))?$/s

function compareRefunds(
  check: Check,
  index: TargetIndex,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  payment: Payment,
  say: Say,
): void {
  const given = add(payment.refunds.map(({ amount }) => amount))
  const shown = foundMoney(target).refunded
  if (!shown.eq(given)) say('refunded', given.toFixed(), shown.toFixed())
  const left = new Set(target.refunds)
  const was = (id: string, amount: Big) =>
    amountsOnce(check, Number(id), order).some((each) => each.eq(amount))
  const idOf = ({ note }: Refund) => REFUND.exec(note ?? '')?.[1] ?? ''
  const isTold = areSinglesTold(check, order)
  for (const { refund, amount } of payment.refunds) {
    const id = String(refund.id)
    const same = [...left].filter((each) => idOf(each) === id)
    for (const each of same) left.delete(each)
    const [one] = same
    if (one && same.length === 1) {
      compareRefund(check, index, order, target, want, { refund, amount }, one, say)
      continue
    }
    // Entered anew over there: the same money, which Shopify knows by the id it had, and told.
    const amounts = [amount, ...amountsOnce(check, refund.id, order)]
    const former = [...left].find(
      (each) =>
        isTold && wasDeleted(check, idOf(each)) && amounts.some((some) => was(idOf(each), some)),
    )
    if (former && same.length === 0) left.delete(former)
    // Not even a cent was left to give back.
    else if (amount.gt(0) || same.length > 0) {
      say('refunds', `refund ${id} of ${amount.toFixed()}`, `it ${same.length} times`)
    }
  }
  for (const each of left) say('refunds', null, `refund “${idOf(each)}” of ${each.total.shop}`)
  const used = new Set(target.refunds.flatMap(({ transactionIds }) => transactionIds))
  for (const { id, kind, amount } of target.transactions) {
    if (kind === 'REFUND' && !used.has(id)) say('refunds', 'a refund', null, `what ${id} is of`)
    if (kind !== 'SALE') continue
    const from = target.transactions.filter(({ parentId }) => parentId === id)
    const back = add(from.map((each) => new Big(each.amount.shop)))
    if (back.gt(amount.shop)) say('refunds', amount.shop, back.toFixed(), `given back of ${id}`)
  }
}

/** The merchant knows that not each refund is the old store's. */
const areSinglesTold = (check: Check, { id }: Order) =>
  check.isExplained('order', String(id), 'singleRefunds') ||
  check.isAsked('order', String(id), 'singleRefunds')

/** What a refund came to at one of the looks. */
const amountsOnce = ({ woo }: Check, id: number, { currency }: Order): Big[] =>
  amountsSeen(woo, id).map((each) => inUnits(new Big(each), currency))

const wasDeleted = ({ woo }: Check, id: string) =>
  amountsSeen(woo, Number(id)).length > 0 && !woo.refunds.has(Number(id))

function compareRefund(
  check: Check,
  index: TargetIndex,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  { refund, amount }: { refund: SourceRefund; amount: Big },
  shown: Refund,
  say: Say,
): void {
  const about = (part: string) => `${part} of refund ${refund.id}`
  // Its money as it was when it was repeated, once that is told.
  const amounts = areSinglesTold(check, order) ? amountsOnce(check, refund.id, order) : []
  const was = amounts.find((each) => each.eq(shown.total.shop)) ?? amount
  sayAmount(say, 'refunds', was, shown.total, about('amount'))
  const reason = readable(refund.reason)
  const note = reason === '' ? undefined : reason
  sayUnlessSame(say, 'refunds', note, REFUND.exec(shown.note ?? '')?.[2], about('reason'))
  sayDate(say, refund.createdAt, shown, about('date'))
  const own = target.transactions.filter(({ id }) => shown.transactionIds.includes(id))
  const sales = target.transactions.filter(({ kind }) => kind === 'SALE')
  const isShared = own.length > 1 && own.length <= sales.length
  if ((own.length !== 1 && !isShared) || shown.transactionIds.length !== own.length) {
    say('refunds', 1, shown.transactionIds, about('transactions'))
  }
  for (const transaction of own) {
    const sale = sales.find(({ id }) => id === transaction.parentId)
    sayUnlessSame(say, 'refunds', 'REFUND', transaction.kind, about('kind'))
    sayUnlessSame(say, 'refunds', 'SUCCESS', transaction.status, about('state'))
    sayUnlessSame(say, 'refunds', false, transaction.test, about('being a test'))
    if (!sale)
      say(
        'refunds',
        sales.map(({ id }) => id),
        transaction.parentId,
        about('payment'),
      )
    sayUnlessSame(say, 'refunds', sale?.gateway, transaction.gateway, about('gateway'))
    sayDate(say, refund.createdAt, transaction, about('date of the money'))
    sayUnlessSame(say, 'refunds', [null, null], secretsOf(transaction), about('secrets'))
  }
  for (const side of ['shop', 'presentment'] as const) {
    const money = add(own.map(({ amount }) => new Big(amount[side])))
    if (!money.eq(was)) say('refunds', was.toFixed(), money.toFixed(), about('money'))
  }
  compareParts(check, index, order, target, want, refund, shown, say)
}

/** What payment services keep for themselves, and the app never has. */
const secretsOf = ({ authorizationCode, receiptJson }: Transaction) => [
  authorizationCode,
  receiptJson,
]

function sayDate(
  say: Say,
  at: number,
  shown: { processedAt: string; createdAt: string },
  detail: string,
): void {
  if (!isDate(shown.processedAt, shown, at)) {
    say('refunds', dateIn(shown, at), shown.processedAt, detail)
  }
}

/** Which pieces came back, and how much of the shipping. */
function compareParts(
  check: Check,
  index: TargetIndex,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  refund: SourceRefund,
  shown: Refund,
  say: Say,
): void {
  const about = (part: string) => `${part} of refund ${refund.id}`
  const { found } = shareOut(check, index, order, target, want.items)
  for (const item of want.items) {
    const back = refund.lines
      .filter(({ meta }) =>
        meta.some(
          ({ key, value }) => key === '_refunded_item_id' && value === String(item.line?.id),
        ),
      )
      .reduce((sum, { quantity }) => sum + Math.abs(quantity), 0)
    const ids = new Set((found.get(item) ?? []).map(({ line }) => line.id))
    const lines = shown.lines.filter(({ lineItemId }) => ids.has(lineItemId))
    const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0)
    const wanted = item.isFee ? 0 : Math.min(back, item.quantity)
    sayUnlessSame(say, 'refunds', wanted, pieces, about(`pieces of “${item.title}”`))
  }
  for (const { restockType, locationId, lineItemId } of shown.lines) {
    sayUnlessSame(say, 'refunds', 'NO_RESTOCK', restockType, about('restocking'))
    sayUnlessSame(say, 'refunds', null, locationId, about('place of restocking'))
    if (!target.lines.some(({ id }) => id === lineItemId)) {
      say('refunds', 'a line of the order', lineItemId, about('line'))
    }
  }
  const shipping = add(
    refund.shippingLines.flatMap(({ total, taxes }) => [
      new Big(total || 0).round(2, Big.roundHalfUp),
      ...taxes.map((tax) => new Big(tax.total || 0).round(2, Big.roundHalfUp)),
    ]),
  ).abs()
  sayAmount(say, 'refunds', inUnits(shipping, order.currency), shown.shipping, about('shipping'))
}
