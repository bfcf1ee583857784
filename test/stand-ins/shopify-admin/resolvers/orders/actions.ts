import { randomUUID } from 'node:crypto'
import Big from 'big.js'
import { z } from 'zod'
import {
  type Args,
  type Ctx,
  idArg,
  readInput,
  type Resolvers,
  userError,
  type UserError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { roundBag, ZERO_BAG } from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  type Bag,
  findVariant,
  forgetOwner,
  newGid,
  nowIso,
  type Order,
  saveProduct,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { mailingAddressInput, readAddress } from '../addresses.ts'
import { metafieldInput, planMetafields, writeMetafield } from '../metafields/metafields.ts'
import { manualSale } from './money.ts'
import { totalsOf } from './math.ts'
import { saveOrder } from './store.ts'
import { isEmail, normalizePhone, normalizeTags } from '../text.ts'

const updateInput = z.strictObject({
  id: z.string(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  note: z.string().nullish(),
  poNumber: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  customAttributes: z.array(z.strictObject({ key: z.string(), value: z.string() })).nullish(),
  shippingAddress: mailingAddressInput.nullish(),
  metafields: z.array(metafieldInput).nullish(),
})

function orderUpdate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const input = readInput(updateInput, args.input, 'OrderInput')
  const existing = shop.orders.get(input.id)
  if (!existing) return { order: null, userErrors: [userError(['id'], 'Order does not exist')] }
  if (Object.keys(input).length === 1) {
    return {
      order: existing,
      userErrors: [userError(null, 'No valid update parameters have been provided')],
    }
  }
  const draft = structuredClone(existing)
  const errors: UserError[] = []
  if (input.email !== undefined) {
    const email = input.email?.trim() || null
    if (email && !isEmail(email)) errors.push(userError(['email'], 'Email is invalid'))
    // Recorded: the order's e-mail changes, its customer's does not.
    else draft.email = email?.toLowerCase() ?? null
  }
  if (input.phone !== undefined) {
    const phone = input.phone?.trim() ? normalizePhone(input.phone) : null
    if (input.phone?.trim() && phone === null) errors.push(userError(['phone'], 'Phone is invalid'))
    else draft.phone = phone
  }
  if (input.note !== undefined) {
    if (input.note && input.note.length > 5000) {
      errors.push(userError(['note'], 'Note is too long (maximum is 5000 characters)'))
    } else draft.note = input.note
  }
  if (input.poNumber !== undefined) draft.poNumber = input.poNumber
  if (input.tags !== undefined) {
    const tags = normalizeTags(input.tags ?? [])
    if (tags.some((tag) => tag.length > 40)) errors.push(userError(['tags'], 'Tags is invalid'))
    else draft.tags = tags
  }
  if (input.customAttributes) draft.customAttributes = input.customAttributes
  if (input.shippingAddress) {
    const { address, problems } = readAddress(shop, input.shippingAddress, 'OrderAddress')
    const missing = [
      ['lastName', 'Enter a last name'],
      ['zip', 'Enter a ZIP code'],
    ] as const
    for (const [field, message] of missing) {
      // Recorded for an address in the United States; others may do without.
      if (!address[field] && (field === 'lastName' || address.countryCode === 'US')) {
        errors.push(userError(['shippingAddress', field], message))
      }
    }
    errors.push(
      ...problems.map(({ field, message }) => userError(['shippingAddress', field], message)),
    )
    draft.shippingAddress = address
  }
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'ORDER',
    existing.id,
    input.metafields,
    ['metafields'],
  )
  errors.push(...metafieldErrors)
  if (errors.length > 0) return { order: existing, userErrors: errors }
  saveOrder(shop, draft)
  for (const plan of plans) writeMetafield(shop, draft.id, plan)
  saveOrder(shop, draft)
  return { order: draft, userErrors: [] }
}

/**
 * Recorded: with two currencies the shop amount of a payment follows Shopify's own exchange rate,
 * where the shop has one, and not the order's.
 */
export function atShopRate(shop: ShopState, order: Order, bag: Bag): Bag {
  const rate = shop.exchangeRates[`${order.presentmentCurrency}/${order.currency}`]
  if (rate === undefined || order.currency === order.presentmentCurrency) return bag
  const amount = new Big(bag.presentment).times(rate).toFixed()
  return roundBag(
    { shop: amount, presentment: bag.presentment },
    order.currency,
    order.presentmentCurrency,
  )
}

function orderMarkAsPaid(args: Args, ctx: Ctx) {
  const { id } = readInput(z.strictObject({ id: z.string() }), args.input, 'OrderMarkAsPaidInput')
  const order = ctx.shop.orders.get(id)
  if (!order) return { order: null, userErrors: [userError(['id'], 'Order does not exist')] }
  const { outstanding, capturable } = totalsOf(order)
  const open = new Big(outstanding.presentment).gt(0) ? outstanding : capturable
  if (order.cancelledAt !== null || !new Big(open.presentment).gt(0)) {
    return { order, userErrors: [userError(['id'], 'Order cannot be marked as paid.')] }
  }
  const amount = atShopRate(ctx.shop, order, open)
  order.transactions.push(manualSale(ctx, order, amount))
  saveOrder(ctx.shop, order)
  return { order, userErrors: [] }
}

function restock(ctx: Ctx, order: Order): void {
  for (const line of order.lines) {
    const found = line.variantId ? findVariant(ctx.shop, line.variantId) : null
    const level = found ? Object.values(found.variant.item.levels)[0] : undefined
    const quantity = line.quantity - line.removed
    if (!found || !level || !found.variant.item.tracked || quantity === 0) continue
    level.available += quantity
    ctx.stats.stockMoves += 1
    saveProduct(ctx.shop, found.product)
  }
}

function orderCancel(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const refuse = (field: string, message: string, code = 'INVALID') => ({
    job: null,
    orderCancelUserErrors: [userError([field], message, code)],
    userErrors: [userError([field], message)],
  })
  const order = shop.orders.get(String(args.orderId))
  if (!order) return refuse('orderId', 'Order does not exist', 'NOT_FOUND')
  if (typeof args.staffNote === 'string' && args.staffNote.length > 255) {
    return refuse('staffNote', 'Staff note is too long. Maximum length is 255 characters.')
  }
  const method = z
    .strictObject({ originalPaymentMethodsRefund: z.boolean().nullish() })
    .nullish()
    .parse(args.refundMethod)
  if (typeof args.refund === 'boolean' && method) {
    return refuse('refund', 'Only one of the arguments `refund` or `refund_method` is allowed.')
  }
  if (order.cancelledAt !== null) {
    return refuse('orderId', 'Cannot cancel an order that has already been canceled')
  }
  if (order.fulfillments.some(({ status }) => status !== 'CANCELLED')) {
    return refuse('orderId', 'Cannot cancel an order that has fulfillments')
  }
  if (args.restock === true) restock(ctx, order)
  const at = nowIso(shop)
  const net = totalsOf(order).netPayment
  const isRefunded = args.refund === true || method?.originalPaymentMethodsRefund === true
  if (isRefunded && new Big(net.shop).gt(0)) {
    const parent = order.transactions.find(({ kind }) => kind === 'SALE' || kind === 'CAPTURE')
    const id = newGid(shop, 'OrderTransaction')
    order.transactions.push({
      id,
      kind: 'REFUND',
      status: 'SUCCESS',
      gateway: parent?.gateway ?? 'manual',
      amount: net,
      parentId: parent?.id ?? null,
      processedAt: at,
      createdAt: at,
      test: order.test,
      authorizationCode: null,
      receiptJson: null,
    })
    order.refunds.push({
      id: newGid(shop, 'Refund'),
      note: null,
      lines: [],
      shipping: ZERO_BAG,
      shippingTax: ZERO_BAG,
      transactionIds: [id],
      total: net,
      createdAt: at,
      processedAt: at,
    })
  }
  order.cancelledAt = at
  order.closedAt = at
  order.cancelReason = String(args.reason)
  order.cancelNote = typeof args.staffNote === 'string' ? args.staffNote : null
  for (const line of order.lines) line.removed = line.quantity
  for (const fulfillmentOrder of order.fulfillmentOrders) {
    fulfillmentOrder.status = 'CLOSED'
    for (const line of fulfillmentOrder.lines) {
      line.remaining = 0
      line.total = 0
    }
  }
  if (args.notifyCustomer === true) ctx.stats.emails += 1
  saveOrder(shop, order)
  const job = { id: `gid://shopify/Job/${randomUUID()}`, done: true }
  shop.jobs.set(job.id, job)
  // Recorded: not done in the answer, done when read afterwards.
  return { job: { id: job.id, done: false }, orderCancelUserErrors: [], userErrors: [] }
}

function closeOrOpen(args: Args, ctx: Ctx, close: boolean) {
  const { id } = readInput(z.strictObject({ id: z.string() }), args.input, 'OrderCloseInput')
  const order = ctx.shop.orders.get(id)
  if (!order) return { order: null, userErrors: [userError(['id'], 'Order does not exist')] }
  if (close && order.closedAt === null) order.closedAt = nowIso(ctx.shop)
  if (!close) order.closedAt = null
  saveOrder(ctx.shop, order)
  return { order, userErrors: [] }
}

function orderDelete(args: Args, ctx: Ctx) {
  const id = String(args.orderId)
  const isKnown = ctx.shop.orders.delete(id)
  ctx.shop.index.order.remove(id)
  forgetOwner(ctx.shop, id)
  return {
    deletedId: isKnown ? id : null,
    userErrors: isKnown ? [] : [userError(['orderId'], 'Order does not exist', 'NOT_FOUND')],
  }
}

function orderCustomerSet(args: Args, ctx: Ctx) {
  const order = ctx.shop.orders.get(String(args.orderId)) ?? null
  if (!order) {
    return {
      order: null,
      userErrors: [userError(['orderId'], 'Order does not exist', 'NOT_FOUND')],
    }
  }
  const customerId = typeof args.customerId === 'string' ? args.customerId : null
  // Recorded: no order beside the error.
  if (customerId !== null && !ctx.shop.customers.has(customerId)) {
    return {
      order: null,
      userErrors: [userError(['customerId'], 'Customer does not exist', 'NOT_FOUND')],
    }
  }
  order.customerId = customerId
  saveOrder(ctx.shop, order)
  return { order, userErrors: [] }
}

export const orderActionResolvers: Record<string, Resolvers<never>> = {
  Mutation: {
    orderUpdate: (_source, args, ctx) => orderUpdate(args, ctx),
    orderMarkAsPaid: (_source, args, ctx) => orderMarkAsPaid(args, ctx),
    orderCancel: (_source, args, ctx) => orderCancel(args, ctx),
    orderClose: (_source, args, ctx) => closeOrOpen(args, ctx, true),
    orderOpen: (_source, args, ctx) => closeOrOpen(args, ctx, false),
    orderDelete: (_source, args, ctx) => orderDelete(args, ctx),
    orderCustomerSet: (_source, args, ctx) => orderCustomerSet(args, ctx),
    orderCustomerRemove: (_source, args, ctx) =>
      orderCustomerSet({ ...args, customerId: null }, ctx),
    orderInvoiceSend: (_source, args, ctx) => {
      ctx.stats.emails += 1
      return { order: ctx.shop.orders.get(idArg(args)) ?? null, userErrors: [] }
    },
  },
}
