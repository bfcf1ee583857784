import { afterEach, describe, expect, test } from 'vitest'
import { askedList } from '#app/migration/carts/magento/lists/asked-list.server.ts'
import type { Question } from '#app/migration/carts/kit/lists/list.ts'
import { closeOddServers } from '#test/helpers/stores/odd-servers.ts'
import {
  clientOf,
  CURRENCY,
  refusalOf,
  smallStore,
  TOKEN_ALONE,
  type Answer,
  type Asked,
} from '../small-store.ts'

afterEach(closeOddServers)

const ERROR: Answer = {
  status: 500,
  body: {
    message: 'Internal Error. Details are available in Magento log file. Report ID: webapi-1',
  },
}

type Stored = { id: number; second: number; isBroken?: boolean }
const at = (second: number) => `2026-03-01 00:00:${String(second).padStart(2, '0')}`

/** Rows 1 to 10, each changed in its own second. */
const rows = (broken: readonly number[] = []): Stored[] =>
  Array.from({ length: 10 }, (_, i) => ({
    id: i + 1,
    second: i + 1,
    isBroken: broken.includes(i + 1),
  }))

const parameter = ({ url }: Asked, name: string) => url.searchParams.get(`searchCriteria${name}`)

/** As Magento cuts pages: one row that it cannot build is a 500 for all of its page. */
function listed(all: readonly Stored[], asked: Asked): Answer {
  const down = parameter(asked, '[sortOrders][0][direction]') === 'DESC'
  const sorted = all.toSorted((a, b) => (down ? b.second - a.second : a.second - b.second))
  const size = Number(parameter(asked, '[pageSize]'))
  const page = Number(parameter(asked, '[currentPage]'))
  const shown = sorted.slice((page - 1) * size, page * size)
  if (shown.some(({ isBroken }) => isBroken)) return ERROR
  const items = shown.map(({ id, second }) => ({ entity_id: id, updated_at: at(second) }))
  return {
    body: {
      items: items.length === 0 && asked.url.searchParams.has('fields') ? null : items,
      total_count: all.length,
    },
  }
}

async function listOf(
  answer: (asked: Asked) => Answer,
  scope: Parameters<typeof askedList>[0]['scope'] = [],
) {
  const { origin, asked } = await smallStore((each) =>
    each.path.endsWith('currency') ? { body: CURRENCY } : answer(each),
  )
  const { client } = clientOf(origin, TOKEN_ALONE, { tuning: { maxAttempts: 2 } })
  const list = askedList({
    client,
    path: 'orders',
    idField: 'entity_id',
    summaryFields: 'updated_at,customer_id',
    scope,
    pageSize: 4,
  })
  const ask = async (question: Question) => {
    const found = await list.ask(question)
    return { ...found, ids: found.rows.map(({ summary }) => summary.id) }
  }
  return { ask, list, asked: () => asked.slice(1), lastAsked: () => asked.at(-1)?.url.searchParams }
}

describe('a question in the words of the store', () => {
  test('bounds are strict in front and inclusive behind, in UTC', async () => {
    const { ask, lastAsked } = await listOf((each) => listed(rows(), each))
    const tick = Date.parse('2026-03-01T00:00:05Z') / 1_000
    await ask({ show: 'whole', order: 'change', after: tick, upTo: tick + 2, most: 4 })
    const seen = [...(lastAsked() ?? [])].map(([name, value]) => `${name}=${value}`)
    expect(seen).toEqual(
      expect.arrayContaining([
        'searchCriteria[filter_groups][0][filters][0][field]=updated_at',
        'searchCriteria[filter_groups][0][filters][0][value]=2026-03-01 00:00:05',
        'searchCriteria[filter_groups][0][filters][0][condition_type]=gt',
        'searchCriteria[filter_groups][1][filters][0][value]=2026-03-01 00:00:07',
        'searchCriteria[filter_groups][1][filters][0][condition_type]=lteq',
        'searchCriteria[sortOrders][0][field]=updated_at',
        'searchCriteria[sortOrders][1][field]=entity_id',
      ]),
    )
  })

  test('whole rows are asked for without choosing fields', async () => {
    const { ask, lastAsked } = await listOf((each) => listed(rows(), each))
    await ask({ show: 'whole', most: 4 })
    expect(lastAsked()?.has('fields')).toBe(false)
    await ask({ show: 'summary', most: 4 })
    expect(lastAsked()?.get('fields')).toBe('items[entity_id,updated_at,customer_id],total_count')
    await ask({ show: 'ids', most: 4 })
    expect(lastAsked()?.get('fields')).toBe('items[entity_id],total_count')
  })

  test('what all rows have to be is asked beside the bounds, in groups of their own', async () => {
    const { ask, lastAsked } = await listOf(
      (each) => listed(rows(), each),
      [{ field: 'store_id', is: 'in', value: '1,2' }],
    )
    await ask({ show: 'ids', order: 'id', afterId: 3, most: 4 })
    const query = lastAsked()
    expect(query?.get('searchCriteria[filter_groups][0][filters][0][value]')).toBe('1,2')
    expect(query?.get('searchCriteria[filter_groups][1][filters][0][field]')).toBe('entity_id')
    expect(query?.get('searchCriteria[filter_groups][1][filters][0][condition_type]')).toBe('gt')
  })
})

describe('pages', () => {
  test('rows from a place in the middle of a page are cut out of the two they lie on', async () => {
    const { ask } = await listOf((each) => listed(rows(), each))
    const { ids, total } = await ask({ show: 'summary', order: 'id', offset: 3, most: 4 })
    expect(ids).toEqual([4, 5, 6, 7])
    expect(total).toBe(10)
  })

  test('behind the end there is nothing, also where the store gives its last page again', async () => {
    const { ask } = await listOf((each) => ({
      ...listed(rows(), each),
      body: { items: [{ entity_id: 10, updated_at: at(10) }], total_count: 10 },
    }))
    expect((await ask({ show: 'summary', order: 'id', offset: 12, most: 4 })).ids).toEqual([])
  })

  test('a total that is too low hides nothing', async () => {
    const { ask } = await listOf((each) => {
      const { body } = listed(rows(), each)
      return { body: { ...Object(body), total_count: 6 } }
    })
    expect((await ask({ show: 'summary', order: 'id', offset: 8, most: 4 })).ids).toEqual([9, 10])
  })

  test('a page of chosen fields behind the end is null, and no broken answer', async () => {
    const { ask } = await listOf(() => ({ body: { items: null, total_count: 0 } }))
    expect(await ask({ show: 'summary', order: 'id', most: 4 })).toMatchObject({
      ids: [],
      total: 0,
    })
  })
})

describe('a row that the store cannot build', () => {
  test.for([1, 2, 3, 4])('is stepped over where it stands: place %i', async (broken) => {
    const { ask } = await listOf((each) => listed(rows([broken]), each))
    const found = await ask({ show: 'summary', order: 'change', most: 4 })
    expect(found.ids).toEqual([1, 2, 3, 4].filter((id) => id !== broken))
    expect(found).toMatchObject({ unreadable: 1, total: 10 })
    expect(found.dateMs).not.toBeNull()
  })

  test('is stepped over in pages of an odd size', async () => {
    const { ask } = await listOf((each) => listed(rows([6]), each))
    const found = await ask({ show: 'summary', order: 'change', most: 7 })
    expect([found.ids, found.unreadable]).toEqual([[1, 2, 3, 4, 5, 7], 1])
  })

  test('is stepped over where a page lies on two', async () => {
    const { ask } = await listOf((each) => listed(rows([5]), each))
    const found = await ask({ show: 'summary', order: 'change', offset: 2, most: 4 })
    expect([found.ids, found.unreadable]).toEqual([[3, 4, 6], 1])
  })

  test('does not hide what is newest', async () => {
    const { ask } = await listOf((each) => listed(rows([10]), each))
    const found = await ask({ show: 'summary', order: 'change', newestFirst: true, most: 1 })
    expect(found.ids).toEqual([9])
  })

  test('is no reason to ask the store for each row alone when it fails as a whole', async () => {
    const { ask, asked } = await listOf(() => ERROR)
    expect(await refusalOf(ask({ show: 'summary', order: 'change', most: 100 }))).toMatchObject({
      problem: 'SERVER_ERROR',
      then: 'wait',
    })
    expect(asked().length).toBeLessThan(40)
  })

  test('a whole page that fails is left to be read by its numbers', async () => {
    const { ask } = await listOf((each) => listed(rows([2]), each))
    await expect(ask({ show: 'whole', order: 'change', most: 4 })).rejects.toMatchObject({
      status: 500,
    })
  })
})

test('an answer that is no page is refused', async () => {
  const { ask } = await listOf(() => ({ body: [] }))
  expect(await refusalOf(ask({ show: 'summary', order: 'id', most: 4 }))).toMatchObject({
    problem: 'BROKEN_ANSWER',
  })
})
