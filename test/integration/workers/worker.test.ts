import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { getRun, startRun } from '#app/runs/life/runs.server.ts'
import { startWorkLoop, type WorkLoop } from '#app/runs/worker/work-loop.server.ts'
import { aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'

/** So long that nothing in these tests happens because of it. */
const NEVER_MS = 3_600_000

let database: TestDatabase
let app: RunServices
let loops: WorkLoop[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  app = createRunServices(database, { workerPollMs: NEVER_MS })
  await app.services.queue.ready()
})
afterEach(async () => {
  for (const loop of loops.splice(0)) await loop.stop()
})
afterAll(async () => {
  await app.close()
  await database.close()
})

function startLoop(workerPollMs = NEVER_MS, workerId = 'worker'): WorkLoop {
  const { services } = app
  const loop = startWorkLoop(
    { ...services, settings: { ...services.settings, workerPollMs } },
    { workerId },
  )
  loops.push(loop)
  return loop
}

async function aShop(): Promise<ShopFixture> {
  const fixture = await app.createShop()
  fixture.source.put(aProduct({ sourceId: '1' }), aProduct({ sourceId: '2' }))
  return fixture
}

async function start({ shop, project }: ShopFixture): Promise<string> {
  const started = await startRun(app.services, shop, project.id, 'full')
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.runId
}

/** Asks the database until the run is there; the answer is awaited, not slept for. */
async function untilState({ shop }: ShopFixture, runId: string, state: string): Promise<void> {
  await expect
    .poll(async () => (await getRun(app.services, shop, runId)).state, {
      interval: 20,
    })
    .toBe(state)
}

test('the job that comes with a run wakes an idle worker', async () => {
  const loop = startLoop()
  const own = createRunServices(database)
  await own.services.queue.work(() => loop.look())
  const fixture = await aShop()
  const runId = await start(fixture)
  await untilState(fixture, runId, 'completed')
  await own.close()
})

test('a run whose job was lost is found by looking', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  startLoop(20)
  await untilState(fixture, runId, 'completed')
})

test('a run whose worker went silent is found by looking and goes on', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  await database.prisma.run.update({
    where: { id: runId },
    data: { state: 'running', leaseOwner: 'silent', leaseExpiresAt: new Date(0) },
  })
  startLoop(20)
  await untilState(fixture, runId, 'completed')
})

test('a worker that stops hands its run over at once, and the next one finishes it', async () => {
  const fixture = await aShop()
  fixture.gate.close()
  const runId = await start(fixture)
  const first = startLoop(20, 'first')
  await fixture.gate.reached()
  const stopped = first.stop()
  fixture.gate.open()
  await stopped
  expect(first.running).toBe(0)
  const run = await database.prisma.run.findUniqueOrThrow({ where: { id: runId } })
  expect(run).toMatchObject({ state: 'running', leaseOwner: null })
  startLoop(20, 'second')
  await untilState(fixture, runId, 'completed')
  expect(fixture.target.stats).toMatchObject({ creates: 2, blindRepeats: 0 })
})

test('several projects are worked on side by side', async () => {
  const fixtures = [await aShop(), await aShop()]
  for (const { gate } of fixtures) gate.close()
  const runs = await Promise.all(fixtures.map(start))
  const loop = startLoop(20)
  await Promise.all(fixtures.map(({ gate }) => gate.reached()))
  expect(loop.running).toBe(2)
  for (const { gate } of fixtures) gate.open()
  await Promise.all(fixtures.map((fixture, i) => untilState(fixture, runs[i] ?? '', 'completed')))
})

test('the process says when it is ready and ends cleanly on SIGTERM', async () => {
  const child = spawn(process.execPath, ['app/worker.server.ts'], {
    env: {
      ...process.env,
      APP_ENV: 'test',
      LOG_LEVEL: 'info',
      DATABASE_URL: database.url,
      SHOPIFY_API_KEY: 'key',
      SHOPIFY_API_SECRET: 'secret',
      SHOPIFY_APP_URL: 'https://app.example',
      SCOPES: 'write_orders',
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      FINGERPRINT_KEY: randomBytes(32).toString('base64'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.includes('The worker is ready')) child.kill('SIGTERM')
  }
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
  expect({ code, last: lines.at(-1) }).toMatchObject({
    code: 0,
    last: expect.stringContaining('The worker has stopped'),
  })
})
