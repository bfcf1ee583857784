import type { Wire } from '../../store/dialect.ts'
import type { Address, Customer, Shop } from '../../store/shop.ts'
import { sent } from './catalogue.ts'
import { dateTime } from './time.ts'

const REGIONS: Readonly<Record<string, [number, string]>> = {
  CA: [12, 'California'],
  NY: [43, 'New York'],
}
const regionOf = (code: string): [number, string] => REGIONS[code] ?? [0, code]

export function customerShape(shop: Shop, customer: Customer): Wire {
  const { id, email, firstName, lastName, address, createdAt, changedAt } = customer
  const [regionId, region] = regionOf(address.region)
  return sent(
    shop,
    `customer ${id}`,
    {
      id,
      group_id: 1,
      default_billing: String(id * 10),
      default_shipping: String(id * 10),
      created_at: dateTime(createdAt),
      updated_at: changedAt === null ? null : dateTime(changedAt),
      created_in: 'Default Store View',
      email,
      firstname: firstName,
      lastname: lastName,
      store_id: 1,
      website_id: 1,
      addresses: [
        {
          id: id * 10,
          customer_id: id,
          region: { region_code: address.region, region, region_id: regionId },
          region_id: regionId,
          country_id: address.country,
          street: [address.street],
          telephone: address.phone,
          postcode: address.postcode,
          city: address.city,
          firstname: address.firstName,
          lastname: address.lastName,
          default_shipping: true,
          default_billing: true,
        },
      ],
      disable_auto_group_change: 0,
      extension_attributes: { is_subscribed: false },
    },
    { email: { no: 'text' }, addresses: 'gone' },
  )
}

/** An address of an order has its region in three keys of its own. */
export function orderAddress(
  place: Address,
  given: { id: number; orderId: number; type: 'billing' | 'shipping'; email: string },
): Wire {
  const [regionId, region] = regionOf(place.region)
  return {
    address_type: given.type,
    city: place.city,
    country_id: place.country,
    email: given.email,
    entity_id: given.id,
    firstname: place.firstName,
    lastname: place.lastName,
    parent_id: given.orderId,
    postcode: place.postcode,
    region,
    region_code: place.region,
    region_id: regionId,
    street: [place.street],
    telephone: place.phone,
  }
}
