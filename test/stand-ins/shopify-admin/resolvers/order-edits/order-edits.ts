import Big from 'big.js'
import {
  type Args,
  type Ctx,
  type Resolvers,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  legacyId,
  newGid,
  nowIso,
  type OrderEdit,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { calculatedOrder, calculatedTypes } from './calculated-order.ts'
import { commitEdit } from './apply.ts'
import { addCustomItem, addVariant, setQuantity } from './lines.ts'
import {
  addDiscount,
  addShipping,
  removeDiscount,
  removeShipping,
  updateDiscount,
  updateShipping,
} from './prices.ts'
import { openEdit, sessionGid } from './session.ts'
import { totalsOf } from '../orders/math.ts'
import { saveOrder } from '../orders/store.ts'

function begin(args: Args, ctx: Ctx) {
  const refuse = (field: string[] | null, message: string) => ({
    calculatedOrder: null,
    orderEditSession: null,
    userErrors: [userError(field, message)],
  })
  const order = ctx.shop.orders.get(String(args.id))
  if (!order) return refuse(['id'], 'The order does not exist.')
  if (order.cancelledAt !== null) return refuse(null, 'The order cannot be edited.')
  const number = legacyId(newGid(ctx.shop, 'CalculatedOrder'))
  const edit: OrderEdit = { number, orderId: order.id, changes: [] }
  ctx.shop.orderEdits.set(number, edit)
  return {
    calculatedOrder: calculatedOrder(order, edit),
    orderEditSession: sessionGid(edit),
    userErrors: [],
  }
}

function commit(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const open = openEdit(args, ctx)
  if (!open) {
    return {
      order: null,
      successMessages: null,
      userErrors: [userError(['id'], 'The calculated order does not exist.')],
    }
  }
  const { edit, order: before } = open
  if (before.cancelledAt !== null) {
    return {
      order: null,
      successMessages: null,
      userErrors: [userError(null, 'The order cannot be edited.')],
    }
  }
  const order = commitEdit(shop, before, edit)
  order.edits.push({
    id: newGid(shop, 'BasicEvent'),
    at: nowIso(shop),
    staffNote: typeof args.staffNote === 'string' ? args.staffNote : null,
  })
  const successMessages = ['Order updated']
  if (order.closedAt !== null) {
    order.closedAt = null
    successMessages.push('Order unarchived')
  }
  if (args.notifyCustomer === true) {
    ctx.stats.emails += 1
    const isOwing = new Big(totalsOf(order).outstanding.shop).gt(0)
    successMessages.push(isOwing ? 'Invoice sent' : 'Notification sent')
  }
  shop.orderEdits.delete(edit.number)
  saveOrder(shop, order)
  return { order, successMessages, userErrors: [] }
}

export const orderEditResolvers: Record<string, Resolvers<never>> = {
  ...calculatedTypes,
  Mutation: {
    orderEditBegin: (_source, args, ctx) => begin(args, ctx),
    orderEditAddVariant: (_source, args, ctx) => addVariant(args, ctx),
    orderEditAddCustomItem: (_source, args, ctx) => addCustomItem(args, ctx),
    orderEditSetQuantity: (_source, args, ctx) => setQuantity(args, ctx),
    orderEditAddLineItemDiscount: (_source, args, ctx) => addDiscount(args, ctx),
    orderEditUpdateDiscount: (_source, args, ctx) => updateDiscount(args, ctx),
    orderEditRemoveDiscount: (_source, args, ctx) => removeDiscount(args, ctx),
    orderEditAddShippingLine: (_source, args, ctx) => addShipping(args, ctx),
    orderEditUpdateShippingLine: (_source, args, ctx) => updateShipping(args, ctx),
    orderEditRemoveShippingLine: (_source, args, ctx) => removeShipping(args, ctx),
    orderEditCommit: (_source, args, ctx) => commit(args, ctx),
  },
}
