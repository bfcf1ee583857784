import { sentenceOf } from '#app/words/sentence.server.ts'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { connectSource } from '#app/projects/projects.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
import { createChronicle } from '#test/chaos/chronicle.ts'
import { shopOf, startWorld, type World } from '#test/chaos/world/world.ts'
import { startWooCommerceStandIn, type WooStandIn } from '#test/stand-ins/woocommerce/server.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

const PRODUCTS = 9
const CUSTOMERS = 4

let now: World
const sources: WooStandIn[] = []

/** Real worker processes; a lease so long that only a handover, and no expiry, lets a run go on. */
beforeAll(async () => {
  now = await startWorld({
    lanes: 5,
    workers: 1,
    chronicle: createChronicle(),
    workerEnv: { LOG_LEVEL: 'debug', RUN_LEASE_MS: '120000', SHOPIFY_TIMEOUT_MS: '60000' },
  })
})
afterAll(async () => {
  await now.stop()
  for (const source of sources) await source.close()
})

async function aRun(lane: number): Promise<string> {
  const { services, install } = now
  const shop = shopOf(lane)
  const woo = await startWooCommerceStandIn({ dataset: 'empty', seed: lane + 1 })
  sources.push(woo)
  for (let i = 1; i <= PRODUCTS; i += 1) {
    createProduct(woo.state, { name: `Product ${i}`, regular_price: `${i}.00` })
  }
  for (let i = 1; i <= CUSTOMERS; i += 1) {
    createCustomer(woo.state, { email: `somebody${i}@example.com`, first_name: `Somebody ${i}` })
  }
  await install(shop)
  const { url, consumerKey, consumerSecret } = woo
  const form = { cart: 'woocommerce', url, consumerKey, consumerSecret }
  const connected = await connectSource(services, shop, form)
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  return begin(shop, connected.project.id)
}

async function begin(shop: string, projectId: string): Promise<string> {
  const run = await startRun(now.services, shop, projectId, 'full')
  if (!run.ok) throw new Error(JSON.stringify(run.problems))
  return run.runId
}

function deferred() {
  let resolve = () => undefined as void
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

/** Holds the answer to a shop's nth product: it is there, and the worker does not know yet. */
function holdAnswer(lane: number, nth: number) {
  const reached = deferred()
  const released = deferred()
  now.shopify.faults.hook(
    { shop: shopOf(lane), field: 'productSet', nth },
    {
      after: () => {
        reached.resolve()
        return released.promise
      },
    },
  )
  return { reached: reached.promise, release: released.resolve }
}

async function untilComplete(runId: string) {
  const run = () => now.services.prisma.run.findUniqueOrThrow({ where: { id: runId } })
  await expect.poll(async () => (await run()).state, { interval: 50 }).toBe('completed')
  return run()
}

/** @param onItsWay what the worker that left had sent may still arrive */
async function expectWhole(lane: number, runId: string, { onItsWay = false } = {}) {
  const { services, shopify } = now
  const { prisma } = services
  const run = await untilComplete(runId)
  const { shop, projectId } = run
  expect(run).toMatchObject({ crashes: 0, leaseOwner: null })
  // The next run looks at that once more, and has nothing to do.
  if (onItsWay) await untilComplete(await begin(shop, projectId))
  const store = shopify.store(shopOf(lane))
  expect({ products: store.products.size, customers: store.customers.size }).toEqual({
    products: PRODUCTS,
    customers: CUSTOMERS,
  })
  expect(await prisma.mapping.count({ where: { shop, projectId } })).toBe(PRODUCTS + CUSTOMERS)
  expect(await prisma.intent.count({ where: { projectId } })).toBe(0)
}

function workerPid(): number {
  const pid = now.workers.anyone()
  if (pid === null) throw new Error('no worker')
  return pid
}

const gone = (pid: number) =>
  expect.poll(() => now.workers.isAlive(pid), { interval: 20 }).toBe(false)

const lineSchema = z.looseObject({ msg: z.string() })

/** What the workers said, one after the other. */
function logLines() {
  return fs
    .readFileSync(path.join(now.workers.logDir, 'worker-1.log'), 'utf8')
    .split('\n')
    .filter((text) => text.startsWith('{'))
    .map((text) => lineSchema.parse(JSON.parse(text)))
}

test('a worker told to stop while several runs write hands them all over at once', async () => {
  const lanes = [0, 1, 2]
  const held = lanes.map((lane) => holdAnswer(lane, 3 + lane))
  const runs: string[] = []
  for (const lane of lanes) runs.push(await aRun(lane))
  await Promise.all(held.map(({ reached }) => reached))

  const pid = workerPid()
  process.kill(pid, 'SIGTERM')
  for (const { release } of held) release()
  await gone(pid)
  for (const lane of lanes) await expectWhole(lane, runs[lane] ?? '')

  const lines = logLines()
  const said = (text: string) => lines.filter(({ msg }) => msg === text)
  expect(said('Left a run to another worker')).toHaveLength(lanes.length)
  expect(said('The worker has stopped')).toHaveLength(1)
  expect(said('Took a run').filter((line) => line['tookOver'] === true)).toEqual([])
})

test('told twice, it does not even wait for the answer under way, and nothing is done twice', async () => {
  const before = logLines().length
  const held = holdAnswer(3, 4)
  const runId = await aRun(3)
  await held.reached

  const pid = workerPid()
  process.kill(pid, 'SIGTERM')
  await expect
    .poll(
      () =>
        logLines()
          .slice(before)
          .some(({ msg }) => msg === 'The worker is stopping'),
      {
        interval: 20,
      },
    )
    .toBe(true)
  process.kill(pid, 'SIGTERM')
  await gone(pid)
  held.release()
  await expectWhole(3, runId, { onItsWay: true })
})

test('each line that belongs to a run names the run, its project and its store', async () => {
  const before = logLines().length
  // The run of the test before may have its last line still to write.
  const earlier = new Set<unknown>(
    logLines()
      .map((line) => line['runId'])
      .filter((id) => id !== undefined),
  )
  const { faults } = now.shopify
  faults.add({ fault: { kind: 'throttled' }, shop: shopOf(4), field: 'productSet', nth: 2 })
  faults.add({ fault: { kind: 'internal_error' }, shop: shopOf(4), field: 'productSet', nth: 3 })
  faults.add({
    fault: { kind: 'status', status: 502 },
    shop: shopOf(4),
    field: 'productSet',
    nth: 5,
  })
  const runId = await aRun(4)
  await expectWhole(4, runId)
  const { projectId } = await now.services.prisma.run.findUniqueOrThrow({ where: { id: runId } })

  const ofTheProcess = /^(The worker |The job queue |Looks for runs|Could not look)/
  const lines = logLines()
    .slice(before)
    .filter((line) => !ofTheProcess.test(line.msg) && !earlier.has(line['runId']))
  expect(lines.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['Took a run', 'throttled by Shopify', 'no usable answer']),
  )
  for (const line of lines) {
    expect(line).toMatchObject({ runId, projectId, shop: shopOf(4) })
  }
})
