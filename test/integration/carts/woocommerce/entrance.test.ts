import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSourceConnector } from '#app/migration/carts/registry.server.ts'
import { isSameStore } from '#app/migration/engine/ports/source-identity.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { OutboundHttpError, createOutboundHttp } from '#app/platform/outbound-http.server.ts'
import type { OutboundHttp, OutboundResponse } from '#app/platform/outbound-http.server.ts'
import type { WooHarness } from '#test/carts/woocommerce-harness.ts'
import { startWooHarness, tampering } from '#test/carts/woocommerce-harness.ts'
import type { ApiKey } from '#test/stand-ins/woocommerce/records.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'
import type { WooStandInOptions } from '#test/stand-ins/woocommerce/server.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

async function start(options: WooStandInOptions = {}): Promise<WooHarness> {
  const harness = await startWooHarness(options)
  onTestFinished(() => harness.close())
  return harness
}

/** Shows a stand-in under a public address, as a reverse proxy does; everything else is not there. */
function published(inner: OutboundHttp, publicBase: string, realBase: string): OutboundHttp {
  return {
    close: () => inner.close(),
    async request(url, init) {
      if (new URL(url).host !== new URL(publicBase).host) {
        throw new OutboundHttpError('unreachable', 'no such host')
      }
      if (url.startsWith('http://') !== publicBase.startsWith('http://')) {
        throw new OutboundHttpError('unreachable', 'nothing listens')
      }
      const inside = url === publicBase || url.startsWith(`${publicBase}/`)
      if (!inside) return page(404, '<html>Not found</html>', url)
      const response = await inner.request(url.replace(publicBase, realBase), init)
      return { ...response, finalUrl: response.finalUrl.replace(realBase, publicBase) }
    },
  }
}

function page(
  status: number,
  text: string,
  finalUrl: string,
  type = 'text/html',
): OutboundResponse {
  return { status, text, finalUrl, headers: new Headers({ 'content-type': type }) }
}

/** A site that is no WooCommerce store, on a real socket. */
async function site(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  )
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return `http://127.0.0.1:${address.port}`
}

async function checkSite(url: string, options: { private?: boolean; timeoutMs?: number } = {}) {
  const http = createOutboundHttp({
    allowPrivateAddresses: options.private ?? true,
    timeoutMs: options.timeoutMs ?? 5_000,
  })
  onTestFinished(() => http.close())
  const connector = createSourceConnector(
    { cart: 'woocommerce', url, credentials: { consumerKey: 'ck_x', consumerSecret: 'cs_x' } },
    {
      http,
      clock: createFakeClock(undefined, { autoAdvance: true }),
      fingerprintKey: 'key',
      logger: silentLogger,
      tuning: { requestTimeoutMs: options.timeoutMs ?? 5_000 },
    },
  )
  return connector.check()
}

const keysOf = ({ consumerKey, consumerSecret }: ApiKey) => ({ consumerKey, consumerSecret })

describe('getting into a WooCommerce store', () => {
  it('signs requests over plain HTTP and never sends the secret', async () => {
    const store = await start()
    expect(await store.connect().check()).toMatchObject({
      ok: true,
      identity: { url: store.woo.url, name: 'Alder & Loom' },
      version: '9.9.5',
      timezone: 'America/Los_Angeles',
      currency: 'USD',
    })
    const sent = store.woo.requests.map(({ target }) => target)
    expect(sent.some((target) => target.includes('oauth_signature='))).toBe(true)
    expect(sent.join()).not.toContain(store.woo.consumerSecret)
  })

  it('uses the key itself over HTTPS, and nothing of it stands in an address', async () => {
    const store = await start({ https: 'assume' })
    const http = published(store.http, 'https://old-store.example', store.woo.url)
    const health = await store.connect({ url: 'https://old-store.example' }, {}, http).check()
    expect(health).toMatchObject({ ok: true, identity: { url: 'https://old-store.example' } })
    expect(store.woo.requests.map(({ target }) => target).join()).not.toMatch(/ck_|cs_|oauth/)
  })

  it('signs over HTTPS where a proxy hides it from WooCommerce, which then ignores Basic', async () => {
    const store = await start({ https: 'plain' })
    const http = published(store.http, 'https://old-store.example', store.woo.url)
    const connector = store.connect({ url: 'https://old-store.example' }, {}, http)
    expect(await connector.check()).toMatchObject({ ok: true })
  })

  it('signs where the server drops the Authorization header', async () => {
    const store = await start({ https: 'assume' })
    const through = published(store.http, 'https://old-store.example', store.woo.url)
    const http: OutboundHttp = {
      ...through,
      request: (url, init) => {
        const { authorization: _dropped, ...headers } = init?.headers ?? {}
        return through.request(url, { ...init, headers })
      },
    }
    const connector = store.connect({ url: 'https://old-store.example' }, {}, http)
    expect(await connector.check()).toMatchObject({ ok: true })
  })

  it("signs with the store's own time when its clock is an hour off", async () => {
    const store = await start()
    store.skew(60 * 60_000)
    expect(await store.connect().check()).toMatchObject({ ok: true, clockSkewMs: 60 * 60_000 })
  })

  it.each([
    'old-store.example',
    'https://old-store.example/',
    '  HTTPS://Old-Store.example/wp-admin/admin.php?page=wc-settings  ',
    'old-store.example/shop',
    'old-store.example/shop/',
    'https://old-store.example/wp-json/wc/v3',
    'old-store.example/index.php',
    'old-store.example/my-account/edit-address/billing',
  ])('finds the store when the merchant types "%s"', async (typed) => {
    const store = await start({ https: 'assume' })
    const http = published(store.http, 'https://old-store.example', store.woo.url)
    const health = await store.connect({ url: typed }, {}, http).check()
    expect(health).toMatchObject({ ok: true, identity: { url: 'https://old-store.example' } })
  })

  it.each(['old-store.example/boutique', 'https://old-store.example/boutique/wp-admin/'])(
    'finds a store in a folder: "%s"',
    async (typed) => {
      const store = await start({ https: 'assume' })
      const http = published(store.http, 'https://old-store.example/boutique', store.woo.url)
      const connector = store.connect({ url: typed }, {}, http)
      expect(await connector.check()).toMatchObject({
        ok: true,
        identity: { url: 'https://old-store.example/boutique' },
      })
      const [made] = [store.create('order')]
      const { records } = await connector.readByIds('order', [made ?? ''])
      expect(records).toHaveLength(1)
    },
  )

  it('falls back to HTTP only when nothing listens for HTTPS', async () => {
    const store = await start()
    const http = published(store.http, 'http://old-store.example', store.woo.url)
    const health = await store.connect({ url: 'old-store.example' }, {}, http).check()
    expect(health).toMatchObject({ ok: true, identity: { url: 'http://old-store.example' } })
  })

  describe.each(['', '/shop'])('in the folder "%s"', (folder) => {
    /** Signed over plain HTTP; with the key itself over HTTPS; signed where the key is dropped. */
    const ways = [
      { name: 'plain HTTP', https: 'plain', drops: false },
      { name: 'HTTPS', https: 'assume', drops: false },
      { name: 'HTTPS without Authorization', https: 'assume', drops: true },
    ] as const

    async function connect(way: (typeof ways)[number], options: WooStandInOptions) {
      const { https, drops } = way
      const store = await start({ https, folder, ...options })
      const base = `${https === 'assume' ? 'https' : 'http'}://old-store.example${folder}`
      const through = published(store.http, base, store.woo.url)
      const http: OutboundHttp = {
        ...through,
        request: (url, init) => {
          const { authorization, ...headers } = init?.headers ?? {}
          const sent = drops || !authorization ? headers : { ...headers, authorization }
          return through.request(url, { ...init, headers: sent })
        },
      }
      return { store, base, connector: store.connect({ url: base }, {}, http) }
    }

    it.each(ways)('finds a store without pretty permalinks: $name', async (way) => {
      const { store, base, connector } = await connect(way, { permalinks: 'plain' })
      expect(await connector.check()).toMatchObject({ ok: true, identity: { url: base } })
      const made = store.create('order')
      expect((await connector.readByIds('order', [made])).records).toHaveLength(1)
      // What makes WooCommerce look at the key at all without pretty permalinks.
      expect(store.woo.requests.at(-1)?.target).toContain('wp-json/wc/')
    })

    it.each(ways)('finds a REST API that goes by another name: $name', async (way) => {
      const { store, base, connector } = await connect(way, { restPrefix: 'api' })
      expect(await connector.check()).toMatchObject({ ok: true, identity: { url: base } })
      const made = store.create('order')
      expect((await connector.readByIds('order', [made])).records).toHaveLength(1)
      expect(store.woo.requests.at(-1)?.target).toContain(`${folder}/api/wc/v3/orders`)
    })
  })

  it('follows the site to the address it prefers', async () => {
    const store = await start({ https: 'assume' })
    const inner = published(store.http, 'https://www.old-store.example', store.woo.url)
    const http: OutboundHttp = {
      ...inner,
      request: (url, init) =>
        inner.request(url.replace('//old-store.example', '//www.old-store.example'), init),
    }
    const health = await store.connect({ url: 'old-store.example' }, {}, http).check()
    expect(health).toMatchObject({ ok: true, identity: { url: 'https://www.old-store.example' } })
  })

  it('does without what a key of a shop worker may not read', async () => {
    const store = await start()
    store.create('order')
    const http = refusing(store.http, /system_status|settings|data\/currencies/)
    expect(await store.connect({}, {}, http).check()).toMatchObject({
      ok: true,
      version: '9.9.5',
      currency: 'USD',
      timezone: 'America/Los_Angeles',
    })
    const hidden = refusing(http, /wp-json\/\?_fields/, 'rest_not_logged_in')
    expect(await store.connect({}, {}, hidden).check()).toMatchObject({
      ok: true,
      timezone: '-08:00',
    })
  })

  it('takes the store id WooCommerce gives, and tells the same store by its address otherwise', async () => {
    const store = await start()
    const answering = (environment: object) =>
      tampering(store.http, (url, body) =>
        url.includes('system_status') ? { environment, settings: { currency: 'EUR' } } : body,
      )
    const now = answering({ version: '9.9.5', store_id: 'abc-123' })
    const before = answering({ version: '8.2.0' })
    const withId = await store.connect({}, {}, now).check()
    const withoutId = await store.connect({}, {}, before).check()
    if (!withId.ok || !withoutId.ok) throw new Error('both should be usable')
    expect(withId.identity.storeId).toBe('abc-123')
    expect(withoutId.identity.storeId).toMatch(/^url:/)
    expect(isSameStore(withId.identity, withoutId.identity)).toBe(true)
    expect(isSameStore(withId.identity, { ...withId.identity, storeId: 'other' })).toBe(false)
    const moved = { ...withoutId.identity, url: 'https://elsewhere.example', storeId: 'url:other' }
    expect(isSameStore(withoutId.identity, moved)).toBe(false)
  })
})

describe('saying why a store cannot be used', () => {
  it('an unknown key', async () => {
    const store = await start()
    const credentials = { consumerKey: 'ck_unknown', consumerSecret: store.woo.consumerSecret }
    const health = await store.connect({ credentials }).check()
    expect(health).toMatchObject({ ok: false, code: 'BAD_CREDENTIALS' })
    expect(reasonOf(health)).toMatch(/consumer key/)
  })

  it.each(['plain', 'assume'] as const)('a wrong secret (%s)', async (https) => {
    const store = await start({ https })
    const scheme = https === 'assume' ? 'https' : 'http'
    const http = published(store.http, `${scheme}://old-store.example`, store.woo.url)
    const credentials = { consumerKey: store.woo.consumerKey, consumerSecret: 'cs_wrong' }
    const url = `${scheme}://old-store.example`
    const health = await store.connect({ url, credentials }, {}, http).check()
    expect(health).toMatchObject({ ok: false, code: 'BAD_SECRET' })
    expect(reasonOf(health)).toMatch(/secret is wrong/)
  })

  it.each(['plain', 'assume'] as const)('a key that may only write (%s)', async (https) => {
    const store = await start({ https })
    const scheme = https === 'assume' ? 'https' : 'http'
    const http = published(store.http, `${scheme}://old-store.example`, store.woo.url)
    const health = await store
      .connect(
        { url: `${scheme}://old-store.example`, credentials: keysOf(store.woo.writeOnlyKey) },
        {},
        http,
      )
      .check()
    expect(health).toMatchObject({ ok: false, code: 'NO_READ_PERMISSION' })
    expect(reasonOf(health)).toMatch(/may write, but not read/)
  })

  it('a key whose user may see products but not orders', async () => {
    const store = await start()
    const http = refusing(store.http, /\/orders\?/)
    const health = await store.connect({}, {}, http).check()
    expect(health).toMatchObject({ ok: false, code: 'NO_READ_PERMISSION' })
    expect(reasonOf(health)).toMatch(/orders/)
  })

  it('a read-only key is all that is needed', async () => {
    const store = await start()
    const health = await store.connect({ credentials: keysOf(store.woo.readOnlyKey) }).check()
    expect(health.ok).toBe(true)
  })

  it('a store in maintenance mode', async () => {
    const store = await start()
    store.woo.faults.add({ times: 0, fault: { kind: 'maintenance' } })
    expect(await store.connect().check()).toMatchObject({ ok: false, code: 'MAINTENANCE' })
  })

  it('a "coming soon" page', async () => {
    const url = await site((_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html><h1>Coming soon</h1></html>'),
    )
    expect(await checkSite(url)).toMatchObject({ ok: false, code: 'MAINTENANCE' })
  })

  it('a site that answers everything with a web page', async () => {
    const url = await site((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
    )
    const health = await checkSite(url)
    expect(health).toMatchObject({ ok: false, code: 'ANSWERED_HTML' })
    expect(reasonOf(health)).toMatch(/web page instead of store data/)
  })

  it('a site that has no REST API', async () => {
    const url = await site((_, response) => response.writeHead(404).end('<html>No</html>'))
    expect(await checkSite(url)).toMatchObject({ ok: false, code: 'NOT_THIS_CART' })
  })

  it.each([
    [['wp/v2'], 'NOT_THIS_CART', /WooCommerce isn’t active/],
    [['wp/v2', 'wc/v1', 'wc/v2'], 'VERSION_TOO_OLD', /too old/],
  ])('WordPress that speaks %j', async (namespaces, code, words) => {
    const url = await site((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ name: 'Blog', namespaces })),
    )
    const health = await checkSite(url)
    expect(health).toMatchObject({ ok: false, code })
    expect(reasonOf(health)).toMatch(words)
  })

  it('another web service', async () => {
    const url = await site((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":"world"}'),
    )
    expect(await checkSite(url)).toMatchObject({ ok: false, code: 'NOT_THIS_CART' })
  })

  it.each(['7.9.1', '5.8.0', '5.10.2'])('WooCommerce %s is new enough', async (version) => {
    const store = await start()
    store.woo.state.settings.wooVersion = version
    expect(await store.connect().check()).toMatchObject({ ok: true, version })
  })

  it.each(['5.7.2', '4.9.0', '3.5.10'])('WooCommerce %s is too old', async (version) => {
    const store = await start()
    store.woo.state.settings.wooVersion = version
    const health = await store.connect().check()
    expect(health).toMatchObject({ ok: false, code: 'VERSION_TOO_OLD' })
    expect(reasonOf(health)).toContain(`WooCommerce ${version}`)
  })

  it('a certificate that does not fit', async () => {
    const url = await site((_, response) => response.end())
    expect(await checkSite(url.replace('http:', 'https:'))).toMatchObject({
      ok: false,
      code: 'TLS',
    })
  })

  it('a store that never answers', async () => {
    const url = await site(() => undefined)
    expect(await checkSite(url, { timeoutMs: 100 })).toMatchObject({ ok: false, code: 'TIMEOUT' })
  })

  it('a private address', async () => {
    const health = await checkSite('http://127.0.0.1:1', { private: false })
    expect(health).toMatchObject({ ok: false, code: 'ADDRESS_NOT_ALLOWED' })
  })

  it.each(['', 'not a store', 'ftp://old-store.example', 'https://me:secret@old-store.example'])(
    'something that is no address: "%s"',
    async (typed) => {
      expect(await checkSite(typed)).toMatchObject({ ok: false, code: 'NOT_FOUND' })
    },
  )

  it('a host that does not exist', async () => {
    const store = await start()
    const http = published(store.http, 'https://other.example', store.woo.url)
    const health = await store.connect({ url: 'https://old-store.example' }, {}, http).check()
    expect(health).toMatchObject({ ok: false, code: 'NOT_FOUND' })
  })

  it('answers that are cut in half', async () => {
    const store = await start()
    store.woo.faults.add({ path: '/wc/v3/', times: 0, fault: { kind: 'truncated' } })
    expect(await store.connect().check()).toMatchObject({ ok: false, code: 'BROKEN_ANSWER' })
  })

  it('a firewall in front of it', async () => {
    const url = await site((_, response) =>
      response.writeHead(403, { 'content-type': 'text/html' }).end('<html>Blocked</html>'),
    )
    const health = await checkSite(url)
    expect(health).toMatchObject({ ok: false, code: 'ANSWERED_HTML' })
    expect(reasonOf(health)).toMatch(/firewall/)
  })

  it('a server error, in one try, because a person waits', async () => {
    const store = await start()
    store.woo.faults.add({ path: '/wc/v3/', times: 0, fault: { kind: 'server-error' } })
    const before = store.clock.now()
    expect(await store.connect().check()).toMatchObject({ ok: false, code: 'SERVER_ERROR' })
    expect(store.clock.now()).toBe(before)
  })

  it('never shows the key or the secret', async () => {
    const store = await start()
    const credentials = { consumerKey: 'ck_visible', consumerSecret: 'cs_visible' }
    expect(JSON.stringify(await store.connect({ credentials }).check())).not.toMatch(/_visible/)
  })
})

function reasonOf(health: Awaited<ReturnType<typeof checkSite>>): string {
  return health.ok ? '' : sentenceOf(health.reason)
}

/** A store that refuses some of its addresses, as WooCommerce refuses users without the right. */
function refusing(
  http: OutboundHttp,
  pattern: RegExp,
  code = 'woocommerce_rest_cannot_view',
): OutboundHttp {
  return {
    close: () => http.close(),
    request: async (url, init) => {
      const response = await http.request(url, init)
      if (!pattern.test(url)) return response
      return { ...response, status: 401, text: JSON.stringify({ code, message: 'Sorry.' }) }
    },
  }
}
