import { describe, expect, it } from 'vitest'
import { addedUp, attributesOf, read } from './order-fixture.ts'

const item = (fields: Record<string, unknown>) => ({
  item_id: 51,
  product_id: 70,
  product_type: 'simple',
  sku: 'TEE',
  name: 'Tee',
  qty_ordered: 1,
  ...fields,
})

const sold = (amount: number, fields: Record<string, unknown> = {}) => [
  item({ price: amount, ...fields }),
]

describe('what was sold', () => {
  it('counts a configurable product and its child once, whichever row has the price', () => {
    for (const child of [{ price: 25 }, { price: 0 }, {}]) {
      const { order } = read({
        subtotal: 25,
        grand_total: 25,
        items: [
          item({ product_type: 'configurable', sku: 'TEE-M', price: 25 }),
          item({ item_id: 52, parent_item_id: 51, sku: 'TEE-M', product_id: 71, ...child }),
        ],
      })
      expect(order.lines).toMatchObject([
        { title: 'Tee', sku: 'TEE-M', subtotal: '25', productSourceId: '70' },
      ])
      expect(order.lines[0]?.variantSourceId).toBe('70:71')
      expect(addedUp(order)).toBe('25')
    }
  })

  it('knows a child by the copy of its parent where the number is left out', () => {
    const { order } = read({
      subtotal: 25,
      grand_total: 25,
      items: [
        item({ product_type: 'configurable', price: 25 }),
        item({ item_id: 52, parent_item: { item_id: 51 }, price: 25, product_id: 71 }),
      ],
    })
    expect(order.lines).toHaveLength(1)
  })

  it('counts rows once that name each other as parents, or a parent that is gone', () => {
    const lines = (...rows: Record<string, unknown>[]) =>
      read({ subtotal: 25, grand_total: 25, items: rows.map(item) }).order.lines
    expect(lines({ parent_item_id: 51, price: 25 })).toHaveLength(1)
    expect(lines({ parent_item_id: 9, price: 25 })).toHaveLength(1)
    expect(
      lines(
        { item_id: 51, parent_item_id: 52, price: 25 },
        { item_id: 52, parent_item_id: 51, price: 25 },
      ),
    ).toMatchObject([{ subtotal: '25' }])
  })

  it('keeps two rows of one SKU apart', () => {
    const { order } = read({
      subtotal: 20,
      grand_total: 20,
      items: [
        item({ item_id: 61, sku: 'MUG', price: 8 }),
        item({ item_id: 62, sku: 'MUG', price: 6, qty_ordered: 2 }),
      ],
    })
    expect(order.lines.map(({ quantity, subtotal }) => [quantity, subtotal])).toEqual([
      [1, '8'],
      [2, '12'],
    ])
  })

  it('is one line of a bundle, priced by its parts or as a whole, and names these', () => {
    const bundle = item({ product_type: 'bundle', name: 'Tea set', sku: 'SET', price: 30 })
    const cup = item({ item_id: 52, parent_item_id: 51, name: 'Cup', sku: 'CUP', qty_ordered: 2 })
    const pot = item({ item_id: 53, parent_item_id: 51, name: 'Pot', sku: 'POT' })
    for (const prices of [
      [0, 0],
      [5, 20],
    ]) {
      const { order } = read({
        subtotal: 30,
        grand_total: 30,
        items: [bundle, { ...cup, price: prices[0] }, { ...pot, price: prices[1] }],
      })
      expect(order.lines).toMatchObject([
        {
          title: 'Tea set',
          subtotal: '30',
          variantSourceId: '70',
          properties: [
            { name: 'Includes', value: '2 × Cup (CUP)' },
            { name: 'Includes', value: '1 × Pot (POT)' },
          ],
        },
      ])
    }
  })

  it('takes the discounts of a bundle from its parts where the bundle has none', () => {
    const { order } = read({
      subtotal: 30,
      discount_amount: -3,
      coupon_code: 'TEA',
      grand_total: 27,
      items: [
        item({ product_type: 'bundle', price: 30, row_total: 30, discount_amount: 0 }),
        item({ item_id: 52, parent_item_id: 51, price: 10, row_total: 9, discount_amount: 1 }),
        item({ item_id: 53, parent_item_id: 51, price: 20, row_total: 18, discount_amount: 2 }),
      ],
    })
    expect(order.lines).toMatchObject([{ subtotal: '30', total: '27' }])
    expect(addedUp(order)).toBe('27')
  })

  it('reads rows before and after discounts, as versions differ', () => {
    for (const row_total of [90, 100]) {
      const { order } = read({
        subtotal: 100,
        discount_amount: -10,
        coupon_code: 'TEN',
        grand_total: 90,
        items: [item({ price: 33.33, qty_ordered: 3, row_total, discount_amount: 10 })],
      })
      expect(order.lines).toMatchObject([{ subtotal: '100', total: '90' }])
      expect(order.discounts).toEqual([{ code: 'TEN', amount: '10' }])
    }
  })

  it('is one piece where it is sold by weight, with the weight beside it', () => {
    const { order } = read({
      subtotal: 15,
      grand_total: 15,
      items: [item({ qty_ordered: '1.5000', price: 10 })],
    })
    expect(order.lines).toMatchObject([
      { quantity: 1, subtotal: '15', properties: [{ name: 'Quantity', value: '1.5' }] },
    ])
  })

  it('takes floats for what they are', () => {
    const { order } = read({
      subtotal: 45.953999999999994,
      grand_total: '45.9540',
      items: sold(45.953999999999994),
    })
    expect([order.lines[0]?.subtotal, order.total]).toEqual(['45.954', '45.954'])
  })
})

describe('fixed product taxes', () => {
  const order = (weee_tax_applied: unknown) =>
    read({
      subtotal: 20,
      tax_amount: 4,
      shipping_amount: 0,
      discount_amount: 0,
      grand_total: 26,
      items: [
        item({
          qty_ordered: 2,
          price: 10,
          tax_amount: 4,
          tax_percent: 20,
          weee_tax_applied,
          weee_tax_applied_row_amount: 2,
        }),
      ],
    }).order

  it('are fees under their own names', () => {
    const named = order('[{"title":"Eco fee","amount":1,"row_amount":2}]')
    expect(named.fees).toMatchObject([{ title: 'Eco fee', amount: '2' }])
    expect(addedUp(named)).toBe('26')
  })

  it('count by their amount where the list is empty, missing or broken', () => {
    for (const told of ['[]', null, undefined, '[{"title":', 'none']) {
      const unnamed = order(told)
      expect(unnamed.fees).toMatchObject([{ title: 'Fixed product tax', amount: '2' }])
      expect(addedUp(unnamed)).toBe('26')
    }
  })

  it('count once where the store has them in the subtotal', () => {
    const { order: within } = read({
      subtotal: 22,
      grand_total: 22,
      items: [item({ qty_ordered: 2, price: 10, weee_tax_applied_row_amount: 2 })],
    })
    expect(within.lines[0]?.subtotal).toBe('20')
    expect(addedUp(within)).toBe('22')
  })
})

describe('discounts', () => {
  it('on prices with tax leave a compensation: the order is told in gross prices', () => {
    const { order } = read({
      subtotal: 10,
      subtotal_incl_tax: 12,
      discount_amount: -6,
      tax_amount: 1,
      discount_tax_compensation_amount: 1,
      shipping_amount: 0,
      grand_total: 6,
      coupon_code: 'HALF',
      items: sold(10, { discount_amount: 6, tax_amount: 1, discount_tax_compensation_amount: 1 }),
    })
    expect(order).toMatchObject({
      taxesIncluded: true,
      lines: [{ subtotal: '12', total: '6' }],
      discounts: [{ code: 'HALF', amount: '6' }],
      totalTax: '1',
      total: '6',
    })
    expect(addedUp(order)).toBe('6')
  })

  it('say so on the order alone where the rows are silent', () => {
    const { order } = read({
      subtotal: 10,
      discount_amount: -6,
      tax_amount: 1,
      discount_tax_compensation_amount: 1,
      grand_total: 6,
      items: sold(10),
    })
    expect(order.lines).toMatchObject([{ subtotal: '12', total: '6' }])
    expect(order.discounts).toEqual([{ code: 'Discount', amount: '6' }])
  })

  it('of shipping, compensated for its tax, count as well', () => {
    const { order } = read({
      subtotal: 10,
      tax_amount: 2.5,
      shipping_amount: 5,
      shipping_tax_amount: 0.5,
      shipping_discount_amount: 3,
      shipping_discount_tax_compensation_amount: 0.5,
      discount_amount: -3,
      grand_total: 15,
      items: sold(10, { tax_amount: 2, tax_percent: 20 }),
    })
    expect(order.taxesIncluded).toBe(true)
    expect(order.lines).toMatchObject([{ subtotal: '12' }])
    expect(order.shippingLines).toMatchObject([{ amount: '3' }])
    expect(addedUp(order)).toBe('15')
  })

  it('of nothing but free shipping keep their code and take nothing off', () => {
    const { order } = read({
      subtotal: 10,
      grand_total: 10,
      shipping_amount: 0,
      shipping_discount_amount: 0,
      discount_amount: 0,
      coupon_code: 'SHIPFREE',
      items: sold(10),
    })
    expect(order.shippingLines).toMatchObject([{ amount: '0' }])
    expect(order.discounts).toEqual([])
    expect(attributesOf(order)).toEqual({ Coupon: 'SHIPFREE' })
  })

  it('of shipping leave the goods alone', () => {
    const { order } = read({
      subtotal: 10,
      grand_total: 10,
      shipping_amount: 5,
      shipping_discount_amount: 5,
      discount_amount: -5,
      coupon_code: 'SHIP5',
      items: sold(10),
    })
    expect(order.lines).toMatchObject([{ subtotal: '10', total: '10' }])
    expect(order.shippingLines).toMatchObject([{ amount: '0' }])
    expect(attributesOf(order)).toEqual({ Coupon: 'SHIP5', 'Shipping discount': '-5' })
    expect(addedUp(order)).toBe('10')
  })
})

describe('taxes', () => {
  const applied = (code: string, percent: number, amount: number, title = code) => ({
    code,
    title,
    percent,
    amount,
  })

  it('are those the order names, on what bore them', () => {
    const { order } = read({
      subtotal: 30,
      tax_amount: 3.6,
      shipping_amount: 5,
      shipping_tax_amount: 1,
      grand_total: 38.6,
      items: [
        item({ item_id: 1, price: 10, tax_amount: 1.9, tax_percent: 19 }),
        item({ item_id: 2, price: 10, tax_amount: 0.7, tax_percent: 7 }),
        item({ item_id: 3, price: 10, tax_amount: 0 }),
      ],
      extension_attributes: {
        applied_taxes: [applied('DE-19', 19, 2.9, 'VAT'), applied('DE-7', 7, 0.7, 'VAT, reduced')],
        item_applied_taxes: [
          { type: 'product', item_id: 1, applied_taxes: [applied('DE-19', 19, 1.9, 'VAT')] },
          { type: 'product', item_id: 2, applied_taxes: [applied('DE-7', 7, 0.7)] },
          { type: 'shipping', applied_taxes: [applied('DE-19', 19, 1, 'VAT')] },
        ],
      },
    })
    expect(order.taxes).toEqual([
      { title: 'VAT', rate: '0.19', amount: '2.9' },
      { title: 'VAT, reduced', rate: '0.07', amount: '0.7' },
    ])
    expect(order.lines.map(({ taxes }) => taxes)).toEqual([
      [{ title: 'VAT', rate: '0.19', amount: '1.9' }],
      [{ title: 'VAT, reduced', rate: '0.07', amount: '0.7' }],
      [],
    ])
    expect(order.shippingLines[0]?.taxes).toEqual([{ title: 'VAT', rate: '0.19', amount: '1' }])
  })

  it('go by the rows’ percentages where the order names none, shipping’s apart', () => {
    const { order } = read({
      subtotal: 20,
      tax_amount: 3.5,
      shipping_amount: 4.1,
      shipping_tax_amount: 0.9,
      grand_total: 27.6,
      items: [
        item({ item_id: 1, price: 10, tax_amount: 1.9, tax_percent: 19 }),
        item({ item_id: 2, price: 10, tax_amount: 0.7, tax_percent: 7 }),
      ],
      extension_attributes: {},
    })
    expect(order.taxes).toEqual([
      { title: 'Tax', rate: '0.19', amount: '1.9' },
      { title: 'Tax', rate: '0.07', amount: '0.7' },
      { title: 'Shipping tax', rate: '0', amount: '0.9' },
    ])
  })

  it('are not named by a list that comes to another tax', () => {
    const { order } = read({
      subtotal: 10,
      tax_amount: 1.9,
      grand_total: 11.9,
      items: sold(10, { tax_amount: 1.9, tax_percent: 19 }),
      extension_attributes: { applied_taxes: [applied('VAT', 19, 3.8)] },
    })
    expect(order.taxes).toEqual([{ title: 'Tax', rate: '0.19', amount: '1.9' }])
  })

  it('stay as they were charged where one row was rounded another way', () => {
    const { order } = read({
      subtotal: 36.32,
      tax_amount: 7.63,
      grand_total: 43.95,
      items: [1.91, 1.91, 1.91, 1.9].map((tax_amount, at) =>
        item({ item_id: at + 1, qty_ordered: 4, price: 2.27, tax_amount, tax_percent: 21 }),
      ),
    })
    expect(order.taxes).toEqual([{ title: 'Tax', rate: '0.21', amount: '7.63' }])
    expect(order.lines.map(({ taxes }) => taxes[0]?.amount)).toEqual([
      '1.91',
      '1.91',
      '1.91',
      '1.9',
    ])
    expect(addedUp(order)).toBe('43.95')
  })

  it('of shipping stay as they were charged, whatever its discount', () => {
    const { order } = read({
      subtotal: 10,
      tax_amount: 0.9,
      shipping_amount: 4.1,
      shipping_discount_amount: 2.05,
      shipping_tax_amount: 0.9,
      discount_amount: -2.05,
      grand_total: 12.95,
      items: sold(10),
    })
    expect(order.shippingLines).toMatchObject([{ amount: '2.05', taxes: [{ amount: '0.9' }] }])
    expect(addedUp(order)).toBe('12.95')
  })
})

describe('what Adobe Commerce and modules do to a total', () => {
  it('is named: gift card, store credit and points lower what was left to pay', () => {
    const { order } = read({
      subtotal: 60,
      shipping_amount: 5,
      tax_amount: 0,
      discount_amount: 0,
      grand_total: 20,
      total_paid: 20,
      items: sold(60),
      extension_attributes: {
        gift_cards: [{ code: 'GC-EXAMPLE', amount: 25 }],
        gift_cards_amount: 25,
        customer_balance_amount: 10,
        reward_currency_amount: 10,
      },
    })
    expect(order.discounts).toEqual([
      { code: 'Gift card GC-EXAMPLE', amount: '25' },
      { code: 'Store credit', amount: '10' },
      { code: 'Reward points', amount: '10' },
    ])
    expect(order.payment).toMatchObject({ state: 'paid', received: null })
    expect(order.attributes).toEqual([])
    expect([addedUp(order), order.total]).toEqual(['20', '20'])
  })

  it('is read from the order itself, as text, with a minus', () => {
    const { order } = read({
      subtotal: 60,
      grand_total: 25,
      items: sold(60),
      gift_cards_amount: '-25.0000',
      customer_balance_amount: '-10.0000',
    })
    expect(order.discounts).toEqual([
      { code: 'Gift card', amount: '25' },
      { code: 'Store credit', amount: '10' },
    ])
    expect(order.attributes).toEqual([])
  })

  it('lowers nothing where the total was not lowered by it', () => {
    const { order } = read({
      subtotal: 60,
      grand_total: 60,
      items: sold(60),
      extension_attributes: { customer_balance_amount: 10 },
    })
    expect(order.discounts).toEqual([])
    expect(attributesOf(order)).toEqual({ 'Store credit': '10' })
  })

  it('is a line where gift wrapping raised it', () => {
    const { order } = read({
      subtotal: 30,
      shipping_amount: 0,
      tax_amount: 0,
      grand_total: 33.5,
      items: sold(30),
      extension_attributes: { gw_price: '2.0000', gw_items_price: '1.5000' },
    })
    expect(order.fees).toEqual([{ title: 'Gift wrapping', amount: '3.5', taxes: [] }])
    expect(addedUp(order)).toBe('33.5')
  })

  it('is a fee where a module names just what is missing', () => {
    const { order } = read({
      subtotal: 30,
      grand_total: 32,
      items: sold(30),
      extension_attributes: { payment_fee_amount: 2, base_payment_fee_amount: 1.8 },
    })
    expect(order.fees).toEqual([{ title: 'Payment fee', amount: '2', taxes: [] }])
    expect(order.attributes).toEqual([])
  })

  it('stays a difference where nothing explains it', () => {
    const { order } = read({ subtotal: 30, grand_total: 33.5, items: sold(30) })
    expect([addedUp(order), order.total]).toEqual(['30', '33.5'])
  })
})

describe('two currencies', () => {
  it('are that of the buyer, with the total of the books beside it', () => {
    const { order } = read(
      {
        base_currency_code: 'USD',
        order_currency_code: 'EUR',
        base_grand_total: 100,
        subtotal: 92,
        grand_total: 92,
        total_paid: 92,
        items: sold(92),
      },
      {
        memos: [
          {
            entity_id: 9,
            created_at: '2026-03-02 10:00:00',
            state: 2,
            order_currency_code: 'EUR',
            grand_total: 92,
            base_grand_total: 92,
            items: [],
          },
        ],
      },
    )
    expect(order).toMatchObject({
      currency: 'EUR',
      total: '92',
      inStoreCurrency: { currency: 'USD', total: '100' },
      refunds: [{ amount: '92' }],
    })
  })

  it('are left away where there is one', () => {
    expect(read().order).not.toHaveProperty('inStoreCurrency')
  })
})
