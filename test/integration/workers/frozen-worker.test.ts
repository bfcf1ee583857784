import { sentenceOf } from '#app/words/sentence.server.ts'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { parseEnv } from '#app/env.server.ts'
import { createHttpTransport } from '#app/migration/shopify/api/http-transport.server.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { endRun } from '#app/runs/worker/end-run.server.ts'
import { executeRun, type ExecuteResult } from '#app/runs/worker/execute-run.server.ts'
import { holdLease } from '#app/runs/worker/hold-lease.server.ts'
import { acquireLease } from '#app/runs/queue/lease.server.ts'
import { getRun, startRun } from '#app/runs/life/runs.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import type { PassMode } from '#app/runs/run-types.ts'
import { createServices, type Services } from '#app/services.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import type { StruckRequest } from '#test/stand-ins/shopify-admin/faults.ts'
import { API_VERSION } from '#test/stand-ins/shopify-admin/server.ts'
import { createProduct, updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

const LEASE_MS = 10_000

let world: StandInServices
let project: ProjectView
let productId = 0
let plateId = 0

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'empty' })
  productId = createProduct(world.woo.state, { name: 'Mug', regular_price: '12.00' }).id
  plateId = createProduct(world.woo.state, { name: 'Plate', regular_price: '7.00' }).id
  createProduct(world.woo.state, { name: 'Bowl', regular_price: '9.00' })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  project = connected.project
})
afterAll(() => world.close())
beforeEach(() => world.shopify.resetStats())

async function start(mode: PassMode): Promise<string> {
  const started = await startRun(world.services, SHOP, project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.runId
}

function execute(services: Services, runId: string): Promise<ExecuteResult> {
  const idle = new AbortController().signal
  return executeRun(services, { runId, workerId: 'worker', shutdown: { soft: idle, hard: idle } })
}

/** A clock whose sleepers stand still with the process, and which has gone on when it wakes. */
function freezableClock(): Clock & { freeze(): void; wakeAfter(ms: number): void } {
  let frozen: { woken: Promise<void>; wake(): void } | null = null
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    sleep: async (ms, signal) => {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, ms)
        signal?.addEventListener('abort', () => {
          clearTimeout(timer)
          reject(signal.reason)
        })
      })
      await frozen?.woken
      signal?.throwIfAborted()
    },
    freeze: () => {
      let wake = () => undefined as void
      const woken = new Promise<void>((resolve) => (wake = resolve))
      frozen = { woken, wake }
    },
    wakeAfter: (ms) => {
      ahead += ms
      frozen?.wake()
      frozen = null
    },
  }
}

/** A worker that stands still once, between its plan and the first mutation it would send. */
function freezingWorker(meanwhile: () => Promise<void>) {
  const clock = freezableClock()
  const sent: string[] = []
  let standstill: Promise<void> | null = null
  let token = world.shopify.issueOfflineToken(SHOP)
  const http = createHttpTransport({
    shop: SHOP,
    apiVersion: API_VERSION,
    accessToken: async (refused) =>
      refused ? (token = world.shopify.issueOfflineToken(SHOP)) : token,
    fetch: (_url, init) => {
      sent.push(String(init?.body))
      return fetch(`${world.shopify.url}/admin/api/${API_VERSION}/graphql.json`, init)
    },
  })
  const { prisma, logger, vault, http: outbound, queue, settings } = world.services
  const environment = parseEnv({
    APP_ENV: 'test',
    DATABASE_URL: 'postgresql://unused@127.0.0.1/unused',
    SHOPIFY_API_KEY: 'key',
    SHOPIFY_API_SECRET: 'secret',
    SHOPIFY_APP_URL: 'https://app.example',
    SCOPES: 'write_orders',
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    FINGERPRINT_KEY: settings.fingerprintKey,
  })
  const services = createServices(
    {
      prisma,
      logger,
      vault,
      http: outbound,
      queue,
      settings: { ...settings, runLeaseMs: LEASE_MS },
      clock,
      adminTransport: () => async (request, signal, guard) => {
        if (/\bmutation\b/.test(request.query)) {
          standstill ??= (async () => {
            clock.freeze()
            await meanwhile()
            clock.wakeAfter(LEASE_MS * 3)
          })()
          await standstill
        }
        return http(request, signal, guard)
      },
    },
    environment,
  )
  return { services, mutationsSent: () => sent.filter((body) => /\bmutation\b/.test(body)).length }
}

const expireLease = (runId: string) =>
  world.services.prisma.run.update({
    where: { id: runId },
    data: { leaseExpiresAt: new Date(0) },
  })

test('a worker that wakes up after another one took its run over sends nothing and writes nothing', async () => {
  const runId = await start('full')
  let other: ExecuteResult | null = null
  const worker = freezingWorker(async () => {
    // A heartbeat that was on its way when the process froze may still arrive.
    while (!other?.taken) {
      await expireLease(runId)
      other = await execute(world.services, runId)
    }
  })
  const result = await execute(worker.services, runId)

  expect(other).toEqual({ taken: true, state: 'completed' })
  expect(result).toEqual({ taken: true, state: null })
  expect(worker.mutationsSent()).toBe(0)
  expect(world.shopify.store(SHOP).products.size).toBe(3)
  expect((await runCounts(world.services, SHOP, runId)).product).toMatchObject({ created: 3 })
})

test('a worker that wakes up and finds its run untouched plans anew before it writes', async () => {
  const shown = [...world.shopify.store(SHOP).products.values()].find((p) => p.title === 'Mug')
  if (!shown) throw new Error('no product')
  updateProduct(world.woo.state, productId, { name: 'Mug of the old store' })
  const runId = await start('recent')
  const worker = freezingWorker(async () => {
    shown.title = 'Mug of the merchant'
  })
  expect(await execute(worker.services, runId)).toEqual({ taken: true, state: null })
  expect(worker.mutationsSent()).toBe(0)
  // Given back, not left to expire; but told from a worker that was asked to hand over.
  const row = await world.services.prisma.run.findUniqueOrThrow({ where: { id: runId } })
  expect(row).toMatchObject({ state: 'running', leaseOwner: expect.any(String) })
  expect(row.leaseExpiresAt?.getTime()).toBeLessThanOrEqual(Date.now())

  expect(await execute(world.services, runId)).toEqual({ taken: true, state: 'completed' })
  expect(shown.title).toBe('Mug of the merchant')
  expect((await runCounts(world.services, SHOP, runId)).product).toMatchObject({ conflicts: 1 })
  expect((await getRun(world.services, SHOP, runId)).state).toBe('completed')
})

test('what reaches Shopify only after the next worker wrote is put right by the next run', async () => {
  const titles = () => [...world.shopify.store(SHOP).products.values()].map(({ title }) => title)
  updateProduct(world.woo.state, plateId, { name: 'Plate, blue' })
  const runId = await start('recent')
  const onItsWay = Promise.withResolvers<void>()
  const overtaken = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  const isBlue = ({ variables }: StruckRequest) => JSON.stringify(variables).includes('Plate, blue')
  world.shopify.faults.hook(
    { shop: SHOP, operation: 'mutation', times: 100 },
    {
      before: async (request) => {
        if (!isBlue(request)) return
        onItsWay.resolve()
        await overtaken.promise
      },
      after: (request) => {
        if (isBlue(request)) arrived.resolve()
      },
    },
  )
  const first = execute(world.services, runId)
  await onItsWay.promise
  updateProduct(world.woo.state, plateId, { name: 'Plate, green' })
  let other: ExecuteResult | null = null
  while (!other?.taken) {
    await expireLease(runId)
    other = await execute(world.services, runId)
  }
  expect(other).toEqual({ taken: true, state: 'completed' })
  expect(titles()).toContain('Plate, green')
  overtaken.resolve()
  await arrived.promise
  expect(await first).toEqual({ taken: true, state: null })
  expect(titles()).toContain('Plate, blue')

  const next = await start('recent')
  await execute(world.services, next)
  expect(titles()).toContain('Plate, green')
  expect((await runCounts(world.services, SHOP, next)).product).toMatchObject({ updated: 1 })

  const quiet = await start('recent')
  world.shopify.resetStats()
  await execute(world.services, quiet)
  expect((await runCounts(world.services, SHOP, quiet)).product).toMatchObject({ updated: 0 })
})

test('a sign of life that comes while the end of the run is written is no loss', async () => {
  const runId = await start('recent')
  const lease = { runId, owner: 'worker', leaseMs: LEASE_MS }
  if (!(await acquireLease(world.services.prisma, lease))) throw new Error('The run is not ours.')
  const clock = clockOfOneBeat()
  const leaseLost = vi.fn(clock.beaten.resolve)
  const idle = new AbortController().signal
  const held = holdLease(
    { ...world.services, clock, metrics: { ...world.services.metrics, leaseLost } },
    lease,
    { soft: idle, hard: idle },
  )
  const state = await held.endWith(async () => {
    const ended = await endRun(world.services, { shop: SHOP, ...lease }, { how: 'completed' })
    clock.beat()
    await clock.beaten.promise
    return ended
  })
  await held.letGo()

  expect(state).toBe('completed')
  expect(leaseLost).not.toHaveBeenCalled()
  expect(held.stopReason()).toBeNull()
})

/** The heartbeat sleeps until `beat`; `beaten` when it sleeps again. Who waits for an answer waits. */
function clockOfOneBeat() {
  const beat = Promise.withResolvers<void>()
  const beaten = Promise.withResolvers<void>()
  let slept = 0
  const clock: Clock = {
    now: () => Date.now(),
    sleep: async (ms, signal) => {
      const aborted = new Promise<never>((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
      )
      if (ms === LEASE_MS) return aborted
      slept += 1
      if (slept === 1) return Promise.race([beat.promise, aborted])
      beaten.resolve()
      return aborted
    },
  }
  return { ...clock, beat: beat.resolve, beaten }
}
