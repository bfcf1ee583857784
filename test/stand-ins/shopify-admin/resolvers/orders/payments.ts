import Big from 'big.js'
import { z } from 'zod'
import {
  type Args,
  type Ctx,
  readInput,
  type Resolvers,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { ZERO_BAG } from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  type Bag,
  newGid,
  nowIso,
  type Order,
  type Transaction,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { inBothCurrencies } from './math.ts'
import { saveOrder } from './store.ts'

function childOf(ctx: Ctx, parent: Transaction, kind: string, amount: Bag): Transaction {
  const at = nowIso(ctx.shop)
  return {
    ...parent,
    id: newGid(ctx.shop, 'OrderTransaction'),
    kind,
    status: 'SUCCESS',
    amount,
    parentId: parent.id,
    processedAt: at,
    createdAt: at,
    receiptJson: null,
  }
}

const isOpen = (order: Order, authorization: Transaction) =>
  !order.transactions.some(({ parentId }) => parentId === authorization.id)

const captureInput = z.strictObject({
  id: z.string(),
  parentTransactionId: z.string(),
  amount: z.union([z.string(), z.number()]).transform(String),
  currency: z.string().nullish(),
  finalCapture: z.boolean().nullish(),
})

/** Takes authorized money, once. */
function orderCapture(args: Args, ctx: Ctx) {
  const input = readInput(captureInput, args.input, 'OrderCaptureInput')
  const refuse = (field: string[] | null, message: string) => ({
    transaction: null,
    userErrors: [userError(field, message)],
  })
  const order = ctx.shop.orders.get(input.id)
  if (!order) return refuse(['id'], 'Order does not exist')
  const parent = order.transactions.find(({ id }) => id === input.parentTransactionId)
  if (parent?.kind !== 'AUTHORIZATION' || parent.status !== 'SUCCESS') {
    return refuse(null, 'Parent transaction should be a successful authorization')
  }
  if (!isOpen(order, parent)) return refuse(null, 'Can only capture successful authorizations')
  const amount = inBothCurrencies(order, input.amount)
  if (!new Big(amount.presentment).gt(0) || new Big(amount.shop).gt(parent.amount.shop)) {
    return refuse(null, 'Amount is invalid')
  }
  const transaction = childOf(ctx, parent, 'CAPTURE', amount)
  order.transactions.push(transaction)
  saveOrder(ctx.shop, order)
  return { transaction: { ...transaction, order }, userErrors: [] }
}

/** Lets go of authorized money that was not captured. Recorded: the void itself is over 0.00. */
function transactionVoid(args: Args, ctx: Ctx) {
  const refuse = (message: string, code: string) => ({
    transaction: null,
    userErrors: [userError(['parentTransactionId'], message, code)],
  })
  for (const order of ctx.shop.orders.values()) {
    const parent = order.transactions.find(({ id }) => id === args.parentTransactionId)
    if (!parent) continue
    if (parent.kind !== 'AUTHORIZATION' || parent.status !== 'SUCCESS') {
      return refuse('Parent transaction must be a successful authorization', 'AUTH_NOT_SUCCESSFUL')
    }
    if (!isOpen(order, parent)) {
      return refuse(
        'Parent transaction require a parent_id referring to a voidable transaction',
        'AUTH_NOT_VOIDABLE',
      )
    }
    const transaction = childOf(ctx, parent, 'VOID', ZERO_BAG)
    order.transactions.push(transaction)
    saveOrder(ctx.shop, order)
    return { transaction: { ...transaction, order }, userErrors: [] }
  }
  return refuse('Transaction does not exist', 'TRANSACTION_NOT_FOUND')
}

export const paymentResolvers: Record<string, Resolvers<never>> = {
  Mutation: {
    orderCapture: (_source, args, ctx) => orderCapture(args, ctx),
    transactionVoid: (_source, args, ctx) => transactionVoid(args, ctx),
  },
}
