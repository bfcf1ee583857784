import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startWooCommerceStandIn, type WooStandIn } from '#test/stand-ins/woocommerce/server.ts'

/**
 * The captures are one long conversation with a real store. The stand-in is asked the same things
 * in the same order, at the same times and with the same next ids, and must answer the same.
 */
const FOLDER = resolve(import.meta.dirname, '../../../../../shared/captures/woocommerce')
const here = existsSync(FOLDER)

const captureShape = z.object({
  step: z.string(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    query: z.record(z.string(), z.string()),
    body: z.unknown(),
    auth: z.string().optional(),
  }),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
  }),
})
type Capture = z.infer<typeof captureShape> & { file: string }

/** What the stand-in does not have, or what depends on records older than the captures. */
const NOT_REPLAYED: Record<string, string> = {
  '015': 'shipping zones are not read by anybody',
  '016': 'shipping zones are not read by anybody',
  '100': 'downloads of a customer are not read by anybody',
  '168': 'counts orders made before the captures',
  '291': 'needs a store that sees plain HTTP; has its own test',
}
/** Pages of products by change time: equal seconds have no order in a real store either. */
const UNSETTLED = new Set(['105', '106', '107', '108'])
/** The captured note was written a second after its order, which the captures do not tell. */
UNSETTLED.add('157')

const captures: Capture[] = here
  ? readdirSync(FOLDER)
      .filter((file) => /^\d{3}-.*\.json$/.test(file))
      .sort()
      .map((file) => {
        const parsed: unknown = JSON.parse(readFileSync(resolve(FOLDER, file), 'utf8'))
        return { ...captureShape.parse(parsed), file }
      })
  : []

/** Values nobody can repeat: random keys, counters of tables we do not have, shuffled lists. */
const IGNORED = [
  /\.meta_data\.\d+\.id$/,
  /\.order_key$/,
  /\.payment_url$/,
  /\.related_ids/,
  /\.downloads\.\d+\.id$/,
  /\.image\.src$/,
  /\.images\.\d+\.src$/,
  /_links.*\/notes\/\d+/,
  /\.(label|description|tip)$/,
]
const NOTE_ID = /^\$(\.\d+)?\.(id|_links\.self\.0\.href)$/

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/
/** The store wrote the record up to a second before it wrote its answer's date. */
function sameValue(actual: unknown, expected: unknown): boolean {
  if (typeof actual === 'string' && typeof expected === 'string' && DATE.test(expected)) {
    return Math.abs(Date.parse(`${actual}Z`) - Date.parse(`${expected}Z`)) <= 1000
  }
  return Object.is(actual, expected)
}

/** Meta of one record has no order of its own; the store's front page adds some by itself. */
const byKey = (value: unknown) =>
  Array.isArray(value) && value.every((one) => isRecord(one) && typeof one['key'] === 'string')
    ? value
        .filter((one) => one.key !== 'wc_last_active')
        .sort((a, b) => String(a.key).localeCompare(String(b.key)))
    : value

function differences(actual: unknown, expected: unknown, path: string, ignore: RegExp[]): string[] {
  if (ignore.some((pattern) => pattern.test(path))) return []
  const [left, right] = path.endsWith('.meta_data')
    ? [byKey(actual), byKey(expected)]
    : [actual, expected]
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return [`${path}: ${left.length} items, not ${right.length}`]
    return right.flatMap((item, i) => differences(left[i], item, `${path}.${i}`, ignore))
  }
  if (isRecord(left) && isRecord(right)) {
    const missing = Object.keys(right).filter((key) => !(key in left))
    const extra = Object.keys(left).filter((key) => !(key in right))
    return [
      ...missing.map((key) => `${path}.${key} is missing`),
      ...extra.map((key) => `${path}.${key} is too much`),
      ...Object.keys(right)
        .filter((key) => key in left)
        .flatMap((key) => differences(left[key], right[key], `${path}.${key}`, ignore)),
    ].filter((line) => !ignore.some((pattern) => pattern.test(line.split(' ')[0] ?? '')))
  }
  if (sameValue(left, right)) return []
  return [`${path}: ${JSON.stringify(left)}, not ${JSON.stringify(right)}`]
}

/** The second in which the store wrote, as its own answer says; else the answer's date. */
function writtenAt(capture: Capture): number {
  const answered = Date.parse(capture.response.headers['date'] ?? '')
  const { body } = capture.response
  if (capture.request.method === 'GET' || !isRecord(body)) return answered
  const stamps = [body['date_modified_gmt'], body['date_created_gmt']].flatMap((stamp) =>
    typeof stamp === 'string' ? [Date.parse(`${stamp}Z`)] : [],
  )
  const near = stamps.find((stamp) => stamp <= answered && answered - stamp <= 2000)
  return near ?? answered
}

describe.skipIf(!here)('the WooCommerce stand-in against the captured store', () => {
  let store: WooStandIn
  let now = 0
  const results = new Map<string, { status: number; problems: string[] }>()

  const basic = (key: string, secret: string) =>
    `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`

  function authorization(capture: Capture): string | null {
    const { consumerKey, consumerSecret, readOnlyKey, writeOnlyKey } = store
    switch (capture.request.auth) {
      case 'none':
        return null
      case 'Basic with unknown key':
        return basic('ck_unknown', 'cs_unknown')
      case 'Basic with wrong secret':
        return basic(consumerKey, 'cs_wrong')
      case 'Basic, read-only key':
        return basic(readOnlyKey.consumerKey, readOnlyKey.consumerSecret)
      case 'Basic, write-only key':
        return basic(writeOnlyKey.consumerKey, writeOnlyKey.consumerSecret)
      default:
        return basic(consumerKey, consumerSecret)
    }
  }

  const redacted = (header: string | null) =>
    header
      ?.replace(store.consumerKey, 'ck_[redacted]')
      .replace(store.consumerSecret, 'cs_[redacted]') ?? null

  async function replay(capture: Capture) {
    now = writtenAt(capture)
    const { method, path, query, body } = capture.request
    const keys = { consumer_key: store.consumerKey, consumer_secret: store.consumerSecret }
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]) => [
        name,
        name === 'consumer_key' || name === 'consumer_secret' ? keys[name] : value,
      ]),
    ).toString()
    const auth = 'consumer_key' in query ? null : authorization(capture)
    const response = await fetch(`${store.url}${path}${search ? `?${search}` : ''}`, {
      method,
      headers: { 'content-type': 'application/json', ...(auth ? { authorization: auth } : {}) },
      ...(method === 'GET' || method === 'HEAD' || body === null
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const actual: unknown = text === '' ? null : JSON.parse(text)
    const ignore = [
      ...IGNORED,
      ...(path.includes('/notes') || path.includes('/reviews') ? [NOTE_ID] : []),
    ]
    const problems: string[] = []
    for (const name of [
      'x-wp-total',
      'x-wp-totalpages',
      'link',
      'allow',
      'location',
      'content-type',
    ]) {
      const wanted = capture.response.headers[name] ?? null
      const got = redacted(response.headers.get(name))
      if (name === 'location' && /notes|reviews/.test(path)) continue
      if (got !== wanted) problems.push(`header ${name}: ${got}, not ${wanted}`)
    }
    if (!UNSETTLED.has(capture.file.slice(0, 3))) {
      problems.push(...differences(actual, capture.response.body, '$', ignore))
    }
    if (response.status !== capture.response.status) {
      problems.unshift(
        `status ${response.status}, not ${capture.response.status}: ${text.slice(0, 200)}`,
      )
    }
    results.set(capture.file, { status: response.status, problems })
  }

  beforeAll(async () => {
    store = await startWooCommerceStandIn({
      dataset: 'empty',
      https: 'assume',
      timezone: 'America/Los_Angeles',
      clock: { now: () => now },
    })
    store.state.homeUrl = 'https://source.example'
    // Set by hand before the captures began.
    store.state.settings.baseCity = 'Port Ludlow'
    Object.assign(store.state.nextId, {
      post: 798,
      user: 23,
      term: 57,
      attribute: 6,
      item: 561,
      tax: 16,
    })
    for (const capture of captures) {
      if (!(capture.file.slice(0, 3) in NOT_REPLAYED)) await replay(capture)
    }
  })
  afterAll(() => store.close())

  const problemsOf = (test: (capture: Capture) => boolean) =>
    captures
      .filter((capture) => results.has(capture.file) && test(capture))
      .flatMap((capture) =>
        (results.get(capture.file)?.problems ?? []).map((one) => `${capture.file} ${one}`),
      )
  const within = (from: number, to: number) => (capture: Capture) => {
    const number = Number(capture.file.slice(0, 3))
    return number >= from && number <= to
  }

  it('replays all but the few exchanges it says it leaves out', () => {
    expect(results.size).toBe(captures.length - Object.keys(NOT_REPLAYED).length)
    expect(results.size).toBeGreaterThan(500)
  })

  it('answers settings, taxes and the catalogue as captured', () => {
    expect(problemsOf(within(1, 43))).toEqual([])
  })
  it('answers customers, coupons and their errors as captured', () => {
    expect(problemsOf(within(44, 51))).toEqual([])
  })
  it('works out every captured order and refund to the cent', () => {
    expect(problemsOf(within(52, 100))).toEqual([])
  })
  it('lists, pages and filters as captured', () => {
    expect(problemsOf(within(101, 169))).toEqual([])
  })
  it('keeps the strict boundaries of modified_after and modified_before', () => {
    expect(problemsOf(within(170, 286))).toEqual([])
  })
  it('refuses as captured', () => {
    expect(problemsOf(within(287, 308))).toEqual([])
  })
  it('moves exactly the dates that the real store moves after each single change', () => {
    expect(problemsOf(within(309, 547))).toEqual([])
  })
  it('loses a record between pages as the real store does', () => {
    expect(problemsOf(within(548, 551))).toEqual([])
  })
})
