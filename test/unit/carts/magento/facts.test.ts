import { describe, expect, it } from 'vitest'
import { allRows } from '#app/migration/carts/magento/facts/ask.ts'
import { readCustomerFacts } from '#app/migration/carts/magento/facts/customer-facts.server.ts'
import { readProductFacts } from '#app/migration/carts/magento/facts/product-facts.server.ts'
import { createStockReader } from '#app/migration/carts/magento/facts/stock.server.ts'
import { wireStoreConfig } from '#app/migration/carts/magento/wire/store-config.ts'
import { fakeStore, page, refusal } from './fake-store.ts'

const CONFIG = wireStoreConfig.parse({
  id: 2,
  code: 'eur',
  website_id: 1,
  base_currency_code: 'USD',
  default_display_currency_code: 'EUR',
  timezone: 'Europe/Berlin',
  weight_unit: 'kgs',
  base_url: 'http://shop.example/',
  base_link_url: 'http://shop.example/',
  base_media_url: 'http://shop.example/media/',
  secure_base_link_url: 'https://shop.example/',
  secure_base_media_url: 'https://cdn.example/media',
})

const SIZE = {
  attribute_id: 141,
  attribute_code: 'size',
  frontend_input: 'select',
  default_frontend_label: 'Size',
  options: [{ label: 'S', value: '11' }],
}

const refused = () => {
  throw refusal(401)
}

const ONE = { products: page([{ id: 1 }]) }

describe('short lists', () => {
  const key = (row: unknown) => String(row)

  it('are read to what the store counts, page by page from 1', async () => {
    const rows = Array.from({ length: 150 }, (_, i) => i)
    const { ask, asked } = fakeStore({
      list: (query) => {
        const at = (Number(query['searchCriteria[currentPage]']) - 1) * 100
        return page(rows.slice(at, at + 100), 150)
      },
    })
    expect(await allRows(ask, 'list', 'id', key)).toHaveLength(150)
    expect(asked.map(({ query }) => query['searchCriteria[currentPage]'])).toEqual(['1', '2'])
  })

  it('end where the last page comes again, whatever the store counts', async () => {
    const { ask, asked } = fakeStore({ list: page([1, 2], 5) })
    expect(await allRows(ask, 'list', 'id', key)).toEqual([1, 2])
    expect(asked).toHaveLength(2)
  })

  it('are empty where they are null, and no list is an error', async () => {
    const { ask } = fakeStore({ list: page(null), other: page('nothing') })
    expect(await allRows(ask, 'list', 'id', key)).toEqual([])
    await expect(allRows(ask, 'other', 'id', key)).rejects.toThrow()
  })
})

describe('what products have in common', () => {
  const tree = {
    id: 2,
    name: 'Root',
    children_data: [
      { id: 6, name: 'Home', is_active: true, children_data: [] },
      { id: 9, name: 'Old', is_active: false, children_data: [] },
    ],
  }

  it('is read of the chosen view: money, zone, weights, addresses, attributes, categories', async () => {
    const { ask, notice, told } = fakeStore({
      'products/attributes': page([SIZE]),
      categories: tree,
    })
    const facts = await readProductFacts(ask, CONFIG, { isPart: true, notice })
    expect(facts).toMatchObject({
      currency: 'USD',
      timezone: 'Europe/Berlin',
      weightUnit: 'KILOGRAMS',
      websiteId: 1,
      onlyWebsite: 1,
      storeUrl: 'https://shop.example/',
      mediaUrl: 'https://cdn.example/media/',
      categories: [{ sourceId: '6', name: 'Home', sharedName: null }],
    })
    expect(facts.attributes.byId.get('141')?.options.get('11')).toBe('S')
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('1 category is switched off')
  })

  it('has the categories of all websites where all are read', async () => {
    const root = { id: 1, name: 'Root Catalog', level: 0, children_data: [{ ...tree, level: 1 }] }
    const { ask, notice } = fakeStore({
      'products/attributes': page([]),
      categories: ({ rootCategoryId }) => (rootCategoryId === '1' ? root : { id: 2, name: '' }),
    })
    const facts = await readProductFacts(ask, CONFIG, { isPart: false, notice })
    expect(facts).toMatchObject({ websiteId: 1, onlyWebsite: null })
    expect(facts.categories?.map(({ name }) => name)).toEqual(['Home'])
  })

  it('is done without where the token may not read it, and that is told', async () => {
    const { ask, notice, told } = fakeStore({
      'products/attributes': refused,
      categories: refused,
      ...ONE,
    })
    const facts = await readProductFacts(ask, CONFIG, { isPart: true, notice })
    expect(facts.categories).toBeNull()
    expect(facts.attributes.byCode.size).toBe(0)
    expect(told.join(' ')).toContain('may not read the attributes')
    expect(told.join(' ')).toContain('may not read its categories')
  })

  it('is an error where the token is refused everything', async () => {
    const { ask, notice } = fakeStore({
      'products/attributes': refused,
      categories: refused,
      products: refused,
    })
    await expect(readProductFacts(ask, CONFIG, { isPart: true, notice })).rejects.toMatchObject({
      status: 401,
    })
  })
})

describe('what customers have in common', () => {
  it('is the groups, the regions of each country and the attributes the store added', async () => {
    const { ask, notice, told } = fakeStore({
      'customerGroups/search': page([
        { id: 0, code: 'NOT LOGGED IN' },
        { id: 2, code: 'Wholesale' },
      ]),
      'directory/countries': [
        { id: 'US', available_regions: [{ id: '12', code: 'CA', name: 'California' }] },
        { id: 'FR' },
      ],
      'attributeMetadata/customer': [
        {
          attribute_code: 'tier',
          frontend_input: 'select',
          frontend_label: 'Tier',
          options: [{ label: 'Gold', value: '5' }],
        },
      ],
    })
    const facts = await readCustomerFacts(ask, notice)
    expect(facts.groups?.get(2)).toBe('Wholesale')
    expect(facts.regions).toEqual({ US: { CA: 'California' } })
    expect(facts.attributes.get('tier')?.options.get('5')).toBe('Gold')
    expect(told).toEqual([])
  })

  it('is done without where nothing of it is there', async () => {
    const { ask, notice, told, times } = fakeStore(ONE)
    const facts = await readCustomerFacts(ask, notice)
    expect(facts).toMatchObject({ groups: null, regions: {} })
    expect(told[0]).toContain('may not read customer groups')
    // What the store does not have is no matter of the token.
    expect(times('products')).toBe(0)
  })
})

describe('stock', () => {
  const item = { qty: 7, is_in_stock: true, manage_stock: true, backorders: 0 }

  it('is asked for by SKU, whatever is in it', async () => {
    const { ask, notice } = fakeStore({ 'stockItems/FF%2FWHI%2007': item, 'stockItems/ODD': [] })
    const stock = createStockReader(ask, notice)
    expect(await stock.of('FF/WHI 07')).toEqual({
      isManaged: true,
      quantity: 7,
      isInStock: true,
      sellsWithout: false,
    })
    // Gone, or an answer that says nothing: not known, which is not zero.
    expect(await stock.of('GONE')).toBeNull()
    expect(await stock.of('ODD')).toBeNull()
  })

  it('is unknown where the token may not read it: asked once, told once', async () => {
    const { ask, notice, told, asked } = fakeStore({ 'stockItems/A': refused, ...ONE })
    const stock = createStockReader(ask, notice)
    expect(await stock.of('A')).toBeNull()
    expect(await stock.of('B')).toBeNull()
    expect(told).toHaveLength(1)
    expect(asked.map(({ path }) => path)).toEqual(['stockItems/A', 'products'])
  })

  it('is no matter of rights where the token ended', async () => {
    const { ask, notice } = fakeStore({ 'stockItems/A': refused, products: refused })
    await expect(createStockReader(ask, notice).of('A')).rejects.toMatchObject({ status: 401 })
  })

  it('is added up over the sources in use, where there are several', async () => {
    const source = (source_code: string, enabled: boolean) => ({ source_code, enabled })
    const { ask, notice } = fakeStore({
      'stockItems/A': item,
      'inventory/sources': page([
        source('default', true),
        source('north', true),
        source('closed', false),
      ]),
      'inventory/source-items': page([
        { source_code: 'default', quantity: 1.1, status: 1 },
        { source_code: 'north', quantity: 2.2, status: 1 },
        { source_code: 'closed', quantity: 50, status: 1 },
      ]),
    })
    expect((await createStockReader(ask, notice).of('A'))?.quantity).toBe(3.3)
  })

  it('is that of the first source where the others may not be read, which is told', async () => {
    const { ask, notice, told } = fakeStore({
      'stockItems/A': item,
      'inventory/sources': page([
        { source_code: 'default', enabled: true },
        { source_code: 'north', enabled: true },
      ]),
      'inventory/source-items': refused,
      ...ONE,
    })
    expect((await createStockReader(ask, notice).of('A'))?.quantity).toBe(7)
    expect(told[0]).toContain('several sources')
  })
})
