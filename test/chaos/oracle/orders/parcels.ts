import { z } from 'zod'
import type {
  Fulfillment,
  Order as TargetOrder,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Order } from '#test/stand-ins/woocommerce/records.ts'
import { sayUnlessSame, type Check, type Say } from '../findings.ts'
import { paymentOf } from './payment.ts'
import { dateIn, isDate } from './payment.ts'
import { shareOut } from './lines.ts'
import type { ExpectedMoney } from './money.ts'
import type { TargetIndex } from '../target-index.ts'

export function isDelivered(order: Order): boolean {
  if (order.status === 'completed') return true
  if (['pending', 'on-hold', 'processing', 'failed', 'cancelled'].includes(order.status)) {
    return false
  }
  return order.completedAt !== null
}

export const isCancelled = ({ status }: Order) => status === 'cancelled' || status === 'failed'

/** Parcels as the most widespread plugin notes them. */
const KEY = '_wc_shipment_tracking_items'
const parcelSchema = z.object({
  tracking_number: z.string(),
  tracking_provider: z.string().default(''),
  custom_tracking_provider: z.string().default(''),
  custom_tracking_link: z.string().default(''),
  products_list: z.array(z.object({ item_id: z.string(), qty: z.string() })).default([]),
})
export type Parcel = {
  number: string
  company: string | null
  url: string | null
  lines: Map<number, number>
}

/** Names of carriers that the old store spells as Shopify does. */
export function parcelsOf(order: Order): Parcel[] {
  const value = order.meta.find(({ key }) => key === KEY)?.value ?? []
  return z
    .array(parcelSchema)
    .parse(value)
    .map((parcel) => ({
      number: parcel.tracking_number,
      company: parcel.custom_tracking_provider || parcel.tracking_provider || null,
      url: parcel.custom_tracking_link || null,
      lines: new Map(
        parcel.products_list.map(({ item_id, qty }) => [Number(item_id), Number(qty)]),
      ),
    }))
}

/** Parcels that Shopify can show: of an open order, those of which one knows what is inside. */
const placedOf = (order: Order): Parcel[] =>
  isCancelled(order)
    ? []
    : parcelsOf(order).filter(({ lines }) => isDelivered(order) || lines.size > 0)

/** Delivered, cancelled and archived as the old store says it, each parcel with what is in it. */
export function compareFulfillment(
  check: Check,
  index: TargetIndex,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  say: Say,
): void {
  const cancelled = isCancelled(order)
  sayUnlessSame(say, 'cancelled', cancelled, target.cancelledAt !== null)
  const reason = target.cancelledAt === null ? null : 'OTHER'
  sayUnlessSame(say, 'cancelled', reason, target.cancelReason, 'reason of the cancellation')
  sayUnlessSame(say, 'cancelled', null, target.cancelNote, 'note of the cancellation')
  if (target.cancelledAt !== null) {
    if (target.cancelledAt < target.createdAt || target.cancelledAt > nowOf(check)) {
      say('cancelled', 'since it came', target.cancelledAt, 'date of the cancellation')
    }
  }
  const sent = target.fulfillments.filter(({ status }) => status !== 'CANCELLED')
  const delivered = isDelivered(order) && !cancelled
  const open = target.lines.some((line) => piecesIn(sent, line.id) + line.removed < line.quantity)
  sayUnlessSame(say, 'fulfillmentStatus', delivered, sent.length > 0 && !open)
  for (const line of target.lines) {
    if (piecesIn(sent, line.id) > line.quantity) {
      say('fulfillmentStatus', line.quantity, piecesIn(sent, line.id), `sent of “${line.title}”`)
    }
  }
  for (const { status, locationId, lines } of target.fulfillments) {
    sayUnlessSame(say, 'fulfillmentStatus', 'SUCCESS', status, 'state of a parcel')
    if (!check.shop.locationList.has(locationId)) {
      say('fulfillmentStatus', 'a location of the shop', locationId, 'where a parcel came from')
    }
    const strange = lines.find(
      ({ lineItemId }) => !target.lines.some(({ id }) => id === lineItemId),
    )
    if (strange) say('fulfillmentStatus', 'a line of the order', strange.lineItemId, 'in a parcel')
  }
  compareParcels(check, index, order, target, want, sent, say)
  compareClosing(check, order, target, want, say)
}

const nowOf = ({ shop }: Check) => `${new Date(shop.now() + 1000).toISOString().slice(0, 19)}Z`

const piecesIn = (fulfillments: readonly Fulfillment[], lineId: string) =>
  fulfillments
    .flatMap(({ lines }) => lines.filter(({ lineItemId }) => lineItemId === lineId))
    .reduce((sum, { quantity }) => sum + quantity, 0)

function compareParcels(
  check: Check,
  index: TargetIndex,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  sent: readonly Fulfillment[],
  say: Say,
): void {
  const placed = placedOf(order)
  const shown = sent.flatMap(({ tracking }) => tracking)
  const numbers = (list: readonly (string | null)[]) => list.map((each) => each ?? '').sort()
  sayUnlessSame(
    say,
    'shipments',
    numbers(placed.map(({ number }) => number)),
    numbers(shown.map(({ number }) => number)),
    'tracking numbers',
  )
  const { found } = shareOut(check, index, order, target, want.items)
  for (const { number, company, url, lines } of placed) {
    const entry = shown.find((each) => each.number === number)
    const parcel = sent.find(({ tracking }) => tracking.some((each) => each.number === number))
    if (!entry || !parcel) continue
    sayUnlessSame(say, 'shipments', company, entry.company, `carrier of ${number}`)
    if (url !== null) sayUnlessSame(say, 'shipments', url, entry.url, `address of ${number}`)
    else if (entry.url !== null && !entry.url.includes(number)) {
      say('shipments', null, entry.url, `address of ${number}`)
    }
    for (const item of lines.size === 0 ? [] : want.items) {
      const pieces = (found.get(item) ?? []).map(({ line }) => piecesIn([parcel], line.id))
      const inside = pieces.reduce((sum, each) => sum + each, 0)
      // Of what was given back since, a parcel shows less; fees go with the last parcel.
      const removed = (found.get(item) ?? []).reduce((sum, { line }) => sum + line.removed, 0)
      const wanted = lines.get(item.line?.id ?? 0) ?? 0
      if (!item.isFee && (inside > wanted || inside < wanted - removed)) {
        say('shipments', wanted, inside, `pieces of “${item.title}” in ${number}`)
      }
    }
  }
}

/** Nothing is left to do with what is paid and delivered, and only with that. */
function compareClosing(
  check: Check,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  say: Say,
): void {
  const id = String(order.id)
  if (check.isExplained('order', id, 'fulfillmentStatus', 'financialStatus', 'closed', 'lines'))
    return
  const { closedAt } = target
  if (target.cancelledAt !== null) {
    return sayUnlessSame(say, 'closed', target.cancelledAt, closedAt, 'date of archiving')
  }
  const { isPaid } = paymentOf(check, order, target, want)
  const isDone = isPaid && isDelivered(order) && !isCancelled(order)
  sayUnlessSame(say, 'closed', isDone, closedAt !== null, 'being archived')
  if (!isDone || closedAt === null) return
  const at = order.paidAt ?? order.createdAt
  const isLater = closedAt >= target.createdAt && closedAt <= nowOf(check)
  if (!isDate(closedAt, target, at) && !isLater) {
    say('closed', dateIn(target, at), closedAt, 'date of archiving')
  }
}
