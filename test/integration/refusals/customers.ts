import { aCustomer, anAddress } from '#test/helpers/records/canonical-samples.ts'
import type { NotMet, Row, UserError } from './row.ts'

let made = 0

/** A customer of whom Shopify has everything that can be refused. */
function person(overrides: Parameters<typeof aCustomer>[0] = {}) {
  made += 1
  return aCustomer({
    sourceId: `c${made}`,
    email: `person${made}@example.com`,
    phone: `+1202555${String(100 + made).padStart(4, '0')}`,
    note: 'Pays on time.',
    tags: ['trade'],
    addresses: [anAddress(), anAddress({ address1: '7 Mill Road' })],
    ...overrides,
  })
}

const once = (message: string, ...field: string[]): UserError => ({ field, message })

const created = (recorded: string, error: UserError, then: Row['then']): Row => ({
  recorded,
  operation: 'CustomerSet',
  errors: [error],
  record: person(),
  then,
})

function changed(
  error: UserError,
  overrides: Parameters<typeof aCustomer>[0],
  then: Row['then'],
): Row {
  const before = person()
  const record = { ...before, lastName: 'Berg', ...overrides }
  return {
    recorded: 'customerUpdate',
    operation: 'CustomerUpdate',
    errors: [error],
    before,
    record,
    changed: ['lastName', ...Object.keys(overrides ?? {})],
    then,
  }
}

const addressLost = (code: string, shows: Record<string, unknown>): Row['then'] => ({
  notes: [[code, 'addresses']],
  lost: ['addresses'],
  shows: { addresses: [shows, { address1: '7 Mill Road' }] },
})

/** How an address of the list is named by `customerSet`. */
const inList = (field: string) => ['input', 'addresses', '0', field]

const consent = {
  notes: [['KEPT_IN_SHOPIFY', 'emailConsent']],
  lost: ['emailConsent'],
} as const

export const CUSTOMER_ROWS: Row[] = [
  created('customerCreate', once('Email is invalid', 'input', 'email'), {
    notes: [['EMAIL_NOT_ACCEPTED', 'email']],
    lost: ['email'],
  }),
  ...['Phone is invalid', 'Phone has already been taken'].map((words) =>
    created('customerCreate', once(words, 'input', 'phone'), {
      notes: [['PHONE_NOT_ACCEPTED', 'phone']],
      lost: ['phone'],
    }),
  ),
  created(
    'customerCreate',
    once('First name is too long (maximum is 255 characters)', 'input', 'firstName'),
    { notes: [['TEXT_SHORTENED', 'firstName']], lost: ['firstName'] },
  ),
  created(
    'customerCreate',
    once('Last name is too long (maximum is 255 characters)', 'input', 'lastName'),
    { notes: [['TEXT_SHORTENED', 'lastName']], lost: ['lastName'] },
  ),
  created(
    'customerCreate',
    once('Note is too long (maximum is 5000 characters)', 'input', 'note'),
    { notes: [['TEXT_SHORTENED', 'note']], lost: ['note'] },
  ),
  ...['Tags is too long (maximum is 255 characters)', 'Tags cannot be more than 250'].map((words) =>
    created('customerCreate', once(words, 'input', 'tags'), {
      notes: [['TEXT_NOT_ACCEPTED', 'tags']],
      lost: ['tags'],
    }),
  ),
  created(
    'customerCreate',
    once('Address1 is too long (maximum is 255 characters)', ...inList('address1')),
    addressLost('TEXT_SHORTENED', { address1: '12 Harbour Lan', city: 'Portland' }),
  ),
  created(
    'customerAddressCreate',
    once('Address1 cannot contain emojis', ...inList('address1')),
    addressLost('TEXT_NOT_ACCEPTED', { address1: null, city: 'Portland' }),
  ),
  ...['City cannot contain HTML tags', 'City cannot contain URL'].map((words) =>
    created(
      'customerAddressCreate',
      once(words, ...inList('city')),
      addressLost('TEXT_NOT_ACCEPTED', { address1: '12 Harbour Lane', city: null }),
    ),
  ),
  created(
    'customerAddressCreate',
    once('Zip cannot contain URL', ...inList('zip')),
    addressLost('TEXT_NOT_ACCEPTED', { zip: null, city: 'Portland' }),
  ),
  created(
    'customerAddressCreate',
    once('Province is invalid', ...inList('province')),
    addressLost('PROVINCE_NOT_ACCEPTED', { province: null, country: 'US' }),
  ),
  created(
    'customerAddressCreate',
    once('Country is invalid', ...inList('country')),
    addressLost('COUNTRY_NOT_ACCEPTED', { country: null, city: 'Portland' }),
  ),
  created('customerCreate', once('Customer address cannot be blank.', 'input', 'addresses', '0'), {
    notes: [['ADDRESS_NOT_ACCEPTED', 'addresses']],
    lost: ['addresses'],
    shows: { addresses: [{ address1: '7 Mill Road' }] },
  }),
  created('customerSet', once('A name, phone number, or email address must be present', 'input'), {
    code: 'REJECTED_BY_SHOPIFY',
    isTransient: false,
  }),

  changed(
    once('Email is invalid', 'email'),
    { email: 'new@example.com' },
    {
      notes: [['EMAIL_NOT_ACCEPTED', 'email']],
      lost: ['email'],
    },
  ),
  ...['Phone is invalid', 'Phone has already been taken'].map((words) =>
    changed(
      once(words, 'phone'),
      { phone: '+12025550199' },
      {
        notes: [['PHONE_NOT_ACCEPTED', 'phone']],
        lost: ['phone'],
      },
    ),
  ),
  // An address that is gone is made again, with what the source says.
  changed(
    once('Customer address does not exist', 'addresses', '0', 'id'),
    { addresses: [anAddress({ city: 'Salem' }), anAddress({ address1: '7 Mill Road' })] },
    { notes: [] },
  ),
  // What cannot be changed stays as it was: the list replaces, and the good address must not go.
  changed(
    once('Customer address cannot be blank.', 'addresses', '0'),
    { addresses: [anAddress({ city: 'Salem' }), anAddress({ address1: '7 Mill Road' })] },
    {
      notes: [['ADDRESS_NOT_ACCEPTED', 'addresses']],
      lost: ['addresses'],
      shows: { addresses: [{ city: 'Portland' }, { address1: '7 Mill Road' }] },
    },
  ),
  changed(
    once('Customer does not exist', 'id'),
    {},
    { code: 'TARGET_RECORD_GONE', isTransient: true },
  ),

  ...[
    'Customer not found',
    'Consent updated at must not be in the future',
    'Marketing opt in level must exist',
  ].map((message): Row => ({
    recorded: 'customerEmailMarketingConsentUpdate',
    operation: 'CustomerConsent',
    errors: [once(message, 'input', 'customerId')],
    record: person({ emailConsent: { state: 'subscribed', at: '2025-01-01T00:00:00Z' } }),
    then: consent,
  })),
]

export const CUSTOMERS_NOT_MET: NotMet[] = [
  {
    recorded: 'customerCreate',
    words: /^Email has already been taken/,
    because: 'the customer who has it is adopted (test/contracts/target-writer/customers.ts)',
  },
  {
    recorded: 'customerSet',
    words: /^(Email|Phone) has already been taken/,
    because: 'as with customerCreate',
  },
  {
    recorded: 'customerUpdate',
    words: /^Email has already been taken/,
    because:
      'the address waits for its holder, or is told (test/integration/records/taken-addresses.test.ts)',
  },
  {
    recorded: 'customerCreate',
    words: /^(A name, phone number|Locale|An email address is required|A phone number is required)/,
    because: 'the app creates with customerSet, and sends no language and no consent in it',
  },
  {
    recorded: 'customerUpdate',
    words: /^(Locale|To update \w+MarketingConsent)/,
    because: 'the app sends no language, and consent by its own mutation',
  },
  {
    recorded: 'customerSet',
    words: /identifier|^Tax exempt/,
    because: 'the identifier is always the custom id, which creates; taxes are not sent',
  },
  {
    recorded: 'customerAddressCreate',
    words: /^(Address already exists|Customer does not exist|Phone cannot contain HTML)/,
    because: 'addresses go with the customer; equal ones are sent once, tags are taken out before',
  },
  {
    recorded: 'customerAddressCreate',
    words: /^Address1 is too long/,
    because: 'as with customerCreate',
  },
  {
    recorded: 'customerAddressUpdate',
    words: /./,
    because: 'addresses go with the customer',
  },
  {
    recorded: 'customerEmailMarketingConsentUpdate',
    words: /pending consent state/,
    because: 'nobody is asked for a confirmation: the state is never PENDING',
  },
]
