import type { FulfillmentPartsQuery } from '#app/types/admin-operations.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { Gid, WriteNote } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors } from '#app/migration/shopify/api/check-user-errors.ts'
import {
  FULFILLMENT_CREATE,
  FULFILLMENT_PARTS,
  FULFILLMENT_TRACKING_UPDATE,
} from './fulfillment-documents.ts'
import { firstPieces, piecesByLine } from '../input/pieces.ts'
import { trackingInput, type Parcel } from '../input/shipments.ts'
import type { ReadOrder } from '../read-order.ts'
import type { TargetContext } from '#app/migration/shopify/target-context.ts'
import { notPossible } from '#app/migration/shopify/write-notes.ts'
import { ordersSay } from '#app/migration/messages/orders.ts'

type Page = NonNullable<FulfillmentPartsQuery['order']>
type Part = Page['fulfillmentOrders']['nodes'][number]
type Sent = Page['fulfillments'][number]

/** At most so many parts in one request. */
const MAX_PARTS = 100

/**
 * Sends what the source has sent: one fulfilment per parcel, with its tracking. A parcel that is
 * there already (a try whose answer was lost, an earlier run) is known by its number and at most
 * gets its tracking anew. A hold is somebody's decision in Shopify (fraud check, missing stock, a
 * date): it is not released, only told. Nobody is notified.
 *
 * @param parcels what was sent; tracking that the merchant has to decide on is left out of it
 * @returns whether the order changed, and how many parts are on hold
 * @throws ShopifyRefused of several parcels some may have been sent
 */
export async function fulfillOrder(
  ctx: TargetContext,
  record: CanonicalOrder,
  parcels: readonly Parcel[],
  present: ReadOrder,
  notes: WriteNote[],
): Promise<{ changed: boolean; heldBack: number }> {
  const isTold = parcels.some(({ lines }) => lines !== null)
  const { parts, sent } = await readParts(ctx, present.id, isTold)
  const open = parts.filter(({ status }) => status === 'OPEN' || status === 'IN_PROGRESS')
  const onHold = parts.filter(({ status }) => status === 'ON_HOLD' || status === 'SCHEDULED')
  const pieces = isTold ? piecesByLine(record, present) : null
  let changed = false
  for (const { parcel, fulfillment } of matchParcels(parcels, sent)) {
    const tracking = trackingInput(parcel)
    if (fulfillment && tracking && !showsTracking(fulfillment, parcel)) {
      const answer = await ctx.run(FULFILLMENT_TRACKING_UPDATE, { id: fulfillment.id, tracking })
      checkUserErrors(answer.fulfillmentTrackingInfoUpdate)
      changed = true
    }
    // What is in no parcel of its own is sent whatever was sent before.
    if (fulfillment && parcel.lines !== null) continue
    const contents = contentsOf(parcel, open, pieces)
    for (const group of byLocation(contents)) await send(ctx, parcel, group)
    changed ||= contents.length > 0
    const isLost = contents.length === 0 && !fulfillment && tracking !== null
    if (isLost && onHold.length === 0) notes.push(notSentNote())
  }
  return { changed, heldBack: onHold.length }
}

async function readParts(ctx: TargetContext, id: Gid, withLines: boolean) {
  const parts: Part[] = []
  const sent: Sent[] = []
  let after: string | null = null
  do {
    const answer: FulfillmentPartsQuery = await ctx.run(FULFILLMENT_PARTS, { id, after, withLines })
    if (!answer.order) break
    const { fulfillmentOrders, fulfillments } = answer.order
    if (after === null) sent.push(...fulfillments.filter(({ status }) => status !== 'CANCELLED'))
    parts.push(...fulfillmentOrders.nodes)
    const { hasNextPage, endCursor } = fulfillmentOrders.pageInfo
    after = hasNextPage ? (endCursor ?? null) : null
  } while (after !== null)
  return { parts, sent }
}

/**
 * Which fulfilment is which parcel: by a number they share. What remains on both sides is paired in
 * its order, for a number that was corrected, or a parcel sent before its number was known.
 */
function matchParcels(
  parcels: readonly Parcel[],
  sent: readonly Sent[],
): { parcel: Parcel; fulfillment: Sent | null }[] {
  const free = new Set(sent)
  const take = (found: Sent | undefined) => {
    if (found) free.delete(found)
    return found ?? null
  }
  const tracked = sent.flatMap((one, at) =>
    one.trackingInfo.flatMap(({ number }) => (number === null ? [] : [{ number, one, at }])),
  )
  const bearing = Map.groupBy(tracked.toReversed(), ({ number }) => number)
  const firstBearing = (number: string) => {
    const all = bearing.get(number) ?? []
    for (let last = all.at(-1); last && !free.has(last.one); last = all.at(-1)) all.pop()
    return all.at(-1) ?? []
  }
  const byNumber = parcels.map((parcel) => {
    const [found] = parcel.numbers
      .flatMap(({ number }) => firstBearing(number))
      .toSorted((a, b) => a.at - b.at)
    return { parcel, fulfillment: take(found?.one) }
  })
  return byNumber.map(({ parcel, fulfillment }) => ({
    parcel,
    fulfillment:
      fulfillment ?? (parcel.numbers.length > 0 ? take(free.values().next().value) : null),
  }))
}

function showsTracking({ trackingInfo }: Sent, { numbers, company }: Parcel): boolean {
  const shown = new Map(trackingInfo.map((each) => [each.number ?? '', each]))
  return (
    shown.size === numbers.length &&
    numbers.every(({ number, url }) => {
      const there = shown.get(number)
      return (
        there !== undefined && (there.company || null) === company && (!url || there.url === url)
      )
    })
  )
}

/** What of one fulfilment order goes into the parcel; `lines` null: everything. */
type Content = { part: Part; lines: { id: Gid; quantity: number }[] | null }

function contentsOf(
  parcel: Parcel,
  open: readonly Part[],
  pieces: ReturnType<typeof piecesByLine>,
): Content[] {
  if (parcel.lines === null) return open.filter(hasItems).map((part) => ({ part, lines: null }))
  if (pieces === null) return []
  const wanted = new Map<Gid, number>()
  for (const [sourceId, count] of parcel.lines) {
    for (const { lineItemId, quantity } of firstPieces(pieces.get(sourceId) ?? [], count)) {
      wanted.set(lineItemId, (wanted.get(lineItemId) ?? 0) + quantity)
    }
  }
  return open.flatMap((part) => {
    const lines = (part.lineItems?.nodes ?? []).flatMap((node) => {
      const left = wanted.get(node.lineItem.id) ?? 0
      const quantity = Math.min(left, node.remainingQuantity)
      if (quantity === 0) return []
      wanted.set(node.lineItem.id, left - quantity)
      // Another parcel of this order must not take the same pieces.
      node.remainingQuantity -= quantity
      return [{ id: node.id, quantity }]
    })
    return lines.length > 0 ? [{ part, lines }] : []
  })
}

/** Without its lines a part is taken to have some. */
function hasItems({ lineItems }: Part): boolean {
  return lineItems?.nodes.some(({ remainingQuantity }) => remainingQuantity > 0) ?? true
}

/** Shopify takes parts of one location together. */
function byLocation(contents: readonly Content[]): Content[][] {
  const groups = new Map<string, Content[]>()
  for (const content of contents) {
    const place = content.part.assignedLocation.location?.id ?? content.part.id
    const group = groups.get(place)
    if (group) group.push(content)
    else groups.set(place, [content])
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / MAX_PARTS) }, (_, index) =>
      group.slice(index * MAX_PARTS, (index + 1) * MAX_PARTS),
    ),
  )
}

async function send(ctx: TargetContext, parcel: Parcel, contents: readonly Content[]) {
  const trackingInfo = trackingInput(parcel)
  const { fulfillmentCreate } = await ctx.run(FULFILLMENT_CREATE, {
    fulfillment: {
      notifyCustomer: false,
      ...(trackingInfo ? { trackingInfo } : {}),
      lineItemsByFulfillmentOrder: contents.map(({ part, lines }) => ({
        fulfillmentOrderId: part.id,
        ...(lines ? { fulfillmentOrderLineItems: lines } : {}),
      })),
    },
  })
  checkUserErrors(fulfillmentCreate)
}

function notSentNote(): WriteNote {
  return notPossible('shipments', ordersSay('parcelWithoutPlace'))
}
