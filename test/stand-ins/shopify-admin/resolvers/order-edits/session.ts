import { z } from 'zod'
import {
  type Args,
  type Ctx,
  userError,
  type UserError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  legacyId,
  newGid,
  type Order,
  type OrderEdit,
  type StagedChange,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { calculatedLine, calculatedOrder, calculatedShipping } from './calculated-order.ts'
import { withEdit } from './apply.ts'

export const moneyInput = z.strictObject({
  amount: z.union([z.string(), z.number()]).transform(String),
  currencyCode: z.string(),
})
export type Money = z.infer<typeof moneyInput>

export const sessionGid = (edit: OrderEdit) => ({
  id: `gid://shopify/OrderEditSession/${edit.number}`,
})

export type Open = { edit: OrderEdit; order: Order; draft: Order }

export function openEdit(args: Args, ctx: Ctx): Open | null {
  const edit = ctx.shop.orderEdits.get(legacyId(String(args.id)))
  const order = edit ? ctx.shop.orders.get(edit.orderId) : undefined
  return edit && order ? { edit, order, draft: withEdit(order, edit) } : null
}

/** Every field of a payload that a refusal leaves empty. */
const NOTHING = {
  calculatedOrder: null,
  calculatedLineItem: null,
  calculatedShippingLine: null,
  addedDiscountStagedChange: null,
  orderEditSession: null,
}

const refusal = (...userErrors: UserError[]) => ({ ...NOTHING, userErrors })

/** Runs one change of an open edit; what it stages shows in the answer at once. */
export function change(
  args: Args,
  ctx: Ctx,
  stage: (
    open: Open,
  ) => UserError[] | { changes: StagedChange[]; lineId?: string; shippingId?: string },
) {
  const open = openEdit(args, ctx)
  if (!open) return refusal(userError(['id'], 'The calculated order does not exist.', 'INVALID'))
  const staged = stage(open)
  if (Array.isArray(staged)) return refusal(...staged)
  const { edit, order } = open
  edit.changes = staged.changes
  const added = staged.changes.at(-1)
  return {
    calculatedOrder: calculatedOrder(order, edit),
    calculatedLineItem: staged.lineId ? calculatedLine(order, edit, staged.lineId) : null,
    calculatedShippingLine: staged.shippingId
      ? calculatedShipping(order, edit, staged.shippingId)
      : null,
    addedDiscountStagedChange:
      added?.kind === 'discount'
        ? {
            id: `gid://shopify/OrderStagedChangeAddLineItemDiscount/${legacyId(newGid(ctx.shop, 'OrderStagedChange'))}`,
            description: added.discount.description ?? '',
          }
        : null,
    orderEditSession: sessionGid(edit),
    userErrors: [],
  }
}

export const NO_LINE = 'The line item does not exist on the order.'
