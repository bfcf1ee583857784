import type { Customer } from '../records.ts'
import type { Random } from '../prng.ts'
import type { WooState } from '../state.ts'
import { createCustomer } from '../writes/customers.ts'
import type { AddressInput } from '../writes/inputs.ts'
import { COMPANIES, NAMES, PLACES } from './words.ts'

export type Person = { firstName: string; lastName: string; email: string; address: AddressInput }

const ascii = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase()

const DOMAINS = ['example.com', 'example.org', 'example.net'] as const

/** Makes people; no two share an e-mail or a phone number. */
export function createPeople(random: Random) {
  let number = 0
  return function person(): Person {
    number++
    const place = random.pick(PLACES)
    const [firstName, lastName] = random.pick(
      NAMES[place.country] ?? NAMES[''] ?? [['Sam', 'Reyes']],
    )
    const local = `${ascii(firstName) || 'kunde'}.${ascii(lastName) || 'jp'}${number}`
    const plain = `${local}@${random.pick(DOMAINS)}`
    const email = random.chance(0.08)
      ? plain.replace(/^./, (c) => c.toUpperCase()).replace('example', 'Example')
      : plain
    return {
      firstName,
      lastName,
      email,
      address: {
        first_name: firstName,
        last_name: lastName,
        company: random.chance(0.08) ? random.pick(COMPANIES) : '',
        address_1: `${random.int(1, 180)} ${random.pick(place.streets)}`,
        address_2: random.chance(0.2) ? `Unit ${random.int(1, 40)}` : '',
        city: place.city,
        state: place.state,
        postcode: place.postcode,
        country: place.country,
        phone: random.chance(0.7) ? place.phone(number) : '',
      },
    }
  }
}

export function addCustomer(state: WooState, random: Random, one: Person): Customer {
  const bare = random.chance(0.12)
  const sends = random.chance(0.25)
  return createCustomer(state, {
    email: one.email,
    first_name: one.firstName,
    last_name: one.lastName,
    password: 'not kept',
    ...(bare ? {} : { billing: { ...one.address, email: one.email } }),
    ...(bare || !sends
      ? {}
      : {
          shipping: {
            ...one.address,
            company: '',
            address_1: `${random.int(1, 99)} Mill Rise`,
            phone: '',
          },
        }),
    ...(random.chance(0.2)
      ? {
          meta_data: [
            { key: 'loyalty_tier', value: random.pick(['gold', 'silver']) },
            { key: 'newsletter', value: true },
          ],
        }
      : {}),
  })
}
