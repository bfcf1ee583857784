import { describe, expect, it } from 'vitest'
import { readFamilies } from '#app/migration/carts/magento/product/families.server.ts'
import { fakeStore, page } from '../fake-store.ts'

const family = (id: number, links: number[] | null) => ({
  id,
  extension_attributes: links === null ? [] : { configurable_product_links: links },
})

const behind = (query: Readonly<Record<string, string>>) =>
  Number(query['searchCriteria[filter_groups][1][filters][0][value]'])

function store(families: { id: number }[]) {
  return fakeStore({
    products: (query) =>
      page(
        families
          .filter(({ id }) => id > behind(query))
          .slice(0, Number(query['searchCriteria[pageSize]'])),
      ),
  })
}

describe('in which products a child is', () => {
  it('is read of all configurable products, page by page behind the last one', async () => {
    const { ask, asked } = store([family(70, [1, 2]), family(71, [3]), family(90, [2])])
    expect(await readFamilies(ask, 2)).toEqual(
      new Map([
        [1, [70]],
        [2, [70, 90]],
        [3, [71]],
      ]),
    )
    expect(asked.map(({ query }) => behind(query))).toEqual([0, 71, 90])
  })

  it('is nothing where there are none, or one has no children', async () => {
    expect((await readFamilies(store([]).ask, 2)).size).toBe(0)
    expect((await readFamilies(store([family(70, null)]).ask, 2)).size).toBe(0)
  })

  it('ends also where the store gives the same page for ever', async () => {
    const { ask, asked } = fakeStore({ products: page([family(70, [1])]) })
    expect((await readFamilies(ask, 2)).get(1)).toEqual([70])
    expect(asked).toHaveLength(2)
  })

  it('goes on behind a page whose rows the store counts and hides', async () => {
    const { ask } = fakeStore({
      products: (query) => {
        const isFirst = query['searchCriteria[currentPage]'] === '1' && behind(query) === 0
        return page(isFirst ? [] : behind(query) < 90 ? [family(90, [2])] : [], isFirst ? 3 : 1)
      },
    })
    expect(await readFamilies(ask, 2)).toEqual(new Map([[2, [90]]]))
  })

  it('is an error where no row of a page can be read: its children would pass for products', async () => {
    const { ask } = fakeStore({ products: page([{ sku: 'TEE' }, { sku: 'CAP' }]) })
    await expect(readFamilies(ask, 2)).rejects.toThrow()
  })

  it('is an error where the answer is no list', async () => {
    const { ask } = fakeStore({ products: { message: 'none' } })
    await expect(readFamilies(ask, 2)).rejects.toThrow()
  })
})
