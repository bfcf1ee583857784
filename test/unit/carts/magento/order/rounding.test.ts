import { describe, expect, it } from 'vitest'
import { read } from './order-fixture.ts'

const ITEM = { item_id: 1, product_id: 1, sku: 'TEE', name: 'Tee', qty_ordered: 1, price: 27 }
const order = (fields: Record<string, unknown>) => ({
  subtotal: 27,
  grand_total: 27,
  items: [ITEM],
  ...fields,
})

/** Magento keeps four places of amounts that people pay with two. */
describe('what is less than a cent', () => {
  it('is no refund of its own', () => {
    const memo = { entity_id: 7, order_id: 23, state: 2, created_at: '2026-03-04 10:00:00' }
    const { order: read27, told } = read(order({ total_paid: 27, total_refunded: 27.0001 }), {
      memos: [{ ...memo, grand_total: 27, items: [{ order_item_id: 1, qty: 1, row_total: 27 }] }],
    })
    expect(read27.refunds).toMatchObject([{ sourceId: '7', amount: '27' }])
    expect(told).toEqual([])
  })

  it('is not left to pay', () => {
    const { order: almost } = read(order({ total_paid: 26.9999, total_due: 0.0001 }))
    expect(almost.payment).toMatchObject({ state: 'paid', received: null })
  })

  it('is not what was paid', () => {
    const { order: open } = read(order({ total_paid: 0.0001, total_due: 26.9999 }))
    expect(open.payment).toMatchObject({ state: 'pending', received: null })
  })

  it('counts where the currency has such parts', () => {
    const dinar = order({ order_currency_code: 'KWD', total_paid: 26.999 })
    expect(read(dinar).order.payment).toMatchObject({ state: 'paid', received: '26.999' })
  })
})
