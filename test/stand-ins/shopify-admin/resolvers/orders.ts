import Big from 'big.js'
import { z } from 'zod'
import { connect } from '../connection.ts'
import { idArg, readInput, type Resolvers } from '../context.ts'
import {
  addBags,
  moneyBag,
  moneyText,
  moneyV2,
  subtractBags,
  timesBag,
  ZERO_BAG,
} from '../money.ts'
import { type Bag, findVariant, legacyId, type Order, type TaxLine } from '../state.ts'
import { counted, listed, searched } from './listing.ts'
import { findByCustomId, metafieldFields, uniqueValueInput } from './metafields.ts'
import {
  allTaxLines,
  financialStatus,
  fulfillmentStatus,
  type OrderTotals,
  totalsOf,
} from './order-math.ts'
import {
  lineView,
  type LineView,
  type RefundView,
  type ShippingLineView,
  type TaxLineView,
  type TransactionView,
} from './order-views.ts'

function bagOf(order: Order, bag: Bag) {
  return moneyBag(bag, order.currency, order.presentmentCurrency)
}

const total = (pick: (totals: OrderTotals) => Bag) => (order: Order) =>
  bagOf(order, pick(totalsOf(order)))

function taxViews(order: Order, lines: readonly TaxLine[]): TaxLineView[] {
  return lines.map((line) => ({ ...line, order }))
}

/** Tax lines of the same title and rate as one, as an order shows them. */
function mergedTaxLines(order: Order): TaxLineView[] {
  const merged = new Map<string, TaxLine>()
  for (const line of allTaxLines(order)) {
    const key = `${line.title} ${line.rate}`
    const known = merged.get(key)
    merged.set(key, known ? { ...known, price: addBags(known.price, line.price) } : { ...line })
  }
  return taxViews(order, [...merged.values()])
}

function discountApplication(order: Order) {
  const { discount } = order
  if (!discount) return null
  const isShipping = discount.kind === 'free_shipping'
  return {
    __typename: 'DiscountCodeApplication',
    allocationMethod: 'ACROSS',
    targetSelection: 'ALL',
    targetType: isShipping ? 'SHIPPING_LINE' : 'LINE_ITEM',
    code: discount.code,
    index: 0,
    value:
      discount.kind === 'fixed'
        ? moneyV2(discount.amount.presentment, order.presentmentCurrency)
        : {
            __typename: 'PricingPercentageValue',
            percentage: discount.kind === 'percentage' ? discount.percentage : 100,
          },
  }
}

function allocations(order: Order, discount: Bag) {
  const application = discountApplication(order)
  if (!application || new Big(discount.shop).eq(0)) return []
  return [
    {
      allocatedAmount: moneyV2(discount.shop, order.currency),
      allocatedAmountSet: bagOf(order, discount),
      discountApplication: application,
    },
  ]
}

function sliced<T>(items: readonly T[], first: unknown): T[] {
  return items.slice(0, typeof first === 'number' ? first : undefined)
}

const orderType: Resolvers<Order> = {
  ...metafieldFields,
  legacyResourceId: (order) => legacyId(order.id),
  currencyCode: (order) => order.currency,
  presentmentCurrencyCode: (order) => order.presentmentCurrency,
  customer: (order, _args, ctx) => ctx.shop.customers.get(order.customerId ?? '') ?? null,
  closed: (order) => order.closedAt !== null,
  confirmed: () => true,
  confirmationNumber: (order) => legacyId(order.id).slice(-9),
  cancellation: (order) => (order.cancelledAt ? { staffNote: order.cancelNote } : null),
  registeredSourceUrl: (order) => order.sourceUrl,
  app: (_order, _args, ctx) => ({ id: ctx.app.id, name: ctx.app.handle, icon: null }),
  displayFinancialStatus: (order) => financialStatus(order),
  displayFulfillmentStatus: (order) => fulfillmentStatus(order),
  displayAddress: (order) => order.shippingAddress ?? order.billingAddress,
  billingAddressMatchesShippingAddress: (order) => {
    const key = (address: Order['billingAddress']) => JSON.stringify({ ...address, id: '' })
    return key(order.billingAddress) === key(order.shippingAddress)
  },
  canMarkAsPaid: (order) =>
    order.cancelledAt === null && new Big(totalsOf(order).outstanding.shop).gt(0),
  capturable: (order) => new Big(totalsOf(order).capturable.shop).gt(0),
  fullyPaid: (order) => financialStatus(order) === 'PAID',
  unpaid: (order) => !new Big(totalsOf(order).received.shop).gt(0),
  refundable: (order) => new Big(totalsOf(order).netPayment.shop).gt(0),
  restockable: (order) => order.lines.some((line) => line.removed < line.quantity),
  fulfillable: (order) => order.fulfillmentOrders.some((fo) => fo.status === 'OPEN'),
  edited: () => false,
  estimatedTaxes: () => false,
  dutiesIncluded: () => false,
  merchantEditable: () => true,
  merchantEditableErrors: () => [],
  requiresShipping: (order) => order.lines.some((line) => line.requiresShipping),
  returnStatus: () => 'NO_RETURN',
  returns: (_order, args) => connect([], args, () => ({ id: '' })),
  discountCode: (order) => order.discount?.code ?? null,
  discountCodes: (order) => (order.discount ? [order.discount.code] : []),
  discountApplications: (order, args) => {
    const application = discountApplication(order)
    return connect(application ? [application] : [], args, () => ({ id: '0' }))
  },
  paymentGatewayNames: (order) => [
    ...new Set(order.transactions.flatMap((transaction) => transaction.gateway ?? [])),
  ],
  customAttributes: (order) => order.customAttributes,
  taxLines: (order) => mergedTaxLines(order),
  currentTaxLines: (order) => (order.cancelledAt ? [] : mergedTaxLines(order)),
  lineItems: (order, args) =>
    connect(
      order.lines.map((line) => ({ ...line, order })),
      args,
      (line) => ({ id: legacyId(line.id) }),
    ),
  subtotalLineItemsQuantity: (order) => order.lines.reduce((sum, line) => sum + line.quantity, 0),
  currentSubtotalLineItemsQuantity: (order) =>
    order.cancelledAt
      ? 0
      : order.lines.reduce((sum, line) => sum + line.quantity - line.removed, 0),
  shippingLine: (order) => (order.shippingLines[0] ? { ...order.shippingLines[0], order } : null),
  shippingLines: (order, args) =>
    connect(
      order.shippingLines.map((line) => ({ ...line, order })),
      args,
      (line) => ({ id: legacyId(line.id) }),
    ),
  transactions: (order, args) =>
    sliced(
      order.transactions.map((transaction) => ({ ...transaction, order })),
      args.first,
    ),
  transactionsCount: (order) => ({ count: order.transactions.length, precision: 'EXACT' }),
  refunds: (order, args) =>
    sliced(
      order.refunds.map((refund) => ({ ...refund, order })),
      args.first,
    ),
  fulfillments: (order, args) =>
    sliced(
      order.fulfillments.map((fulfillment) => ({ ...fulfillment, order })),
      args.first,
    ),
  fulfillmentsCount: (order) => ({ count: order.fulfillments.length, precision: 'EXACT' }),
  fulfillmentOrders: (order, args) =>
    connect(
      order.fulfillmentOrders.map((entry) => ({ ...entry, order })),
      args,
      (entry) => ({ id: legacyId(entry.id) }),
    ),
  subtotalPriceSet: total((t) => t.subtotal),
  totalPriceSet: total((t) => t.total),
  originalTotalPriceSet: total((t) => t.total),
  totalTaxSet: total((t) => t.tax),
  totalDiscountsSet: total((t) => t.discounts),
  cartDiscountAmountSet: total((t) => t.discounts),
  totalShippingPriceSet: (order) =>
    bagOf(order, addBags(ZERO_BAG, ...order.shippingLines.map((line) => line.price))),
  totalReceivedSet: total((t) => t.received),
  totalRefundedSet: total((t) => t.refunded),
  totalRefundedShippingSet: (order) =>
    bagOf(order, addBags(ZERO_BAG, ...order.refunds.map((refund) => refund.shipping))),
  totalOutstandingSet: total((t) => t.outstanding),
  totalCapturableSet: total((t) => t.capturable),
  totalTipReceivedSet: (order) => bagOf(order, ZERO_BAG),
  refundDiscrepancySet: (order) => bagOf(order, ZERO_BAG),
  netPaymentSet: total((t) => t.netPayment),
  currentSubtotalPriceSet: total((t) => t.currentSubtotal),
  currentTotalPriceSet: total((t) => t.currentTotal),
  currentTotalTaxSet: total((t) => t.currentTax),
  currentTotalDiscountsSet: total((t) => t.currentDiscounts),
  currentCartDiscountAmountSet: total((t) => t.currentDiscounts),
  currentShippingPriceSet: total((t) => t.currentShipping),
  totalPrice: (order) => moneyText(totalsOf(order).total.shop),
  statusPageUrl: (order, _args, ctx) =>
    `https://${ctx.shop.domain}/orders/${legacyId(order.id)}/authenticate`,
  customerAcceptsMarketing: () => false,
  customerLocale: () => 'en',
  riskLevel: () => 'LOW',
  totalWeight: () => '0',
  currentTotalWeight: () => '0',
}

const lineType: Resolvers<LineView> = {
  name: (line) => (line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title),
  variant: (line, _args, ctx) => findVariant(ctx.shop, line.variantId ?? '')?.variant ?? null,
  product: (line, _args, ctx) => ctx.shop.products.get(line.productId ?? '') ?? null,
  currentQuantity: (line) => line.quantity - line.removed,
  refundableQuantity: (line) => line.quantity - line.refunded,
  unfulfilledQuantity: (line) => remaining(line),
  fulfillableQuantity: (line) => remaining(line),
  nonFulfillableQuantity: () => 0,
  fulfillmentStatus: (line) => (remaining(line) === 0 ? 'fulfilled' : 'unfulfilled'),
  restockable: () => true,
  merchantEditable: () => true,
  originalUnitPriceSet: (line) => bagOf(line.order, line.unitPrice),
  originalTotalSet: (line) => bagOf(line.order, timesBag(line.unitPrice, line.quantity)),
  // Code discounts are left out unless asked for.
  discountedTotalSet: (line, args) =>
    bagOf(
      line.order,
      args.withCodeDiscounts === true
        ? subtractBags(timesBag(line.unitPrice, line.quantity), line.discount)
        : timesBag(line.unitPrice, line.quantity),
    ),
  discountedUnitPriceSet: (line) => bagOf(line.order, line.unitPrice),
  discountedUnitPriceAfterAllDiscountsSet: (line) =>
    bagOf(
      line.order,
      timesBag(
        subtractBags(timesBag(line.unitPrice, line.quantity), line.discount),
        new Big(1).div(line.quantity),
      ),
    ),
  totalDiscountSet: (line) => bagOf(line.order, line.discount),
  discountAllocations: (line) => allocations(line.order, line.discount),
  taxLines: (line, args) => sliced(taxViews(line.order, line.taxLines), args.first),
  duties: () => [],
  image: () => null,
}

function remaining(line: LineView): number {
  return line.order.fulfillmentOrders
    .flatMap((fo) => (fo.status === 'CANCELLED' || fo.status === 'CLOSED' ? [] : fo.lines))
    .filter((entry) => entry.lineItemId === line.id)
    .reduce((sum, entry) => sum + entry.remaining, 0)
}

const shippingLineType: Resolvers<ShippingLineView> = {
  originalPriceSet: (line) => bagOf(line.order, line.price),
  discountedPriceSet: (line) => bagOf(line.order, subtractBags(line.price, line.discount)),
  currentDiscountedPriceSet: (line) => bagOf(line.order, subtractBags(line.price, line.discount)),
  discountAllocations: (line) => allocations(line.order, line.discount),
  taxLines: (line) => taxViews(line.order, line.taxLines),
  custom: () => true,
  isRemoved: () => false,
  carrierIdentifier: () => null,
  deliveryCategory: () => null,
  phone: () => null,
  shippingRateHandle: () => null,
}

const taxLineType: Resolvers<TaxLineView> = {
  priceSet: (line) => bagOf(line.order, line.price),
  price: (line) => moneyText(line.price.shop),
  ratePercentage: (line) => new Big(line.rate).times(100).toNumber(),
  source: () => null,
}

const transactionType: Resolvers<TransactionView> = {
  amountSet: (transaction) => bagOf(transaction.order, transaction.amount),
  formattedGateway: (transaction) => transaction.gateway,
  parentTransaction: (transaction) => {
    const parent = transaction.order.transactions.find(({ id }) => id === transaction.parentId)
    return parent ? { ...parent, order: transaction.order } : null
  },
  maximumRefundableV2: (transaction) =>
    moneyV2(transaction.amount.presentment, transaction.order.presentmentCurrency),
  manualPaymentGateway: (transaction) => transaction.gateway === 'manual',
  manuallyCapturable: () => false,
  multiCapturable: () => false,
  errorCode: () => null,
  paymentId: (transaction) => `${transaction.order.name}.1`,
  authorizationExpiresAt: () => null,
  accountNumber: () => null,
  fees: () => [],
}

const refundType: Resolvers<RefundView> = {
  legacyResourceId: (refund) => legacyId(refund.id),
  totalRefundedSet: (refund) => bagOf(refund.order, refund.total),
  updatedAt: (refund) => refund.createdAt,
  duties: () => [],
  return: () => null,
  orderAdjustments: (_refund, args) => connect([], args, () => ({ id: '' })),
  transactions: (refund, args) =>
    connect(
      refund.order.transactions
        .filter(({ id }) => refund.transactionIds.includes(id))
        .map((transaction) => ({ ...transaction, order: refund.order })),
      args,
      (transaction) => ({ id: legacyId(transaction.id) }),
    ),
  refundLineItems: (refund, args, ctx) =>
    connect(
      refund.lines.map((line) => ({
        id: line.id,
        quantity: line.quantity,
        restockType: line.restockType,
        restocked: line.restockType !== 'NO_RESTOCK',
        location: ctx.shop.locationList.get(line.locationId ?? '') ?? null,
        lineItem: lineView(refund.order, line.lineItemId),
        subtotalSet: bagOf(refund.order, line.subtotal),
        totalTaxSet: bagOf(refund.order, line.tax),
        priceSet: bagOf(refund.order, timesBag(line.subtotal, new Big(1).div(line.quantity))),
      })),
      args,
      (line) => ({ id: legacyId(line.id) }),
    ),
  refundShippingLines: (refund, args) => {
    const line = refund.order.shippingLines[0]
    const isRefunded = line && new Big(refund.shipping.shop).gt(0)
    return connect(
      isRefunded
        ? [
            {
              id: `${refund.id.replace('Refund', 'RefundShippingLine')}`,
              shippingLine: { ...line, order: refund.order },
              subtotalAmountSet: bagOf(refund.order, refund.shipping),
              taxAmountSet: bagOf(refund.order, refund.shippingTax),
            },
          ]
        : [],
      args,
      (entry) => ({ id: legacyId(entry.id) }),
    )
  },
}

export const orderResolvers: Record<string, Resolvers<never>> = {
  Order: orderType,
  LineItem: lineType,
  ShippingLine: shippingLineType,
  TaxLine: taxLineType,
  OrderTransaction: transactionType,
  Refund: refundType,
  QueryRoot: {
    order: (_source, args, ctx) => ctx.shop.orders.get(idArg(args)) ?? null,
    orderByIdentifier: (_source, args, ctx) => {
      const input = readInput(
        z.strictObject({ id: z.string().optional(), customId: uniqueValueInput.optional() }),
        args.identifier,
        'OrderIdentifierInput',
      )
      const id = input.customId ? findByCustomId(ctx, 'ORDER', input.customId).ownerId : input.id
      return ctx.shop.orders.get(id ?? '') ?? null
    },
    orders: (_source, args, ctx, info) =>
      listed(ctx, 'order', ctx.shop.orders, args, info, (order, key) => {
        switch (key) {
          case 'PROCESSED_AT':
            return Date.parse(order.processedAt)
          case 'ORDER_NUMBER':
            return order.number
          case 'TOTAL_PRICE':
            return Number(totalsOf(order).total.shop)
          default:
            return Number(legacyId(order.id))
        }
      }),
    ordersCount: (_source, args, ctx, info) =>
      counted(searched(ctx, 'order', ctx.shop.orders, args, info).length, args),
    refund: (_source, args, ctx) => {
      for (const order of ctx.shop.orders.values()) {
        const refund = order.refunds.find((entry) => entry.id === args.id)
        if (refund) return { ...refund, order }
      }
      return null
    },
  },
}
