import type { WooState } from '#test/stand-ins/woocommerce/state.ts'

/** What only these people have: a name that is also a word of the catalogue gives nobody away. */
export function persons(state: WooState): string[] {
  const customers = [...state.customers.values()]
  const holders = [...customers, ...state.orders.values()]
  const values = [
    ...customers.flatMap((one) => [one.email, one.lastName, one.username]),
    ...holders.map(({ billing }) => billing.email),
    ...holders
      .flatMap(({ billing, shipping }) => [billing, shipping])
      .flatMap((one) => [one.last_name, one.address_1, one.phone]),
  ]
  const catalogue = [...state.products.values()].map(({ name }) => name.toLowerCase()).join('\n')
  const told = values.map((value) => value.trim().toLowerCase())
  return [...new Set(told)].filter((value) => value.length > 3 && !catalogue.includes(value))
}

/** Which of these values a text holds. Whole words only: "Lang" is not in "language". */
export function found(text: string, values: readonly string[]): string[] {
  const lower = text.toLowerCase()
  return values.filter((value) => {
    for (let at = lower.indexOf(value); at >= 0; at = lower.indexOf(value, at + 1)) {
      const before = lower[at - 1] ?? ' '
      const after = lower[at + value.length] ?? ' '
      if (!/[\p{L}\d]/u.test(before) && !/[\p{L}\d]/u.test(after)) return true
    }
    return false
  })
}
