import Big from 'big.js'
import type { Order as TargetOrder } from '#test/stand-ins/shopify-admin/state.ts'
import type { Order } from '#test/stand-ins/woocommerce/records.ts'
import { goneFrom } from '../life/deleted.ts'
import { isEdited } from '../life/merchant-edits.ts'
import { accountGids } from './customers.ts'
import { decimalsOf } from './currency.ts'
import { differs, type Check } from './findings.ts'
import { add, expectedMoney, foundMoney, inUnits, type ExpectedLine } from './order-money.ts'
import { claimedId, type TargetIndex } from './target-index.ts'
import { blank, dialled, readable, sourcePlace, targetPlace } from './text.ts'

/** Baskets somebody still fills, and what lies in the bin, are no orders. */
const isReal = ({ status }: Order) => !['checkout-draft', 'auto-draft', 'trash'].includes(status)

export function checkOrders(check: Check, index: TargetIndex): void {
  const { woo, shop, edits } = check
  const unclaimed = [...shop.orders.values()].filter(
    ({ id }) => claimedId(index, id, 'order') === null && !edits.made.has(id),
  )
  for (const order of woo.orders.values()) {
    const id = String(order.id)
    const own = (index.owners.get(`order:${id}`) ?? []).filter((gid) => shop.orders.has(gid))
    const copies = unclaimed.filter((candidate) => isCopyOf(candidate, id))
    for (const copy of copies) unclaimed.splice(unclaimed.indexOf(copy), 1)
    const all = [...own, ...copies.map(({ id: gid }) => gid)]
    if (all.length > 1) {
      check.count('duplicated', `order ${id} is there as ${all.join(', ')}`)
    }
    const target = shop.orders.get(all[0] ?? '')
    if (!isReal(order) || !check.isJudged('order', order.modifiedAt)) continue
    if (check.isAnnounced('order', id)) check.findings.announced += 1
    else if (!target) check.missed('order', id, 'is not in Shopify')
    else {
      compareOrder(check, order, target)
      compareLinks(check, index, order, target)
    }
  }
  for (const { id, name } of unclaimed) {
    check.count('extra', `order ${id} ${name} stems from nothing in the old store`)
  }
}

/** The order's number, whatever stands before it or was put behind it because it was taken. */
function isCopyOf({ sourceIdentifier, name }: TargetOrder, id: string): boolean {
  if (sourceIdentifier !== null) return sourceIdentifier === id
  return new RegExp(`(^|\\D)${id}(-${id})?$`).test(name)
}

function compareOrder(check: Check, order: Order, target: TargetOrder): void {
  const { edits, shop } = check
  const id = String(order.id)
  const say = (field: string, expected: unknown, found: unknown) => {
    if (check.isExplained('order', id, field)) return
    check.missed('order', id, `${differs(field, expected, found)} (${target.id})`)
  }
  if (!isCopyOf({ ...target, sourceIdentifier: null }, id)) say('name', id, target.name)
  if (target.sourceIdentifier !== id) say('sourceIdentifier', id, target.sourceIdentifier)
  if (target.currency !== order.currency) say('currency', order.currency, target.currency)
  const placed = Math.min(order.createdAt, shop.now())
  if (Date.parse(target.processedAt) !== placed && order.createdAt > 86_400_000) {
    say('placedAt', new Date(placed).toISOString(), target.processedAt)
  }
  const { email: billingEmail, ...billing } = order.billing
  const email = blank(billingEmail)?.toLowerCase() ?? null
  if ((target.email ?? null) !== email) say('email', email, target.email)
  const country = billing.country || order.shipping.country
  const phone = dialled(blank(billing.phone) ?? blank(order.shipping.phone), country)
  if ((target.phone ?? null) !== phone) say('phone', phone, target.phone)
  const note = blank(readable(order.customerNote))
  if (!isEdited(edits, target.id, 'order.note') && blank(target.note) !== note) {
    say('note', note, target.note)
  }
  const billingPlace = placeOf(billing)
  if (targetPlace(target.billingAddress) !== billingPlace) {
    say('billingAddress', billingPlace, targetPlace(target.billingAddress))
  }
  const shippingPlace = placeOf(order.shipping)
  if (
    !isEdited(edits, target.id, 'order.shippingAddress') &&
    targetPlace(target.shippingAddress) !== shippingPlace
  ) {
    say('shippingAddress', shippingPlace, targetPlace(target.shippingAddress))
  }
  compareAttributes(order, target, say)
  compareMoney(check, order, target, say)
  compareState(check, order, target, say)
}

/** An address in which only country or state are preset is none. */
function placeOf(address: Order['shipping']): string | null {
  const { country: _country, state: _state, ...typed } = address
  return Object.values(typed).some((part) => part.trim() !== '') ? sourcePlace(address) : null
}

type Say = (field: string, expected: unknown, found: unknown) => void

/** What Shopify has no place for stands in the order's additional details. */
function compareAttributes(order: Order, target: TargetOrder, say: Say): void {
  const values = (name: RegExp) =>
    target.customAttributes.filter(({ key }) => name.test(key)).map(({ value }) => value)
  const status = values(/^Old store status$/)
  if (status[0] !== order.status) say('attributes', `status ${order.status}`, status)
  const method = blank(readable(order.paymentMethodTitle))
  if (method !== null && values(/^Old store payment method$/)[0] !== method) {
    say('attributes', `payment method ${method}`, values(/^Old store payment method$/))
  }
}

/** The lines of both stores by title; a line whose pieces differ by a cent may have become two. */
function compareMoney(check: Check, order: Order, target: TargetOrder, say: Say): void {
  const { currency } = order
  const want = expectedMoney(order)
  const found = foundMoney(target)
  const id = String(order.id)
  const total = inUnits(want.total, currency)
  if (!found.total.eq(total) && !check.isExplained('order', id, 'total')) {
    check.count(
      'wrongTotals',
      `order ${id}: ${differs('total', `${total.toFixed()} ${currency}`, `${found.total.toFixed()} ${target.currency}`)} (${target.id})`,
    )
  }
  if (target.taxesIncluded !== order.pricesIncludeTax) {
    say('taxes', `included: ${order.pricesIncludeTax}`, `included: ${target.taxesIncluded}`)
  }
  // Where the currency has no cents, every amount may move by one unit.
  const parts = order.lines.length + order.feeLines.length + order.shippingLines.length
  const slack = decimalsOf(currency) < 2 ? new Big(Math.max(1, parts)) : new Big(0)
  const far = (a: Big, b: Big) => a.minus(b).abs().gt(slack)

  const rounding = found.lines.filter(({ title }) => title === 'Rounding')
  if (decimalsOf(currency) >= 2 && rounding.length > 0) {
    say(
      'lines',
      'no rounding',
      rounding.map(({ amount }) => amount.toFixed()),
    )
  }
  const goods = grouped(found.lines.filter(({ title }) => title !== 'Rounding'))
  const wanted = grouped(
    want.lines.map((line) => ({ ...line, title: shownTitle(goodsTitles(target), line.title) })),
  )
  for (const [title, { quantity, amount }] of wanted) {
    const there = goods.get(title)
    if (!there || there.quantity !== quantity || far(there.amount, amount)) {
      const text = (line: { quantity: number; amount: Big } | undefined) =>
        line ? `${line.quantity} × “${title}” for ${line.amount.toFixed()}` : null
      say('lines', text({ quantity, amount }), text(there))
    }
  }
  for (const title of goods.keys()) if (!wanted.has(title)) say('lines', null, `“${title}”`)

  const charges = add(want.shipping.map(({ amount }) => amount)).minus(want.discount)
  const charged = add(found.shipping.map(({ amount }) => amount)).minus(found.discount)
  if (far(charges, charged)) {
    say('discount', `${charges.toFixed()} with shipping`, `${charged.toFixed()} with shipping`)
  }
  const titles = want.shipping.map(({ title }) => readable(title))
  const shown = found.shipping.map(({ title }) => title)
  if (JSON.stringify(titles) !== JSON.stringify(shown)) say('shippingLines', titles, shown)
  for (const [label, amount] of want.taxes) {
    const there = found.taxes.get(readable(label)) ?? new Big(0)
    if (amount.gte(0) && far(amount, there)) {
      say('taxes', `${label} ${amount.toFixed()}`, there.toFixed())
    }
  }
  if (far(want.tax, found.tax)) say('taxes', want.tax.toFixed(), found.tax.toFixed())
}

const goodsTitles = (target: TargetOrder) =>
  target.lines.map(({ title, variantTitle }) => ({
    whole: variantTitle ? `${title} - ${variantTitle}` : title,
    title,
  }))

/** A line linked to a variant shows the variant's own title beside the line's whole name. */
function shownTitle(lines: { whole: string; title: string }[], name: string): string {
  const text = readable(name)
  const match = lines.find(({ whole, title }) => whole === text || title === text)
  return match?.whole ?? text
}

function grouped(lines: readonly ExpectedLine[]): Map<string, { quantity: number; amount: Big }> {
  const groups = new Map<string, { quantity: number; amount: Big }>()
  for (const { title, quantity, amount } of lines) {
    const known = groups.get(title)
    groups.set(title, {
      quantity: quantity + (known?.quantity ?? 0),
      amount: amount.plus(known?.amount ?? 0),
    })
  }
  return groups
}

/** Paid, given back, delivered, cancelled: as the old store says it. */
function compareState(check: Check, order: Order, target: TargetOrder, say: Say): void {
  const { woo } = check
  const { currency } = order
  const id = String(order.id)
  const found = foundMoney(target)
  const total = inUnits(expectedMoney(order).total, currency)
  const back = add(
    [...woo.refunds.values()]
      .filter(({ orderId }) => orderId === order.id)
      .map(({ amount }) => inUnits(new Big(amount), currency)),
  )
  const refunded = back.gt(total) ? total : back
  if (!found.refunded.eq(refunded)) {
    say('refunded', refunded.toFixed(), found.refunded.toFixed())
  }
  const cancelled = order.status === 'cancelled' || order.status === 'failed'
  if ((target.cancelledAt !== null) !== cancelled) {
    say('cancelled', cancelled, target.cancelledAt !== null)
  }
  const paid = isPaid(order) || back.gt(0)
  if (total.gt(0)) {
    const expected = !paid ? 'nothing received' : `${total.toFixed()} received`
    const shown = found.received.gt(0) ? `${found.received.toFixed()} received` : 'nothing received'
    if (expected !== shown && !check.isExplained('order', id, 'financialStatus', 'refunded')) {
      say('financialStatus', expected, shown)
    }
  }
  const delivered = isDelivered(order) && !cancelled
  const open = target.lines.some((line) => {
    const shipped = target.fulfillments
      .filter(({ status }) => status !== 'CANCELLED')
      .flatMap(({ lines }) => lines.filter(({ lineItemId }) => lineItemId === line.id))
      .reduce((sum, { quantity }) => sum + quantity, 0)
    return shipped + line.removed < line.quantity
  })
  const shipped = target.fulfillments.some(({ status }) => status !== 'CANCELLED')
  const isDone = shipped && !open
  if (delivered !== isDone) say('fulfillmentStatus', delivered, isDone)
}

function isPaid(order: Order): boolean {
  if (order.paidAt !== null) return true
  switch (order.status) {
    case 'completed':
    case 'refunded':
      return true
    case 'processing':
      return order.paymentMethod !== 'cod'
    case 'pending':
    case 'on-hold':
    case 'failed':
    case 'cancelled':
      return false
    default:
      return order.completedAt !== null
  }
}

function isDelivered(order: Order): boolean {
  if (order.status === 'completed') return true
  if (['pending', 'on-hold', 'processing', 'failed', 'cancelled'].includes(order.status)) {
    return false
  }
  return order.completedAt !== null
}

/** Whose order it is, and which products its lines lead to. */
function compareLinks(check: Check, index: TargetIndex, order: Order, target: TargetOrder): void {
  const { woo, shop } = check
  const id = String(order.id)
  const email = order.billing.email.trim().toLowerCase()
  const linked = shop.customers.get(target.customerId ?? '')
  const account = woo.customers.get(order.customerId)
  if (account || email !== '') {
    const rightful = account ? accountGids(check, index, account) : []
    const claim = linked ? claimedId(index, linked.id, 'customer') : null
    // Who deleted the account keeps the order in Shopify.
    const formerly = claim !== null && goneFrom(woo).ids.has(`customer ${claim}`)
    const isRight =
      linked !== undefined &&
      (rightful.includes(linked.id) || linked.email?.toLowerCase() === email || formerly)
    const whom = account ? `customer ${account.id}` : email
    if (!isRight && !check.isExplained('order', id, 'customer')) {
      check.missed(
        'order',
        id,
        `${differs('customer', whom, linked?.email ?? target.customerId)} (${target.id})`,
      )
    }
  }
  const products = new Set(order.lines.map(({ productId }) => `product:${productId}`))
  for (const { productId, title } of target.lines) {
    const claim = productId ? index.claims.get(productId) : undefined
    // A product deleted for good leaves nothing on the old store's lines.
    const isGone = claim !== undefined && goneFrom(woo).ids.has(claim.replace(':', ' '))
    if (claim !== undefined && !products.has(claim) && !isGone) {
      check.missed('order', id, `the line “${title}” leads to ${claim} (${target.id})`)
    }
  }
}
