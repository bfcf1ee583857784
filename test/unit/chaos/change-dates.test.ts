import { describe, expect, test } from 'vitest'
import { withoutGoingBack } from '#test/chaos/life/change-dates.ts'
import { atTime, DAY } from '#test/chaos/life/scene.ts'
import { storesByHand } from '#test/chaos/oracle/by-hand/target.ts'
import { createOrder, setOrderStatus } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct, updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

/** A product with stock that was renamed a moment ago, and nobody has read it yet. */
function renamed() {
  const { woo, clock } = storesByHand()
  const product = createProduct(woo, {
    name: 'Cup',
    regular_price: '7.00',
    manage_stock: true,
    stock_quantity: 40,
  })
  clock.at += 30 * DAY
  updateProduct(woo, product.id, { name: 'Cup, renamed' })
  const sell = (status: string) =>
    createOrder(woo, { status, line_items: [{ product_id: product.id, quantity: 2 }] })
  return { woo, product, sell, lastWeek: clock.at - 7 * DAY, now: clock.at }
}

describe('what the old store is made to have lived through last week', () => {
  test('dates the order back, and not the goods it sells', () => {
    const { woo, product, sell, lastWeek, now } = renamed()
    const order = atTime(woo, lastWeek, () => sell('processing'))
    expect(product.stockQuantity).toBe(38)
    expect({ order: order.modifiedAt, product: product.modifiedAt }).toEqual({
      order: lastWeek,
      product: now,
    })
  })

  test('dates the payment of an order back, and not its change', () => {
    const { woo, sell, lastWeek, now } = renamed()
    const order = sell('pending')
    atTime(woo, lastWeek, () => setOrderStatus(woo, order, 'processing'))
    expect(order).toMatchObject({ paidAt: lastWeek, modifiedAt: now })
  })
})

describe('a life that hides a change from every window', () => {
  test('is told', () => {
    const { woo, product, lastWeek } = renamed()
    expect(() =>
      withoutGoingBack(woo, () => {
        product.modifiedAt = lastWeek
      }),
    ).toThrow(`product ${product.id}`)
  })

  test('is not what publishes goods before they were due, or takes a date away', () => {
    const { woo, product, sell, now } = renamed()
    const order = sell('processing')
    product.modifiedAt = now + DAY
    withoutGoingBack(woo, () => {
      updateProduct(woo, product.id, { status: 'publish' })
      order.modifiedAt = null
    })
    expect(product.modifiedAt).toBe(now)
  })
})
