import Big from 'big.js'
import { z } from 'zod'
import {
  type Args,
  type Ctx,
  idempotent,
  readInput,
  type Resolvers,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  addBags,
  isZero,
  subtractBags,
  timesBag,
  ZERO_BAG,
} from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  type Bag,
  findVariant,
  isoSeconds,
  type LineItem,
  newGid,
  nowIso,
  type Order,
  type Refund,
  saveProduct,
  type Transaction,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { atShopRate } from './actions.ts'
import { takeFromFulfillment } from '../fulfillment/fulfillment-orders.ts'
import { discountOf, inBothCurrencies, shareOf, totalsOf } from './math.ts'
import { saveOrder } from './store.ts'

const amount = z.union([z.string(), z.number()]).transform(String)

const refundInput = z.strictObject({
  orderId: z.string(),
  note: z.string().nullish(),
  notify: z.boolean().nullish(),
  currency: z.string().nullish(),
  processedAt: z.string().nullish(),
  allowOverRefunding: z.boolean().nullish(),
  discrepancyReason: z.string().nullish(),
  refundMethods: z.array(z.unknown()).max(0).nullish(),
  refundLineItems: z
    .array(
      z.strictObject({
        lineItemId: z.string(),
        quantity: z.number().int(),
        restockType: z.enum(['CANCEL', 'LEGACY_RESTOCK', 'NO_RESTOCK', 'RETURN']).nullish(),
        locationId: z.string().nullish(),
      }),
    )
    .nullish(),
  shipping: z
    .strictObject({ amount: amount.nullish(), fullRefund: z.boolean().nullish() })
    .nullish(),
  transactions: z
    .array(
      z.strictObject({
        amount,
        gateway: z.string(),
        kind: z.string(),
        orderId: z.string(),
        parentId: z.string().nullish(),
      }),
    )
    .nullish(),
})

function refundCreate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const input = readInput(refundInput, args.input, 'RefundInput')
  const order = shop.orders.get(input.orderId) ?? null
  const refuse = (field: (string | number)[] | null, message: string) => ({
    refund: null,
    order,
    userErrors: [userError(field, message)],
  })
  if (!order) return refuse(['orderId'], 'Order does not exist')
  for (const [i, wanted] of (input.refundLineItems ?? []).entries()) {
    const line = order.lines.find((candidate) => candidate.id === wanted.lineItemId)
    if (!line) return refuse(['refundLineItems', i, 'lineItemId'], 'Line item does not exist')
    if (wanted.quantity < 1) {
      return refuse(['refundLineItems', i, 'quantity'], 'Quantity must be greater than 0')
    }
    if (wanted.quantity > line.quantity - line.refunded) {
      return refuse(
        ['refundLineItems', i, 'quantity'],
        'Quantity cannot refund more items than were purchased',
      )
    }
    const restocks = wanted.restockType === 'RETURN' || wanted.restockType === 'CANCEL'
    if (restocks && !wanted.locationId) {
      return refuse(['refundLineItems', i, 'locationId'], 'Location must be specified')
    }
  }
  const inputs = input.transactions ?? []
  for (const given of inputs) {
    if (given.kind !== 'REFUND') {
      return refuse(null, `Kind ${given.kind.toLowerCase()} is not a valid transaction`)
    }
    if (new Big(given.amount).lt(0)) return refuse(['transactions'], 'Amount must be positive')
    if (!order.transactions.some(({ id }) => id === given.parentId)) {
      return refuse(['transactions'], 'Transactions require a parent_id associated with the order')
    }
  }
  const paid = inputs.reduce((sum, given) => sum.plus(given.amount), new Big(0))
  const net = new Big(totalsOf(order).netPayment.presentment)
  if (paid.gt(net)) {
    return refuse(
      null,
      `Refund amount $${paid.toFixed(2)} is greater than net payment received $${net.toFixed(2)}`,
    )
  }
  const lines = (input.refundLineItems ?? []).flatMap((wanted) => {
    const line = order.lines.find((candidate) => candidate.id === wanted.lineItemId)
    return line ? [{ line, wanted }] : []
  })
  const at = nowIso(shop)
  const transactions = inputs.map((given): Transaction => {
    const parent = order.transactions.find(({ id }) => id === given.parentId)
    return {
      id: newGid(shop, 'OrderTransaction'),
      kind: 'REFUND',
      status: 'SUCCESS',
      // Recorded: the gateway is the parent's, whatever was said.
      gateway: parent?.gateway ?? given.gateway,
      amount: atShopRate(shop, order, inBothCurrencies(order, given.amount)),
      parentId: given.parentId ?? null,
      processedAt: input.processedAt ? isoSeconds(Date.parse(input.processedAt)) : at,
      createdAt: at,
      test: order.test,
      authorizationCode: null,
      receiptJson: null,
    }
  })
  const shipping = refundedShipping(order, input.shipping)
  if (lines.length === 0 && transactions.length === 0 && isZero(shipping)) {
    return refuse(null, 'Refund must have at least one line item, shipping, or transaction')
  }
  const refund: Refund = {
    id: newGid(shop, 'Refund'),
    note: input.note ?? null,
    lines: lines.map(({ line, wanted }) => ({
      id: newGid(shop, 'RefundLineItem'),
      lineItemId: line.id,
      quantity: wanted.quantity,
      restockType: wanted.restockType ?? 'NO_RESTOCK',
      locationId: wanted.locationId ?? null,
      ...partOf(order, line, wanted.quantity),
    })),
    shipping,
    shippingTax: ZERO_BAG,
    transactionIds: transactions.map(({ id }) => id),
    total: addBags(ZERO_BAG, ...transactions.map((transaction) => transaction.amount)),
    createdAt: at,
    processedAt: input.processedAt ? isoSeconds(Date.parse(input.processedAt)) : at,
  }
  for (const { line, wanted } of lines) {
    line.refunded += wanted.quantity
    line.removed += wanted.quantity
    takeFromFulfillment(order, line, wanted.quantity)
    if (wanted.restockType === 'RETURN' || wanted.restockType === 'CANCEL') {
      putBack(ctx, line, wanted.quantity, wanted.locationId ?? '')
    }
  }
  order.transactions.push(...transactions)
  order.refunds.push(refund)
  if (input.notify === true) ctx.stats.emails += 1
  saveOrder(shop, order)
  return { refund: { ...refund, order }, order, userErrors: [] }
}

function putBack(ctx: Ctx, line: LineItem, quantity: number, locationId: string): void {
  const found = line.variantId ? findVariant(ctx.shop, line.variantId) : null
  if (!found?.variant.item.tracked) return
  const level = found.variant.item.levels[locationId] ?? {
    available: 0,
    onHand: 0,
    updatedAt: '',
  }
  level.available += quantity
  level.onHand += quantity
  level.updatedAt = nowIso(ctx.shop)
  found.variant.item.levels[locationId] = level
  ctx.stats.stockMoves += 1
  saveProduct(ctx.shop, found.product)
}

function partOf(order: Order, line: LineItem, quantity: number): { subtotal: Bag; tax: Bag } {
  const whole = subtractBags(timesBag(line.unitPrice, line.quantity), discountOf(line))
  const taxes = addBags(ZERO_BAG, ...line.taxLines.map((tax) => tax.price))
  return {
    subtotal: shareOf(order, whole, quantity, line.quantity),
    tax: shareOf(order, taxes, quantity, line.quantity),
  }
}

function refundedShipping(
  order: Order,
  input:
    | { amount?: string | null | undefined; fullRefund?: boolean | null | undefined }
    | null
    | undefined,
): Bag {
  if (!input) return ZERO_BAG
  const { currentShipping } = totalsOf(order)
  if (input.fullRefund === true) return currentShipping
  return input.amount ? inBothCurrencies(order, input.amount) : ZERO_BAG
}

export const refundResolvers: Record<string, Resolvers<never>> = {
  Mutation: {
    refundCreate: (_source, args, ctx, info) =>
      idempotent(ctx, info, args, () => refundCreate(args, ctx)),
  },
}
