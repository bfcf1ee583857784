import type { CanonicalAddress } from '#app/migration/kinds/customer/customer.ts'
import { addressOrNull } from '../../kit/person/address-book.ts'
import type { WireAddress } from '../wire/customer.ts'
import { namesOf } from './names.ts'
import { provinceOf, type Regions } from './regions.ts'

/** Streets have up to four lines; all but the first stand in the second. */
export function toAddress(wire: WireAddress, regions: Regions): CanonicalAddress {
  const [address1 = '', ...others] = wire.street
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return {
    ...namesOf(wire),
    company: wire.company.trim(),
    address1,
    address2: others.join(', '),
    city: wire.city.trim(),
    province: provinceOf(wire, regions).province,
    zip: wire.postcode.trim(),
    country: wire.country_id.trim().toUpperCase(),
    phone: wire.telephone.trim(),
  }
}

/** Null where no more than a country or a region is there. */
export function toAddressOrNull(
  wire: WireAddress | null,
  regions: Regions,
): CanonicalAddress | null {
  return wire ? addressOrNull(toAddress(wire, regions)) : null
}
