import type { FulfillmentTrackingInput, OrderFieldsFragment } from '#app/types/admin-operations.ts'
import type { Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { CanonicalOrder, CanonicalShipment } from '#app/migration/kinds/order/order.ts'
import { blankToNull, byText, MAX_INT, shorten } from '#app/migration/shopify/values/normalize.ts'
import { knownCompany } from '#app/migration/shopify/values/tracking-companies.ts'

/** One fulfilment in Shopify. */
export type Parcel = {
  /** Each with the address it is tracked at, where the source has one that Shopify needs. */
  numbers: { number: string; url: string | null }[]
  /** One name for all numbers: Shopify takes no more. */
  company: string | null
  /** Source line id → pieces; null: everything that is in no other parcel. */
  lines: ReadonlyMap<string, number> | null
}

export type ShipmentPlan = {
  parcels: Parcel[]
  /** Nothing is left to send. */
  isWhole: boolean
  /** Numbers for which Shopify has no place, because nobody knows what was in the parcel. */
  unplaced: CanonicalShipment[]
}

/**
 * What was sent, as Shopify keeps it: one fulfilment per parcel whose content the source tells, and
 * one with everything else of an order that was sent.
 *
 * A cancelled order has none, because Shopify cancels nothing that was sent. Of an open order with a
 * parcel of unknown content nobody knows what is still to be sent: it stays open, and the number is
 * kept beside it.
 */
export function planShipments(order: CanonicalOrder): ShipmentPlan {
  if (order.cancelledAt !== null) {
    return { parcels: [], isWhole: false, unplaced: order.shipments }
  }
  const left = new Map<string, number>()
  for (const { sourceId, quantity } of order.lines) {
    const isCountable = Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_INT
    left.set(sourceId, (left.get(sourceId) ?? 0) + (isCountable ? quantity : 1))
  }
  const told: Parcel[] = []
  const untold: CanonicalShipment[] = []
  for (const shipment of order.shipments) {
    // Without a number it could not be found again, and would be sent with every try.
    if (blankToNull(shipment.trackingNumber) === null) continue
    const lines = take(left, shipment.lines ?? [])
    if (lines.size > 0) told.push(parcelOf([shipment], lines))
    else untold.push(shipment)
  }
  const isAllSent = told.length > 0 && [...left.values()].every((pieces) => pieces === 0)
  if (order.fulfillment !== 'fulfilled' && !isAllSent) {
    return { parcels: told, isWhole: false, unplaced: untold }
  }
  if (isAllSent) {
    // Fees and the like go with the last parcel; a number without content belongs to it as well.
    const last = told.at(-1)
    const all = last ? joined(last, untold) : parcelOf(untold, null)
    return { parcels: [...told.slice(0, -1), all], isWhole: true, unplaced: [] }
  }
  return { parcels: [...told, parcelOf(untold, null)], isWhole: true, unplaced: [] }
}

/** What of the lines is not in an earlier parcel; taken off what is left. */
function take(
  left: Map<string, number>,
  lines: NonNullable<CanonicalShipment['lines']>,
): Map<string, number> {
  const taken = new Map<string, number>()
  for (const { lineSourceId, quantity } of lines) {
    const pieces = Math.min(Math.floor(quantity), left.get(lineSourceId) ?? 0)
    if (!(pieces > 0)) continue
    left.set(lineSourceId, (left.get(lineSourceId) ?? 0) - pieces)
    taken.set(lineSourceId, (taken.get(lineSourceId) ?? 0) + pieces)
  }
  return taken
}

function parcelOf(shipments: readonly CanonicalShipment[], lines: Parcel['lines']): Parcel {
  const companies = shipments.flatMap(({ company }) => companyName(company) ?? [])
  return {
    numbers: unique(
      shipments.flatMap(({ trackingNumber, moreNumbers = [], url, company }) => {
        const all = [trackingNumber, ...moreNumbers]
          .map((number) => shorten(number))
          .filter((number) => number !== '')
        return all.map((number, i) => ({
          number,
          url: isKnown(company) || i > 0 ? null : webAddress(url),
        }))
      }),
    ),
    company: blankToNull(shorten([...new Set(companies)].join(', '))),
    lines,
  }
}

function joined(parcel: Parcel, more: readonly CanonicalShipment[]): Parcel {
  const others = parcelOf(more, null)
  const companies = [parcel.company, others.company].flatMap((name) => name ?? [])
  return {
    numbers: unique([...parcel.numbers, ...others.numbers]),
    company: blankToNull(shorten([...new Set(companies)].join(', '))),
    lines: null,
  }
}

function unique(numbers: Parcel['numbers']): Parcel['numbers'] {
  return [...new Map(numbers.map((each) => [each.number, each])).values()]
}

function companyName(company: string | null): string | null {
  const name = blankToNull(company)
  return name === null ? null : (knownCompany(name) ?? shorten(name))
}

function isKnown(company: string | null): boolean {
  return company !== null && knownCompany(company) !== null
}

function webAddress(url: string | null): string | null {
  const text = blankToNull(url)
  if (text === null || !URL.canParse(text)) return null
  return /^https?:$/.test(new URL(text).protocol) ? text : null
}

/** Null: nothing to tell. */
export function trackingInput({ numbers, company }: Parcel): FulfillmentTrackingInput | null {
  if (numbers.length === 0 && company === null) return null
  const urls = numbers.flatMap(({ url }) => url ?? [])
  return {
    ...(company === null ? {} : { company }),
    numbers: numbers.map(({ number }) => number),
    // Shopify matches the two lists by their places.
    ...(urls.length > 0 && urls.length === numbers.length ? { urls } : {}),
  }
}

/** The whole order in one parcel that can be told while the order is created. */
export function isSimple({ parcels, isWhole }: ShipmentPlan): boolean {
  const [only] = parcels
  return (
    isWhole &&
    parcels.length === 1 &&
    only !== undefined &&
    only.numbers.length <= 1 &&
    only.numbers.every(({ url }) => url === null)
  )
}

/**
 * Tracking as it is compared: without addresses, because Shopify makes its own, and each number
 * once, because what was in one parcel may be several fulfilments in Shopify.
 */
function trackingJson(entries: readonly { number: string | null; company: string | null }[]): Json {
  const unique = new Map<string, { number: string | null; company: string | null }>()
  for (const { number, company } of entries) {
    if (number || company) {
      unique.set(`${number ?? ''}\n${company ?? ''}`, {
        number: number || null,
        company: company || null,
      })
    }
  }
  return [...unique.entries()].sort(([a], [b]) => byText(a, b)).map(([, entry]) => entry)
}

export function expectedTracking({ parcels }: ShipmentPlan): Json {
  return trackingJson(
    parcels.flatMap(({ numbers, company }) => {
      const all: (string | null)[] = numbers.map(({ number }) => number)
      return (all.length > 0 ? all : [null]).map((number) => ({ number, company }))
    }),
  )
}

/** What Shopify shows of the fulfilments that were not cancelled. */
export function shownTracking({ fulfillments }: Pick<OrderFieldsFragment, 'fulfillments'>): Json {
  return trackingJson(
    fulfillments
      .filter(({ status }) => status !== 'CANCELLED')
      .flatMap(({ trackingInfo }) => trackingInfo),
  )
}

/** "DHL 123, 456": numbers without a place of their own. */
export function unplacedText({ unplaced }: ShipmentPlan): string {
  return unplaced
    .map(({ company, trackingNumber, moreNumbers = [] }) =>
      [companyName(company), [trackingNumber.trim(), ...moreNumbers].join(', ')]
        .filter(Boolean)
        .join(' '),
    )
    .join(', ')
}
