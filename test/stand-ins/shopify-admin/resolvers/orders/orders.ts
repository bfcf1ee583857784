import Big from 'big.js'
import { z } from 'zod'
import { connect } from '../connection.ts'
import { idArg, readInput, type Resolvers } from '#test/stand-ins/shopify-admin/context.ts'
import { addBags, moneyText, ZERO_BAG } from '#test/stand-ins/shopify-admin/store/money.ts'
import { type Bag, legacyId, type Order } from '#test/stand-ins/shopify-admin/store/state.ts'
import { counted, listed, searched } from '../listing.ts'
import { findByCustomId, metafieldFields, uniqueValueInput } from '../metafields/metafields.ts'
import { financialStatus, fulfillmentStatus, type OrderTotals, totalsOf } from './math.ts'
import { bagOf, currentTaxLines, discountApplications, mergedTaxLines, sliced } from './views.ts'

const total = (pick: (totals: OrderTotals) => Bag) => (order: Order) =>
  bagOf(order, pick(totalsOf(order)))

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
  edited: (order) => order.edits.length > 0,
  events: (order, args, ctx) =>
    connect(
      order.edits.map(({ id, at }) => ({
        __typename: 'BasicEvent',
        id,
        action: 'edited',
        message: `${ctx.app.handle} edited this order.`,
        createdAt: at,
      })),
      args,
      ({ id }) => ({ id: legacyId(id) }),
    ),
  estimatedTaxes: () => false,
  dutiesIncluded: () => false,
  merchantEditable: (order) => order.cancelledAt === null,
  merchantEditableErrors: () => [],
  requiresShipping: (order) => order.lines.some((line) => line.requiresShipping),
  returnStatus: () => 'NO_RETURN',
  returns: (_order, args) => connect([], args, () => ({ id: '' })),
  discountCode: (order) => order.discount?.code ?? null,
  discountCodes: (order) => (order.discount ? [order.discount.code] : []),
  discountApplications: (order, args) =>
    connect(discountApplications(order), args, ({ index }) => ({ id: String(index) })),
  paymentGatewayNames: (order) => [
    ...new Set(order.transactions.flatMap((transaction) => transaction.gateway ?? [])),
  ],
  customAttributes: (order) => order.customAttributes,
  taxLines: (order) => mergedTaxLines(order),
  currentTaxLines: (order) => (order.cancelledAt ? [] : currentTaxLines(order)),
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
  totalCapturable: (order) => moneyText(totalsOf(order).capturable.shop),
  totalPrice: (order) => moneyText(totalsOf(order).total.shop),
  statusPageUrl: (order, _args, ctx) =>
    `https://${ctx.shop.domain}/orders/${legacyId(order.id)}/authenticate`,
  customerAcceptsMarketing: () => false,
  customerLocale: () => 'en',
  riskLevel: () => 'LOW',
  totalWeight: () => '0',
  currentTotalWeight: () => '0',
}

export const orderResolvers: Record<string, Resolvers<never>> = {
  Order: orderType,
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
