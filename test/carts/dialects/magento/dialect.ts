import { integrationOf, type Integration } from '../../../stand-ins/magento/rest/auth.ts'
import {
  MagentoError,
  noRoute,
  noSuchEntity,
  noSuchProduct,
  noSuchSale,
  noSuchStore,
  notAnInt,
  notAuthorized,
} from '../../../stand-ins/magento/rest/errors.ts'
import type { Answer, Asked, Dialect, Json, Route } from '../../store/dialect.ts'
import { variantsOf } from '../../store/life.ts'
import type { Order, Product, Refund, Shop, Stamped, Variant } from '../../store/shop.ts'
import { attributeRows } from './attributes.ts'
import {
  categoryShape,
  categoryTree,
  childShape,
  productShape,
  stockShape,
  variantShape,
  withStock,
} from './catalogue.ts'
import { cut, listAnswer } from './lists.ts'
import { customerShape } from './people.ts'
import {
  creditMemoShape,
  invoiceId,
  invoiceShape,
  shipmentId,
  shipmentShape,
} from './sale-parts.ts'
import { commentShapes, orderShape } from './sales.ts'
import { storeRoutes } from './store-routes.ts'

const token = (name: string) => name.padEnd(32, '0')

const integration = (name: string, more: Partial<Integration> = {}): Integration => ({
  consumerKey: token(`key${name}`),
  consumerSecret: token(`secret${name}`),
  accessToken: token(`token${name}`),
  accessTokenSecret: token(`tokensecret${name}`),
  ...more,
})

export const READER = integration('reader')
/** It may see the catalogue, and nothing that was sold. */
const CATALOGUE_ONLY = integration('catalogue', {
  mayRead: (resource) => !resource.startsWith('Magento_Sales::'),
})

/** Null: whoever asks may (Magento's own route table says so). */
const RESOURCES: readonly [RegExp, string | null][] = [
  [/^directory\//, null],
  [/^(orders|transactions)/, 'Magento_Sales::actions_view'],
  [/^invoices/, 'Magento_Sales::sales_invoice'],
  [/^creditmemo/, 'Magento_Sales::sales_creditmemo'],
  [/^shipment/, 'Magento_Sales::shipment'],
  [/^customers/, 'Magento_Customer::customer'],
  [/^customerGroups/, 'Magento_Customer::group'],
  [/^products\/attributes/, 'Magento_Catalog::attributes_attributes'],
  [/^(products|configurable-products)/, 'Magento_Catalog::products'],
  [/^categories/, 'Magento_Catalog::categories'],
  [/^stockItems/, 'Magento_CatalogInventory::cataloginventory'],
  [/^attributeMetadata/, 'Magento_Customer::manage'],
  [/^inventory/, 'Magento_InventoryApi::source'],
  [/^tax/, 'Magento_Tax::manage_tax'],
  [/^store\//, 'Magento_Backend::store'],
]

const isThere = (shop: Shop, kind: string, record: Stamped | undefined): boolean =>
  record !== undefined && !record.isHidden && !shop.faults.withheld.has(`${kind} ${record.id}`)

/** The number in the address. @throws MagentoError */
function idIn({ part }: Asked): number {
  const text = part('id')
  if (!/^\d+$/.test(text)) throw notAnInt(text)
  return Number(text)
}

/** What is sold: products, and the variants that are products of their own. */
type Sold = Stamped & ({ product: Product } | { variant: Variant })

function everythingSold(shop: Shop): Sold[] {
  const products = [...shop.products.values()].map((product) => ({ ...product, product }))
  const variants = [...shop.variants.values()]
    .filter(({ productId }) => shop.products.has(productId))
    .map((variant) => ({ ...variant, variant }))
  return [...products, ...variants].toSorted((a, b) => a.id - b.id)
}

const soldShape = (shop: Shop, sold: Sold) =>
  'product' in sold ? productShape(shop, sold.product) : variantShape(shop, sold.variant)
const recordOf = (sold: Sold) => ('product' in sold ? sold.product : sold.variant)

/** @throws MagentoError */
function bySku({ shop, part }: Asked): Sold {
  const sku = part('sku')
  const sold = everythingSold(shop).find((each) => recordOf(each).sku === sku)
  if (!sold || !isThere(shop, 'product', sold)) throw noSuchProduct()
  return sold
}

const PRODUCT_FIELDS = [
  ...['sku', 'name', 'price', 'status', 'visibility', 'type_id', 'attribute_set_id', 'weight'],
  ...['website_id', 'category_id', 'url_key', 'special_price', 'store_id'],
]

const productRoutes: Route[] = [
  {
    path: /^products$/,
    lists: 'product',
    answer: (asked) =>
      listAnswer(asked, {
        kind: 'product',
        records: everythingSold(asked.shop),
        fields: PRODUCT_FIELDS,
        names: 'attributes',
        shape: (sold) => soldShape(asked.shop, sold),
      }),
  },
  {
    path: /^products\/attributes$/,
    answer: (asked) =>
      listAnswer(asked, {
        kind: null,
        records: attributeRows(asked.shop).map((row, id) => ({
          id,
          createdAt: 0,
          changedAt: null,
          row,
        })),
        fields: ['attribute_code', 'attribute_id', 'frontend_input', 'is_user_defined'],
        names: 'attributes',
        shape: ({ row }) => row,
      }),
  },
  {
    path: /^products\/attributes\/(?<code>\w+)(?<options>\/options)?$/,
    answer: ({ shop, part }) => {
      const row = attributeRows(shop).find((each) => each['attribute_code'] === part('code'))
      if (!row) throw noSuchEntity('attributeCode', 0)
      return { body: part('options') === '' ? row : (row['options'] ?? []) }
    },
  },
  { path: /^products\/(?<sku>.+)\/media$/, answer: (asked) => ({ body: bySku(asked) && [] }) },
  {
    path: /^products\/(?<sku>.+)$/,
    answer: (asked) => {
      const sold = bySku(asked)
      return { body: withStock(soldShape(asked.shop, sold), recordOf(sold)) }
    },
  },
  {
    path: /^configurable-products\/(?<sku>.+)\/children$/,
    answer: (asked) => {
      const { id } = bySku(asked)
      return { body: variantsOf(asked.shop, id).map((each) => childShape(asked.shop, each)) }
    },
  },
  {
    path: /^stockItems\/(?<sku>.+)$/,
    answer: (asked) => ({ body: stockShape(recordOf(bySku(asked))) }),
  },
  {
    path: /^categories$/,
    answer: ({ shop, url }) => ({
      body: categoryTree(shop, Number(url.searchParams.get('rootCategoryId') ?? 1)),
    }),
  },
  {
    path: /^categories\/list$/,
    answer: (asked) =>
      listAnswer(asked, {
        kind: null,
        records: [...asked.shop.categories.values()].map((category) => ({
          ...category,
          createdAt: 0,
          changedAt: 0,
        })),
        fields: ['parent_id', 'name', 'is_active', 'level', 'path', 'position'],
        names: 'attributes',
        shape: (category) => categoryShape(asked.shop, category),
      }),
  },
]

const customerRoutes: Route[] = [
  {
    path: /^customers\/search$/,
    lists: 'customer',
    answer: (asked) =>
      listAnswer(asked, {
        kind: 'customer',
        records: [...asked.shop.customers.values()],
        fields: ['email', 'firstname', 'lastname', 'group_id', 'store_id', 'website_id'],
        names: 'attributes',
        shape: (customer) => customerShape(asked.shop, customer),
      }),
  },
  {
    path: /^customers\/(?<id>[^/]+)$/,
    answer: (asked) => {
      const id = idIn(asked)
      const customer = asked.shop.customers.get(id)
      if (!customer || !isThere(asked.shop, 'customer', customer))
        throw noSuchEntity('customerId', id)
      return { body: customerShape(asked.shop, customer) }
    },
  },
]

const visibleOrders = (shop: Shop): Order[] =>
  [...shop.orders.values()].filter((order) => isThere(shop, 'order', order))

/** Invoices, shipments and credit memos have dates of their own. */
type Part = Stamped & { order: Order; refund?: Refund }

const dated = (id: number, at: number, order: Order, refund?: Refund): Part => ({
  id,
  createdAt: at,
  changedAt: at,
  order,
  ...(refund ? { refund } : {}),
})

const PARTS = {
  invoices: {
    own: 'invoices',
    of: (order: Order) =>
      order.paidAt === null ? [] : [dated(invoiceId(order), order.paidAt, order)],
    shape: (shop: Shop, { order }: Part) => invoiceShape(shop, order),
  },
  shipments: {
    own: 'shipment',
    of: (order: Order) =>
      order.status === 'sent'
        ? [dated(shipmentId(order), order.changedAt ?? order.createdAt, order)]
        : [],
    shape: (_shop: Shop, { order }: Part) => shipmentShape(order),
  },
  creditmemos: {
    own: 'creditmemo',
    of: (order: Order) => order.refunds.map((refund) => dated(refund.id, refund.at, order, refund)),
    shape: (shop: Shop, { order, refund }: Part) =>
      refund ? creditMemoShape(shop, order, refund) : {},
  },
}

const partRoutes: Route[] = Object.entries(PARTS).flatMap(([list, { own, of, shape }]): Route[] => [
  {
    path: new RegExp(`^${list}$`),
    answer: (asked) =>
      listAnswer(asked, {
        kind: null,
        records: visibleOrders(asked.shop).flatMap(of),
        fields: ['order_id', 'store_id', 'increment_id', 'state'],
        names: 'columns',
        shape: (part) => shape(asked.shop, part),
      }),
  },
  {
    path: new RegExp(`^${own}\\/(?<id>[^/]+)$`),
    answer: (asked) => {
      const id = idIn(asked)
      const part = visibleOrders(asked.shop)
        .flatMap(of)
        .find((each) => each.id === id)
      if (!part) throw noSuchSale()
      return { body: shape(asked.shop, part) }
    },
  },
])

function orderIn(asked: Asked): Order {
  const order = asked.shop.orders.get(idIn(asked))
  if (!order || !isThere(asked.shop, 'order', order)) throw noSuchSale()
  return order
}

const orderRoutes: Route[] = [
  {
    path: /^orders$/,
    lists: 'order',
    answer: (asked) =>
      listAnswer(asked, {
        kind: 'order',
        records: [...asked.shop.orders.values()],
        fields: ['increment_id', 'customer_email', 'customer_id', 'state', 'status', 'store_id'],
        names: 'columns',
        shape: (order) => orderShape(asked.shop, order),
      }),
  },
  {
    path: /^orders\/(?<id>[^/]+)$/,
    answer: (asked) => ({ body: orderShape(asked.shop, orderIn(asked)) }),
  },
  {
    path: /^orders\/(?<id>[^/]+)\/comments$/,
    answer: (asked) => {
      const items: Json[] = commentShapes(orderIn(asked))
      return {
        body: { items, search_criteria: { filter_groups: [] }, total_count: items.length },
      }
    },
  },
]

/** `/rest/V1/…`, the same of one store view (`/rest/default/V1/…`), and of a server that rewrites nothing. */
const BELOW = /^(?:\/index\.php)?\/rest\/(?:(?<view>\w+)\/)?V1\/(?<what>.*)$/
const VIEWS = ['default', 'all']

const below = (route: Route): Route => ({
  ...route,
  path: new RegExp(`^(?:\\/index\\.php)?\\/rest\\/(?:\\w+\\/)?V1\\/${route.path.source.slice(1)}`),
  answer: (asked) => cut(route.answer(asked), asked),
})

const refusalOf = ({ status, body }: MagentoError): Answer => ({ status, body })

/** Asked before anything is looked for: the right, and before that the store view. */
function refuse({ shop, url, method, headers }: Asked): Answer | null {
  const { view, what } = BELOW.exec(decodeURIComponent(url.pathname))?.groups ?? {}
  if (what === undefined) return null
  if (view !== undefined && !VIEWS.includes(view)) return refusalOf(noSuchStore())
  const resource = RESOURCES.find(([pattern]) => pattern.test(what))?.[1] ?? null
  const integrations = shop.faults.areKeysRevoked ? [] : [READER, CATALOGUE_ONLY]
  try {
    const proof = { method, url, authorization: headers['authorization'] }
    const who = integrationOf(integrations, proof, true)
    if (resource === null || (who && (who.mayRead?.(resource) ?? true))) return null
    return refusalOf(notAuthorized(resource))
  } catch (error) {
    if (error instanceof MagentoError) return refusalOf(error)
    throw error
  }
}

const credentialsOf = ({
  consumerKey,
  consumerSecret,
  accessToken,
  accessTokenSecret,
}: Integration) => ({
  consumerKey,
  consumerSecret,
  accessToken,
  accessTokenSecret,
})

/** Magento 2.4.6 without its inventory modules, as the captures show it. */
export const MAGENTO: Dialect = {
  name: 'Magento',
  url: 'https://old-store.example',
  tickMs: 1_000,
  moves: {
    // Measured: neither a child's edit (d04, d05) nor its removal (d19) moves the parent, stock moves
    // nothing (d03, d06), and no address (d16).
    variantMovesProduct: false,
    saleMovesProduct: false,
    addressMovesOrder: false,
    // Measured to move it (d12), and reported not to on other versions: the harder of the two.
    refundMovesOrder: false,
  },
  routes: [
    ...[
      ...productRoutes,
      ...customerRoutes,
      ...orderRoutes,
      ...partRoutes,
      ...storeRoutes.belowRest,
    ].map(below),
    ...storeRoutes.atRoot,
  ],
  refuse,
  refusal: (error) => (error instanceof MagentoError ? refusalOf(error) : null),
  noRoute: refusalOf(noRoute()),
  headers: () => ({}),
  credentials: {
    good: credentialsOf(READER),
    unknownKey: credentialsOf(integration('unknown')),
    wrongSecret: { ...credentialsOf(READER), consumerSecret: token('wrong') },
    writeOnly: credentialsOf(CATALOGUE_ONLY),
  },
}
