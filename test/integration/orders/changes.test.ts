import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CanonicalOrder, CanonicalShipment } from '#app/migration/kinds/order/order.ts'
import type { Gid, WriteResult } from '#app/migration/engine/ports/target.ts'
import { create, expectedOf, updateOf, writeOne } from '#test/contracts/target-writer/intents.ts'
import {
  aCustomer,
  aLine,
  anAddress,
  anOrder,
  aProduct,
  aVariant,
} from '#test/helpers/records/canonical-samples.ts'
import { orderUpdate } from '#test/helpers/stores/order-updates.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'
import type { Fault } from '#test/stand-ins/shopify-admin/faults.ts'
import { financialStatus } from '#test/stand-ins/shopify-admin/resolvers/orders/math.ts'
import { noted } from '#test/helpers/said.ts'

/** Orders that changed in the old store after they had been migrated, or are odd from the start. */

type Target = Awaited<ReturnType<typeof startShopifyTarget>>
let target: Target

beforeEach(async () => {
  target = await startShopifyTarget()
})
afterEach(() => target.shopify.close())

/** The change is made, and the answer does not say so. */
const UNKNOWN: readonly Fault[] = [
  { kind: 'reset_after_commit' },
  { kind: 'error_beside' },
  { kind: 'error_beside', code: 'ACCESS_DENIED', withoutData: true },
]

const paid: CanonicalOrder['payment'] = {
  state: 'paid',
  gateway: 'stripe',
  gatewayTitle: null,
  transactionId: null,
  paidAt: '2026-01-15T10:25:00Z',
  received: null,
}
const pending: CanonicalOrder['payment'] = { ...paid, state: 'pending', paidAt: null }
const mug = aLine({ sourceId: 'mug', title: 'Mug', quantity: 2, subtotal: '20.00', total: '20.00' })
const lamp = aLine({ sourceId: 'lamp', title: 'Lamp', subtotal: '30.00', total: '30.00' })
const open = anOrder({ lines: [mug, lamp], total: '50.00', payment: paid })
const sent: CanonicalOrder = { ...open, fulfillment: 'fulfilled' }

const theOrder = () => {
  const [order] = target.shop.orders.values()
  if (!order) throw new Error('no order')
  return order
}
const operations = () => target.changes.map(({ name }) => name)
type Written = Extract<WriteResult, { ok: true }>

async function arrive(order: CanonicalOrder): Promise<Written> {
  const written = await writeOne(target.writer, create(order))
  target.changes.length = 0
  return written
}

async function change(written: Written, before: CanonicalOrder, after: CanonicalOrder) {
  return await writeOne(target.writer, orderUpdate(target.writer, written, before, after))
}

/** Nothing of the order differs from the source, and nothing is to be told. */
function expectAsInSource(result: Written, order: CanonicalOrder) {
  expect(result.snapshot.fields).toEqual(expectedOf(target.writer, order, result.snapshot))
}

const silent = () => {
  const { emails, stockMoves } = target.shopify.stats()
  expect({ emails, stockMoves }).toEqual({ emails: 0, stockMoves: 0 })
}

describe('whose an order is', () => {
  const aPerson = async (sourceId: string): Promise<Gid> => {
    const email = `${sourceId}@example.com`
    return (await writeOne(target.writer, create(aCustomer({ sourceId, email })))).gid
  }

  it('is set when it was nobody’s, changed, and taken away, and by nothing else', async () => {
    const [ann, ben] = [await aPerson('ann'), await aPerson('ben')]
    const first = await arrive(open)
    expect(theOrder().customerId).toBeNull()
    const steps: [Gid | null, Gid | null, string][] = [
      [null, ann, 'OrderCustomerSet'],
      [ann, ben, 'OrderCustomerSet'],
      [ben, null, 'OrderCustomerRemove'],
    ]
    for (const [before, after, operation] of steps) {
      target.changes.length = 0
      const update = orderUpdate(target.writer, first, open, open, { before, after })
      expect(update.changed).toEqual(['customer'])
      const result = await writeOne(target.writer, update)
      expect(theOrder().customerId).toBe(after)
      expect(result.snapshot.fields['customer']).toBe(after)
      expect(result.notes).toEqual([])
      expect(operations()).toEqual([operation])
    }
    silent()
  })

  it('stays as it was, and is told, when Shopify does not take the customer', async () => {
    const ann = await aPerson('ann')
    const first = await arrive(open)
    target.shop.customers.delete(ann)
    const update = orderUpdate(target.writer, first, open, open, { before: null, after: ann })
    const result = await writeOne(target.writer, update)
    expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'customer' }])
    expect(theOrder().customerId).toBeNull()
  })
})

it('keeps its customer when Shopify refuses the order for a phone that is somebody else’s', async () => {
  const message = 'Phone has already been taken'
  let refusals = 1
  await target.shopify.close()
  target = await startShopifyTarget('plus', {
    answerInstead: (name) =>
      name === 'OrderCreate' && (refusals -= 1) >= 0
        ? { data: { orderCreate: { userErrors: [{ field: ['order', 'customer'], message }] } } }
        : null,
  })
  const { gid: customer } = await writeOne(target.writer, create(aCustomer()))
  const references = { parts: new Map<string, Gid>(), owner: customer }
  const record = { ...open, phone: '+14155552671' }
  const result = await writeOne(target.writer, create(record, { references }))
  expect(result.notes).toMatchObject([{ code: 'PHONE_NOT_ACCEPTED', field: 'phone' }])
  expect(theOrder()).toMatchObject({ customerId: customer, phone: null })
})

describe('what is no longer there in the source', () => {
  const full: CanonicalOrder = {
    ...open,
    phone: '+14155552671',
    email: 'ann@example.com',
    note: 'Ring twice',
    poNumber: 'PO-77',
    shippingAddress: anAddress(),
    attributes: [{ name: 'Gift', value: 'yes' }],
  }

  it('is removed where Shopify removes it, and told by name where it stays', async () => {
    const first = await arrive(full)
    expect(theOrder()).toMatchObject({ poNumber: 'PO-77', phone: '+14155552671' })
    const bare: CanonicalOrder = {
      ...full,
      phone: null,
      note: null,
      poNumber: null,
      shippingAddress: null,
      attributes: [],
    }
    const result = await change(first, full, bare)
    expect(theOrder()).toMatchObject({ poNumber: null, phone: null })
    expect(theOrder().customAttributes.map(({ key }) => key)).not.toContain('Gift')
    expect(theOrder().note ?? '').toBe('')
    // The stand-in keeps the address, as nothing is recorded of an address that is taken away.
    expect(result.snapshot.fields['shippingAddress']).not.toBeNull()
    expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'shippingAddress' }])
    expect(noted(result.notes[0])).toContain('removed in the old store')
    expect(operations()).toEqual(['OrderUpdate'])
  })
})

describe('money received', () => {
  it('is what was received of a deposit, and no more than the order costs', async () => {
    const deposit: CanonicalOrder = { ...open, payment: { ...paid, received: '12.50' } }
    expectAsInSource(await arrive(deposit), deposit)
    expect(theOrder().transactions).toMatchObject([{ kind: 'SALE', amount: { shop: '12.5' } }])
    const result = await change(await arrive(deposit), deposit, open)
    expectAsInSource(result, open)
    expect(result.snapshot.fields['financialStatus']).toBe('PAID')

    const tooMuch = anOrder({
      sourceId: 'tip',
      lines: [lamp],
      total: '30.00',
      payment: { ...paid, received: '45.00' },
    })
    const written = await arrive(tooMuch)
    expectAsInSource(written, tooMuch)
    const amounts = [...target.shop.orders.values()]
      .at(-1)
      ?.transactions.map(({ amount }) => amount.shop)
    expect(amounts).toEqual(['30'])
  })

  it('is told when a part came in later, which no app may enter', async () => {
    const before: CanonicalOrder = { ...open, payment: pending }
    const first = await arrive(before)
    const after: CanonicalOrder = { ...open, payment: { ...paid, received: '20.00' } }
    const result = await change(first, before, after)
    expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'financialStatus' }])
    expect(noted(result.notes[0])).toContain('20.00 EUR')
    expect(theOrder().transactions).toEqual([])
  })

  it('is none of an order that was cancelled before it was paid, whenever that was seen', async () => {
    const cancelled: CanonicalOrder = {
      ...open,
      payment: { ...pending, state: 'voided' },
      cancelledAt: '2026-02-01T00:00:00Z',
    }
    const status = () => [...target.shop.orders.values()].map(financialStatus)
    const late = { ...cancelled, sourceId: 'late' }
    expectAsInSource(await arrive(cancelled), cancelled)
    const before: CanonicalOrder = { ...open, sourceId: 'late', payment: pending }
    expectAsInSource(await change(await arrive(before), before, late), late)
    expect(status()).toEqual(['VOIDED', 'VOIDED'])
    const held: CanonicalOrder = {
      ...open,
      sourceId: 'held',
      payment: { ...pending, state: 'authorized' },
    }
    const released = { ...held, cancelledAt: '2026-02-01T00:00:00Z' }
    expectAsInSource(await change(await arrive(held), held, released), released)
    expect(status()).toEqual(['VOIDED', 'VOIDED', 'VOIDED'])
    silent()
  })
})

describe('parcels', () => {
  const parcel = (trackingNumber: string, over: Partial<CanonicalShipment> = {}) => ({
    trackingNumber,
    company: 'usps',
    url: null,
    shippedAt: null,
    lines: null,
    ...over,
  })
  const fulfillments = () =>
    theOrder().fulfillments.map(({ tracking, lines }) => ({
      tracking: tracking.map(({ number, company }) => `${company} ${number}`),
      pieces: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    }))

  it('is told with the order when everything is in one, for no request more', async () => {
    const order: CanonicalOrder = { ...sent, shipments: [parcel('94001')] }
    const result = await writeOne(target.writer, create(order))
    expectAsInSource(result, order)
    expect(fulfillments()).toEqual([{ tracking: ['USPS 94001'], pieces: 3 }])
    expect(operations()).toEqual(['OrderCreate'])
    expect(theOrder().closedAt).not.toBeNull()
    silent()
  })

  it('is one fulfilment each where the source tells what was in it', async () => {
    const order: CanonicalOrder = {
      ...sent,
      shipments: [
        parcel('A1', { lines: [{ lineSourceId: 'mug', quantity: 2 }] }),
        parcel('B2', { company: 'Own courier', url: 'https://courier.example/t/B2' }),
      ],
    }
    expectAsInSource(await arrive(order), order)
    expect(fulfillments()).toEqual([
      { tracking: ['USPS A1'], pieces: 2 },
      { tracking: ['Own courier B2'], pieces: 1 },
    ])
    expect(theOrder().fulfillments[1]?.tracking[0]?.url).toBe('https://courier.example/t/B2')
    expect(theOrder().closedAt).not.toBeNull()
    silent()
  })

  it('of an open order leaves the rest open until that is sent as well', async () => {
    const first = [parcel('A1', { lines: [{ lineSourceId: 'mug', quantity: 1 }] })]
    const part: CanonicalOrder = { ...open, shipments: first }
    const written = await arrive(part)
    expectAsInSource(written, part)
    expect(fulfillments()).toEqual([{ tracking: ['USPS A1'], pieces: 1 }])
    expect(theOrder().closedAt).toBeNull()

    const all: CanonicalOrder = { ...sent, shipments: [...first, parcel('B2')] }
    const result = await change(written, part, all)
    expectAsInSource(result, all)
    expect(fulfillments()).toEqual([
      { tracking: ['USPS A1'], pieces: 1 },
      { tracking: ['USPS B2'], pieces: 2 },
    ])
    expect(theOrder().closedAt).not.toBeNull()
    silent()
  })

  it('takes a number that was corrected, or came later, without sending anything again', async () => {
    const written = await arrive(sent)
    const typo: CanonicalOrder = { ...sent, shipments: [parcel('9400')] }
    const once = await change(written, sent, typo)
    expectAsInSource(once, typo)
    const right: CanonicalOrder = { ...sent, shipments: [parcel('9401', { company: 'FedEx' })] }
    expectAsInSource(await change(once, typo, right), right)
    expect(fulfillments()).toEqual([{ tracking: ['FedEx 9401'], pieces: 3 }])
    expect(operations()).toEqual(['FulfillmentTrackingUpdate', 'FulfillmentTrackingUpdate'])
    silent()
  })

  it('of unknown content does not close an open order: its number is kept beside it, and told', async () => {
    const order: CanonicalOrder = { ...open, shipments: [parcel('9400')] }
    const result = await writeOne(target.writer, create(order))
    expectAsInSource(result, order)
    expect(fulfillments()).toEqual([])
    expect(theOrder().customAttributes).toContainEqual({
      key: 'Old store tracking',
      value: 'USPS 9400',
    })
    expect(result.notes).toMatchObject([{ field: 'shipments' }])
  })

  it('is not sent twice when the answer about it was lost', async () => {
    const written = await arrive(open)
    const all: CanonicalOrder = {
      ...sent,
      shipments: [parcel('A1', { lines: [{ lineSourceId: 'lamp', quantity: 1 }] }), parcel('B2')],
    }
    target.shopify.faults.add({
      fault: { kind: 'reset_after_commit' },
      field: 'fulfillmentCreate',
      nth: 1,
    })
    expectAsInSource(await change(written, open, all), all)
    expect(fulfillments()).toEqual([
      { tracking: ['USPS A1'], pieces: 1 },
      { tracking: ['USPS B2'], pieces: 2 },
    ])
    expect(theOrder().closedAt).not.toBeNull()
  })

  it('leaves to a fulfillment service what is the service’s, and does not archive the order', async () => {
    const written = await arrive(open)
    const order = theOrder()
    const [own] = order.fulfillmentOrders
    if (!own) throw new Error('nothing to send')
    const [first, ...others] = own.lines
    order.fulfillmentOrders = [
      { ...own, lines: others },
      { ...own, id: `${own.id}9`, managedBy: 'third_party', lines: first ? [first] : [] },
    ]
    const result = await change(written, open, sent)
    expect(fulfillments()).toHaveLength(1)
    expect(result.snapshot.fields['fulfillmentStatus']).toBe('UNFULFILLED')
    expect(result.notes).toMatchObject([
      { code: 'CHANGE_NOT_POSSIBLE', field: 'fulfillmentStatus' },
    ])
    expect(noted(result.notes[0])).toMatch(/fulfillment service/)
    expect(theOrder().closedAt).toBeNull()
  })
})

describe('items that changed', () => {
  const order: CanonicalOrder = { ...open, payment: pending }
  const items = () =>
    theOrder()
      .lines.filter((line) => line.quantity > line.removed)
      .map((line) => `${line.quantity - line.removed} ${line.title} ${line.unitPrice.shop}`)
  const edits = () => operations().filter((name) => name === 'OrderEditCommit')

  it('are added, taken off, and changed in number and price, in one edit', async () => {
    const written = await arrive(order)
    const after: CanonicalOrder = {
      ...order,
      lines: [
        { ...mug, quantity: 1, subtotal: '10.00', total: '10.00' },
        { ...lamp, subtotal: '25.00', total: '25.00' },
        aLine({ sourceId: 'rug', title: 'Rug', quantity: 3, subtotal: '60.00', total: '60.00' }),
      ],
      shippingLines: [{ title: 'Parcel', code: '', amount: '5.00', taxes: [] }],
      total: '100.00',
    }
    const result = await change(written, order, after)
    expectAsInSource(result, after)
    expect(items()).toEqual(['1 Mug 10', '1 Lamp 25', '3 Rug 20'])
    expect(edits()).toHaveLength(1)
    expect(result.notes).toMatchObject([{ code: 'PARENT_MISSING', field: 'lines' }])
    expect(theOrder().edits[0]?.staffNote).toContain('Rug')
    silent()

    const back = await change(result, after, order)
    expectAsInSource(back, order)
    expect(items().toSorted()).toEqual(['1 Lamp 30', '2 Mug 10'])
    silent()
  })

  it('are added without a product where one stands on the line, so that no stock moves', async () => {
    const product = await writeOne(
      target.writer,
      create(
        aProduct({
          variants: [
            aVariant({
              inventory: { tracked: true, quantity: 9, continueSelling: false },
            }),
          ],
        }),
      ),
    )
    const variant = product.children['10'] ?? ''
    const bought = (quantity: number, amount: string): CanonicalOrder => ({
      ...order,
      lines: [{ ...mug, variantSourceId: '10', quantity, subtotal: amount, total: amount }],
      total: amount,
    })
    const before = bought(2, '20.00')
    const references = { parts: new Map([['10', variant]]), owner: null }
    const written = await writeOne(target.writer, create(before, { references }))
    const after = bought(3, '30.00')
    expectAsInSource(await change(written, before, after), after)
    expect(theOrder().lines.map(({ variantId, quantity }) => [variantId, quantity])).toEqual([
      [variant, 2],
      [null, 1],
    ])
    silent()
  })

  it('of a line with taxes take their taxes along', async () => {
    const taxed = (quantity: number, net: string, tax: string): CanonicalOrder => ({
      ...order,
      lines: [
        {
          ...mug,
          quantity,
          subtotal: net,
          total: net,
          taxes: [{ title: 'VAT', rate: '0.2', amount: tax }],
        },
      ],
      taxes: [{ title: 'VAT', rate: '0.2', amount: tax }],
      totalTax: tax,
      total: (Number(net) + Number(tax)).toFixed(2),
    })
    const before = taxed(3, '30.00', '6.00')
    const written = await arrive(before)
    const fewer = taxed(1, '10.00', '2.00')
    const less = await change(written, before, fewer)
    expectAsInSource(less, fewer)
    expect(less.notes).toEqual([])
    const more = taxed(4, '40.00', '8.00')
    expectAsInSource(await change(less, fewer, more), more)
  })

  it('change what the order comes to, also when it is asked for that alone', async () => {
    const written = await arrive(order)
    const fewer: CanonicalOrder = { ...order, lines: [mug], total: '20.00' }
    const asked = () => target.writer.totals([written.gid, 'gid://shopify/Order/999999'])
    const total = { currency: 'EUR', amount: '50.0', placedAt: open.placedAt }
    expect([...(await asked())]).toEqual([[written.gid, total]])
    await change(written, order, fewer)
    expect([...(await asked())]).toEqual([[written.gid, { ...total, amount: '20' }]])
  })

  it('are told one by one, and nothing is edited, when the total would not be the source’s', async () => {
    const written = await arrive(order)
    const before = structuredClone(theOrder())
    const after: CanonicalOrder = {
      ...order,
      lines: [{ ...mug, quantity: 3, subtotal: '30.00', total: '24.00' }, lamp],
      discounts: [{ code: 'SIX', amount: '6.00' }],
      total: '54.00',
    }
    const result = await change(written, order, after)
    const told = noted(result.notes.find(({ field }) => field === 'lines'))
    expect(told).toContain('1 × “Mug” at 10.00 EUR')
    expect(told).toContain('60.00 EUR')
    expect(told).toContain('54.00 EUR')
    expect(result.notes.map(({ field }) => field)).toEqual(['lines', 'discount', 'total'])
    expect(theOrder()).toEqual(before)
    expect(edits()).toEqual([])
  })

  it('of a complete order are paid and sent like the rest, and it is archived again', async () => {
    const written = await arrive(sent)
    expect(theOrder().closedAt).not.toBeNull()
    const after: CanonicalOrder = {
      ...sent,
      lines: [
        ...sent.lines,
        aLine({ sourceId: 'rug', title: 'Rug', subtotal: '20.00', total: '20.00' }),
      ],
      total: '70.00',
    }
    const result = await change(written, sent, after)
    expectAsInSource(result, after)
    expect(theOrder().closedAt).not.toBeNull()
    silent()
  })

  it.each(
    ['orderEditCommit', 'orderMarkAsPaid', 'fulfillmentCreate', 'orderClose'].flatMap((field) =>
      UNKNOWN.map((fault): [string, Fault] => [field, fault]),
    ),
  )('are neither doubled nor lost when the answer to %s is lost', async (field, fault) => {
    const written = await arrive(sent)
    const rug = aLine({ sourceId: 'rug', title: 'Rug', subtotal: '20.00', total: '20.00' })
    const after: CanonicalOrder = { ...sent, lines: [...sent.lines, rug], total: '70.00' }
    target.shopify.faults.add({ fault, field })
    const result = await change(written, sent, after)
    expectAsInSource(result, after)
    expect(edits()).toHaveLength(1)
    expect(theOrder().closedAt).not.toBeNull()
  })

  it('stay as the merchant edited them', async () => {
    const written = await arrive(order)
    const line = theOrder().lines[1]
    if (line) line.removed = 1
    theOrder().edits.push({ id: 'gid://shopify/BasicEvent/1', at: '', staffNote: null })
    const after: CanonicalOrder = {
      ...order,
      shippingLines: [{ title: 'Parcel', code: '', amount: '5.00', taxes: [] }],
      total: '55.00',
    }
    // Lines and total are conflicts, so they are not among what may be written.
    const result = await writeOne(target.writer, updateOf(written, after, ['shippingLines']))
    expect(result.notes).toMatchObject([{ field: 'shippingLines' }])
    expect(operations()).toEqual([])
  })

  it('of a refunded order, or one the app may not edit, are told', async () => {
    const refunded: CanonicalOrder = {
      ...open,
      refunds: [
        {
          sourceId: 'r1',
          amount: '5.00',
          reason: null,
          refundedAt: '2026-01-20T00:00:00Z',
          lines: [],
          shippingAmount: '0',
        },
      ],
    }
    const fewer = { lines: [lamp], total: '30.00' }
    const first = await change(await arrive(refunded), refunded, { ...refunded, ...fewer })
    expect(noted(first.notes.find(({ field }) => field === 'lines'))).toMatch(/refunded/)
    const other: CanonicalOrder = { ...order, sourceId: 'other' }
    const written = await arrive(other)
    target.shopify.faults.add({ fault: { kind: 'scope_removed', scope: 'write_order_edits' } })
    const second = await change(written, other, { ...other, ...fewer })
    expect(noted(second.notes.find(({ field }) => field === 'lines'))).toMatch(/open the app/)
    expect(edits()).toEqual([])
  })

  it('show as they were sold after a refund and a cancellation that followed', async () => {
    const written = await arrive(open)
    const fewer: CanonicalOrder = { ...open, lines: [mug], total: '20.00' }
    const edited = await change(written, open, fewer)
    expectAsInSource(edited, fewer)
    const refunded: CanonicalOrder = {
      ...fewer,
      refunds: [
        {
          sourceId: 'r1',
          amount: '10.00',
          reason: null,
          refundedAt: '2026-01-20T00:00:00Z',
          lines: [{ lineSourceId: 'mug', quantity: 1, amount: '10.00' }],
          shippingAmount: '0',
        },
      ],
    }
    const returned = await change(edited, fewer, refunded)
    expectAsInSource(returned, refunded)
    const cancelled: CanonicalOrder = {
      ...refunded,
      cancelledAt: '2026-02-01T00:00:00Z',
      sourceStatus: 'cancelled',
    }
    expectAsInSource(await change(returned, refunded, cancelled), cancelled)
  })
})

describe('very long orders', () => {
  const lines = (count: number, quantity = 1, each = '1.00') =>
    Array.from({ length: count }, (_, n) =>
      aLine({ sourceId: `${n}`, title: `Item ${n}`, quantity, subtotal: each, total: each }),
    )

  it('arrive with the right total where splitting lines would make them too long', async () => {
    const order = anOrder({ lines: lines(200, 3, '10.00'), total: '2000.00', payment: paid })
    const written = await arrive(order)
    expectAsInSource(written, order)
    expect(written.snapshot.fields['total']).toBe('2000')
    expect(theOrder().lines).toHaveLength(200)
    expect(written.notes).toEqual([])
  })

  it('say how many lines Shopify takes when they have more', async () => {
    const order = anOrder({ lines: lines(251), total: '251.00' })
    await expect(writeOne(target.writer, create(order))).rejects.toMatchObject({
      name: 'RecordError',
      code: 'TOO_MANY_LINES',
      told: { key: 'orders.tooManyLines', params: { lines: 251, most: 250 } },
    })
    expect(target.shop.orders.size).toBe(0)
  })
})

describe('refunds', () => {
  const refund = (sourceId: string, amount: string) => ({
    sourceId,
    amount,
    reason: null,
    refundedAt: '2026-01-20T00:00:00Z',
    lines: [],
    shippingAmount: '0',
  })

  it('are told, and not sent again, when two of them swapped their amounts or one was entered anew', async () => {
    const before: CanonicalOrder = { ...open, refunds: [refund('1', '5.00'), refund('2', '8.00')] }
    const swapped: CanonicalOrder = { ...open, refunds: [refund('1', '8.00'), refund('2', '5.00')] }
    const written = await arrive(before)
    expect(written.notes).toEqual([])
    expect(orderUpdate(target.writer, written, before, swapped).changed).toEqual(['singleRefunds'])
    const told = await change(written, before, swapped)
    expect(told.notes).toMatchObject([{ code: 'KEPT_IN_SHOPIFY', field: 'singleRefunds' }])
    expect(noted(told.notes[0])).toContain('refund 1 of 8.00 EUR is 5.00 EUR in Shopify')

    const anew: CanonicalOrder = { ...open, refunds: [refund('1', '5.00'), refund('3', '8.00')] }
    const entered = await change(told, swapped, anew)
    expect(entered.notes).toMatchObject([{ code: 'KEPT_IN_SHOPIFY', field: 'singleRefunds' }])
    expect(noted(entered.notes[0])).toContain(
      'add up, but not each of them is as in the old store: refund 3 of 8.00 EUR stands under another',
    )
    expect((await change(entered, anew, before)).notes).toEqual([])
    expect(theOrder().refunds.map(({ total }) => total.shop)).toEqual(['5', '8'])
  })

  it('are told as amounts when their parts changed', async () => {
    const before: CanonicalOrder = { ...open, refunds: [refund('1', '5.00'), refund('2', '8.00')] }
    const written = await arrive(before)
    const moved: CanonicalOrder = { ...open, refunds: [refund('1', '6.00'), refund('2', '7.00')] }
    const result = await change(written, before, moved)
    expect(result.notes).toMatchObject([{ code: 'KEPT_IN_SHOPIFY', field: 'refunds' }])
    expect(noted(result.notes[0])).toContain('6.00 EUR, 7.00 EUR')
    expect(theOrder().refunds.map(({ total }) => total.shop)).toEqual(['5', '8'])
  })
})
