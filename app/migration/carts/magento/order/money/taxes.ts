import Big from 'big.js'
import {
  ZERO,
  allocate,
  decimal,
  equalAmounts,
  subtract,
  sum,
  toDecimalString,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalTax } from '#app/migration/kinds/order/order.ts'
import { decimalsOf, isZero, value } from '../../../kit/order/amounts.ts'
import { mostRounding } from '../../../kit/order/rounding.ts'
import { shareTaxes } from '../../../kit/order/tax-shares.ts'
import type { WireItem, WireItemTaxes, WireOrder, WireTax } from '../../wire/order.ts'
import { ofFamily, type Family } from '../lines/families.ts'
import { taxOnFixedTaxes, type FixedTax } from './fixed-taxes.ts'

export type OrderTaxes = {
  /** Per tax, together exactly the order's. */
  all: CanonicalTax[]
  ofFamilies: CanonicalTax[][]
  ofFixedTaxes: CanonicalTax[][]
  ofShipping: CanonicalTax[]
}

type Rates = Map<string, DecimalString>
type OrderTax = Omit<CanonicalTax, 'amount'> & {
  rateId: string
  onItems: DecimalString
  onShipping: DecimalString
}
type Bearers = { families: Rates[]; fixed: Rates[]; shipping: Rates }

/**
 * The taxes as the order names them, shared out to what bore them. Nothing is worked out from a rate:
 * stores round per row or per order. Where the order names none, or other sums than its tax, the
 * rows' own percentages do.
 */
export function taxesOf(
  wire: WireOrder,
  families: readonly Family[],
  fixed: readonly FixedTax[],
): OrderTaxes {
  const { taxes, bearers } = named(wire, families, fixed) ?? byPercent(wire, families, fixed)
  const shares = shareTaxes(taxes, [
    ...[...bearers.families, ...bearers.fixed].map((rates) => ({ isShipping: false, rates })),
    { isShipping: true, rates: bearers.shipping },
  ])
  return {
    all: taxes
      .map(({ title, rate, onItems, onShipping }) => ({
        title,
        rate,
        amount: sum([onItems, onShipping]),
      }))
      .filter(({ amount, rate }) => !isZero(amount) || !isZero(rate)),
    ofFamilies: families.map((_, at) => shares[at] ?? []),
    ofFixedTaxes: fixed.map((_, at) => shares[families.length + at] ?? []),
    ofShipping: shares.at(-1) ?? [],
  }
}

/* ------------------------------------------------------------------ by their names -------- */

function named(
  wire: WireOrder,
  families: readonly Family[],
  fixed: readonly FixedTax[],
): { taxes: OrderTax[]; bearers: Bearers } | null {
  const { applied_taxes, item_applied_taxes } = wire.extension_attributes
  const listed = [applied_taxes, item_applied_taxes.flatMap(({ applied_taxes: own }) => own)]
    .map(perName)
    .find((taxes) => taxes.size > 0 && isTaxOf(wire, [...taxes.values()]))
  if (!listed) return null
  const amounts = asStated(
    value(wire.tax_amount),
    [...listed.values()].map(({ amount }) => amount),
  )
  const bearers = bearersOf(item_applied_taxes, families, fixed, listed)
  const ofShipping = shippingShares(wire, [...listed.keys()], amounts, bearers)
  const taxes = [...listed].map(([rateId, { title, rate }], at): OrderTax => {
    const onShipping = ofShipping[at] ?? ZERO
    return { rateId, title, rate, onShipping, onItems: subtract(amounts[at] ?? ZERO, onShipping) }
  })
  return { taxes, bearers }
}

/** Taxes that were rounded each by itself add up to a cent more or less than the order was charged. */
function asStated(total: DecimalString, amounts: readonly DecimalString[]): DecimalString[] {
  if (equalAmounts(sum(amounts), total)) return [...amounts]
  return allocate(total, amounts, decimalsOf(total))
}

/** How much of each tax the shipping bore: as listed, else what the rows leave, else by its size. */
function shippingShares(
  wire: WireOrder,
  names: readonly string[],
  amounts: readonly DecimalString[],
  { families, fixed }: Bearers,
): DecimalString[] {
  const listed = perName(
    wire.extension_attributes.item_applied_taxes
      .filter(({ type }) => type === 'shipping')
      .flatMap((each) => each.applied_taxes),
  )
  if (listed.size > 0) return names.map((name) => listed.get(name)?.amount ?? ZERO)
  const left = names.map((name, at) => {
    const onRows = [...families, ...fixed].map((rates) => rates.get(name) ?? ZERO)
    return subtract(amounts[at] ?? ZERO, sum(onRows))
  })
  const total = value(wire.shipping_tax_amount)
  const isWhole = equalAmounts(sum(left), total) && left.every((each) => decimal(each).gte(0))
  return isWhole ? left : allocate(total, amounts, decimalsOf(total))
}

/** Taxes of one name and rate are one. */
function perName(taxes: readonly WireTax[]): Map<string, CanonicalTax> {
  const found = new Map<string, CanonicalTax>()
  for (const tax of taxes) {
    const title = tax.title.trim() || tax.code.trim() || 'Tax'
    const rate = rateOf(tax.percent)
    const key = idOf(tax)
    const amount = sum([found.get(key)?.amount ?? ZERO, value(tax.amount)])
    found.set(key, { title, rate, amount })
  }
  return found
}

function idOf({ code, title, percent }: WireTax): string {
  return `${code || title}\n${rateOf(percent)}`
}

/** A percentage has four; PHP writes 19.000000000000004 in some versions. */
const PLACES = 6

/** "8.25" as a fraction. */
function rateOf(percent: string): DecimalString {
  return toDecimalString(new Big(value(percent)).div(100).round(PLACES, Big.roundHalfUp))
}

function isTaxOf(wire: WireOrder, taxes: readonly CanonicalTax[]): boolean {
  const amounts = taxes.map(({ amount }) => amount)
  const off = decimal(subtract(sum(amounts), value(wire.tax_amount))).abs()
  return off.lte(mostRounding([value(wire.tax_amount), ...amounts], taxes.length))
}

function bearersOf(
  told: readonly WireItemTaxes[],
  families: readonly Family[],
  fixed: readonly FixedTax[],
  taxes: ReadonlyMap<string, CanonicalTax>,
): Bearers {
  const ratesOf = (entries: readonly WireItemTaxes[]): Rates => {
    const own = entries.flatMap(({ applied_taxes }) => applied_taxes)
    return new Map([...Map.groupBy(own, idOf)].map(([id, each]) => [id, sumOfTaxes(each)]))
  }
  const byItem = Map.groupBy(
    told.filter(({ type }) => type !== 'shipping' && type !== 'weee'),
    ({ item_id, associated_item_id }) => item_id || associated_item_id,
  )
  const onFixed = Map.groupBy(
    taxOnFixedTaxes(told),
    ({ associated_item_id, item_id }) => associated_item_id || item_id,
  )
  const percents = families.map(percentsOf)
  return {
    families: families.map((family, at) => {
      const members = [family.root, ...family.children]
      const rates = ratesOf(members.flatMap(({ item_id }) => byItem.get(item_id) ?? []))
      return rates.size > 0 ? rates : byRate(percents[at] ?? new Map(), taxes, percents)
    }),
    fixed: fixed.map(({ itemId }) => ratesOf(onFixed.get(itemId) ?? [])),
    shipping: new Map([...taxes.keys()].map((name) => [name, '1'])),
  }
}

/**
 * Of a row whose taxes are not listed, the one of its percentage. A percentage that no tax has is
 * that of several together: those that are no other row's.
 */
function byRate(
  own: Rates,
  taxes: ReadonlyMap<string, CanonicalTax>,
  all: readonly Rates[],
): Rates {
  const found: Rates = new Map()
  for (const [percent, amount] of own) {
    const same = [...taxes].filter(([, { rate }]) => rate === percent)
    const nobodys = [...taxes].filter(([, { rate }]) => !all.some((rates) => rates.has(rate)))
    const likely = [same, nobodys].find((each) => each.length > 0) ?? [...taxes]
    for (const [name] of likely) found.set(name, sum([found.get(name) ?? ZERO, amount]))
  }
  return found
}

function sumOfTaxes(taxes: readonly WireTax[]): DecimalString {
  return sum(taxes.map(({ amount }) => value(amount)))
}

/* ------------------------------------------------------------------ by percentages -------- */

const NAMELESS = 'Tax'
const ON_SHIPPING = 'Shipping tax'
const REST = 'rest'

function byPercent(
  wire: WireOrder,
  families: readonly Family[],
  fixed: readonly FixedTax[],
): { taxes: OrderTax[]; bearers: Bearers } {
  const rates = families.map(percentsOf)
  const perRate = new Map<string, DecimalString>()
  for (const [rate, amount] of rates.flatMap((own) => [...own])) {
    perRate.set(rate, sum([perRate.get(rate) ?? ZERO, amount]))
  }
  const onShipping = value(wire.shipping_tax_amount)
  const items = subtract(value(wire.tax_amount), onShipping)
  const shown = sum([...perRate.values()])
  const all = [...perRate]
  const rounding = mostRounding([items, ...all.map(([, amount]) => amount)], families.length + 1)
  const isRounded = decimal(subtract(items, shown)).abs().lte(rounding)
  const amounts = all.map(([, amount]) => amount)
  const parts = isRounded ? allocate(items, amounts, decimalsOf(items)) : amounts
  const rest = all.length > 0 && isRounded ? ZERO : subtract(items, shown)
  const tax = (rateId: string, title: string, rate: string, amount: DecimalString): OrderTax => ({
    rateId,
    title,
    rate,
    onItems: amount,
    onShipping: ZERO,
  })
  const [onlyRate, ...others] = perRate.keys()
  return {
    taxes: [
      ...all.map(([rate], at) => tax(rate, NAMELESS, rate, parts[at] ?? ZERO)),
      ...(isZero(rest) ? [] : [tax(REST, NAMELESS, ZERO, rest)]),
      ...(isZero(onShipping)
        ? []
        : [
            {
              ...tax(
                ON_SHIPPING,
                ON_SHIPPING,
                others.length === 0 ? (onlyRate ?? ZERO) : ZERO,
                ZERO,
              ),
              onShipping,
            },
          ]),
    ],
    bearers: {
      families: rates,
      fixed: fixed.map(() => new Map([[REST, '1']])),
      shipping: new Map([[ON_SHIPPING, '1']]),
    },
  }
}

/** Of a bundle whose parts are taxed each in its own way, theirs. */
function percentsOf(family: Family): Rates {
  const taxed = (items: readonly WireItem[]) =>
    items.filter(({ tax_amount }) => !isZero(tax_amount))
  const parts = taxed(family.children)
  const whole = ofFamily(family, ({ tax_amount }) => tax_amount)
  const isOfParts = equalAmounts(sum(parts.map(({ tax_amount }) => tax_amount)), whole)
  const found: Rates = new Map()
  for (const { tax_percent, tax_amount } of isOfParts ? parts : taxed([family.root])) {
    const rate = rateOf(tax_percent)
    found.set(rate, sum([found.get(rate) ?? ZERO, tax_amount]))
  }
  return found
}
