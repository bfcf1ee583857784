import { wooSays } from '#app/migration/carts/woocommerce/messages/woocommerce.ts'
import { describe, expect, it } from 'vitest'
import { isPartOfMarketplaceOrder } from '#app/migration/carts/woocommerce/order/relations.ts'
import { readOrder } from '#app/migration/carts/woocommerce/order/to-canonical.ts'
import { anOrder } from './order-fixture.ts'

const read = (changes: Readonly<Record<string, unknown>>) =>
  readOrder(anOrder(changes), { refunds: [], notes: [], fingerprintKey: 'key' })

describe('orders that belong to another one', () => {
  it('renewals and new starts of subscriptions name it', () => {
    const { order, remarks } = read({
      meta_data: [
        { key: '_subscription_renewal', value: '120' },
        { key: '_subscription_resubscribe', value: 99 },
      ],
    })
    expect(order.attributes).toEqual([
      { name: 'Renewal of subscription', value: '120' },
      { name: 'Resubscription of', value: '99' },
    ])
    expect(remarks).toMatchObject([
      {
        code: 'RELATED_ORDER',
        message: wooSays('belongsTo', { subscription: ['renewal', 'resubscribe'], order: null }),
      },
    ])
  })

  it('an order made from another one names it', () => {
    const { order, remarks } = read({ parent_id: 77, created_via: 'wc_deposits' })
    expect(order.attributes).toEqual([{ name: 'Belongs to order', value: '77' }])
    expect(remarks).toMatchObject([{ code: 'RELATED_ORDER' }])
  })

  it.each([
    { created_via: 'dokan' },
    { created_via: 'yith_wcmv_vendor_suborder' },
    { created_via: 'mvx_vendor_order' },
    { meta_data: [{ key: '_dokan_vendor_id', value: '4' }] },
    { meta_data: [{ key: '_vcv_vendor', value: '4' }] },
    { meta_data: [{ key: 'vendor_id', value: '4' }] },
  ])('a vendor’s part of a marketplace order is one: %j', (changes) => {
    expect(isPartOfMarketplaceOrder(anOrder({ parent_id: 77, ...changes }))).toBe(true)
    // The whole, or an order of one vendor alone, has no parent.
    expect(isPartOfMarketplaceOrder(anOrder(changes))).toBe(false)
  })

  it('an order with a parent and no sign of a marketplace is no such part', () => {
    expect(isPartOfMarketplaceOrder(anOrder({ parent_id: 77, created_via: 'checkout' }))).toBe(
      false,
    )
  })
})
