import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '#app/db.server.ts'
import type { TargetWriter, WriteIntent } from '#app/migration/engine/ports/target.ts'
import { isPassing } from '#app/platform/database-away.server.ts'
import { createLogger } from '#app/platform/logger.server.ts'
import { getRun, startRun } from '#app/runs/life/runs.server.ts'
import { startWorkLoop, type WorkLoop } from '#app/runs/worker/work-loop.server.ts'
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../scripts/database/embedded-postgres.ts'
import { migrateDeploy } from '../../../scripts/database/migrate.ts'
import { aCustomer, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'

const NEVER_MS = 3_600_000

let folder = ''
let postgres: EmbeddedPostgres
let app: RunServices
let loops: WorkLoop[] = []
const lines: string[] = []
const arrivals: { text: string; seen: () => void }[] = []

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'database-away-'))
  fs.chmodSync(folder, 0o755)
  postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data') })
  await migrateDeploy(postgres.url)
  const prisma = createDatabase({ url: postgres.url, idleInTransactionMs: 5_000 })
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      const text = chunk.toString()
      lines.push(text)
      for (const waiter of [...arrivals]) if (text.includes(waiter.text)) waiter.seen()
      done()
    },
  })
  app = createRunServices(
    { prisma, url: postgres.url, close: async () => undefined },
    { workerPollMs: 50 },
    createLogger({ level: 'debug', name: 'test', secretNames: [] }, destination),
  )
  await app.services.queue.ready()
})
afterEach(async () => {
  for (const loop of loops.splice(0)) await loop.stop()
})
afterAll(async () => {
  await app.close()
  await app.services.prisma.$disconnect()
  await postgres.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** Resolves with the next log line that holds the text. */
function logged(text: string): Promise<void> {
  return new Promise((resolve) => {
    const waiter = {
      text,
      seen: () => {
        arrivals.splice(arrivals.indexOf(waiter), 1)
        resolve()
      },
    }
    arrivals.push(waiter)
  })
}

type How = 'fast' | 'immediate'

async function stopPostgres(how: How): Promise<void> {
  await postgres.stop(how)
}
async function startPostgres(): Promise<void> {
  postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'data'),
    port: postgres.port,
  })
}
async function restart(how: How): Promise<void> {
  await stopPostgres(how)
  await startPostgres()
}

async function aShop(): Promise<ShopFixture> {
  const fixture = await app.createShop()
  for (let i = 1; i <= 6; i += 1) fixture.source.put(aProduct({ sourceId: `${i}` }))
  fixture.source.put(
    aCustomer({ sourceId: '20' }),
    anOrder({ sourceId: '30', customerSourceId: '20' }),
  )
  return fixture
}

async function start({ shop, project }: ShopFixture): Promise<string> {
  const started = await startRun(app.services, shop, project.id, 'full')
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.runId
}

function work(overrides: Partial<RunServices['services']> = {}, settings = {}): WorkLoop {
  const services = { ...app.services, ...overrides }
  const loop = startWorkLoop(
    { ...services, settings: { ...services.settings, ...settings } },
    { workerId: 'worker' },
  )
  loops.push(loop)
  return loop
}

async function untilState({ shop }: ShopFixture, runId: string, state: string): Promise<void> {
  await expect
    .poll(
      async () => (await getRun(app.services, shop, runId).catch(() => ({ state: null }))).state,
      { interval: 50 },
    )
    .toBe(state)
}

/** The target, which does something once, when Shopify accepted the nth record and nobody knows yet. */
function whenAccepted(target: TargetWriter, nth: number, act: () => Promise<void>): TargetWriter {
  let accepted = 0
  return {
    ...target,
    async *write(intents: readonly WriteIntent[], stop?: AbortSignal) {
      for await (const result of target.write(intents, stop)) {
        accepted += 1
        if (accepted === nth) await act()
        yield result
      }
    },
  }
}

async function expectWhole(
  fixture: ShopFixture,
  runId: string,
  { onItsWay = false } = {},
): Promise<void> {
  await untilState(fixture, runId, 'completed')
  expect(fixture.target.stats).toMatchObject({ creates: 8, blindRepeats: 0 })
  const { prisma } = app.services
  const { id: projectId } = fixture.project
  expect(await prisma.mapping.count({ where: { projectId } })).toBe(8)
  expect(await prisma.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
    leaseOwner: null,
    points: expect.objectContaining({}),
  })
  const run = await getRun(app.services, fixture.shop, runId)
  expect(run.points).toBe('7.3')
  const begun = () => prisma.intent.count({ where: { projectId } })
  if (onItsWay) {
    // What was sent under the lost lease may still arrive: the next run looks, and has nothing to do.
    await untilState(fixture, await start(fixture), 'completed')
    expect(fixture.target.stats).toMatchObject({ creates: 8, blindRepeats: 0 })
  }
  expect(await begun()).toBe(0)
}

/** Fails instead of hanging for ever. */
function within<T>(promise: Promise<T>, ms = 60_000): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error('It hangs.')), ms).unref()),
  ])
}

test('connections that die in the middle of a transaction make room for others', async () => {
  const small = createDatabase({ url: postgres.url, poolSize: 2 })
  for (const end of ['commit', 'rollback'] as const) {
    for (let n = 0; n < 3; n += 1) {
      const dying = small.$transaction(async (tx) => {
        const rows = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as "pid"`
        await app.services.prisma.$queryRaw`select pg_terminate_backend(${rows[0]?.pid}::int, 5000)`
        if (end === 'rollback') throw new Error('something of the work')
      })
      await expect(within(dying)).rejects.toThrow(/^(?!It hangs)/)
    }
  }
  expect(await within(small.$queryRaw`select 1 as "one"`)).toEqual([{ one: 1 }])
  await within(small.$disconnect())
})

test('a process that froze in the middle of a transaction does not keep its run for ever', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  const frozen = createDatabase({ url: postgres.url, idleInTransactionMs: 200 })
  let wake = () => undefined as void
  const woken = new Promise<void>((resolve) => (wake = resolve))
  let holds = () => undefined as void
  const held = new Promise<void>((resolve) => (holds = resolve))
  const working = frozen.$transaction(
    async (tx) => {
      await tx.$executeRaw`select 1 from "Run" where "id" = ${runId}::uuid for no key update`
      holds()
      await woken
      await tx.$executeRaw`update "Run" set "reason" = 'too late' where "id" = ${runId}::uuid`
    },
    { timeout: 60_000 },
  )
  const failed = working.then(
    () => null,
    (error: unknown) => error,
  )
  await held
  // Waits until PostgreSQL itself has ended the other one's transaction.
  await app.services.prisma.$transaction(
    (tx) => tx.$executeRaw`select 1 from "Run" where "id" = ${runId}::uuid for update`,
  )
  wake()
  expect(isPassing(await failed)).toBe(true)
  expect((await getRun(app.services, fixture.shop, runId)).reason).toBeNull()
  await frozen.$disconnect()
  await app.services.prisma.run.update({ where: { id: runId }, data: { state: 'cancelled' } })
})

test('waiting in vain for a connection counts as a database that is away for a moment', async () => {
  const busy = createDatabase({ url: postgres.url, poolSize: 1, connectTimeoutMs: 100 })
  let free = () => undefined as void
  const freed = new Promise<void>((resolve) => (free = resolve))
  let taken = () => undefined as void
  const isTaken = new Promise<void>((resolve) => (taken = resolve))
  const using = busy.$transaction(async (tx) => {
    await tx.$queryRaw`select 1`
    taken()
    await freed
  })
  await isTaken
  const error = await busy.$queryRaw`select 1`.catch((cause: unknown) => cause)
  expect(isPassing(error)).toBe(true)
  free()
  await using
  await busy.$disconnect()
})

for (const how of ['fast', 'immediate'] as const) {
  for (const nth of [1, 4, 8]) {
    test(`PostgreSQL restarted (${how}) when Shopify accepted record ${nth} loses and repeats nothing`, async () => {
      const fixture = await aShop()
      const runId = await start(fixture)
      const target = whenAccepted(fixture.target, nth, () => restart(how))
      work({ targetWriter: () => target })
      await expectWhole(fixture, runId)
    })
  }

  test(`PostgreSQL restarted (${how}) between two pages drops no lease that is still valid`, async () => {
    const fixture = await aShop()
    fixture.gate.close()
    const runId = await start(fixture)
    work()
    await fixture.gate.reached()
    const { leaseOwner } = await app.services.prisma.run.findUniqueOrThrow({ where: { id: runId } })
    await restart(how)
    const before = lines.length
    fixture.gate.open()
    await expectWhole(fixture, runId)
    expect(leaseOwner).not.toBeNull()
    expect(lines.slice(before).filter((line) => line.includes('Took a run'))).toEqual([])
  })
}

test('away for longer than the lease, the run goes on from its checkpoint when the database is back', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  const target = whenAccepted(fixture.target, 3, async () => {
    const lost = logged('The lease is lost')
    await stopPostgres('fast')
    await lost
  })
  const left = logged('Left a run to another worker')
  work({ targetWriter: () => target }, { runLeaseMs: 500, runHeartbeatMs: 50 })
  await left
  await startPostgres()
  await expectWhole(fixture, runId, { onItsWay: true })
})

test('away in the moment in which a run ends, the end is recorded all the same', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  let restarted: Promise<void> | null = null
  const { prisma } = app.services
  // The run's last step before its end is the last watermark.
  const watching = prisma.$extends({
    query: {
      watermark: {
        upsert: async ({ args, query }) => {
          const result = await query(args)
          if (args.create.kind === 'order') restarted ??= stopPostgres('immediate')
          return result
        },
      },
    },
  })
  work({ prisma: watching as unknown as typeof prisma })
  await expect.poll(() => restarted).not.toBeNull()
  await restarted
  const before = lines.length
  await startPostgres()
  await expectWhole(fixture, runId)
  expect(lines.slice(before).filter((line) => line.includes('Took a run'))).toEqual([])
})

test('afterwards a new run still wakes an idle worker', async () => {
  await restart('fast')
  const loop = work({}, { workerPollMs: NEVER_MS })
  const own = createRunServices({
    prisma: app.services.prisma,
    url: postgres.url,
    close: async () => undefined,
  })
  await own.services.queue.work(() => loop.look())
  await restart('immediate')
  const fixture = await aShop()
  const runId = await start(fixture)
  await expectWhole(fixture, runId)
  await own.close()
})
