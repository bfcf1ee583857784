import { describe, expect, it } from 'vitest'
import { readShape } from '#app/migration/carts/kit/wire/shapes.ts'
import { wireOrder } from '#app/migration/carts/woocommerce/wire/order.ts'
import { wireProduct } from '#app/migration/carts/woocommerce/wire/product.ts'
import { aLine, anOrder } from './order/order-fixture.ts'

const aRow = (changes: Record<string, unknown>) => ({
  id: 36,
  name: 'Mug',
  status: 'publish',
  ...changes,
})

describe('the shapes real stores send', () => {
  it('takes a dictionary with numbered keys for the list it was', () => {
    const order = anOrder({
      line_items: [
        aLine({ meta_data: { 3: { id: 3, key: 'Engraving', value: 'For Kim' } } }),
        aLine({ id: 2 }),
      ],
    })
    expect(order.line_items[0]?.meta_data).toEqual([{ key: 'Engraving', value: 'For Kim' }])
    expect(anOrder({ line_items: { 12: aLine() } }).line_items).toHaveLength(1)
  })

  it('loses one odd entry of a list, not the list, and says so', () => {
    const { result, odd } = readShape(
      wireProduct,
      aRow({
        meta_data: [{}, null, [], { key: {}, value: 'x' }, { id: 4, key: 'Engraving', value: 'K' }],
        images: 'none',
      }),
    )
    expect(result.data?.meta_data).toEqual([{ key: 'Engraving', value: 'K' }])
    expect(result.data?.images).toEqual([])
    expect(odd.toSorted()).toEqual(['images[]', 'meta_data[]'])
  })

  it.each([null, false, '', [], {}])('takes %j for an empty list, address or amount', (nothing) => {
    const { result, odd } = readShape(
      wireProduct,
      aRow({ images: nothing, tags: nothing, categories: nothing, regular_price: nothing }),
    )
    expect(result.data).toMatchObject({ images: [], tags: [], categories: [], regular_price: '' })
    expect(odd).toEqual([])
    const order = anOrder({ billing: nothing, fee_lines: nothing, refunds: nothing })
    expect(order).toMatchObject({ billing: { city: '' }, fee_lines: [], refunds: [] })
  })

  it('takes 0 and 1 for flags and numbers for names', () => {
    const { result } = readShape(
      wireProduct,
      aRow({ name: 1984, on_sale: 1, virtual: 0, backorders_allowed: null, manage_stock: 1 }),
    )
    expect(result.data).toMatchObject({
      name: '1984',
      on_sale: true,
      virtual: false,
      backorders_allowed: false,
      manage_stock: true,
    })
  })

  it('reads taxes whose rates are named by text', () => {
    const tax = { rate_id: 'US-NV-STATE TAX', label: 'Tax', tax_total: '0.80' }
    expect(anOrder({ tax_lines: [tax] }).tax_lines[0]?.rate_id).toBe('US-NV-STATE TAX')
  })

  it('tells a stock that is no number, and takes none for none', () => {
    const read = (stock_quantity: unknown) => readShape(wireProduct, aRow({ stock_quantity }))
    expect(read('12').result.data?.stock_quantity).toBe(12)
    expect(read(null)).toMatchObject({ odd: [], result: { data: { stock_quantity: null } } })
    expect(read('a dozen')).toMatchObject({
      odd: ['stock_quantity'],
      result: { data: { stock_quantity: null } },
    })
  })

  it('refuses an order rather than losing a line of it', () => {
    const { result } = readShape(wireOrder, {
      ...anOrder(),
      line_items: [aLine(), aLine({ id: 2, total: 'twelve' })],
    })
    expect(result.error?.issues[0]?.path).toEqual(['line_items', 1, 'total'])
  })
})
