import { invalidId } from './errors.ts'
import type { ListSpec } from './listing.ts'
import { ids, list, text, type Query } from './query.ts'
import type { Json } from '../records.ts'
import { answerList, ITEM_ALLOW, LIST_ALLOW, route, type Route } from './rest.ts'
import type { Wire } from '../shapes/parts.ts'
import { parseRestDate } from '../time.ts'

/**
 * Rows a store answers exactly as they are written here, whatever is wrong with them. A collection
 * that has been begun holds nothing but such rows; `_fields`, paging, order and the filters by date,
 * id, status, type and role work on them as on any other.
 */
export type RawStore = {
  /** By collection below the API: `orders`, `products/12/variations`, `orders/7/refunds`. */
  collections: Map<string, Map<number, Wire>>
  /** What is done to whole answers; the first that fits counts. */
  answers: RawAnswer[]
}

export type RawAnswer = {
  /** Below the API, `*` for any part: `orders`, `orders/*`, `products/12/variations`. */
  path: string
  /** Only requests that have these parameters; null: that do not have it at all. */
  query?: Record<string, string | null>
  /** For so many requests; absent: for all. */
  times?: number
  /** How many fitting requests pass untouched before. */
  skip?: number
  status?: number
  headers?: Record<string, string>
  /** The body instead of the store's. */
  json?: Json
  /** The body as text instead of the store's. */
  text?: string
  before?: string
  after?: string
  /** A list as a dictionary with numbers for keys, as PHP writes one with a hole. */
  dictionary?: boolean
}

export const createRawStore = (): RawStore => ({ collections: new Map(), answers: [] })

/** The collection's rows, begun when there are none. */
export function rawRows(store: RawStore, collection: string): Map<number, Wire> {
  const rows = store.collections.get(collection) ?? new Map<number, Wire>()
  store.collections.set(collection, rows)
  return rows
}

/** The route that answers from raw rows; null where the store has none of that collection. */
export function rawRoute(store: RawStore, path: string): Route | null {
  const below = path.replace(/^\/wc\/v3\//, '')
  const totals = /^reports\/(orders|products|customers)\/totals$/.exec(below)?.[1]
  if (totals) {
    const rows = store.collections.get(totals)
    return rows
      ? route('GET', `/${below}`, 'list', 'GET', () => ({ body: count(totals, rows) }))
      : null
  }
  const whole = store.collections.get(below)
  if (whole) {
    const kind = kindOf(below)
    if (kind === 'notes') {
      return route('GET', `/${below}`, 'list', LIST_ALLOW, () => ({ body: [...whole.values()] }))
    }
    return route('GET', `/${below}`, 'list', LIST_ALLOW, (request) =>
      answerList(request, specOf(kind, [...whole.values()], request.query), (row) => row),
    )
  }
  const [, collection = '', id = ''] = /^(.+)\/(\d+)$/.exec(below) ?? []
  const rows = store.collections.get(collection)
  if (!rows) return null
  return route('GET', `/${below}`, 'view', ITEM_ALLOW, () => {
    const row = rows.get(Number(id))
    if (!row) throw invalidId(NOUNS[kindOf(collection)])
    return { body: row }
  })
}

type Kind = 'orders' | 'products' | 'customers' | 'variations' | 'refunds' | 'notes' | 'terms'
const NOUNS = {
  orders: 'order',
  products: 'product',
  customers: 'customer',
  variations: 'variation',
  refunds: 'refund',
  notes: 'note',
  terms: 'term',
} as const

function kindOf(collection: string): Kind {
  if (collection === 'orders' || collection === 'products' || collection === 'customers') {
    return collection
  }
  const last = /(variations|refunds|notes)$/.exec(collection)?.[1]
  return last === 'variations' || last === 'refunds' || last === 'notes' ? last : 'terms'
}

const asText = (value: Json | undefined) => (typeof value === 'string' ? value : '')
const dateOf = (name: string) => (row: Wire) =>
  parseRestDate(asText(row[`${name}_gmt`]))?.asWritten ?? Number.NaN
const byDate = (name: string) => (a: Wire, b: Wire) =>
  (dateOf(name)(a) || 0) - (dateOf(name)(b) || 0)

const POSTS = ['date', 'id', 'include', 'title', 'slug', 'modified']

function specOf(kind: Kind, all: Wire[], query: Query): ListSpec<Wire> {
  const dated = kind !== 'customers' && kind !== 'terms'
  return {
    all: () => all,
    id: (row) => Number(row['id']),
    ...(dated ? { created: dateOf('date_created'), modified: dateOf('date_modified') } : {}),
    storage: kind === 'orders' || kind === 'refunds' ? 'orders' : dated ? 'posts' : 'plain',
    orderNames: dated
      ? [...POSTS, 'menu_order']
      : ['id', 'include', 'name', 'slug', 'registered_date'],
    defaultOrderBy: dated ? 'date' : 'name',
    defaultOrder: dated ? 'desc' : 'asc',
    orders: {
      date: byDate('date_created'),
      registered_date: byDate('date_created'),
      modified: byDate('date_modified'),
      name: (a, b) => asText(a['name']).localeCompare(asText(b['name'])),
    },
    filter: filterOf(kind, query),
  }
}

function filterOf(kind: Kind, query: Query): (row: Wire) => boolean {
  switch (kind) {
    case 'orders':
    case 'products': {
      const name = kind === 'products' ? 'include_status' : 'status'
      const wanted = list(query, name) ?? list(query, 'status') ?? ['any']
      const types = list(query, 'include_types') ?? list(query, 'type') ?? []
      return (row) =>
        (wanted.includes(asText(row['status'])) ||
          (wanted.includes('any') && row['status'] !== 'trash')) &&
        (types.length === 0 || types.includes(asText(row['type'])))
    }
    case 'customers': {
      const role = text(query, 'role') ?? 'customer'
      const email = text(query, 'email')?.toLowerCase()
      return (row) =>
        (role === 'all' || row['role'] === role) &&
        (email === undefined || asText(row['email']).toLowerCase() === email)
    }
    case 'variations':
    case 'refunds':
    case 'notes':
    case 'terms': {
      const parent = ids(query, 'parent')?.[0]
      return (row) => parent === undefined || row['parent'] === parent
    }
  }
}

function count(collection: string, rows: Map<number, Wire>): Json {
  const by =
    { orders: 'status', products: 'type', customers: 'is_paying_customer' }[collection] ?? ''
  const found = new Map<string, number>()
  for (const row of rows.values()) {
    if (collection === 'products' && row['status'] !== 'publish') continue
    if (collection === 'customers' && row['role'] !== 'customer') continue
    const slug =
      collection === 'customers' ? (row[by] === true ? 'paying' : 'non_paying') : asText(row[by])
    found.set(slug, (found.get(slug) ?? 0) + 1)
  }
  return [...found].map(([slug, total]) => ({ slug, name: slug, total }))
}

/* ------------------------------------------------------------------ whole answers --------- */

/** The rule for this request, counted as used. */
export function takeRawAnswer(store: RawStore, path: string, query: Query): RawAnswer | null {
  const below = path.replace(/^\/wc\/v3\//, '').replace(/^\//, '')
  for (const rule of store.answers) {
    const pattern = rule.path
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')
    if (!new RegExp(`^${pattern}$`).test(below)) continue
    const asked = Object.entries(rule.query ?? {})
    if (!asked.every(([name, value]) => (text(query, name) ?? null) === value)) continue
    if (rule.times === 0) continue
    if (rule.skip !== undefined && rule.skip > 0) {
      rule.skip -= 1
      continue
    }
    if (rule.times !== undefined) rule.times -= 1
    return rule
  }
  return null
}

/** The body's text as the rule wants it. */
export function rawBody(rule: RawAnswer, body: Json): string {
  const own = rule.json === undefined ? body : rule.json
  const shaped =
    rule.dictionary && Array.isArray(own)
      ? Object.fromEntries(own.map((row, at) => [String(at + 1), row]))
      : own
  return `${rule.before ?? ''}${rule.text ?? JSON.stringify(shaped)}${rule.after ?? ''}`
}
