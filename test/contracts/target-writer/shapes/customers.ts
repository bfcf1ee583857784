import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import { aCustomer, anAddress } from '#test/helpers/records/canonical-samples.ts'
import type { Shape } from './shape.ts'

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
