import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { readExchanges } from '#test/helpers/captures.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'
import { RestError } from '#test/stand-ins/woocommerce/rest/errors.ts'
import { filterFields } from '#test/stand-ins/woocommerce/rest/fields.ts'
import {
  hasStatus,
  ORDER_STATUSES,
  POST_ORDERS,
  PRODUCT_STATUSES,
  refusalOf,
} from '../dialects/woocommerce/dialect.ts'
import { listAnswer } from '../dialects/woocommerce/lists.ts'
import type { ListOf } from '../dialects/woocommerce/lists.ts'
import type { ReadOptions, Store, Through, Works } from '../contract/store.ts'
import type { Json } from '../store/dialect.ts'
import { createShop } from '../store/shop.ts'
import type { Stamped } from '../store/shop.ts'
import { connectWooCommerce } from '../woocommerce-connector.ts'
import { replay } from './replay.ts'
import type { Recorded, RecordedCart } from './replay.ts'

const FIXTURES = fileURLToPath(new URL('../../fixtures/woocommerce/', import.meta.url))
const URL_OF_STORE = 'https://source.example'
/** When the lists were read (144), before anybody changed anything for the second half. */
const NOW = '2026-11-22T18:27:00Z'
const API = '/wp-json/wc/v3'

const row = z
  .object({
    id: z.number(),
    parent_id: z.number().optional(),
    status: z.string().optional(),
    role: z.string().optional(),
    date_created_gmt: z.string().optional(),
    date_modified_gmt: z.string().nullable().optional(),
  })
  .catchall(z.json())
type Row = z.infer<typeof row>
type WorkedOut = Recorded & { body: Json }
type RecordedRow = Stamped & { row: Row }

const instant = (gmt: string | null | undefined) => (gmt ? Date.parse(`${gmt}Z`) : null)

const asRecord = (each: Row): RecordedRow => ({
  id: each.id,
  createdAt: instant(each.date_created_gmt) ?? 0,
  changedAt: instant(each.date_modified_gmt ?? each.date_created_gmt),
  row: each,
})

type List = Omit<ListOf<RecordedRow>, 'kind' | 'records' | 'shape'> & { path: RegExp; file: string }

/** Lists that were recorded whole: of these every page in every order can be worked out. */
const LISTS: readonly List[] = [
  {
    path: /^\/products$/,
    file: '109',
    isDated: true,
    ties: 'none',
    orders: POST_ORDERS,
    statuses: PRODUCT_STATUSES,
    where: ({ row: { status } }, query) => hasStatus(status ?? '', query, 'status'),
  },
  {
    path: /^\/products\/801\/variations$/,
    file: '125',
    isDated: true,
    ties: 'none',
    orders: POST_ORDERS,
  },
  {
    path: /^\/products\/categories$/,
    file: '161',
    isDated: false,
    ties: 'by id',
    orders: ['id', 'name'],
  },
  {
    path: /^\/customers$/,
    file: '130',
    isDated: false,
    ties: 'by id',
    orders: ['id', 'include', 'name', 'registered_date'],
    where: ({ row: { role } }, query) => hasStatus(role ?? '', query, 'role', 'all'),
  },
  {
    path: /^\/orders$/,
    file: '144',
    isDated: true,
    ties: 'as asked',
    forgetsPastEnd: true,
    orders: POST_ORDERS,
    statuses: ORDER_STATUSES,
    where: ({ row: { status } }, query) => hasStatus(status ?? '', query, 'status'),
  },
  { path: /^\/refunds$/, file: '153', isDated: true, ties: 'as asked', orders: POST_ORDERS },
]

/**
 * Recorded for one path; WooCommerce judges a key before it looks at what is asked. Whoever shows none
 * is told the same as one whose key it does not know (287, 288).
 */
const UNKNOWN = '288'
const REFUSALS: Record<string, string> = {
  'ck_recorded:cs_wrong': '289',
  'ck_writes:cs_writes': '308',
}
const KEY = { consumerKey: 'ck_recorded', consumerSecret: 'cs_recorded' }

/**
 * Never recorded, and needed to get in at all: the site's index, two settings at their defaults, and
 * three fields of a system status that was recorded with others (006).
 */
const ASSUMED: Record<string, unknown> = {
  '/wp-json': {
    name: 'Recorded store',
    home: URL_OF_STORE,
    timezone_string: 'America/Los_Angeles',
    gmt_offset: -8,
    namespaces: ['wp/v2', 'wc/v1', 'wc/v2', 'wc/v3'],
  },
  [`${API}/settings/products/woocommerce_weight_unit`]: { value: 'kg' },
  [`${API}/settings/products/woocommerce_dimension_unit`]: { value: 'cm' },
  [`${API}/system_status`]: {
    environment: { version: '9.9.5' },
    settings: { currency: 'USD' },
  },
}

type RecordedWooCommerce = RecordedCart & { rowsOf(kind: EntityKind): Row[] }

/** Nothing changes a recording: read once. */
let known: RecordedWooCommerce | null = null

/** WooCommerce's recordings, with what their rules make of them. */
export function recordedWooCommerce(): RecordedWooCommerce {
  known ??= readRecordings()
  return known
}

function readRecordings(): RecordedWooCommerce {
  const exchanges = readExchanges(FIXTURES)
  const recorded = (number: string): Recorded | null =>
    exchanges.find(({ file }) => file.startsWith(`${number}-`))?.response ?? null
  const lists = new Map<string, Row[]>()
  const rowsIn = (number: string): Row[] => {
    const rows = lists.get(number) ?? z.array(row).parse(recorded(number)?.body)
    lists.set(number, rows)
    return rows
  }
  const shop = createShop({
    url: URL_OF_STORE,
    moves: {
      variantMovesProduct: true,
      refundMovesOrder: true,
      saleMovesProduct: true,
      addressMovesOrder: true,
    },
    tickMs: 1_000,
    time: { now: () => Date.parse(NOW) },
  })

  function pageOfList(url: URL, path: string): WorkedOut | null {
    const list = LISTS.find((each) => each.path.test(path))
    const ofOrder = /^\/orders\/(\d+)\/refunds$/.exec(path)?.[1]
    if (!list && ofOrder === undefined) return null
    const rows = list
      ? rowsIn(list.file)
      : rowsIn('153').flatMap(({ parent_id, ...refund }) =>
          // Below their order refunds do not say whose they are (089).
          String(parent_id) === ofOrder ? [refund] : [],
        )
    const asked = { shop, method: 'GET', url, headers: {}, text: '', part: () => '' }
    const { body, headers } = listAnswer(asked, {
      ...(list ?? { isDated: true, ties: 'as asked', orders: POST_ORDERS }),
      kind: null,
      records: rows.map(asRecord),
      shape: ({ row: whole }) => whole,
    })
    return { status: 200, body, ...(headers ? { headers } : {}) }
  }

  /** At its own address a record shows what its list shows. */
  function oneOfList(path: string): WorkedOut | null {
    const [, parent = '', id = ''] = /^(.*)\/(\d+)$/.exec(path) ?? []
    const list = LISTS.find((each) => each.path.test(parent))
    const body = list && rowsIn(list.file).find((each) => String(each.id) === id)
    return body ? { status: 200, body } : null
  }

  function worksOut({ method, url, init }: Parameters<RecordedCart['worksOut']>[0]) {
    if (method !== 'GET') return null
    const path = url.pathname.replace(/\/$/, '')
    const basic = init.headers?.['authorization']?.replace(/^Basic /, '') ?? ''
    const key = Buffer.from(basic, 'base64').toString()
    const isApi = path.startsWith(API)
    if (isApi && key !== Object.values(KEY).join(':')) return recorded(REFUSALS[key] ?? UNKNOWN)
    if (path in ASSUMED) return { status: 200, body: ASSUMED[path] }
    const below = path.replace(API, '')
    let answer: WorkedOut | null
    try {
      answer = pageOfList(url, below) ?? oneOfList(below)
    } catch (error) {
      if (!(error instanceof RestError)) throw error
      const { status = 400, body } = refusalOf(error)
      return { status, body }
    }
    const fields = url.searchParams.get('_fields')?.split(',') ?? []
    if (answer === null || fields.length === 0) return answer
    return { ...answer, body: filterFields(answer.body, fields) }
  }

  const files: Record<EntityKind, string> = { product: '109', customer: '130', order: '144' }
  return {
    url: URL_OF_STORE,
    now: NOW,
    exchanges,
    ignored: /^(fresh$|oauth_|consumer_)/,
    worksOut,
    rowsOf: (kind) => rowsIn(files[kind]),
  }
}

type Shown = Pick<Works, 'through' | 'withUnknownKey' | 'withWrongSecret' | 'withoutRightToRead'>

/** The recorded store as a store of the contract: it can be read, and nothing be done to it. */
export function openRecordedWooCommerce(): Store & Shown {
  const cart = recordedWooCommerce()
  const replayed = replay(cart)
  const clock = createFakeClock(NOW, { autoAdvance: true })
  const to = (
    credentials: Record<string, string>,
    http = replayed.http,
    options: ReadOptions = {},
  ) =>
    connectWooCommerce({
      url: cart.url,
      credentials,
      http,
      clock,
      // Notes were recorded of one order alone.
      options: { ...options, staffNotes: false },
    })
  return {
    connector: (options) => to(KEY, replayed.http, options),
    through: (way: Through, options) => to(KEY, way(replayed.http), options),
    withUnknownKey: () => to({ ...KEY, consumerKey: 'ck_unknown' }),
    withWrongSecret: () => to({ ...KEY, consumerSecret: 'cs_wrong' }),
    withoutRightToRead: () => to({ consumerKey: 'ck_writes', consumerSecret: 'cs_writes' }),
    settled: (kind) =>
      Promise.resolve(
        cart
          .rowsOf(kind)
          // A checkout somebody still types in is no order.
          .filter(({ status }) => status !== 'checkout-draft')
          .toSorted((a, b) => a.id - b.id)
          .map((each) => ({ id: String(each.id), at: `${each.date_modified_gmt}Z` })),
      ),
    now: () => NOW,
    secrets: () => Object.values(KEY),
    requests: replayed.requests,
    unexpected: () => replayed.unexpected,
    close: () => Promise.resolve(),
  }
}
