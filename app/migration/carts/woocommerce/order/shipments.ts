import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import type { CanonicalShipment } from '#app/migration/kinds/order/order.ts'
import { orderMeta, type OrderMeta } from './meta.ts'
import { plainKey } from '../plain-key.ts'
import { fromGmt, toIso } from '../../kit/text/time.ts'
import type { WireLine } from '../wire/order.ts'
import { isNothing, listOf } from '../../kit/wire/shapes.ts'

/*
 * Parcels, as shipping plugins note them in an order's custom data:
 *
 * - lists of parcels: Shipment Tracking and Advanced Shipment Tracking (which may say what is inside),
 *   AfterShip, WooCommerce Shipping and its predecessor (labels; those given back are no parcels),
 *   MyParcel, ParcelPanel
 * - one parcel by its parts: labels of DHL
 * - single keys, however they are prefixed: ShipStation, YITH, AfterShip and many others
 * - numbers on the order's lines: Orders Tracking by VillaTheme
 */

const LISTS = [
  '_wc_shipment_tracking_items',
  'wc_shipment_tracking_items',
  '_aftership_tracking_items',
  'wcshipping_labels',
  '_wcshipping_labels',
  'wc_connect_labels',
  '_myparcel_shipments',
  '_parcelpanel_shipping_numbers',
  '_pr_shipment_dhl_label_tracking',
]
/** Whose labels these are, where the labels do not say it. */
const CARRIER_OF: Readonly<Record<string, string>> = { _pr_shipment_dhl_label_tracking: 'DHL' }
/** What these plugins keep beside their parcels. */
const BESIDE =
  /^_(wcshipping[-_].*|aftership_tracking_.*|wc_connect_destination_normalized|tracking_items_.*)$/
const OF_LINES = ['_vi_wot_order_item_tracking_data', '_vi_order_item_tracking_data']

const NUMBER =
  /(^|_)(tracking|track|track_and_trace|awb|consignment|waybill)_?(number|numbers|no|nr|num|code|codes)$|(^|shipment_|parcel_|shipping_|order_|carrier_|auspost_)tracking_ids?$|^(order_|shipment_|shipping_|melhorenvio_)?tracking$|(^|_)(awb|waybill)$/
/** Visits and mailings are tracked too. */
const NO_PARCEL = /^(aff|affiliate|ga|gtm|fb|utm|mailchimp|hubspot|pys|klaviyo)_/
const COMPANY =
  /(^|_)((tracking|shipment|shipping)_(provider|provider_name|carrier|carrier_name|company|courier)|carrier(_name|_id|_slug)?|courier(_name)?|custom_tracking_provider)$/
const ADDRESS = /(^|_)(tracking|track|carrier)_(url|link)$/
const DATE = /(^|_)(date_shipped|shipped_date|ship_date|shipping_date|pick_up_date)$/

/** One per tracking number. What was understood is taken out of `meta`. */
export function shipmentsOf(meta: OrderMeta, lines: readonly WireLine[]): CanonicalShipment[] {
  const parcels = new Map<string, CanonicalShipment[]>()
  const add = (parcel: CanonicalShipment | null) => {
    if (parcel === null) return
    const key = parcel.trackingNumber.toUpperCase().replace(/\s/g, '')
    const known = parcels.get(key)
    if (known) known.push(parcel)
    else parcels.set(key, [parcel])
  }
  const ofProduct = byProduct(lines)
  for (const key of LISTS) {
    const found = meta.take(key, (value) => {
      const list = entriesOf(value)
      return list === null ? null : list.map((entry) => parcelOf(entry, ofProduct))
    })
    const company = ownEntry(CARRIER_OF, key) ?? null
    for (const parcel of found.flat())
      add(parcel && { ...parcel, company: parcel.company ?? company })
  }
  for (const parcel of singleParcels(meta)) add(parcel)
  for (const parcel of parcelsOfLines(lines)) add(parcel)
  if (parcels.size > 0) meta.understood(meta.keys().filter((key) => BESIDE.test(key)))
  return [...parcels.values()].flatMap(merged)
}

/** A list, a dictionary of any keys, or either as JSON; null when it is none. */
function entriesOf(value: unknown): object[] | null {
  const whole = typeof value === 'string' ? parsed(value) : value
  if (typeof whole !== 'object' || whole === null) return null
  if ('tracking_number' in whole) return eachNumber(whole)
  const list = listOf(whole) ?? Object.values(whole)
  return list.filter((entry) => typeof entry === 'object' && entry !== null)
}

/** One parcel that is no list of parcels; its numbers may be several. */
function eachNumber(parcel: { tracking_number: unknown }): object[] {
  const numbers = listOf(parcel.tracking_number)
  return numbers === null || numbers.length === 0
    ? [parcel]
    : numbers.map((number) => ({ ...parcel, tracking_number: number }))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function parcelOf(entry: object, ofProduct: ProductLines): CanonicalShipment | null {
  const fields = new Map(Object.entries(entry))
  const first = (...names: string[]) => {
    for (const name of names) {
      const text = textOf(fields.get(name))
      if (text !== '') return text
    }
    return ''
  }
  const state = first('status')
  // A label that was given back, or never came to be, is no parcel.
  if (!isNothing(fields.get('refund')) || !isNothing(fields.get('error'))) return null
  if (/refund|cancel|error|void/i.test(state)) return null
  const number = first('tracking_number', 'tracking', 'tracking_code', 'track_trace', 'barcode')
  if (number === '') return null
  const address = first(
    'custom_tracking_link',
    'tracking_url',
    'tracking_link',
    'ast_tracking_link',
    'formatted_tracking_link',
    'carrier_url',
    'link',
    'url',
  )
  return {
    trackingNumber: number,
    company: carrierName(
      first(
        'custom_tracking_provider',
        'formatted_tracking_provider',
        'carrier_name',
        'tracking_provider',
        'carrier',
        'carrier_id',
        'carrier_slug',
        'courier_name',
        'courier_code',
        'courier',
        'tracking_company',
        'shipping_provider',
        'slug',
        'provider',
      ),
    ),
    url: addressOf(address.replaceAll('{tracking_number}', encodeURIComponent(number))),
    shippedAt: dateOf(
      first('date_shipped', 'shipped_date', 'ship_date', 'created_date', 'created', 'time'),
    ),
    lines: linesOf(fields, ofProduct),
  }
}

/** What a parcel says is inside; null when it says nothing, or names what is no line of the order. */
function linesOf(
  fields: Map<string, unknown>,
  ofProduct: ProductLines,
): CanonicalShipment['lines'] {
  const quantities = new Map<string, number>()
  const put = (lineSourceId: string | undefined, quantity: number) => {
    if (lineSourceId === undefined || !Number.isInteger(quantity) || quantity <= 0) return false
    quantities.set(lineSourceId, (quantities.get(lineSourceId) ?? 0) + quantity)
    return true
  }
  const named = entriesOf(
    fields.get('products_list') ?? fields.get('line_items') ?? fields.get('items'),
  )
  if (named && named.length > 0) {
    const all = named.every((entry) => {
      const each = new Map(Object.entries(entry))
      const quantity = Number(textOf(each.get('qty')) || textOf(each.get('quantity')))
      const line =
        textOf(each.get('item_id')) || textOf(each.get('line_item_id')) || textOf(each.get('id'))
      const known = ofProduct.lines.has(line) ? line : ofProduct.only(textOf(each.get('product')))
      return quantity === 0 || put(known, quantity)
    })
    return all ? listed(quantities) : null
  }
  const products = fields.get('product_ids')
  if (!Array.isArray(products) || products.length === 0) return null
  return products.every((id) => put(ofProduct.only(textOf(id)), 1)) ? listed(quantities) : null
}

function listed(quantities: ReadonlyMap<string, number>): CanonicalShipment['lines'] {
  if (quantities.size === 0) return null
  return [...quantities].map(([lineSourceId, quantity]) => ({ lineSourceId, quantity }))
}

type ProductLines = {
  lines: ReadonlySet<string>
  /** The one line that sold a product or variation. */
  only(productId: string): string | undefined
}

function byProduct(lines: readonly WireLine[]): ProductLines {
  const of = new Map<string, Set<string>>()
  for (const line of lines) {
    for (const id of [line.product_id, line.variation_id]) {
      if (id === 0) continue
      const ids = of.get(String(id)) ?? new Set<string>()
      of.set(String(id), ids.add(String(line.id)))
    }
  }
  return {
    lines: new Set(lines.map((line) => String(line.id))),
    only(productId) {
      const ids = of.get(productId)
      return ids?.size === 1 ? [...ids][0] : undefined
    },
  }
}

/* --------------------------------------------------------------- single keys -------------- */

function singleParcels(meta: OrderMeta): CanonicalShipment[] {
  const keys = meta.keys().map((key) => ({ key, plain: plainKey(key) }))
  const ofKind = (pattern: RegExp) => keys.filter(({ plain }) => pattern.test(plain))
  const numbers = ofKind(NUMBER)
    .filter(({ plain }) => !NO_PARCEL.test(plain))
    .flatMap(({ key }) => meta.take(key, (value) => nullIfNone(numbersOf(value))).flat())
  if (numbers.length === 0) return []
  const all = (pattern: RegExp, read: (text: string) => string | null) =>
    ofKind(pattern).flatMap(({ key }) => meta.take(key, (raw) => read(textOf(raw))))
  const [company] = all(COMPANY, carrierName)
  const [shippedAt] = all(DATE, dateOf)
  const addressFor = finder(all(ADDRESS, addressOf))
  return numbers.map((trackingNumber) => ({
    trackingNumber,
    company: company ?? null,
    url: addressFor(trackingNumber, numbers.length === 1),
    shippedAt: shippedAt ?? null,
    lines: null,
  }))
}

/** More addresses than anybody looks through for a number that is no whole part of one. */
const MOST_ADDRESSES = 20

/** Finds the address that names a number; the first one will do where there is only one number. */
function finder(addresses: readonly string[]): (number: string, isOnly: boolean) => string | null {
  const byPart = new Map<string, string>()
  for (const address of addresses) {
    for (const part of address.split(/[^\w.~-]+/)) {
      if (!byPart.has(part)) byPart.set(part, address)
    }
  }
  const some = addresses.slice(0, MOST_ADDRESSES)
  return (number, isOnly) =>
    some.find((address) => address.includes(number)) ??
    byPart.get(number) ??
    (isOnly ? addresses[0] : null) ??
    null
}

function numbersOf(value: unknown): string[] {
  const parts = typeof value === 'object' ? (listOf(value) ?? []) : [value]
  return parts
    .flatMap((part) => textOf(part).split(/[,;|\n]/))
    .map((part) => part.trim())
    .filter((part) => /\d/.test(part) && part.length <= 100 && !/[@/<>]/.test(part))
}

function nullIfNone<T>(list: T[]): T[] | null {
  return list.length === 0 ? null : list
}

/** A line's parcels by its own notes; the last one is the one that counts. */
function parcelsOfLines(lines: readonly WireLine[]): CanonicalShipment[] {
  const none: ProductLines = { lines: new Set(), only: () => undefined }
  return lines.flatMap((line) => {
    const meta = orderMeta(line.meta_data)
    return OF_LINES.flatMap((key) => {
      const [entry] = meta.take(key, (value) => entriesOf(value)?.at(-1) ?? null)
      const parcel = entry ? parcelOf(entry, none) : null
      if (parcel === null) return []
      const quantity = Math.max(1, Math.floor(Number(line.quantity) || 1))
      return [{ ...parcel, lines: [{ lineSourceId: String(line.id), quantity }] }]
    })
  })
}

/** Whether a line's custom data was read for its parcel. */
export function isTrackingOfLine(key: string): boolean {
  return OF_LINES.includes(key)
}

/** What several notes say of one parcel; where they differ, the first one counts. */
function merged(notes: readonly CanonicalShipment[]): CanonicalShipment[] {
  const [first] = notes
  if (!first) return []
  const lines = new Map<string, NonNullable<CanonicalShipment['lines']>[number]>()
  for (const line of notes.flatMap((note) => note.lines ?? [])) {
    if (!lines.has(line.lineSourceId)) lines.set(line.lineSourceId, line)
  }
  const said = <Key extends 'company' | 'url' | 'shippedAt'>(key: Key) =>
    notes.find((note) => note[key] !== null)?.[key] ?? null
  return [
    {
      trackingNumber: first.trackingNumber,
      company: said('company'),
      url: said('url'),
      shippedAt: said('shippedAt'),
      lines: notes.every((note) => note.lines === null) ? null : [...lines.values()],
    },
  ]
}

/* --------------------------------------------------------------- small -------------------- */

/** As Shopify calls carriers that it knows; a slug of any other is made readable. */
const CARRIERS: Readonly<Record<string, string>> = {
  usps: 'USPS',
  ups: 'UPS',
  fedex: 'FedEx',
  dhl: 'DHL',
  dhlexpress: 'DHL Express',
  dpd: 'DPD',
  gls: 'GLS',
  tnt: 'TNT',
  postnl: 'PostNL',
  evri: 'Evri',
  bpost: 'bpost',
}

function carrierName(text: string): string | null {
  const name = text.trim().slice(0, 255)
  if (name === '' || /^(custom|other|none|-)$/i.test(name)) return null
  const known = ownEntry(CARRIERS, name.toLowerCase().replace(/[^a-z0-9]/g, ''))
  if (known !== undefined) return known
  if (!/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(name)) return name
  return name
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}

function addressOf(text: string): string | null {
  const address = text.trim()
  return /^https?:\/\/[^\s<>"]+$/i.test(address) && address.length <= 2_000 ? address : null
}

/** Seconds or milliseconds since 1970, or a date written out. */
function dateOf(text: string): string | null {
  if (/^\d{9,10}$/.test(text)) return toIso(Number(text) * 1_000)
  if (/^\d{12,13}$/.test(text)) return toIso(Number(text))
  return fromGmt(text)
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}
