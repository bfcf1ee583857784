import Big from 'big.js'
import type { Order as TargetOrder } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Order } from '#test/stand-ins/woocommerce/records.ts'
import { goneFrom } from '#test/chaos/life/old-store/deleted.ts'
import { addedBy } from '#test/chaos/life/merchant/merchant-edits.ts'
import { accountGids } from '../customers.ts'
import { decimalsOf } from '../currency.ts'
import { isTheirs } from '../edited-values.ts'
import { differs, sayer, sayUnlessSame, type Check, type Say } from '../findings.ts'
import { compareCustomData } from '../custom-data.ts'
import { compareAttributes, poNumberOf } from './attributes.ts'
import { compareLines, sayTaxes } from './lines.ts'
import { add, expectedMoney, foundMoney, inUnits, type ExpectedMoney } from './money.ts'
import { compareFulfillment } from './parcels.ts'
import { comparePayment, dateIn, isDate } from './payment.ts'
import { boundId, type TargetIndex } from '../target-index.ts'
import { blank, dialled, readable, sourcePlace, targetPlace } from '../text.ts'

/** Baskets somebody still fills, and what lies in the bin, are no orders. */
const isReal = ({ status }: Order) => !['checkout-draft', 'auto-draft', 'trash'].includes(status)

export function checkOrders(check: Check, index: TargetIndex): void {
  const { woo, shop, edits } = check
  const unbound = [...shop.orders.values()].filter(
    ({ id }) => boundId(index, id, 'order') === null && !edits.made.has(id),
  )
  for (const order of woo.orders.values()) {
    const id = String(order.id)
    const own = (index.owners.get(`order:${id}`) ?? []).filter((gid) => shop.orders.has(gid))
    const copies = unbound.filter((candidate) => isCopyOf(candidate, id))
    for (const copy of copies) unbound.splice(unbound.indexOf(copy), 1)
    const all = [...own, ...copies.map(({ id: gid }) => gid)]
    if (all.length > 1) {
      check.count('duplicated', `order ${id} is there as ${all.join(', ')}`)
    }
    const target = shop.orders.get(all[0] ?? '')
    if (!isReal(order) || !check.isJudged('order', order.modifiedAt)) continue
    if (check.isAnnounced('order', id)) check.findings.announced += 1
    else if (!target) check.missed('order', id, 'is not in Shopify')
    else compareOrder(check, index, order, target)
  }
  for (const { id, name } of unbound) {
    check.count('extra', `order ${id} ${name} stems from nothing in the old store`)
  }
}

/** The order's number, whatever stands before it or was put behind it because it was taken. */
function isCopyOf({ sourceIdentifier, name }: TargetOrder, id: string): boolean {
  if (sourceIdentifier !== null) return sourceIdentifier === id
  return new RegExp(`(^|\\D)${id}(-${id})?$`).test(name)
}

function compareOrder(check: Check, index: TargetIndex, order: Order, target: TargetOrder): void {
  const { edits } = check
  const id = String(order.id)
  const say = sayer(check, 'order', id, target.id)
  const want = expectedMoney(order)
  if (!isCopyOf({ ...target, sourceIdentifier: null }, id)) say('name', id, target.name)
  sayUnlessSame(say, 'sourceIdentifier', id, target.sourceIdentifier)
  sayUnlessSame(say, 'currency', order.currency, target.currency)
  sayUnlessSame(say, 'currency', order.currency, target.presentmentCurrency, 'customer’s currency')
  if (order.createdAt > 86_400_000 && !isDate(target.processedAt, target, order.createdAt)) {
    say('placedAt', dateIn(target, order.createdAt), target.processedAt)
  }
  const { email: billingEmail, ...billing } = order.billing
  const email = blank(billingEmail)?.toLowerCase() ?? null
  sayUnlessSame(say, 'email', email, target.email ?? null)
  const country = billing.country || order.shipping.country
  const phone = dialled(blank(billing.phone) ?? blank(order.shipping.phone), country)
  sayUnlessSame(say, 'phone', phone, target.phone ?? null)
  const note = { name: 'note', wanted: blank(readable(order.customerNote)) }
  if (!isTheirs(check, { kind: 'order', id, gid: target.id }, 'order.note', note)) {
    sayUnlessSame(say, 'note', note.wanted, blank(target.note))
  }
  sayUnlessSame(say, 'poNumber', poNumberOf(order), target.poNumber)
  // Ours have no tags; what the merchant added stays.
  const added = addedBy(edits, target.id, 'order.tag')
  const strange = target.tags.filter((tag) => !added.includes(tag))
  sayUnlessSame(say, 'tags', [], strange, 'tags of nobody')
  sayUnlessSame(say, 'test', false, target.test)
  sayUnlessSame(say, 'taxExempt', false, target.taxExempt)
  sayUnlessSame(say, 'sourceUrl', null, target.sourceUrl)
  compareCustomer(check, index, order, target, say)
  comparePlaces(check, order, billing, target, say)
  compareCurrencies(target, say)
  compareCustomData(check.shop, { gid: target.id, type: 'ORDER', name: 'the order' }, [], say)
  compareAttributes(order, target, want, say)
  compareLines(check, index, order, target, want, say)
  compareMoney(check, order, target, want, say)
  comparePayment(check, index, order, target, want, say)
  compareFulfillment(check, index, order, target, want, say)
}

/** Nothing was converted: each amount is the same for the shop and for the customer. */
function compareCurrencies(target: TargetOrder, say: Say): void {
  const bags = (value: object): { shop: string; presentment: string }[] =>
    Object.values(value).flatMap((part: unknown) => {
      if (typeof part !== 'object' || part === null) return []
      return isBag(part) ? [part] : bags(part)
    })
  for (const { shop, presentment } of bags(target)) {
    if (shop !== presentment)
      say('currency', shop, presentment, 'amount in the customer’s currency')
  }
}

function isBag(value: object): value is { shop: string; presentment: string } {
  return 'shop' in value && 'presentment' in value
}

function comparePlaces(
  check: Check,
  order: Order,
  billing: Order['shipping'],
  target: TargetOrder,
  say: Say,
): void {
  sayUnlessSame(say, 'billingAddress', placeOf(billing), targetPlace(target.billingAddress))
  const record = { kind: 'order', id: String(order.id), gid: target.id } as const
  const place = { name: 'shippingAddress', wanted: placeOf(order.shipping) }
  if (isTheirs(check, record, 'order.shippingAddress', place)) return
  sayUnlessSame(say, 'shippingAddress', place.wanted, targetPlace(target.shippingAddress))
}

/** An address in which only country or state are preset is none. */
function placeOf(address: Order['shipping']): string | null {
  const { country: _country, state: _state, ...typed } = address
  return Object.values(typed).some((part) => part.trim() !== '') ? sourcePlace(address) : null
}

/** The order's money as a whole: what lines, shipping, discount and taxes add up to. */
function compareMoney(
  check: Check,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  say: Say,
): void {
  const { currency } = order
  const found = foundMoney(target)
  const id = String(order.id)
  const total = inUnits(want.total, currency)
  if (!found.total.eq(total) && !check.isExplained('order', id, 'total')) {
    check.count(
      'wrongTotals',
      `order ${id}: ${differs('total', `${total.toFixed()} ${currency}`, `${found.total.toFixed()} ${target.currency}`)} (${target.id})`,
    )
  }
  sayUnlessSame(say, 'taxes', order.pricesIncludeTax, target.taxesIncluded, 'taxes being included')
  sayUnlessSame(say, 'taxes', [], target.taxLines, 'taxes of no line')
  // Where the currency has no cents, every amount may move by one unit.
  const parts = order.lines.length + order.feeLines.length + order.shippingLines.length
  const slack = decimalsOf(currency) < 2 ? new Big(Math.max(1, parts)) : new Big(0)
  const far = (a: Big, b: Big) => a.minus(b).abs().gt(slack)
  compareDiscount(target, want, far, say)
  for (const [name, amount] of want.taxes) {
    const there = found.taxes.get(name) ?? new Big(0)
    if (amount.gte(0) && far(amount, there)) {
      say('taxes', amount.toFixed(), there.toFixed(), name)
    }
  }
  if (far(want.tax, found.tax)) say('taxes', want.tax.toFixed(), found.tax.toFixed())
}

/** What goes beyond the goods comes off the shipping, which Shopify's code does not reach. */
function compareDiscount(
  target: TargetOrder,
  want: ExpectedMoney,
  far: (a: Big, b: Big) => boolean,
  say: Say,
): void {
  const goods = add(want.items.map(({ amount }) => amount))
  const shipping = add(want.shipping.map(({ amount }) => amount))
  const found = foundMoney(target)
  const isBeyond = want.discount.gt(goods)
  if (isBeyond) {
    const [wanted, there] = [shipping.minus(want.discount), found.shipping.minus(found.discount)]
    if (far(wanted, there))
      say('discount', wanted.toFixed(), there.toFixed(), 'shipping less discount')
  } else if (far(want.discount, found.discount)) {
    say('discount', want.discount.toFixed(), found.discount.toFixed())
  }
  compareShipping(target, want, isBeyond, far, say)
  const { discount } = target
  if (discount === null || discount.kind !== 'fixed') {
    sayUnlessSame(say, 'discount', null, discount, 'discount code')
    return
  }
  for (const amount of [discount.amount.shop, discount.amount.presentment]) {
    if (!found.discount.eq(amount))
      say('discount', found.discount.toFixed(), amount, 'amount of the code')
  }
  // A cent that rounding left over has no name.
  if (want.discount.gt(0)) sayUnlessSame(say, 'discount', want.code, discount.code, 'discount code')
}

/** Each shipping line by itself. An edit puts new ones at the end and keeps no code. */
function compareShipping(
  target: TargetOrder,
  want: ExpectedMoney,
  isBeyond: boolean,
  far: (a: Big, b: Big) => boolean,
  say: Say,
): void {
  const titles = (lines: readonly { title: string }[]) => lines.map(({ title }) => title)
  const wasEdited = target.edits.length > 0
  const wanted = titles(want.shipping)
  const shown = titles(target.shippingLines)
  if (wasEdited) {
    const priced = (title: string, amount: Big) => `${title} for ${amount.toFixed()}`
    return sayUnlessSame(
      say,
      'shippingLines',
      want.shipping.map(({ title, amount }) => priced(title, amount)).sort(),
      target.shippingLines.map(({ title, price }) => priced(title, new Big(price.shop))).sort(),
    )
  }
  sayUnlessSame(say, 'shippingLines', wanted, shown)
  for (const [at, line] of target.shippingLines.entries()) {
    const one = want.shipping[at]
    if (!one) continue
    const about = (part: string) => `${part} of the shipping “${one.title}”`
    sayUnlessSame(say, 'shippingLines', one.code || null, line.code, about('code'))
    sayUnlessSame(say, 'shippingLines', null, line.source, about('source'))
    for (const amount of [line.price.shop, line.price.presentment]) {
      if (!isBeyond && far(one.amount, new Big(amount))) {
        say('shippingLines', one.amount.toFixed(), amount, about('amount'))
      }
    }
    for (const amount of [line.discount.shop, line.discount.presentment]) {
      if (!new Big(amount).eq(0)) say('shippingLines', '0', amount, about('discount'))
    }
    sayTaxes(target.currency, one.taxes, line.taxLines, about('taxes'), say)
  }
}

/** Whose order it is. */
function compareCustomer(
  check: Check,
  index: TargetIndex,
  order: Order,
  target: TargetOrder,
  say: Say,
): void {
  const { woo, shop } = check
  const email = order.billing.email.trim().toLowerCase()
  const linked = shop.customers.get(target.customerId ?? '')
  const account = woo.customers.get(order.customerId)
  if (!account && email === '') return sayUnlessSame(say, 'customer', null, target.customerId)
  // What another record had before it is nobody's; who is not there yet owns nothing either.
  // Whose change did not arrive may be there all the same, under the custom id.
  const isOpen = account !== undefined && check.isAnnounced('customer', String(account.id))
  const owners = isOpen ? (index.owners.get(`customer:${account.id}`) ?? []) : []
  const rightful = (account && !isOpen ? accountGids(check, index, account) : owners).filter(
    (gid) => !check.edits.made.has(gid),
  )
  const customId = linked ? boundId(index, linked.id, 'customer') : null
  // Who deleted the account keeps the order in Shopify.
  const formerly = customId !== null && goneFrom(woo).ids.has(`customer ${customId}`)
  const isRight =
    linked !== undefined &&
    (formerly ||
      rightful.includes(linked.id) ||
      ((isOpen || rightful.length === 0) && linked.email?.toLowerCase() === email))
  if (isRight) return
  const whom = account ? `customer ${account.id}` : email
  const shown = linked?.email ?? target.customerId
  // Shopify lets an order change hands: whose customer is there is owed the order, whatever a remark says.
  if (rightful.length > 0 && !isOpen)
    check.count(
      'wrongFields',
      `order ${order.id}: customer should be ${whom}, Shopify has ${shown}`,
    )
  else say('customer', whom, shown)
}
