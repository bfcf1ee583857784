import type { IncomingMessage, RequestListener } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createSourceConnector } from '#app/migration/carts/registry.server.ts'
import { systemClock } from '#app/platform/clock.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { client, closeOddServers, reasonOf, serve } from '#test/helpers/stores/odd-servers.ts'

afterEach(closeOddServers)

const to = (location: string, status = 302): RequestListener => {
  return (_, response) => response.writeHead(status, { location }).end()
}

describe('a redirect', () => {
  const loopbackOnly = { allowAddress: (address: string) => address === '127.0.0.1' }

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:169.254.169.254]/',
    'http://2852039166/',
    'http://127.0.0.2/',
    '//127.0.0.2/',
    'http://0/',
  ])('to %s is not followed', async (location) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const url = await serve(to(location, status))
      expect(await reasonOf(client(loopbackOnly).request(url))).toBe('address_not_allowed')
    }
  })

  test('to a name that leads inside is not followed', async () => {
    const url = await serve(to('http://metadata.google.internal/'))
    const http = client({
      ...loopbackOnly,
      resolve: async () => [{ address: '169.254.169.254', family: 4 }],
    })
    expect(await reasonOf(http.request(url))).toBe('address_not_allowed')
  })

  test.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'data:text/plain,x',
    'javascript:alert(1)',
    'ftp://127.0.0.1/',
    'http://user:secret@127.0.0.1/',
    'http://',
    'http://[',
  ])('to %s is not followed', async (location) => {
    expect(await reasonOf(client().request(await serve(to(location))))).toBe('bad_url')
  })

  test('in a circle, to itself or ever further ends after three', async () => {
    for (const next of [() => '/', (n: number) => `/${n % 2}`, (n: number) => `/${n}`]) {
      let hits = 0
      const url = await serve((request, response) => to(next((hits += 1)))(request, response))
      expect(await reasonOf(client().request(url))).toBe('too_many_redirects')
      expect(hits).toBe(4)
    }
  })

  test('does not make the time start again', async () => {
    let hits = 0
    const url = await serve((request, response) => {
      hits += 1
      if (hits <= 3) return to('/')(request, response)
    })
    expect(await reasonOf(client({ timeoutMs: 150 }).request(url))).toBe('timeout')
  })

  test('does not wait for the end of its own page', async () => {
    const here = await serve((_, response) => response.end('arrived'))
    const url = await serve((_, response) => {
      response.writeHead(302, { location: here })
      response.write('never-ending')
    })
    expect((await client().request(url)).text).toBe('arrived')
  })

  test('takes no credentials to another host, port or scheme, and none back again', async () => {
    const seen: Record<string, IncomingMessage['headers']> = {}
    const remember = (name: string, then: RequestListener): RequestListener => {
      return (request, response) => {
        seen[`${name}${request.url}`] = request.headers
        then(request, response)
      }
    }
    const last = await serve(
      remember('other host', (_, response) => response.end()),
      '127.0.0.2',
    )
    const other: string = await serve(remember('other port', to(`${last}/end`)))
    const url = await serve(remember('first', to(`${other}/next`)))
    await client().request(`${url}/start`, {
      headers: {
        AUTHORIZATION: 'Basic c2VjcmV0',
        Cookie: 'session=1',
        'proxy-authorization': 'Basic x',
        accept: 'application/json',
      },
    })
    expect(seen['first/start']).toMatchObject({
      authorization: 'Basic c2VjcmV0',
      cookie: 'session=1',
    })
    for (const place of ['other port/next', 'other host/end']) {
      expect(seen[place]).toMatchObject({ accept: 'application/json' })
      for (const name of ['authorization', 'cookie', 'proxy-authorization']) {
        expect(seen[place]).not.toHaveProperty(name)
      }
    }
  })
})

describe('keys of the old store', () => {
  test('are shown to nobody a page of the store leads to', async () => {
    const strangers: IncomingMessage['headers'][] = []
    const addresses: string[] = []
    const evil = await serve((request, response) => {
      strangers.push(request.headers)
      addresses.push(request.url ?? '')
      response.setHeader('content-type', 'application/json').end('[]')
    }, '127.0.0.2')
    const store = await serve((request, response) => {
      response.setHeader('content-type', 'application/json')
      if (request.url?.startsWith('/wp-json/?')) {
        const index = { name: 'Old', home: '', namespaces: ['wc/v3'], gmt_offset: 0 }
        return response.end(JSON.stringify(index))
      }
      return to(`${evil}${request.url?.split('?')[0] ?? ''}`)(request, response)
    })
    const source = createSourceConnector(
      {
        cart: 'woocommerce',
        url: store,
        credentials: { consumerKey: 'ck_known', consumerSecret: 'cs_known' },
      },
      {
        http: client(),
        clock: systemClock,
        logger: silentLogger,
        fingerprintKey: 'key',
        tuning: { maxAttempts: 1 },
      },
    )
    await source.check()
    expect(strangers.length).toBeGreaterThan(0)
    const told = JSON.stringify([strangers, addresses])
    expect(told).not.toMatch(/ck_known|cs_known|oauth_signature|authorization/i)
  })
})
