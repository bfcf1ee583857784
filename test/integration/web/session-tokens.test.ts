import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionToken, type TokenOptions } from '#test/helpers/web/session-token.ts'
import { shopWithEverything, type Belongings } from '#test/helpers/database/shop-with-everything.ts'
import { API_KEY, startWebApp, type WebApp } from '#test/helpers/web/web-app.ts'

const SHOP = 'one.myshopify.com'
const OTHER = 'two.myshopify.com'
const HOST = Buffer.from('admin.shopify.com/store/one').toString('base64')
const LABEL = 'known only to its store'

let app: WebApp
let things: Belongings
let others: Belongings

beforeAll(async () => {
  app = await startWebApp([SHOP, OTHER])
  for (const shop of [SHOP, OTHER]) await app.asMerchant(shop, '/app/settings.data')
  things = await shopWithEverything(app.database.prisma, SHOP, LABEL)
  others = await shopWithEverything(app.database.prisma, OTHER, `other: ${LABEL}`)
})
afterAll(() => app?.close())

type Way = {
  name: string
  /** Null: no token at all. */
  send(path: string, token: string | null, form?: Record<string, string>): Promise<Response>
}

const inAddress = (path: string, token: string | null, shop = SHOP) => {
  const search = new URLSearchParams({ shop, host: HOST, embedded: '1' })
  if (token !== null) search.set('id_token', token)
  return `${path}?${search}`
}
const bearer = (token: string | null): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${token}` }
const posted = (form?: Record<string, string>): RequestInit =>
  form ? { method: 'POST', body: new URLSearchParams(form) } : {}

const WAYS: Way[] = [
  {
    name: 'opened as a page',
    send: (path, token, form) => app.request(inAddress(path, token), posted(form)),
  },
  {
    name: 'asked for by the running app',
    send: (path, token, form) =>
      app.request(`${path}.data`, { ...posted(form), headers: bearer(token) }),
  },
  {
    name: 'asked for as data with the token in the address',
    send: (path, token, form) => app.request(inAddress(`${path}.data`, token), posted(form)),
  },
  {
    name: 'opened as a page with the token in a header',
    send: (path, token, form) => app.request(path, { ...posted(form), headers: bearer(token) }),
  },
]

/** Where a redirect leads that is told to the running app in its own notation. */
function told(status: number, text: string): string | null {
  return status === 202 ? (/"(\/auth\/[^"]*)"/.exec(text)?.[1] ?? 'nowhere known') : null
}

const now = () => Math.floor(Date.now() / 1000)
const made = (options: TokenOptions) => () => sessionToken(SHOP, options)
const parts = () => sessionToken(SHOP).split('.')

const REFUSED: [name: string, make: () => string | null][] = [
  ['missing', () => null],
  ['empty', () => ''],
  ['no token at all', () => 'nonsense'],
  ['signed with another secret', made({ secret: 'another secret' })],
  ['signed with the app’s public key', made({ secret: API_KEY })],
  ['signed with nothing', made({ secret: '' })],
  ['said to need no signature', made({ header: { alg: 'none' } })],
  [
    'without its signature',
    () => {
      const [head = '', body = ''] = parts()
      return `${head}.${body}.`
    },
  ],
  [
    'of the algorithm none, without a signature',
    () => {
      const body = sessionToken(SHOP, { header: { alg: 'none' } }).split('.')[1]
      return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`
    },
  ],
  ['of a stronger hash than agreed', made({ header: { alg: 'HS512' }, hash: 'sha512' })],
  ['of another hash than it says', made({ hash: 'sha512' })],
  ['of a key pair', made({ header: { alg: 'RS256' } })],
  [
    'changed after it was signed',
    () => {
      const [head = '', , mac = ''] = parts()
      const body = sessionToken(SHOP, { claims: { sub: '2' } }).split('.')[1]
      return `${head}.${body}.${mac}`
    },
  ],
  ['expired', made({ claims: { exp: now() - 60, nbf: now() - 120, iat: now() - 120 } })],
  ['without an end', made({ claims: { exp: undefined } })],
  ['not valid yet', made({ claims: { nbf: now() + 120 } })],
  ['for another app', made({ claims: { aud: 'another-app' } })],
  ['for no app', made({ claims: { aud: undefined } })],
  ['of another issuer', made({ claims: { iss: `https://${OTHER}/admin` } })],
  ['of no store’s issuer', made({ claims: { iss: 'https://evil.example/admin' } })],
  [
    'for a place that is no Shopify store',
    made({ claims: { dest: 'https://evil.example', iss: 'https://evil.example/admin' } }),
  ],
  [
    'for a name that only looks like a store',
    made({
      claims: {
        dest: `https://${SHOP}.evil.example`,
        iss: `https://${SHOP}.evil.example/admin`,
      },
    }),
  ],
  ['for no store', made({ claims: { dest: undefined } })],
]

describe.each(WAYS)('$name', ({ send }) => {
  test.each(REFUSED)('a token that is %s opens nothing', async (_name, make) => {
    for (const form of [undefined, { intent: 'cancel' }]) {
      const before = app.shopify.stats().requests
      const answer = await send(`/app/runs/${things.runId}`, make(), form)
      // 202 is a redirect told to the running app.
      expect([202, 302, 401]).toContain(answer.status)
      const text = await answer.text()
      const to = answer.headers.get('location') ?? told(answer.status, text)
      // To the page that fetches a token, to Shopify, or to where a store is asked for: nowhere else.
      if (to !== null) {
        expect(to).toMatch(
          /^(\/auth\/(session-token|login)(\?|$)|https:\/\/(admin\.shopify\.com|one\.myshopify\.com)\/)/,
        )
      }
      expect(text).not.toContain(LABEL)
      // It is not even shown to Shopify.
      expect(app.shopify.stats().requests).toBe(before)
    }
    const run = await app.database.prisma.run.findUniqueOrThrow({ where: { id: things.runId } })
    expect(run.state).toBe('paused')
  })
})

describe('a token of one store', () => {
  test.each(WAYS)('opens what is that store’s, $name', async ({ send }) => {
    const answer = await send(`/app/runs/${things.runId}`, sessionToken(SHOP))
    // A page that is opened must name its store in the address.
    expect([200, 302]).toContain(answer.status)
    if (answer.status === 200) expect(await answer.text()).toContain(LABEL)
  })

  test.each([
    ['as a page', (path: string) => inAddress(path, sessionToken(SHOP), OTHER), {}],
    ['as data', (path: string) => `${path}.data?shop=${OTHER}`, bearer(sessionToken(SHOP))],
  ])('opens nothing of another, whatever the address says, %s', async (_way, at, headers) => {
    const answer = await app.request(at(`/app/runs/${others.runId}`), { headers })
    expect([302, 401, 404]).toContain(answer.status)
    expect(await answer.text()).not.toContain(LABEL)
    const cancelled = await app.request(at(`/app/runs/${others.runId}`), {
      headers,
      ...posted({ intent: 'cancel' }),
    })
    expect([302, 401, 404]).toContain(cancelled.status)
    const run = await app.database.prisma.run.findUniqueOrThrow({ where: { id: others.runId } })
    expect(run.state).toBe('paused')
  })

  test('that spells the store in another way is refused', async () => {
    const token = sessionToken(SHOP, { claims: { dest: `https://${OTHER.toUpperCase()}` } })
    const answer = await app.request(`/app/runs/${others.runId}.data`, { headers: bearer(token) })
    expect(answer.status).toBe(401)
    expect(await answer.text()).not.toContain(LABEL)
  })
})

describe('what other sites can make a browser do', () => {
  test('no answer sets a cookie, so that a request without a token is nobody’s', async () => {
    const answers = await Promise.all([
      app.request(inAddress('/app', sessionToken(SHOP))),
      app.asMerchant(SHOP, '/app/runs.data'),
      app.asMerchant(SHOP, '/app/settings.data', {}),
      app.request('/auth/login'),
      app.request('/'),
    ])
    expect(answers.map(({ headers }) => headers.get('set-cookie'))).toEqual(answers.map(() => null))
  })

  test('asking for a screen with GET changes nothing of the store', async () => {
    const { prisma } = app.database
    const state = async () => {
      const where = { shop: SHOP }
      const rows = await Promise.all([
        prisma.project.findMany({ where }),
        prisma.run.findMany({ where }),
        prisma.issue.findMany({ where, orderBy: { id: 'asc' } }),
        prisma.mapping.findMany({ where, orderBy: { id: 'asc' } }),
      ])
      return createHash('sha256')
        .update(
          JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
        )
        .digest('hex')
    }
    const before = await state()
    const mutations = app.shopify.stats().mutations
    const asked = new URLSearchParams({
      intent: 'cancel',
      decision: 'take_source',
      selection: 'all',
      mode: 'full',
      projectId: things.projectId,
    })
    for (const path of [
      `/app/runs/${things.runId}.data`,
      `/app/verify/${things.runId}.data`,
      '/app/estimate.data',
      '/app/projects.data',
      '/app/settings.data',
      `/app/connect.data`,
    ]) {
      const answer = await app.asMerchant(SHOP, `${path}?${asked}`)
      await answer.text()
    }
    expect(await state()).toBe(before)
    expect(app.shopify.stats().mutations).toBe(mutations)
  })
})
