import type { OpenFulfillmentOrdersQuery } from '#app/types/admin-operations.ts'
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
} from './documents/orders.ts'
import { found } from './operation.ts'
import { orderState } from './order-input.ts'
import { missingRefunds, netPaid } from './order-refunds.ts'
import type { ReadOrder } from './order-snapshot.ts'
import { repeatRefund } from './repeat-refund.server.ts'
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
    'This order was deleted in Shopify just now, so the change could not be made. Nothing else is affected; the next run looks again and asks you what shall become of it.',
    { mayHeal: true },
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
  let isHeldBack = false
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
      async () => {
        const { changed, heldBack } = await fulfill(ctx, order.id)
        isHeldBack = heldBack > 0
        if (isHeldBack) notes.push(heldBackNote(heldBack))
        return changed
      },
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
        repeatRefund(ctx, record, refund, present, notes, () =>
          readOrder(ctx, order.id, record.sourceId),
        ),
      )
    }
  }
  if (steps.cancel && state.cancelled && order.cancelledAt === null) {
    await attempt(
      'cancelled',
      'The order was cancelled in the old store but cannot be cancelled here',
      () => cancelOrder(ctx, order.id),
    )
  }
  if (steps.close && isComplete(record) && !order.closed && !isHeldBack) {
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

/**
 * Fulfills every part of the order that may be. A hold is somebody's decision in Shopify (fraud
 * check, missing stock, a date): it is not released, only told.
 */
async function fulfill(
  ctx: TargetContext,
  id: Gid,
): Promise<{ changed: boolean; heldBack: number }> {
  const parts = await openParts(ctx, id)
  const open = parts.filter(({ status }) => status === 'OPEN' || status === 'IN_PROGRESS')
  const heldBack = parts.filter(({ status }) => status === 'ON_HOLD' || status === 'SCHEDULED')
  for (const { id: fulfillmentOrderId } of open) {
    const { fulfillmentCreate } = await ctx.run(FULFILLMENT_CREATE, {
      fulfillment: { notifyCustomer: false, lineItemsByFulfillmentOrder: [{ fulfillmentOrderId }] },
    })
    checkUserErrors(fulfillmentCreate)
  }
  if (open.length === 0 && heldBack.length === 0) {
    throw new ShopifyRefused([{ message: 'The order has nothing left to fulfill.' }])
  }
  return { changed: open.length > 0, heldBack: heldBack.length }
}

async function openParts(ctx: TargetContext, id: Gid) {
  type Page = NonNullable<OpenFulfillmentOrdersQuery['order']>['fulfillmentOrders']
  const parts: Page['nodes'] = []
  let after: string | null = null
  do {
    const answer: OpenFulfillmentOrdersQuery = await ctx.run(OPEN_FULFILLMENT_ORDERS, { id, after })
    if (!answer.order) break
    const { nodes, pageInfo }: Page = answer.order.fulfillmentOrders
    parts.push(...nodes)
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null
  } while (after !== null)
  return parts
}

function heldBackNote(count: number): WriteNote {
  const parts = count === 1 ? 'One part of this order is' : `${count} parts of this order are`
  return notPossible(
    'fulfillmentStatus',
    `The order was fulfilled in the old store. ${parts} on hold in Shopify, and a hold is not released by this app: release it in Shopify and fulfill the rest there.`,
  )
}

/** Nobody is notified, nothing is restocked or refunded. @throws ShopifyRefused */
export async function cancelOrder(
  ctx: Pick<TargetContext, 'run' | 'sleep'>,
  orderId: Gid,
): Promise<boolean> {
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
