import type { Answer, Json, Wire } from '../../carts/store/dialect.ts'
import type { Faults } from '../../carts/store/shop.ts'
import { integrationOf } from './rest/auth.ts'
import {
  internalError,
  MagentoError,
  noRoute,
  noSuchEntity,
  noSuchProduct,
  noSuchSale,
  noSuchStore,
  notAnInt,
  notAuthorized,
} from './rest/errors.ts'
import { filterFields } from './rest/fields.ts'
import { listBody, type ListedRow } from './rest/list.ts'
import { settingsBody } from './settings.ts'
import type { RowStore, Table } from './rows.ts'

/** Rows are odd by themselves here: nothing goes wrong with whole lists but what `answers` say. */
const NO_FAULTS: Faults = {
  corrupted: new Set(),
  withheld: new Set(),
  miscount: new Map(),
  repeatPages: new Set(),
  firstPages: new Map(),
  areKeysRevoked: false,
  isTooOld: false,
}

const PRODUCT_FIELDS = [
  ...['sku', 'name', 'price', 'status', 'visibility', 'type_id', 'attribute_set_id', 'weight'],
  ...['website_id', 'category_id', 'url_key', 'special_price', 'store_id'],
]
const SALE_FIELDS = ['order_id', 'store_id', 'increment_id', 'state']

type Request = { method: string; url: URL; authorization: string | undefined }

const asText = (value: Json | undefined) => (typeof value === 'string' ? value : '')
const isObject = (value: Json | undefined): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function listed(store: RowStore, table: Table): ListedRow[] {
  return [...store.tables[table]].map(([id, row]) => ({
    id,
    createdAt: 0,
    changedAt: null,
    row,
    isBroken: store.broken.has(`${table} ${id}`),
  }))
}

function byId(
  store: RowStore,
  table: Table,
  id: string,
  missing: (id: number) => MagentoError,
): Wire {
  if (!/^\d+$/.test(id)) throw notAnInt(id)
  const row = store.tables[table].get(Number(id))
  if (!row) throw missing(Number(id))
  if (store.broken.has(`${table} ${Number(id)}`)) throw internalError()
  return row
}

function bySku({ tables }: RowStore, sku: string): Wire {
  const row = [...tables.products.values()].find((each) => each['sku'] === sku)
  if (!row) throw noSuchProduct()
  return row
}

const stockOf = (store: RowStore, row: Wire): Wire => ({
  item_id: row['id'] ?? null,
  product_id: row['id'] ?? null,
  stock_id: 1,
  qty: 0,
  is_in_stock: true,
  manage_stock: false,
  use_config_manage_stock: false,
  backorders: 0,
  is_qty_decimal: false,
  ...store.stock.get(asText(row['sku'])),
})

/** At its own address a product shows its stock as well. */
function whole(store: RowStore, row: Wire): Wire {
  const extension = row['extension_attributes']
  if (!isObject(extension)) return row
  return { ...row, extension_attributes: { ...extension, stock_item: stockOf(store, row) } }
}

/** Children say less of themselves there than in any list (measured). */
function childrenOf({ tables }: RowStore, row: Wire): Wire[] {
  const extension = row['extension_attributes']
  const links = isObject(extension) ? extension['configurable_product_links'] : []
  return (Array.isArray(links) ? links : []).flatMap((id) => {
    const child = tables.products.get(Number(id))
    if (!child) return []
    const {
      extension_attributes: _extension,
      options: _options,
      media_gallery_entries: _media,
      ...rest
    } = child
    return [rest]
  })
}

const parentOf = (row: Wire) => Number(row['parent_id'] ?? 0)

function tree(store: RowStore, id: number): Wire {
  const { tables } = store
  const row = tables.categories.get(id) ?? { id, name: 'Root Catalog', is_active: true }
  const children = [...tables.categories.values()].filter((each) => parentOf(each) === id)
  return {
    id,
    parent_id: row['parent_id'] ?? 0,
    name: row['name'] ?? null,
    is_active: row['is_active'] ?? null,
    position: row['position'] ?? 0,
    level: row['level'] ?? 0,
    product_count: 0,
    children_data: children.map((each) => tree(store, Number(each['id']))),
  }
}

type Handler = (store: RowStore, url: URL, parts: Record<string, string>) => Json

const list =
  (table: Table, fields: readonly string[], names: 'attributes' | 'columns'): Handler =>
  (store, url) =>
    listBody(NO_FAULTS, url, { kind: null, rows: listed(store, table), fields, names })

const one =
  (table: Table, missing: (id: number) => MagentoError): Handler =>
  (store, _url, { id = '' }) =>
    byId(store, table, id, missing)

/** Path below `V1/`, whose right it needs, and what is answered. */
const ROUTES: readonly [RegExp, string | null, Handler][] = [
  [/^products$/, 'Magento_Catalog::products', list('products', PRODUCT_FIELDS, 'attributes')],
  [
    /^products\/attributes$/,
    'Magento_Catalog::attributes_attributes',
    list('attributes', ['attribute_code', 'is_user_defined', 'frontend_input'], 'attributes'),
  ],
  [
    /^products\/attributes\/(?<code>\w+)(?<options>\/options)?$/,
    'Magento_Catalog::attributes_attributes',
    ({ tables }, _url, { code = '', options }) => {
      const row = [...tables.attributes.values()].find((each) => each['attribute_code'] === code)
      if (!row) throw noSuchEntity('attributeCode', 0)
      return options === undefined ? row : (row['options'] ?? [])
    },
  ],
  [
    /^products\/(?<sku>.+)\/media$/,
    'Magento_Catalog::products',
    (store, _url, { sku = '' }) => bySku(store, sku)['media_gallery_entries'] ?? [],
  ],
  [
    /^products\/(?<sku>.+)$/,
    'Magento_Catalog::products',
    (store, _url, { sku = '' }) => whole(store, bySku(store, sku)),
  ],
  [
    /^configurable-products\/(?<sku>.+)\/children$/,
    'Magento_Catalog::products',
    (store, _url, { sku = '' }) => childrenOf(store, bySku(store, sku)),
  ],
  [
    /^stockItems\/(?<sku>.+)$/,
    'Magento_CatalogInventory::cataloginventory',
    (store, _url, { sku = '' }) => stockOf(store, bySku(store, sku)),
  ],
  [
    /^categories$/,
    'Magento_Catalog::categories',
    (store, url) => tree(store, Number(url.searchParams.get('rootCategoryId') ?? 1)),
  ],
  [
    /^categories\/list$/,
    'Magento_Catalog::categories',
    list('categories', ['parent_id', 'name', 'is_active', 'level', 'path'], 'attributes'),
  ],
  [
    /^customers\/search$/,
    'Magento_Customer::customer',
    list(
      'customers',
      ['email', 'firstname', 'lastname', 'group_id', 'store_id', 'website_id'],
      'attributes',
    ),
  ],
  [
    /^customers\/(?<id>[^/]+)$/,
    'Magento_Customer::customer',
    one('customers', (id) => noSuchEntity('customerId', id)),
  ],
  [/^customerGroups\/search$/, 'Magento_Customer::group', list('groups', ['code'], 'columns')],
  [
    /^orders$/,
    'Magento_Sales::actions_view',
    list(
      'orders',
      ['increment_id', 'customer_email', 'customer_id', 'state', 'status', 'store_id'],
      'columns',
    ),
  ],
  [/^orders\/(?<id>[^/]+)$/, 'Magento_Sales::actions_view', one('orders', noSuchSale)],
  [
    /^orders\/(?<id>[^/]+)\/comments$/,
    'Magento_Sales::actions_view',
    (store, _url, { id = '' }) => {
      const items = byId(store, 'orders', id, noSuchSale)['status_histories'] ?? []
      const count = Array.isArray(items) ? items.length : 0
      return { items, search_criteria: { filter_groups: [] }, total_count: count }
    },
  ],
  [/^invoices$/, 'Magento_Sales::sales_invoice', list('invoices', SALE_FIELDS, 'columns')],
  [/^invoices\/(?<id>[^/]+)$/, 'Magento_Sales::sales_invoice', one('invoices', noSuchSale)],
  [/^shipments$/, 'Magento_Sales::shipment', list('shipments', SALE_FIELDS, 'columns')],
  [/^shipment\/(?<id>[^/]+)$/, 'Magento_Sales::shipment', one('shipments', noSuchSale)],
  [/^creditmemos$/, 'Magento_Sales::sales_creditmemo', list('creditmemos', SALE_FIELDS, 'columns')],
  [/^creditmemo\/(?<id>[^/]+)$/, 'Magento_Sales::sales_creditmemo', one('creditmemos', noSuchSale)],
  [/^store\/(?<what>\w+)$/, 'Magento_Backend::store', settingsBody],
  [/^directory\/(?<what>\w+)$/, null, settingsBody],
  [/^attributeMetadata\/customer$/, 'Magento_Customer::manage', () => []],
]

const BELOW = /^(?:\/index\.php)?\/rest\/(?:(?<view>\w+)\/)?V1\/(?<what>.*?)\/*$/

/** What the store answers to one request, before anything is done to it. */
export function answerOf(store: RowStore, { method, url, authorization }: Request): Answer {
  const { settings } = store
  const path = decodeURIComponent(url.pathname)
  if (path === '/magento_version') {
    const headers = { 'content-type': 'text/html; charset=UTF-8' }
    return { body: null, text: settings.version, headers }
  }
  const { view, what = '' } = BELOW.exec(path)?.groups ?? {}
  try {
    const codes = ['all', ...settings.views.map(({ code }) => code)]
    if (view !== undefined && !codes.includes(view)) throw noSuchStore()
    const asked = { method, url, authorization }
    const who = integrationOf(store.integrations, asked, settings.takesBearer)
    const [pattern, resource, handler] =
      ROUTES.find(([each]) => method === 'GET' && each.test(what)) ?? []
    if (!pattern || resource === undefined || !handler) throw noRoute()
    if (resource !== null && !(who && (who.mayRead?.(resource) ?? true)))
      throw notAuthorized(resource)
    const body = handler(store, url, pattern.exec(what)?.groups ?? {})
    return { body: filterFields(body, url.searchParams.get('fields')) }
  } catch (error) {
    if (error instanceof MagentoError) return { status: error.status, body: error.body }
    throw error
  }
}
