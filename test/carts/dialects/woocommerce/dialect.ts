import { createAuthenticator } from '#test/stand-ins/woocommerce/rest/auth.ts'
import { invalidId, noRoute, RestError } from '#test/stand-ins/woocommerce/rest/errors.ts'
import { filterFields } from '#test/stand-ins/woocommerce/rest/fields.ts'
import { list, parseQuery, text } from '#test/stand-ins/woocommerce/rest/query.ts'
import type { Query } from '#test/stand-ins/woocommerce/rest/query.ts'
import type { Answer, Asked, Dialect, Json, Route } from '../../store/dialect.ts'
import { variantsOf } from '../../store/life.ts'
import type { Shop } from '../../store/shop.ts'
import { listAnswer, SITE_TIME } from './lists.ts'
import {
  categoryShape,
  customerShape,
  noteShape,
  orderShape,
  productShape,
  refundShape,
  statusOf,
  variationShape,
  VERSION,
} from './shapes.ts'

export const POST_ORDERS = ['date', 'id', 'include', 'title', 'slug', 'modified']
export const PRODUCT_STATUSES = ['any', 'draft', 'pending', 'private', 'publish', 'future', 'trash']
const OWN_STATUSES = [
  'pending',
  'processing',
  'on-hold',
  'completed',
  'cancelled',
  'refunded',
  'failed',
  'checkout-draft',
]
export const ORDER_STATUSES = ['any', 'trash', 'auto-draft', ...OWN_STATUSES]

const keys = (['read_write', 'write'] as const).map((permissions) => ({
  consumerKey: `ck_${permissions}`,
  consumerSecret: `cs_${permissions}`,
  permissions,
  revoked: false,
}))
const [good, writeOnly] = keys.map(({ consumerKey, consumerSecret }) => ({
  consumerKey,
  consumerSecret,
}))

/** The record at its own address; hidden and withheld ones have none. */
function own<R extends { id: number; isHidden?: boolean }>(
  { shop, part }: Asked,
  kind: 'product' | 'customer' | 'order',
  records: ReadonlyMap<number, R>,
): R {
  const record = records.get(Number(part('id')))
  const isThere = record && !record.isHidden && !shop.faults.withheld.has(`${kind} ${record.id}`)
  if (!isThere) throw invalidId(kind)
  return record
}

/** `any` is the default, and the word for all of them (144: whatever is not in the bin). */
export function hasStatus(status: string, query: Query, name: string, any = 'any'): boolean {
  const asked = list(query, name)
  return asked === undefined || asked.includes(any) || asked.includes(status)
}

const productRoutes: Route[] = [
  {
    path: /^\/products$/,
    lists: 'product',
    answer: (asked) =>
      listAnswer(asked, {
        kind: 'product',
        records: [...asked.shop.products.values()],
        isDated: true,
        ties: 'none',
        orders: [...POST_ORDERS, 'price', 'popularity', 'rating', 'menu_order'],
        statuses: PRODUCT_STATUSES,
        where: ({ isPublished }, query) =>
          hasStatus(isPublished ? 'publish' : 'draft', query, 'status'),
        shape: (product) => productShape(asked.shop, product),
      }),
  },
  {
    path: /^\/products\/categories$/,
    answer: (asked) =>
      listAnswer(asked, {
        kind: null,
        records: [...asked.shop.categories.values()].map((category) => ({
          ...category,
          createdAt: 0,
          changedAt: null,
        })),
        isDated: false,
        ties: 'by id',
        orders: ['id', 'include', 'name', 'slug', 'term_group', 'description', 'count'],
        shape: (category) => categoryShape(asked.shop, category),
      }),
  },
  {
    path: /^\/products\/(?<id>\d+)$/,
    answer: (asked) => ({
      body: productShape(asked.shop, own(asked, 'product', asked.shop.products)),
    }),
  },
  {
    path: /^\/products\/(?<id>\d+)\/variations$/,
    answer: (asked) =>
      listAnswer(asked, {
        kind: null,
        records: variantsOf(asked.shop, Number(asked.part('id'))),
        isDated: true,
        ties: 'none',
        orders: POST_ORDERS,
        shape: (variant) => variationShape(asked.shop, variant),
      }),
  },
  {
    path: /^\/products\/\d+\/variations\/(?<id>\d+)$/,
    answer: ({ shop, part }) => {
      const variant = shop.variants.get(Number(part('id')))
      if (!variant) throw invalidId('variation')
      return { body: variationShape(shop, variant) }
    },
  },
]

const customerRoutes: Route[] = [
  {
    path: /^\/customers$/,
    lists: 'customer',
    answer: (asked) =>
      listAnswer(asked, {
        kind: 'customer',
        records: [...asked.shop.customers.values()],
        // `modified_after` is ignored, and everybody comes (measured: 132).
        isDated: false,
        ties: 'by id',
        orders: ['id', 'include', 'name', 'registered_date'],
        where: ({ isStaff }, query) => text(query, 'role') === 'all' || !isStaff,
        shape: (customer) => customerShape(asked.shop, customer),
      }),
  },
  {
    path: /^\/customers\/(?<id>\d+)$/,
    answer: (asked) => ({
      body: customerShape(asked.shop, own(asked, 'customer', asked.shop.customers)),
    }),
  },
]

const orderRoutes: Route[] = [
  {
    path: /^\/orders$/,
    lists: 'order',
    answer: (asked) =>
      listAnswer(asked, {
        kind: 'order',
        records: [...asked.shop.orders.values()],
        isDated: true,
        ties: 'as asked',
        forgetsPastEnd: true,
        orders: POST_ORDERS,
        statuses: ORDER_STATUSES,
        where: (order, query) => hasStatus(statusOf(order), query, 'status'),
        shape: (order) => orderShape(asked.shop, order),
      }),
  },
  {
    path: /^\/orders\/statuses$/,
    answer: () => ({ body: OWN_STATUSES.map((slug) => ({ slug, name: slug })) }),
  },
  {
    path: /^\/orders\/(?<id>\d+)$/,
    answer: (asked) => ({ body: orderShape(asked.shop, own(asked, 'order', asked.shop.orders)) }),
  },
  {
    path: /^\/orders\/(?<id>\d+)\/refunds$/,
    answer: (asked) => {
      const order = own(asked, 'order', asked.shop.orders)
      const stamps = (at: number) => ({ createdAt: at, changedAt: at })
      return listAnswer(asked, {
        kind: null,
        records: order.refunds.map((refund) => ({ ...refund, ...stamps(refund.at) })),
        isDated: true,
        ties: 'as asked',
        orders: POST_ORDERS,
        shape: (refund) => refundShape(asked.shop, order, refund),
      })
    },
  },
  {
    path: /^\/orders\/(?<id>\d+)\/notes$/,
    // All at once, whatever page is asked for (measured: 157).
    answer: (asked) => {
      const order = own(asked, 'order', asked.shop.orders)
      return { body: order.comments.map((note) => noteShape(asked.shop, order, note)) }
    },
  },
]

const versionOf = (shop: Shop) => (shop.faults.isTooOld ? '4.9.0' : VERSION)

const storeRoutes: Route[] = [
  {
    path: /^\/settings\/products\/woocommerce_(?<what>weight|dimension)_unit$/,
    answer: ({ part }) => ({ body: { value: part('what') === 'weight' ? 'kg' : 'cm' } }),
  },
  {
    path: /^\/data\/currencies\/current$/,
    answer: ({ shop }) => ({
      body: { code: shop.currency, name: 'United States (US) dollar', symbol: '&#36;' },
    }),
  },
  {
    path: /^\/system_status$/,
    answer: ({ shop }) => ({
      body: {
        environment: { home_url: shop.url, version: versionOf(shop), wp_version: '6.9' },
        settings: { currency: shop.currency, HPOS_enabled: true },
      },
    }),
  },
]

const index: Route = {
  path: /^\/wp-json$/,
  answer: ({ shop }) => ({
    body: {
      name: shop.name,
      home: shop.url,
      url: shop.url,
      timezone_string: SITE_TIME.zone,
      gmt_offset: SITE_TIME.offsetHours(shop.clock.now()),
      namespaces: ['wp/v2', 'wc/v1', 'wc/v2', 'wc/v3'],
    },
  }),
}

const ROOT = '\\/wp-json\\/wc\\/v3'
const below = (route: Route): Route => ({
  ...route,
  path: new RegExp(`^${ROOT}${route.path.source.slice(1)}`),
})

/** `_fields` leaves of every good answer what it names. */
const cut = (route: Route): Route => ({
  ...route,
  answer: (asked) => {
    const said = route.answer(asked)
    const fields = list(parseQuery(asked.url.searchParams), '_fields') ?? []
    return fields.length === 0 ? said : { ...said, body: filterFields(said.body, fields) }
  },
})

export const refusalOf = ({ status, code, message, data }: RestError): Answer => {
  const body: Json = { code, message, data }
  return { status, body }
}

/** WooCommerce 9.9 with its orders in tables, as the captures show it. Over HTTPS only. */
export const WOOCOMMERCE: Dialect = {
  name: 'WooCommerce',
  url: 'https://old-store.example',
  tickMs: 1_000,
  moves: {
    variantMovesProduct: true,
    refundMovesOrder: true,
    saleMovesProduct: true,
    addressMovesOrder: true,
  },
  routes: [
    index,
    ...[...productRoutes, ...customerRoutes, ...orderRoutes, ...storeRoutes].map(below),
  ].map(cut),
  refuse: (asked) => {
    const { shop, url, method, headers } = asked
    if (index.path.test(url.pathname.replace(/\/+$/, ''))) return null
    // Revoked keys are unknown ones.
    const known = shop.faults.areKeysRevoked ? [] : keys
    const authenticate = createAuthenticator(() => known)
    try {
      const key = authenticate({
        method,
        target: `${url.pathname}${url.search}`,
        authorization: headers['authorization'],
        secure: true,
        homeUrl: shop.url,
        restPrefix: 'wp-json',
        now: shop.clock.now(),
      })
      if (key !== null) return null
    } catch (error) {
      if (error instanceof RestError) return refusalOf(error)
      throw error
    }
    const message = 'Sorry, you cannot list resources.'
    return refusalOf(new RestError(401, 'woocommerce_rest_cannot_view', message))
  },
  refusal: (error) => (error instanceof RestError ? refusalOf(error) : null),
  noRoute: refusalOf(noRoute()),
  headers: ({ url }) => ({ link: `<${url}/wp-json/>; rel="https://api.w.org/"` }),
  credentials: {
    good: good ?? {},
    unknownKey: { consumerKey: 'ck_unknown', consumerSecret: 'cs_read_write' },
    wrongSecret: { consumerKey: 'ck_read_write', consumerSecret: 'cs_wrong' },
    writeOnly: writeOnly ?? {},
  },
}
