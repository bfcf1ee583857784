import { describe, expect, it, onTestFinished } from 'vitest'
import { PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { ENTITY_KINDS } from '#app/migration/kinds/kind.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type {
  SourceConnector,
  SourcePage,
  SourceWindow,
} from '#app/migration/engine/ports/source.ts'

/** A store under test and hands to work in it while it is read. */
export type SourceHarness = {
  /** A connector as a fresh process would make it. Small pages make borders cheap. */
  connector(options?: { pageSize?: number }): SourceConnector
  /** The store's clock, ISO 8601 UTC; also the connector's own unless `skew` moved the store's. */
  now(): string
  /** Lets time pass in the store. */
  advance(ms: number): Promise<void>
  /** From now on the store's clock is off by so much. */
  skew(ms: number): void
  create(kind: EntityKind): string
  /** Changes a record in the store; its change time becomes now. */
  edit(kind: EntityKind, id: string): void
  /** The record carries this change time, or none, as after an import. */
  dateBack(kind: EntityKind, id: string, at: string | null): void
  /** Removes a record for good. */
  remove(kind: EntityKind, id: string): void
  /** Runs right after each answer to a request for lists of this kind, until the test ends. */
  afterEachList(kind: EntityKind, work: () => void): void
  /** The store sends this record without something that a record of its kind must have. */
  corrupt(kind: EntityKind, id: string): void
  /** The next answers fail in a way that passes; `times` 0: for ever. */
  failNext(times: number): void
  revokeCredentials(): void
  requests(): number
  close(): Promise<void>
}

const MINUTE = 60_000

/**
 * What every connector promises, on a store that can be worked in. An adapter that passes may be
 * put into the registry.
 */
export function describeSourceConnector(name: string, make: () => Promise<SourceHarness>): void {
  async function start(): Promise<SourceHarness> {
    const harness = await make()
    onTestFinished(() => harness.close())
    return harness
  }

  describe.each(ENTITY_KINDS)(`${name} reads every %s`, (kind) => {
    it('whose change lies after `from`, to the second, also those stamped later than `to`', async () => {
      const store = await start()
      const made = await several(store, kind, 5, 1_000)
      const [, second, third] = made
      const window = { from: second?.at ?? null, to: third?.at ?? '' }
      expect(await readIds(store.connector(), kind, window)).toEqual(sorted(made.slice(2)))
    })

    it('that was made after the newest one known, whatever its change time', async () => {
      const store = await start()
      const made = await several(store, kind, 3, 1_000)
      const connector = store.connector({ pageSize: 3 })
      const { clock, newest } = await connector.now(kind)
      await store.advance(60 * MINUTE)
      const dated = await several(store, kind, 2, 1_000)
      for (const { id } of dated) store.dateBack(kind, id, made[0]?.at ?? '')
      const window = { from: clock, to: store.now() }
      expect(await readIds(connector, kind, window)).toEqual([])
      expect(await readIds(connector, kind, { ...window, knownUpTo: newest })).toEqual(
        sorted(dated),
      )
      expect(await listIds(connector, kind, { ...window, knownUpTo: newest })).toEqual(
        sorted(dated),
      )
    })

    it('that carries no change time, whenever everything is read', async () => {
      const store = await start()
      const made = await several(store, kind, 9, 1_000)
      for (const { id } of made.slice(2, 7)) store.dateBack(kind, id, null)
      const window = { from: null, to: store.now() }
      expect(await readIds(store.connector({ pageSize: 4 }), kind, window)).toEqual(sorted(made))
      expect(await readIds(store.connector(), kind, window)).toEqual(sorted(made))
      const pages = await readPages(store.connector({ pageSize: 3 }), kind, window)
      for (const [index, { resume }] of pages.entries()) {
        const before = idsOf(pages.slice(0, index + 1))
        const after = idsOf(await readPages(store.connector({ pageSize: 3 }), kind, window, resume))
        expect(new Set([...before, ...after])).toEqual(new Set(made.map(({ id }) => id)))
      }
    })

    it('from the beginning when there is no `from`', async () => {
      const store = await start()
      const made = await several(store, kind, 7, 1_000)
      const window = { from: null, to: store.now() }
      const ids = await readIds(store.connector({ pageSize: 3 }), kind, window)
      expect(ids).toEqual(made.map(({ id }) => id))
    })

    it('and finds nothing in a window without changes', async () => {
      const store = await start()
      await several(store, kind, 3, 1_000)
      const from = store.now()
      await store.advance(MINUTE)
      expect(await readIds(store.connector(), kind, { from, to: store.now() })).toEqual([])
    })

    it('again when it is changed again, in the window of the change', async () => {
      const store = await start()
      const made = await several(store, kind, 3, 1_000)
      const from = store.now()
      await store.advance(MINUTE)
      store.edit(kind, made[1]?.id ?? '')
      expect(await readIds(store.connector(), kind, { from, to: store.now() })).toEqual([
        made[1]?.id,
      ])
    })

    it('and lists and counts the same ones', async () => {
      const store = await start()
      await several(store, kind, 9, 1_000)
      const from = store.now()
      await store.advance(1_000)
      await several(store, kind, 8, 400)
      const connector = store.connector({ pageSize: 3 })
      for (const window of [
        { from: null, to: store.now() },
        { from, to: store.now() },
      ]) {
        const ids = await readIds(connector, kind, window)
        const listed = await listIds(connector, kind, window)
        expect(listed).toEqual(ids)
        const count = await connector.count(kind, window)
        expect(count).toEqual({ count: ids.length, exact: true })
      }
    })

    it('when more of them share one second than a page holds', async () => {
      const store = await start()
      const before = await several(store, kind, 4, 1_000)
      const together = await several(store, kind, 25, 0)
      await store.advance(1_000)
      const after = await several(store, kind, 4, 1_000)
      const window = { from: null, to: store.now() }
      const ids = await readIds(store.connector({ pageSize: 10 }), kind, window)
      expect(ids).toEqual(sorted([...before, ...together, ...after]))
    })

    it('when 250 share one second and pages have their usual size', async () => {
      const store = await start()
      const together = await several(store, kind, 250, 0)
      const ids = await readIds(store.connector(), kind, { from: null, to: store.now() })
      expect(ids).toEqual(sorted(together))
    })

    it('although records are edited between its pages', async () => {
      const store = await start()
      const made = await several(store, kind, 23, 1_000)
      const window = { from: null, to: store.now() }
      await store.advance(5_000)
      let edits = 0
      store.afterEachList(kind, () => {
        const victim = made[edits]
        edits++
        if (victim && edits < 20) store.edit(kind, victim.id)
      })
      const connector = store.connector({ pageSize: 4 })
      const first = await readIds(connector, kind, window)
      expect(edits).toBeGreaterThan(2)
      // What moved behind the window is the next window's.
      await store.advance(MINUTE)
      const second = await readIds(connector, kind, { from: window.to, to: store.now() })
      expect(new Set([...first, ...second])).toEqual(new Set(made.map(({ id }) => id)))
    })

    it('although records of one crowded second are edited or deleted between its pages', async () => {
      const store = await start()
      const made = await several(store, kind, 30, 0)
      const window = { from: null, to: store.now() }
      await store.advance(5_000)
      const gone = new Set<string>()
      let turn = 0
      store.afterEachList(kind, () => {
        const victim = made[turn]
        turn++
        if (!victim || turn > 6) return
        if (turn % 2 === 0) return store.edit(kind, victim.id)
        store.remove(kind, victim.id)
        gone.add(victim.id)
      })
      const connector = store.connector({ pageSize: 5 })
      const first = await readIds(connector, kind, window)
      await store.advance(MINUTE)
      const second = await readIds(connector, kind, { from: window.to, to: store.now() })
      const read = new Set([...first, ...second])
      for (const { id } of made) if (!gone.has(id)) expect(read).toContain(id)
    })

    it('when it goes on after any of its pages, in another process', async () => {
      const store = await start()
      const made = [
        ...(await several(store, kind, 5, 1_000)),
        ...(await several(store, kind, 9, 0)),
      ]
      await store.advance(1_000)
      made.push(...(await several(store, kind, 5, 1_000)))
      const window = { from: null, to: store.now() }
      const pages = await readPages(store.connector({ pageSize: 3 }), kind, window)
      expect(pages.length).toBeGreaterThan(3)
      for (const [index, { resume }] of pages.entries()) {
        const before = idsOf(pages.slice(0, index + 1))
        const after = idsOf(await readPages(store.connector({ pageSize: 3 }), kind, window, resume))
        expect(new Set([...before, ...after])).toEqual(new Set(made.map(({ id }) => id)))
      }
    })

    it('by its id, and leaves out ids that are gone or never were', async () => {
      const store = await start()
      const made = await several(store, kind, 3, 1_000)
      store.remove(kind, made[1]?.id ?? '')
      const ids = [made[0]?.id ?? '', made[1]?.id ?? '', made[2]?.id ?? '', '99999999', 'guest:x']
      const { records, rejected } = await store.connector().readByIds(kind, ids)
      expect(records.map((record) => record.sourceId).sort()).toEqual([ids[0], ids[2]].sort())
      expect(records.every((record) => record.kind === kind)).toBe(true)
      expect(rejected).toEqual([])
      expect((await store.connector().readByIds(kind, [])).records).toEqual([])
    })

    it('but one it cannot understand, which is set aside alone and named', async () => {
      const store = await start()
      const made = await several(store, kind, 5, 1_000)
      store.corrupt(kind, made[2]?.id ?? '')
      const pages = await readPages(store.connector(), kind, { from: null, to: store.now() })
      expect(idsOf(pages)).toEqual(made.filter((_, i) => i !== 2).map(({ id }) => id))
      const rejected = pages.flatMap((page) => page.rejected)
      expect(rejected).toHaveLength(1)
      expect(rejected[0]).toMatchObject({ code: 'SOURCE_RECORD_INVALID', sourceId: made[2]?.id })
      const again = await store.connector().readByIds(kind, [made[2]?.id ?? ''])
      expect(again.rejected).toHaveLength(1)
    })
  })

  describe(`${name} and the clock of the store`, () => {
    it("tells the store's time, however wrong that is", async () => {
      const store = await start()
      store.skew(-3 * 60 * MINUTE)
      const connector = store.connector()
      expect((await connector.now('order')).clock).toBe(store.now())
      expect(await connector.check()).toMatchObject({
        ok: true,
        sourceNow: store.now(),
        clockSkewMs: -3 * 60 * MINUTE,
      })
    })

    it('reads windows in that time', async () => {
      const store = await start()
      store.skew(47 * MINUTE)
      const from = store.now()
      await store.advance(1_000)
      const [made] = await several(store, 'order', 1, 0)
      const connector = store.connector()
      expect(
        await readIds(connector, 'order', { from, to: (await connector.now('order')).clock }),
      ).toEqual([made?.id])
    })
  })

  describe(`${name} when the store does not answer well`, () => {
    it('waits and tries again without losing anything', async () => {
      const store = await start()
      const made = await several(store, 'order', 4, 1_000)
      const to = store.now()
      store.failNext(2)
      expect(await readIds(store.connector(), 'order', { from: null, to })).toEqual(
        made.map(({ id }) => id),
      )
    })

    it('gives up after some tries and says that trying later helps', async () => {
      const store = await start()
      await several(store, 'order', 1, 0)
      store.failNext(0)
      const before = store.requests()
      const reading = readPages(store.connector(), 'order', { from: null, to: store.now() })
      await expect(reading).rejects.toBeInstanceOf(RetriableError)
      expect(store.requests() - before).toBeLessThan(20)
    })

    it('pauses the run when it is not let in any more, from every entrance', async () => {
      const store = await start()
      const connector = store.connector()
      const window = { from: null, to: (await connector.now('order')).clock }
      store.revokeCredentials()
      const entrances = [
        () => connector.now('order'),
        () => connector.count('order', window),
        () => connector.count('customer', window),
        () => readPages(connector, 'order', window),
        () => readPages(connector, 'customer', window),
        () => listIds(connector, 'product', window),
        () => connector.readByIds('product', ['1']),
      ]
      for (const enter of entrances) {
        const error = await enter().then(
          () => null,
          (reason: unknown) => reason,
        )
        expect(error).toBeInstanceOf(PauseRun)
        expect(error).toMatchObject({ code: 'SOURCE_CREDENTIALS' })
      }
      expect(await connector.check()).toMatchObject({ ok: false, code: 'BAD_CREDENTIALS' })
    })
  })

  describe(`${name} describes itself`, () => {
    it('as the same store each time it is asked', async () => {
      const store = await start()
      const first = await store.connector().check()
      const second = await store.connector().check()
      if (!first.ok || !second.ok) throw new Error('the store should be usable')
      expect(second.identity).toEqual(first.identity)
      expect(first.identity.storeId).not.toBe('')
      expect(first.identity.name).not.toBe('')
      expect(first.currency).toMatch(/^[A-Z]{3}$/)
    })

    it('and says in sentences what its way of finding changes cannot see', async () => {
      const store = await start()
      const { cart, kinds } = store.connector().describe()
      expect(cart).not.toBe('')
      for (const kind of ENTITY_KINDS) {
        expect(kinds[kind].changesFoundBy).not.toBe('')
        expect(kinds[kind].timeResolutionMs).toBeGreaterThan(0)
        const { onlyComparisonSees, cannotSee } = kinds[kind]
        for (const sentence of [...onlyComparisonSees, ...cannotSee])
          expect(sentence).toMatch(/^[A-Z].*\.$/)
      }
    })
  })
}

type Made = { id: string; at: string }

/** Makes records, `step` milliseconds after each other, and leaves the clock at the last one. */
async function several(
  store: SourceHarness,
  kind: EntityKind,
  count: number,
  step: number,
): Promise<Made[]> {
  const made: Made[] = []
  for (let i = 0; i < count; i++) {
    await store.advance(i === 0 ? 1_000 : step)
    made.push({ id: store.create(kind), at: store.now() })
  }
  return made
}

async function readPages(
  connector: SourceConnector,
  kind: EntityKind,
  window: SourceWindow,
  resume?: string,
): Promise<SourcePage[]> {
  const pages: SourcePage[] = []
  for await (const page of connector.readChanged(kind, window, resume)) pages.push(page)
  return pages
}

function idsOf(pages: readonly SourcePage[]): string[] {
  const ids = pages.flatMap((page) => page.records.map((record) => record.sourceId))
  return byNumber([...new Set(ids)])
}

async function readIds(
  connector: SourceConnector,
  kind: EntityKind,
  window: SourceWindow,
): Promise<string[]> {
  return idsOf(await readPages(connector, kind, window))
}

async function listIds(
  connector: SourceConnector,
  kind: EntityKind,
  window: SourceWindow,
): Promise<string[]> {
  const ids = new Set<string>()
  for await (const marks of connector.listChanged(kind, window)) {
    for (const mark of marks) ids.add(mark.sourceId)
  }
  return byNumber([...ids])
}

function sorted(made: readonly Made[]): string[] {
  return byNumber(made.map(({ id }) => id))
}

function byNumber(ids: string[]): string[] {
  return ids.toSorted((a, b) => Number(a) - Number(b))
}
