import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { readExchanges } from '#test/helpers/captures.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'
import { MagentoError, noRoute } from '../../stand-ins/magento/rest/errors.ts'
import { filterFields } from '../../stand-ins/magento/rest/fields.ts'
import { listBody, type ListOf } from '../../stand-ins/magento/rest/list.ts'
import type { ReadOptions, Store, Through, Works } from '../contract/store.ts'
import { connectMagento } from '../magento-connector.ts'
import type { Wire } from '../store/dialect.ts'
import { createShop } from '../store/shop.ts'
import { replay } from './replay.ts'
import type { Recorded, RecordedCart } from './replay.ts'

const FIXTURES = fileURLToPath(new URL('../../fixtures/magento/', import.meta.url))
const URL_OF_STORE = 'https://source.example'
/** When the lists were read (160), before anybody changed anything for the second half. */
const NOW = '2026-11-22T18:25:03Z'

const wire = z.record(z.string(), z.json())
const listed = z.object({ items: z.array(wire) })

type List = Pick<ListOf, 'fields' | 'names'> & { path: RegExp; file: string; own: RegExp | null }

const SALES = ['order_id', 'store_id', 'increment_id', 'state']

/** Lists that were recorded whole: of these every page in every order can be worked out. */
const LISTS: readonly List[] = [
  {
    path: /^products$/,
    file: '125',
    fields: ['sku', 'type_id', 'status', 'visibility', 'website_id'],
    names: 'attributes',
    own: null,
  },
  {
    path: /^products\/attributes$/,
    file: '182',
    fields: ['attribute_code', 'is_user_defined', 'frontend_input'],
    names: 'attributes',
    own: null,
  },
  {
    path: /^categories\/list$/,
    file: '181',
    fields: ['parent_id', 'name', 'is_active', 'level', 'path'],
    names: 'attributes',
    own: /^categories\/(\d+)$/,
  },
  {
    path: /^customers\/search$/,
    file: '142',
    fields: ['email', 'group_id', 'store_id', 'website_id'],
    names: 'attributes',
    own: /^customers\/(\d+)$/,
  },
  {
    path: /^customerGroups\/search$/,
    file: '008',
    fields: ['code', 'id'],
    names: 'columns',
    own: null,
  },
  {
    path: /^orders$/,
    file: '160',
    fields: ['increment_id', 'customer_email', 'store_id', 'state', 'status'],
    names: 'columns',
    own: /^orders\/(\d+)$/,
  },
  { path: /^invoices$/, file: '173', fields: SALES, names: 'columns', own: /^invoices\/(\d+)$/ },
  {
    path: /^creditmemos$/,
    file: '174',
    fields: SALES,
    names: 'columns',
    own: /^creditmemo\/(\d+)$/,
  },
  { path: /^shipments$/, file: '175', fields: SALES, names: 'columns', own: /^shipment\/(\d+)$/ },
]

/** Recorded for one path; the right is judged before anything is looked for. */
const REFUSAL = '300'
const TOKEN = 'token-as-recorded'

/** Never recorded, and needed to read all the same. */
const ASSUMED: Record<string, unknown> = {
  'store/storeGroups': [
    {
      id: 1,
      website_id: 1,
      root_category_id: 2,
      default_store_id: 1,
      name: 'Main Website Store',
      code: 'main_website_store',
    },
  ],
  'attributeMetadata/customer': [],
  'directory/countries': [
    { id: 'US', available_regions: [{ id: '12', code: 'CA', name: 'California' }] },
  ],
}

type RecordedMagento = RecordedCart & { rowsOf(kind: EntityKind): Wire[] }

/** Nothing changes a recording: read once. */
let known: RecordedMagento | null = null

/** Magento's recordings, with what their rules make of them. */
export function recordedMagento(): RecordedMagento {
  known ??= readRecordings()
  return known
}

const idOf = (row: Wire) => Number(row['entity_id'] ?? row['id'] ?? row['attribute_id'])

function readRecordings(): RecordedMagento {
  const exchanges = readExchanges(FIXTURES)
  const recorded = (number: string): Recorded | null =>
    exchanges.find(({ file }) => file.startsWith(`${number}-`))?.response ?? null
  const lists = new Map<string, Wire[]>()
  const rowsIn = (number: string): Wire[] => {
    const rows = lists.get(number) ?? listed.parse(recorded(number)?.body).items
    lists.set(number, rows)
    return rows
  }
  const { faults } = createShop({
    url: URL_OF_STORE,
    moves: {
      variantMovesProduct: false,
      refundMovesOrder: true,
      saleMovesProduct: false,
      addressMovesOrder: false,
    },
    tickMs: 1_000,
    time: { now: () => Date.parse(NOW) },
  })
  /** What every product that was made said of its stock. */
  const stock = new Map(
    exchanges.flatMap(({ request, response }) => {
      if (request.method !== 'POST' || request.path !== '/rest/V1/products') return []
      const product = z
        .object({ sku: z.string(), extension_attributes: z.object({ stock_item: wire }) })
        .safeParse(response.body)
      return product.success
        ? [[product.data.sku, product.data.extension_attributes.stock_item] as const]
        : []
    }),
  )

  function bodyOf(what: string, url: URL): z.core.util.JSONType | null {
    const list = LISTS.find(({ path }) => path.test(what))
    if (list) {
      const rows = rowsIn(list.file).map((row) => ({
        id: idOf(row),
        createdAt: 0,
        changedAt: null,
        row,
      }))
      return listBody(faults, url, { kind: null, rows, fields: list.fields, names: list.names })
    }
    for (const { own, file } of LISTS) {
      const id = own?.exec(what)?.[1]
      const row = id && rowsIn(file).find((each) => String(idOf(each)) === id)
      if (row) return row
    }
    const sku = /^(products|stockItems)\/(.+)$/.exec(what)
    const row = rowsIn('125').find((each) => each['sku'] === sku?.[2])
    const item = stock.get(sku?.[2] ?? '')
    if (!row || !item) return what === 'categories' ? tree(2) : null
    const extension = wire.parse(row['extension_attributes'] ?? {})
    return sku?.[1] === 'stockItems'
      ? item
      : { ...row, extension_attributes: { ...extension, stock_item: item } }
  }

  /** The tree above the one that was recorded (184): its rows are known (181). */
  function tree(id: number): Wire {
    const row = rowsIn('181').find((each) => each['id'] === id)
    const children = rowsIn('181').filter((each) => each['parent_id'] === id)
    return {
      id,
      parent_id: row?.['parent_id'] ?? 1,
      name: row?.['name'] ?? 'Default Category',
      is_active: true,
      position: 1,
      level: row?.['level'] ?? 1,
      product_count: 0,
      children_data: children.map((each) => tree(Number(each['id']))),
    }
  }

  function worksOut({ method, url, init }: Parameters<RecordedCart['worksOut']>[0]) {
    if (method !== 'GET') return null
    const path = decodeURIComponent(url.pathname)
    // Never recorded; many stores switch it off.
    if (path === '/magento_version') return { status: 404, body: {} }
    const what = /^\/rest\/(?:\w+\/)?V1\/(.*?)\/*$/.exec(path)?.[1]
    if (what === undefined) return null
    const isOpen = what.startsWith('directory/')
    if (!isOpen && init.headers?.['authorization'] !== `Bearer ${TOKEN}`) return recorded(REFUSAL)
    // A store without the inventory modules (README of the recordings) has no such route.
    if (what.startsWith('inventory/')) return { status: 404, body: noRoute().body }
    if (what in ASSUMED) return { status: 200, body: ASSUMED[what] }
    try {
      const body = bodyOf(what, url)
      if (body === null) return null
      return { status: 200, body: filterFields(body, url.searchParams.get('fields')) }
    } catch (error) {
      if (!(error instanceof MagentoError)) throw error
      return { status: error.status, body: error.body }
    }
  }

  const files: Record<EntityKind, string> = { product: '125', customer: '142', order: '160' }
  return {
    url: URL_OF_STORE,
    now: NOW,
    exchanges,
    ignored: /^(fresh$|_)/,
    worksOut,
    rowsOf: (kind) => rowsIn(files[kind]),
  }
}

/** The recorded store as a store of the contract: it can be read, and nothing be done to it. */
export function openRecordedMagento(): Store & Pick<Works, 'through' | 'withUnknownKey'> {
  const cart = recordedMagento()
  const replayed = replay(cart)
  const clock = createFakeClock(NOW, { autoAdvance: true })
  const to = (accessToken: string, http = replayed.http, options: ReadOptions = {}) =>
    connectMagento({
      url: cart.url,
      credentials: { accessToken, accessTokenSecret: '', consumerKey: '', consumerSecret: '' },
      http,
      clock,
      options,
    })
  return {
    connector: (options) => to(TOKEN, replayed.http, options),
    through: (way: Through, options) => to(TOKEN, way(replayed.http), options),
    withUnknownKey: () => to('token-unknown'),
    settled: (kind) =>
      Promise.resolve(
        cart
          .rowsOf(kind)
          // Children are variants, and no products.
          .filter(({ visibility }) => visibility !== 1)
          .toSorted((a, b) => idOf(a) - idOf(b))
          .map((row) => ({
            id: String(idOf(row)),
            at: `${String(row['updated_at']).replace(' ', 'T')}Z`,
          })),
      ),
    now: () => NOW,
    secrets: () => [TOKEN],
    requests: replayed.requests,
    unexpected: () => replayed.unexpected,
    close: () => Promise.resolve(),
  }
}
