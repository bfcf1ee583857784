import type { CUSTOMERS } from '../customers.ts'
import type { Sentences } from '../language.ts'

const WHAT = {
  email: 'email address',
  phone: 'phone number',
  firstName: 'first name',
  lastName: 'last name',
  note: 'note',
} as const

const MARKETING = {
  email: { what: 'marketing emails', contact: 'email address' },
  sms: { what: 'marketing text messages', contact: 'phone number' },
} as const

export const customers: Sentences<typeof CUSTOMERS> = {
  adopted:
    'A customer with the same email address was already in Shopify and is used for this one. What Shopify had was kept; only blank fields were filled in.',
  emailInvalid:
    'The customer’s email address isn’t valid, so it was left out. Correct it in Shopify.',
  emailRefused:
    'Shopify doesn’t accept the customer’s email address, so it was left out. Correct it in Shopify.',
  emailRemoved:
    'The old store no longer has an email address for this customer. Shopify keeps the one it has, so that nobody loses access; remove it in Shopify if it’s wrong.',
  emailOfAnother:
    'Another customer in Shopify already has this customer’s new email address, so it wasn’t changed here. If they’re the same person, merge the two in Shopify.',
  emailHolderNotShown:
    'Shopify says that another customer has this email address, but doesn’t show which one. Nothing was changed; the next run tries again.',
  phoneInvalid:
    'The customer’s phone number isn’t valid, so it was left out; the addresses keep it as it is.',
  phoneRefused:
    'Phone left out, but kept in the addresses: Shopify doesn’t accept it. Enter it in Shopify in international form if you need it.',
  phoneOfAnother:
    'Phone left out, but kept in the addresses: another customer in Shopify uses it. If that’s the same person, merge the two in Shopify.',
  tagsRefused: ({ words }) =>
    `Shopify doesn’t accept the customer’s tags (“${words}”), so they were left out; everything else arrived. Add them in Shopify if you need them.`,
  consentKept: ({ to }) =>
    `The old store says that this customer agreed to ${MARKETING[to].what}; Shopify says that they don’t want any. Shopify’s answer stays: nobody is signed up again.`,
  consentRefused: ({ to, words }) =>
    `Shopify didn’t accept that this customer agreed to ${MARKETING[to].what} (“${words}”), so they get none. Everything else arrived.`,
  consentWithoutContact: ({ to }) =>
    `The old store says that this customer agreed to ${MARKETING[to].what}, but Shopify has no ${MARKETING[to].contact} of theirs to keep that with, so they get none.`,
  tooManyAddresses:
    'This customer has so many addresses in Shopify that changing them could lose some, so they stay as they were. Correct them in Shopify.',
  missingSince: ({ what }) =>
    `This customer was created by an earlier try that was interrupted, without the old store’s ${WHAT[what]}: Shopify didn’t accept it, or somebody has removed it since. Nothing was changed; enter it in Shopify if you need it.`,
}
