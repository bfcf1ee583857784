import { plainText } from '../../kit/text/text.ts'
import type { DecimalString } from '#app/migration/kinds/values/money.ts'
import { beginningOf } from '#app/platform/stored-text.ts'
import { absolute, isZero, value } from '../../kit/order/amounts.ts'
import type { OrderMeta } from './meta.ts'
import { amountIn } from './payment.ts'
import type { WireOrder } from '../wire/order.ts'
import { isNothing, listOf } from '../../kit/wire/shapes.ts'

/** Something of value that paid for a part of an order: a gift card, store credit, a wallet. */
export type Credit = { name: string; amount: DecimalString }

/** Amounts per code, or one amount, as plugins note what they took off the total. */
const KEYS: readonly { key: string; name: string }[] = [
  { key: '_ywgc_applied_gift_cards', name: 'Gift card' },
  { key: '_pw_gift_cards', name: 'Gift card' },
  { key: '_applied_gift_cards', name: 'Gift card' },
  { key: 'smart_coupons_contribution', name: 'Store credit' },
  { key: '_store_credit_used', name: 'Store credit' },
  { key: 'store_credit_used', name: 'Store credit' },
  { key: '_funds_used', name: 'Account funds' },
  { key: '_used_wallet_amount', name: 'Wallet' },
]

/** All that the order names, largest meaning first; what was understood is taken out of `meta`. */
export function creditsOf(wire: WireOrder, meta: OrderMeta): Credit[] {
  const listed = wire.gift_cards.flatMap((card) =>
    credit('Gift card', plainText(card.code) || plainText(card.number), value(card.amount)),
  )
  const noted = KEYS.flatMap(({ key, name }) => {
    const found = meta.take(key, (raw) => {
      const credits = creditsIn(raw, name)
      return credits.length === 0 ? null : credits
    })
    if (found.length > 0) meta.understood([`${key}_total`, `${key}_totals`])
    return found.flat()
  })
  return oncePerName([...listed, ...noted])
}

function creditsIn(raw: unknown, name: string): Credit[] {
  const single = amountIn(raw)
  if (single !== null) return credit(name, '', single)
  if (isNothing(raw) || typeof raw !== 'object' || raw === null) return []
  const list = listOf(raw)
  if (list === null || list.every((each) => typeof each !== 'object')) {
    return Object.entries(raw).flatMap(([code, amount]) => credit(name, code, amountIn(amount)))
  }
  return list.flatMap((each) => {
    const fields = new Map(Object.entries(each ?? {}))
    const code = [fields.get('code'), fields.get('number')].find((text) => typeof text === 'string')
    return credit(name, typeof code === 'string' ? code : '', amountIn(fields.get('amount')))
  })
}

function credit(kind: string, code: string, amount: DecimalString | null): Credit[] {
  // Some plugins write what was taken off below zero.
  if (amount === null || isZero(amount)) return []
  return [{ name: beginningOf(`${kind} ${code.trim()}`.trim(), 200), amount: absolute(amount) }]
}

/** Two plugins, or two places of one, may tell of the same card. */
function oncePerName(credits: readonly Credit[]): Credit[] {
  return [...new Map(credits.map((each) => [each.name, each])).values()]
}
