import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { abortableClock, abortableHttp } from '#app/platform/abortable.ts'
import { systemClock } from '#app/platform/clock.ts'
import { createOutboundHttp } from '#app/platform/outbound-http.server.ts'

test('with the signal a request under way ends at both ends, and none begins any more', async () => {
  const asked = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<void>()
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    // A body that never ends.
    response.write('[')
    request.socket.on('close', () => closed.resolve())
    asked.resolve()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const http = createOutboundHttp({ allowPrivateAddresses: true })
  onTestFinished(async () => {
    await http.close()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const stop = new AbortController()
  const bound = abortableHttp(http, stop.signal)
  const answer = bound.request(`http://127.0.0.1:${port}/`)
  await asked.promise
  stop.abort(new Error('nobody waits'))
  await expect(answer).rejects.toThrow('nobody waits')
  await closed.promise
  await expect(bound.request(`http://127.0.0.1:${port}/`)).rejects.toThrow('nobody waits')
  expect(requests).toBe(1)
})

test('with the signal nobody sleeps any more', async () => {
  const stop = new AbortController()
  const sleeping = abortableClock(systemClock, stop.signal).sleep(3_600_000)
  stop.abort(new Error('nobody waits'))
  await expect(sleeping).rejects.toThrow('nobody waits')
})
