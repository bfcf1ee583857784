/** What the stand-in's own tests share. */
import { expect } from 'vitest'
import { z } from 'zod'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'
import { big, sum } from './totals/money.ts'
import { startWooCommerceStandIn, type WooStandIn, type WooStandInOptions } from './server.ts'
import { createOrder } from './writes/orders.ts'
import { createProduct } from './writes/products.ts'

export const START = '2026-03-02T09:00:00Z'
const opened: WooStandIn[] = []

export async function open(options: WooStandInOptions = {}) {
  const clock = createFakeClock(START)
  const store = await startWooCommerceStandIn({ https: 'assume', clock, ...options })
  opened.push(store)
  return { store, clock }
}
export async function closeAll() {
  await Promise.all(opened.splice(0).map((store) => store.close()))
}

const rowShape = z.looseObject({ id: z.number() })

export async function get(store: WooStandIn, path: string) {
  const basic = Buffer.from(`${store.consumerKey}:${store.consumerSecret}`).toString('base64')
  const response = await fetch(`${store.url}/wp-json/wc/v3${path}`, {
    headers: { authorization: `Basic ${basic}` },
  })
  return response
}
export async function rows(store: WooStandIn, path: string) {
  return z.array(rowShape).parse(await (await get(store, path)).json())
}
export const idsOf = async (store: WooStandIn, path: string) =>
  (await rows(store, path)).map((row) => row.id)
export const errorCode = async (response: Response) =>
  `${response.status} ${z.object({ code: z.string() }).parse(await response.json()).code}`

/** A store with one priced product. */
export async function emptyShop(options: WooStandInOptions = {}) {
  const opening = await open({ dataset: 'empty', ...options })
  const product = createProduct(opening.store.state, { name: 'Mug', regular_price: '12.00' })
  const order = () =>
    createOrder(opening.store.state, { line_items: [{ product_id: product.id, quantity: 1 }] })
  return { ...opening, product, order }
}

/** The arithmetic every order in the captures obeys. */
export function expectExact(shape: Record<string, unknown>) {
  const tax = z.object({ total: z.string(), total_tax: z.string() })
  const order = z
    .object({
      total: z.string(),
      total_tax: z.string(),
      cart_tax: z.string(),
      shipping_tax: z.string(),
      shipping_total: z.string(),
      discount_total: z.string(),
      discount_tax: z.string(),
      prices_include_tax: z.boolean(),
      line_items: z.array(
        tax.extend({
          subtotal: z.string(),
          subtotal_tax: z.string(),
          price: z.number(),
          quantity: z.number(),
        }),
      ),
      fee_lines: z.array(tax),
      shipping_lines: z.array(tax),
      tax_lines: z.array(z.object({ tax_total: z.string(), shipping_tax_total: z.string() })),
    })
    .parse(shape)
  const { line_items: lines, fee_lines: fees, shipping_lines: shipping, tax_lines: taxes } = order
  const same = (left: string, right: ReturnType<typeof sum>) =>
    expect(big(left).toFixed(2)).toBe(right.toFixed(2))
  const totals = [...lines, ...fees, ...shipping].map((line) => line.total)
  same(order.total, sum([...totals, order.total_tax]))
  same(order.total_tax, sum([order.cart_tax, order.shipping_tax]))
  same(order.cart_tax, sum([...lines, ...fees].map((line) => line.total_tax)))
  same(order.cart_tax, sum(taxes.map((line) => line.tax_total)))
  same(order.shipping_tax, sum(taxes.map((line) => line.shipping_tax_total)))
  same(order.shipping_tax, sum(shipping.map((line) => line.total_tax)))
  same(order.shipping_total, sum(shipping.map((line) => line.total)))
  same(order.discount_total, sum(lines.map((line) => big(line.subtotal).minus(line.total))))
  same(order.discount_tax, sum(lines.map((line) => big(line.subtotal_tax).minus(line.total_tax))))
  for (const line of lines) {
    const off = big(line.price.toFixed(9)).times(line.quantity).minus(line.total).abs()
    expect(Number(off)).toBeLessThanOrEqual(order.prices_include_tax ? 0.01 : 0.000001)
  }
}
