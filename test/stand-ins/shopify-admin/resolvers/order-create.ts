import Big from 'big.js'
import {
  type Args,
  type Ctx,
  readInput,
  topLevelError,
  userError,
  type UserError,
} from '../context.ts'
import { addBags, decimalsOf, roundBag, splitAmount, timesBag, ZERO_BAG } from '../money.ts'
import {
  type Bag,
  type Customer,
  findVariant,
  isoSeconds,
  type LineItem,
  newGid,
  nowIso,
  type Order,
  saveCustomer,
  saveProduct,
  type TaxLine,
  type Variant,
} from '../state.ts'
import { readAddress, type AddressInput } from './addresses.ts'
import { applyCustomerFields, blankCustomer, customerByEmail } from './customer-input.ts'
import { newFulfillment, newFulfillmentOrder } from './fulfillments.ts'
import { planMetafields, writeMetafield } from './metafields.ts'
import {
  type LineItemInput,
  type MoneyBagInput,
  type OrderCreateInput,
  orderCreateInput,
  orderOptionsInput,
  type TaxLineInput,
} from './order-input.ts'
import { totalsOf } from './order-math.ts'
import { saveOrder } from './order-store.ts'
import { isEmail, normalizePhone, normalizeTags } from './text.ts'
import { variantTitle } from './variant-input.ts'

/** Development and trial stores take five new orders a minute. */
const DEVELOPMENT_LIMIT = { orders: 5, windowMs: 60_000 }

type Currencies = { shop: string; presentment: string }

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
  }
  applyDiscount(order, input, bag)
  addTransactions(ctx, order, input, bag)
  addFulfillment(ctx, order, input, errors)
  return order
}

function zero(currencies: Currencies): MoneyBagInput {
  return { shopMoney: { amount: '0', currencyCode: currencies.shop }, presentmentMoney: null }
}

/** Presentment for one unit of the order's currency, from the first amount that has both. */
function presentmentRate(input: OrderCreateInput): Big {
  for (const line of input.lineItems ?? []) {
    const set = line.priceSet
    if (set?.presentmentMoney && !new Big(set.shopMoney.amount).eq(0)) {
      return new Big(set.presentmentMoney.amount).div(set.shopMoney.amount)
    }
  }
  return new Big(1)
}

function readBag(
  given: MoneyBagInput | null | undefined,
  currencies: Currencies,
  rate: Big,
  field: string[],
  errors: UserError[],
): Bag {
  if (!given) return ZERO_BAG
  const { shopMoney, presentmentMoney } = given
  if (shopMoney.currencyCode !== currencies.shop) {
    errors.push(
      userError(
        [...field, 'shopMoney', 'currencyCode'],
        `Currency code ${shopMoney.currencyCode} does not match the order's currency ${currencies.shop}`,
        'INVALID',
      ),
    )
  }
  if (presentmentMoney && presentmentMoney.currencyCode !== currencies.presentment) {
    errors.push(
      userError(
        [...field, 'presentmentMoney', 'currencyCode'],
        `Currency code ${presentmentMoney.currencyCode} does not match the order's presentment currency ${currencies.presentment}`,
        'INVALID',
      ),
    )
  }
  const derived =
    currencies.shop === currencies.presentment
      ? new Big(shopMoney.amount)
      : new Big(shopMoney.amount).times(rate)
  const bag = {
    shop: new Big(shopMoney.amount).toFixed(),
    presentment: presentmentMoney ? new Big(presentmentMoney.amount).toFixed() : derived.toFixed(),
  }
  if (new Big(bag.shop).lt(0) || new Big(bag.presentment).lt(0)) {
    errors.push(userError(field, 'Price must be greater than or equal to 0', 'INVALID'))
  }
  return roundBag(bag, currencies.shop, currencies.presentment)
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

function readProcessedAt(ctx: Ctx, input: OrderCreateInput, errors: UserError[]): string {
  if (!input.processedAt) return nowIso(ctx.shop)
  const at = Date.parse(input.processedAt)
  if (at > ctx.shop.now() || at < 0) {
    errors.push(
      userError(
        ['order', 'processedAt'],
        at < 0 ? 'Processed at is invalid' : 'Processed at must not be in the future',
        'PROCESSED_AT_INVALID',
      ),
    )
    return nowIso(ctx.shop)
  }
  return isoSeconds(at)
}

function applyDiscount(
  order: Order,
  input: OrderCreateInput,
  bag: (given: MoneyBagInput | null | undefined, field: string[]) => Bag,
): void {
  const given = input.discountCode
  const fixed = given?.itemFixedDiscountCode
  const percentage = given?.itemPercentageDiscountCode
  const lineTotals = order.lines.map((line) => timesBag(line.unitPrice, line.quantity))
  const all = addBags(ZERO_BAG, ...lineTotals)
  if (fixed) {
    const amount = bag(fixed.amountSet, ['discountCode', 'itemFixedDiscountCode', 'amountSet'])
    order.discount = { code: fixed.code, kind: 'fixed', amount }
    spread(order, lineTotals, {
      shop: new Big(amount.shop).gt(all.shop) ? all.shop : amount.shop,
      presentment: new Big(amount.presentment).gt(all.presentment)
        ? all.presentment
        : amount.presentment,
    })
  } else if (percentage) {
    const share = Math.min(100, Math.max(0, percentage.percentage ?? 0))
    order.discount = { code: percentage.code, kind: 'percentage', percentage: share }
    const amount = timesBag(all, new Big(share).div(100))
    spread(order, lineTotals, roundBag(amount, order.currency, order.presentmentCurrency))
  } else if (given?.freeShippingDiscountCode) {
    order.discount = { code: given.freeShippingDiscountCode.code, kind: 'free_shipping' }
    for (const line of order.shippingLines) line.discount = line.price
  }
}

function spread(order: Order, weights: readonly Bag[], amount: Bag): void {
  const shop = splitAmount(
    amount.shop,
    weights.map((w) => w.shop),
    decimalsOf(order.currency),
  )
  const presentment = splitAmount(
    amount.presentment,
    weights.map((w) => w.presentment),
    decimalsOf(order.presentmentCurrency),
  )
  order.lines.forEach((line, i) => {
    line.discount = { shop: shop[i] ?? '0', presentment: presentment[i] ?? '0' }
  })
}

function addTransactions(
  ctx: Ctx,
  order: Order,
  input: OrderCreateInput,
  bag: (given: MoneyBagInput | null | undefined, field: string[]) => Bag,
): void {
  const { shop } = ctx
  let authorization: string | null = null
  for (const [i, given] of (input.transactions ?? []).entries()) {
    const id = newGid(shop, 'OrderTransaction')
    const kind = given.kind ?? 'SALE'
    order.transactions.push({
      id,
      kind,
      status: given.status ?? 'SUCCESS',
      gateway: given.gateway ?? null,
      amount: bag(given.amountSet, ['transactions', String(i), 'amountSet']),
      parentId: kind === 'CAPTURE' || kind === 'VOID' ? authorization : null,
      processedAt: given.processedAt
        ? isoSeconds(Date.parse(given.processedAt))
        : order.processedAt,
      createdAt: order.createdAt,
      test: given.test === true,
      authorizationCode: given.authorizationCode ?? null,
      receiptJson: given.receiptJson === undefined ? null : JSON.stringify(given.receiptJson),
    })
    if (kind === 'AUTHORIZATION') authorization = id
  }
  // Said to be paid without a transaction: Shopify books a manual one over the whole total.
  if (input.financialStatus === 'PAID' && order.transactions.length === 0) {
    order.transactions.push(manualSale(ctx, order, totalsOf(order).total))
  }
}

export function manualSale(ctx: Ctx, order: Order, amount: Bag) {
  const at = nowIso(ctx.shop)
  return {
    id: newGid(ctx.shop, 'OrderTransaction'),
    kind: 'SALE',
    status: 'SUCCESS',
    gateway: 'manual',
    amount,
    parentId: null,
    processedAt: at,
    createdAt: at,
    test: order.test,
    authorizationCode: null,
    receiptJson: null,
  }
}

function addFulfillment(
  ctx: Ctx,
  order: Order,
  input: OrderCreateInput,
  errors: UserError[],
): void {
  if (errors.length > 0) return
  const { shop } = ctx
  const first = [...shop.locationList.values()].find((location) => location.isActive)
  const locationId = input.fulfillment?.locationId ?? first?.id ?? ''
  const fulfillmentOrder = newFulfillmentOrder(shop, order, locationId)
  order.fulfillmentOrders.push(fulfillmentOrder)
  const isWanted = input.fulfillment || input.fulfillmentStatus === 'FULFILLED'
  if (!isWanted) return
  const tracking = input.fulfillment
    ? [
        {
          number: input.fulfillment.trackingNumber ?? null,
          company: input.fulfillment.trackingCompany ?? null,
          url: null,
        },
      ]
    : []
  newFulfillment(shop, order, [{ fulfillmentOrder, lines: null }], tracking)
}

/** Associates, upserts, or makes a customer of the order's e-mail, as Shopify does. */
function findCustomer(ctx: Ctx, input: OrderCreateInput, errors: UserError[]): Customer | null {
  const { shop } = ctx
  const { toAssociate, toUpsert } = input.customer ?? {}
  const wantedId = input.customerId ?? toAssociate?.id ?? toUpsert?.id
  if (wantedId) {
    const known = shop.customers.get(wantedId)
    if (!known) {
      errors.push(userError(['order', 'customer'], 'Customer does not exist', 'INVALID'))
      return null
    }
    if (!toUpsert) return structuredClone(known)
  }
  if (toAssociate?.email) {
    const known = customerByEmail(shop, toAssociate.email)
    if (!known) errors.push(userError(['order', 'customer'], 'Customer does not exist', 'INVALID'))
    return known ? structuredClone(known) : null
  }
  const email = toUpsert?.email ?? (toUpsert ? undefined : input.email)
  const byEmail = email?.trim() ? customerByEmail(shop, email) : null
  const known = shop.customers.get(wantedId ?? '') ?? byEmail
  if (!toUpsert && !email?.trim()) return null
  if (!toUpsert && known) return structuredClone(known)
  const draft = known ? structuredClone(known) : blankCustomer(shop)
  const { id: _id, ...fields } = toUpsert ?? { email }
  errors.push(
    ...applyCustomerFields(ctx, draft, fields, ['order', 'customer', 'toUpsert']).map((error) => ({
      ...error,
      code: 'INVALID',
    })),
  )
  return draft
}

function trackedLines(ctx: Ctx, order: Order) {
  return order.lines.flatMap((line) => {
    const found = line.variantId ? findVariant(ctx.shop, line.variantId) : null
    return found?.variant.item.tracked ? [{ line, ...found }] : []
  })
}

function stockErrors(ctx: Ctx, order: Order): UserError[] {
  return trackedLines(ctx, order).flatMap(({ line, variant }) => {
    const available = Object.values(variant.item.levels).reduce((n, l) => n + l.available, 0)
    return variant.inventoryPolicy === 'DENY' && available < line.quantity
      ? userError(['order', 'lineItems'], 'Unable to claim inventory', 'INVENTORY_CLAIM_FAILED')
      : []
  })
}

/** Recorded: the stocked location is decremented, else the first; `on_hand` stays. */
function decrement(ctx: Ctx, order: Order): void {
  for (const { line, product, variant } of trackedLines(ctx, order)) {
    const level = stockedLevel(variant, line.quantity)
    if (!level) continue
    level.available -= line.quantity
    level.updatedAt = nowIso(ctx.shop)
    ctx.stats.stockMoves += 1
    saveProduct(ctx.shop, product)
  }
}

function stockedLevel(variant: Variant, quantity: number) {
  const levels = Object.values(variant.item.levels)
  return levels.find((level) => level.available >= quantity) ?? levels[0] ?? null
}
