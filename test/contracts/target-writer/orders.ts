import { beforeEach, describe, expect, it } from 'vitest'
import type { TargetWriter } from '#app/migration/engine/ports/target.ts'
import {
  aCustomer,
  aLine,
  anAddress,
  anOrder,
  aProduct,
} from '#test/helpers/records/canonical-samples.ts'
import { type TargetHarness } from './harness.ts'
import { changedFields, codes, create, expectedOf, paid, updateOf, writeOne } from './intents.ts'
import { noted } from '#test/helpers/said.ts'

export function orders(current: () => TargetHarness): void {
  let target: TargetHarness
  let writer: TargetWriter
  beforeEach(() => {
    target = current()
    writer = target.writer
  })

  describe('an order', () => {
    it('refunds once although the answer to the refund was lost', async () => {
      const record = anOrder({
        sourceId: '1',
        payment: paid,
        refunds: [
          {
            sourceId: 'r1',
            amount: '4.00',
            reason: null,
            refundedAt: '2026-01-20T00:00:00Z',
            lines: [],
            shippingAmount: '0',
          },
        ],
      })
      target.loseAnswer('refund')
      const result = await writeOne(writer, create(record))
      expect(result.snapshot.fields['refunded']).toBe('4')
      expect(Object.keys(result.children)).toEqual(['r1'])
    })

    it('uses the first order when a repeat is told that its custom id is taken', async () => {
      const record = anOrder({ sourceId: '1' })
      const first = await writeOne(writer, create(record))
      const again = await writeOne(writer, create(record))
      expect(again.gid).toBe(first.gid)
      expect(target.count('order')).toBe(1)
    })

    it('takes the smallest steps that make an order right', async () => {
      const before = anOrder({
        sourceId: '1',
        lines: [aLine({ sourceId: 'l1', quantity: 2, subtotal: '20.00', total: '20.00' })],
        total: '20.00',
        sourceStatus: 'on-hold',
      })
      const first = await writeOne(writer, create(before))
      target.merchant.addOrderTag(first.gid, 'Call back')
      target.merchant.addOrderAttribute(first.gid, 'Desk')

      const paidNow = { ...before, payment: paid, sourceStatus: 'processing' }
      const second = await writeOne(
        writer,
        updateOf(first, paidNow, ['financialStatus', 'attributes']),
      )
      expect(second.snapshot.fields).toMatchObject({ financialStatus: 'PAID' })

      target.changes.length = 0
      const shipped = { ...paidNow, fulfillment: 'fulfilled' as const }
      const third = await writeOne(writer, updateOf(second, shipped, ['fulfillmentStatus']))
      expect(third.snapshot.fields).toEqual(expectedOf(writer, shipped, third.snapshot))
      expect(target.changes.map(({ name: op }) => op)).toEqual(['FulfillmentCreate', 'OrderClose'])

      target.changes.length = 0
      const refunded = {
        ...shipped,
        refunds: [
          {
            sourceId: 'r1',
            amount: '10.00',
            reason: 'Broken',
            refundedAt: '2026-02-01T00:00:00Z',
            lines: [{ lineSourceId: 'l1', quantity: 1, amount: '10.00' }],
            shippingAmount: '0',
          },
        ],
      }
      const fourth = await writeOne(
        writer,
        updateOf(third, refunded, ['refunded', 'financialStatus']),
      )
      expect(fourth.snapshot.fields).toEqual(expectedOf(writer, refunded, fourth.snapshot))
      expect(target.changes.map(({ name: op }) => op)).toEqual(['RefundCreate'])
      expect(Object.keys(fourth.children)).toEqual(['r1'])

      target.changes.length = 0
      const again = await writeOne(
        writer,
        updateOf(fourth, refunded, ['refunded', 'financialStatus']),
      )
      expect(again.snapshot.fields).toEqual(fourth.snapshot.fields)
      expect(target.changes).toEqual([])
      expect(target.merchant.tags(first.gid)).toContain('Call back')
      expect(target.merchant.orderAttributes(first.gid)).toContain('Desk')
    })

    it('changes note, tags, e-mail, phone and shipping address of an order', async () => {
      const before = anOrder({ sourceId: '1', shippingAddress: anAddress(), tags: ['a'] })
      const first = await writeOne(writer, create(before))
      target.changes.length = 0
      const after = {
        ...before,
        note: 'Ring twice',
        tags: ['b'],
        email: 'new@example.com',
        phone: '+14155552671',
        shippingAddress: anAddress({ address1: '5 New Street' }),
      }
      const result = await writeOne(
        writer,
        updateOf(first, after, changedFields(writer, before, after)),
      )
      expect(result.snapshot.fields).toEqual(expectedOf(writer, after, result.snapshot))
      expect(target.changes.map(({ name: op }) => op)).toEqual(['OrderUpdate'])
    })

    it('cancels a paid order without giving money back and without restocking', async () => {
      const before = anOrder({ sourceId: '1', payment: paid })
      const first = await writeOne(writer, create(before))
      const after = { ...before, cancelledAt: '2026-02-01T00:00:00Z' }
      const result = await writeOne(
        writer,
        updateOf(first, after, changedFields(writer, before, after)),
      )
      expect(result.snapshot.fields).toEqual(expectedOf(writer, after, result.snapshot))
      expect(result.snapshot.fields).toMatchObject({ cancelled: true, refunded: '0' })
    })

    it('says by name what Shopify cannot change and changes nothing', async () => {
      const before = anOrder({ sourceId: '1', payment: paid })
      const first = await writeOne(writer, create(before))
      const shown = await writer.readCurrent('order', [first.gid])
      target.changes.length = 0
      const lines = [aLine({ quantity: 2, subtotal: '25.00', total: '25.00' })]
      const after = { ...before, billingAddress: anAddress(), lines }
      const result = await writeOne(writer, updateOf(first, after, ['billingAddress', 'lines']))
      expect(result.notes.map(({ code, field }) => [code, field])).toEqual([
        ['CHANGE_NOT_POSSIBLE', 'lines'],
        ['CHANGE_NOT_POSSIBLE', 'billingAddress'],
      ])
      expect(target.changes.map(({ name: op }) => op)).not.toContain('OrderEditCommit')
      expect(await writer.readCurrent('order', [first.gid])).toEqual(shown)
    })

    it('gets back no more than was paid, and say so', async () => {
      const refund = (sourceId: string, amount: string) => ({
        sourceId,
        amount,
        reason: null,
        refundedAt: '2026-01-20T00:00:00Z',
        lines: [],
        shippingAmount: '0',
      })
      const record = anOrder({
        sourceId: '1',
        payment: paid,
        refunds: [refund('r1', '10.00'), refund('r2', '5.00')],
      })
      const result = await writeOne(writer, create(record))
      expect(codes(result)).toEqual(['CHANGE_NOT_POSSIBLE'])
      expect(result.snapshot.fields).toEqual(expectedOf(writer, record, result.snapshot))
      expect(result.snapshot.fields['refunded']).toBe('12.5')
    })

    it('tells the arithmetic when the totals differ', async () => {
      const result = await writeOne(writer, create(anOrder({ sourceId: '1', total: '99.00' })))
      expect(result.notes).toMatchObject([{ code: 'TOTAL_MISMATCH', field: 'total' }])
      expect(noted(result.notes[0])).toContain('items 12.50 ')
      expect(noted(result.notes[0])).toContain('99.00 EUR')
    })

    it('links order lines to variants and the order to its customer', async () => {
      const product = await writeOne(writer, create(aProduct({ sourceId: '1' })))
      const customer = await writeOne(writer, create(aCustomer({ sourceId: '2' })))
      const variant = product.children['1']
      expect(variant).toBeDefined()
      const record = anOrder({
        sourceId: '3',
        email: 'mara@example.com',
        billingAddress: anAddress(),
        lines: [
          aLine({
            title: 'Mug as sold then',
            sku: 'OLD-SKU',
            productSourceId: '1',
            variantSourceId: '1',
          }),
        ],
      })
      const references = { parts: new Map([['1', variant ?? '']]), owner: customer.gid }
      const result = await writeOne(writer, create(record, { references }))
      expect(result.snapshot.fields).toEqual(expectedOf(writer, record, result.snapshot))
      expect(target.count('customer')).toBe(1)
      expect(JSON.stringify(target.changes.at(-1)?.variables)).toContain(variant)
    })
  })
}
