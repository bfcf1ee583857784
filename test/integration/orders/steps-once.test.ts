import { expect, it } from 'vitest'
import { z } from 'zod'
import type { CanonicalOrder, CanonicalRefund } from '#app/migration/kinds/order/order.ts'
import { create, updateOf, writeAll, writeOne } from '#test/contracts/target-writer/intents.ts'
import { aLine, anOrder } from '#test/helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'
import { noted } from '#test/helpers/said.ts'

const paid: CanonicalOrder['payment'] = {
  state: 'paid',
  gateway: 'stripe',
  gatewayTitle: null,
  transactionId: null,
  paidAt: '2026-01-15T10:25:00Z',
  received: null,
}
const sold = anOrder({
  sourceId: '1',
  payment: paid,
  lines: [aLine({ sourceId: 'l1', quantity: 2, subtotal: '20.00', total: '20.00' })],
  total: '20.00',
})
const aRefund = (sourceId: string, amount: string, quantity = 0): CanonicalRefund => ({
  sourceId,
  amount,
  reason: null,
  refundedAt: '2026-01-20T00:00:00Z',
  lines: quantity > 0 ? [{ lineSourceId: 'l1', quantity, amount }] : [],
  shippingAmount: '0',
})
const withRefunds = (...refunds: CanonicalRefund[]): CanonicalOrder => ({ ...sold, refunds })
const REFUNDED = ['refunded', 'financialStatus']

type Target = Awaited<ReturnType<typeof startShopifyTarget>>
const refundsOf = (target: Target) =>
  [...target.shop.orders.values()].flatMap(({ refunds }) =>
    refunds.map(({ note, total }) => `${note} ${total.shop}`),
  )
const sent = (target: Target, name: string) =>
  target.changes.filter((change) => change.name === name).map(({ variables }) => variables)

it('a refund whose answer was lost is not repeated when its amount changed meanwhile', async () => {
  const target = await startShopifyTarget()
  const { shopify, writer } = target
  try {
    const first = await writeOne(writer, create(sold))
    shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field: 'refundCreate' })
    shopify.faults.add({ fault: { kind: 'status', status: 503 }, times: 6, nth: 3 })
    const lost = writeAll(writer, [updateOf(first, withRefunds(aRefund('r1', '4.00')), REFUNDED)])
    await expect(lost).rejects.toMatchObject({ name: 'RetriableError' })

    const later = updateOf(first, withRefunds(aRefund('r1', '5.00')), REFUNDED)
    const result = await writeOne(writer, later)
    expect(refundsOf(target)).toEqual(['Old store refund r1 4'])
    expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'refunded' }])
    expect(noted(result.notes[0])).toContain('5.00 EUR')
    expect(noted(result.notes[0])).toContain('4.00 EUR')
  } finally {
    await shopify.close()
  }
})

it.each(['IDEMPOTENCY_KEY_PARAMETER_MISMATCH', 'IDEMPOTENCY_CONCURRENT_REQUEST'])(
  'a refund that is being made is waited for and never sent in another shape: %s',
  async (code) => {
    let inProgress = false
    let reads = 0
    let usedKey: string | null = null
    const target: Target = await startShopifyTarget('plus', {
      before: async (name) => {
        if (inProgress && name === 'OrderSnapshots' && (reads += 1) === 3) {
          // Now the first try is through.
          inProgress = false
          await writeOne(
            target.anotherWriter(),
            updateOf(first, withRefunds(aRefund('r1', '4.00', 1)), REFUNDED),
          )
        }
      },
      answerInstead: (name, variables) => {
        if (!inProgress || name !== 'RefundCreate') return null
        const { idempotencyKey } = z.object({ idempotencyKey: z.string() }).parse(variables)
        usedKey ??= idempotencyKey
        const message = `Idempotency: ${code}`
        return idempotencyKey === usedKey
          ? { data: { refundCreate: { userErrors: [{ field: null, message }] } } }
          : null
      },
    })
    const first = await writeOne(target.writer, create(sold))
    try {
      inProgress = true
      const changed = withRefunds(aRefund('r1', '5.00', 1))
      await writeOne(target.writer, updateOf(first, changed, REFUNDED))
      expect(refundsOf(target)).toEqual(['Old store refund r1 4'])
    } finally {
      await target.shopify.close()
    }
  },
)

it('a refund whose earlier try failed for good is sent under another key', async () => {
  let failed = true
  const target = await startShopifyTarget('plus', {
    answerInstead: (name) => {
      if (name !== 'RefundCreate' || !failed) return null
      failed = false
      return {
        data: { refundCreate: null },
        errors: [
          {
            message: 'The previous attempt with this idempotency key failed.',
            path: ['refundCreate'],
            extensions: { code: 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED' },
          },
        ],
      }
    },
  })
  try {
    const result = await writeOne(target.writer, create(withRefunds(aRefund('r1', '4.00'))))
    expect(result.notes).toEqual([])
    expect(refundsOf(target)).toEqual(['Old store refund r1 4'])
    const keys = sent(target, 'RefundCreate').map((variables) => JSON.stringify(variables))
    expect(new Set(keys).size).toBe(2)
  } finally {
    await target.shopify.close()
  }
})

it('a refund that was deleted and entered anew gives back no money a second time', async () => {
  const target = await startShopifyTarget()
  const { shopify, writer } = target
  try {
    const first = await writeOne(writer, create(withRefunds(aRefund('r1', '4.00', 1))))
    const anew = withRefunds(aRefund('r2', '4.00', 1))
    const same = await writeOne(writer, updateOf(first, anew, REFUNDED))
    expect(same.notes).toEqual([])
    expect(refundsOf(target)).toEqual(['Old store refund r1 4'])

    const more = withRefunds(aRefund('r3', '6.00'))
    const grown = await writeOne(writer, updateOf(same, more, REFUNDED))
    expect(grown.snapshot.fields).toMatchObject({ refunded: '6' })
    expect(refundsOf(target)).toEqual(['Old store refund r1 4', 'Old store refund r3 2'])

    const gone = await writeOne(writer, updateOf(grown, sold, REFUNDED))
    expect(gone.notes).toContainEqual(expect.objectContaining({ field: 'refunded' }))
    expect(refundsOf(target)).toHaveLength(2)
  } finally {
    await shopify.close()
  }
})

it('a refund that was entered anew does not take the money of one that is new', async () => {
  const target = await startShopifyTarget()
  const { shopify, writer } = target
  try {
    const first = await writeOne(writer, create(withRefunds(aRefund('r1', '8.00'))))
    const both = withRefunds(aRefund('r2', '8.00'), aRefund('r3', '5.00'))
    const grown = await writeOne(writer, updateOf(first, both, REFUNDED))
    expect(refundsOf(target)).toEqual(['Old store refund r1 8', 'Old store refund r3 5'])
    expect(grown.snapshot.fields).toMatchObject({ refunded: '13', refunds: ['5', '8'] })
  } finally {
    await shopify.close()
  }
})

it('an amount that the merchant has to decide about is not refunded in passing', async () => {
  const target = await startShopifyTarget()
  const { shopify, writer } = target
  try {
    const first = await writeOne(writer, create(sold))
    target.changes.length = 0
    // “refunded” is a conflict, so only the other field may be written.
    const change = updateOf(first, withRefunds(aRefund('r1', '20.00')), ['financialStatus'])
    await writeOne(writer, change)
    expect(sent(target, 'RefundCreate')).toEqual([])
  } finally {
    await shopify.close()
  }
})

const shipped: CanonicalOrder = { ...sold, fulfillment: 'fulfilled' }

/** The order's one line split into parts, as routing to many locations does it. */
function split(target: Target, parts: number): void {
  for (const order of target.shop.orders.values()) {
    const [whole] = order.fulfillmentOrders
    if (!whole) continue
    order.fulfillmentOrders = Array.from({ length: parts }, (_, index) => ({
      ...whole,
      id: `${whole.id}${String(index).padStart(4, '0')}`,
      lines: whole.lines.map((line) => ({
        ...line,
        id: `${line.id}${index}`,
        total: 1,
        remaining: 1,
      })),
    }))
  }
}

it('fulfils every part of an order, however many there are', async () => {
  const target = await startShopifyTarget()
  const { shopify, writer } = target
  try {
    const before = { ...sold, lines: [aLine({ quantity: 130, subtotal: '130', total: '130' })] }
    const first = await writeOne(writer, create({ ...before, total: '130' }))
    split(target, 130)
    const after = { ...before, total: '130', fulfillment: 'fulfilled' as const }
    const result = await writeOne(writer, updateOf(first, after, ['fulfillmentStatus']))
    // As many together as one request may name.
    expect(sent(target, 'FulfillmentCreate')).toHaveLength(2)
    expect(result.snapshot.fields).toMatchObject({ fulfillmentStatus: 'FULFILLED' })
  } finally {
    await shopify.close()
  }
})

it('leaves what the merchant holds back on hold, fulfils the rest and says so', async () => {
  const target = await startShopifyTarget()
  const { shopify, writer } = target
  try {
    const first = await writeOne(writer, create(sold))
    split(target, 2)
    const held = [...target.shop.orders.values()][0]?.fulfillmentOrders[1]
    if (held) held.status = 'ON_HOLD'
    const result = await writeOne(writer, updateOf(first, shipped, ['fulfillmentStatus']))
    expect(result.notes).toMatchObject([
      { code: 'CHANGE_NOT_POSSIBLE', field: 'fulfillmentStatus' },
    ])
    expect(noted(result.notes[0])).toMatch(/on hold/)
    expect(sent(target, 'FulfillmentCreate')).toHaveLength(1)
    expect(sent(target, 'OrderClose')).toEqual([])
    expect(held?.status).toBe('ON_HOLD')
  } finally {
    await shopify.close()
  }
})
