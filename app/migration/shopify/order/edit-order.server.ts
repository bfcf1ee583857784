import { decimal, equalAmounts, type DecimalString } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { RequestRejected } from '../api/admin-client.server.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import {
  ORDER_EDIT_ADD_CUSTOM_ITEM,
  ORDER_EDIT_ADD_SHIPPING,
  ORDER_EDIT_BEGIN,
  ORDER_EDIT_COMMIT,
  ORDER_EDIT_REMOVE_SHIPPING,
  ORDER_EDIT_SET_QUANTITY,
} from './edit-documents.ts'
import { isCurrencyCode, shorten } from '../values/normalize.ts'
import { changesText, orderChanges, toldChanges, type OrderChanges } from './changes.ts'
import { planMoney } from './input/money.ts'
import { refundChildren } from './snapshot.ts'
import type { ReadOrder } from './read-order.ts'
import type { TargetContext } from '../target-context.ts'
import { notPossible } from '../write-notes.ts'
import { ordersSay } from '#app/migration/messages/orders.ts'
import type { Message } from '#app/migration/messages/message.ts'

/** Shopify keeps no longer staff notes. */
const MAX_STAFF_NOTE = 255

/**
 * Brings lines and shipping of an existing order to what the source says, in one edit: all of it or
 * nothing. It is committed only when the order then costs what it costs in the source, to the
 * smallest unit; an edit that was begun and not committed changes nothing. Nobody is notified and
 * no stock moves: what is added has no link to its product, what is taken off is not put back.
 *
 * May be repeated: what is there already is no change.
 *
 * @returns whether the order was edited; when not, the notes say what differs
 */
export async function editOrder(
  ctx: TargetContext,
  record: CanonicalOrder,
  present: ReadOrder,
  notes: WriteNote[],
): Promise<boolean> {
  const changes = orderChanges(record, present)
  if (changes.lines.length + changes.shipping.length === 0) return false
  const tell = (why: Message) => {
    notes.push(
      notPossible(
        changes.lines.length > 0 ? 'lines' : 'shippingLines',
        ordersSay('changedLater', { ...toldChanges(changes, record.currency), why }),
      ),
    )
    return false
  }
  const obstacle = obstacleOf(record, present)
  if (obstacle) return tell(obstacle)
  try {
    const { id, total } = await stage(ctx, record, present, changes)
    const wanted = planMoney(record).sourceTotal
    if (!equalAmounts(total, wanted)) {
      const money = (amount: DecimalString) => ({ amount, currency: record.currency })
      return tell(ordersSay('editCostsOther', { total: money(total), wanted: money(wanted) }))
    }
    const staffNote = `Changed in the old store: ${changesText(changes, record.currency)}`
    const answer = await ctx.run(ORDER_EDIT_COMMIT, {
      id,
      staffNote: shorten(staffNote, MAX_STAFF_NOTE),
    })
    checkUserErrors(answer.orderEditCommit)
  } catch (error) {
    if (error instanceof PauseRun && error.code === 'TARGET_SCOPE_MISSING') {
      return tell(ordersSay('editNotAllowed'))
    }
    if (!(error instanceof ShopifyRefused) && !(error instanceof RequestRejected)) throw error
    return tell(ordersSay('editRefused', { words: error.message }))
  }
  if (changes.lines.some(({ kind }) => kind === 'added')) {
    notes.push({
      code: 'PARENT_MISSING',
      field: 'lines',
      message: ordersSay('addedByEdit'),
    })
  }
  return true
}

function obstacleOf(record: CanonicalOrder, present: ReadOrder): Message | null {
  if (present.cancelledAt !== null || record.cancelledAt !== null) {
    return ordersSay('editCancelled')
  }
  const isRefunded =
    decimal(present.totalRefundedSet.shopMoney.amount).gt(0) ||
    Object.keys(refundChildren(present)).length > 0
  if (isRefunded) {
    return ordersSay('editRefunded')
  }
  if (present.shopTotal !== null) {
    return ordersSay('editTwoCurrencies')
  }
  if (present.currencyCode !== record.currency || !isCurrencyCode(record.currency)) {
    return ordersSay('editCurrency')
  }
  return null
}

/** @returns what the order would cost after the edit */
async function stage(
  ctx: TargetContext,
  record: CanonicalOrder,
  present: ReadOrder,
  changes: OrderChanges,
): Promise<{ id: string; total: DecimalString }> {
  const { orderEditBegin } = await ctx.run(ORDER_EDIT_BEGIN, { id: present.id })
  const { calculatedOrder } = checkUserErrors(orderEditBegin)
  if (!calculatedOrder) throw new ShopifyRefused([{ message: 'The edit was not begun.' }])
  const { id } = calculatedOrder
  let total = calculatedOrder.totalPriceSet.shopMoney.amount
  const staged = (answer: StagedAnswer | null | undefined) => {
    const calculated = checkUserErrors(answer).calculatedOrder
    if (!calculated) throw new ShopifyRefused([{ message: 'The edit was not made.' }])
    total = calculated.totalPriceSet.shopMoney.amount
  }
  const price = (amount: DecimalString) => {
    if (!isCurrencyCode(record.currency)) throw new Error('Looked at before')
    return { amount, currencyCode: record.currency }
  }
  for (const change of changes.lines) {
    if (change.kind === 'quantity') {
      const number = numberOf(change.lineItemId)
      const line = calculatedOrder.lineItems.nodes.find((node) => numberOf(node.id) === number)
      if (!line) throw new ShopifyRefused([{ message: `“${change.title}” is not on the order.` }])
      const { to: quantity } = change
      const answer = await ctx.run(ORDER_EDIT_SET_QUANTITY, { id, lineItemId: line.id, quantity })
      staged(answer.orderEditSetQuantity)
      continue
    }
    const { title, unitPrice } = change
    // More of a line without a product: its taxes follow, and there is no stock to move.
    const own = calculatedOrder.lineItems.nodes.find(
      (line) =>
        line.variant === null &&
        line.quantity > 0 &&
        line.title === title &&
        equalAmounts(line.originalUnitPriceSet.shopMoney.amount, unitPrice),
    )
    if (own) {
      const quantity = own.quantity + change.quantity
      const answer = await ctx.run(ORDER_EDIT_SET_QUANTITY, { id, lineItemId: own.id, quantity })
      staged(answer.orderEditSetQuantity)
    } else {
      const { quantity, taxable, requiresShipping } = change
      const answer = await ctx.run(ORDER_EDIT_ADD_CUSTOM_ITEM, {
        id,
        title,
        quantity,
        taxable,
        requiresShipping,
        price: price(change.unitPrice),
      })
      staged(answer.orderEditAddCustomItem)
    }
  }
  const shippingLines = [...calculatedOrder.shippingLines]
  for (const change of changes.shipping) {
    if (change.kind === 'added') {
      const shippingLine = { title: change.title, price: price(change.amount) }
      const answer = await ctx.run(ORDER_EDIT_ADD_SHIPPING, { id, shippingLine })
      staged(answer.orderEditAddShippingLine)
      continue
    }
    const index = shippingLines.findIndex(
      (line) =>
        line.title === change.title && equalAmounts(line.price.shopMoney.amount, change.amount),
    )
    const shippingLineId = shippingLines.splice(index, index < 0 ? 0 : 1)[0]?.id
    if (!shippingLineId) {
      throw new ShopifyRefused([{ message: `“${change.title}” is not on the order.` }])
    }
    const answer = await ctx.run(ORDER_EDIT_REMOVE_SHIPPING, { id, shippingLineId })
    staged(answer.orderEditRemoveShippingLine)
  }
  return { id, total }
}

type StagedAnswer = {
  calculatedOrder: { totalPriceSet: { shopMoney: { amount: string } } } | null
  userErrors: { field: string[] | null; message: string }[]
}

/** An order's line and the same line inside an edit differ in the type of their ids (recorded). */
function numberOf(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1)
}
