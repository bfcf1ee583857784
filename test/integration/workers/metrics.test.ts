import { sentenceOf } from '#app/words/sentence.server.ts'
import { createServer } from 'node:net'
import client from 'prom-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createMetrics,
  processRegistry,
  serveMetrics,
  type MetricsServer,
} from '#app/platform/metrics.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { createDatabase } from '#app/db.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { watchRuns } from '#app/runs/queue/run-gauges.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

let world: StandInServices
let server: MetricsServer
let projectId = ''

beforeAll(async () => {
  // Other files may have run in this process before.
  processRegistry().resetMetrics()
  world = await startStandInServices({ dataset: 'empty' })
  createProduct(world.woo.state, { name: 'Mug', regular_price: '12.00' })
  createProduct(world.woo.state, { name: 'Plate', regular_price: '7.00' })
  createCustomer(world.woo.state, { email: 'somebody@example.com', first_name: 'Somebody' })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  projectId = connected.project.id
  const { registry } = world.services.metrics
  watchRuns(registry, world.services.prisma)
  const started = await serveMetrics(registry, { port: 0, host: '127.0.0.1', logger: silentLogger })
  if (!started) throw new Error('The metrics are not served.')
  server = started
})
afterAll(async () => {
  await server.close()
  await world.close()
})

const url = () => `http://127.0.0.1:${server.port}/metrics`
const scrape = async () => (await fetch(url())).text()

/** The value of a sample as a scrape shows it; undefined when it is not there. */
function sample(text: string, name: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `))
  return line === undefined ? undefined : Number(line.slice(name.length + 1))
}

async function start(): Promise<string> {
  const started = await startRun(world.services, SHOP, projectId, 'full')
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.runId
}

function execute(runId: string) {
  const idle = new AbortController().signal
  return executeRun(world.services, {
    runId,
    workerId: 'worker',
    shutdown: { soft: idle, hard: idle },
  })
}

test('a scrape shows what waits, and then what a run did', async () => {
  const runId = await start()
  await world.services.prisma.runEvent.updateMany({
    where: { runId },
    data: { at: new Date(Date.now() - 60_000) },
  })
  const before = await scrape()
  expect(sample(before, 'rdm_runs_waiting')).toBe(1)
  expect(sample(before, 'rdm_runs_waiting_oldest_seconds')).toBeGreaterThanOrEqual(59)
  expect(sample(before, 'rdm_runs{state="queued",mode="full"}')).toBe(1)
  expect(sample(before, 'rdm_database_up')).toBe(1)

  // Its worker died.
  await world.services.prisma.run.update({
    where: { id: runId },
    data: { state: 'running', leaseOwner: 'dead', leaseExpiresAt: new Date(0) },
  })
  world.shopify.faults.add({ fault: { kind: 'throttled' }, operation: 'mutation' })
  expect(await execute(runId)).toEqual({ taken: true, state: 'completed' })

  const after = await scrape()
  expect(sample(after, 'rdm_runs_waiting')).toBe(0)
  expect(sample(after, 'rdm_runs_waiting_oldest_seconds')).toBe(0)
  expect(sample(after, 'rdm_runs{state="queued",mode="full"}')).toBe(0)
  expect(sample(after, 'rdm_runs_ended_total{mode="full",state="completed"}')).toBe(1)
  expect(sample(after, 'rdm_records_total{kind="product",outcome="created"}')).toBe(2)
  expect(sample(after, 'rdm_records_total{kind="customer",outcome="created"}')).toBe(1)
  expect(sample(after, 'rdm_takeovers_total')).toBe(1)
  expect(sample(after, 'rdm_lease_losses_total')).toBe(0)
  expect(sample(after, 'rdm_shopify_throttles_total')).toBe(1)
  expect(
    sample(after, 'rdm_shopify_requests_total{kind="mutation",outcome="ok"}'),
  ).toBeGreaterThanOrEqual(3)
  expect(sample(after, 'rdm_shopify_points_total')).toBeGreaterThan(0)
  expect(sample(after, 'rdm_source_requests_total{outcome="2xx"}')).toBeGreaterThan(0)
  expect(sample(after, 'rdm_source_request_duration_seconds_count')).toBeGreaterThan(0)
  expect(sample(after, 'process_cpu_seconds_total')).toBeGreaterThan(0)
})

test('no store, run or person is in a scrape', async () => {
  const text = await scrape()
  for (const secret of [SHOP, 'myshopify', projectId, world.woo.url, 'somebody', 'example.com']) {
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
  }
})

test('names follow the conventions of Prometheus', async () => {
  const metrics = await world.services.metrics.registry.getMetricsAsJSON()
  for (const { name, type, help } of metrics.filter((metric) => metric.name.startsWith('rdm_'))) {
    expect(help).not.toBe('')
    expect({ name, isCounter: String(type) === 'counter' }).toEqual({
      name,
      isCounter: name.endsWith('_total'),
    })
    expect(name).toMatch(/^[a-z_]+$/)
  }
})

test('nothing but the metrics is served there', async () => {
  expect((await fetch(url().replace('/metrics', '/'))).status).toBe(404)
  expect((await fetch(url(), { method: 'POST' })).status).toBe(404)
})

test('a scrape while the database is away says so and shows no old numbers', async () => {
  const registry = new client.Registry()
  const away = createDatabase({ url: 'postgresql://app@127.0.0.1:9/none' })
  watchRuns(registry, away)
  const text = await registry.metrics()
  expect(sample(text, 'rdm_database_up')).toBe(0)
  expect(sample(text, 'rdm_runs_waiting')).toBeUndefined()
  await away.$disconnect()
})

test('a port that is taken costs the metrics and nothing else', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const address = taken.address()
  if (typeof address !== 'object' || !address) throw new Error('no address')
  const { port } = address
  const registry = new client.Registry()
  expect(await serveMetrics(registry, { port, host: '127.0.0.1', logger: silentLogger })).toBeNull()
  await new Promise((resolve) => taken.close(resolve))
})

test('asking twice for the metrics of a registry gives the same ones', async () => {
  const registry = new client.Registry()
  createMetrics(registry).takeover()
  createMetrics(registry).takeover()
  expect(sample(await registry.metrics(), 'rdm_takeovers_total')).toBe(2)
})
