import { someOf } from '#app/migration/messages/parameters.ts'
import { wooSays } from '#app/migration/carts/woocommerce/messages/woocommerce.ts'
import { describe, expect, it } from 'vitest'
import { readOrder } from '#app/migration/carts/woocommerce/order/to-canonical.ts'
import { orderRow } from '#app/migration/carts/woocommerce/lists/row-hashes.ts'
import { readableText } from '#app/migration/carts/woocommerce/readable.ts'
import { aLine, anOrder } from './order-fixture.ts'

const read = (changes: Readonly<Record<string, unknown>>) =>
  readOrder(anOrder(changes), { refunds: [], notes: [], fingerprintKey: 'key' })
const meta = (...entries: [string, unknown][]) =>
  entries.map(([key, value], i) => ({ id: i + 1, key, value }))
const attributesOf = (...entries: [string, unknown][]) =>
  read({ meta_data: meta(...entries) }).order.attributes
const propertiesOf = (line: Readonly<Record<string, unknown>>) =>
  read({ line_items: [aLine(line)] }).order.lines[0]?.properties

describe('custom data of an order', () => {
  it('arrives under its own keys', () => {
    expect(
      attributesOf(['delivery_date', '2026-03-05'], ['gift_wrap', true], ['Boxes', 2]),
    ).toEqual([
      { name: 'delivery_date', value: '2026-03-05' },
      { name: 'gift_wrap', value: 'true' },
      { name: 'Boxes', value: '2' },
    ])
  })

  it('arrives under a readable name where a private key is known to hold what somebody typed', () => {
    expect(
      attributesOf(
        ['_billing_vat', 'DE123456789'],
        ['_gift_message', 'Happy birthday'],
        ['_delivery_date', '2026-03-05'],
        ['_wcpdf_invoice_number', 'R-17'],
        ['_billing_cost_center', '4711'],
        ['_wc_other/my-shop/doorbell', 'Moor'],
        ['_shipping_instructions', 'Ring twice'],
      ),
    ).toEqual([
      { name: 'VAT number', value: 'DE123456789' },
      { name: 'Gift message', value: 'Happy birthday' },
      { name: 'Delivery date', value: '2026-03-05' },
      { name: 'Invoice number', value: 'R-17' },
      { name: 'Billing cost center', value: '4711' },
      { name: 'My shop doorbell', value: 'Moor' },
      { name: 'Shipping instructions', value: 'Ring twice' },
    ])
  })

  it.each([
    ['_orddd_timestamp', '1772668800', 'Delivery date', '2026-03-05'],
    ['_orddd_lite_timestamp', 1772668801, 'Delivery date', '2026-03-05'],
    ['_jckwds_timestamp', '1772722800', 'Delivery date', '2026-03-05 15:00'],
    ['_jckwds_date', '05/03/2026', 'Delivery date', '05/03/2026'],
    ['_pi_delivery_date', '2026/03/05', 'Delivery date', '2026/03/05'],
    ['_ywcdd_order_delivery_date', '2026-03-05', 'Delivery date', '2026-03-05'],
    ['_jckwds_timeslot', '10:00 - 12:00', 'Delivery time', '10:00 - 12:00'],
    ['_orddd_time_slot', '10:00 - 12:00', 'Delivery time', '10:00 - 12:00'],
    ['_gift_card_message', 'For Kim', 'Gift message', 'For Kim'],
    ['_billing_eu_vat_number', 'DE123456789', 'VAT number', 'DE123456789'],
    ['_billing_yweu_vat', 'DE123456789', 'VAT number', 'DE123456789'],
    ['_billing_dic_dph', 'SK1234567890', 'VAT number', 'SK1234567890'],
    ['_billing_codice_fiscale', 'RSSMRA80A01H501U', 'Codice fiscale', 'RSSMRA80A01H501U'],
  ])('under %s is known for what it is', (key, value, name, text) => {
    expect(attributesOf([key, value])).toEqual([{ name, value: text }])
  })

  it('under other private keys stays behind, in one remark with keys and without values', () => {
    const { order, remarks } = read({
      meta_data: meta(
        ['_erp_state', 'secret-1'],
        ['_erp_state', 'secret-2'],
        ['_sync', 'secret-3'],
      ),
      line_items: [aLine({ meta_data: meta(['_pick', 'secret-4']) })],
      shipping_lines: [
        { id: 4, method_title: 'Parcel', total: '0.00', meta_data: meta(['_zone', 'secret-5']) },
      ],
    })
    expect(order.attributes).toEqual([])
    expect(remarks).toHaveLength(1)
    expect(remarks[0]).toMatchObject({ code: 'CUSTOM_DATA_LEFT_BEHIND' })
    expect(remarks[0]?.message).toEqual(
      wooSays('orderDataPrivate', {
        count: 5,
        keys: someOf(['_pick', '_erp_state', '_sync', '_zone']),
      }),
    )
  })

  it('that is WooCommerce’s or a payment service’s own is not told on each order', () => {
    const { order, remarks } = read({
      meta_data: meta(
        ['_edit_lock', '1:2'],
        ['_order_stock_reduced', 'yes'],
        ['_wc_order_attribution_utm_source', 'google'],
        ['_stripe_fee', '0.59'],
        ['is_vat_exempt', 'no'],
        ['_billing_address_index', 'Ada Moor …'],
      ),
      line_items: [aLine({ meta_data: meta(['_reduced_stock', '2']) })],
      coupon_lines: [
        {
          id: 1,
          code: 'ten',
          discount: '0',
          meta_data: meta(['coupon_info', '[816,"ten",null,5]']),
        },
      ],
    })
    expect(order.attributes).toEqual([{ name: 'Coupon', value: 'ten' }])
    expect(remarks).toEqual([])
    expect(attributesOf(['is_vat_exempt', 'yes'])).toEqual([
      { name: 'is_vat_exempt', value: 'yes' },
    ])
  })

  it('with nothing in it is nothing', () => {
    const { order, remarks } = read({
      meta_data: meta(['a', ''], ['b', null], ['c', false], ['d', []], ['e', {}], ['_f', '']),
    })
    expect(order.attributes).toEqual([])
    expect(remarks).toEqual([])
  })

  it('that only points to a field’s settings is nothing', () => {
    const { order, remarks } = read({
      meta_data: meta(['delivery_date', '2026-03-05'], ['_delivery_date', 'field_5f3a1c0b9d2e1']),
    })
    expect(order.attributes).toEqual([{ name: 'delivery_date', value: '2026-03-05' }])
    expect(remarks).toEqual([])
  })

  it('of shipping, fees and coupons arrives on the order', () => {
    const { order } = read({
      shipping_lines: [
        {
          id: 4,
          method_title: 'Parcel shop',
          method_id: 'dpd',
          total: '0.00',
          meta_data: meta(['Parcel shop', 'Kiosk 12, Main St'], ['Items', 'Tea × 2']),
        },
      ],
      fee_lines: [{ id: 5, name: 'Rush', total: '0.00', meta_data: meta(['Asked for by', 'Kim']) }],
      coupon_lines: [{ id: 6, code: 'x', discount: '0', meta_data: meta(['Campaign', 'Spring']) }],
    })
    expect(order.attributes).toEqual([
      { name: 'Coupon', value: 'x' },
      { name: 'Parcel shop', value: 'Kiosk 12, Main St' },
      { name: 'Asked for by', value: 'Kim' },
      { name: 'Campaign', value: 'Spring' },
    ])
  })

  it('holds the customer’s own order number', () => {
    for (const key of ['_purchase_order_number', 'PO Number', '_po_number', '_billing_po_number']) {
      const { order, remarks } = read({ meta_data: meta([key, 'PO-77']) })
      expect(order.poNumber, key).toBe('PO-77')
      expect(order.attributes, key).toEqual([])
      expect(remarks, key).toEqual([])
    }
  })

  it('moves the hash of the list row when it changes', () => {
    const hashWith = (...entries: [string, unknown][]) =>
      orderRow('key', anOrder({ meta_data: meta(...entries) })).rowHash
    expect(hashWith(['delivery_date', '1'])).not.toBe(hashWith(['delivery_date', '2']))
    expect(hashWith(['_po_number', '1'])).not.toBe(hashWith(['_po_number', '2']))
    expect(hashWith(['_tracking_number', 'A1'])).not.toBe(hashWith(['_tracking_number', 'A2']))
    expect(hashWith(['_erp_state', '1'])).toBe(hashWith(['_erp_state', '2']))
  })
})

describe('custom data of a line', () => {
  it('is kept when it only happens to equal the variant’s value', () => {
    const line = {
      name: 'Shirt - Red',
      meta_data: [
        { key: 'pa_color', value: 'red', display_key: 'Color', display_value: 'Red' },
        { key: 'Thread colour', value: 'Red' },
        { key: 'Gift box', value: 'Yes' },
      ],
    }
    expect(read({ line_items: [aLine(line)] }).order.lines[0]).toMatchObject({
      title: 'Shirt',
      variantTitle: 'Red',
      properties: [
        { name: 'Thread colour', value: 'Red' },
        { name: 'Gift box', value: 'Yes' },
      ],
    })
  })

  it.each([
    ['was renamed since', 'Jacket - M, Slate', 'm', 'Medium', 'slate', 'Slate grey'],
    ['was deleted since, so that its slug shows', 'Jacket - M, Slate', 'm', 'm', 'slate', 'slate'],
    ['has a slug that was taken', 'Jacket - M, Slate', 'm-2', 'Medium', 'slate', 'Slate'],
    ['is written in another alphabet', 'Jacket - M, 赤', 'm', 'M', '%e8%b5%a4', '朱'],
  ])(
    'names the variant as it was bought, although a value %s',
    (_, name, size, now, slug, shown) => {
      const line = {
        name,
        variation_id: 803,
        meta_data: [
          { key: 'pa_size', value: size, display_key: 'Size', display_value: now },
          { key: 'pa_colour', value: slug, display_key: 'Colour', display_value: shown },
          { key: 'Engraving', value: 'Zoë' },
        ],
      }
      expect(read({ line_items: [aLine(line)] }).order.lines[0]).toMatchObject({
        title: 'Jacket',
        variantTitle: name.slice('Jacket - '.length),
        properties: [{ name: 'Engraving', value: 'Zoë' }],
      })
    },
  )

  it.each(['Rust', 'Rust 2', 'Amber'])(
    'leaves the name apart as it was, whatever its value was renamed to: %s',
    (now) => {
      const line = {
        name: 'Jacket - Rust 2',
        meta_data: [
          { key: 'pa_colour', value: 'rust', display_key: 'Colour', display_value: now },
          { key: 'Engraving', value: 'Zoë' },
        ],
      }
      expect(read({ line_items: [aLine(line)] }).order.lines[0]).toMatchObject({
        title: 'Jacket',
        variantTitle: 'Rust 2',
        // What the name may not say is kept beside it.
        properties: [
          ...(now === 'Rust 2' ? [] : [{ name: 'Colour', value: now }]),
          { name: 'Engraving', value: 'Zoë' },
        ],
      })
    },
  )

  it.each([[['pa_size', 'pa_colour', 'pa_cut']], [['size']]])(
    'is no part of the name where no value of %j can stand at its end',
    (keys) => {
      const line = {
        name: 'Mug - Rust',
        meta_data: keys.map((key) => ({ key, value: 'large', display_value: 'Large' })),
      }
      expect(read({ line_items: [aLine(line)] }).order.lines[0]).toMatchObject({
        title: 'Mug - Rust',
        variantTitle: null,
      })
    },
  )

  it('is read as it is meant where it was stored as a slug', () => {
    expect(propertiesOf({ meta_data: meta(['%e8%89%b2', '%e8%b5%a4']) })).toEqual([
      { name: '色', value: '赤' },
    ])
  })

  it('shows its own value where the plugin’s display of it is nothing', () => {
    const entry = { key: 'Engraving', value: 'Ada', display_key: false, display_value: false }
    expect(propertiesOf({ meta_data: [entry] })).toEqual([{ name: 'Engraving', value: 'Ada' }])
  })

  it('keeps the address of an uploaded file', () => {
    expect(
      propertiesOf({
        meta_data: meta(
          ['Photo', '<a href="https://old.example/up/photo.png" target="_blank">photo.png</a>'],
          ['Design', '<a href="https://old.example/up/8f3a">My dog</a>'],
          ['Sketch', [{ name: 'a.pdf', url: 'https://old.example/up/a.pdf' }]],
        ),
      }),
    ).toEqual([
      { name: 'Photo', value: 'https://old.example/up/photo.png' },
      { name: 'Design', value: 'My dog (https://old.example/up/8f3a)' },
      { name: 'Sketch', value: 'name: a.pdf; url: https://old.example/up/a.pdf' },
    ])
  })

  it('is found where a form builder keeps the answers under a private key alone', () => {
    const { order, remarks } = read({
      line_items: [
        aLine({
          meta_data: meta([
            '_tmcartepo_data',
            [
              { name: 'Ribbon', value: 'Blue', price: 0, section: '5f.1' },
              { name: 'Card', value: 'For Kim', price: 2 },
            ],
          ]),
        }),
      ],
    })
    expect(order.lines[0]?.properties).toEqual([
      { name: 'Ribbon', value: 'Blue' },
      { name: 'Card', value: 'For Kim' },
    ])
    expect(remarks).toEqual([])
  })

  it.each([
    ['two', 1, 'two'],
    ['1,5', 1, '1.5'],
    [null, 1, '0'],
    [2.5, 1, '2.5'],
  ])('an odd quantity %j is one piece that keeps it', (quantity, pieces, shown) => {
    expect(read({ line_items: [aLine({ quantity })] }).order.lines[0]).toMatchObject({
      quantity: pieces,
      properties: [{ name: 'Quantity', value: shown }],
    })
    expect(read({ line_items: [aLine({ quantity: '3' })] }).order.lines[0]).toMatchObject({
      quantity: 3,
      properties: [],
    })
  })

  it('of ten thousand entries is read in one go', () => {
    let looks = 0
    const entry = (i: number) => {
      const raw = { key: `Choice ${i}`, value: 'x' }
      return new Proxy(raw, {
        get(target, name, receiver): unknown {
          looks += 1
          return Reflect.get(target, name, receiver)
        },
      })
    }
    const wire = anOrder()
    const [line] = wire.line_items
    if (!line) throw new Error('The fixture has a line')
    const order = (count: number) => {
      looks = 0
      const meta_data = Array.from({ length: count }, (_, i) => entry(i))
      const read = { ...wire, line_items: [{ ...line, name: 'Tea - x, x', meta_data }] }
      readOrder(read, { refunds: [], notes: [], fingerprintKey: 'key' })
      return looks
    }
    const few = order(100)
    expect(order(10_000)).toBeLessThan(few * 110)
  })
})

it('more custom data than Shopify takes is cut, and the cut is told', () => {
  const many = meta(...Array.from({ length: 300 }, (_, i): [string, string] => [`Key ${i}`, 'x']))
  const { order, remarks } = read({ meta_data: many, line_items: [aLine({ meta_data: many })] })
  expect(order.attributes).toHaveLength(240)
  expect(order.lines[0]?.properties).toHaveLength(240)
  expect(remarks).toMatchObject([
    {
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      message: wooSays('orderDataTooMuch', { most: 240, more: 120 }),
    },
  ])
})

describe('a value made readable', () => {
  it.each([
    [['red', 'blue'], 'red, blue'],
    [{ 0: 'red', 2: 'blue' }, 'red, blue'],
    [
      { watts: 12, dimmable: true, modes: ['low', 'high'] },
      'watts: 12; dimmable: true; modes: low, high',
    ],
    [
      [
        { label: 'Ribbon', value: 'Blue' },
        { label: 'Card', value: '' },
      ],
      'Ribbon: Blue',
    ],
    ['{"size":"L","extras":[]}', 'size: L'],
    ['{curly} text', '{curly} text'],
    [{ a: { b: { c: 1 } } }, 'a: (b: (c: 1))'],
    ['<b>Bold</b> move', 'Bold move'],
    ['I <3 you', 'I <3 you'],
    [0, '0'],
    [null, ''],
  ])('%j is %j', (value, text) => {
    expect(readableText(value)).toBe(text)
  })
})
