import type { FieldTable } from '../../kit/wire/field-table.ts'
import { EVERY_ROW, MADE_UP } from './shared.ts'
import { wooSays } from '../messages/woocommerce.ts'

/** The parts of a billing or shipping address. */
export const ADDRESS_FIELDS = (name: 'billing' | 'shipping'): FieldTable =>
  Object.fromEntries(
    [
      'first_name',
      'last_name',
      'company',
      'address_1',
      'address_2',
      'city',
      'state',
      'postcode',
      'country',
      'phone',
    ].map((part) => [`${name}.${part}`, { arrives: `${name} address` }]),
  )

export const CUSTOMER_FIELDS: FieldTable = {
  ...EVERY_ROW,
  date_created_gmt: { readFor: 'knowing the record again' },
  email: { arrives: 'e-mail' },
  first_name: { arrives: 'first name' },
  last_name: { arrives: 'last name' },
  username: { readFor: 'knowing the record again' },
  role: { arrives: 'tag, for roles other than customer and subscriber' },
  ...ADDRESS_FIELDS('billing'),
  ...ADDRESS_FIELDS('shipping'),
  'billing.company': { arrives: 'billing address; metafield, where no address is given' },
  'shipping.company': { arrives: 'shipping address; metafield, where no address is given' },
  'billing.email': { arrives: 'metafield, where it is not the account’s own e-mail' },
  is_paying_customer: MADE_UP,
  avatar_url: MADE_UP,
  meta_data: { arrives: 'metafields in “old_store”, tax numbers among them; consent to marketing' },
  'meta_data[] (private keys)': {
    staysBehind: wooSays('behindCustomerPluginData'),
  },
  'meta_data[] (WordPress accounts)': {
    staysBehind: wooSays('behindAccountNotes'),
  },
}
