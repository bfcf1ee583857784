import { describe, expect, it } from 'vitest'
import { readOrder } from '#app/migration/carts/woocommerce/order/to-canonical.ts'
import { aLine, anOrder } from './order-fixture.ts'

const read = (changes: Readonly<Record<string, unknown>>) =>
  readOrder(anOrder({ status: 'completed', ...changes }), {
    refunds: [],
    notes: [],
    fingerprintKey: 'key',
  })
const withMeta = (...entries: [string, unknown][]) =>
  read({ meta_data: entries.map(([key, value]) => ({ key, value })) })

const USPS = {
  tracking_provider: 'usps',
  tracking_number: '9400110200881234567890',
  date_shipped: '1771500000',
}
const parcel = (changes: object) => ({
  trackingNumber: '9400110200881234567890',
  company: 'USPS',
  url: null,
  shippedAt: '2026-02-19T11:20:00Z',
  lines: null,
  ...changes,
})

describe('parcels', () => {
  it('of Shipment Tracking, with its own and with custom carriers', () => {
    const { order, remarks } = withMeta([
      '_wc_shipment_tracking_items',
      [
        USPS,
        {
          tracking_provider: '',
          custom_tracking_provider: 'Dropp',
          custom_tracking_link: 'https://dropp.example/track/DR1',
          tracking_number: 'DR1',
          date_shipped: '2026-02-20',
        },
      ],
    ])
    expect(order.shipments).toEqual([
      parcel({}),
      {
        trackingNumber: 'DR1',
        company: 'Dropp',
        url: 'https://dropp.example/track/DR1',
        shippedAt: '2026-02-20T00:00:00Z',
        lines: null,
      },
    ])
    expect(order.attributes).toEqual([])
    expect(remarks).toEqual([])
  })

  it.each([
    [
      '_parcelpanel_shipping_numbers',
      '[{"tracking_number":"JD0002","courier_code":"royal-mail","order_id":7}]',
      'Royal Mail',
    ],
    ['_pr_shipment_dhl_label_tracking', { tracking_number: 'JD0002', label_url: 'x' }, 'DHL'],
    ['_pr_shipment_dhl_label_tracking', { tracking_number: ['JD0002'] }, 'DHL'],
    ['_1b_tracking_number', 'JD0002', null],
    ['wf_auspost_tracking_ids', 'JD0002', null],
    ['melhorenvio_tracking', 'JD0002', null],
    ['_awb', 'JD0002', null],
  ])('under %s', (key, value, company) => {
    const { order, remarks } = withMeta([key, value])
    expect(order.shipments).toMatchObject([{ trackingNumber: 'JD0002', company }])
    expect(order.attributes).toEqual([])
    expect(remarks).toEqual([])
  })

  it('are not what follows visitors', () => {
    const { order } = withMeta(['_ga_tracking_id', 'UA-12345'], ['gtm_tracking_id', 'GTM-1'])
    expect(order.shipments).toEqual([])
  })

  it('of Advanced Shipment Tracking, which says what is inside', () => {
    const inside = [{ product: '10', item_id: '1', item_name: 'Tea', qty: '1' }]
    const { order } = withMeta([
      '_wc_shipment_tracking_items',
      [{ ...USPS, products_list: inside }],
    ])
    expect(order.shipments).toEqual([parcel({ lines: [{ lineSourceId: '1', quantity: 1 }] })])
  })

  it('with lines the order does not have say nothing of what is inside', () => {
    const inside = [{ item_id: '99', qty: 1 }]
    const { order } = withMeta([
      '_wc_shipment_tracking_items',
      [{ ...USPS, products_list: inside }],
    ])
    expect(order.shipments).toEqual([parcel({})])
  })

  it('of WooCommerce Shipping’s labels, unless a label was given back', () => {
    const label = {
      label_id: 5,
      tracking: '9400110200881234567890',
      carrier_id: 'usps',
      created_date: 1771500000000,
      product_ids: [10, 10],
      status: 'PURCHASED',
    }
    const back = { ...label, tracking: 'X2', refund: { status: 'pending' } }
    for (const key of ['wcshipping_labels', 'wc_connect_labels']) {
      const { order, remarks } = withMeta(
        [key, JSON.stringify([label, back])],
        ['_wcshipping-shipments', '{}'],
        ['_wcshipping_destination_normalized', '1'],
      )
      expect(order.shipments).toEqual([parcel({ lines: [{ lineSourceId: '1', quantity: 2 }] })])
      expect(order.attributes).toEqual([])
      expect(remarks).toEqual([])
    }
  })

  it.each([
    ['_tracking_number', '_tracking_provider', '_date_shipped'],
    ['ywot_tracking_code', 'ywot_carrier_name', 'ywot_pick_up_date'],
    ['_aftership_tracking_number', '_aftership_tracking_provider', '_aftership_ship_date'],
    ['tracking_no', 'carrier', 'shipped_date'],
  ])('of single keys such as %s', (number, company, date) => {
    const { order, remarks } = withMeta(
      [number, '9400110200881234567890'],
      [company, 'usps'],
      [date, '2026-02-19T11:20:00'],
    )
    expect(order.shipments).toEqual([parcel({})])
    expect(order.attributes).toEqual([])
    expect(remarks).toEqual([])
  })

  it('on the lines themselves', () => {
    const data = (tracking_number: string) =>
      JSON.stringify([
        { tracking_number: 'OLD', carrier_name: 'DHL' },
        {
          tracking_number,
          carrier_name: 'DHL',
          carrier_url: 'https://dhl.example/{tracking_number}',
        },
      ])
    const line = (id: number, number: string) =>
      aLine({ id, meta_data: [{ key: '_vi_wot_order_item_tracking_data', value: data(number) }] })
    const { order, remarks } = read({
      line_items: [line(1, 'A1'), line(2, 'A1'), line(3, 'B2')],
      total: '60.00',
    })
    expect(order.shipments).toMatchObject([
      {
        trackingNumber: 'A1',
        company: 'DHL',
        url: 'https://dhl.example/A1',
        lines: [
          { lineSourceId: '1', quantity: 2 },
          { lineSourceId: '2', quantity: 2 },
        ],
      },
      { trackingNumber: 'B2', lines: [{ lineSourceId: '3', quantity: 2 }] },
    ])
    expect(order.lines.flatMap(({ properties }) => properties)).toEqual([])
    expect(remarks).toEqual([])
  })

  it('that two plugins tell of are one', () => {
    const { order } = withMeta(
      ['_wc_shipment_tracking_items', [USPS]],
      ['_aftership_tracking_items', [{ slug: 'usps', tracking_number: USPS.tracking_number }]],
    )
    expect(order.shipments).toEqual([parcel({})])
  })

  it('that cannot be read are told as left behind', () => {
    const { order, remarks } = withMeta(['_wc_shipment_tracking_items', 'a:1:{broken'])
    expect(order.shipments).toEqual([])
    expect(remarks).toMatchObject([{ code: 'CUSTOM_DATA_LEFT_BEHIND' }])
  })
})

describe('parcels of an order that is not sent as a whole', () => {
  it('send what is known to be inside', () => {
    const inside = [{ item_id: '1', qty: 1 }]
    const { order } = read({
      status: 'processing',
      meta_data: [
        { key: '_wc_shipment_tracking_items', value: [{ ...USPS, products_list: inside }] },
      ],
    })
    expect(order.fulfillment).toBe('unfulfilled')
    expect(order.shipments).toEqual([parcel({ lines: [{ lineSourceId: '1', quantity: 1 }] })])
  })

  it.each(['processing', 'cancelled'])(
    'are kept as text where nobody knows what is inside (%s)',
    (status) => {
      const { order } = read({
        status,
        meta_data: [{ key: '_wc_shipment_tracking_items', value: [USPS] }],
      })
      expect(order.shipments).toEqual([])
      expect(order.attributes).toEqual([{ name: 'Tracking', value: 'USPS 9400110200881234567890' }])
    },
  )
})

it('one parcel that several lines note holds all of them, each once', () => {
  const noted = (id: number, ...numbers: string[]) =>
    aLine({
      id,
      meta_data: ['_vi_wot_order_item_tracking_data', '_vi_order_item_tracking_data'].flatMap(
        (key) => numbers.map((number) => ({ key, value: [{ tracking_number: number }] })),
      ),
    })
  const { order } = read({ line_items: [noted(1, 'AB 1'), noted(2, 'ab1')] })
  expect(order.shipments).toMatchObject([
    {
      trackingNumber: 'AB 1',
      lines: [
        { lineSourceId: '1', quantity: 2 },
        { lineSourceId: '2', quantity: 2 },
      ],
    },
  ])
})

it('each of many numbers under keys of their own gets the address that names it', () => {
  const entries = Array.from({ length: 40 }, (_, i): [string, unknown][] => [
    [`carrier${i}_tracking_number`, `AB${i}CD`],
    [`carrier${i}_tracking_url`, `https://post.example/track/AB${i}CD?lang=de`],
  ]).flat()
  const { order } = withMeta(...entries)
  expect(order.shipments).toHaveLength(40)
  for (const { trackingNumber, url } of order.shipments) {
    expect(url).toBe(`https://post.example/track/${trackingNumber}?lang=de`)
  }
})
