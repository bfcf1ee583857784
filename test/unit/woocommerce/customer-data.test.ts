import { expect, it } from 'vitest'
import { toCustomer } from '#app/migration/sources/woocommerce/to-canonical.ts'
import { wireCustomer } from '#app/migration/sources/woocommerce/wire/customer.ts'

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

it('consent is a yes only where nothing says no', () => {
  const key = 'mailchimp_woocommerce_is_subscribed'
  expect(read({ meta_data: [{ key, value: '1' }] }).emailConsent?.state).toBe('subscribed')
  expect(read({ meta_data: [{ key, value: '0' }] }).emailConsent?.state).toBe('unsubscribed')
  expect(read({}).emailConsent).toBeNull()
})
