import type { CanonicalAddress, CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import { customerData, emailConsent, roleTags } from './custom-data.ts'
import { orNull, plainText } from '../../kit/text/text.ts'
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

/** Null where nothing but a preset country or state is there: WooCommerce fills those in by itself. */
export function toAddressOrNull(wire: WireAddress): CanonicalAddress | null {
  const { country: _country, province: _province, ...typed } = toAddress(wire)
  return Object.values(typed).some((value) => value !== '') ? toAddress(wire) : null
}

/** Billing first: WooCommerce treats it as the account's own address. */
export function toAddressBook(billing: WireAddress, shipping: WireAddress): CanonicalAddress[] {
  const first = toAddressOrNull(billing)
  const second = toAddressOrNull(shipping)
  const places = [first, second].filter((address) => address !== null && hasPlace(address))
  const [one, two] = places
  if (!one) return []
  if (!two || isSamePlace(one, two)) return [one]
  return [one, two]
}

export function toCustomer(wire: WireCustomer): CanonicalCustomer {
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
    addresses: toAddressBook(wire.billing, wire.shipping),
  }
}

/** A name and a phone alone are no place to send a parcel to. */
function hasPlace(address: CanonicalAddress | null): address is CanonicalAddress {
  return (
    address !== null &&
    [address.address1, address.address2, address.city, address.zip].some((part) => part !== '')
  )
}

/** A shipping address repeats the billing one, often without its phone. */
function isSamePlace(a: CanonicalAddress, b: CanonicalAddress): boolean {
  const samePhone = a.phone === b.phone || a.phone === '' || b.phone === ''
  const { phone: _a, ...placeA } = a
  const { phone: _b, ...placeB } = b
  return samePhone && JSON.stringify(placeA) === JSON.stringify(placeB)
}
