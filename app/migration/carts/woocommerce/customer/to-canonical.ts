import type { CanonicalAddress, CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import { customerData, emailConsent, roleTags } from './custom-data.ts'
import { orNull, plainText } from '../../kit/text/text.ts'
import { addressBook, addressOrNull, companyBeside } from '../../kit/person/address-book.ts'
import { placeOf } from './states.ts'
import type { WireAddress, WireCustomer } from '../wire/customer.ts'

function toAddress(wire: WireAddress): CanonicalAddress {
  const { country, state } = placeOf(wire.country.trim().toUpperCase(), wire.state.trim())
  return {
    firstName: wire.first_name.trim(),
    lastName: wire.last_name.trim(),
    company: wire.company.trim(),
    address1: wire.address_1.trim(),
    address2: wire.address_2.trim(),
    city: wire.city.trim(),
    province: state,
    zip: wire.postcode.trim(),
    country,
    phone: wire.phone.trim(),
  }
}

export function toAddressOrNull(wire: WireAddress): CanonicalAddress | null {
  return addressOrNull(toAddress(wire))
}

/** Billing first: WooCommerce treats it as the account's own address. */
export function toAddressBook(billing: WireAddress, shipping: WireAddress): CanonicalAddress[] {
  return addressBook([toAddressOrNull(billing), toAddressOrNull(shipping)])
}

export function toCustomer(wire: WireCustomer): CanonicalCustomer {
  const addresses = toAddressBook(wire.billing, wire.shipping)
  const company = companyBeside(addresses, [wire.billing.company, wire.shipping.company])
  return {
    kind: 'customer',
    sourceId: String(wire.id),
    guest: false,
    email: orNull(wire.email),
    // Account names pass through WordPress' own escaping, unlike addresses.
    firstName: plainText(wire.first_name) || wire.billing.first_name.trim(),
    lastName: plainText(wire.last_name) || wire.billing.last_name.trim(),
    phone: orNull(wire.billing.phone) ?? orNull(wire.shipping.phone),
    note: null,
    tags: roleTags(wire),
    metafields: customerData(wire).metafields,
    emailConsent: emailConsent(wire),
    ...(company === null ? {} : { company }),
    addresses,
  }
}
