import type { z } from 'zod'
import { badRequest, invalidId, RestError } from '../rest/errors.ts'
import { asPrice, big, fixed, precise } from '../totals/money.ts'
import { applyCoupons, calculateTaxes, netOfPrice, totalsOf } from '../totals/order-math.ts'
import type { Json, Note, Order, ProductLine } from '../records.ts'
import { lowestPrice, variationOptions, variationTitle } from '../shapes/product.ts'
import { emptyAddress, emptyBilling, orderStatuses, type WooState } from '../state.ts'
import { taxPlace } from '../totals/taxes.ts'
import { markPaying, mergeAddress } from './customers.ts'
import { orderInput, type OrderInput } from './inputs.ts'
import { moveStock } from './products.ts'
import { refundRest } from './refunds.ts'

type LineInput = NonNullable<z.output<typeof orderInput>['line_items']>[number]

const SALE = new Set(['processing', 'completed', 'on-hold'])

export function addNote(state: WooState, order: Order, text: string, forCustomer = false): Note {
  const note = {
    id: state.id('comment'),
    at: state.now(),
    text,
    forCustomer,
    author: 'WooCommerce',
  }
  order.notes.push(note)
  return note
}

const statusName = (state: WooState, slug: string) =>
  orderStatuses(state).find((status) => status.slug === slug)?.name ?? slug

function setLineMeta(state: WooState, line: ProductLine, key: string, value: Json | null) {
  const existing = line.meta.find((meta) => meta.key === key)
  if (value === null) line.meta = line.meta.filter((meta) => meta.key !== key)
  else if (existing) existing.value = value
  else line.meta.push(...state.meta([{ key, value }]))
}

function reduceStock(state: WooState, order: Order) {
  for (const line of order.lines) {
    if (line.meta.some((meta) => meta.key === '_reduced_stock')) continue
    if (moveStock(state, line.productId, line.variationId, -line.quantity)) {
      setLineMeta(state, line, '_reduced_stock', String(line.quantity))
    }
  }
}

function restoreStock(state: WooState, order: Order) {
  for (const line of order.lines) {
    const reduced = line.meta.find((meta) => meta.key === '_reduced_stock')
    if (!reduced) continue
    moveStock(state, line.productId, line.variationId, Number(reduced.value))
    setLineMeta(state, line, '_reduced_stock', null)
  }
}

function countSale(state: WooState, order: Order) {
  if (order.counted) return
  order.counted = true
  for (const line of order.lines) {
    const product = state.products.get(line.productId)
    if (product) product.totalSales += line.quantity
  }
  for (const line of order.couponLines) {
    const coupon = state.coupons.get(line.couponId)
    if (!coupon) continue
    coupon.usageCount++
    coupon.usedBy.push(order.customerId > 0 ? String(order.customerId) : order.billing.email)
  }
}

/**
 * A status has effects: notes, dates of payment and completion, stock, the customer's flag. Cash on
 * delivery is paid when completed, everything else when it is being processed (measured).
 */
export function setOrderStatus(state: WooState, order: Order, status: string) {
  if (order.status === status) return
  const before = order.status
  order.status = status
  order.modifiedAt = state.now()
  if (before !== 'trash') {
    const [from, to] = [statusName(state, before), statusName(state, status)]
    addNote(state, order, `Order status changed from ${from} to ${to}.`)
  }
  const paid = status === 'completed' || (status === 'processing' && order.paymentMethod !== 'cod')
  if (paid && order.paidAt === null) order.paidAt = state.now()
  if (status === 'completed') order.completedAt = state.now()
  if (SALE.has(status)) {
    reduceStock(state, order)
    countSale(state, order)
  }
  if ((status === 'cancelled' || status === 'pending') && SALE.has(before))
    restoreStock(state, order)
  if (status === 'completed') markPaying(state, order.customerId)
  if (status === 'refunded') refundRest(state, order)
}

function findProduct(state: WooState, input: LineInput) {
  const variation =
    state.variations.get(input.variation_id ?? 0) ??
    state.variations.get(input.product_id ?? 0) ??
    (input.sku ? [...state.variations.values()].find((v) => v.sku === input.sku) : undefined)
  const product =
    state.products.get(variation?.parentId ?? input.product_id ?? 0) ??
    (input.sku ? [...state.products.values()].find((p) => p.sku === input.sku) : undefined)
  if (!product) {
    throw badRequest(
      'woocommerce_rest_required_product_reference',
      'Product ID or SKU is required.',
    )
  }
  return { product, variation }
}

function newLine(state: WooState, input: LineInput): ProductLine {
  const { product, variation } = findProduct(state, input)
  const item = variation ?? product
  const quantity = input.quantity ?? 1
  const taxClass = variation?.taxClass || product.taxClass
  const taxable = item.taxStatus === 'taxable'
  const price = variation ? variation.price : lowestPrice(state, product)
  const net = netOfPrice(state, big(price).times(quantity), taxClass, taxable)
  const subtotal = input.subtotal === undefined ? net : precise(asPrice(input.subtotal))
  const total = input.total === undefined ? subtotal : precise(asPrice(input.total))
  const given = (input.meta_data ?? []).map(({ key, value }) => ({ key, value }))
  const options = variation
    ? variationOptions(state, variation)
        .filter(({ slug }) => !given.some(({ key }) => key === slug))
        .map(({ slug, value }) => ({ key: slug, value }))
    : []
  return {
    id: state.id('item'),
    name: input.name ?? (variation ? variationTitle(state, variation) : product.name),
    productId: product.id,
    variationId: variation?.id ?? 0,
    quantity,
    taxClass,
    taxable,
    subtotal,
    total,
    taxes: [],
    meta: state.meta([...options, ...given]),
  }
}

/** Changed lines, new lines, and lines set to nothing; stock follows (measured: d39). */
function setLines(state: WooState, order: Order, inputs: readonly LineInput[]) {
  for (const input of inputs) {
    const line = order.lines.find((other) => other.id === input.id)
    if (!line) {
      order.lines.push(newLine(state, input))
      continue
    }
    if (input.quantity === 0) {
      order.lines = order.lines.filter((other) => other !== line)
      continue
    }
    const quantity = input.quantity ?? line.quantity
    const reduced = line.meta.find((meta) => meta.key === '_reduced_stock')
    if (reduced && quantity !== line.quantity) {
      moveStock(state, line.productId, line.variationId, line.quantity - quantity)
      reduced.value = String(quantity)
    }
    line.quantity = quantity
    line.name = input.name ?? line.name
    line.subtotal = input.subtotal === undefined ? line.subtotal : precise(asPrice(input.subtotal))
    line.total = input.total === undefined ? line.total : precise(asPrice(input.total))
    for (const { key, value } of input.meta_data ?? []) setLineMeta(state, line, key, value)
  }
}

function setCharges(state: WooState, order: Order, input: z.output<typeof orderInput>) {
  for (const shipping of input.shipping_lines ?? []) {
    const existing = order.shippingLines.find((line) => line.id === shipping.id)
    if (existing) {
      existing.methodTitle = shipping.method_title ?? existing.methodTitle
      existing.total =
        shipping.total === undefined ? existing.total : precise(asPrice(shipping.total))
      continue
    }
    order.shippingLines.push({
      id: state.id('item'),
      methodTitle: shipping.method_title ?? '',
      methodId: shipping.method_id ?? '',
      instanceId: shipping.instance_id ?? '',
      total: precise(asPrice(shipping.total ?? '0')),
      taxes: [],
      taxStatus: 'taxable',
      meta: [],
    })
  }
  for (const fee of input.fee_lines ?? []) {
    const existing = order.feeLines.find((line) => line.id === fee.id)
    if (existing) {
      existing.name = fee.name ?? existing.name
      existing.total = fee.total === undefined ? existing.total : precise(asPrice(fee.total))
      continue
    }
    order.feeLines.push({
      id: state.id('item'),
      name: fee.name ?? '',
      taxClass: fee.tax_class ?? '',
      taxStatus: fee.tax_status ?? 'taxable',
      total: precise(asPrice(fee.total ?? '0')),
      taxes: [],
      meta: [],
    })
  }
}

function setCoupons(state: WooState, order: Order, codes: readonly { code: string }[]) {
  const coupons = codes.map(({ code }) => {
    const coupon = [...state.coupons.values()].find(
      (one) => one.code.toLowerCase() === code.toLowerCase(),
    )
    if (coupon) return coupon
    throw badRequest('woocommerce_rest_invalid_coupon', `Coupon "${code}" does not exist!`)
  })
  const applied = applyCoupons(state, order.lines, coupons, placeOf(state, order))
  return () => {
    order.couponLines = applied.map(({ coupon, discount, discountTax }) => ({
      id: state.id('item'),
      code: coupon.code,
      discount,
      discountTax,
      couponId: coupon.id,
      discountType: coupon.discountType,
      amount: Number(coupon.amount),
      freeShipping: coupon.freeShipping,
      metaId: state.id('meta'),
    }))
  }
}

const placeOf = (state: WooState, order: Order) =>
  taxPlace(
    state,
    order.billing,
    order.shipping,
    order.shippingLines.map((line) => line.methodId),
  )

/** Orders in a currency the store does not know are refused by the store; imports bring them anyway. */
function setFields(state: WooState, order: Order, input: z.output<typeof orderInput>) {
  const customer = state.customers.get(input.customer_id ?? 0)
  if (input.customer_id && !customer) {
    throw badRequest('woocommerce_rest_invalid_customer_id', 'Customer ID is invalid.')
  }
  order.customerId = input.customer_id ?? order.customerId
  order.currency = input.currency ?? order.currency
  order.customerNote = input.customer_note ?? order.customerNote
  order.billing = mergeAddress(order.billing, input.billing)
  order.shipping = mergeAddress(order.shipping, input.shipping)
  if (customer && order.billing.email === '') order.billing.email = customer.email
  order.paymentMethod = input.payment_method ?? order.paymentMethod
  order.paymentMethodTitle = input.payment_method_title ?? order.paymentMethodTitle
  order.transactionId = input.transaction_id ?? order.transactionId
  order.createdVia = input.created_via ?? order.createdVia
  for (const { key, value } of input.meta_data ?? []) {
    const existing = order.meta.find((meta) => meta.key === key)
    if (existing) existing.value = value
    else order.meta.push(...state.meta([{ key, value }]))
  }
}

function recalculate(state: WooState, order: Order, input: z.output<typeof orderInput>) {
  setLines(state, order, input.line_items ?? [])
  setCharges(state, order, input)
  const saveCoupons = input.coupon_lines ? setCoupons(state, order, input.coupon_lines) : null
  calculateTaxes(state, order, placeOf(state, order), () => state.id('item'))
  saveCoupons?.()
}

function checkStatus(state: WooState, status: string | undefined) {
  if (status === undefined || status === 'auto-draft') return
  if (!orderStatuses(state).some(({ slug }) => slug === status)) {
    throw badRequest('rest_invalid_param', 'Invalid parameter(s): status', {
      params: { status: 'status is not a known order status.' },
    })
  }
}

/** Paid: as the payment gateway reports it. */
function completePayment(state: WooState, order: Order) {
  order.paidAt ??= state.now()
  markPaying(state, order.customerId)
  const digital = order.lines.every((line) => {
    const item = state.variations.get(line.variationId) ?? state.products.get(line.productId)
    return item?.virtual === true && item.downloadable
  })
  setOrderStatus(state, order, digital && order.lines.length > 0 ? 'completed' : 'processing')
}

export function createOrder(state: WooState, raw: OrderInput): Order {
  const input = orderInput.parse(raw)
  checkStatus(state, input.status)
  for (const line of input.line_items ?? []) findProduct(state, line)
  const order: Order = {
    id: 0,
    status: 'pending',
    currency: state.settings.currency,
    pricesIncludeTax: state.settings.pricesIncludeTax,
    roundedDown: state.settings.pricesIncludeTax,
    createdAt: state.now(),
    modifiedAt: state.now(),
    customerId: 0,
    orderKey: `wc_order_${state.random.hex(13)}`,
    billing: emptyBilling(),
    shipping: emptyAddress(),
    paymentMethod: '',
    paymentMethodTitle: '',
    transactionId: '',
    createdVia: 'rest-api',
    customerNote: '',
    customerIp: '',
    userAgent: '',
    completedAt: null,
    paidAt: null,
    meta: [],
    lines: [],
    shippingLines: [],
    feeLines: [],
    couponLines: [],
    taxLines: [],
    notes: [],
    counted: false,
  }
  setFields(state, order, input)
  recalculate(state, order, input)
  order.id = state.id('post')
  state.orders.set(order.id, order)
  if (input.status && input.status !== 'pending') setOrderStatus(state, order, input.status)
  if (input.set_paid) completePayment(state, order)
  return order
}

const RECALCULATED = ['line_items', 'shipping_lines', 'fee_lines', 'coupon_lines'] as const

/** Every save moves the date, even an empty one (measured: d18). */
export function updateOrder(state: WooState, id: number, raw: OrderInput): Order {
  const order = state.orders.get(id)
  if (!order) throw invalidId('order')
  const input = orderInput.parse(raw)
  checkStatus(state, input.status)
  setFields(state, order, input)
  if (RECALCULATED.some((key) => input[key] !== undefined)) recalculate(state, order, input)
  if (input.status) setOrderStatus(state, order, input.status)
  if (input.set_paid) completePayment(state, order)
  order.modifiedAt = state.now()
  return order
}

export function trashOrder(state: WooState, id: number) {
  const order = state.orders.get(id)
  if (!order) throw invalidId('order')
  if (order.status === 'trash') {
    throw new RestError(
      410,
      'woocommerce_rest_already_trashed',
      'The shop_order has already been deleted.',
    )
  }
  order.meta.push(
    ...state.meta([
      { key: '_wp_trash_meta_status', value: `wc-${order.status}` },
      { key: '_wp_trash_meta_time', value: String(Math.floor(state.now() / 1000)) },
    ]),
  )
  order.status = 'trash'
  order.modifiedAt = state.now()
}

export function deleteOrder(state: WooState, id: number) {
  if (!state.orders.delete(id)) throw invalidId('order')
  for (const refund of [...state.refunds.values()]) {
    if (refund.orderId === id) state.refunds.delete(refund.id)
  }
}

export const orderTotal = (order: Order) => fixed(totalsOf(order).total)
