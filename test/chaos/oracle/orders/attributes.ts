import type { Order as TargetOrder } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Order } from '#test/stand-ins/woocommerce/records.ts'
import Big from 'big.js'
import { sayUnlessSame, type Say } from '../findings.ts'
import { textOf } from './lines.ts'
import { isCancelled, isDelivered, parcelsOf } from './parcels.ts'
import { couponOff, type ExpectedMoney } from './money.ts'
import { readable, untagged } from '../text.ts'

/** The customer's own order number. */
const PO_KEY = /^_?(billing_|customer_)?(po|purchase_order)_number$/
/** Read for something else. */
const UNDERSTOOD = '_wc_shipment_tracking_items'
/** Private entries with names of their own in Shopify. */
const PRIVATE: Readonly<Record<string, string>> = {
  _gift_message: 'Gift message',
  _delivery_date: 'Delivery date',
  _billing_vat_number: 'VAT number',
}

export const poNumberOf = (order: Order): string | null =>
  order.meta.filter(({ key }) => PO_KEY.test(key)).map(({ value }) => textOf(value))[0] ?? null

/**
 * What Shopify has no place for stands in the order's additional details: all of it, each entry
 * once, and nothing else.
 */
export function compareAttributes(
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  say: Say,
): void {
  const expected = attributesOf(order, want)
  const found = target.customAttributes
  for (const { key, value } of expected) {
    const there = found.filter((each) => each.key === key).map((each) => each.value)
    if (key === COUPONS && there[0] !== undefined && isAsGood(there[0], value, want.discount))
      continue
    sayUnlessSame(say, 'attributes', [value], there, `“${key}” in the additional details`)
  }
  for (const { key, value } of found) {
    if (!expected.some((each) => each.key === key)) {
      say('attributes', null, value, `“${key}” in the additional details`)
    }
  }
}

const COUPONS = 'Old store coupons'

/** The same names; the amounts, a unit off at most, add up to what was taken off. */
function isAsGood(shown: string, wanted: string, discount: Big): boolean {
  const read = (text: string) =>
    text.split(', ').map((part) => {
      const [, name = '', amount = '0'] = /^(.*) \((-?[\d.]+)\)$/.exec(part) ?? []
      return { name, amount: new Big(amount) }
    })
  const [own, other] = [read(shown), read(wanted)]
  const sum = own.reduce((total, { amount }) => total.plus(amount), new Big(0))
  return (
    own.length === other.length &&
    sum.eq(discount) &&
    own.every(({ name, amount }, at) => {
      const there = other[at]
      return name === there?.name && amount.minus(there.amount).abs().lte('0.02')
    })
  )
}

function attributesOf(order: Order, want: ExpectedMoney): { key: string; value: string }[] {
  const isFree = ({ discount }: { discount: string }) => new Big(discount || 0).eq(0)
  const names = [...new Set(want.code.split(' + '))]
  const [, ...otherNumbers] = order.meta.filter(({ key }) => PO_KEY.test(key))
  const all = [
    ...order.couponLines
      .filter(isFree)
      .map(({ code }) => ({ key: 'Coupon', value: readable(code) })),
    ...unplacedOf(order).map((value) => ({ key: 'Tracking', value })),
    ...otherNumbers.map(({ value }) => ({ key: 'PO number', value: textOf(value) })),
    ...order.meta.flatMap(({ key, value }) => {
      if (key === UNDERSTOOD || PO_KEY.test(key)) return []
      const name = key.startsWith('_') ? (PRIVATE[key] ?? '') : key
      return name === '' ? [] : [{ key: name, value: readable(textOf(value)) }]
    }),
    { key: 'Old store status', value: order.status },
    ...(names.length > 1 ? [{ key: COUPONS, value: couponsText(order) }] : []),
    { key: 'Old store payment method', value: readable(order.paymentMethodTitle) },
    { key: 'Old store transaction', value: order.transactionId.trim() },
    ...order.notes
      .toSorted((a, b) => a.at - b.at || a.id - b.id)
      .map(({ text }) => untagged(text))
      .filter((text) => text !== '')
      .map((value, at) => ({ key: `Old store note ${at + 1}`, value })),
  ].filter(({ value }) => value !== '')
  const used = new Set<string>()
  return all.map(({ key, value }) => {
    let unique = key
    for (let n = 2; used.has(unique); n += 1) unique = `${key} (${n})`
    used.add(unique)
    return { key: unique, value }
  })
}

/** Each with what it took off, coupons first. */
function couponsText(order: Order): string {
  const gross = order.pricesIncludeTax
  const text = (value: Big) => value.toFixed()
  const fees = [...order.lines, ...order.feeLines].filter(({ total }) => new Big(total || 0).lt(0))
  return [
    ...order.couponLines
      .filter((coupon) => couponOff(order, coupon).gt(0))
      .map((coupon) => `${readable(coupon.code)} (${text(couponOff(order, coupon))})`),
    ...fees.map(({ name, total, taxes }) => {
      const tax = taxes.reduce(
        (sum, each) => sum.plus(new Big(each.total || 0).round(2)),
        new Big(0),
      )
      const off = new Big(total).round(2).plus(gross ? tax : 0)
      return `${readable(name)} (${text(off.times(-1))})`
    }),
  ].join(', ')
}

/** Parcels nobody knows the content of while the order is open, or that a cancelled one had. */
function unplacedOf(order: Order): string[] {
  const isOpen = !isDelivered(order) || isCancelled(order)
  return parcelsOf(order)
    .filter(({ lines }) => isCancelled(order) || (isOpen && lines.size === 0))
    .map(({ number, company, url }) =>
      [company, number, url].filter((part) => part !== null).join(' '),
    )
}
