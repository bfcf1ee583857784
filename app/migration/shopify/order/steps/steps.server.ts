import { decimal } from '#app/migration/kinds/values/money.ts'
import { stableJson } from '#app/migration/kinds/values/fingerprint.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { Gid, WriteNote } from '#app/migration/engine/ports/target.ts'
import { RequestRejected } from '#app/migration/shopify/api/admin-client.server.ts'
import { checkUserErrors, ShopifyRefused } from '#app/migration/shopify/api/check-user-errors.ts'
import { JOB_STATUS, ORDER_CANCEL, ORDER_CLOSE, ORDER_MARK_AS_PAID } from '../documents.ts'
import { fulfillOrder } from './fulfill-order.server.ts'
import { missingRefunds, received } from '../input/refunds.ts'
import { expectedTracking, planShipments, shownTracking, type Parcel } from '../input/shipments.ts'
import type { ReadOrder } from '../read-order.ts'
import { isComplete, orderState } from '../input/state.ts'
import { readOrder } from '../read-orders.server.ts'
import { repeatRefund } from './repeat-refund.server.ts'
import type { TargetContext } from '#app/migration/shopify/target-context.ts'
import { notPossible } from '#app/migration/shopify/write-notes.ts'
import { ordersSay } from '#app/migration/messages/orders.ts'

const JOB_POLLS = 60

/** The order under our hands: read again when it is looked at after a change, and only then. */
export type LiveOrder = {
  /** As last read. */
  seen(): ReadOrder
  /** As it is now. */
  now(): Promise<ReadOrder>
  changed(): void
}

export function liveOrder(ctx: TargetContext, start: ReadOrder, sourceId: string): LiveOrder {
  let order = start
  let isStale = false
  return {
    seen: () => order,
    now: async () => {
      if (isStale) order = await readOrder(ctx, order.id, sourceId)
      isStale = false
      return order
    },
    changed: () => (isStale = true),
  }
}

/** Which of the source's later events may be repeated in Shopify. */
export type Steps = {
  pay: boolean
  fulfill: boolean
  /** Whether tracking may be written; without it only what was sent. */
  track: boolean
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
  live: LiveOrder,
  knownRefunds: Readonly<Record<string, Gid>>,
  steps: Steps,
  notes: WriteNote[],
): Promise<void> {
  const state = orderState(record)
  const attempt: Attempt = async (field, problem, step) => {
    try {
      if (await step()) live.changed()
    } catch (error) {
      // The order itself is there: a step refused in either way must not make it count as refused.
      if (!(error instanceof ShopifyRefused) && !(error instanceof RequestRejected)) throw error
      // Of several fulfillments or a slow cancellation some may be done.
      live.changed()
      notes.push(notPossible(field, ordersSay(problem, { words: error.message })))
    }
  }
  if (steps.pay) await pay(ctx, record, await live.now(), attempt, notes)
  if (steps.fulfill || steps.track) await fulfill(ctx, record, live, steps, attempt, notes)
  if (steps.refund) {
    for (const refund of missingRefunds(record, await live.now(), knownRefunds)) {
      const present = await live.now()
      await attempt('refunded', 'cannotRefund', () =>
        repeatRefund(ctx, record, refund, present, notes, () =>
          readOrder(ctx, present.id, record.sourceId),
        ),
      )
    }
  }
  if (steps.cancel && state.cancelled && live.seen().cancelledAt === null) {
    await attempt('cancelled', 'cannotCancel', () => cancelOrder(ctx, live.seen().id))
  }
  if (steps.close && isComplete(record)) await closeWhenDone(ctx, live, attempt)
}

type Problem = 'cannotPay' | 'cannotFulfill' | 'cannotRefund' | 'cannotCancel' | 'cannotArchive'
type Attempt = (field: string, problem: Problem, step: () => Promise<boolean>) => Promise<void>

async function pay(
  ctx: TargetContext,
  record: CanonicalOrder,
  order: ReadOrder,
  attempt: Attempt,
  notes: WriteNote[],
): Promise<void> {
  const state = orderState(record)
  const untouched =
    decimal(order.totalRefundedSet.shopMoney.amount).eq(0) && order.cancelledAt === null
  if (!untouched || order.displayFinancialStatus === 'PAID') return
  if (state.paid) {
    await attempt('financialStatus', 'cannotPay', async () => {
      const { orderMarkAsPaid } = await ctx.run(ORDER_MARK_AS_PAID, { id: order.id })
      checkUserErrors(orderMarkAsPaid)
      return true
    })
    return
  }
  const got = received(order)
  if (decimal(state.received).lte(decimal(got))) return
  const money = (amount: string) => ({ amount, currency: record.currency })
  notes.push(
    notPossible(
      'financialStatus',
      ordersSay('partlyPaid', { there: money(state.received), here: money(got) }),
    ),
  )
}

async function fulfill(
  ctx: TargetContext,
  record: CanonicalOrder,
  live: LiveOrder,
  steps: Steps,
  attempt: Attempt,
  notes: WriteNote[],
): Promise<void> {
  const plan = planShipments(record)
  const isSent = (order: ReadOrder) =>
    !plan.isWhole || !steps.fulfill || order.displayFulfillmentStatus === 'FULFILLED'
  const isTracked = (order: ReadOrder) =>
    !steps.track || stableJson(expectedTracking(plan)) === stableJson(shownTracking(order))
  const before = await live.now()
  if (plan.parcels.length === 0 || (isSent(before) && isTracked(before))) return
  const rest: Parcel = { numbers: [], company: null, lines: null }
  const parcels = steps.track ? plan.parcels : plan.isWhole ? [rest] : []
  let heldBack = 0
  await attempt('fulfillmentStatus', 'cannotFulfill', async () => {
    const done = await fulfillOrder(ctx, record, parcels, before, notes)
    heldBack = done.heldBack
    return done.changed
  })
  const isRefused = notes.some(({ field }) => field === 'fulfillmentStatus')
  if (isRefused || isSent(await live.now())) return
  notes.push(heldBack > 0 ? heldBackNote(heldBack) : othersNote())
}

function heldBackNote(parts: number): WriteNote {
  return notPossible('fulfillmentStatus', ordersSay('onHold', { parts }))
}

/** Documented: an app sees only the fulfilment orders of those its scopes are for. */
function othersNote(): WriteNote {
  return notPossible('fulfillmentStatus', ordersSay('othersFulfill'))
}

const SETTLED = new Set(['PAID', 'REFUNDED', 'PARTIALLY_REFUNDED'])

/** An order with something left to do in Shopify is not archived, whatever the source says. */
async function closeWhenDone(ctx: TargetContext, live: LiveOrder, attempt: Attempt): Promise<void> {
  const order = await live.now()
  const isDone =
    order.displayFulfillmentStatus === 'FULFILLED' &&
    SETTLED.has(order.displayFinancialStatus ?? '')
  if (order.closed || !isDone) return
  await attempt('closed', 'cannotArchive', async () => {
    const { orderClose } = await ctx.run(ORDER_CLOSE, { id: order.id })
    checkUserErrors(orderClose)
    // Nothing that is compared has changed.
    return false
  })
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
