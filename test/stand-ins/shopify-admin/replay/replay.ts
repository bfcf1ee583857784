import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { type ShopifyStandIn, startShopifyStandIn } from '../server.ts'

const exchangeSchema = z.object({
  step: z.string(),
  request: z.object({
    query: z.string().nullish(),
    variables: z.unknown().optional(),
    operationName: z.string().nullish(),
    note: z.string().nullish(),
  }),
  response: z.object({
    data: z.unknown().optional(),
    errors: z.array(z.unknown()).optional(),
    extensions: z
      .object({
        cost: z.object({ requestedQueryCost: z.number(), actualQueryCost: z.number().nullable() }),
      })
      .loose()
      .optional(),
  }),
})
const fileSchema = z.object({ exchanges: z.array(exchangeSchema) })
export type Exchange = z.infer<typeof exchangeSchema>

/** The two sets of recordings, where this checkout lies beside them. */
export const CAPTURES = {
  shopify: new URL('../../../../../shared/captures/shopify/', import.meta.url),
  'shopify-more': new URL('../../../../../shared/captures/shopify-more/', import.meta.url),
} as const
export type CaptureSet = keyof typeof CAPTURES

/** The names of a set's recordings, `folder/file`; none when the set is not there. */
export function recordingsOf(set: CaptureSet): string[] {
  const root = CAPTURES[set]
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((folder) =>
      readdirSync(new URL(`${folder.name}/`, root)).map(
        (file) => `${folder.name}/${file.replace('.json', '')}`,
      ),
    )
    .toSorted()
}

export function readExchanges(set: CaptureSet, name: string): Exchange[] {
  const file = new URL(`${name}.json`, CAPTURES[set])
  return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).exchanges
}

const SCOPES =
  'write_products,write_customers,write_orders,read_all_orders,write_inventory,write_locations,write_publications,write_files,write_merchant_managed_fulfillment_orders,read_product_listings,write_order_edits,read_returns,write_customer_merge'.split(
    ',',
  )
const DOMAIN = 'example-shop.myshopify.com'

export type Call = (query: string, variables?: unknown) => Promise<Record<string, unknown>>

export type Replay = {
  standIn: ShopifyStandIn
  /**
   * A text out of the recording: `variables.…` of a request or `data.…` of an answer. The scenes
   * take every recorded value from here, so that none is copied into the project.
   */
  recorded(step: string, path: string, nth?: number): string
  /** The same for a whole value. */
  recordedValue(step: string, path: string, nth?: number): unknown
  /** Ties a gid of the recording to one of the stand-in. */
  learn(recorded: string, own: string): void
  /** The stand-in's gid of a recorded one. */
  own(recorded: string): string
  call: Call
  /** Sends a recorded request; gids are translated both ways. */
  send(exchange: Exchange): Promise<Outcome>
  clock: { now: number }
  close(): Promise<void>
}

export type Outcome = { differences: string[]; answer: Record<string, unknown> }

export async function startReplay(options: {
  exchanges: Exchange[]
  /** How many locations the shop has; default one. */
  locations?: number
}): Promise<Replay> {
  const clock = { now: Date.parse('2026-08-10T10:00:00Z') }
  const standIn = await startShopifyStandIn({
    now: () => clock.now,
    searchLagMs: 8000,
    shops: [
      {
        domain: DOMAIN,
        name: 'example-shop',
        plan: 'basic',
        currency: 'CAD',
        timezone: 'America/Toronto',
        locations: Array.from({ length: options.locations ?? 1 }, (_, i) => `Location ${i + 1}`),
      },
    ],
    app: { apiKey: 'key', apiSecret: 'secret', handle: 'example-app', url: null, scopes: SCOPES },
  })
  const token = standIn.issueOfflineToken(DOMAIN)
  const ids = new Map<string, string>()
  const post = async (body: unknown): Promise<Record<string, unknown>> => {
    clock.now += 1000
    const response = await fetch(`${standIn.url}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify(body),
    })
    return z.record(z.string(), z.unknown()).parse(await response.json())
  }
  const learn = (recorded: string, own: string) => {
    ids.set(recorded, own)
    const numbers = [recorded, own].map((gid) => /\/(\d+)/.exec(gid)?.[1])
    if (numbers[0] && numbers[1]) ids.set(numbers[0], numbers[1])
  }
  const translate = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const own = ids.get(value)
      // A list of references is a text with gids in it.
      return own ?? value.replaceAll(/gid:\/\/shopify\/\w+\/[^"\s]+/g, (gid) => ids.get(gid) ?? gid)
    }
    if (Array.isArray(value)) return expand(value).map(translate)
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, translate(v)]))
    }
    return value
  }
  const recordedValue = (step: string, path: string, nth = 0): unknown => {
    const exchange = options.exchanges.filter((candidate) => candidate.step === step)[nth]
    if (!exchange) throw new Error(`The recording has no step ${step}`)
    let value: unknown = {
      variables: exchange.request.variables,
      data: exchange.response.data,
    }
    for (const key of path.split('.')) {
      value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
    }
    return value
  }
  return {
    standIn,
    recordedValue,
    recorded: (step, path, nth) => z.string().parse(recordedValue(step, path, nth)),
    learn,
    own: (recorded) => ids.get(recorded) ?? recorded,
    clock,
    async call(query, variables) {
      const answer = await post({ query, variables })
      if (answer.errors) throw new Error(JSON.stringify(answer.errors))
      return z.record(z.string(), z.unknown()).parse(answer.data)
    },
    async send(exchange) {
      const { operationName } = exchange.request
      const query = withIdempotency(exchange.request.query ?? '', exchange.step)
      const answer = await post({
        query,
        variables: translate(asLongAsItWas(exchange.request)),
        ...(operationName && !isRootField(query, operationName) ? { operationName } : {}),
      })
      const differences: string[] = []
      compare(exchange.response.data ?? null, answer.data ?? null, 'data', learn, ids, differences)
      compare(
        exchange.response.errors ?? null,
        answer.errors ?? null,
        'errors',
        learn,
        ids,
        differences,
      )
      const cost = z
        .object({ cost: z.object({ requestedQueryCost: z.number() }) })
        .safeParse(answer.extensions)
      const recorded = exchange.response.extensions?.cost.requestedQueryCost ?? null
      const own = cost.success ? cost.data.cost.requestedQueryCost : null
      if (recorded !== own) differences.push(`requested cost: recorded ${recorded}, ours ${own}`)
      return { differences, answer }
    },
    close: () => standIn.close(),
  }
}

/** The recordings shorten long lists: "… 248 more items of the same form (251 in all) …". */
function expand(list: readonly unknown[]): unknown[] {
  const at = list.findIndex((entry) => typeof entry === 'string' && /^… \d+ more items/.test(entry))
  if (at < 0) return [...list]
  const total = Number(/\((\d+) in all\)/.exec(String(list[at]))?.[1])
  const filler = Array.from({ length: total - list.length + 1 }, () => list[at - 1])
  return [...list.slice(0, at), ...filler, ...list.slice(at + 1)]
}

/** Some recordings have the field's name in the place of the operation's. */
function isRootField(query: string, name: string): boolean {
  return new RegExp(`^\\s*${name}\\(`, 'm').test(query)
}

/** Others say beside the request how long a list was: "list of 251 items shortened to 20". */
function asLongAsItWas({ variables = {}, note }: Exchange['request']): unknown {
  const [, long, short] = /list of (\d+) items shortened to (\d+)/.exec(note ?? '') ?? []
  if (long === undefined || !isObject(variables)) return variables
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      if (!Array.isArray(value) || value.length !== Number(short)) return [name, value]
      const filler = Array.from({ length: Number(long) - value.length }, () => value.at(-1))
      return [name, [...value, ...filler]]
    }),
  )
}

/** Older recordings come from versions that did not yet ask for the directive. */
function withIdempotency(query: string, key: string): string {
  if (query.includes('@idempotent')) return query
  return query.replace(/(\brefundCreate\([^)]*\))/, `$1 @idempotent(key: ${JSON.stringify(key)})`)
}

const GID = /^gid:\/\/shopify\/(\w+)\//
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/
/* Values that depend on when and where it ran. */
const VOLATILE = new Set([
  'cursor',
  'startCursor',
  'endCursor',
  'legacyResourceId',
  'onlineStorePreviewUrl',
  'compareDigest',
])
const ORDER_NAME = /^#\d+$/

function compare(
  recorded: unknown,
  own: unknown,
  path: string,
  learn: (recorded: string, own: string) => void,
  ids: ReadonlyMap<string, string>,
  differences: string[],
): void {
  const key = path.split('.').at(-1) ?? ''
  if (VOLATILE.has(key)) return
  if (typeof recorded === 'string' && typeof own === 'string') {
    if (sameText(recorded, own, learn, ids)) return
  } else if (Array.isArray(recorded) && Array.isArray(own)) {
    if (recorded.length !== own.length) {
      differences.push(
        `${path}: recorded ${recorded.length} entries ${short(recorded)}, ours ${own.length} ${short(own)}`,
      )
    }
    recorded.forEach((entry, i) => {
      if (i < own.length) compare(entry, own[i], `${path}[${i}]`, learn, ids, differences)
    })
    return
  } else if (isObject(recorded) && isObject(own)) {
    for (const name of new Set([...Object.keys(recorded), ...Object.keys(own)])) {
      if (path.startsWith('errors') && ['locations'].includes(name)) continue
      compare(recorded[name] ?? null, own[name] ?? null, `${path}.${name}`, learn, ids, differences)
    }
    return
  } else if (recorded === own) return
  differences.push(`${path}: recorded ${short(recorded)}, ours ${short(own)}`)
}

function sameText(
  recorded: string,
  own: string,
  learn: (recorded: string, own: string) => void,
  ids: ReadonlyMap<string, string>,
): boolean {
  if (recorded === own) return true
  const types = [recorded, own].map((text) => GID.exec(text)?.[1])
  if (types[0] !== undefined && types[0] === types[1]) {
    learn(recorded, own)
    return true
  }
  if (TIME.test(recorded) && TIME.test(own)) return true
  if (ORDER_NAME.test(recorded) && ORDER_NAME.test(own)) return true
  const translated = recorded.replaceAll(/\d{6,}/g, (digits) => ids.get(digits) ?? digits)
  return translated === own
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
