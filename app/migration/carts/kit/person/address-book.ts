import type { CanonicalAddress } from '#app/migration/kinds/customer/customer.ts'

/** Null where nothing but a country or a state is there: carts fill those in by themselves. */
export function addressOrNull(address: CanonicalAddress): CanonicalAddress | null {
  const { country: _country, province: _province, ...typed } = address
  return Object.values(typed).some((value) => value !== '') ? address : null
}

/** Places to send a parcel to, each once, in their order: the first is the account's own. */
export function addressBook(addresses: readonly (CanonicalAddress | null)[]): CanonicalAddress[] {
  return addresses.reduce<CanonicalAddress[]>((book, address) => {
    const isNew =
      address !== null && hasPlace(address) && !book.some((known) => isSamePlace(known, address))
    return isNew ? [...book, address] : book
  }, [])
}

/** The first company that no address of the book names: an account may have one and no address. */
export function companyBeside(
  book: readonly CanonicalAddress[],
  companies: readonly string[],
): string | null {
  const told = companies.map((company) => company.trim()).find((company) => company !== '')
  return told === undefined || book.some(({ company }) => company !== '') ? null : told
}

/** A name and a phone alone are no place to send a parcel to. */
function hasPlace(address: CanonicalAddress): boolean {
  return [address.address1, address.address2, address.city, address.zip].some((part) => part !== '')
}

/** An address that repeats another one, often without its phone. */
function isSamePlace(a: CanonicalAddress, b: CanonicalAddress): boolean {
  const samePhone = a.phone === b.phone || a.phone === '' || b.phone === ''
  const { phone: _a, ...placeA } = a
  const { phone: _b, ...placeB } = b
  return samePhone && JSON.stringify(placeA) === JSON.stringify(placeB)
}
