import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FatalError, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import {
  createAdminClient,
  RequestRejected,
  ResultUnknown,
  type AdminTransport,
} from '#app/migration/shopify/api/admin-client.server.ts'
import { createHttpTransport } from '#app/migration/shopify/api/http-transport.server.ts'
import { operation } from '#app/migration/shopify/api/operation.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'

const READ = operation<{ n: number }, { n: number }>('query Read { n }')
const CHANGE = operation<{ n: number }, { n: number }>('mutation Change { n }')

type Reply = { status?: number; body: unknown; headers?: Record<string, string> }

const cost = (requested: number, available: number, maximum = 2000, restoreRate = 100) => ({
  cost: {
    requestedQueryCost: requested,
    actualQueryCost: requested,
    throttleStatus: { maximumAvailable: maximum, currentlyAvailable: available, restoreRate },
  },
})
const ok = (n: number, extensions: unknown = cost(10, 1990)): Reply => ({
  body: { data: { n }, extensions },
})
const refused = (code: string, message = code, extra: object = {}): Reply => ({
  body: { errors: [{ message, extensions: { code, ...extra } }], extensions: cost(10, 1990) },
})

/** Answers from a script; `undefined` in it is a lost connection. */
function scripted(replies: (Reply | undefined)[]) {
  const sent: unknown[] = []
  const transport: AdminTransport = async ({ variables }) => {
    sent.push(variables)
    const reply = replies[Math.min(sent.length, replies.length) - 1]
    if (!reply) throw new TypeError('fetch failed')
    return { status: reply.status ?? 200, headers: new Headers(reply.headers), body: reply.body }
  }
  const clock = createFakeClock(0, { autoAdvance: true })
  return { sent, clock, client: createAdminClient({ transport, clock, logger: silentLogger }) }
}

/** A leaky bucket that charges on arrival and answers when told. */
function bucket(options: { maximum: number; restoreRate: number; cost: number }) {
  const clock = createFakeClock(0)
  let available = options.maximum
  let at = 0
  const open: (() => void)[] = []
  const started: number[] = []
  const throttled: number[] = []
  const transport: AdminTransport = async ({ variables }) => {
    available = Math.min(
      options.maximum,
      available + ((clock.now() - at) / 1000) * options.restoreRate,
    )
    at = clock.now()
    const n = Number((variables as { n: number }).n)
    const status = () => cost(options.cost, available, options.maximum, options.restoreRate)
    if (available < options.cost) {
      throttled.push(n)
      return {
        status: 200,
        headers: new Headers(),
        body: {
          errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
          extensions: status(),
        },
      }
    }
    available -= options.cost
    started.push(n)
    await new Promise<void>((resolve) => open.push(resolve))
    return { status: 200, headers: new Headers(), body: { data: { n }, extensions: status() } }
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    clock,
    transport,
    started,
    throttled,
    settle,
    answer: async (count = open.length) => {
      for (const resolve of open.splice(0, count)) resolve()
      await settle()
      await settle()
    },
  }
}

describe('the cost budget', () => {
  it('sends one request alone until the first answer has told the size of the bucket', async () => {
    const shopify = bucket({ maximum: 1000, restoreRate: 50, cost: 10 })
    const client = createAdminClient({ ...shopify, logger: silentLogger, maxInFlight: 4 })
    const all = Promise.all([1, 2, 3, 4, 5, 6].map((n) => client.run(READ, { n })))
    await shopify.settle()
    expect(shopify.started).toEqual([1])
    await shopify.answer()
    expect(shopify.started).toEqual([1, 2, 3, 4, 5])
    await shopify.answer()
    await shopify.answer()
    await all
  })

  it('keeps as many requests in flight as the bucket allows, in the order they came, without being throttled', async () => {
    const shopify = bucket({ maximum: 100, restoreRate: 10, cost: 30 })
    const client = createAdminClient({ ...shopify, logger: silentLogger, maxInFlight: 20 })
    const all = Promise.all([1, 2, 3, 4, 5, 6].map((n) => client.run(READ, { n })))
    await shopify.settle()
    await shopify.answer()
    expect(shopify.started).toEqual([1, 2, 3])
    await shopify.answer()
    expect(shopify.started).toEqual([1, 2, 3])
    await shopify.clock.advance(2_000)
    await shopify.settle()
    expect(shopify.started).toEqual([1, 2, 3, 4])
    while (shopify.started.length < 6) {
      await shopify.answer()
      await shopify.clock.advance(3_000)
      await shopify.settle()
    }
    await shopify.answer()
    await all
    expect(shopify.started).toEqual([1, 2, 3, 4, 5, 6])
    expect(shopify.throttled).toEqual([])
  })

  it('waits out THROTTLED, as HTTP 200 and as 429, without counting it as a failure', async () => {
    const throttled: Reply = {
      body: {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: cost(500, 100, 2000, 100),
      },
    }
    const storm = [
      throttled,
      { ...throttled, status: 429 },
      { status: 429, body: '', headers: { 'retry-after': '2.0' } },
    ]
    const { client, sent, clock } = scripted([...storm, ...storm, ...storm, ok(1)])
    expect(await client.run(CHANGE, { n: 1 })).toEqual({ n: 1 })
    expect(sent).toHaveLength(10)
    // 4 s for 400 missing points, twice, and the two seconds asked for: three rounds of it.
    expect(clock.now()).toBe(3 * (4_000 + 4_000 + 2_000))
  })

  it('stops waiting when the run is told to stop', async () => {
    const shopify = bucket({ maximum: 100, restoreRate: 10, cost: 30 })
    const client = createAdminClient({ ...shopify, logger: silentLogger })
    const first = client.run(READ, { n: 1 })
    const stop = new AbortController()
    const second = client.run(READ, { n: 2 }, stop.signal)
    const refusal = expect(second).rejects.toThrow('stopped')
    stop.abort(new Error('stopped'))
    await refusal
    await shopify.answer()
    await first
    expect(shopify.started).toEqual([1])
  })
})

describe('what an answer means', () => {
  it('repeats a query after a 5xx, a lost connection, half an answer and an internal error', async () => {
    const { client, sent, clock } = scripted([
      { status: 502, body: '<html>' },
      undefined,
      { body: '{"data":{"n"' },
      refused('INTERNAL_SERVER_ERROR'),
      ok(7),
    ])
    expect(await client.run(READ, { n: 7 })).toEqual({ n: 7 })
    expect(sent).toHaveLength(5)
    expect(clock.now()).toBe(500 + 1000 + 2000 + 4000)
  })

  it('gives a query up as retriable after several tries', async () => {
    const { client, sent } = scripted([{ status: 503, body: '' }])
    await expect(client.run(READ, { n: 1 })).rejects.toBeInstanceOf(RetriableError)
    expect(sent).toHaveLength(6)
  })

  it.each([
    ['a 5xx', { status: 500, body: '' }],
    ['a lost connection', undefined],
    ['half an answer', { body: '{"data":' }],
    ['an internal error', refused('INTERNAL_SERVER_ERROR')],
  ])('never repeats a mutation by itself after %s', async (_name, reply) => {
    const { client, sent } = scripted([reply])
    await expect(client.run(CHANGE, { n: 1 })).rejects.toBeInstanceOf(ResultUnknown)
    expect(sent).toHaveLength(1)
  })

  it.each([
    [401, 'TARGET_CREDENTIALS', 'the token is refused'],
    [403, 'TARGET_ADDRESS_REFUSED', 'the server’s address is refused'],
  ])('pauses the run after a %i with %s: %s', async (status, code) => {
    const { client } = scripted([{ status, body: { errors: '[API] Invalid API key' } }])
    await expect(client.run(READ, { n: 1 })).rejects.toMatchObject({
      name: 'PauseRun',
      code,
    })
  })

  it.each([402, 404, 423])('pauses the run when the store is not open (%i)', async (status) => {
    const { client } = scripted([{ status, body: {} }])
    await expect(client.run(CHANGE, { n: 1 })).rejects.toMatchObject({
      name: 'PauseRun',
      code: 'TARGET_UNREACHABLE',
    })
  })

  it('pauses the run and names the access scope that is missing', async () => {
    const { client } = scripted([
      refused('ACCESS_DENIED', 'Access denied for orderCreate field.', {
        requiredAccess: '`write_orders` access scope. Also: The user must have a permission.',
      }),
    ])
    const error = await client.run(CHANGE, { n: 1 }).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(PauseRun)
    expect(error).toMatchObject({ code: 'TARGET_SCOPE_MISSING' })
    expect(String(error)).toContain('write_orders')
  })

  it.each(['MAX_INPUT_SIZE_EXCEEDED', 'INVALID_VARIABLE', 'MAX_COST_EXCEEDED'])(
    'does not repeat a request refused with %s',
    async (code) => {
      const { client, sent } = scripted([refused(code)])
      await expect(client.run(CHANGE, { n: 1 })).rejects.toMatchObject({
        name: 'RequestRejected',
        code,
      })
      expect(sent).toHaveLength(1)
    },
  )

  it.each([
    ['ACCESS_DENIED', ['orderUpdate', 'order', 'customer']],
    ['NOT_FOUND', undefined],
  ])('takes filled data beside %s for a change that was made', async (code, path) => {
    const errors = [{ message: 'No', path, extensions: { code } }]
    const data = { orderUpdate: { order: { id: '1' }, userErrors: [] } }
    const { client } = scripted([{ body: { data, errors } }])
    await expect(client.run(CHANGE, { n: 1 })).rejects.toBeInstanceOf(ResultUnknown)
  })

  it.each(['ACCESS_DENIED', 'INTERNAL_SERVER_ERROR', undefined])(
    'takes user errors beside a top-level error for the refusal they are: %s',
    async (code) => {
      const bad = { field: ['phone'], message: 'Bad phone' }
      const payload = { order: { id: '1' }, userErrors: [bad] }
      const path = ['orderUpdate', 'order', 'customer']
      const errors = [{ message: 'No', path, extensions: { code } }]
      const { client } = scripted([{ body: { data: { orderUpdate: payload }, errors } }])
      expect(await client.run(CHANGE, { n: 1 })).toEqual({ orderUpdate: payload })
    },
  )

  it('holds nobody up after an answer without a cost', async () => {
    const { client } = scripted([{ body: { errors: [{ message: 'Parse error' }] } }, ok(2)])
    await expect(client.run(READ, { n: 1 })).rejects.toBeInstanceOf(RequestRejected)
    expect(await client.run(READ, { n: 2 })).toEqual({ n: 2 })
  })

  it.each([400, 413, 422])('refuses one request, not the run, with HTTP %i', async (status) => {
    const { client } = scripted([{ status, body: { errors: { query: 'unreadable' } } }])
    await expect(client.run(CHANGE, { n: 1 })).rejects.toMatchObject({
      name: 'RequestRejected',
      code: `HTTP_${status}`,
    })
  })

  it.each([
    ['no cost it understands', { data: { n: 3 }, extensions: { cost: { actualQueryCost: 'x' } } }],
    ['null for no errors', { data: { n: 3 }, errors: null, extensions: cost(10, 1990) }],
  ])('takes an answer with %s', async (_name, body) => {
    const { client, sent } = scripted([{ body }])
    expect(await client.run(CHANGE, { n: 3 })).toEqual({ n: 3 })
    expect(sent).toHaveLength(1)
  })

  it('sees a refusal whose details are null', async () => {
    const { client } = scripted([
      { body: { errors: [{ message: 'No', path: null, extensions: null }] } },
    ])
    await expect(client.run(CHANGE, { n: 1 })).rejects.toMatchObject({
      name: 'RequestRejected',
      message: 'No',
    })
  })

  it.each([
    ['an answer without data', {}],
    ['data that is null without a reason', { data: null }],
    ['a change that shows nothing at all', { data: { n: null } }],
    [
      'an error inside what it shows that took all of it along',
      {
        data: { n: null },
        errors: [
          { message: 'No', path: ['n', 'order', 'x'], extensions: { code: 'ACCESS_DENIED' } },
        ],
      },
    ],
    [
      'an internal error beside what it shows',
      {
        data: { n: { order: { id: '1' }, userErrors: [] } },
        errors: [{ message: 'Oops', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
      },
    ],
    [
      'an error inside what a mutation shows of its work',
      {
        data: { n: { order: null } },
        errors: [{ message: 'Not found', path: ['n', 'order'], extensions: { code: 'NOT_FOUND' } }],
      },
    ],
  ])('knows nothing about a mutation after %s', async (_name, body) => {
    const { client, sent } = scripted([{ body }])
    await expect(client.run(CHANGE, { n: 1 })).rejects.toBeInstanceOf(ResultUnknown)
    expect(sent).toHaveLength(1)
  })

  it('fails the run on a status that no retry can change', async () => {
    const { client } = scripted([{ status: 410, body: {} }])
    await expect(client.run(READ, { n: 1 })).rejects.toBeInstanceOf(FatalError)
  })
})

describe('the HTTP transport', () => {
  const answer = (status: number) => new Response(JSON.stringify({ data: {} }), { status })

  it('asks for a token before every call and once more, telling which one was refused', async () => {
    const used: string[] = []
    const asked: unknown[] = []
    const transport = createHttpTransport({
      shop: 'example.myshopify.com',
      apiVersion: '2026-07',
      accessToken: async (refusedToken) => {
        asked.push(refusedToken)
        return refusedToken ? 'fresh' : 'stale'
      },
      fetch: async (url, init) => {
        const token = new Headers(init?.headers).get('x-shopify-access-token') ?? ''
        used.push(`${String(url)} ${token}`)
        return answer(token === 'fresh' ? 200 : 401)
      },
    })
    const response = await transport({ query: '{ shop { id } }', variables: {} })
    expect(response).toMatchObject({ status: 200, body: { data: {} } })
    expect(asked).toEqual([undefined, { token: 'stale' }])
    const url = 'https://example.myshopify.com/admin/api/2026-07/graphql.json'
    expect(used).toEqual([`${url} stale`, `${url} fresh`])
  })

  it('sends no NUL and no half of a surrogate pair, wherever in the variables', async () => {
    const bodies: string[] = []
    const transport = createHttpTransport({
      shop: 'example.myshopify.com',
      apiVersion: '2026-07',
      accessToken: async () => 'token',
      fetch: async (_url, init) => {
        bodies.push(z.string().parse(init?.body))
        return answer(200)
      },
    })
    const variables = {
      input: { title: 'A\0B', lines: [{ title: 'Mug \ud83d' }, '\udc00\u{1f600}'] },
    }
    await transport({ query: 'mutation', variables })
    expect(JSON.parse(bodies[0] ?? '')).toEqual({
      query: 'mutation',
      variables: { input: { title: 'AB', lines: [{ title: 'Mug \ufffd' }, '\ufffd\u{1f600}'] } },
    })
  })

  it('does not repeat a call when the token stays the same', async () => {
    let calls = 0
    const transport = createHttpTransport({
      shop: 'example.myshopify.com',
      apiVersion: '2026-07',
      accessToken: async () => 'only',
      fetch: async () => {
        calls += 1
        return answer(401)
      },
    })
    expect((await transport({ query: '', variables: {} })).status).toBe(401)
    expect(calls).toBe(1)
  })

  it('pauses the run when no token can be had', async () => {
    const transport = createHttpTransport({
      shop: 'example.myshopify.com',
      apiVersion: '2026-07',
      accessToken: async () => {
        throw new Error('refresh token revoked')
      },
    })
    await expect(transport({ query: '', variables: {} })).rejects.toMatchObject({
      code: 'TARGET_CREDENTIALS',
    })
  })
})
