import { describe, expect, it } from 'vitest'
import { allRows, type Ask } from '#app/migration/carts/magento/facts/ask.ts'
import { rowsWhere } from '#app/migration/carts/magento/facts/rows-where.ts'

const INVOICES = Array.from({ length: 250 }, (_, at) => ({ entity_id: at + 1, order_id: 7 }))

/** A sales list of 250 rows that counts them in its own way and gives its last page again behind it. */
function listCounting(count: number | null) {
  const pages: number[] = []
  const ask: Ask = (_, query = {}) => {
    const size = Number(query['searchCriteria[pageSize]'])
    const page = Number(query['searchCriteria[currentPage]'])
    pages.push(page)
    const start = (Math.min(page, Math.ceil(INVOICES.length / size)) - 1) * size
    return Promise.resolve({ items: INVOICES.slice(start, start + size), total_count: count })
  }
  return { ask, pages }
}

describe('the invoices, shipments and credit memos of a page of orders', () => {
  it.each([
    ['the right number', 250],
    ['too few', 120],
    ['none', 0],
    ['nothing at all', null],
  ])('are all read when the list counts %s', async (_, count) => {
    const { ask, pages } = listCounting(count)
    await expect(rowsWhere(ask, 'invoices', 'order_id', [7])).resolves.toEqual(INVOICES)
    expect(pages).toEqual([1, 2, 3])
  })

  it('are asked for to an end when the list counts more than it shows', async () => {
    const { ask, pages } = listCounting(400)
    await expect(rowsWhere(ask, 'invoices', 'order_id', [7])).resolves.toEqual(INVOICES)
    expect(pages).toEqual([1, 2, 3, 4])
  })
})

it('a short list is read to its end when the store counts too few of its rows', async () => {
  const { ask } = listCounting(120)
  const byNumber = (row: unknown) => JSON.stringify(row)
  await expect(allRows(ask, 'customerGroups/search', 'id', byNumber)).resolves.toEqual(INVOICES)
})
