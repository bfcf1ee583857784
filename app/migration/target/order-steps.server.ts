import { decimal } from '../canonical/money.ts'
import type { CanonicalOrder } from '../canonical/order.ts'
import { RecordError } from '../errors.ts'
import type { Gid, WriteNote } from '../ports.ts'
import { RequestRejected } from './admin-client.server.ts'
import { checkUserErrors, ShopifyRefused } from './check-user-errors.ts'
import {
  FULFILLMENT_CREATE,
  JOB_STATUS,
  OPEN_FULFILLMENT_ORDERS,
  ORDER_CANCEL,
  ORDER_CLOSE,
  ORDER_LINES_PAGE,
  ORDER_MARK_AS_PAID,
  ORDER_SNAPSHOTS,
  REFUND_CREATE,
} from './documents/orders.ts'
import { found } from './operation.ts'
import { orderState } from './order-input.ts'
import { missingRefunds, netPaid, refundInput, refundKey } from './order-refunds.ts'
import type { ReadOrder } from './order-snapshot.ts'
import { notPossible, type TargetContext } from './target-context.server.ts'

const LINES_PAGE = 20
/** More than one shipping line is rare, more than these unheard of. */
const SHIPPING_PAGE = 10
const MAX_PAGE = 250
const JOB_POLLS = 60

export async function readRawOrders(
  ctx: TargetContext,
  gids: readonly Gid[],
): Promise<ReadOrder[]> {
  const { nodes } = await ctx.run(ORDER_SNAPSHOTS, {
    ids: [...gids],
    namespace: ctx.options.metafieldNamespace,
    lines: LINES_PAGE,
    shippingLines: SHIPPING_PAGE,
  })
  return Promise.all(found(nodes).map((order) => withAllLines(ctx, order)))
}

export async function withAllLines(
  ctx: TargetContext,
  order: Omit<ReadOrder, 'allLines'>,
): Promise<ReadOrder> {
  const allLines = [...order.lineItems.nodes]
  let page = order.lineItems.pageInfo
  while (page.hasNextPage) {
    const variables = { id: order.id, after: page.endCursor, lines: MAX_PAGE }
    const answer = await ctx.run(ORDER_LINES_PAGE, variables)
    if (!answer.order) break
    allLines.push(...answer.order.lineItems.nodes)
    page = answer.order.lineItems.pageInfo
  }
  return { ...order, allLines }
}

export async function readOrder(
  ctx: TargetContext,
  gid: Gid,
  sourceId: string,
): Promise<ReadOrder> {
  const order = (await readRawOrders(ctx, [gid]))[0]
  if (order) return order
  throw new RecordError(
    'TARGET_RECORD_GONE',
    sourceId,
    'This order was deleted in Shopify, so the change could not be made. Nothing else is affected.',
  )
}

/** Which of the source's later events may be repeated in Shopify. */
export type Steps = {
  pay: boolean
  fulfill: boolean
  refund: boolean
  cancel: boolean
  close: boolean
}

/**
 * Takes the smallest steps that bring an order on Shopify to where it is in the source: paid,
 * fulfilled, refunded, cancelled, closed, each only when the order is not there yet, so that it may
 * be repeated after a crash. Nobody is notified, nothing is restocked. What Shopify cannot do
 * becomes a note and leaves the order as it is.
 */
export async function takeSteps(
  ctx: TargetContext,
  record: CanonicalOrder,
  start: ReadOrder,
  knownRefunds: Readonly<Record<string, Gid>>,
  steps: Steps,
): Promise<{ order: ReadOrder; notes: WriteNote[] }> {
  const notes: WriteNote[] = []
  const state = orderState(record)
  let order = start
  let stale = false
  const attempt = async (field: string, problem: string, step: () => Promise<boolean>) => {
    try {
      stale = (await step()) || stale
    } catch (error) {
      // The order itself is there: a step refused in either way must not make it count as refused.
      if (!(error instanceof ShopifyRefused) && !(error instanceof RequestRejected)) throw error
      // Of several fulfillments or a slow cancellation some may be done.
      stale = true
      notes.push(
        notPossible(field, `${problem} (Shopify says: “${error.message}”). Do it in Shopify.`),
      )
    }
  }
  const unpaid = order.displayFinancialStatus !== 'PAID' && decimal(netPaid(order)).lte(0)
  const untouched =
    decimal(order.totalRefundedSet.shopMoney.amount).eq(0) && order.cancelledAt === null
  if (steps.pay && state.paid && unpaid && untouched) {
    await attempt(
      'financialStatus',
      'The order was paid in the old store but cannot be marked as paid here',
      () => markAsPaid(ctx, order.id),
    )
  }
  if (steps.fulfill && state.fulfilled && order.displayFulfillmentStatus !== 'FULFILLED') {
    await attempt(
      'fulfillmentStatus',
      'The order was fulfilled in the old store but cannot be fulfilled here',
      () => fulfill(ctx, order.id),
    )
  }
  if (steps.refund) {
    for (const refund of missingRefunds(record, order, knownRefunds)) {
      if (stale) {
        order = await readOrder(ctx, order.id, record.sourceId)
        stale = false
      }
      const present = order
      await attempt('refunded', 'A refund of the old store could not be repeated here', () =>
        refundOnce(ctx, record, refund, present, notes),
      )
    }
  }
  if (steps.cancel && state.cancelled && order.cancelledAt === null) {
    await attempt(
      'cancelled',
      'The order was cancelled in the old store but cannot be cancelled here',
      () => cancel(ctx, order.id),
    )
  }
  if (steps.close && isComplete(record) && !order.closed) {
    await attempt(
      'closed',
      'The order is complete in the old store but cannot be archived here',
      async () => {
        const { orderClose } = await ctx.run(ORDER_CLOSE, { id: order.id })
        checkUserErrors(orderClose)
        return true
      },
    )
  }
  if (stale) order = await readOrder(ctx, order.id, record.sourceId)
  return { order, notes }
}

/** Paid, delivered and not cancelled: nothing is left to do, so the order is archived. */
export function isComplete(record: CanonicalOrder): boolean {
  const state = orderState(record)
  return state.paid && state.fulfilled && !state.cancelled
}

async function markAsPaid(ctx: TargetContext, id: Gid): Promise<boolean> {
  const { orderMarkAsPaid } = await ctx.run(ORDER_MARK_AS_PAID, { id })
  checkUserErrors(orderMarkAsPaid)
  return true
}

async function fulfill(ctx: TargetContext, id: Gid): Promise<boolean> {
  const { order } = await ctx.run(OPEN_FULFILLMENT_ORDERS, { id })
  const open = (order?.fulfillmentOrders.nodes ?? []).filter(
    ({ status }) => status === 'OPEN' || status === 'IN_PROGRESS',
  )
  for (const { id: fulfillmentOrderId } of open) {
    const { fulfillmentCreate } = await ctx.run(FULFILLMENT_CREATE, {
      fulfillment: { notifyCustomer: false, lineItemsByFulfillmentOrder: [{ fulfillmentOrderId }] },
    })
    checkUserErrors(fulfillmentCreate)
  }
  if (open.length === 0) {
    throw new ShopifyRefused([{ message: 'The order has nothing left to fulfill.' }])
  }
  return true
}

async function refundOnce(
  ctx: TargetContext,
  record: CanonicalOrder,
  refund: CanonicalOrder['refunds'][number],
  present: ReadOrder,
  notes: WriteNote[],
): Promise<boolean> {
  const idempotencyKey = refundKey(ctx.options, record, refund)
  for (const detail of ['lines', 'amount'] as const) {
    const built = refundInput(record, refund, present, ctx.options, ctx.clock.now(), detail)
    const nothing =
      !built.input.transactions && !built.input.refundLineItems && !built.input.shipping
    if (nothing) break
    try {
      // The two shapes are two requests; a key may be used for one only.
      const key = detail === 'lines' ? idempotencyKey : `${idempotencyKey}-amount`
      const { refundCreate } = await ctx.run(REFUND_CREATE, {
        input: built.input,
        idempotencyKey: key,
      })
      checkUserErrors(refundCreate)
      if (!built.isWhole) {
        notes.push(
          notPossible(
            'refunded',
            `The old store refunded ${refund.amount} ${record.currency}, more than was still paid on the Shopify order; ${built.amount} ${record.currency} was refunded.`,
          ),
        )
      }
      return true
    } catch (error) {
      const simpler = built.input.refundLineItems ?? built.input.shipping
      if (!(error instanceof ShopifyRefused) || detail === 'amount' || !simpler) throw error
    }
  }
  throw new ShopifyRefused([{ message: 'Nothing is left on the order to refund.' }])
}

async function cancel(ctx: TargetContext, orderId: Gid): Promise<boolean> {
  const { orderCancel } = await ctx.run(ORDER_CANCEL, { orderId })
  const { job } = checkUserErrors(orderCancel)
  if (!job || job.done) return true
  for (let poll = 0; poll < JOB_POLLS; poll += 1) {
    await ctx.sleep(poll < 5 ? 250 : 1000)
    const now = await ctx.run(JOB_STATUS, { id: job.id })
    if (now.job?.done !== false) return true
  }
  throw new ShopifyRefused([{ message: 'The cancellation is still being worked on.' }])
}
