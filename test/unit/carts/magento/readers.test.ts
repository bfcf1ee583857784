import { describe, expect, it } from 'vitest'
import { customerReader } from '#app/migration/carts/magento/customer/customer-reader.server.ts'
import { createStockReader } from '#app/migration/carts/magento/facts/stock.server.ts'
import { childrenReader } from '#app/migration/carts/magento/product/children.server.ts'
import { productReader } from '#app/migration/carts/magento/product/product-reader.server.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { fakeStore, page } from './fake-store.ts'
import { attribute, CONFIGURABLE, FACTS, NOW } from './product/product-fixture.ts'

const child = (id: number, color: string, fields: Record<string, unknown> = {}) => ({
  id,
  sku: `TEE-${id}`,
  name: 'Tee',
  price: 25,
  status: 1,
  visibility: 1,
  type_id: 'simple',
  updated_at: '2026-02-01 10:00:00',
  custom_attributes: [attribute('color', color)],
  ...fields,
})

const parent = (id: number, links: number[]) => ({
  ...CONFIGURABLE,
  id,
  sku: `P-${id}`,
  name: 'Tee',
  status: 1,
  visibility: 4,
  updated_at: '2026-01-01 10:00:00',
  extension_attributes: {
    ...CONFIGURABLE.extension_attributes,
    configurable_product_links: links,
  },
})

const row = (raw: { id: number; updated_at: string }) => ({
  summary: { id: raw.id },
  changedAt: `${raw.updated_at.replace(' ', 'T')}Z`,
  raw,
})

function readerOver(children: { id: number }[], now = NOW) {
  const store = fakeStore({
    products: (query) => {
      const wanted = query['searchCriteria[filter_groups][0][filters][0][value]']?.split(',')
      return page(children.filter(({ id }) => wanted?.includes(String(id))))
    },
    'stockItems/TEE-71': { qty: 3, is_in_stock: true, manage_stock: true, backorders: 0 },
  })
  const reader = productReader({
    facts: () => Promise.resolve(FACTS),
    stock: createStockReader(store.ask, store.notice),
    children: childrenReader(store.ask, 50),
    fingerprintKey: 'key',
    now: () => now,
  })
  return { ...store, ...reader }
}

describe('a listed product', () => {
  it('comes with its children and their stock', async () => {
    const { record } = readerOver([child(71, '49'), child(72, '51')])
    const read = await record(row(parent(70, [71, 72])))
    expect(read).toMatchObject({
      kind: 'product',
      sourceId: '70',
      changedAt: '2026-01-01T10:00:00Z',
    })
    expect(read.record).toMatchObject({
      variants: [
        { sku: 'TEE-71', inventory: { quantity: 3 } },
        { sku: 'TEE-72', inventory: { quantity: null } },
      ],
    })
    expect(read.dueAt).toBeNull()
  })

  it('asks for the children of a page with one request, and of no other row', async () => {
    const { shown, times } = readerOver([child(71, '49'), child(72, '51'), child(73, '49')])
    const simple = { ...child(60, '49'), visibility: 4 }
    await Promise.all(
      [parent(70, [71, 72]), parent(80, [73]), simple].map((each) => shown(row(each))),
    )
    expect(times('products')).toBe(1)
  })

  it('tells a field that nobody decided about, also of a child', async () => {
    const { record } = readerOver([child(71, '49', { loyalty_points: 5 })])
    const { remarks } = await record(row(parent(70, [71])))
    expect(remarks.map(({ code }) => code)).toEqual(['FIELD_NOT_KNOWN'])
  })

  it('that cannot be read is an error of that product', async () => {
    const { record } = readerOver([child(71, '49', { price: 'a lot' })])
    await expect(record(row(parent(70, [71])))).rejects.toBeInstanceOf(RecordError)
  })

  it('is due again when a special price of a child begins', async () => {
    const special = [
      attribute('color', '49'),
      attribute('special_price', '20'),
      attribute('special_from_date', '2026-04-01 00:00:00'),
    ]
    const { record } = readerOver([child(71, '49', { custom_attributes: special })])
    expect((await record(row(parent(70, [71])))).dueAt).toBe('2026-04-01T00:00:00.000Z')
  })
})

describe('the mark of a listed product', () => {
  const mark = async (children: { id: number }[], own = parent(70, [71]), now = NOW) =>
    (await readerOver(children, now).shown(row(own))).rowHash

  it('is the same that the record carries, and does not move by itself', async () => {
    const { record, shown } = readerOver([child(71, '49')])
    const listed = row(parent(70, [71]))
    expect((await shown(listed)).rowHash).toBe((await record(listed)).rowHash)
  })

  it.each([
    ['price of a child', { price: 26 }],
    ['picture of a child', { media_gallery_entries: [{ file: '/a.jpg', media_type: 'image' }] }],
    ['date of a child', { updated_at: '2026-02-02 10:00:00' }],
    ['state of a child', { status: 2 }],
  ])('moves with the %s, which leaves the product’s date alone', async (_, fields) => {
    expect(await mark([child(71, '49', fields)])).not.toBe(await mark([child(71, '49')]))
  })

  it('moves when a special price begins, and when a child is deleted', async () => {
    const special = [
      attribute('color', '49'),
      attribute('special_price', '20'),
      attribute('special_from_date', '2026-04-01 00:00:00'),
    ]
    const onSale = [child(71, '49', { custom_attributes: special })]
    const later = Date.parse('2026-04-01T00:00:00Z')
    expect(await mark(onSale)).not.toBe(await mark(onSale, parent(70, [71]), later))
    expect(await mark([child(71, '49')])).not.toBe(await mark([]))
  })
})

describe('a listed customer', () => {
  const reader = customerReader({
    facts: () => Promise.resolve({ groups: new Map(), regions: {}, attributes: new Map() }),
    fingerprintKey: 'key',
  })
  const account = (fields: Record<string, unknown> = {}) =>
    row({
      id: 8,
      updated_at: '2026-02-01 10:00:00',
      ...{ email: 'pat@example.com', group_id: 1, firstname: 'Pat', lastname: 'Example' },
      ...fields,
    })

  it('is complete with its row, and has a mark that an address moves', async () => {
    const read = await reader.record(account())
    expect(read).toMatchObject({ kind: 'customer', sourceId: '8', remarks: [] })
    expect(read.rowHash).toBe((await reader.shown(account())).rowHash)
    const moved = await reader.shown(
      account({ addresses: [{ id: 1, street: ['7 Long Rd'], city: 'Oakland' }] }),
    )
    expect(moved.rowHash).not.toBe(read.rowHash)
  })
})
