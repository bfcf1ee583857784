import { createRandom, type Random } from './prng.ts'
import { createRawStore, type RawStore } from './rest/raw.ts'
import type {
  Address,
  ApiKey,
  BillingAddress,
  Coupon,
  Customer,
  GlobalAttribute,
  Json,
  Meta,
  Order,
  Product,
  Refund,
  Review,
  TaxRate,
  Term,
  Variation,
} from './records.ts'
import { createSiteTime, type SiteTime } from './time.ts'

/** The stand-in asks what time it is; it never waits. */
export type StoreClock = { now(): number }

type StoreSettings = {
  name: string
  description: string
  /** Where the store is, "US:CA". */
  baseCountry: string
  baseCity: string
  currency: string
  pricesIncludeTax: boolean
  calcTaxes: boolean
  weightUnit: 'kg' | 'g' | 'lbs' | 'oz'
  /** Newer stores name their installation, which stays when the address changes; null: they do not. */
  storeId: string | null
  wooVersion: string
  wpVersion: string
  /**
   * Statuses a plugin added, slug and label. Hidden from search unless it says otherwise, which
   * `status=any` respects where orders are posts (measured on 10.5 and 9.9).
   */
  customStatuses: { slug: string; name: string; isSearchable?: boolean }[]
  /** Orders in tables of their own (HPOS), or as posts like in all older stores. */
  orderStorage: 'tables' | 'posts'
  /**
   * A plugin lets the lists of orders show only these, and count only them; null: there is none. By
   * their ids the others are there.
   */
  listedOrders: ReadonlySet<number> | null
}

/** WordPress keeps products, variations, images, orders, refunds and coupons in one row of ids. */
type IdKind = 'post' | 'user' | 'term' | 'attribute' | 'item' | 'meta' | 'comment' | 'tax'

/** Everything the old store knows, in memory. Change it through the functions in `writes/`. */
export type WooState = {
  /** As the store sees itself, without a slash at the end. */
  homeUrl: string
  settings: StoreSettings
  time: SiteTime
  random: Random
  keys: ApiKey[]
  products: Map<number, Product>
  variations: Map<number, Variation>
  customers: Map<number, Customer>
  orders: Map<number, Order>
  refunds: Map<number, Refund>
  coupons: Map<number, Coupon>
  terms: Map<number, Term>
  attributes: Map<number, GlobalAttribute>
  taxRates: Map<number, TaxRate>
  reviews: Map<number, Review>
  nextId: Record<IdKind, number>
  /** Rows and answers served exactly as they are. */
  raw: RawStore
  /** Replaceable: the data set is made by living through its past. */
  clock: StoreClock
  /** The store's clock with its skew, in whole seconds. */
  now(): number
  /** Milliseconds the store's clock is off; faults move it. */
  clockSkewMs: number
  /** Milliseconds by which the `Date` header, a proxy's, differs from the clock that stamps changes. */
  dateSkewMs: number
  id(kind: IdKind): number
  meta(entries: readonly { key: string; value: Json }[]): Meta[]
}

export const emptyAddress = (): Address => ({
  first_name: '',
  last_name: '',
  company: '',
  address_1: '',
  address_2: '',
  city: '',
  state: '',
  postcode: '',
  country: '',
  phone: '',
})
export const emptyBilling = (): BillingAddress => ({ ...emptyAddress(), email: '' })

export const uuid = (random: Random) =>
  `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-8${random.hex(3)}-${random.hex(12)}`

export function createState(options: {
  homeUrl: string
  clock: StoreClock
  timezone: string
  currency: string
  seed: number
}): WooState {
  const random = createRandom(options.seed ^ 0x57000)
  const nextId = { post: 20, user: 2, term: 16, attribute: 1, item: 1, meta: 1, comment: 1, tax: 1 }
  const state: WooState = {
    homeUrl: options.homeUrl,
    settings: {
      name: 'Alder & Loom',
      description: 'Things for a slower house',
      baseCountry: 'US:CA',
      baseCity: 'Sausalito',
      currency: options.currency,
      pricesIncludeTax: false,
      calcTaxes: true,
      weightUnit: 'kg',
      storeId: null,
      wooVersion: '9.9.5',
      wpVersion: '6.9',
      customStatuses: [],
      orderStorage: 'tables',
      listedOrders: null,
    },
    time: createSiteTime(options.timezone),
    random,
    keys: [],
    products: new Map(),
    variations: new Map(),
    customers: new Map(),
    orders: new Map(),
    refunds: new Map(),
    coupons: new Map(),
    terms: new Map(),
    attributes: new Map(),
    taxRates: new Map(),
    reviews: new Map(),
    nextId,
    raw: createRawStore(),
    clock: options.clock,
    clockSkewMs: 0,
    dateSkewMs: 0,
    now: () => Math.floor((state.clock.now() + state.clockSkewMs) / 1000) * 1000,
    id: (kind) => nextId[kind]++,
    meta: (entries) => entries.map(({ key, value }) => ({ id: state.id('meta'), key, value })),
  }
  state.customers.set(1, {
    id: 1,
    createdAt: Date.parse('2021-03-04T17:00:00Z'),
    modifiedAt: null,
    email: 'owner@alder-and-loom.example',
    firstName: '',
    lastName: '',
    role: 'administrator',
    username: 'storeowner',
    billing: emptyBilling(),
    shipping: emptyAddress(),
    isPaying: false,
    meta: [],
  })
  state.terms.set(15, {
    id: 15,
    taxonomy: 'category',
    attributeId: 0,
    name: 'Uncategorized',
    slug: 'uncategorized',
    parent: 0,
    description: '',
    menuOrder: 0,
  })
  return state
}

const STANDARD_STATUSES = [
  { slug: 'pending', name: 'Pending payment' },
  { slug: 'processing', name: 'Processing' },
  { slug: 'on-hold', name: 'On hold' },
  { slug: 'completed', name: 'Completed' },
  { slug: 'cancelled', name: 'Cancelled' },
  { slug: 'refunded', name: 'Refunded' },
  { slug: 'failed', name: 'Failed' },
  { slug: 'checkout-draft', name: 'Draft' },
] as const

export const orderStatuses = (state: WooState) => [
  ...STANDARD_STATUSES,
  ...state.settings.customStatuses.map(({ slug, name }) => ({ slug, name })),
]

/** What `status=any` leaves out besides the trash. */
export const hiddenStatuses = ({ settings }: WooState) =>
  settings.orderStorage === 'tables'
    ? []
    : settings.customStatuses.flatMap(({ slug, isSearchable }) => (isSearchable ? [] : [slug]))

/** Names are stored HTML-encoded, once (measured); quotes and emoji stay. */
export const encodeName = (name: string) =>
  name
    .replace(/&(?!(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);)/gi, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

/** The slug WordPress makes of a title: ASCII where it can, percent-encoded UTF-8 where not. */
export function slugify(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/&(?:amp|lt|gt);|&/g, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
  const kept = plain.replace(/[^\p{L}\p{N}\p{S}\s_-]/gu, '').replace(/["'$+<=>^`|~]/g, '')
  return encodeURIComponent(kept.trim().replace(/[\s-]+/g, '-'))
    .toLowerCase()
    .slice(0, 200)
}

/** A variation belongs to a product; both move together (measured: d04, d05, d25, d26). */
export function touchProduct(state: WooState, productId: number) {
  const product = state.products.get(productId)
  if (product) product.modifiedAt = state.now()
}
export function touchVariation(state: WooState, variation: Variation) {
  variation.modifiedAt = state.now()
  touchProduct(state, variation.parentId)
}

export function refundsOf(state: WooState, orderId: number) {
  return [...state.refunds.values()].filter((refund) => refund.orderId === orderId)
}
