import Big from 'big.js'
import {
  allocate,
  decimal,
  normalizeDecimal,
  sum,
  toDecimalString,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrderLine, CanonicalTax } from '#app/migration/kinds/order/order.ts'
import { MAX_INT, shorten } from '#app/migration/shopify/values/normalize.ts'

export type PlannedLine = {
  kind: 'line' | 'fee' | 'rounding' | 'nothing'
  /** `CanonicalOrderLine.sourceId`; null for what is no line in the source. */
  sourceId: string | null
  title: string
  variantTitle: string | null
  sku: string | null
  variantSourceId: string | null
  quantity: number
  unitPrice: DecimalString
  taxes: CanonicalTax[]
  properties: { name: string; value: string }[]
}

/** The line's title as Shopify shows it, which takes none without one. */
export function lineTitle({ kind, title }: Pick<PlannedLine, 'kind' | 'title'>): string {
  return shorten(title) || (kind === 'fee' ? 'Fee' : 'Item')
}

export function rateKey(tax: CanonicalTax): string {
  return `${tax.title.trim()}\n${normalizeDecimal(tax.rate)}`
}

export function extraLine(
  kind: 'fee' | 'rounding' | 'nothing',
  title: string,
  amount: DecimalString,
  taxes: CanonicalTax[],
): PlannedLine {
  return {
    kind,
    sourceId: null,
    title,
    variantTitle: null,
    sku: null,
    variantSourceId: null,
    quantity: 1,
    unitPrice: amount,
    taxes,
    properties: [],
  }
}

export function splitLine(
  line: CanonicalOrderLine,
  amount: DecimalString,
  taxes: CanonicalTax[],
  decimals: number,
): PlannedLine[] {
  const countable =
    Number.isInteger(line.quantity) && line.quantity >= 1 && line.quantity <= MAX_INT
  const base = {
    kind: 'line' as const,
    sourceId: line.sourceId,
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    variantSourceId: line.variantSourceId,
  }
  if (!countable) {
    // Shopify counts whole pieces only, and not beyond 32 bits; the source's own quantity stays readable on the line.
    const properties = [...line.properties, { name: 'Quantity', value: String(line.quantity) }]
    return [{ ...base, quantity: 1, unitPrice: amount, taxes, properties }]
  }
  const { properties, quantity } = line
  const low = decimal(amount).div(quantity).round(decimals, Big.roundDown)
  const unit = new Big(10).pow(-decimals)
  const unitsAtHigh = decimal(amount).minus(low.times(quantity)).div(unit).toNumber()
  if (unitsAtHigh === 0) {
    return [{ ...base, quantity, unitPrice: toDecimalString(low), taxes, properties }]
  }
  const high = low.plus(unit)
  const lower = { quantity: quantity - unitsAtHigh, price: low }
  const higher = { quantity: unitsAtHigh, price: high }
  const weights = [lower, higher].map((part) => toDecimalString(part.price.times(part.quantity)))
  const shares = taxes.map((tax) => allocate(tax.amount, weights, decimals))
  return [lower, higher].map((part, index) => ({
    ...base,
    quantity: part.quantity,
    unitPrice: toDecimalString(part.price),
    taxes: taxes
      .map((tax, taxIndex) => ({ ...tax, amount: shares[taxIndex]?.[index] ?? '0' }))
      .filter((tax) => decimal(tax.amount).gt(0)),
    properties,
  }))
}

/** The two halves of a line as one, at the higher price, and by how much that is too much. */
export function unsplit(parts: readonly PlannedLine[]): {
  line: PlannedLine
  tooMuch: DecimalString
} {
  const [lower, higher] = parts
  if (!lower) throw new Error('A line has at least one part')
  if (!higher) return { line: lower, tooMuch: '0' }
  const step = decimal(higher.unitPrice).minus(decimal(lower.unitPrice))
  const taxes = new Map<string, CanonicalTax>()
  for (const tax of [...lower.taxes, ...higher.taxes]) {
    const known = taxes.get(rateKey(tax))
    taxes.set(rateKey(tax), known ? { ...known, amount: sum([known.amount, tax.amount]) } : tax)
  }
  return {
    line: {
      ...higher,
      quantity: lower.quantity + higher.quantity,
      taxes: [...taxes.values()],
    },
    tooMuch: toDecimalString(step.times(lower.quantity)),
  }
}
