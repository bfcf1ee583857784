import { expect, it } from 'vitest'
import { customerData } from '#app/migration/carts/woocommerce/customer/custom-data.ts'
import { customerRowHash } from '#app/migration/carts/woocommerce/lists/row-hashes.ts'
import { toCustomer } from '#app/migration/carts/woocommerce/customer/to-canonical.ts'
import { wireCustomer } from '#app/migration/carts/woocommerce/wire/customer.ts'

const read = (row: object) => toCustomer(wireCustomer.parse({ id: 7, email: 'a@x.de', ...row }))

it('a role other than customer and subscriber is a tag', () => {
  expect(read({ role: 'wholesale_customer' }).tags).toEqual(['wholesale_customer'])
  expect(read({ role: 'customer' }).tags).toEqual([])
})

it('readable custom data arrives, and private keys stay behind', () => {
  const meta_data = [
    { key: 'shoe_size', value: '42' },
    { key: '_session', value: 'x' },
  ]
  expect(read({ meta_data }).metafields).toMatchObject([{ key: 'shoe_size', value: '42' }])
})

it('a billing e-mail arrives where it is not the account’s own', () => {
  const billing = (email: string) => read({ billing: { email } }).metafields
  expect(billing('books@x.de')).toMatchObject([{ key: 'billing_email', value: 'books@x.de' }])
  expect(billing(' A@X.de ')).toEqual([])
  expect(read({ email: '', billing: { email: 'a@x.de' } }).metafields).toHaveLength(1)
})

it('consent is a yes only where nothing says no', () => {
  const key = 'mailchimp_woocommerce_is_subscribed'
  expect(read({ meta_data: [{ key, value: '1' }] }).emailConsent?.state).toBe('subscribed')
  expect(read({ meta_data: [{ key, value: '0' }] }).emailConsent?.state).toBe('unsubscribed')
  expect(read({}).emailConsent).toBeNull()
})

it.each([
  'vat_number',
  '_vat_number',
  'VAT Number',
  'billing_vat',
  'billing_vat_id',
  '_billing_vat_number',
  'billing_eu_vat_number',
  '_billing_eu_vat_number',
  'yweu_billing_vat',
  'billing_yweu_vat',
  '_oss_vat_number',
  'billing_tax_number',
  'billing_dic_dph',
  'billing_ic_dph',
  'billing_partita_iva',
  'billing_piva',
  'billing_ust_id',
  'billing_btw_nummer',
  'billing_tva_number',
])('a VAT number under %s is one under a single readable name', (key) => {
  expect(read({ meta_data: [{ key, value: 'DE123456789' }] }).metafields).toEqual([
    {
      key: 'vat_number',
      name: 'VAT number',
      type: 'multi_line_text_field',
      value: 'DE123456789',
    },
  ])
})

it.each([
  ['billing_cpf', 'CPF'],
  ['_billing_cnpj', 'CNPJ'],
  ['billing_nif', 'NIF'],
  ['billing_cif', 'CIF'],
  ['billing_dni', 'DNI'],
  ['_billing_rut', 'RUT'],
  ['billing_codice_fiscale', 'Codice fiscale'],
  ['billing_cf', 'CF'],
  ['billing_ic', 'IC'],
  ['billing_dic', 'DIC'],
  ['billing_gstin', 'GSTIN'],
  ['billing_oib', 'OIB'],
  ['billing_siret', 'SIRET'],
  ['billing_sdi', 'SDI'],
])('a tax number under %s is called %s', (key, name) => {
  expect(read({ meta_data: [{ key, value: '12345678' }] }).metafields).toMatchObject([
    { name, value: '12345678' },
  ])
})

it('one VAT number kept by two plugins arrives once, another one beside it', () => {
  const meta_data = [
    { key: '_billing_eu_vat_number', value: 'DE123456789' },
    { key: 'vat_number', value: 'DE 123 456 789' },
    { key: 'billing_vat', value: 'ATU12345678' },
  ]
  expect(read({ meta_data }).metafields).toMatchObject([
    { key: 'vat_number', value: 'DE 123 456 789' },
    { key: 'billing_vat', name: 'VAT number', value: 'ATU12345678' },
  ])
})

it('what WordPress keeps for itself is no data about the customer, and nobody is told', () => {
  const meta_data = [
    'wc_last_active',
    'default_password_nag',
    'dismissed_wp_pointers',
    'session_tokens',
    'wp_user-settings',
    'wp_capabilities',
    'wc_order_count_wp',
    'wc_money_spent_wp',
    '_woocommerce_persistent_cart_1',
    '_order_count',
    'last_login',
  ].map((key) => ({ key, value: '1' }))
  expect(read({ meta_data }).metafields).toEqual([])
  expect(customerData(wireCustomer.parse({ id: 7, meta_data })).remarks).toEqual([])
})

it.each([
  ['mailchimp_woocommerce_is_subscribed', '1'],
  ['_mailchimp_woocommerce_is_subscribed', 1],
  ['activecampaign_for_woocommerce_accepts_marketing', '1'],
  ['_kl_newsletter_checkbox', 'on'],
  ['klaviyo_consent', ['email']],
  ['accepts_marketing', true],
  ['marketing_opt_in', 'yes'],
  ['newsletter_optin', 'true'],
])('consent kept under %s is read', (key, value) => {
  expect(read({ meta_data: [{ key, value }] }).emailConsent?.state).toBe('subscribed')
  expect(read({ meta_data: [{ key, value: 'no' }] }).emailConsent?.state).toBe('unsubscribed')
  // Only asked, or not known: never a yes.
  expect(read({ meta_data: [{ key, value: 'pending' }] }).emailConsent?.state).toBe('unsubscribed')
})

it('a key made of a plugin’s own words over and over is read at once', () => {
  const key = `_${'yweu_billing_'.repeat(19)}x`
  expect(
    customerData(wireCustomer.parse({ id: 7, meta_data: [{ key, value: '1' }] })).remarks,
  ).toMatchObject([{ code: 'CUSTOM_DATA_LEFT_BEHIND' }])
  const known = { key: '_yweu_billing_vat_number', value: 'DE1' }
  expect(read({ meta_data: [known] }).metafields).toMatchObject([{ name: 'VAT number' }])
})

it('a company that no address names arrives by itself', () => {
  const billing = { first_name: 'Otto', company: ' Ofenbau Brandt ' }
  expect(read({ billing })).toMatchObject({ company: 'Ofenbau Brandt', addresses: [] })
  const place = { address_1: 'Am Ofen 12', city: 'Berlin', country: 'DE' }
  expect(read({ billing: { ...billing, ...place } })).not.toHaveProperty('company')
  expect(read({ billing, shipping: place })).toMatchObject({ company: 'Ofenbau Brandt' })
  expect(read({})).not.toHaveProperty('company')
})

it('a company that no address names is not in the hash that ledgers hold of the row', () => {
  const mark = (billing: object) =>
    customerRowHash('key', wireCustomer.parse({ id: 7, email: 'a@x.de', billing }))
  expect(mark({ company: 'Ofenbau Brandt' })).toBe(mark({}))
})
