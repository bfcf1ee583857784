import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { OutboundHttpError } from '#app/platform/outbound-http.server.ts'
import {
  atTheEnd,
  client,
  closeOddServers,
  reasonOf,
  serve,
  serveBytes,
} from '#test/helpers/stores/odd-servers.ts'

afterEach(closeOddServers)

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
    atTheEnd(async () => clearInterval(timer))
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
