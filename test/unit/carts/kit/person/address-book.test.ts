import { describe, expect, it } from 'vitest'
import { addressBook, addressOrNull } from '#app/migration/carts/kit/person/address-book.ts'

const address = (parts = {}) => ({
  firstName: 'Ann',
  lastName: '',
  company: '',
  address1: '1 Elm St',
  address2: '',
  city: 'Springfield',
  province: 'IL',
  zip: '62701',
  country: 'US',
  phone: '',
  ...parts,
})

describe('the addresses of a person', () => {
  it('are none where the cart filled in a country and a state by itself', () => {
    const nothing = { firstName: '', address1: '', city: '', zip: '' }
    expect(addressOrNull(address(nothing))).toBeNull()
    expect(addressOrNull(address({ ...nothing, phone: '1' }))).not.toBeNull()
  })

  it('are each listed once, whether or not they repeat the phone', () => {
    const [home, work] = [address({ phone: '1' }), address({ address1: '2 Oak St' })]
    expect(
      addressBook([home, work, address(), address({ address1: '2 Oak St', phone: '3' })]),
    ).toEqual([home, work])
    expect(addressBook([home, address({ phone: '2' })])).toHaveLength(2)
  })

  it('are places to send a parcel to', () => {
    const noPlace = address({ address1: '', city: '', zip: '' })
    expect(addressBook([null, noPlace, address()])).toEqual([address()])
  })
})
