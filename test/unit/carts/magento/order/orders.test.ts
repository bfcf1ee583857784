import { describe, expect, it } from 'vitest'
import { guestSourceId } from '#app/migration/kinds/customer/guest-id.ts'
import { identityOfOrder } from '#app/migration/carts/magento/order/identity.ts'
import { orderRow } from '#app/migration/carts/magento/order/row-hash.ts'
import { wireOrder } from '#app/migration/carts/magento/wire/order.ts'
import { wireProduct } from '#app/migration/carts/magento/wire/product.ts'
import { ADDRESS, attributesOf, FACTS, rawOrder, read } from './order-fixture.ts'

const item = (fields: Record<string, unknown> = {}) => ({
  item_id: 51,
  product_id: 70,
  product_type: 'simple',
  sku: 'CUP',
  name: 'Cup',
  qty_ordered: 1,
  price: 10,
  ...fields,
})
const one = (fields: Record<string, unknown> = {}, ofItem: Record<string, unknown> = {}) => ({
  subtotal: 10,
  grand_total: 10,
  items: [item(ofItem)],
  ...fields,
})

describe('an order', () => {
  it('was placed when the store says so, in UTC', () => {
    expect(read({ created_at: '2026-03-01 23:30:00' }).order.placedAt).toBe('2026-03-01T23:30:00Z')
  })

  it('whose date cannot be read is refused with a sentence', () => {
    expect(() => read({ created_at: null })).toThrow('magento.orderUndated')
  })

  it('goes by its own number and is known by its key', () => {
    const numbers = [
      [11, 1],
      [12, 2],
    ].map(([entity_id, store_id]) => read({ entity_id, store_id, increment_id: '000000042' }))
    expect(numbers.map(({ order }) => [order.sourceId, order.number])).toEqual([
      ['11', '000000042'],
      ['12', '000000042'],
    ])
  })

  it('arrives whatever modules left out of it', () => {
    for (const fields of [
      { extension_attributes: null },
      { extension_attributes: [] },
      { items: null },
      { status_histories: null },
      { payment: { method: 'oldpay', additional_information: null } },
      { billing_address: null },
    ]) {
      expect(read(fields).order.sourceId).toBe('23')
    }
  })

  it('keeps its gift message', () => {
    const message = { sender: 'Pat', recipient: 'Kim', message: 'Happy birthday' }
    const { order } = read({ extension_attributes: { gift_message: message } })
    expect(attributesOf(order)).toEqual({
      'Gift message from': 'Pat',
      'Gift message to': 'Kim',
      'Gift message': 'Happy birthday',
    })
  })

  it('keeps what modules added, under its own name', () => {
    const { order } = read({
      extension_attributes: { delivery_date: '2026-03-05', slots: ['a', 'b'], base_x_fee: 1 },
      ext_order_id: 'ERP-7',
    })
    expect(attributesOf(order)).toEqual({
      'External order number': 'ERP-7',
      'Delivery date': '2026-03-05',
      Slots: 'a, b',
    })
  })

  it('keeps no zeros and no empty lists of what nobody used, and a company’s name alone', () => {
    const { order } = read({
      extension_attributes: {
        customer_balance_amount: 0,
        gift_cards: '[]',
        gift_cards_amount: '0.0000',
        reward_points_balance: 12,
        company_order_attributes: { company_id: 7, company_name: 'Pier & Sons' },
      },
    })
    expect(attributesOf(order)).toEqual({ Company: 'Pier & Sons' })
  })

  it('is known again by the code it was given once', () => {
    expect(identityOfOrder(wireOrder.parse(rawOrder()))).toEqual({
      createdAt: '2026-03-01T23:30:00Z',
      fixed: { code: 'b22563' },
      known: { number: '000000022', currency: 'USD', email: 'pat@example.com' },
    })
  })
})

describe('whose an order is', () => {
  const guestId = guestSourceId(FACTS.fingerprintKey, 'pat@example.com')

  it('goes by the account’s number, whatever the flags say', () => {
    expect(read({ customer_id: 77, customer_is_guest: 0 }).order.customerSourceId).toBe('77')
    expect(read({ customer_id: 77, customer_is_guest: 1 }).order.customerSourceId).toBe('77')
    expect(read({ customer_is_guest: 0 }).order.customerSourceId).toBe(guestId)
  })

  it('goes by the e-mail address of a guest, who is called as they are billed', () => {
    const { order } = read({
      customer_email: 'PAT@example.com',
      billing_address: { ...ADDRESS, firstname: 'Ann', lastname: 'Example' },
    })
    expect(order.customerSourceId).toBe(guestId)
    expect(order.guest).toMatchObject({ firstName: 'Ann', lastName: 'Example' })
    expect(order.billingAddress).toMatchObject({ firstName: 'Ann' })
  })

  it('keeps tax number and group, which may not be the account’s any more', () => {
    const { order } = read({ customer_taxvat: 'DE123456789', customer_group_id: 4 })
    expect(attributesOf(order)).toEqual({
      'VAT number': 'DE123456789',
      'Customer group': 'Wholesale',
    })
  })
})

describe('addresses', () => {
  it('read names, streets and regions as those of accounts', () => {
    const { order, told } = read({
      billing_address: {
        ...ADDRESS,
        prefix: 'Dr.',
        middlename: 'M.',
        suffix: 'Jr.',
        street: ['Unit 4', '7 Long Rd', 'Rear', 'c/o Lee'],
        region: 'Vermont',
        region_code: 'Vermont',
      },
    })
    expect(order.billingAddress).toMatchObject({
      firstName: 'Dr. Pat M.',
      lastName: 'Example Jr.',
      address2: '7 Long Rd, Rear, c/o Lee',
      province: 'VT',
    })
    expect(told).toEqual([])
  })

  it('tell of a region whose name and code disagree', () => {
    const { told } = read({
      billing_address: { ...ADDRESS, region: 'Wien', region_code: 'WI', region_id: 95 },
    })
    expect(told).toEqual([expect.stringContaining('names one region')])
  })

  it('are not made up for goods without one, which is told', () => {
    const { order, told } = read(one({ extension_attributes: {} }))
    expect(order.shippingAddress).toBeNull()
    expect(told).toEqual([expect.stringContaining('no shipping address')])
  })

  it('are not missed by what nobody sends', () => {
    const { told } = read(one({ is_virtual: 1, extension_attributes: {} }, { is_virtual: 1 }))
    expect(told).toEqual([])
  })
})

describe('what a buyer chose', () => {
  const product = wireProduct.parse({
    id: 70,
    sku: 'CUP',
    options: [
      {
        option_id: 82,
        title: 'Wood',
        type: 'drop_down',
        values: [{ option_type_id: 10218, title: 'Oak' }],
      },
      { option_id: 83, title: 'Engraving', type: 'field' },
      { option_id: 84, title: 'Day', type: 'date' },
    ],
  })
  const options = new Map(product.options.map((option) => [option.option_id, option]))
  const chosen = (custom_options: unknown, known = options) => {
    const product_option = { extension_attributes: { custom_options } }
    const { order, told } = read(one({}, { product_option }), { options: known })
    return { properties: order.lines[0]?.properties, told }
  }

  it('arrives under the option’s name', () => {
    const { properties, told } = chosen([
      { option_id: '82', option_value: '10218' },
      { option_id: '83', option_value: 'For Kim' },
      { option_id: '84', option_value: '2026-03-01 00:00:00' },
    ])
    expect(properties).toEqual([
      { name: 'Wood', value: 'Oak' },
      { name: 'Engraving', value: 'For Kim' },
      { name: 'Day', value: '2026-03-01' },
    ])
    expect(told).toEqual([])
  })

  it('arrives under its number where the option was deleted, and is told', () => {
    const { properties, told } = chosen([{ option_id: '82', option_value: '10218' }], new Map())
    expect(properties).toEqual([{ name: 'Option 82', value: '10218' }])
    expect(told[0]).toContain('“82”')
    expect(told[0]).not.toContain('10218')
  })

  it('names an uploaded file by its address', () => {
    const { properties } = chosen([
      { option_id: '83', option_value: { title: 'logo.png', fullpath: '/media/a/logo.png' } },
    ])
    expect(properties).toEqual([{ name: 'Engraving', value: '/media/a/logo.png' }])
  })

  it('of a gift card arrives, and a code that is not given is told', () => {
    const product_option = {
      extension_attributes: {
        giftcard_item_option: { giftcard_recipient_name: 'Kim', giftcard_message: 'Enjoy' },
      },
    }
    const { order, told } = read(
      one({ is_virtual: 1 }, { product_type: 'giftcard', is_virtual: 1, product_option }),
    )
    expect(order.lines[0]?.properties).toEqual([
      { name: 'Recipient', value: 'Kim' },
      { name: 'Message', value: 'Enjoy' },
    ])
    expect(told).toEqual([expect.stringContaining('doesn’t tell us its code')])
  })
})

describe('a row of the list', () => {
  const hash = (fields: Record<string, unknown>) =>
    orderRow(wireOrder.parse(rawOrder(one(fields))), FACTS).rowHash

  it('shows another order where a comment, an address or an amount is another', () => {
    const before = hash({})
    for (const change of [
      {
        status_histories: [{ entity_id: 1, comment: 'Called.', created_at: '2026-03-05 09:00:00' }],
      },
      { billing_address: { ...ADDRESS, city: 'Fresno' } },
      { total_paid: 10 },
      { total_refunded: 5 },
      { updated_at: '2026-03-09 08:00:00' },
      { items: [item({ qty_shipped: 1 })] },
    ]) {
      expect(hash(change)).not.toBe(before)
    }
  })

  it('does not change because a group was renamed', () => {
    const row = wireOrder.parse(rawOrder(one({ customer_group_id: 4 })))
    expect(orderRow(row, { ...FACTS, groups: new Map([[4, 'Trade']]) })).toEqual(
      orderRow(row, FACTS),
    )
  })

  it('tells what the order came to', () => {
    const { total } = orderRow(wireOrder.parse(rawOrder(one())), FACTS)
    expect(total).toEqual({ currency: 'USD', amount: '10', placedAt: '2026-03-01T23:30:00Z' })
  })
})
