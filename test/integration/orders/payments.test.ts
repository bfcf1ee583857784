import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CanonicalOrder, CanonicalRefund } from '#app/migration/kinds/order/order.ts'
import type { WriteResult } from '#app/migration/engine/ports/target.ts'
import { create, expectedOf, writeOne } from '#test/contracts/target-writer/intents.ts'
import { aLine, anOrder, aPayment } from '#test/helpers/records/canonical-samples.ts'
import { orderUpdate } from '#test/helpers/stores/order-updates.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'

/** Orders that were paid in several parts. */

type Written = Extract<WriteResult, { ok: true }>
let target: Awaited<ReturnType<typeof startShopifyTarget>>

beforeEach(async () => {
  target = await startShopifyTarget()
})
afterEach(() => target.shopify.close())

const paid: CanonicalOrder['payment'] = {
  state: 'paid',
  gateway: 'stripe',
  gatewayTitle: null,
  transactionId: null,
  paidAt: '2026-01-15T10:25:00Z',
  received: null,
}
const lamp = aLine({ title: 'Lamp', subtotal: '50.00', total: '50.00' })
const card = aPayment({ amount: '15.00', means: 'gift card', reference: 'GC-7' })
const deposit = aPayment({ amount: '10.00', paidAt: '2026-01-16T08:00:00Z' })
const rest = aPayment({ amount: '25.00', gateway: 'paypal', paidAt: '2026-01-20T09:00:00Z' })
const inParts = anOrder({
  lines: [lamp],
  total: '50.00',
  payment: paid,
  payments: [card, deposit, rest],
})

const aRefund = (sourceId: string, amount: string): CanonicalRefund => ({
  sourceId,
  amount,
  reason: null,
  refundedAt: `2026-02-0${sourceId}T00:00:00Z`,
  lines: [],
  shippingAmount: '0',
})

const theOrder = () => {
  const [order] = target.shop.orders.values()
  if (!order) throw new Error('no order')
  return order
}
const arrive = (order: CanonicalOrder): Promise<Written> => writeOne(target.writer, create(order))
const moneyOf = (kind: string) =>
  theOrder()
    .transactions.filter((each) => each.kind === kind)
    .map(({ gateway, amount, parentId }) => {
      const parent = theOrder().transactions.find(({ id }) => id === parentId)
      return [gateway, amount.shop, ...(parent ? [parent.amount.shop] : [])]
    })
function expectAsInSource(result: Written, order: CanonicalOrder) {
  expect(result.snapshot.fields).toEqual(expectedOf(target.writer, order, result.snapshot))
  expect(result.notes).toEqual([])
}

describe('several payments of an order', () => {
  it('arrive each by itself, with amount, service and day, and sum to what was paid', async () => {
    const result = await arrive(inParts)
    expectAsInSource(result, inParts)
    expect(
      theOrder().transactions.map(({ kind, gateway, amount, processedAt }) => [
        kind,
        gateway,
        amount.shop,
        processedAt,
      ]),
    ).toEqual([
      ['SALE', 'gift card', '15', '2026-01-15T10:25:00Z'],
      ['SALE', 'stripe', '10', '2026-01-16T08:00:00Z'],
      ['SALE', 'paypal', '25', '2026-01-20T09:00:00Z'],
    ])
    expect(result.snapshot.fields).toMatchObject({
      financialStatus: 'PAID',
      payments: ['10', '15', '25'],
    })
  })

  it('keep the references that Shopify’s transactions have no place for', async () => {
    await arrive(inParts)
    expect(theOrder().customAttributes).toContainEqual({
      key: 'Old store payments',
      value: '15.00 EUR by gift card (GC-7), 10.00 EUR by stripe, 25.00 EUR by paypal',
    })
  })

  it('are what was received, though it is not all', async () => {
    const partly: CanonicalOrder = { ...inParts, payments: [card, deposit] }
    const result = await arrive(partly)
    expectAsInSource(result, partly)
    expect(result.snapshot.fields['financialStatus']).toBe('PARTIALLY_PAID')
    expect(moneyOf('SALE')).toEqual([
      ['gift card', '15'],
      ['stripe', '10'],
    ])
  })

  it('never come to more than the order costs', async () => {
    const much: CanonicalOrder = {
      ...inParts,
      payments: [card, { ...deposit, amount: '60.00' }, rest],
    }
    const result = await arrive(much)
    expectAsInSource(result, much)
    expect(moneyOf('SALE')).toEqual([
      ['gift card', '15'],
      ['stripe', '35'],
    ])
  })

  it('give back as money what was paid as money first, none more than it brought', async () => {
    const refunds = [aRefund('1', '12.00'), aRefund('2', '30.00')]
    const back: CanonicalOrder = { ...inParts, refunds }
    const result = await arrive(back)
    expectAsInSource(result, back)
    expect(moneyOf('REFUND')).toEqual([
      ['stripe', '10', '10'],
      ['paypal', '2', '25'],
      ['paypal', '23', '25'],
      ['gift card', '7', '15'],
    ])
    expect(result.snapshot.fields).toMatchObject({ refunded: '42', refunds: ['12', '30'] })
  })

  it('take what the merchant gave back already into account', async () => {
    const first = await arrive({ ...inParts, refunds: [aRefund('1', '4.00')] })
    const [given] = theOrder().transactions.filter(({ kind }) => kind === 'REFUND')
    const [paypal] = theOrder().transactions.filter(({ gateway }) => gateway === 'paypal')
    if (given && paypal) given.parentId = paypal.id
    const before: CanonicalOrder = { ...inParts, refunds: [aRefund('1', '4.00')] }
    const after: CanonicalOrder = {
      ...inParts,
      refunds: [...before.refunds, aRefund('2', '33.00')],
    }
    const result = await writeOne(target.writer, orderUpdate(target.writer, first, before, after))
    expectAsInSource(result, after)
    expect(moneyOf('REFUND').slice(1)).toEqual([
      ['stripe', '10', '10'],
      ['paypal', '21', '25'],
      ['gift card', '2', '15'],
    ])
  })

  it('that come in later are paid as one sum: the money is right, and nobody is told anything', async () => {
    const before: CanonicalOrder = { ...inParts, payments: [deposit] }
    const first = await arrive(before)
    const change = orderUpdate(target.writer, first, before, inParts)
    // What only a creation brings is not compared with an order that was created without it.
    const changed = change.changed.filter((name) => name !== 'payments')
    const result = await writeOne(target.writer, {
      ...change,
      changed,
      merge: (current) => change.merge(current).filter((name) => changed.includes(name)),
    })
    expect(result.notes).toEqual([])
    expect(moneyOf('SALE')).toEqual([
      ['stripe', '10'],
      ['manual', '40'],
    ])
    const { emails } = target.shopify.stats()
    expect(emails).toBe(0)
  })
})
