import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import {
  OutboundHttpError,
  createOutboundHttp,
  isPublicAddress,
} from '#app/platform/outbound-http.server.ts'
import type { OutboundHttpOptions } from '#app/platform/outbound-http.server.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function serve(listener: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(resolve)
      }),
  )
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port }
}

function client(options: Partial<OutboundHttpOptions> = {}) {
  const http = createOutboundHttp({ allowPrivateAddresses: true, ...options })
  closers.push(() => http.close())
  return http
}

async function reasonOf(request: Promise<unknown>): Promise<string> {
  try {
    await request
  } catch (error) {
    if (error instanceof OutboundHttpError) return error.reason
    throw error
  }
  return 'answered'
}

describe('addresses the outbound client will connect to', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '198.18.0.1',
    '224.0.0.1',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    'fe80::1',
    'fc00::1',
    'fec0::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'not an address',
  ])('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '93.184.216.34', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    'allows %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost/',
  ])('refuses the address however it is spelt: %s', async (url) => {
    const http = client({ allowPrivateAddresses: false })
    expect(await reasonOf(http.request(url))).toBe('address_not_allowed')
  })

  it('refuses a public name that resolves to a private address', async () => {
    const http = client({
      allowPrivateAddresses: false,
      resolve: async () => [{ address: '10.0.0.5', family: 4 }],
    })
    expect(await reasonOf(http.request('https://shop.example/'))).toBe('address_not_allowed')
  })

  it('refuses a name that resolves to a public and a private address at once', async () => {
    const http = client({
      allowPrivateAddresses: false,
      resolve: async () => [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    })
    expect(await reasonOf(http.request('https://shop.example/'))).toBe('address_not_allowed')
  })

  it('connects to the very address it checked', async () => {
    let lookups = 0
    const { port } = await serve((_, response) => response.end('here'))
    const http = client({
      resolve: async () => {
        lookups++
        return [{ address: '127.0.0.1', family: 4 }]
      },
    })
    const response = await http.request(`http://shop.example:${port}/`)
    expect(response.text).toBe('here')
    expect(lookups).toBe(1)
  })

  it.each([
    'ftp://shop.example/',
    'file:///etc/passwd',
    'shop',
    'http://user:secret@shop.example/',
  ])('does not take %s for an address of the web', async (url) => {
    expect(await reasonOf(client().request(url))).toBe('bad_url')
  })
})

describe('redirects', () => {
  it('follows them and tells where the answer came from', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/old') return response.writeHead(301, { location: '/new' }).end()
      response.end('moved in')
    })
    const response = await client().request(`${url}/old`)
    expect(response.text).toBe('moved in')
    expect(response.finalUrl).toBe(`${url}/new`)
  })

  it('refuses a redirect to a private address', async () => {
    const { url } = await serve((_, response) =>
      response.writeHead(302, { location: 'http://127.0.0.2:9/' }).end(),
    )
    const http = client({ allowAddress: (address) => address === '127.0.0.1' })
    expect(await reasonOf(http.request(url))).toBe('address_not_allowed')
  })

  it('refuses a redirect to something that is no web address', async () => {
    const { url } = await serve((_, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    )
    expect(await reasonOf(client().request(url))).toBe('bad_url')
  })

  it('gives up after three', async () => {
    let hits = 0
    const { url } = await serve((_, response) => {
      hits++
      response.writeHead(302, { location: `/again-${hits}` }).end()
    })
    expect(await reasonOf(client().request(url))).toBe('too_many_redirects')
    expect(hits).toBe(4)
  })

  it('keeps credentials on the same origin and drops them on another', async () => {
    const seen: Record<string, string | undefined> = {}
    const remember = (name: string, request: IncomingMessage) => {
      seen[name] = request.headers.authorization
    }
    const other = await serve((request, response) => {
      remember('other', request)
      response.end()
    })
    const { url } = await serve((request, response) => {
      remember(request.url ?? '', request)
      const location = request.url === '/a' ? '/b' : other.url
      response.writeHead(302, { location }).end()
    })
    await client().request(`${url}/a`, { headers: { Authorization: 'Basic abc' } })
    expect(seen).toEqual({ '/a': 'Basic abc', '/b': 'Basic abc', other: undefined })
  })
})

describe('bounds', () => {
  it('counts the size after decompression', async () => {
    const { url } = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync('a'.repeat(100_000)))
    })
    expect(await reasonOf(client({ maxBytes: 50_000 }).request(url))).toBe('too_large')
    const whole = await client({ maxBytes: 100_000 }).request(url)
    expect(whole.text).toHaveLength(100_000)
  })

  it('bounds the time until the last byte, not only the first', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200)
      response.write('first part, and then nothing')
    })
    expect(await reasonOf(client({ timeoutMs: 100 }).request(url))).toBe('timeout')
  })

  it("rejects with the caller's own reason when the caller stops", async () => {
    const { url } = await serve(() => undefined)
    const controller = new AbortController()
    const request = client().request(url, { signal: controller.signal })
    controller.abort(new Error('the run was cancelled'))
    await expect(request).rejects.toThrow('the run was cancelled')
  })

  it('tells apart a refused connection and a failed handshake', async () => {
    const { port } = await serve((_, response) => response.end())
    expect(await reasonOf(client().request(`https://127.0.0.1:${port}/`))).toBe('tls')
    expect(await reasonOf(client().request('http://127.0.0.1:1/'))).toBe('unreachable')
    const unknown = client({ resolve: () => Promise.reject(new Error('ENOTFOUND')) })
    expect(await reasonOf(unknown.request('https://no-such-shop.example/'))).toBe('unreachable')
  })

  it('hands over any status as an answer', async () => {
    const { url } = await serve((_, response) => response.writeHead(503).end('closed'))
    expect(await client().request(url)).toMatchObject({ status: 503, text: 'closed' })
  })
})
