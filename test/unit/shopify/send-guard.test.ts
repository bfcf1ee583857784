import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SendGuard } from '#app/migration/engine/ports/target.ts'
import { createAdminClient } from '#app/migration/shopify/api/admin-client.server.ts'
import { createHttpTransport } from '#app/migration/shopify/api/http-transport.server.ts'
import { operation } from '#app/migration/shopify/api/operation.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'

const CHANGE = operation<{ n: number }, { n: number }>('mutation Change { n }')

let server: Server
let origin = ''
let arrived: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    arrived.push(request.headers['x-shopify-access-token']?.toString() ?? '')
    const refused = request.headers['x-shopify-access-token'] === 'old'
    response.writeHead(refused ? 401 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: { n: 1 } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  origin = `http://127.0.0.1:${address.port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  arrived = []
})

function send(guard: SendGuard, token = () => 'new') {
  const client = createAdminClient({
    transport: createHttpTransport({
      shop: 'shop.myshopify.com',
      apiVersion: '2026-07',
      origin,
      accessToken: async () => token(),
    }),
    clock: createFakeClock(0, { autoAdvance: true }),
    logger: silentLogger,
  })
  return client.run(CHANGE, { n: 1 }, undefined, { guard })
}

class Lost extends Error {}

test('a guard that is sure lets the request through', async () => {
  const guard = { assure: async () => undefined, isSure: () => true }
  expect(await send(guard)).toEqual({ n: 1 })
  expect(arrived).toEqual(['new'])
})

test('what the guard refuses does not reach Shopify, and its own reason is thrown', async () => {
  const dropped = new AbortController()
  const guard = {
    isSure: () => false,
    assure: async () => {
      dropped.abort(new Lost())
      throw dropped.signal.reason
    },
  }
  const client = createAdminClient({
    transport: createHttpTransport({
      shop: 'shop.myshopify.com',
      apiVersion: '2026-07',
      origin,
      accessToken: async () => 'new',
    }),
    clock: createFakeClock(0, { autoAdvance: true }),
    logger: silentLogger,
  })
  await expect(client.run(CHANGE, { n: 1 }, dropped.signal, { guard })).rejects.toThrow(Lost)
  expect(arrived).toEqual([])
})

test('a process that froze while it connected asks again before the first byte', async () => {
  let sure = [false, true]
  let asked = 0
  const guard = {
    // Both the look before and the look on the wire are counted.
    assure: async () => void (asked += 1),
    isSure: () => sure.shift() ?? true,
  }
  expect(await send(guard)).toEqual({ n: 1 })
  expect({ asked, arrived }).toEqual({ asked: 2, arrived: ['new'] })

  sure = [false, false, false, true]
  arrived = []
  expect(await send(guard)).toEqual({ n: 1 })
  expect(arrived).toEqual(['new'])
})

test('the guard is asked again for the repeat after a token was refused', async () => {
  const tokens = ['old', 'new']
  let asked = 0
  const guard = { assure: async () => void (asked += 1), isSure: () => true }
  expect(await send(guard, () => tokens.shift() ?? 'new')).toEqual({ n: 1 })
  expect({ asked, arrived }).toEqual({ asked: 2, arrived: ['old', 'new'] })
})
