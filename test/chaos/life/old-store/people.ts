import { createPeople, type Person } from '#test/stand-ins/woocommerce/dataset/people.ts'
import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'

const makers = new WeakMap<WooState, (random: Random) => Person>()

/** Somebody new to this store: no two share an e-mail address or a phone number. */
export function newPerson(woo: WooState, random: Random): Person {
  let maker = makers.get(woo)
  if (!maker) {
    let current = random
    const person = createPeople({
      next: () => current.next(),
      int: (min, max) => current.int(min, max),
      chance: (probability) => current.chance(probability),
      pick: (items) => current.pick(items),
      shuffle: (items) => current.shuffle(items),
      hex: (length) => current.hex(length),
      position: () => current.position(),
    })
    maker = (using) => {
      current = using
      return person()
    }
    makers.set(woo, maker)
  }
  return maker(random)
}
