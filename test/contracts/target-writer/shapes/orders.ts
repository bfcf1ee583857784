import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { aLine, anAddress, anOrder } from '#test/helpers/records/canonical-samples.ts'
import type { Shape } from './shape.ts'

const VAT = { title: 'VAT', rate: '0.2' }
const paid = {
  state: 'paid',
  gateway: 'stripe',
  gatewayTitle: 'Card',
  transactionId: 'ch_1',
  paidAt: '2026-01-15T10:25:00Z',
  received: null,
} as const

export const orderShapes: Shape<CanonicalOrder>[] = [
  {
    name: 'an order in a currency without cents, refunded with cents',
    record: anOrder({
      sourceId: 'o14',
      number: '2014',
      currency: 'JPY',
      lines: [aLine({ subtotal: '367', total: '367' })],
      total: '367',
      payment: paid,
      refunds: [
        {
          sourceId: 'r4',
          amount: '366.66',
          reason: null,
          refundedAt: '2026-01-20T09:00:00Z',
          lines: [{ lineSourceId: '1', quantity: 1, amount: '366.66' }],
          shippingAmount: '0',
        },
      ],
    }),
  },
  { name: 'a pending order', record: anOrder({ sourceId: 'o1', number: '2001' }) },
  {
    name: 'a paid and delivered order with everything, taxes on top',
    record: anOrder({
      sourceId: 'o2',
      number: '2002',
      email: 'buyer@example.com',
      phone: '+14155552671',
      note: 'Leave with the neighbour 🏡',
      billingAddress: anAddress(),
      shippingAddress: anAddress({ address1: '9 Mill Road' }),
      lines: [
        aLine({
          sourceId: '1',
          quantity: 3,
          subtotal: '10.00',
          total: '8.00',
          taxes: [{ ...VAT, amount: '1.60' }],
          properties: [{ name: 'Engraving', value: 'Anna' }],
        }),
        aLine({
          sourceId: '2',
          title: 'Lamp',
          sku: null,
          quantity: 1,
          subtotal: '50.00',
          total: '50.00',
          taxes: [{ ...VAT, amount: '10.00' }],
        }),
      ],
      fees: [{ title: 'Gift wrap', amount: '2.50', taxes: [{ ...VAT, amount: '0.50' }] }],
      shippingLines: [
        { title: 'Parcel', code: 'flat_rate', amount: '5.00', taxes: [{ ...VAT, amount: '1.00' }] },
      ],
      discounts: [
        { code: 'SPRING', amount: '1.50' },
        { code: 'Loyalty', amount: '0.50' },
      ],
      taxes: [{ ...VAT, amount: '13.10' }],
      totalTax: '13.10',
      total: '78.60',
      payment: paid,
      fulfillment: 'fulfilled',
      sourceStatus: 'completed',
      staffNotes: ['Checked by Ann', 'Packed'],
      tags: ['wholesale'],
      attributes: [{ name: 'Gift', value: 'yes' }],
    }),
  },
  {
    name: 'a paid order with taxes included',
    record: anOrder({
      sourceId: 'o3',
      number: '2003',
      taxesIncluded: true,
      lines: [
        aLine({
          quantity: 2,
          subtotal: '24.00',
          total: '24.00',
          taxes: [{ ...VAT, amount: '4.00' }],
        }),
      ],
      taxes: [{ ...VAT, amount: '4.00' }],
      totalTax: '4.00',
      total: '24.00',
      payment: paid,
      sourceStatus: 'processing',
    }),
  },
  {
    name: 'an authorized order in another currency',
    record: anOrder({
      sourceId: 'o4',
      number: '2004',
      currency: 'JPY',
      lines: [aLine({ quantity: 3, subtotal: '1000', total: '1000' })],
      total: '1000',
      payment: { ...paid, state: 'authorized', paidAt: null },
    }),
  },
  {
    name: 'an order partly refunded by line, then by amount',
    record: anOrder({
      sourceId: 'o5',
      number: '2005',
      lines: [aLine({ sourceId: '1', quantity: 3, subtotal: '10.00', total: '10.00' })],
      shippingLines: [{ title: 'Parcel', code: '', amount: '4.00', taxes: [] }],
      total: '14.00',
      payment: paid,
      fulfillment: 'fulfilled',
      refunds: [
        {
          sourceId: 'r1',
          amount: '3.33',
          reason: 'Damaged',
          refundedAt: '2026-01-20T09:00:00Z',
          lines: [{ lineSourceId: '1', quantity: 1, amount: '3.33' }],
          shippingAmount: '0',
        },
        {
          sourceId: 'r2',
          amount: '2.00',
          reason: null,
          refundedAt: '2026-01-21T09:00:00Z',
          lines: [],
          shippingAmount: '0',
        },
      ],
      sourceStatus: 'completed',
    }),
  },
  {
    name: 'an order refunded in full',
    record: anOrder({
      sourceId: 'o6',
      number: '2006',
      payment: paid,
      refunds: [
        {
          sourceId: 'r3',
          amount: '12.50',
          reason: null,
          refundedAt: '2026-01-20T09:00:00Z',
          lines: [],
          shippingAmount: '0',
        },
      ],
      sourceStatus: 'refunded',
    }),
  },
  {
    name: 'an order cancelled before it was paid',
    record: anOrder({
      sourceId: 'o7',
      number: '2007',
      payment: { ...paid, state: 'voided', paidAt: null },
      cancelledAt: '2026-01-16T08:00:00Z',
      sourceStatus: 'cancelled',
    }),
  },
  {
    name: 'a failed order that is not cancelled',
    record: anOrder({
      sourceId: 'o8',
      number: '2008',
      payment: { ...paid, state: 'voided', paidAt: null },
      sourceStatus: 'failed',
    }),
  },
  {
    name: 'a paid order that cost nothing',
    record: anOrder({
      sourceId: 'o9',
      number: '2009',
      lines: [aLine({ subtotal: '10.00', total: '0.00' })],
      discounts: [{ code: 'GIFT', amount: '10.00' }],
      total: '0.00',
      payment: paid,
    }),
  },
  {
    name: 'an order dated in the future',
    record: anOrder({ sourceId: 'o10', number: '2010', placedAt: '2031-05-01T00:00:00Z' }),
    notes: ['DATE_NOT_ACCEPTED'],
  },
  {
    name: 'an order dated in 1970',
    record: anOrder({ sourceId: 'o11', number: '2011', placedAt: '1970-01-01T00:00:05Z' }),
    notes: ['DATE_NOT_ACCEPTED'],
  },
  {
    name: 'an order with an invalid e-mail and phone, an unknown country and a 300-character name',
    record: anOrder({
      sourceId: 'o12',
      number: '2012',
      email: 'nobody@nowhere',
      phone: '12',
      billingAddress: anAddress({ country: 'ZZZ', lastName: 'L'.repeat(300) }),
      lines: [aLine({ title: 'T'.repeat(300) })],
    }),
    notes: [
      'EMAIL_NOT_ACCEPTED',
      'PHONE_NOT_ACCEPTED',
      'COUNTRY_NOT_ACCEPTED',
      'TEXT_SHORTENED',
      'TEXT_SHORTENED',
    ],
  },
  {
    name: 'an order with a negative fee and the negative tax that comes with it',
    record: anOrder({
      sourceId: 'o13',
      number: '2013',
      lines: [aLine({ subtotal: '10.00', total: '10.00', taxes: [{ ...VAT, amount: '2.00' }] })],
      discounts: [{ code: 'Paid in advance', amount: '1.00' }],
      taxes: [{ ...VAT, amount: '1.80' }],
      totalTax: '1.80',
      total: '10.80',
    }),
  },
]
