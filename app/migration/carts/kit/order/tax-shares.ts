import { ZERO, allocate, type DecimalString } from '#app/migration/kinds/values/money.ts'
import type { CanonicalTax } from '#app/migration/kinds/order/order.ts'
import { decimalsOf, isZero } from './amounts.ts'

/** What a tax is charged on. */
type Bearer = {
  isShipping: boolean
  /** Tax per rate, as exact as the store shows it: by these weights a rate's sum is shared out. */
  rates: ReadonlyMap<string, DecimalString>
}

/** One tax of an order as the store sums it up. */
type OrderTax = Omit<CanonicalTax, 'amount'> & {
  /** What `Bearer.rates` calls it. */
  rateId: string
  onItems: DecimalString
  onShipping: DecimalString
}

/** Per bearer its taxes; per tax they sum up to exactly what the order says. */
export function shareTaxes(
  taxes: readonly OrderTax[],
  bearers: readonly Bearer[],
): CanonicalTax[][] {
  const shares: CanonicalTax[][] = bearers.map(() => [])
  const pots = [
    { of: 'onItems', ...carriers(bearers, false) },
    { of: 'onShipping', ...carriers(bearers, true) },
  ] as const
  for (const { rateId, title, rate, ...sums } of taxes) {
    for (const pot of pots) {
      const total = sums[pot.of]
      if (isZero(total)) continue
      // A tax no bearer explains goes to the first one of its kind, so that the sum stays right.
      const members = pot.byRate.get(rateId) ?? pot.fallback
      const parts = allocate(
        total,
        members.map(({ weight }) => weight),
        decimalsOf(total),
      )
      members.forEach(({ index }, i) => {
        const amount = parts[i] ?? ZERO
        if (!isZero(amount)) shares[index]?.push({ title, rate, amount })
      })
    }
  }
  return shares
}

type Carrier = { index: number; weight: DecimalString }

/** Which bearers carry which rate, looked at once however many rates an order names. */
function carriers(
  bearers: readonly Bearer[],
  ofShipping: boolean,
): { byRate: Map<string, Carrier[]>; fallback: Carrier[] } {
  const byRate = new Map<string, Carrier[]>()
  let fallback: Carrier[] = []
  for (const [index, { isShipping, rates }] of bearers.entries()) {
    if (isShipping !== ofShipping) continue
    if (fallback.length === 0) fallback = [{ index, weight: '1' }]
    for (const [rate, weight] of rates) {
      if (isZero(weight)) continue
      const known = byRate.get(rate)
      if (known) known.push({ index, weight })
      else byRate.set(rate, [{ index, weight }])
    }
  }
  return { byRate, fallback }
}
