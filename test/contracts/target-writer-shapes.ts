import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { IssueCode } from '#app/migration/engine/ports/errors.ts'
import {
  aCustomer,
  aLine,
  anAddress,
  anOrder,
  aProduct,
  aVariant,
  categories,
} from '../helpers/records/canonical-samples.ts'

/** A record that must arrive and read back as expected, and the notes it must come with. */
export type Shape<R> = { name: string; record: R; notes?: IssueCode[] }

const VAT = { title: 'VAT', rate: '0.2' }
const image = (n: number) => ({
  sourceId: `img${n}`,
  url: `https://old-store.example/images/${n}.jpg`,
  alt: `View ${n}`,
})

export const productShapes: Shape<CanonicalProduct>[] = [
  { name: 'a simple product', record: aProduct({ sourceId: 'p1' }) },
  {
    name: 'a product with everything',
    record: aProduct({
      sourceId: 'p2',
      title: 'Merino jumper 🐑',
      handle: 'merino-jumper',
      vendor: 'Northfold',
      productType: 'Knitwear',
      tags: ['Winter', 'wool', 'winter', ' New in '],
      seo: { title: 'Merino jumper', description: 'Warm and light.' },
      collections: categories('Jumpers', 'Gifts & more'),
      options: [
        { name: 'Colour', values: ['Moss', 'Clay'] },
        { name: 'Size', values: ['S', 'M'] },
      ],
      variants: ['Moss', 'Clay'].flatMap((colour) =>
        ['S', 'M'].map((size) =>
          aVariant({
            sourceId: `p2-${colour}-${size}`,
            sku: `MER-${colour}-${size}`,
            barcode: '4006381333931',
            price: '89.90',
            compareAtPrice: '119.00',
            options: [
              { name: 'Colour', value: colour },
              { name: 'Size', value: size },
            ],
            weight: { value: '0.35', unit: 'KILOGRAMS' },
            inventory: { tracked: true, quantity: 7, continueSelling: false },
            imageSourceId: 'img1',
          }),
        ),
      ),
      images: [image(1), image(2), image(3)],
    }),
  },
  {
    name: 'a draft without stock tracking that may be oversold',
    record: aProduct({
      sourceId: 'p3',
      handle: '',
      status: 'draft',
      published: true,
      descriptionHtml: '',
      variants: [
        aVariant({
          sourceId: 'p3',
          sku: null,
          price: '0',
          taxable: false,
          requiresShipping: false,
          inventory: { tracked: false, quantity: null, continueSelling: true },
        }),
      ],
    }),
  },
  {
    name: 'a product that is not published',
    record: aProduct({ sourceId: 'p4', handle: 'hidden-lamp', published: false }),
  },
  {
    name: 'an archived product with a handle in another script',
    record: aProduct({
      sourceId: 'p5',
      title: '陶器のマグ',
      handle: '陶器のマグ',
      status: 'archived',
    }),
  },
  {
    name: 'a product whose title is 300 characters long',
    record: aProduct({ sourceId: 'p6', handle: 'long', title: 'Very long lamp '.repeat(20) }),
    notes: ['TEXT_SHORTENED'],
  },
  {
    name: 'a product with 251 images',
    record: aProduct({
      sourceId: 'p7',
      handle: 'gallery',
      images: Array.from({ length: 251 }, (_, n) => image(n)),
    }),
    notes: ['TOO_MANY_IMAGES'],
  },
  {
    name: 'a product with an image address that is none',
    record: aProduct({
      sourceId: 'p8',
      handle: 'odd-picture',
      images: [image(1), { sourceId: 'x', url: 'uploads/broken.jpg', alt: '' }],
    }),
    notes: ['IMAGE_FAILED'],
  },
  {
    name: 'a product whose handle another product has',
    record: aProduct({ sourceId: 'p9', title: 'Another jumper', handle: 'merino-jumper' }),
  },
  {
    name: 'a product whose option values differ in spelling only and whose variation is open',
    record: aProduct({
      sourceId: 'p10',
      handle: 'candle',
      options: [{ name: 'Scent', values: ['Cedar', 'cedar', 'Unused'] }],
      variants: [
        aVariant({ sourceId: 'p10-a', options: [{ name: 'Scent', value: 'Cedar' }] }),
        aVariant({ sourceId: 'p10-b', options: [{ name: 'Scent', value: '' }] }),
      ],
    }),
  },
]

export const customerShapes: Shape<CanonicalCustomer>[] = [
  { name: 'a customer with a name and an e-mail', record: aCustomer({ sourceId: 'c1' }) },
  {
    name: 'a customer with everything',
    record: aCustomer({
      sourceId: 'c2',
      email: 'Jonas.Weber@Example.com',
      firstName: 'Jonas',
      lastName: 'Weber',
      phone: '(503) 555-0142'.replace('555-0142', '228-0142'),
      note: 'Prefers mornings.\r\nRing twice.',
      tags: ['Trade', 'trade', 'VIP'],
      addresses: [
        anAddress({
          firstName: 'Jonas',
          lastName: 'Weber',
          company: 'Weber & Sons',
          address2: 'Floor 2',
        }),
        anAddress({
          firstName: 'Jonas',
          lastName: 'Weber',
          address1: '7 Quay Street',
          zip: '97202',
        }),
        anAddress({
          firstName: 'Jonas',
          lastName: 'Weber',
          company: 'Weber & Sons',
          address2: 'Floor 2',
        }),
      ],
    }),
  },
  {
    name: 'a guest without an address',
    record: aCustomer({
      sourceId: 'guest:9f3',
      guest: true,
      email: 'guest@example.net',
      firstName: '',
      lastName: '',
    }),
  },
  {
    name: 'a customer with an invalid e-mail and an invalid phone',
    record: aCustomer({
      sourceId: 'c3',
      email: 'not an address',
      phone: 'call me',
      lastName: 'Okafor',
    }),
    notes: ['EMAIL_NOT_ACCEPTED', 'PHONE_NOT_ACCEPTED'],
  },
  {
    name: 'a customer in a country Shopify does not know',
    record: aCustomer({
      sourceId: 'c4',
      email: 'far@example.com',
      addresses: [anAddress({ country: 'QX', province: '' })],
    }),
    notes: ['COUNTRY_NOT_ACCEPTED'],
  },
  {
    name: 'a customer in a country without provinces in Shopify',
    record: aCustomer({
      sourceId: 'c5',
      email: 'lena@example.de',
      phone: '030 901820',
      addresses: [anAddress({ country: 'DE', province: 'DE-BY', zip: '80331', city: 'München' })],
    }),
  },
  {
    name: 'a customer in Puerto Rico, with a local phone number and no names on the address',
    record: aCustomer({
      sourceId: 'c7',
      email: 'pat@example.com',
      addresses: [
        anAddress({
          firstName: '',
          lastName: ' ',
          country: 'PR',
          province: '',
          city: 'San Juan',
          zip: '00901',
          phone: '450-4538',
        }),
      ],
    }),
  },
  {
    name: 'a customer whose e-mail address has spaces and an international domain',
    record: aCustomer({ sourceId: 'c8', email: ' anna @müller.example' }),
  },
  {
    name: 'a customer whose addresses say what Shopify takes in none, twice the same',
    record: aCustomer({
      sourceId: 'c9',
      email: 'odd@example.com',
      addresses: [
        anAddress({ address1: 'Unit <#> 5 😀', city: 'https://x.example' }),
        anAddress({ address1: 'Unit # 5', city: '' }),
        anAddress({ address1: '8 Quay', province: 'Calif.' }),
      ],
    }),
    notes: ['TEXT_NOT_ACCEPTED'],
  },
  {
    name: 'a customer whose name holds HTML and a web address',
    record: aCustomer({
      sourceId: 'c10',
      email: 'ann@example.com',
      firstName: '<b>Ann</b>',
      lastName: 'Win http://x.example now',
    }),
    notes: ['TEXT_NOT_ACCEPTED', 'TEXT_NOT_ACCEPTED'],
  },
  {
    name: 'a customer with custom data of every type, who agreed to marketing',
    record: aCustomer({
      sourceId: 'c11',
      email: 'data@example.com',
      emailConsent: { state: 'subscribed', at: '2025-06-01T08:00:00Z' },
      metafields: [
        { key: '_billing_vat', name: 'VAT number', type: 'single_line_text_field', value: 'DE1' },
        { key: 'About me', name: 'About me', type: 'multi_line_text_field', value: 'Two\nlines' },
        { key: 'points', name: 'Points', type: 'number_decimal', value: '12.50' },
        { key: 'born', name: 'Born', type: 'date', value: '1990-02-28' },
        { key: 'sizes', name: 'Sizes', type: 'json', value: '{"shoe": 42, "hat": "L"}' },
        { key: 'цвет', name: 'цвет', type: 'single_line_text_field', value: 'синий' },
        { key: 'x', name: '', type: 'date', value: 'soon' },
      ],
    }),
  },
  {
    name: 'a customer who wants no marketing',
    record: aCustomer({
      sourceId: 'c12',
      email: 'no@example.com',
      emailConsent: { state: 'unsubscribed', at: null },
    }),
  },
  {
    name: 'a customer with a 300-character name',
    record: aCustomer({ sourceId: 'c6', email: 'long@example.com', lastName: 'Ä'.repeat(300) }),
    notes: ['TEXT_SHORTENED'],
  },
]

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
