import { decimal, sum, type DecimalString } from '#app/migration/kinds/values/money.ts'
import { absolute, isZero, value } from '../../../kit/order/amounts.ts'
import { isAmount, listOf, plainAmount } from '../../../kit/wire/shapes.ts'
import { beginningOf } from '#app/platform/stored-text.ts'
import { spoken } from '../../facts/attributes.ts'
import { parsed } from '../custom-data.ts'
import type { WireOrder } from '../../wire/order.ts'

/** An amount of the total that Magento's own arithmetic does not know. */
export type Extra = { name: string; amount: DecimalString; keys: readonly string[] }

export type Extras = {
  /** What paid a part of it: gift cards, store credit, reward points. */
  credits: Extra[]
  /** Gift wrapping. */
  wrapping: Extra[]
  /** What wrapping adds to the order's taxes. */
  wrappingTax: DecimalString
  /** Fees of modules. */
  fees: Extra[]
}

/** In sums of one order: the other currency's, and what became of them later. */
const OTHER_AMOUNT = /base|refund|invoiced|tax|cancel|earn|_rate$|_percent$/
const GIFT_CARDS = /gift_?cards?|giftvoucher/
const CREDITS: readonly { key: RegExp; name: string }[] = [
  { key: GIFT_CARDS, name: 'Gift card' },
  { key: /customer_balance|store_?credit|customercredit|wallet/, name: 'Store credit' },
  { key: /reward|loyalty|(^|_)points?(_|$)/, name: 'Reward points' },
]
const AMOUNT = /(amount|discount|total|spent)$/
const FEE = /(^|_)(fee|fees|surcharge|donation|tip|cod|handling)(_amount)?$/

/**
 * Amounts of Adobe Commerce and of modules, on the order itself or among its extension attributes, as
 * numbers or as text, with a minus or without.
 */
export function extrasOf(wire: WireOrder): Extras {
  const fields = new Map<string, unknown>([
    ...Object.entries(wire),
    ...Object.entries(wire.extension_attributes),
  ])
  const amounts = [...fields]
    .filter(([key]) => !OTHER_AMOUNT.test(key))
    .flatMap(([key, raw]): { key: string; amount: DecimalString }[] => {
      const amount = amountIn(raw)
      return amount === null ? [] : [{ key, amount }]
    })
  const wrapping = ['gw_price', 'gw_items_price', 'gw_card_price']
  const wrap = amounts.filter(({ key }) => wrapping.includes(key))
  const tax = [...fields].flatMap(([key, raw]) =>
    /^gw_(items_|card_)?tax_amount$/.test(key) ? (amountIn(raw) ?? []) : [],
  )
  return {
    credits: CREDITS.flatMap(({ key: pattern, name }) => {
      const own = amounts.filter(({ key }) => pattern.test(key) && AMOUNT.test(key))
      const cards = pattern === GIFT_CARDS ? cardsIn(fields) : []
      const keys = [...own.map(({ key }) => key), ...cards.flatMap((card) => card.keys)]
      const total = own[0]
      if (cards.length > 0 && (!total || decimal(sumOf(cards)).eq(decimal(total.amount)))) {
        return cards.map((card) => ({ ...card, keys }))
      }
      // Several keys of one kind are one amount said again: the first counts.
      return total ? [{ name, amount: total.amount, keys }] : []
    }),
    wrapping:
      wrap.length === 0
        ? []
        : [{ name: 'Gift wrapping', amount: sumOf(wrap), keys: wrap.map(({ key }) => key) }],
    wrappingTax: sum(tax),
    fees: amounts
      .filter(({ key }) => FEE.test(key))
      .map(({ key, amount }) => ({
        name: spoken(key.replace(/_amount$/, '')),
        amount,
        keys: [key],
      })),
  }
}

export function sumOf(amounts: readonly { amount: DecimalString }[]): DecimalString {
  return sum(amounts.map(({ amount }) => amount))
}

/** Each card by its code: `[{ code, amount }]`, `[{ c, a }]`, `{ code: amount }`, or these as JSON. */
function cardsIn(fields: ReadonlyMap<string, unknown>): Extra[] {
  return [...fields].flatMap(([key, raw]) => {
    if (!GIFT_CARDS.test(key) || OTHER_AMOUNT.test(key)) return []
    const cards = parsed(raw)
    if (typeof cards !== 'object' || cards === null) return []
    const list = listOf(cards)
    const named = list
      ? list.flatMap((card): [string, unknown][] => {
          const entry = new Map(Object.entries(card ?? {}))
          return [[codeText(entry), entry.get('amount') ?? entry.get('a')]]
        })
      : Object.entries(cards)
    return named.flatMap(([code, given]): Extra[] => {
      const amount = amountIn(given)
      if (amount === null) return []
      return [{ name: beginningOf(`Gift card ${code}`.trim(), 200), amount, keys: [key] }]
    })
  })
}

function codeText(card: ReadonlyMap<string, unknown>): string {
  const code = card.get('code') ?? card.get('c')
  return typeof code === 'string' || typeof code === 'number' ? String(code).trim() : ''
}

/** Null for none, and for what is no amount. */
export function amountIn(raw: unknown): DecimalString | null {
  if (typeof raw !== 'number' && typeof raw !== 'string') return null
  const text = plainAmount(String(raw))
  return text === '' || !isAmount(text) || isZero(value(text)) ? null : absolute(text)
}
