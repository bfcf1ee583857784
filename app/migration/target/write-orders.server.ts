import type { OrderInput } from '#app/types/admin-operations.ts'
import { equalAmounts, moneyText } from '../canonical/money.ts'
import type { CanonicalOrder } from '../canonical/order.ts'
import type { Gid, References, TargetSnapshot, WriteNote } from '../ports.ts'
import { addressInput } from './address-input.ts'
import { alreadyThere } from './already-there.server.ts'
import { checkUserErrors, ShopifyRefused } from './check-user-errors.ts'
import { ORDER_BY_CUSTOM_ID, ORDER_CREATE, ORDER_UPDATE } from './documents/orders.ts'
import {
  blankToNull,
  isoSeconds,
  MAX_NOTE,
  MAX_ORDER_TAG,
  mergeTags,
  normalizeTags,
  normalizeText,
  shorten,
} from './normalize.ts'
import {
  acceptedDate,
  buildOrder,
  orderAttributes,
  orderContact,
  orderNotes,
  orderState,
  orderWritten,
  type BuiltOrder,
} from './order-input.ts'
import { withoutRefused } from './order-refusals.ts'
import { planMoney } from './order-money.ts'
import { orderSnapshot, type ReadOrder } from './order-snapshot.ts'
import {
  isComplete,
  readOrder,
  readRawOrders,
  takeSteps,
  withAllLines,
} from './order-steps.server.ts'
import { sourceReference, WRITTEN_KEY } from './source-reference.ts'
import {
  notPossible,
  type Accepted,
  type TargetContext,
  type UpdateOf,
} from './target-context.server.ts'
import { parseWritten, writtenText } from './written.ts'

const BATCH = 8

export async function findOrder(ctx: TargetContext, sourceId: string): Promise<Gid | null> {
  const answer = await ctx.run(ORDER_BY_CUSTOM_ID, {
    namespace: ctx.options.metafieldNamespace,
    value: sourceReference(ctx.options.projectId, 'order', sourceId),
  })
  return answer.orderByIdentifier?.id ?? null
}

export async function readOrders(
  ctx: TargetContext,
  gids: readonly Gid[],
): Promise<TargetSnapshot[]> {
  const batches: Gid[][] = []
  for (let i = 0; i < gids.length; i += BATCH) batches.push(gids.slice(i, i + BATCH))
  const read = await Promise.all(batches.map((batch) => readRawOrders(ctx, batch)))
  return read.flat().map(orderSnapshot)
}

/**
 * Creates the order and then repeats what happened to it. `orderCreate` has no idempotency of its
 * own: a repeat after a lost answer looks the custom id up first, and is told "taken" by Shopify
 * when the first try was still being committed then. Either way the first order is the one used.
 */
export async function createOrder(
  ctx: TargetContext,
  record: CanonicalOrder,
  references: References,
  mayExist: boolean,
): Promise<Accepted> {
  const built = buildOrder(record, references, ctx.options, ctx.clock.now())
  const notes = [...built.notes]
  const existing = mayExist ? await findOrder(ctx, record.sourceId) : null
  const arrived: Arrived = existing
    ? { order: await readOrder(ctx, existing, record.sourceId), outcome: 'found' }
    : await sendOrder(ctx, record, built, notes)
  const stepped = await takeSteps(
    ctx,
    record,
    arrived.order,
    {},
    {
      pay: true,
      fulfill: true,
      refund: true,
      cancel: true,
      close: true,
    },
  )
  notes.push(...stepped.notes, ...totalNotes(record, stepped.order))
  const snapshot = orderSnapshot(stepped.order)
  return {
    gid: stepped.order.id,
    outcome: arrived.outcome,
    snapshot,
    children: snapshot.children,
    notes,
  }
}

type Arrived = { order: ReadOrder; outcome: 'created' | 'found' | 'adopted' }

function totalNotes(record: CanonicalOrder, order: ReadOrder): WriteNote[] {
  const plan = planMoney(record)
  const shown = order.totalPriceSet.shopMoney.amount
  if (equalAmounts(shown, plan.sourceTotal)) {
    if (equalAmounts(record.total, plan.sourceTotal)) return []
    const { currency } = record
    return [
      {
        code: 'TOTAL_MISMATCH',
        field: 'total',
        message: `The order’s total was rounded from ${moneyText(record.total, currency)} to ${moneyText(plan.sourceTotal, currency)}, because Shopify keeps ${currency} with ${plan.decimals} decimal places. The order arrived; nothing needs to be done if that is right.`,
      },
    ]
  }
  return [
    {
      code: 'TOTAL_MISMATCH',
      field: 'total',
      message: `The order’s total in Shopify is ${moneyText(shown, record.currency)}, not the old store’s ${moneyText(plan.sourceTotal, record.currency)}: ${plan.arithmetic}. The order arrived; check it in Shopify.`,
    },
  ]
}

async function sendOrder(
  ctx: TargetContext,
  record: CanonicalOrder,
  built: BuiltOrder,
  notes: WriteNote[],
): Promise<Arrived> {
  let order = built.input
  if (isComplete(record) && record.refunds.length === 0) {
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
        namespace: ctx.options.metafieldNamespace,
        lines: Math.min(250, Math.max(1, built.plan.lines.length)),
        shippingLines: Math.max(1, built.plan.shipping.length),
      })
      const { order: created } = checkUserErrors(answer.orderCreate)
      if (!created) throw new ShopifyRefused([{ message: 'The order was not created.' }])
      return { order: await withAllLines(ctx, created), outcome: 'created' }
    } catch (error) {
      if (error instanceof ShopifyRefused && error.says(/too many attempts/i)) {
        // A limit of this store, not a failure of this order: it has all the time it needs.
        ctx.pacer.limited()
        continue
      }
      const first = await alreadyThere(ctx, error, record, () => findOrder(ctx, record.sourceId))
      if (first) return { order: await readOrder(ctx, first, record.sourceId), outcome: 'adopted' }
      if (!(error instanceof ShopifyRefused)) throw error
      const reduced = attempt < 5 ? withoutRefused(error, order, record, notes) : null
      if (!reduced) throw error
      order = reduced
      attempt += 1
    }
  }
}

/** Frozen by Shopify once the order exists. */
const FROZEN: Readonly<Record<string, string>> = {
  name: 'order number',
  currency: 'currency',
  placedAt: 'order date',
  billingAddress: 'billing address',
  lines: 'lines',
  shippingLines: 'shipping lines',
  taxes: 'taxes',
  discount: 'discount',
  total: 'total',
}

export async function updateOrder(
  ctx: TargetContext,
  update: UpdateOf<CanonicalOrder>,
): Promise<Accepted> {
  const { record, gid } = update
  const before = await readOrder(ctx, gid, record.sourceId)
  const current = orderSnapshot(before)
  const changed = new Set(update.merge(current))
  if (changed.size === 0) {
    const children = { ...update.children, ...current.children }
    return { gid, outcome: 'updated', snapshot: current, children, notes: [] }
  }
  const contact = orderContact(record)
  const notes: WriteNote[] = orderNotes(record, contact, false, ctx.options).filter(
    (note) => note.field !== undefined && changed.has(note.field),
  )
  for (const [field, name] of Object.entries(FROZEN)) {
    if (!changed.has(field)) continue
    notes.push(
      notPossible(
        field,
        `The ${name} of this order changed in the old store; Shopify does not allow to change that on an existing order, so it stays as it was.`,
      ),
    )
  }
  const state = orderState(record)
  if (changed.has('financialStatus') && !state.paid && !state.cancelled) {
    if (before.displayFinancialStatus !== state.financialStatus) {
      notes.push(
        notPossible(
          'financialStatus',
          `The order’s payment went back to “${state.financialStatus.toLowerCase()}” in the old store; Shopify does not allow that, so it stays as it was.`,
        ),
      )
    }
  }
  if (
    changed.has('fulfillmentStatus') &&
    !state.fulfilled &&
    before.displayFulfillmentStatus === 'FULFILLED'
  ) {
    notes.push(
      notPossible(
        'fulfillmentStatus',
        'The order is no longer fulfilled in the old store; cancel the fulfillment in Shopify if that is right.',
      ),
    )
  }
  if (changed.has('cancelled') && !state.cancelled && before.cancelledAt !== null) {
    notes.push(
      notPossible(
        'cancelled',
        'The order was reopened in the old store; Shopify cannot reopen a cancelled order, so it stays cancelled.',
      ),
    )
  }
  await updateOwnFields(ctx, record, before, changed, notes)
  const stepped = await takeSteps(ctx, record, before, update.children, {
    pay: changed.has('financialStatus'),
    fulfill: changed.has('fulfillmentStatus'),
    // A conflict over the amount is the merchant's to settle, whatever else is written.
    refund: changed.has('refunded'),
    cancel: changed.has('cancelled'),
    close: changed.has('fulfillmentStatus') || changed.has('financialStatus'),
  })
  const after = await readOrder(ctx, gid, record.sourceId)
  const snapshot = orderSnapshot(after)
  notes.push(...stepped.notes)
  const refundsTold = notes.some(({ field }) => field === 'refunded')
  if (changed.has('refunded') && !refundsTold) notes.push(...refundNotes(record, after))
  const stuck = after.displayFinancialStatus !== state.financialStatus
  const told = (name: string) => notes.some(({ field }) => field === name)
  if (changed.has('financialStatus') && stuck && told('refunded') && !told('financialStatus')) {
    notes.push(
      notPossible(
        'financialStatus',
        `Shopify derives an order’s payment state from its refunds, which differ: “${state.financialStatus.toLowerCase().replaceAll('_', ' ')}” in the old store is not shown here.`,
      ),
    )
  }
  return {
    gid,
    outcome: 'updated',
    snapshot,
    children: { ...update.children, ...snapshot.children },
    notes,
  }
}

/** A refund that was changed or taken back after it had been repeated: Shopify changes none. */
function refundNotes(record: CanonicalOrder, order: ReadOrder): WriteNote[] {
  const wanted = orderState(record).refunded
  const shown = order.totalRefundedSet.shopMoney.amount
  if (equalAmounts(shown, wanted)) return []
  const money = (amount: string) => moneyText(amount, record.currency)
  return [
    notPossible(
      'refunded',
      `The refunds of this order changed in the old store after they had been repeated: ${money(wanted)} in all there, ${money(shown)} here. Shopify does not allow to change a refund, so it stays as it was; give back the rest in Shopify if that is right.`,
    ),
  ]
}

async function updateOwnFields(
  ctx: TargetContext,
  record: CanonicalOrder,
  before: ReadOrder,
  changed: ReadonlySet<string>,
  notes: WriteNote[],
): Promise<void> {
  const contact = orderContact(record)
  const written = parseWritten(before.written?.value)
  let input: Omit<OrderInput, 'id'> = {}
  if (changed.has('note')) {
    input.note = blankToNull(shorten(normalizeText(record.note) ?? '', MAX_NOTE)) ?? ''
  }
  if (changed.has('email') && contact.email) input.email = contact.email
  if (changed.has('phone') && contact.phone) input.phone = contact.phone
  if (changed.has('tags'))
    input.tags = mergeTags(before.tags, written.tags, normalizeTags(record.tags, MAX_ORDER_TAG))
  if (changed.has('attributes')) {
    const wanted = orderAttributes(record)
    const ours = new Set([...written.attributes, ...wanted.map(({ key }) => key)])
    const merchants = before.customAttributes
      .filter(({ key }) => !ours.has(key))
      .map(({ key, value }) => ({ key, value: value ?? '' }))
    input.customAttributes = [...wanted, ...merchants]
  }
  if (changed.has('shippingAddress')) {
    const address = addressInput(record.shippingAddress)
    if (address) input.shippingAddress = address
  }
  if (Object.keys(input).length === 0) return
  if (changed.has('tags') || changed.has('attributes')) {
    const now = orderWritten(record, ctx.options, false)
    const value = writtenText({
      ...written,
      ...(changed.has('tags') ? { tags: now.tags } : {}),
      ...(changed.has('attributes') ? { attributes: now.attributes } : {}),
    })
    const namespace = ctx.options.metafieldNamespace
    input.metafields = [{ namespace, key: WRITTEN_KEY, type: 'json', value }]
  }
  for (let attempt = 1; Object.keys(input).length > 0; attempt += 1) {
    try {
      const { orderUpdate } = await ctx.run(ORDER_UPDATE, { input: { id: before.id, ...input } })
      checkUserErrors(orderUpdate)
      return
    } catch (error) {
      if (!(error instanceof ShopifyRefused) || attempt > 3) throw error
      const refused = (['shippingAddress', 'email', 'phone'] as const).find(
        (key) => input[key] && error.concerns(key),
      )
      if (!refused) throw error
      notes.push(
        notPossible(
          refused,
          `The change was not accepted by Shopify (“${error.message}”), so this stays as it was on the order.`,
        ),
      )
      const { [refused]: _refused, ...rest } = input
      input = rest
    }
  }
}
