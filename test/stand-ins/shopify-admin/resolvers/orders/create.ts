import {
  type Args,
  type Ctx,
  readInput,
  topLevelError,
  type UserError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { ZERO_BAG } from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  type Bag,
  findVariant,
  isoSeconds,
  type LineItem,
  newGid,
  nowIso,
  type Order,
  saveCustomer,
  type TaxLine,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { type AddressInput, readAddress } from '../addresses.ts'
import { fulfillOnlineAt, newFulfillmentOrders } from '../fulfillment/fulfillment-orders.ts'
import { newFulfillment } from '../fulfillment/fulfillments.ts'
import { planMetafields, writeMetafield } from '../metafields/metafields.ts'
import { findCustomer } from './customer.ts'
import {
  type LineItemInput,
  type MoneyBagInput,
  type OrderCreateInput,
  orderCreateInput,
  orderOptionsInput,
  type TaxLineInput,
} from './input.ts'
import {
  addTransactions,
  applyDiscount,
  type Currencies,
  presentmentRate,
  readBag,
  zero,
} from './money.ts'
import { decrement, stockErrors } from './stock.ts'
import { saveOrder } from './store.ts'
import { isEmail, normalizePhone, normalizeTags } from '../text.ts'
import { variantTitle } from '../variants/input.ts'

/** Development and trial stores take five new orders a minute. */
const DEVELOPMENT_LIMIT = { orders: 5, windowMs: 60_000 }

export function orderCreate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  if (ctx.tokenKind !== 'offline') {
    throw topLevelError('This mutation requires an offline access token.', 'ACCESS_DENIED')
  }
  const input = readInput(orderCreateInput, args.order, 'OrderCreateOrderInput')
  const options = readInput(orderOptionsInput, args.options, 'OrderCreateOptionsInput') ?? {}
  if (isOverLimit(ctx)) {
    return {
      order: null,
      userErrors: [userError(['order'], 'Too many attempts. Please try again later.', 'INVALID')],
    }
  }
  const errors: UserError[] = []
  const order = build(ctx, input, errors)
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'ORDER',
    null,
    input.metafields,
    ['order', 'metafields'],
    () => 'INVALID',
  )
  errors.push(...metafieldErrors)
  const customer = errors.length === 0 ? findCustomer(ctx, input, errors) : null
  if (errors.length === 0 && options.inventoryBehaviour === 'DECREMENT_OBEYING_POLICY') {
    errors.push(...stockErrors(ctx, order))
  }
  if (errors.length > 0) return { order: null, userErrors: errors }
  order.customerId = customer?.id ?? null
  if (customer) saveCustomer(shop, customer)
  if (!input.name) {
    order.number = shop.nextOrderNumber
    order.name = `#${shop.nextOrderNumber}`
  }
  shop.nextOrderNumber += 1
  shop.orderCreations.push(shop.now())
  saveOrder(shop, order)
  for (const plan of plans) writeMetafield(shop, order.id, plan)
  if (options.inventoryBehaviour && options.inventoryBehaviour !== 'BYPASS') decrement(ctx, order)
  if (options.sendReceipt === true) ctx.stats.emails += 1
  const isFulfilled = order.fulfillments.length > 0
  if (isFulfilled && (options.sendFulfillmentReceipt || input.fulfillment?.notifyCustomer)) {
    ctx.stats.emails += 1
  }
  saveOrder(shop, order)
  return { order, userErrors: [] }
}

function isOverLimit(ctx: Ctx): boolean {
  const { shop } = ctx
  if (shop.plan !== 'development') return false
  const since = shop.now() - DEVELOPMENT_LIMIT.windowMs
  shop.orderCreations = shop.orderCreations.filter((at) => at > since)
  return shop.orderCreations.length >= DEVELOPMENT_LIMIT.orders
}

function build(ctx: Ctx, input: OrderCreateInput, errors: UserError[]): Order {
  const { shop } = ctx
  const at = nowIso(shop)
  const currencies: Currencies = {
    shop: input.currency ?? shop.currency,
    presentment: input.presentmentCurrency ?? input.currency ?? shop.currency,
  }
  const rate = presentmentRate(input)
  const bag = (given: MoneyBagInput | null | undefined, field: string[]): Bag =>
    readBag(given, currencies, rate, ['order', ...field], errors)
  const taxes = (given: TaxLineInput[] | null | undefined, field: string[]): TaxLine[] =>
    (given ?? []).map((line, i) => ({
      title: line.title,
      rate: Number(line.rate),
      price: bag(line.priceSet ?? zero(currencies), [...field, String(i), 'priceSet']),
      channelLiable: line.channelLiable === true,
    }))
  const address = (given: AddressInput | null | undefined) =>
    given ? readAddress(shop, given, 'OrderAddress').address : null

  const lines = (input.lineItems ?? []).map((line, i) => readLine(ctx, line, i, bag, taxes, errors))
  if (lines.length === 0) {
    errors.push(
      userError(['order', 'lineItems'], 'Line items must have at least one line item', 'INVALID'),
    )
  }
  const shippingLines = (input.shippingLines ?? []).map((line, i) => {
    const field = ['shippingLines', String(i)]
    return {
      id: newGid(shop, 'ShippingLine'),
      title: line.title,
      code: line.code ?? null,
      source: line.source ?? null,
      price: bag(line.priceSet, [...field, 'priceSet']),
      discount: ZERO_BAG,
      taxLines: taxes(line.taxLines, [...field, 'taxLines']),
    }
  })
  const orderTaxes = taxes(input.taxLines, ['taxLines'])
  const hasLineTaxes = [...lines, ...shippingLines].some((line) => line.taxLines.length > 0)
  if (orderTaxes.length > 0 && hasLineTaxes) {
    errors.push(
      userError(
        ['order', 'taxLines'],
        'Tax lines must be specified on either the order or its line items, not both',
        'INVALID',
      ),
    )
  }
  checkTexts(ctx, input, errors)
  const processedAt = readProcessedAt(ctx, input, errors)
  const order: Order = {
    id: newGid(shop, 'Order'),
    name: input.name?.trim() || '',
    number: Number(/\d+/.exec(input.name ?? '')?.[0] ?? shop.nextOrderNumber) % 2_147_483_647,
    email: input.email?.trim() ? input.email.trim().toLowerCase() : null,
    phone: input.phone?.trim() ? normalizePhone(input.phone) : null,
    note: input.note ?? null,
    poNumber: input.poNumber ?? null,
    tags: normalizeTags(input.tags ?? []),
    customAttributes: input.customAttributes ?? [],
    customerId: null,
    currency: currencies.shop,
    presentmentCurrency: currencies.presentment,
    test: input.test === true,
    taxesIncluded: input.taxesIncluded === true,
    taxExempt: false,
    processedAt,
    createdAt: at,
    updatedAt: at,
    closedAt: input.closedAt ? isoSeconds(Date.parse(input.closedAt)) : null,
    cancelledAt: null,
    cancelReason: null,
    cancelNote: null,
    sourceIdentifier: input.sourceIdentifier ?? null,
    sourceName: input.sourceName ?? ctx.app.id.split('/').at(-1) ?? null,
    sourceUrl: input.sourceUrl ?? null,
    billingAddress: address(input.billingAddress),
    shippingAddress: address(input.shippingAddress),
    lines,
    shippingLines,
    taxLines: orderTaxes,
    discount: null,
    givenFinancialStatus: input.financialStatus ?? null,
    transactions: [],
    refunds: [],
    fulfillmentOrders: [],
    fulfillments: [],
    edits: [],
  }
  applyDiscount(order, input, bag)
  addTransactions(ctx, order, input, bag)
  addFulfillment(ctx, order, input, errors)
  return order
}

function readLine(
  ctx: Ctx,
  line: LineItemInput,
  i: number,
  bag: (given: MoneyBagInput | null | undefined, field: string[]) => Bag,
  taxes: (given: TaxLineInput[] | null | undefined, field: string[]) => TaxLine[],
  errors: UserError[],
): LineItem {
  const { shop } = ctx
  const field = ['lineItems', String(i)]
  const found = line.variantId ? findVariant(shop, line.variantId) : null
  const title = line.title?.trim() || found?.product.title || ''
  if (title === '') {
    // Recorded: an unknown variant without a title shows as a line without title and name.
    if (!errors.some(({ message }) => message === "Line items Title can't be blank")) {
      errors.push(
        userError(['order'], 'Order Line items is invalid', 'INVALID'),
        userError(['order', 'lineItems'], "Line items Name can't be blank", 'INVALID'),
        userError(['order', 'lineItems'], "Line items Title can't be blank", 'INVALID'),
      )
    }
  }
  if (title.length > 255) {
    errors.push(
      userError(
        ['order', ...field, 'title'],
        'Title is too long (maximum is 255 characters)',
        'INVALID',
      ),
    )
  }
  if (line.quantity < 1) {
    errors.push(
      userError(['order', ...field, 'quantity'], 'Quantity must be greater than 0', 'INVALID'),
    )
  }
  const unitPrice = line.priceSet
    ? bag(line.priceSet, [...field, 'priceSet'])
    : { shop: found?.variant.price ?? '0', presentment: found?.variant.price ?? '0' }
  const isDefault = found?.variant.values[0] === 'Default Title'
  return {
    id: newGid(shop, 'LineItem'),
    title,
    variantTitle: line.variantTitle ?? (found && !isDefault ? variantTitle(found.variant) : null),
    sku: line.sku ?? found?.variant.sku ?? null,
    vendor: line.vendor ?? found?.product.vendor ?? null,
    quantity: line.quantity,
    variantId: found?.variant.id ?? null,
    productId:
      found?.product.id ??
      (shop.products.has(line.productId ?? '') ? (line.productId ?? null) : null),
    unitPrice,
    taxLines: taxes(line.taxLines, [...field, 'taxLines']),
    customAttributes: (line.properties ?? []).map(({ name, value }) => ({ key: name, value })),
    requiresShipping: line.requiresShipping ?? found?.variant.item.requiresShipping ?? false,
    taxable: line.taxable !== false,
    isGiftCard: line.giftCard === true,
    discount: ZERO_BAG,
    editDiscounts: [],
    removed: 0,
    refunded: 0,
  }
}

function checkTexts(ctx: Ctx, input: OrderCreateInput, errors: UserError[]): void {
  const fail = (field: string, message: string) =>
    errors.push(userError(['order', field], message, 'INVALID'))
  const email = input.email?.trim()
  if (email && !isEmail(email)) fail('email', 'Email is invalid')
  if (input.phone?.trim() && normalizePhone(input.phone) === null) fail('phone', 'Phone is invalid')
  if (input.note && input.note.length > 5000) {
    fail('note', 'Note is too long (maximum is 5000 characters)')
  }
  const tags = normalizeTags(input.tags ?? [])
  if (tags.some((tag) => tag.length > 40)) fail('tags', 'Tags is invalid')
  if (tags.length > 250) fail('tags', 'Tags cannot be more than 250')
  if (input.name && input.name.length > 255) {
    fail('name', 'Name is too long (maximum is 255 characters)')
  }
  const identities = [input.customerId, input.customer].filter(Boolean)
  if (identities.length > 1) {
    errors.push(
      userError(
        ['order', 'customer'],
        'Only one of customerId and customer can be given',
        'REDUNDANT_CUSTOMER_FIELDS',
      ),
    )
  }
  if (input.fulfillment && !ctx.shop.locationList.has(input.fulfillment.locationId)) {
    errors.push(
      userError(['order', 'fulfillment', 'locationId'], 'Location does not exist', 'INVALID'),
    )
  }
}

/** Since 2026-07 a time in the future becomes the present instead of a refusal. */
function readProcessedAt(ctx: Ctx, input: OrderCreateInput, errors: UserError[]): string {
  if (!input.processedAt) return nowIso(ctx.shop)
  const at = Math.min(Date.parse(input.processedAt), ctx.shop.now())
  if (at >= 0) return isoSeconds(at)
  errors.push(
    userError(['order', 'processedAt'], 'Processed at is invalid', 'PROCESSED_AT_INVALID'),
  )
  return nowIso(ctx.shop)
}

function addFulfillment(
  ctx: Ctx,
  order: Order,
  input: OrderCreateInput,
  errors: UserError[],
): void {
  if (errors.length > 0) return
  const { shop } = ctx
  const locationId = input.fulfillment?.locationId ?? fulfillOnlineAt(shop)
  order.fulfillmentOrders.push(...newFulfillmentOrders(shop, order.lines, locationId))
  const isWanted = input.fulfillment || input.fulfillmentStatus === 'FULFILLED'
  if (!isWanted) return
  // Known from the documentation: what an import says is fulfilled is, whoever would have done it.
  for (const fulfillmentOrder of [...order.fulfillmentOrders]) {
    const { trackingNumber = null, trackingCompany = null } = input.fulfillment ?? {}
    const tracking =
      trackingNumber || trackingCompany
        ? [{ number: trackingNumber, company: trackingCompany, url: null }]
        : []
    newFulfillment(shop, order, [{ fulfillmentOrder, lines: null }], tracking)
  }
}
