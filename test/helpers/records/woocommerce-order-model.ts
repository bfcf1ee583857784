import fc from 'fast-check'
import {
  exact,
  minus,
  over,
  plus,
  rounded,
  textOf,
  times,
  upToSix,
  type Exact,
} from '../arithmetic/exact.ts'

/**
 * Orders as WooCommerce totals them, written anew from its documented rules and the recorded orders
 * of a real store, in fractions of whole numbers. It shares no code with the connector, nor with the
 * store that stands in for WooCommerce.
 *
 * - Nets and taxes are kept to six places and shown at the store's own number of decimals.
 * - Taxes are rounded per line and rate, or (`atSubtotal`) per rate over all lines; a half goes away
 *   from zero, but towards zero where prices include tax (recorded: 1.015 → 1.01).
 * - total = lines + fees + shipping + taxes, each rounded before adding, or only the end (`atSubtotal`),
 *   less what a gift card paid.
 */
export type WooSettings = {
  gross: boolean
  atSubtotal: boolean
  decimals: number
  currency: string
}

type Rate = { id: number; percent: string; compound: boolean; onShipping: boolean }
type Line = {
  /** As typed in the catalogue, more decimals than the currency has included. */
  price: string
  quantity: number
  rates: Rate[]
  /** What all coupons take off, in thousandths of the line. */
  off: number
  /** Typed over by hand in the admin: any net amount. */
  byHand: string | null
}
type Extra = { amount: string; rates: Rate[] }
export type WooOrderPlan = {
  settings: WooSettings
  lines: Line[]
  fees: Extra[]
  shipping: Extra[]
  coupons: number
  /** What a gift card pays of the total, in hundredths: the plugin lowers the total and no line. */
  card: number
  refunds: { share: number; shipping: boolean; lines: boolean }[]
}

type Taxed = { net: Exact; subtotal: Exact; taxes: { rate: Rate; total: Exact; subtotal: Exact }[] }

const six = (value: Exact): Exact => exact(upToSix(value))
const share = (rate: Rate): Exact => over(exact(rate.percent), exact(100))

/** Tax on a net amount; a compound rate taxes the plain taxes too. */
function taxesOn(net: Exact, rates: readonly Rate[]): { rate: Rate; tax: Exact }[] {
  const plain = rates
    .filter((rate) => !rate.compound)
    .map((rate) => ({ rate, tax: six(times(net, share(rate))) }))
  const taxes = [...plain]
  for (const rate of rates.filter((each) => each.compound)) {
    const base = plus(net, ...taxes.map(({ tax }) => tax))
    taxes.push({ rate, tax: six(times(base, share(rate))) })
  }
  return taxes
}

/** The net inside a gross amount. */
function netIn(gross: Exact, rates: readonly Rate[]): Exact {
  const one = exact(1)
  const compound = rates
    .filter((rate) => rate.compound)
    .reduce((factor, rate) => times(factor, plus(one, share(rate))), one)
  const plain = plus(one, ...rates.filter((rate) => !rate.compound).map(share))
  return six(over(gross, times(compound, plain)))
}

function taxed(net: Exact, subtotal: Exact, rates: readonly Rate[]): Taxed {
  const before = taxesOn(subtotal, rates)
  return {
    net,
    subtotal,
    taxes: taxesOn(net, rates).map(({ rate, tax }, i) => ({
      rate,
      total: tax,
      subtotal: before[i]?.tax ?? exact(0),
    })),
  }
}

function priced(line: Line, { gross }: WooSettings): Taxed {
  const typed = times(exact(line.price), exact(line.quantity))
  const subtotal = gross ? netIn(typed, line.rates) : six(typed)
  const net =
    line.byHand === null
      ? six(times(subtotal, over(exact(1000 - line.off), exact(1000))))
      : exact(line.byHand)
  return taxed(net, subtotal, line.rates)
}

/** The order as `GET /orders/<id>` shows it, and its refunds; null when no store would have it. */
export function wooOrder(
  plan: WooOrderPlan,
): { wire: object; refunds: object[]; total: Exact } | null {
  const { settings } = plan
  const { gross, atSubtotal, decimals } = settings
  const show = (value: Exact) => textOf(rounded(value, decimals), decimals)
  const half = gross ? 'towards zero' : 'away from zero'
  const keptTax = (tax: Exact) => (atSubtotal ? tax : rounded(tax, decimals, half))
  const keptNet = (net: Exact) => (atSubtotal ? net : rounded(net, decimals))
  const lines = plan.lines.map((line) => priced(line, settings))
  const fees = plan.fees.map(({ amount, rates }) => taxed(exact(amount), exact(amount), rates))
  const shipping = plan.shipping.map(({ amount, rates }) =>
    taxed(
      exact(amount),
      exact(amount),
      rates.filter((rate) => rate.onShipping),
    ),
  )
  const rates = new Map<number, Rate>()
  for (const item of [...lines, ...fees, ...shipping]) {
    for (const { rate } of item.taxes) rates.set(rate.id, rate)
  }
  const ofRate = (items: readonly Taxed[], id: number) =>
    plus(
      ...items.flatMap((item) =>
        item.taxes.filter((t) => t.rate.id === id).map((t) => keptTax(t.total)),
      ),
    )
  const taxLines = [...rates.values()].map((rate) => ({
    rate,
    cart: ofRate([...lines, ...fees], rate.id),
    shipping: ofRate(shipping, rate.id),
  }))
  const tax = plus(...taxLines.flatMap((line) => [line.cart, line.shipping]))
  const before = rounded(
    plus(
      ...[...lines, ...fees].map((item) => keptNet(item.net)),
      ...shipping.map((item) => rounded(item.net, decimals)),
      tax,
    ),
    decimals,
  )
  if (before.n < 0n) return null
  const card = rounded(times(before, over(exact(plan.card), exact(100))), decimals)
  const total = minus(before, card)
  const itemTax = (item: Taxed, which: 'total' | 'subtotal') =>
    show(plus(...item.taxes.map((each) => keptTax(each[which]))))
  const itemTaxes = (item: Taxed) =>
    item.taxes.map(({ rate, ...amounts }) => ({
      id: rate.id,
      total: upToSix(amounts.total),
      subtotal: upToSix(amounts.subtotal),
    }))
  const off = plus(...lines.map(({ subtotal, net }) => minus(subtotal, net)))
  const offTax = plus(
    ...lines.flatMap(({ taxes }) => taxes.map((each) => minus(each.subtotal, each.total))),
  )
  const perCoupon = (value: Exact) => show(over(value, exact(Math.max(1, plan.coupons))))
  const wire = {
    id: 500,
    number: '500',
    status: 'processing',
    currency: settings.currency,
    prices_include_tax: gross,
    date_created_gmt: '2026-02-01T10:00:00',
    date_modified_gmt: '2026-02-02T11:00:00',
    date_paid_gmt: '2026-02-01T10:00:05',
    total: show(total),
    total_tax: show(tax),
    customer_id: 0,
    line_items: lines.map((line, i) => ({
      id: i + 1,
      name: `Article ${i + 1}`,
      quantity: plan.lines[i]?.quantity ?? 1,
      subtotal: show(line.subtotal),
      subtotal_tax: itemTax(line, 'subtotal'),
      total: show(line.net),
      total_tax: itemTax(line, 'total'),
      taxes: itemTaxes(line),
    })),
    fee_lines: fees.map((fee, i) => ({
      id: 100 + i,
      name: `Fee ${i + 1}`,
      total: show(fee.net),
      total_tax: itemTax(fee, 'total'),
      taxes: itemTaxes(fee),
    })),
    shipping_lines: shipping.map((line, i) => ({
      id: 200 + i,
      method_title: 'Parcel',
      method_id: 'flat_rate',
      total: show(line.net),
      total_tax: itemTax(line, 'total'),
      taxes: itemTaxes(line),
    })),
    tax_lines: taxLines.map((line) => ({
      rate_id: line.rate.id,
      label: `Tax ${line.rate.id}`,
      rate_percent: Number(line.rate.percent),
      tax_total: show(line.cart),
      shipping_tax_total: show(line.shipping),
    })),
    coupon_lines: Array.from({ length: plan.coupons }, (_, i) => ({
      id: 300 + i,
      code: `code${i + 1}`,
      discount: perCoupon(off),
      discount_tax: perCoupon(offTax),
    })),
    gift_cards: card.n > 0n ? [{ id: 1, code: 'CARD', amount: show(card) }] : [],
    refunds: plan.refunds.map((_, i) => ({ id: 400 + i })),
  }
  return { wire, refunds: refundsOf(plan, lines, shipping, total, show), total }
}

/** Each gives back part of what is left, with lines or as a bare amount. */
function refundsOf(
  plan: WooOrderPlan,
  lines: readonly Taxed[],
  shipping: readonly Taxed[],
  total: Exact,
  show: (value: Exact) => string,
): object[] {
  let left = total
  const withTax = (item: Taxed) => plus(item.net, ...item.taxes.map((tax) => tax.total))
  return plan.refunds.map((refund, i) => {
    const wished = rounded(
      times(left, over(exact(refund.share), exact(100))),
      plan.settings.decimals,
    )
    left = minus(left, wished)
    const first = lines[0]
    const parcel = shipping[0]
    return {
      id: 400 + i,
      date_created_gmt: `2026-02-03T10:00:0${i}`,
      amount: show(wished),
      reason: '',
      line_items:
        refund.lines && first
          ? [
              {
                id: 900 + i,
                quantity: -1,
                total: `-${show(wished).replace('-', '')}`,
                total_tax: '0.00',
                meta_data: [{ key: '_refunded_item_id', value: '1' }],
              },
            ]
          : [],
      shipping_lines:
        refund.shipping && parcel && withTax(parcel).n > 0n
          ? [{ total: `-${show(parcel.net)}`, total_tax: '0' }]
          : [],
    }
  })
}

const rate = (id: number): fc.Arbitrary<Rate> =>
  fc.record({
    id: fc.constant(id),
    percent: fc.constantFrom('19', '7', '7.25', '8.875', '0.5', '20', '25', '5.5', '9.975', '0'),
    compound: fc.boolean(),
    onShipping: fc.boolean(),
  })
const settings: fc.Arbitrary<WooSettings> = fc.record({
  gross: fc.boolean(),
  atSubtotal: fc.boolean(),
  // Stores that show more decimals than their currency has, or fewer.
  decimals: fc.constantFrom(2, 2, 2, 0, 3, 4),
  currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'HUF'),
})
const typed = (max: number, places: number) =>
  fc
    .tuple(fc.nat(max), fc.nat(places))
    .map(([units, digits]) => textOf({ n: BigInt(units), d: 10n ** BigInt(digits) }, digits))

export const wooOrders: fc.Arbitrary<WooOrderPlan> = fc
  .tuple(settings, rate(1), rate(2), rate(3))
  .chain(([chosen, ...rates]) => {
    const some = fc.subarray(rates)
    const shown = (max: number) =>
      typed(max, chosen.decimals).map((text) =>
        textOf(rounded(exact(text), chosen.decimals), chosen.decimals),
      )
    return fc.record({
      settings: fc.constant(chosen),
      lines: fc.array(
        fc.record({
          price: typed(200_000, 4),
          quantity: fc.oneof(
            { weight: 8, arbitrary: fc.integer({ min: 1, max: 60 }) },
            { weight: 1, arbitrary: fc.constantFrom(0.5, 1.25, 3.333) },
          ),
          rates: some,
          off: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1000 })),
          byHand: fc.oneof(
            { weight: 12, arbitrary: fc.constant(null) },
            { weight: 1, arbitrary: shown(50_000) },
          ),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      fees: fc.array(
        fc.record({
          amount: fc
            .tuple(shown(3_000), fc.boolean())
            .map(([text, negative]) => (negative ? `-${text}` : text)),
          rates: some,
        }),
        { maxLength: 3 },
      ),
      shipping: fc.array(fc.record({ amount: shown(3_000), rates: some }), { maxLength: 2 }),
      coupons: fc.nat(3),
      card: fc.oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 100 }) },
      ),
      refunds: fc.array(
        fc.record({
          share: fc.integer({ min: 1, max: 100 }),
          shipping: fc.boolean(),
          lines: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
    })
  })
