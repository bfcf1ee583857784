import { describe, expect, it } from 'vitest'
import { sum } from '#app/migration/kinds/values/money.ts'
import { addedUp, read } from './order-fixture.ts'

const row = (item_id: number, fields: Record<string, unknown>) => ({
  item_id,
  product_id: item_id,
  product_type: 'simple',
  sku: `TEE-${item_id}`,
  name: 'Tee',
  qty_ordered: 1,
  ...fields,
})

const applied = (title: string, percent: number, amount: number) => ({
  code: title,
  title,
  percent,
  amount,
})

describe('taxes that the order names without saying on what they were charged', () => {
  it('are those of the rows’ percentages', () => {
    const { order } = read({
      subtotal: 20,
      tax_amount: 2.6,
      grand_total: 22.6,
      items: [
        row(1, { price: 10, tax_amount: 0.7, tax_percent: 7 }),
        row(2, { price: 10, tax_amount: 1.9, tax_percent: 19 }),
      ],
      extension_attributes: {
        applied_taxes: [applied('VAT', 19, 1.9), applied('Reduced', 7, 0.7)],
      },
    })
    expect(order.lines.map(({ taxes }) => taxes)).toEqual([
      [{ title: 'Reduced', rate: '0.07', amount: '0.7' }],
      [{ title: 'VAT', rate: '0.19', amount: '1.9' }],
    ])
  })

  it('leave to the shipping what the rows do not have', () => {
    const { order } = read({
      subtotal: 20,
      shipping_amount: 5,
      shipping_tax_amount: 0.95,
      shipping_description: 'Flat Rate',
      tax_amount: 3.55,
      grand_total: 28.55,
      items: [
        row(1, { price: 10, tax_amount: 0.7, tax_percent: 7 }),
        row(2, { price: 10, tax_amount: 1.9, tax_percent: 19 }),
      ],
      extension_attributes: {
        applied_taxes: [applied('VAT', 19, 2.85), applied('Reduced', 7, 0.7)],
      },
    })
    expect(order.lines.map(({ taxes }) => taxes.map(({ amount }) => amount))).toEqual([
      ['0.7'],
      ['1.9'],
    ])
    expect(order.shippingLines[0]?.taxes).toEqual([{ title: 'VAT', rate: '0.19', amount: '0.95' }])
  })

  it('of which several make up a row’s percentage are all that row’s', () => {
    const { order } = read({
      subtotal: 200,
      tax_amount: 27.25,
      grand_total: 227.25,
      items: [
        row(1, { price: 100, tax_amount: 19, tax_percent: 19 }),
        row(2, { price: 100, tax_amount: 8.25, tax_percent: 8.25 }),
      ],
      extension_attributes: {
        applied_taxes: [
          applied('State', 6, 6),
          applied('City', 2.25, 2.25),
          applied('VAT', 19, 19),
        ],
      },
    })
    expect(order.lines.map(({ taxes }) => taxes.map(({ title }) => title))).toEqual([
      ['VAT'],
      ['State', 'City'],
    ])
  })

  it('give each row its own price where prices have taxes in them', () => {
    const { order } = read({
      subtotal: 20,
      discount_amount: -2.4,
      discount_tax_compensation_amount: 0.36,
      tax_amount: 2.24,
      grand_total: 20.2,
      items: [
        row(1, {
          price: 10,
          tax_amount: 0.7,
          tax_percent: 7,
        }),
        row(2, {
          price: 10,
          tax_amount: 1.54,
          tax_percent: 19,
          discount_amount: 2.4,
          discount_tax_compensation_amount: 0.36,
        }),
      ],
      extension_attributes: {
        applied_taxes: [applied('VAT', 19, 1.54), applied('Reduced', 7, 0.7)],
      },
    })
    expect(order.lines.map(({ subtotal }) => subtotal)).toEqual(['10.7', '11.9'])
    expect(addedUp(order)).toBe(order.total)
  })
})

describe('taxes that were rounded each by itself', () => {
  it('come to what the order was charged', () => {
    const { order } = read({
      subtotal: 100,
      tax_amount: 8.25,
      discount_tax_compensation_amount: 1,
      discount_amount: -12,
      grand_total: 97.25,
      items: [
        row(1, {
          price: 100,
          tax_amount: 8.25,
          tax_percent: 8.25,
          discount_amount: 12,
          discount_tax_compensation_amount: 1,
        }),
      ],
      extension_attributes: {
        applied_taxes: [applied('State', 6, 6), applied('City', 2.25, 2.26)],
      },
    })
    expect(sum(order.taxes.map(({ amount }) => amount))).toBe('8.25')
    expect(addedUp(order)).toBe('97.25')
  })

  it('are of the rate that was meant, whatever floats make of it', () => {
    const { order } = read({
      subtotal: 10,
      tax_amount: 1.9,
      grand_total: 11.9,
      items: [row(1, { price: 10, tax_amount: 1.9, tax_percent: '19.000000000000004' })],
      extension_attributes: {},
    })
    expect(order.taxes).toEqual([{ title: 'Tax', rate: '0.19', amount: '1.9' }])
  })
})

describe('what was given back of the shipping', () => {
  const refunded = (memo: Record<string, unknown>) =>
    read(
      {
        subtotal: 30,
        shipping_amount: 5,
        shipping_discount_amount: 5,
        discount_amount: -8,
        grand_total: 27,
        total_paid: 27,
        items: [row(1, { price: 30, discount_amount: 3 })],
      },
      {
        memos: [
          {
            entity_id: 7,
            order_id: 23,
            state: 2,
            created_at: '2026-03-04 10:00:00',
            items: [{ order_item_id: 1, qty: 1, row_total: 30, discount_amount: 3 }],
            ...memo,
          },
        ],
      },
    ).order.refunds

  it('is none where nothing was paid for it', () => {
    const memo = { shipping_amount: 5, discount_amount: -8, grand_total: 27 }
    expect(refunded(memo)).toMatchObject([
      { amount: '27', shippingAmount: '0', lines: [{ amount: '27' }] },
    ])
  })

  it('is what it cost where the discount was one of the goods alone', () => {
    const memo = { shipping_amount: 2, discount_amount: -3, grand_total: 29 }
    expect(refunded(memo)).toMatchObject([{ amount: '29', shippingAmount: '2' }])
  })
})

describe('prices have taxes in them', () => {
  it('where a discount is more than the price without', () => {
    const { order } = read({
      subtotal: 10,
      discount_amount: -11.9,
      tax_amount: 1.9,
      grand_total: 0,
      items: [row(1, { price: 10, tax_amount: 1.9, tax_percent: 19, discount_amount: 11.9 })],
    })
    expect(order).toMatchObject({
      taxesIncluded: true,
      lines: [{ subtotal: '11.9', total: '0' }],
      discounts: [{ amount: '11.9' }],
    })
    expect(addedUp(order)).toBe('0')
  })

  it('where a discount of the shipping is more than it cost without', () => {
    const { order } = read({
      subtotal: 10,
      shipping_amount: 5,
      shipping_tax_amount: 0.95,
      shipping_discount_amount: 5.95,
      discount_amount: -5.95,
      tax_amount: 0.95,
      grand_total: 10,
      items: [row(1, { price: 10 })],
    })
    expect(order.shippingLines).toMatchObject([{ amount: '0' }])
    expect(order.lines).toMatchObject([{ subtotal: '10' }])
    expect(addedUp(order)).toBe('10')
  })

  it('where one row shows its price with tax as the catalogue’s, and the other was on sale', () => {
    const onSale = { original_price: 50, price: 33.57, price_incl_tax: 39.95, tax_amount: 6.38 }
    const regular = { original_price: 11.9, price: 10, price_incl_tax: 11.9, tax_amount: 1.9 }
    const order = (items: unknown[]) =>
      read({ subtotal: 43.57, tax_amount: 8.28, grand_total: 51.85, items }).order
    expect(order([row(1, onSale), row(2, regular)])).toMatchObject({
      taxesIncluded: true,
      lines: [{ subtotal: '39.95' }, { subtotal: '11.9' }],
    })
    expect(order([row(1, onSale), row(2, { ...regular, original_price: 10 })])).toMatchObject({
      taxesIncluded: false,
      lines: [{ subtotal: '33.57' }, { subtotal: '10' }],
    })
  })
})
