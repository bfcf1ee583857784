import Big from 'big.js'
import { connect } from '../connection.ts'
import type { Resolvers } from '#test/stand-ins/shopify-admin/context.ts'
import {
  addBags,
  isZero,
  moneyText,
  moneyV2,
  subtractBags,
  timesBag,
  ZERO_BAG,
} from '#test/stand-ins/shopify-admin/store/money.ts'
import { type Bag, findVariant, legacyId } from '#test/stand-ins/shopify-admin/store/state.ts'
import { discountOf } from './math.ts'
import {
  allocations,
  bagOf,
  lineView,
  type LineView,
  type RefundView,
  type ShippingLineView,
  sliced,
  type TaxLineView,
  taxViews,
  type TransactionView,
} from './views.ts'

const lineType: Resolvers<LineView> = {
  name: (line) => (line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title),
  variant: (line, _args, ctx) => findVariant(ctx.shop, line.variantId ?? '')?.variant ?? null,
  product: (line, _args, ctx) => ctx.shop.products.get(line.productId ?? '') ?? null,
  currentQuantity: (line) => line.quantity - line.removed,
  refundableQuantity: (line) => line.quantity - line.refunded,
  unfulfilledQuantity: (line) => remaining(line),
  // Recorded: what is on hold is not counted.
  fulfillableQuantity: (line) => remaining(line, true),
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
      subtractBags(
        timesBag(line.unitPrice, line.quantity),
        args.withCodeDiscounts === true ? discountOf(line) : ownDiscount(line),
      ),
    ),
  discountedUnitPriceSet: (line) => bagOf(line.order, perUnit(line, ownDiscount(line))),
  discountedUnitPriceAfterAllDiscountsSet: (line) =>
    bagOf(line.order, perUnit(line, discountOf(line))),
  totalDiscountSet: (line) => bagOf(line.order, discountOf(line)),
  discountAllocations: (line) => allocations(line.order, line),
  taxLines: (line, args) => sliced(taxViews(line.order, line.taxLines), args.first),
  duties: () => [],
  image: () => null,
}

/** What was taken off this line alone, without its share of a code. */
function ownDiscount(line: LineView): Bag {
  return addBags(ZERO_BAG, ...line.editDiscounts.map(({ amount }) => amount))
}

function perUnit(line: LineView, discount: Bag): Bag {
  const left = subtractBags(timesBag(line.unitPrice, line.quantity), discount)
  return timesBag(left, new Big(1).div(line.quantity))
}

/** Units that wait to be sent; with `open` only those that nothing holds back. */
function remaining(line: LineView, open = false): number {
  const done = ['CANCELLED', 'CLOSED', ...(open ? ['ON_HOLD'] : [])]
  return line.order.fulfillmentOrders
    .flatMap((entry) => (done.includes(entry.status) ? [] : entry.lines))
    .filter((entry) => entry.lineItemId === line.id)
    .reduce((sum, entry) => sum + entry.remaining, 0)
}

const shippingLineType: Resolvers<ShippingLineView> = {
  originalPriceSet: (line) => bagOf(line.order, line.price),
  discountedPriceSet: (line) => bagOf(line.order, subtractBags(line.price, line.discount)),
  currentDiscountedPriceSet: (line) => bagOf(line.order, subtractBags(line.price, line.discount)),
  discountAllocations: (line) => allocations(line.order, line),
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
    const isRefunded = line && !isZero(refund.shipping)
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

export const orderPartResolvers: Record<string, Resolvers<never>> = {
  LineItem: lineType,
  ShippingLine: shippingLineType,
  TaxLine: taxLineType,
  OrderTransaction: transactionType,
  Refund: refundType,
}
