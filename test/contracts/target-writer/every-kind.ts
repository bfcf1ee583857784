import { beforeEach, describe, expect, it } from 'vitest'
import type { Gid, TargetWriter } from '#app/migration/engine/ports/target.ts'
import {
  aCustomer,
  aLine,
  anOrder,
  aProduct,
  aVariant,
  categories,
} from '#test/helpers/records/canonical-samples.ts'
import { customerShapes } from './shapes/customers.ts'
import { orderShapes } from './shapes/orders.ts'
import { productShapes } from './shapes/products.ts'
import { type TargetHarness } from './harness.ts'
import { codes, create, expectedOf, updateOf, paid, writeAll, writeOne } from './intents.ts'

export function everyKind(current: () => TargetHarness): void {
  let target: TargetHarness
  let writer: TargetWriter
  beforeEach(() => {
    target = current()
    writer = target.writer
  })

  describe.each([
    ['product', productShapes],
    ['customer', customerShapes],
    ['order', orderShapes],
  ] as const)('every shape of %s', (kind, shapes) => {
    it('arrives once, reads back as expected, and comes with the notes it deserves', async () => {
      const results = await writeAll(
        writer,
        shapes.map(({ record }) => create(record)),
      )
      const gids = new Set<Gid>()
      for (const shape of shapes) {
        const result = results.find(({ intent }) => intent.record === shape.record)
        expect(result?.ok === false ? result.error.message : null, shape.name).toBeNull()
        expect(result, shape.name).toMatchObject({ ok: true, outcome: 'created' })
        if (!result?.ok) continue
        gids.add(result.gid)
        expect(codes(result).sort(), shape.name).toEqual([...(shape.notes ?? [])].sort())
        const expected = expectedOf(writer, shape.record, result.snapshot)
        expect(result.snapshot.fields, shape.name).toEqual(expected)
        const [read] = await writer.readCurrent(kind, [result.gid])
        expect(read?.fields, `${shape.name}, read again`).toEqual(expected)
      }
      expect(gids.size).toBe(shapes.length)
      expect(target.count(kind)).toBe(shapes.length)
      const found = await writer.findByCustomId(kind, [
        ...shapes.map(({ record }) => record.sourceId),
        'never-written',
      ])
      expect(new Set(found.values())).toEqual(gids)
      expect(found.has('never-written')).toBe(false)
    })
  })

  describe('exactly one target record per source record', () => {
    it.each([
      [
        'product',
        aProduct({
          sourceId: '1',
          options: [{ name: 'Size', values: ['S'] }],
          variants: [aVariant({ sourceId: '11', options: [{ name: 'Size', value: 'S' }] })],
        }),
      ],
      ['customer', aCustomer({ sourceId: '1', tags: ['vip'] })],
      ['order', anOrder({ sourceId: '1', payment: paid, cancelledAt: '2026-01-17T00:00:00Z' })],
    ] as const)(
      'finds its own earlier %s when it may exist, and completes it',
      async (kind, record) => {
        const first = await writeOne(writer, create(record))
        const again = await writeOne(writer, create(record, { mayExist: true }))
        expect(again.gid).toBe(first.gid)
        expect(again.children).toEqual(first.children)
        expect(again.snapshot.fields).toEqual(expectedOf(writer, record, again.snapshot))
        expect(target.count(kind)).toBe(1)
      },
    )

    it.each([
      ['product', aProduct({ sourceId: '1', collections: categories('Mugs') })],
      ['customer', aCustomer({ sourceId: '1', tags: ['vip'] })],
      ['order', anOrder({ sourceId: '1', payment: paid })],
    ] as const)(
      'makes one %s although the answer to its creation was lost',
      async (kind, record) => {
        target.loseAnswer(kind)
        const result = await writeOne(writer, create(record))
        expect(result.snapshot.fields).toEqual(expectedOf(writer, record, result.snapshot))
        expect(target.count(kind)).toBe(1)
      },
    )
  })

  describe('a record that is ours no longer', () => {
    it.each([
      aProduct({
        options: [{ name: 'Size', values: ['S', 'M'] }],
        variants: ['S', 'M'].map((value) =>
          aVariant({ sourceId: `v${value}`, options: [{ name: 'Size', value }] }),
        ),
      }),
      aCustomer(),
      anOrder(),
    ])('leaves its id to another $kind and is not changed otherwise', async (record) => {
      const first = await writeOne(writer, create(record))
      const { kind, sourceId } = record
      await writer.unbind(kind, first.gid, 'somebody-else')
      expect((await writer.findByCustomId(kind, [sourceId])).get(sourceId)).toBe(first.gid)
      await writer.unbind(kind, first.gid, sourceId)
      await writer.unbind(kind, first.gid, sourceId)
      expect(await writer.findByCustomId(kind, [sourceId])).toEqual(new Map())
      const other =
        record.kind === 'customer'
          ? { ...record, email: 'other@example.com', phone: null }
          : record.kind === 'product'
            ? { ...record, handle: 'other' }
            : record
      const second = await writeOne(writer, create(other, { mayExist: true }))
      expect(second).toMatchObject({ outcome: 'created' })
      expect(second.gid).not.toBe(first.gid)
      expect(target.count(kind)).toBe(2)
      const gids = Object.values(second.children)
      expect(gids.filter((gid) => Object.values(first.children).includes(gid))).toEqual([])
    })
  })

  describe('an update', () => {
    it.each([aProduct(), aCustomer(), anOrder()])(
      'asks what to send with what the $kind shows right then, and sends nothing else',
      async (record) => {
        const first = await writeOne(writer, create(record))
        const sent = target.changes.length
        const seen: unknown[] = []
        const result = await writeOne(writer, {
          ...updateOf(first, record, Object.keys(writer.expectedFields(record))),
          merge: (current) => {
            seen.push(current.fields)
            return []
          },
        })
        expect(seen).toEqual([expectedOf(writer, record, result.snapshot)])
        expect(target.changes).toHaveLength(sent)
        expect(result).toMatchObject({ gid: first.gid, snapshot: { fields: seen[0] } })
      },
    )
  })

  describe('records the target cannot hold', () => {
    const option = (n: number) => ({ name: `Option ${n}`, values: ['a'] })
    it.each([
      ['TITLE_MISSING', aProduct({ title: '  ' })],
      ['TOO_MANY_OPTIONS', aProduct({ options: [1, 2, 3, 4].map(option) })],
      [
        'TOO_MANY_VARIANTS',
        aProduct({
          options: [{ name: 'No', values: [] }],
          variants: Array.from({ length: 2049 }, (_, n) =>
            aVariant({ sourceId: `${n}`, options: [{ name: 'No', value: `${n}` }] }),
          ),
        }),
      ],
      [
        'DUPLICATE_OPTION_VALUES',
        aProduct({
          options: [{ name: 'Size', values: ['S', 's'] }],
          variants: ['S', 's'].map((value) =>
            aVariant({ sourceId: value, options: [{ name: 'Size', value }] }),
          ),
        }),
      ],
      ['ORDER_WITHOUT_LINES', anOrder({ lines: [], total: '0' })],
      ['CURRENCY_NOT_ACCEPTED', anOrder({ currency: 'XBT' })],
    ] as const)('become an issue %s and the others go on', async (code, record) => {
      const good = aCustomer({ sourceId: 'good' })
      const results = await writeAll(writer, [create(record), create(good)])
      expect(results.find(({ intent }) => intent.record === record)).toMatchObject({
        ok: false,
        error: { name: 'RecordError', code, isTransient: false },
      })
      expect(results.find(({ intent }) => intent.record === good)).toMatchObject({ ok: true })
      expect(target.count('product') + target.count('order')).toBe(0)
    })
  })

  describe('large records', () => {
    it('read back whole: many variants, many lines', async () => {
      const values = Array.from({ length: 120 }, (_, n) => `No ${n}`)
      const product = aProduct({
        sourceId: '1',
        options: [{ name: 'Size', values }],
        variants: values.map((value, n) =>
          aVariant({ sourceId: `v${n}`, sku: `S${n}`, options: [{ name: 'Size', value }] }),
        ),
      })
      const lines = Array.from({ length: 60 }, (_, n) =>
        aLine({ sourceId: `${n}`, title: `Line ${n}`, subtotal: '1.00', total: '1.00' }),
      )
      const order = anOrder({ sourceId: '2', lines, total: '60.00' })
      for (const record of [product, order]) {
        const written = await writeOne(writer, create(record))
        expect(written.snapshot.fields).toEqual(expectedOf(writer, record, written.snapshot))
        const [read] = await writer.readCurrent(record.kind, [written.gid])
        expect(read?.fields).toEqual(expectedOf(writer, record, read))
      }
    })
  })
}
