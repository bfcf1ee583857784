import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CanonicalOrder, CanonicalRefund } from '#app/migration/kinds/order/order.ts'
import type { WriteResult } from '#app/migration/engine/ports/target.ts'
import { create, writeOne } from '#test/contracts/target-writer/intents.ts'
import { aLine, anOrder } from '#test/helpers/records/canonical-samples.ts'
import { noted } from '#test/helpers/said.ts'
import { orderUpdate } from '#test/helpers/stores/order-updates.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'
import { totalsOf } from '#test/stand-ins/shopify-admin/resolvers/orders/math.ts'

/** Orders of a store that keeps its books in another currency than the buyer paid in. */

type Written = Extract<WriteResult, { ok: true }>
let target: Awaited<ReturnType<typeof startShopifyTarget>>

beforeEach(async () => {
  target = await startShopifyTarget('plus', { currency: 'USD' })
})
afterEach(() => target.shopify.close())

/** As a Magento 2.4.6 keeps it: prices in USD, a store view in EUR. */
const vat = (amount: string) => ({ title: 'VAT', rate: '0.19', amount })
const order: CanonicalOrder = anOrder({
  currency: 'EUR',
  lines: [
    aLine({
      sourceId: 'lamp',
      title: 'Harbor Lamp',
      quantity: 3,
      subtotal: '110.25',
      total: '99.22',
      taxes: [vat('18.85')],
    }),
  ],
  shippingLines: [{ title: 'Flat Rate', code: 'flatrate', amount: '13.80', taxes: [vat('2.62')] }],
  discounts: [{ code: 'FERN10', amount: '11.03' }],
  taxes: [vat('21.47')],
  totalTax: '21.47',
  total: '134.49',
  inStoreCurrency: { currency: 'USD', total: '146.20' },
  payment: {
    state: 'paid',
    gateway: 'checkmo',
    gatewayTitle: null,
    transactionId: null,
    paidAt: '2026-01-16T08:00:00Z',
    received: null,
  },
})
const refund: CanonicalRefund = {
  sourceId: '9',
  amount: '20.00',
  reason: null,
  refundedAt: '2026-02-01T00:00:00Z',
  lines: [],
  shippingAmount: '0',
}

const theOrder = () => {
  const [one] = target.shop.orders.values()
  if (!one) throw new Error('no order')
  return one
}
const arrive = (record: CanonicalOrder): Promise<Written> => writeOne(target.writer, create(record))
function expectAsInSource(result: Written, record: CanonicalOrder) {
  const owner = { owner: null }
  expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record, owner))
  expect(result.notes).toEqual([])
}

describe('an order whose two currencies the source knows', () => {
  it('has both in Shopify, each total to the cent', async () => {
    const result = await arrive(order)
    expectAsInSource(result, order)
    expect(theOrder()).toMatchObject({ currency: 'USD', presentmentCurrency: 'EUR' })
    expect(totalsOf(theOrder()).total).toEqual({ shop: '146.2', presentment: '134.49' })
    expect(result.snapshot.fields).toMatchObject({
      currency: 'EUR',
      total: '134.49',
      shopTotal: { currency: 'USD', amount: '146.2' },
      financialStatus: 'PAID',
    })
    expect(theOrder().transactions).toMatchObject([
      { amount: { shop: '146.2', presentment: '134.49' } },
    ])
  })

  it('says what it came to wherever its total is asked for', async () => {
    const { gid } = await arrive(order)
    expect((await target.writer.totals([gid])).get(gid)).toMatchObject({
      currency: 'EUR',
      amount: '134.49',
    })
    expect((await target.writer.readCurrent('order', [gid]))[0]?.fields).toMatchObject({
      total: '134.49',
    })
  })

  it('gives back what the buyer got back, whatever Shopify’s rate of the day makes of it', async () => {
    target.shop.exchangeRates['EUR/USD'] = 1.3
    const back: CanonicalOrder = { ...order, refunds: [refund] }
    expectAsInSource(await arrive(back), back)
    expect(theOrder().refunds).toMatchObject([{ total: { shop: '26', presentment: '20' } }])
  })

  it('was sold as it was sold, though the merchant edited it and pieces came back', async () => {
    const lines = [{ lineSourceId: 'lamp', quantity: 1, amount: '39.36' }]
    const { gid } = await arrive({ ...order, refunds: [{ ...refund, amount: '39.36', lines }] })
    theOrder().edits.push({
      id: 'gid://shopify/Edit/1',
      at: '2026-02-03T00:00:00Z',
      staffNote: null,
    })
    const [shown] = await target.writer.readCurrent('order', [gid])
    expect(shown?.fields).toMatchObject({
      currency: 'EUR',
      total: '134.49',
      lines: [{ quantity: 3, unitPrice: '36.75' }],
    })
  })

  it('that is paid later is paid in full', async () => {
    target.shop.exchangeRates['EUR/USD'] = 1.3
    const before: CanonicalOrder = {
      ...order,
      payment: { ...order.payment, state: 'pending', paidAt: null },
    }
    const first = await arrive(before)
    expectAsInSource(first, before)
    const result = await writeOne(target.writer, orderUpdate(target.writer, first, before, order))
    expect(result.snapshot.fields).toMatchObject({ financialStatus: 'PAID', total: '134.49' })
    expect(result.notes).toEqual([])
  })

  it('is not edited at another rate: what changed is told', async () => {
    const first = await arrive(order)
    const after: CanonicalOrder = {
      ...order,
      lines: [
        { ...order.lines[0], ...aLine({ sourceId: 'lamp', quantity: 4 }), subtotal: '147.00' },
      ],
      total: '171.24',
    }
    const result = await writeOne(target.writer, orderUpdate(target.writer, first, order, after))
    expect(result.notes.map(({ field }) => field)).toContain('lines')
    expect(noted(result.notes[0])).toContain('two currencies')
    expect(theOrder().edits).toEqual([])
  })
})

describe('an order in which no amount can take up the rounding', () => {
  it('is right in what the buyer paid, and tells what the other total is', async () => {
    const record = anOrder({
      lines: [aLine({ quantity: 7, subtotal: '70.00', total: '70.00' })],
      total: '70.00',
      inStoreCurrency: { currency: 'USD', total: '80.05' },
    })
    const { snapshot, notes } = await arrive(record)
    expect(snapshot.fields).toMatchObject({
      total: '70',
      shopTotal: { currency: 'USD', amount: '80.08' },
    })
    expect(notes).toMatchObject([{ code: 'KEPT_IN_SHOPIFY', field: 'shopTotal' }])
    expect(noted(notes[0])).toContain('80.08')
  })
})

describe('an order whose books are in a currency that is not the Shopify store’s', () => {
  it('has the currency the buyer paid in, and keeps the other total as a detail', async () => {
    const record: CanonicalOrder = {
      ...order,
      inStoreCurrency: { currency: 'GBP', total: '115.00' },
    }
    const result = await arrive(record)
    expectAsInSource(result, record)
    expect(theOrder()).toMatchObject({ currency: 'EUR', presentmentCurrency: 'EUR' })
    expect(result.snapshot.fields).not.toHaveProperty('shopTotal')
    expect(theOrder().customAttributes).toContainEqual({
      key: 'Old store total',
      value: '115.00 GBP',
    })
  })
})
