import { kitSays } from '#app/migration/messages/kit.ts'
import { describe, expect, it } from 'vitest'
import { listAll } from '#app/migration/carts/kit/lists/list-all.ts'
import { allInside } from '#app/migration/carts/kit/lists/walk-changed.ts'
import { listRowsById } from '#app/migration/carts/kit/lists/list-by-id.ts'
import type { ListAnswer, Question } from '#app/migration/carts/kit/lists/list.ts'
import { ticksOf } from '#app/migration/carts/kit/lists/ticks.ts'

type Faults = {
  hides?: readonly number[]
  countsMore?: number
  ignoresIds?: boolean
  /** So many questions for what is behind an id are answered with nothing but the count. */
  silentBehindIds?: number
}

/** A store whose list begins behind an id; `afterEach` runs behind each answer. */
function keyedList(
  ids: number[],
  faults: Faults = {},
  afterEach: (ids: number[]) => void = () => {},
) {
  const asked: Question[] = []
  const { hides = [], countsMore = 0, ignoresIds = false } = faults
  let { silentBehindIds = 0 } = faults
  const ask = (question: Question): Promise<ListAnswer> => {
    asked.push(question)
    const { afterId = 0, offset = 0, most, newestFirst = false } = question
    const all = ids
      .filter((id) => ignoresIds || id > afterId)
      .toSorted((a, b) => (newestFirst ? b - a : a - b))
    const isSilent = afterId > 0 && silentBehindIds-- > 0
    const rows = all
      .filter(() => !isSilent)
      .slice(offset, offset + most)
      .filter((id) => !hides.includes(id))
      .map((id) => ({ summary: { id }, changedAt: null, raw: {} }))
    const answer = { rows, unreadable: 0, total: all.length + countsMore, dateMs: 0 }
    afterEach(ids)
    return Promise.resolve(answer)
  }
  const told: unknown[] = []
  const listing = {
    ask,
    refusesOrder: () => false,
    ticks: ticksOf(1_000),
    keyed: true,
    pageSize: 4,
    advice: kitSays('mendApi'),
    name: 'all',
    wantWhole: false,
    filtersByChange: true,
    isRecord: () => true,
    wholeListings: new Map(),
    tellShort: (page: unknown) => void told.push(page),
  }
  return { listing, asked, told }
}

async function idsByPage(listing: ReturnType<typeof keyedList>['listing']): Promise<number[][]> {
  const pages: number[][] = []
  for await (const { rows } of listRowsById(listing, null))
    pages.push(rows.map(({ summary }) => summary.id))
  return pages
}

const upTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1)

describe('a list whose pages begin behind an id', () => {
  it('is read with one request per page, none of which overlaps', async () => {
    const { listing, asked } = keyedList(upTo(10))
    expect(await idsByPage(listing)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10],
    ])
    expect(asked).toHaveLength(3)
    expect((await listAll(listing, { show: 'summary' })).rows).toHaveLength(10)
  })

  it('loses none although all that was shown is deleted after each page', async () => {
    const { listing } = keyedList(upTo(17), {}, (ids) => ids.splice(0, 3))
    expect((await idsByPage(listing)).flat()).toEqual(upTo(17))
  })

  it('steps over what is counted and not shown, and tells of it', async () => {
    const hides = [3, 5, 6, 7, 8, 9, 10]
    const { listing, told } = keyedList(upTo(12), { hides })
    expect((await idsByPage(listing)).flat()).toEqual([1, 2, 4, 11, 12])
    expect(told.length).toBeGreaterThan(0)
    const all = await listAll(listing, { show: 'summary' })
    expect([all.rows.map(({ summary }) => summary.id), all.total]).toEqual([[1, 2, 4, 11, 12], 12])
  })

  it('comes to its end where more is counted than there is', async () => {
    const { listing, asked } = keyedList(upTo(10), { countsMore: 7 })
    expect((await idsByPage(listing)).flat()).toEqual(upTo(10))
    expect((await listAll(listing, { show: 'summary' })).rows).toHaveLength(10)
    expect(asked.length).toBeLessThan(20)
  })

  it('is not believed where the store ignores the id it is to begin behind', async () => {
    const { listing } = keyedList(upTo(10), { ignoresIds: true })
    await expect(idsByPage(listing)).rejects.toThrow('listNotAsAsked')
    await expect(listAll(listing, { show: 'summary' })).rejects.toThrow('listNotAsAsked')
  })

  const window = { from: null, to: '2026-03-02T09:00:00Z' }

  it('is listed once more where rows stand behind the last one that it showed', async () => {
    const { listing, told } = keyedList(upTo(7), { silentBehindIds: 1 })
    expect((await allInside(listing, window)).map(({ summary }) => summary.id)).toEqual(upTo(7))
    expect(told).toEqual([])
  })

  it('is not taken for whole where they stand there again', async () => {
    const { listing } = keyedList(upTo(7), { silentBehindIds: 100 })
    await expect(allInside(listing, window)).rejects.toThrow('listsNothing')
  })
})
