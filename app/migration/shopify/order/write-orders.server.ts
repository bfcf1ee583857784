import type { OrderCreateOrderInput } from '#app/types/admin-operations.ts'
import { equalAmounts } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { Gid, TargetOptions, WriteNote } from '#app/migration/engine/ports/target.ts'
import { alreadyThere } from '../identity/already-there.server.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { EXISTING } from '../identity/look-up-documents.ts'
import { ORDER_CREATE } from './documents.ts'
import { acceptedDate, isoSeconds, normalizeTime } from '../values/normalize.ts'
import { buildOrder, dateNote, type BuiltOrder } from './input/order-input.ts'
import { planMoney } from './input/money.ts'
import { shopTotalOf } from './input/two-currencies.ts'
import { keptInShopify } from '../write-notes.ts'
import { withoutRefused } from './refusals.ts'
import { refundNotes } from './input/refunds.ts'
import { orderSnapshot } from './snapshot.ts'
import type { ReadOrder } from './read-order.ts'
import { isComplete } from './input/state.ts'
import { liveOrder, takeSteps } from './steps/steps.server.ts'
import { findOrder, readOrder, whole } from './read-orders.server.ts'
import type { TargetContext } from '../target-context.ts'
import type { OrderContext } from './order-context.ts'
import type { Accepted, Creation } from '../target-kind.ts'
import { METAFIELD_NAMESPACE } from '../identity/source-reference.ts'
import { ordersSay } from '#app/migration/messages/orders.ts'

/**
 * Creates the order and then repeats what happened to it. `orderCreate` has no idempotency of its
 * own: a repeat after a lost answer looks the custom id up first, and is told "taken" by Shopify
 * when the first try was still being committed then. Either way the first order is the one used.
 */
export async function createOrder(
  ctx: OrderContext,
  { record, references, mayExist }: Creation<CanonicalOrder>,
): Promise<Accepted> {
  const built = buildOrder(record, references, ctx.options, ctx.clock.now())
  const notes = [...built.notes]
  const existing = mayExist ? await findOrder(ctx, record.sourceId) : null
  const arrived: Arrived = existing
    ? { order: await readOrder(ctx, existing, record.sourceId), outcome: 'found' }
    : await sendOrder(ctx, record, built, notes)
  const live = liveOrder(ctx, arrived.order, record.sourceId)
  const steps = { pay: true, fulfill: true, track: true, refund: true, cancel: true, close: true }
  await takeSteps(ctx, record, live, {}, steps, notes)
  const order = await live.now()
  notes.push(
    ...totalNotes(record, order),
    ...shopTotalNotes(record, order, ctx.options),
    ...refundNotes(record, order, notes),
  )
  const snapshot = orderSnapshot(order)
  const moved = snapshot.fields['placedAt'] !== normalizeTime(record.placedAt)
  if (moved && !notes.some(({ field }) => field === 'placedAt')) notes.push(dateNote(record))
  return {
    gid: order.id,
    outcome: arrived.outcome,
    snapshot,
    children: snapshot.children,
    notes,
  }
}

type Arrived = { order: ReadOrder; outcome: 'created' | 'found' | 'adopted' }

function totalNotes(record: CanonicalOrder, order: ReadOrder): WriteNote[] {
  const plan = planMoney(record)
  const { currency } = record
  const shown = order.totalPriceSet.shopMoney.amount
  if (equalAmounts(shown, plan.sourceTotal)) {
    if (equalAmounts(record.total, plan.sourceTotal)) return []
    return [
      {
        code: 'TOTAL_ROUNDED',
        field: 'total',
        message: ordersSay('totalRounded', {
          from: { amount: record.total, currency },
          to: { amount: plan.sourceTotal, currency },
          places: plan.decimals,
        }),
      },
    ]
  }
  return [
    {
      code: 'TOTAL_MISMATCH',
      field: 'total',
      message: ordersSay('totalDiffers', {
        shown: { amount: shown, currency },
        wanted: { amount: plan.sourceTotal, currency },
        ...plan.arithmetic,
      }),
    },
  ]
}

/** What the buyer paid is right; the shop's own side of it may be a cent off. */
function shopTotalNotes(
  record: CanonicalOrder,
  { shopTotal: shown }: ReadOrder,
  options: TargetOptions,
): WriteNote[] {
  const wanted = shopTotalOf(record, options)
  if (!wanted || !shown || equalAmounts(shown.amount, wanted.amount)) return []
  return [keptInShopify('shopTotal', ordersSay('shopTotalDiffers', { shown, wanted }))]
}

async function sendOrder(
  ctx: OrderContext,
  record: CanonicalOrder,
  built: BuiltOrder,
  notes: WriteNote[],
): Promise<Arrived> {
  let order = built.input
  const isSent = Boolean(order.fulfillment ?? order.fulfillmentStatus)
  if (isSent && isComplete(record) && record.refunds.length === 0) {
    const at = acceptedDate(record.payment.paidAt ?? record.placedAt, ctx.clock.now())
    order = { ...order, closedAt: at?.at ?? isoSeconds(ctx.clock.now()) }
  }
  for (let attempt = 1; ;) {
    await ctx.pacer.turn()
    try {
      const answer = await ctx.run(ORDER_CREATE, {
        order,
        options: {
          inventoryBehaviour: 'BYPASS',
          sendReceipt: false,
          sendFulfillmentReceipt: false,
        },
        namespace: METAFIELD_NAMESPACE,
        lines: Math.min(250, Math.max(1, built.plan.lines.length)),
        shippingLines: Math.max(1, built.plan.shipping.length),
      })
      const { order: created } = checkUserErrors(answer.orderCreate)
      if (!created) throw new ShopifyRefused([{ message: 'The order was not created.' }])
      return { order: await whole(ctx, created), outcome: 'created' }
    } catch (error) {
      if (error instanceof ShopifyRefused && error.says(/too many attempts/i)) {
        // A limit of this store, not a failure of this order: it has all the time it needs.
        ctx.pacer.limited()
        continue
      }
      const first = await alreadyThere(ctx, error, record, () => findOrder(ctx, record.sourceId))
      if (first) return { order: await readOrder(ctx, first, record.sourceId), outcome: 'adopted' }
      if (!(error instanceof ShopifyRefused)) throw error
      const gone = error.concerns('lineItems') ? await goneVariants(ctx, order) : undefined
      const reduced = attempt < 5 ? withoutRefused(error, order, record, notes, gone) : null
      if (!reduced) throw error
      order = reduced
      attempt += 1
    }
  }
}

/** As many ids as `nodes` takes. */
const MOST_IDS = 250

/** Shopify refuses the lines and does not say which (recorded): the variants that are not there. */
async function goneVariants(
  ctx: TargetContext,
  { lineItems }: OrderCreateOrderInput,
): Promise<ReadonlySet<Gid>> {
  const lines = Array.isArray(lineItems) ? lineItems : []
  const ids = [...new Set(lines.flatMap(({ variantId }) => (variantId ? String(variantId) : [])))]
  const gone = new Set<Gid>()
  for (let i = 0; i < ids.length; i += MOST_IDS) {
    const asked = ids.slice(i, i + MOST_IDS)
    const { nodes } = await ctx.run(EXISTING, { ids: asked })
    asked.forEach((id, at) => nodes[at] === null && gone.add(id))
  }
  return gone
}
