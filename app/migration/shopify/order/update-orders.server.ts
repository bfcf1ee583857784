import type { MailingAddressInput, OrderInput } from '#app/types/admin-operations.ts'
import { stableJson, type Fields } from '#app/migration/kinds/values/fingerprint.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { Gid, TargetSnapshot, WriteNote } from '#app/migration/engine/ports/target.ts'
import { addressInput } from '../values/address-input.ts'
import { withoutRefusedParts } from '../values/address-refusals.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { ORDER_CUSTOMER_REMOVE, ORDER_CUSTOMER_SET, ORDER_UPDATE } from './documents.ts'
import { editOrder } from './edit-order.server.ts'
import {
  blankToNull,
  MAX_NOTE,
  MAX_ORDER_TAG,
  mergeTags,
  normalizeTags,
  normalizeText,
  shorten,
} from '../values/normalize.ts'
import { CONTENT_FIELDS, shownContent } from './input/content.ts'
import {
  orderAttributes,
  orderContact,
  orderNotes,
  orderManaged,
  poNumber,
} from './input/order-input.ts'
import { OF_REFUNDS, refundNotes } from './input/refunds.ts'
import { expectedOrder, orderSnapshot, SINGLE_REFUNDS } from './snapshot.ts'
import type { ReadOrder } from './read-order.ts'
import { isComplete, orderState } from './input/state.ts'
import { liveOrder, takeSteps } from './steps/steps.server.ts'
import { readOrder } from './read-orders.server.ts'
import type { TargetContext } from '../target-context.ts'
import type { Accepted, ReadForUpdate, Update } from '../target-kind.ts'
import { notPossible } from '../write-notes.ts'
import { parseManaged, managedMetafield } from '../managed.ts'
import { ordersSay } from '#app/migration/messages/orders.ts'

export async function readForUpdate(
  ctx: TargetContext,
  update: Update<CanonicalOrder>,
): Promise<ReadForUpdate> {
  const before = await readOrder(ctx, update.gid, update.record.sourceId)
  const current = orderSnapshot(before)
  return { current, write: (changed) => updateOrder(ctx, update, { before, current }, changed) }
}

/**
 * Brings an order to where it is in the source by the smallest steps, field by field, and tells what
 * of it Shopify does not take. May be repeated after a lost answer or a crash: what is there already
 * is not done again, and what shows in no field (an order that an edit reopened) is done then.
 */
async function updateOrder(
  ctx: TargetContext,
  update: Update<CanonicalOrder>,
  { before, current }: { before: ReadOrder; current: TargetSnapshot },
  changed: ReadonlySet<string>,
): Promise<Accepted> {
  const { record, gid, mayChange } = update
  // An earlier try may have come as far as this and no further.
  const wasEdited = before.edited && mayChange.has('lines') && !changed.has('lines')
  const mayClose =
    isComplete(record) && (wasEdited || any(mayChange, 'fulfillmentStatus', 'financialStatus'))
  const notes: WriteNote[] = []
  if (changed.size === 0 && !(mayClose && !before.closed)) {
    const children = { ...update.children, ...current.children }
    return { gid, outcome: 'updated', snapshot: current, children, notes }
  }
  notes.push(
    ...orderNotes(record, orderContact(record), false, ctx.options).filter(
      ({ field }) => field !== undefined && changed.has(field),
    ),
    ...goneBackNotes(record, before, changed),
  )
  const live = liveOrder(ctx, before, record.sourceId)
  if (changed.has('customer')) {
    if (await setCustomer(ctx, before, update.references.owner, notes)) live.changed()
  }
  if (await updateOwnFields(ctx, record, before, changed, notes)) live.changed()
  const edited = any(changed, 'lines', 'shippingLines')
    ? await editContent(ctx, record, before, changed, notes)
    : false
  if (edited) live.changed()
  // What an edit added is paid and sent like the rest.
  const follows = edited || wasEdited
  await takeSteps(
    ctx,
    record,
    live,
    update.children,
    {
      pay: follows || changed.has('financialStatus'),
      fulfill: follows || changed.has('fulfillmentStatus'),
      track: changed.has('shipments'),
      // A conflict over the amount is the merchant's to settle, whatever else is written.
      refund: any(changed, 'refunded', 'refunds', SINGLE_REFUNDS),
      cancel: changed.has('cancelled'),
      close: follows || mayClose,
    },
    notes,
  )
  const after = await live.now()
  const snapshot = orderSnapshot(after)
  if (any(changed, 'refunded', 'refunds', SINGLE_REFUNDS)) {
    notes.push(...refundNotes(record, after, notes).filter(({ field }) => changed.has(field ?? '')))
  }
  notes.push(
    ...stayedNotes(
      expectedOrder(record, update.references, ctx.options),
      snapshot.fields,
      changed,
      notes,
    ),
  )
  return {
    gid,
    outcome: 'updated',
    snapshot,
    children: { ...update.children, ...snapshot.children },
    notes,
  }
}

function any(fields: ReadonlySet<string>, ...names: readonly string[]): boolean {
  return names.some((name) => fields.has(name))
}

/** What went backwards in the source and cannot in Shopify. */
function goneBackNotes(
  record: CanonicalOrder,
  before: ReadOrder,
  changed: ReadonlySet<string>,
): WriteNote[] {
  const state = orderState(record)
  const notes: WriteNote[] = []
  const isReceived = state.paid || state.financialStatus === 'PARTIALLY_PAID'
  if (
    changed.has('financialStatus') &&
    !isReceived &&
    !state.cancelled &&
    before.displayFinancialStatus !== state.financialStatus
  ) {
    notes.push(
      notPossible(
        'financialStatus',
        ordersSay('paymentWentBack', { status: state.financialStatus }),
      ),
    )
  }
  if (
    changed.has('fulfillmentStatus') &&
    !state.fulfilled &&
    before.displayFulfillmentStatus === 'FULFILLED'
  ) {
    notes.push(notPossible('fulfillmentStatus', ordersSay('fulfillmentWentBack')))
  }
  if (changed.has('cancelled') && !state.cancelled && before.cancelledAt !== null) {
    notes.push(notPossible('cancelled', ordersSay('reopened')))
  }
  return notes
}

/** @returns whether the order changed */
async function setCustomer(
  ctx: TargetContext,
  before: ReadOrder,
  customer: Gid | null,
  notes: WriteNote[],
): Promise<boolean> {
  if ((before.customer?.id ?? null) === customer) return false
  try {
    if (customer === null) {
      const { orderCustomerRemove } = await ctx.run(ORDER_CUSTOMER_REMOVE, { orderId: before.id })
      checkUserErrors(orderCustomerRemove)
    } else {
      const variables = { orderId: before.id, customerId: customer }
      const { orderCustomerSet } = await ctx.run(ORDER_CUSTOMER_SET, variables)
      checkUserErrors(orderCustomerSet)
    }
    return true
  } catch (error) {
    if (!(error instanceof ShopifyRefused)) throw error
    notes.push(notPossible('customer', ordersSay('customerRefused', { words: error.message })))
    return false
  }
}

/** @returns whether the order was edited */
async function editContent(
  ctx: TargetContext,
  record: CanonicalOrder,
  before: ReadOrder,
  changed: ReadonlySet<string>,
  notes: WriteNote[],
): Promise<boolean> {
  const wanted = expectedOrder(record)
  const shown = orderSnapshot(before).fields
  const isKept = CONTENT_FIELDS.some((name) => !changed.has(name) && differs(name, wanted, shown))
  if (!isKept) return editOrder(ctx, record, before, notes)
  notes.push(
    notPossible(changed.has('lines') ? 'lines' : 'shippingLines', ordersSay('bothChanged')),
  )
  return false
}

function differs(name: string, wanted: Fields, shown: Fields): boolean {
  return stableJson(wanted[name] ?? null) !== stableJson(shown[name] ?? null)
}

/** Whatever was to be written and does not show: told, with the field it is about. */
function stayedNotes(
  wanted: Fields,
  shown: Fields,
  changed: ReadonlySet<string>,
  told: readonly WriteNote[],
): WriteNote[] {
  const fields = new Set(told.map(({ field }) => field ?? ''))
  const isTold = (name: string) =>
    fields.has(name) || (name === SINGLE_REFUNDS && any(fields, ...OF_REFUNDS))
  return [...changed]
    .filter((name) => differs(name, wanted, shown) && !isTold(name))
    .map((name) =>
      notPossible(
        name,
        ordersSay('fieldStays', { field: name, removed: (wanted[name] ?? null) === null }),
      ),
    )
}

/** @returns whether the order changed */
async function updateOwnFields(
  ctx: TargetContext,
  record: CanonicalOrder,
  before: ReadOrder,
  changed: ReadonlySet<string>,
  notes: WriteNote[],
): Promise<boolean> {
  const contact = orderContact(record)
  const managed = parseManaged(before.managed?.value)
  let input: Omit<OrderInput, 'id'> = {}
  if (changed.has('note')) {
    input.note = blankToNull(shorten(normalizeText(record.note) ?? '', MAX_NOTE)) ?? ''
  }
  // Null takes away what was removed in the source; whether it did is seen afterwards.
  if (changed.has('email')) input.email = contact.email
  if (changed.has('phone')) input.phone = contact.phone
  if (changed.has('poNumber')) input.poNumber = poNumber(record)
  if (changed.has('tags'))
    input.tags = mergeTags(before.tags, managed.tags, normalizeTags(record.tags, MAX_ORDER_TAG))
  if (changed.has('attributes')) {
    const wanted = orderAttributes(record)
    const ours = new Set([...managed.attributes, ...wanted.map(({ key }) => key)])
    const merchants = before.customAttributes
      .filter(({ key }) => !ours.has(key))
      .map(({ key, value }) => ({ key, value: value ?? '' }))
    input.customAttributes = [...wanted, ...merchants]
  }
  if (changed.has('shippingAddress')) input.shippingAddress = addressInput(record.shippingAddress)
  if (Object.keys(input).length === 0) return false
  const isCancelling = changed.has('cancelled') && before.edited && before.cancelledAt === null
  if (any(changed, 'tags', 'attributes') || isCancelling) {
    const now = orderManaged(record, ctx.options, false)
    const own = managedMetafield({
      ...managed,
      ...(changed.has('tags') ? { tags: now.tags } : {}),
      ...(changed.has('attributes') ? { attributes: now.attributes } : {}),
      ...(isCancelling ? { content: shownContent(before, managed) } : {}),
    })
    input.metafields = [own]
  }
  for (let attempt = 1; Object.keys(input).length > 0; attempt += 1) {
    try {
      const { orderUpdate } = await ctx.run(ORDER_UPDATE, { input: { id: before.id, ...input } })
      checkUserErrors(orderUpdate)
      return true
    } catch (error) {
      if (!(error instanceof ShopifyRefused) || attempt > 4) throw error
      const address = acceptedAddress(error, input.shippingAddress, notes)
      if (address) {
        input = { ...input, shippingAddress: address }
        continue
      }
      const refused = (['shippingAddress', 'email', 'phone', 'poNumber'] as const).find(
        (key) => key in input && error.concerns(key),
      )
      if (!refused) throw error
      notes.push(notPossible(refused, ordersSay('fieldRefused', { words: error.message })))
      const { [refused]: _refused, ...rest } = input
      input = rest
    }
  }
  return false
}

/** The new address without the least that was refused; null when it is refused as a whole. */
function acceptedAddress(
  error: ShopifyRefused,
  address: OrderInput['shippingAddress'],
  notes: WriteNote[],
): MailingAddressInput | null {
  if (!address || !error.concerns('shippingAddress')) return null
  const own = error.userErrors.filter(({ field }) => field?.includes('shippingAddress'))
  const told: WriteNote[] = []
  const rest = withoutRefusedParts(address, own, 'shippingAddress', told)
  if (rest) notes.push(...told)
  return rest
}
