import { describe, expect, it, onTestFinished } from 'vitest'
import { ENTITY_KINDS } from '#app/migration/kinds/kind.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { MarksPage, SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { SourceHarness } from './source-connector.ts'

/** A store under test, as far as listing all of it needs one. */
export type ListingHarness = Pick<
  SourceHarness,
  'connector' | 'create' | 'edit' | 'remove' | 'afterEachList' | 'corrupt' | 'requests' | 'close'
> & {
  /** Changes something of the record that its list row shows, and leaves its change time as it was. */
  editQuietly(kind: EntityKind, id: string): void
  /** A record that was taken out of the lists, and its way back. */
  hide(kind: EntityKind, id: string): void
  show(kind: EntityKind, id: string): void
}

/** What every connector promises about listing everything with marks. */
export function describeSourceListing(name: string, make: () => Promise<ListingHarness>): void {
  async function start(): Promise<ListingHarness> {
    const harness = await make()
    onTestFinished(() => harness.close())
    return harness
  }

  describe.each(ENTITY_KINDS)(`${name} lists every %s`, (kind) => {
    const several = (store: ListingHarness, count: number) =>
      Array.from({ length: count }, () => store.create(kind))

    it('once, with the mark that reading it gives', async () => {
      const store = await start()
      const ids = several(store, 11)
      const listed = marksOf(await listAll(store.connector({ pageSize: 4 }), kind))
      expect([...listed.keys()].toSorted(byNumber)).toEqual(ids)
      const { records } = await store.connector().readByIds(kind, ids)
      expect(new Map(records.map(({ sourceId, mark }) => [sourceId, mark]))).toEqual(listed)
      for (const mark of listed.values()) expect(mark).toEqual(expect.any(String))
    })

    it('with the same mark as long as it is not changed, and another one when it is', async () => {
      const store = await start()
      const [first = '', second = '', third = ''] = several(store, 3)
      const before = marksOf(await listAll(store.connector(), kind))
      expect(marksOf(await listAll(store.connector({ pageSize: 2 }), kind))).toEqual(before)
      store.editQuietly(kind, first)
      store.edit(kind, second)
      const after = marksOf(await listAll(store.connector(), kind))
      expect(after.get(first)).not.toBe(before.get(first))
      expect(after.get(third)).toBe(before.get(third))
    })

    it('with what an order comes to, as reading it says', async () => {
      const store = await start()
      const ids = several(store, 3)
      const pages = await listAll(store.connector(), kind)
      const listed = pages.flatMap(({ marks }) => marks.map(({ total }) => total))
      const { records } = await store.connector().readByIds(kind, ids)
      expect(listed).toEqual(
        records.map(({ record }) =>
          record.kind === 'order'
            ? { currency: record.currency, amount: record.total, placedAt: record.placedAt }
            : undefined,
        ),
      )
    })

    it('although records in front are deleted between its pages', async () => {
      const store = await start()
      const ids = several(store, 30)
      const gone = new Set<string>()
      let next = 0
      store.afterEachList(kind, () => {
        // Always from the front, always more than one page overlaps.
        for (let n = 0; n < 3 && next < 15; n += 1, next += 1) {
          const id = ids[next] ?? ''
          store.remove(kind, id)
          gone.add(id)
        }
      })
      const listed = marksOf(await listAll(store.connector({ pageSize: 5 }), kind))
      expect(gone.size).toBeGreaterThan(5)
      expect(ids.filter((id) => !gone.has(id) && !listed.has(id))).toEqual([])
    })

    it('although the record at the border is deleted between its pages', async () => {
      const store = await start()
      const ids = several(store, 20)
      const gone = new Set<string>()
      let page = 0
      store.afterEachList(kind, () => {
        page += 1
        const border = ids[page * 4 - 1]
        if (border === undefined || gone.has(border) || page > 4) return
        store.remove(kind, border)
        gone.add(border)
      })
      const listed = marksOf(await listAll(store.connector({ pageSize: 4 }), kind))
      expect(ids.filter((id) => !gone.has(id) && !listed.has(id))).toEqual([])
    })

    it('although records come back in front and others are created between its pages', async () => {
      const store = await start()
      const ids = several(store, 24)
      const hidden = ids.slice(0, 6)
      for (const id of hidden) store.hide(kind, id)
      let turn = 0
      store.afterEachList(kind, () => {
        const back = hidden[turn]
        turn += 1
        if (back !== undefined) store.show(kind, back)
        if (turn < 8) store.create(kind)
      })
      const listed = marksOf(await listAll(store.connector({ pageSize: 4 }), kind))
      expect(ids.slice(6).filter((id) => !listed.has(id))).toEqual([])
    })

    it('although most of them are deleted at once while it is read', async () => {
      const store = await start()
      const ids = several(store, 40)
      let page = 0
      store.afterEachList(kind, () => {
        page += 1
        if (page === 3) for (const id of ids.slice(2, 38)) store.remove(kind, id)
      })
      const listed = marksOf(await listAll(store.connector({ pageSize: 5 }), kind))
      for (const id of [...ids.slice(0, 2), ...ids.slice(38)])
        expect([...listed.keys()]).toContain(id)
    })

    it('when it goes on after any of its pages, in another process and after deletions', async () => {
      const store = await start()
      const ids = several(store, 23)
      const pages = await listAll(store.connector({ pageSize: 4 }), kind)
      expect(pages.length).toBeGreaterThan(4)
      for (const [index, { resume }] of pages.entries()) {
        const gone = ids[index] ?? ''
        store.hide(kind, gone)
        const before = marksOf(pages.slice(0, index + 1))
        const rest = await listAll(store.connector({ pageSize: 4 }), kind, resume)
        const after = marksOf(rest)
        expect(ids.filter((id) => id !== gone && !before.has(id) && !after.has(id))).toEqual([])
        // Nothing is listed twice.
        expect([...after.keys()].filter((id) => before.has(id))).toEqual([])
        store.show(kind, gone)
      }
    })

    it('without a request for each of them', async () => {
      const store = await start()
      several(store, 150)
      const before = store.requests()
      await listAll(store.connector(), kind)
      expect(store.requests() - before).toBeLessThanOrEqual(8)
    })

    it('also one it cannot understand, which then has no mark', async () => {
      const store = await start()
      const ids = several(store, 5)
      store.corrupt(kind, ids[2] ?? '')
      const listed = marksOf(await listAll(store.connector(), kind))
      expect([...listed].filter(([, mark]) => mark === null)).toEqual([[ids[2], null]])
      expect(listed.size).toBe(5)
    })

    it('and none when there is none', async () => {
      const store = await start()
      expect(marksOf(await listAll(store.connector(), kind)).size).toBe(0)
    })
  })
}

async function listAll(
  connector: SourceConnector,
  kind: EntityKind,
  resume?: string,
): Promise<MarksPage[]> {
  const pages: MarksPage[] = []
  for await (const page of connector.listAll(kind, resume)) pages.push(page)
  return pages
}

function marksOf(pages: readonly MarksPage[]): Map<string, string | null> {
  return new Map(pages.flatMap(({ marks }) => marks.map(({ sourceId, mark }) => [sourceId, mark])))
}

const byNumber = (a: string, b: string) => Number(a) - Number(b)
