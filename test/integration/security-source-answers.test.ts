import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { silentLogger } from '#app/platform/logger.server.ts'
import { systemClock } from '#app/platform/clock.ts'
import {
  createOutboundHttp,
  OutboundHttpError,
  type OutboundHttp,
  type OutboundHttpOptions,
} from '#app/platform/outbound-http.server.ts'
import { createSourceConnector } from '#app/migration/sources/registry.server.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function serve(listener: RequestListener, address = '127.0.0.1'): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(resolve)
      }),
  )
  return `http://${address}:${(server.address() as AddressInfo).port}`
}

/** A server below HTTP: says what it is told to, and tells when the client went away. */
async function serveBytes(talk: (write: (bytes: string) => boolean) => void) {
  let left: () => void = () => undefined
  const gone = new Promise<void>((resolve) => (left = resolve))
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('close', () => left())
    socket.once('data', () => talk((bytes) => !socket.destroyed && socket.write(bytes)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, gone }
}

function client(options: Partial<OutboundHttpOptions> = {}): OutboundHttp {
  const http = createOutboundHttp({ allowPrivateAddresses: true, timeoutMs: 5_000, ...options })
  closers.push(() => http.close())
  return http
}

async function reasonOf(request: Promise<unknown>): Promise<string> {
  try {
    await request
    return 'answered'
  } catch (error) {
    if (error instanceof OutboundHttpError) return error.reason
    throw error
  }
}

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

describe('an answer that is too much', () => {
  const MAX = 64 * 1024
  const bounded = () => client({ maxBytes: MAX })
  const mega = 'a'.repeat(4 * 1024 * 1024)

  test.each<[name: string, encoding: string, body: () => Buffer]>([
    ['gzip', 'gzip', () => gzipSync(mega)],
    ['x-gzip', 'x-gzip', () => gzipSync(mega)],
    ['brotli', 'br', () => brotliCompressSync(mega)],
    ['deflate', 'deflate', () => deflateSync(mega)],
    ['deflate without a header', 'deflate', () => deflateRawSync(mega)],
    ['gzip twice', 'gzip, gzip', () => gzipSync(gzipSync(mega))],
    ['brotli in gzip', 'br, gzip', () => gzipSync(brotliCompressSync(mega))],
  ])('small on the wire, large unpacked: %s', async (_name, encoding, body) => {
    const bytes = body()
    expect(bytes.length).toBeLessThan(MAX)
    const url = await serve((_, response) => {
      response.setHeader('content-encoding', encoding).end(bytes)
    })
    expect(await reasonOf(bounded().request(url))).toBe('too_large')
  })

  test('packed more often than anyone would', async () => {
    const url = await serve((_, response) => {
      response.setHeader('content-encoding', Array(50).fill('gzip').join(', ')).end(gzipSync('x'))
    })
    expect(await reasonOf(bounded().request(url))).toBe('unreachable')
  })

  test('packed, but not in the way it says', async () => {
    const url = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip').end('this is no gzip')
    })
    expect(await reasonOf(bounded().request(url))).toBe('unreachable')
  })

  test('without an end, as fast as it can: reading stops at the bound', async () => {
    let sent = 0
    const url = await serve((_, response) => {
      const endless = new Readable({
        read() {
          sent += 16_384
          this.push(Buffer.alloc(16_384))
        },
      })
      response.on('close', () => endless.destroy())
      endless.pipe(response)
    })
    expect(await reasonOf(bounded().request(url))).toBe('too_large')
    // What the network holds in between is all that was read beyond the bound.
    expect(sent).toBeLessThan(32 * 1024 * 1024)
  })

  test('that says it is small and is not', async () => {
    const { url } = await serveBytes((write) => {
      write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      write(`${(MAX * 2).toString(16)}\r\n${'a'.repeat(MAX * 2)}\r\n0\r\n\r\n`)
    })
    expect(await reasonOf(bounded().request(url))).toBe('too_large')
  })

  test('in its headers', async () => {
    for (const headers of [
      `x-large: ${'a'.repeat(1024 * 1024)}\r\n`,
      Array.from({ length: 20_000 }, (_, at) => `x-${at}: a\r\n`).join(''),
    ]) {
      const { url } = await serveBytes((write) => {
        write(`HTTP/1.1 200 OK\r\n${headers}content-length: 0\r\n\r\n`)
      })
      expect(await reasonOf(bounded().request(url))).toBe('unreachable')
    }
  })
})

describe('an answer that takes too long', () => {
  const hurried = () => client({ timeoutMs: 200 })

  /** A byte every few milliseconds: never idle, never done. */
  function drip(write: (bytes: string) => boolean, bytes: string): void {
    const timer = setInterval(() => {
      if (!write(bytes)) clearInterval(timer)
    }, 5)
    closers.push(async () => clearInterval(timer))
  }

  test.each<[name: string, talk: (write: (bytes: string) => boolean) => void]>([
    [
      'in its body',
      (write) => {
        write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n')
        drip(write, 'a')
      },
    ],
    [
      'in the pieces of its body',
      (write) => {
        write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
        drip(write, '1\r\na\r\n')
      },
    ],
    [
      'in its headers',
      (write) => {
        write('HTTP/1.1 200 OK\r\n')
        drip(write, 'x')
      },
    ],
    [
      'with one interim answer after the other',
      (write) => drip(write, 'HTTP/1.1 102 Wait\r\n\r\n'),
    ],
    ['and says nothing at all', () => undefined],
  ])('%s is given up, and the connection with it', async (_name, talk) => {
    const { url, gone } = await serveBytes(talk)
    expect(await reasonOf(hurried().request(url))).toBe('timeout')
    await gone
  })

  test('because its name is not found is given up, too', async () => {
    const late = Promise.withResolvers<[]>()
    const http = client({ timeoutMs: 200, resolve: () => late.promise })
    expect(await reasonOf(http.request('http://shop.example/'))).toBe('timeout')
    late.resolve([])
  })
})

describe('what is told of a request that failed', () => {
  test('holds neither its query nor its headers', async () => {
    const url = await serve((_, response) => response.destroy())
    const failed = client().request(
      `${url}/wc/v3/orders?oauth_signature=known&email=ada@example.com`,
      {
        headers: { authorization: 'Basic known' },
      },
    )
    const error = await failed.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OutboundHttpError)
    expect(inspect(error, { depth: 10 })).not.toMatch(/known|ada@example/)
  })
})
