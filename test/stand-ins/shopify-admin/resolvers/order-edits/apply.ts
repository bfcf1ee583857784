import { randomUUID } from 'node:crypto'
import Big from 'big.js'
import { addBags, roundBag, timesBag, ZERO_BAG } from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  type Bag,
  legacyId,
  type LineItem,
  newGid,
  type Order,
  type OrderEdit,
  type ShopState,
  type TaxLine,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import {
  fulfillOnlineAt,
  newFulfillmentOrders,
  takeFromFulfillment,
} from '../fulfillment/fulfillment-orders.ts'
import { discountOf } from '../orders/math.ts'

/** The gid a line has inside an edit. Lines the edit adds have one of their own until the commit. */
export function calculatedId(lineId: string): string {
  return lineId.startsWith('gid://shopify/CalculatedLineItem/')
    ? lineId
    : `gid://shopify/CalculatedLineItem/${legacyId(lineId)}`
}

export const newCalculatedId = () => `gid://shopify/CalculatedLineItem/${randomUUID()}`

export function findLine(order: Order, lineId: string): LineItem | null {
  return order.lines.find((line) => calculatedId(line.id) === calculatedId(lineId)) ?? null
}

export const currentQuantity = (line: LineItem) => line.quantity - line.removed

/** Units of a line that were shipped: an edit cannot touch them. */
export function fulfilledQuantity(order: Order, line: LineItem): number {
  return order.fulfillments
    .filter(({ status }) => status !== 'CANCELLED')
    .flatMap(({ lines }) => lines)
    .filter(({ lineItemId }) => lineItemId === line.id)
    .reduce((sum, { quantity }) => sum + quantity, 0)
}

/**
 * The order as it is once the edit is committed, in a copy. Recorded: fewer items lower only the
 * current amounts, new items and discounts of lines the amounts themselves. A line's own taxes
 * follow its quantity; what Shopify does with taxes of the whole order was not recorded.
 */
export function withEdit(before: Order, edit: OrderEdit): Order {
  const order = structuredClone(before)
  for (const change of edit.changes) {
    if (change.kind === 'item')
      order.lines.push({ ...structuredClone(change.item), id: change.lineId })
    if (change.kind === 'quantity') {
      const line = findLine(order, change.lineId)
      if (line) setQuantity(order, line, change.quantity)
    }
    if (change.kind === 'shipping') {
      order.shippingLines.push({
        id: change.id,
        title: change.title,
        code: null,
        source: null,
        price: change.price,
        discount: ZERO_BAG,
        taxLines: [],
      })
    }
    if (change.kind === 'shipping_removed') {
      order.shippingLines = order.shippingLines.filter(({ id }) => id !== change.id)
    }
  }
  for (const change of edit.changes) {
    if (change.kind !== 'discount') continue
    const line = findLine(order, change.lineId)
    const { fixed, ...discount } = change.discount
    if (line)
      line.editDiscounts.push({
        ...discount,
        amount: amountOff(order, line, fixed, discount.percentage),
      })
  }
  return order
}

function amountOff(
  order: Order,
  line: LineItem,
  fixed: Bag | null,
  percentage: number | null,
): Bag {
  const full = timesBag(line.unitPrice, line.quantity)
  const wanted = fixed
    ? timesBag(fixed, line.quantity)
    : timesBag(full, new Big(percentage ?? 0).div(100))
  const left = addBags(full, timesBag(discountOf(line), -1))
  const capped = new Big(wanted.shop).gt(left.shop) ? left : wanted
  return roundBag(capped, order.currency, order.presentmentCurrency)
}

function setQuantity(order: Order, line: LineItem, wanted: number): void {
  const more = wanted - currentQuantity(line)
  if (more <= 0) {
    line.removed -= more
    return
  }
  const factor = new Big(line.quantity + more).div(line.quantity)
  const round = (bag: Bag) => roundBag(bag, order.currency, order.presentmentCurrency)
  line.taxLines = line.taxLines.map((tax): TaxLine => ({
    ...tax,
    price: round(timesBag(tax.price, factor)),
  }))
  line.quantity += more
}

/** Makes the edit true: gids of real lines, and fulfilment orders that follow the quantities. */
export function commitEdit(shop: ShopState, before: Order, edit: OrderEdit): Order {
  const order = withEdit(before, edit)
  const added: LineItem[] = []
  for (const line of order.lines) {
    const old = before.lines.find(({ id }) => id === line.id)
    if (!old) {
      line.id = newGid(shop, 'LineItem')
      added.push(line)
      continue
    }
    const more = currentQuantity(line) - currentQuantity(old)
    if (more < 0) takeFromFulfillment(order, line, -more)
    if (more > 0) addToFulfillment(shop, order, line, more)
  }
  for (const line of order.shippingLines) {
    if (!before.shippingLines.some(({ id }) => id === line.id))
      line.id = newGid(shop, 'ShippingLine')
  }
  // Recorded: a variant that is added gets a fulfilment order of its own.
  if (added.length > 0) {
    order.fulfillmentOrders.push(...newFulfillmentOrders(shop, added, fulfillOnlineAt(shop)))
  }
  return order
}

function addToFulfillment(shop: ShopState, order: Order, line: LineItem, quantity: number): void {
  const open = order.fulfillmentOrders.find(
    ({ status }) => status === 'OPEN' || status === 'IN_PROGRESS',
  )
  const own = open?.lines.find((entry) => entry.lineItemId === line.id)
  if (own) {
    own.total += quantity
    own.remaining += quantity
    return
  }
  const part = { ...line, quantity, removed: 0 }
  order.fulfillmentOrders.push(...newFulfillmentOrders(shop, [part], fulfillOnlineAt(shop)))
}
