import { z } from 'zod'
import { shown } from '#app/words/sentence.server.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RetriableError } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceConnector, ChangedRow } from '#app/migration/engine/ports/source.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { countSource, MOST_HELD } from '#app/runs/estimate/count-source.server.ts'
import type { CountOutcome } from '#app/runs/counted.ts'
import { countAgain, estimateRun, watchEstimate } from '#app/runs/estimate/estimate.server.ts'
import { knownEstimate } from '#app/runs/estimate/known-estimate.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
import { BudgetOver, WorkDropped, createSharedWork } from '#app/platform/shared-work.ts'
import type { Services } from '#app/services.server.ts'
import { aCustomer, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createFakeClock, type FakeClock } from '#test/helpers/time/fake-clock.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'

const BUDGET_MS = 20_000
const MINUTE_MS = 60_000

let database: TestDatabase
let app: RunServices
let fixture: ShopFixture
let clock: FakeClock
let services: Services
/** Ends what is asked of the old store. */
let sourceSignal: AbortSignal | undefined
/** The kinds that were listed, each time. */
let listed: EntityKind[]
/** The count that was begun last. */
let lastCount: Promise<CountOutcome>

/** A process of its own on the same database. */
function anotherProcess(time = clock): Services {
  const counts = createSharedWork<CountOutcome>(clock)
  return {
    ...app.services,
    clock: time,
    counts: {
      ...counts,
      share: (key, count, how) => counts.share(key, (signal) => (lastCount = count(signal)), how),
    },
    settings: { ...app.services.settings, estimateBudgetMs: BUDGET_MS },
    sourceConnector: (connection, log, signal) => {
      sourceSignal = signal
      return app.services.sourceConnector(connection, log)
    },
  }
}

beforeAll(async () => {
  database = await createTestDatabase()
  app = createRunServices(database)
})
afterAll(async () => {
  await app?.close()
  await database?.close()
})

/** A shop whose full migration was done in another life; one record of each kind is new. */
beforeEach(async () => {
  fixture = await app.createShop()
  const { shop, project, source, sourceOverrides } = fixture
  await database.prisma.run.create({
    data: {
      shop,
      projectId: project.id,
      mode: 'full',
      state: 'completed',
      finishedAt: new Date(Date.now() - MINUTE_MS),
    },
  })
  source.put(
    aProduct({ sourceId: '2' }),
    aCustomer({ sourceId: '20', email: 'a@example.com' }),
    anOrder({ sourceId: '30', customerSourceId: '20' }),
  )
  clock = createFakeClock(Date.now() + MINUTE_MS)
  services = anotherProcess()
  listed = []
  sourceOverrides.listChanged = (kind, window) => {
    listed.push(kind)
    return source.listChanged(kind, window)
  }
})

const known = () => knownEstimate(services, fixture.shop, fixture.project.id)
const watch = (waiter = new AbortController().signal, where = services) =>
  watchEstimate(where, fixture.shop, fixture.project.id, 'recent', waiter)
const count = () => estimateRun(services, fixture.shop, fixture.project.id)

/** Holds the old store's first answer back until it is let go. */
function holdSource() {
  const asked = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  let times = 0
  fixture.sourceOverrides.check = async () => {
    times += 1
    asked.resolve()
    await held.promise
    return fixture.source.check()
  }
  return { asked: asked.promise, letGo: held.resolve, times: () => times }
}

const hangs = <T>() => new Promise<T>(() => undefined)
const listedRow = (id: number): ChangedRow => ({
  sourceId: String(id),
  changedAt: null,
  guestSourceId: null,
})

describe('what is known', () => {
  test('before anything was counted nothing is known, and that is not zero', async () => {
    const { shop, project } = await app.createShop()
    expect(await knownEstimate(services, shop, project.id)).toEqual({
      estimate: null,
      failed: null,
      isCounting: false,
    })
  })

  test("of another shop's project is not told", async () => {
    const other = await app.createShop()
    const asked = knownEstimate(services, other.shop, fixture.project.id)
    await expect(asked).rejects.toThrow(NotFound)
  })

  test('is what the last count gave, in another process and without asking the old store', async () => {
    const counted = await count()
    expect(counted.kinds.product).toEqual({ new: 1, changed: 0, exact: true })
    const asked = listed.length
    const after = await watch(undefined, anotherProcess())
    expect(after.coming).toBeNull()
    expect(after.known).toEqual({ estimate: counted, failed: null, isCounting: false })
    expect(listed).toHaveLength(asked)
  })

  test('is measured by the limit of now, not by that of then', async () => {
    await count()
    await database.prisma.project.update({
      where: { id: fixture.project.id },
      data: { entityPointsLimit: '0.5' },
    })
    expect((await known()).estimate).toMatchObject({
      overBy: '1.8',
      canStart: false,
      problems: [
        {
          code: 'OVER_LIMIT',
          message: runSays('overLimit', { points: '2.3', limit: '0.5', isLeast: false }),
        },
      ],
    })
  })

  test('by a release that kept sentences is shown as that release put it', async () => {
    await count()
    const where = { projectId: fixture.project.id, shop: fixture.shop }
    const { estimate } = await database.prisma.projectEstimate.findFirstOrThrow({ where })
    const doubts = [{ code: 'SOURCE_LISTS_HIDE', message: 'It hides some.' }]
    await database.prisma.projectEstimate.updateMany({
      where,
      data: {
        estimate: { ...z.record(z.string(), z.json()).parse(estimate), doubts },
        failedCode: 'BAD_CREDENTIALS',
        failedMessage: 'The key was refused.',
        failedSince: new Date(clock.now()),
      },
    })
    expect(shown(await known())).toMatchObject({
      estimate: { problems: doubts },
      failed: { code: 'BAD_CREDENTIALS', message: 'The key was refused.' },
    })
  })

  test('is counted anew after 15 minutes, after a run, and when the merchant asks', async () => {
    await count()
    expect((await watch()).coming).toBeNull()
    await clock.advance(15 * MINUTE_MS + 1)
    const first = await watch()
    expect(first.known.estimate?.kinds.product?.new).toBe(1)
    expect((await first.coming)?.estimate?.at).toBe(new Date(clock.now()).toISOString())

    await clock.advance(1)
    await countAgain(services, fixture.shop, fixture.project.id, 'recent')
    await (
      await watch()
    ).coming
    expect((await watch()).coming).toBeNull()

    await clock.advance(1)
    const { shop, project } = fixture
    const finishedAt = new Date(clock.now())
    await database.prisma.run.updateMany({
      where: { shop, projectId: project.id },
      data: { finishedAt },
    })
    expect(await (await watch()).coming).not.toBeNull()
  })

  test('is not counted while a run is live', async () => {
    const { shop, project } = fixture
    await database.prisma.run.create({
      data: { shop, projectId: project.id, mode: 'recent', state: 'paused' },
    })
    expect((await watch()).coming).toBeNull()
    expect(listed).toEqual([])
  })
})

describe('one count for all', () => {
  test('who looks while it is counted shares the count', async () => {
    const store = holdSource()
    const [one, other] = await Promise.all([watch(), watch()])
    await store.asked
    expect((await known()).isCounting).toBe(true)
    store.letGo()
    expect(await one.coming).toEqual(await other.coming)
    expect(store.times()).toBe(1)
    expect(listed.toSorted()).toEqual(['customer', 'order', 'product'])
    expect((await known()).isCounting).toBe(false)
  })

  test('also in another process, and what starts a run', async () => {
    const store = holdSource()
    const one = await watch()
    await store.asked
    const second = anotherProcess(createFakeClock(clock.now(), { autoAdvance: true }))
    const other = await watch(undefined, second)
    const starting = startRun(services, fixture.shop, fixture.project.id, 'recent')
    store.letGo()
    expect((await other.coming)?.estimate).toEqual((await one.coming)?.estimate)
    expect(await starting).toMatchObject({ ok: true })
    expect(store.times()).toBe(1)
  })

  test('a process that died over its count keeps nobody from counting for long', async () => {
    const { shop, project } = fixture
    await database.prisma.projectEstimate.deleteMany({ where: { projectId: project.id } })
    await database.prisma.projectEstimate.create({
      data: {
        shop,
        projectId: project.id,
        mode: 'recent',
        countingBy: 'dead',
        countingUntil: new Date(Date.now() - 1),
      },
    })
    expect((await count()).kinds.product).toMatchObject({ new: 1 })
  })
})

describe('a count for nobody', () => {
  test('is dropped when the last page is gone, and nothing is remembered of it', async () => {
    const store = holdSource()
    const pages = [new AbortController(), new AbortController()] as const
    const views = await Promise.all(pages.map(({ signal }) => watch(signal)))
    await store.asked
    pages[0].abort()
    await views[0]?.coming
    await clock.advance(MINUTE_MS / 6)
    expect(sourceSignal?.aborted).toBe(false)

    pages[1].abort()
    await views[1]?.coming
    await clock.advance(5_000)
    expect(sourceSignal?.aborted).toBe(true)
    await expect(lastCount).rejects.toThrow(WorkDropped)
    expect(await known()).toEqual({ estimate: null, failed: null, isCounting: false })
  })

  test('goes on when the next page takes it over', async () => {
    const store = holdSource()
    const page = new AbortController()
    const left = await watch(page.signal)
    await store.asked
    page.abort()
    await left.coming
    await clock.advance(1_000)
    const next = await watch()
    await clock.advance(5_000)
    store.letGo()
    expect((await next.coming)?.estimate?.kinds.product?.new).toBe(1)
    expect(store.times()).toBe(1)
  })

  test('ends with the process, and the page says what is known', async () => {
    const store = holdSource()
    const view = await watch()
    await store.asked
    services.counts.stop()
    expect(await view.coming).toEqual(view.known)
    expect(sourceSignal?.aborted).toBe(true)
  })
})

describe('the budget', () => {
  /** Lists what is said of a kind, and the others as they are. */
  function list(of: Partial<Record<EntityKind, () => AsyncIterable<ChangedRow[]>>>): void {
    const own: SourceConnector['listChanged'] = (kind, window) =>
      of[kind]?.() ?? fixture.source.listChanged(kind, window)
    fixture.sourceOverrides.listChanged = own
  }

  test('holds for every kind: what was counted is "at least", what was not is not counted', async () => {
    const waiting = Promise.withResolvers<void>()
    const whole = Promise.withResolvers<void>()
    list({
      // Hundred new ones, and then a page that never ends.
      async *product() {
        yield Array.from({ length: 100 }, (_, i) => listedRow(i + 1_000))
        waiting.resolve()
        yield await hangs<ChangedRow[]>()
      },
      async *customer() {
        yield await hangs<ChangedRow[]>()
      },
      async *order() {
        yield [listedRow(30)]
        whole.resolve()
      },
    })
    const budget = new AbortController()
    const { project, source, sourceOverrides } = fixture
    const store = { ...source, ...sourceOverrides }
    const counting = countSource(services, project, store, 'recent', budget.signal)
    await Promise.all([waiting.promise, whole.promise])
    // The end of a list is seen within the same turn.
    await new Promise(setImmediate)
    budget.abort(new BudgetOver('over'))
    const { kinds, doubts } = await counting
    expect(kinds.product).toEqual({ new: 100, changed: 0, exact: false })
    expect(kinds.customer).toBeNull()
    expect(kinds.order).toEqual({ new: 1, changed: 0, exact: true })
    expect(doubts).toEqual([])
  })

  test('is not sure of a kind whose list counts records that it does not show', async () => {
    const message = 'The old store counts 8 orders in a part of its list and shows 5 of them.'
    const { project, source, sourceOverrides } = fixture
    const store = {
      ...source,
      ...sourceOverrides,
      hides: () => [{ kind: 'order' as const, message: says(message) }],
    }
    const { signal } = new AbortController()
    const { kinds, doubts } = await countSource(services, project, store, 'recent', signal)
    expect(kinds).toMatchObject({ product: { exact: true }, order: { exact: false } })
    expect(doubts).toEqual([{ code: 'SOURCE_LISTS_HIDE', message: says(message) }])
  })

  test('ends what is asked of the old store, and what was counted is remembered as it is', async () => {
    const waiting = Promise.withResolvers<void>()
    list({
      async *product() {
        yield [listedRow(1_000)]
        waiting.resolve()
        yield await hangs<ChangedRow[]>()
      },
    })
    const counting = count()
    await waiting.promise
    await clock.advance(BUDGET_MS)
    expect((await counting).kinds.product).toEqual({ new: 1, changed: 0, exact: false })
    expect(sourceSignal?.aborted).toBe(true)
    expect((await known()).estimate?.kinds.product).toMatchObject({ exact: false })
  })

  test('a store too slow to be counted at all is not known, and nothing can start', async () => {
    const asked = Promise.withResolvers<void>()
    fixture.sourceOverrides.check = () => {
      asked.resolve()
      return hangs()
    }
    const counting = count()
    await asked.promise
    await clock.advance(BUDGET_MS)
    const { kinds, canStart, problems } = await counting
    expect(kinds).toEqual({ product: null, customer: null, order: null })
    expect(canStart).toBe(false)
    expect(problems).toMatchObject([{ code: 'TIMEOUT' }])
  })

  test('a list without end holds no more than so many ids', async () => {
    const PAGE = 5_000
    let given = 0
    list({
      async *customer() {
        for (;;) {
          yield Array.from({ length: PAGE }, () => listedRow((given += 1) + 1_000))
        }
      },
    })
    const { kinds } = await count()
    expect(kinds.customer).toEqual({ new: MOST_HELD, changed: 0, exact: false })
    expect(given).toBeLessThanOrEqual(MOST_HELD + 2 * PAGE)
  })
})

describe('an old store that does not answer', () => {
  const refuse = () => {
    fixture.sourceOverrides.check = () =>
      Promise.resolve({ ok: false, code: 'BAD_CREDENTIALS', reason: says('The key was refused.') })
  }

  test('leaves what was known before, with its time, and says since when it refuses', async () => {
    const before = await count()
    await clock.advance(MINUTE_MS)
    refuse()
    const since = new Date(clock.now())
    await count()
    await clock.advance(MINUTE_MS)
    await count()
    expect(await known()).toEqual({
      estimate: before,
      failed: { code: 'BAD_CREDENTIALS', message: says('The key was refused.'), since },
      isCounting: false,
    })
  })

  test('is left in peace for a minute, unless the merchant asks', async () => {
    refuse()
    await count()
    expect((await watch()).coming).toBeNull()
    await clock.advance(1)
    await countAgain(services, fixture.shop, fixture.project.id, 'recent')
    expect(await (await watch()).coming).not.toBeNull()
  })

  test('under other keys it may answer: the failure is forgotten, and it is asked', async () => {
    refuse()
    await count()
    delete fixture.sourceOverrides.check
    const { project } = fixture
    const sealed = services.vault.seal(
      JSON.stringify({ consumerKey: 'ck_new', consumerSecret: 'cs_new' }),
      `project:${project.id}`,
    )
    await database.prisma.project.update({
      where: { id: project.id },
      data: { credentialsCipher: sealed.cipher, options: { ...project.options, orderTags: [] } },
    })
    expect((await known()).failed).toBeNull()
  })

  test('an error while it is listed counts nothing, not even the kinds that came through', async () => {
    const { source, sourceOverrides } = fixture
    sourceOverrides.listChanged = async function* (kind, window) {
      if (kind === 'order') yield await Promise.reject<never>(new RetriableError(says('HTTP 500')))
      yield* source.listChanged(kind, window)
    }
    const { kinds, canStart } = await count()
    expect(kinds).toEqual({ product: null, customer: null, order: null })
    expect(canStart).toBe(false)
    expect(await known()).toMatchObject({
      estimate: null,
      failed: { code: 'SOURCE_UNREACHABLE' },
    })
  })

  test('an error of ours is told as ours', async () => {
    fixture.sourceOverrides.now = () => Promise.reject(new TypeError('a bug'))
    expect((await count()).problems).toMatchObject([{ code: 'COUNT_FAILED' }])
  })
})
