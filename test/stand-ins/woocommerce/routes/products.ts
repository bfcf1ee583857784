import { invalidId, RestError } from '../rest/errors.ts'
import type { ListSpec } from '../rest/listing.ts'
import { big } from '../totals/money.ts'
import { flag, ids, list, text, type Query } from '../rest/query.ts'
import type { Product, Variation } from '../records.ts'
import {
  answerList,
  batch,
  bodyOf,
  contextOf,
  created,
  ITEM_ALLOW,
  LIST_ALLOW,
  numberParam,
  route,
  type RestRequest,
  type Route,
} from '../rest/rest.ts'
import { api, type Wire } from '../shapes/parts.ts'
import {
  lowestPrice,
  onSaleNow,
  productShape,
  variationAsProduct,
  variationShape,
  variationTitle,
} from '../shapes/product.ts'
import type { WooState } from '../state.ts'
import { productInput, variationInput } from '../writes/inputs.ts'
import {
  createProduct,
  createVariation,
  deleteProduct,
  deleteVariation,
  trashProduct,
  updateProduct,
  updateVariation,
} from '../writes/products.ts'

const STATUSES = ['any', 'future', 'trash', 'draft', 'pending', 'private', 'publish']
const TYPES = ['simple', 'grouped', 'external', 'variable']
const STOCK = ['instock', 'outofstock', 'onbackorder']
const ORDERS = [
  'date',
  'id',
  'include',
  'title',
  'slug',
  'modified',
  'popularity',
  'rating',
  'post__in',
  'price',
  'sales',
  'menu_order',
  'random',
]

type Item = Product | Variation
const titleOf = (state: WooState, item: Item) =>
  item.kind === 'product' ? item.name : variationTitle(state, item)

/** Default and `any` leave the trash out; `include_status=any,trash` does not (measured: d20). */
function statusTest(query: Query): (item: Item) => boolean {
  const wanted = list(query, 'include_status') ?? [text(query, 'status') ?? 'any']
  const without = list(query, 'exclude_status') ?? []
  return ({ status }) =>
    (wanted.includes(status) || (wanted.includes('any') && status !== 'trash')) &&
    !without.includes(status)
}

function sharedTests(state: WooState, query: Query): ((item: Item) => boolean)[] {
  const tests: ((item: Item) => boolean)[] = [statusTest(query)]
  const search = text(query, 'search')?.toLowerCase()
  if (search) {
    tests.push((item) =>
      `${titleOf(state, item)} ${item.description} ${item.sku}`.toLowerCase().includes(search),
    )
  }
  const sku = list(query, 'sku')
  if (sku && sku.length > 0) tests.push((item) => sku.includes(item.sku))
  const stock = text(query, 'stock_status')
  if (stock) tests.push((item) => item.stockStatus === stock)
  const sale = flag(query, 'on_sale')
  if (sale !== undefined) tests.push((item) => onSaleNow(state, item) === sale)
  for (const name of ['virtual', 'downloadable'] as const) {
    const wanted = flag(query, name)
    if (wanted !== undefined) tests.push((item) => item[name] === wanted)
  }
  const price = (item: Item) => (item.kind === 'product' ? lowestPrice(state, item) : item.price)
  const [min, max] = [text(query, 'min_price'), text(query, 'max_price')]
  if (min) tests.push((item) => price(item) !== '' && big(price(item)).gte(big(min)))
  if (max) tests.push((item) => price(item) !== '' && big(price(item)).lte(big(max)))
  return tests
}

function productTests(query: Query): ((item: Item) => boolean)[] {
  const tests: ((item: Product) => boolean)[] = []
  const types = list(query, 'include_types') ?? list(query, 'type')
  if (types) tests.push((product) => types.includes(product.type))
  const without = list(query, 'exclude_types')
  if (without) tests.push((product) => !without.includes(product.type))
  const slug = text(query, 'slug')
  if (slug) tests.push((product) => product.slug === slug)
  const featured = flag(query, 'featured')
  if (featured !== undefined) tests.push((product) => product.featured === featured)
  const parents = ids(query, 'parent')
  if (parents && parents.length > 0) tests.push(() => parents.includes(0))
  for (const [name, key] of [
    ['category', 'categoryIds'],
    ['tag', 'tagIds'],
    ['brand', 'brandIds'],
  ] as const) {
    const wanted = ids(query, name)
    if (wanted && wanted.length > 0) tests.push((p) => p[key].some((id) => wanted.includes(id)))
  }
  return tests.map((test) => (item) => item.kind === 'variation' || test(item))
}

function spec(
  state: WooState,
  query: Query,
  all: () => Item[],
  extra: ((item: Item) => boolean)[],
  orderNames: readonly string[],
): ListSpec<Item> {
  const tests = [...sharedTests(state, query), ...extra]
  const price = (item: Item) =>
    Number(item.kind === 'product' ? lowestPrice(state, item) : item.price)
  return {
    all,
    id: (item) => item.id,
    created: (item) => item.createdAt,
    modified: (item) => item.modifiedAt,
    storage: 'posts',
    orderNames,
    defaultOrderBy: 'date',
    defaultOrder: 'desc',
    orders: {
      date: (a, b) => a.createdAt - b.createdAt,
      // Another column than the one that holds no date: the site's own time.
      modified: (a, b) => (a.modifiedAt ?? a.createdAt) - (b.modifiedAt ?? b.createdAt),
      title: (a, b) => titleOf(state, a).localeCompare(titleOf(state, b)),
      slug: (a, b) =>
        (a.kind === 'product' ? a.slug : '').localeCompare(b.kind === 'product' ? b.slug : ''),
      price: (a, b) => price(a) - price(b),
      popularity: (a, b) => a.totalSales - b.totalSales,
      sales: (a, b) => a.totalSales - b.totalSales,
      menu_order: (a, b) => a.menuOrder - b.menuOrder,
    },
    enums: {
      status: { values: STATUSES },
      type: { values: TYPES },
      stock_status: { values: STOCK },
      include_status: { values: STATUSES, list: true },
      exclude_status: { values: STATUSES.filter((status) => status !== 'any'), list: true },
      include_types: { values: TYPES, list: true },
      exclude_types: { values: TYPES, list: true },
    },
    listParams: [
      'parent',
      'parent_exclude',
      'include_status',
      'exclude_status',
      'include_types',
      'exclude_types',
    ],
    filter: (item) => tests.every((test) => test(item)),
  }
}

/** A SKU finds variations too, in the product list (measured: `116`). */
function listProducts(request: RestRequest) {
  const { state, query } = request
  const all = (): Item[] => [
    ...state.products.values(),
    ...(list(query, 'sku')?.length ? state.variations.values() : []),
  ]
  const context = contextOf(query)
  return answerList(request, spec(state, query, all, productTests(query), ORDERS), (item) =>
    item.kind === 'product' ? productShape(state, item, context) : variationAsProduct(state, item),
  )
}

function listVariations(request: RestRequest) {
  const { state, query } = request
  const parent = numberParam(request, 'product')
  const all = () => [...state.variations.values()].filter((v) => v.parentId === parent)
  const orders = ['date', 'id', 'include', 'title', 'slug', 'modified', 'menu_order']
  const context = contextOf(query)
  return answerList(request, spec(state, query, all, [], orders), (item) =>
    item.kind === 'variation' ? variationShape(state, item, context) : {},
  )
}

function getProduct(request: RestRequest) {
  const { state, query } = request
  const id = numberParam(request, 'id')
  const product = state.products.get(id)
  if (product) return { body: productShape(state, product, contextOf(query)) }
  const variation = state.variations.get(id)
  if (variation) return { body: variationAsProduct(state, variation) }
  throw invalidId('product')
}

/** The answer shows the record as it was before (measured: d20, d22). */
function removeProduct(state: WooState, id: number, force: boolean) {
  const product = state.products.get(id)
  if (!product) throw invalidId('product')
  const before = productShape(state, product, 'edit')
  if (force) deleteProduct(state, id)
  else trashProduct(state, id)
  return before
}

function variationOf(request: RestRequest): Variation {
  const variation = request.state.variations.get(numberParam(request, 'id'))
  if (!variation || variation.parentId !== numberParam(request, 'product'))
    throw invalidId('variation')
  return variation
}

function removeVariation(request: RestRequest) {
  const { state, query } = request
  const variation = variationOf(request)
  if (!flag(query, 'force')) {
    throw new RestError(
      501,
      'woocommerce_rest_trash_not_supported',
      'Variations do not support trashing.',
    )
  }
  const before = variationShape(state, variation, 'edit')
  deleteVariation(state, variation.id)
  // Nothing is allowed on what is gone (measured: 455).
  const self = [{ href: api(state, `/products/${variation.parentId}/variations/${variation.id}`) }]
  return { body: { ...before, _links: { ...variationLinks(before), self } }, allow: null }
}

const variationLinks = (shape: Wire): Wire =>
  typeof shape['_links'] === 'object' && !Array.isArray(shape['_links'])
    ? (shape['_links'] ?? {})
    : {}

export const productRoutes: Route[] = [
  route('GET', '/products', 'list', LIST_ALLOW, listProducts),
  route('POST', '/products', 'create', LIST_ALLOW, (request) => {
    const product = createProduct(request.state, productInput.parse(bodyOf(request)))
    return created(request, productShape(request.state, product, 'edit'), `/products/${product.id}`)
  }),
  route('EDIT', '/products/batch', 'edit', 'POST, PUT, PATCH', (request) => {
    const { state } = request
    return batch(request, {
      create: (body) => productShape(state, createProduct(state, productInput.parse(body)), 'edit'),
      update: (id, body) =>
        productShape(state, updateProduct(state, id, productInput.parse(body)), 'edit'),
      delete: (id) => removeProduct(state, id, true),
    })
  }),
  route('GET', '/products/:id', 'view', ITEM_ALLOW, getProduct),
  route('EDIT', '/products/:id', 'edit', ITEM_ALLOW, (request) => {
    const product = updateProduct(
      request.state,
      numberParam(request, 'id'),
      productInput.parse(bodyOf(request)),
    )
    return { body: productShape(request.state, product, 'edit') }
  }),
  route('DELETE', '/products/:id', 'delete', ITEM_ALLOW, (request) => ({
    body: removeProduct(
      request.state,
      numberParam(request, 'id'),
      flag(request.query, 'force') ?? false,
    ),
  })),
  route('GET', '/products/:product/variations', 'list', LIST_ALLOW, listVariations),
  route('POST', '/products/:product/variations', 'create', LIST_ALLOW, (request) => {
    const parent = numberParam(request, 'product')
    const variation = createVariation(request.state, parent, variationInput.parse(bodyOf(request)))
    // The route's own pattern is left in the address (measured: `030`).
    const location = `/products/(?P<product_id>[\\d]+)/variations/${variation.id}`
    return created(request, variationShape(request.state, variation, 'edit'), location)
  }),
  route('GET', '/products/:product/variations/:id', 'view', ITEM_ALLOW, (request) => ({
    body: variationShape(request.state, variationOf(request), contextOf(request.query)),
  })),
  route('EDIT', '/products/:product/variations/:id', 'edit', ITEM_ALLOW, (request) => {
    const variation = variationOf(request)
    updateVariation(request.state, variation.id, variationInput.parse(bodyOf(request)))
    return { body: variationShape(request.state, variation, 'edit') }
  }),
  route('DELETE', '/products/:product/variations/:id', 'delete', ITEM_ALLOW, removeVariation),
]
