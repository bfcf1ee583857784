import type { Json, Wire } from '../../store/dialect.ts'
import type { Order, Refund, Shop } from '../../store/shop.ts'

/** Every amount is there twice: as the buyer paid it, and in the store's books. */
export function amounts(named: Record<string, number>): Wire {
  const all = Object.entries(named).flatMap(([name, cents]): [string, Json][] => [
    [name, cents / 100],
    [`base_${name}`, cents / 100],
  ])
  return Object.fromEntries(all)
}

export const isOfLines = ({ lines }: Refund) => lines.length > 0

export const currencies = ({ currency }: Shop): Wire => ({
  base_currency_code: currency,
  global_currency_code: currency,
  order_currency_code: currency,
  store_currency_code: currency,
  base_to_global_rate: 1,
  base_to_order_rate: 1,
  store_to_base_rate: 0,
  store_to_order_rate: 0,
})

export const billingId = ({ id }: Order) => id * 10
export const shippingId = ({ id }: Order) => id * 10 + 1
