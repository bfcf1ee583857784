import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Fields } from '#app/migration/kinds/values/fingerprint.ts'
import type { IssueCode } from '#app/migration/engine/ports/errors.ts'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import type {
  Gid,
  References,
  TargetSnapshot,
  TargetWriter,
  WriteIntent,
  WriteResult,
} from '#app/migration/engine/ports/target.ts'
import {
  aCustomer,
  aLine,
  anAddress,
  anOrder,
  aProduct,
  aVariant,
  categories,
} from '../helpers/records/canonical-samples.ts'
import { customerShapes, orderShapes, productShapes } from './target-writer-shapes.ts'

/** What the suite needs of a target to prove the promises of `TargetWriter`. */
export type TargetHarness = {
  writer: TargetWriter
  /** Operation names and variables of the changes sent so far, oldest first. */
  changes: { name: string; variables: unknown }[]
  count(kind: EntityKind): number
  /** Notifications to customers and movements of existing stock since the start. */
  effects(): { emails: number; stockMoves: number }
  /** The next change of this kind is carried out, but its answer is lost. */
  loseAnswer(change: 'product' | 'customer' | 'order' | 'refund'): void
  /** The address answers 404 from now on. */
  breakImage(url: string): void
  /** Every request fails with a server error from now on, until the given number is reached. */
  fail(times: number): void
  /** The next requests are told to wait. */
  throttle(times: number): void
  /** After so many more changes the app has no access any more, whatever token it asks for. */
  revokeAfter(changes: number): void
  /** The present access token stops working; the next one works. */
  expireToken(): void
  /** What a merchant does by hand. */
  merchant: {
    addCustomer(customer: {
      email?: string
      phone?: string
      firstName?: string
      lastName?: string
      tags?: string[]
    }): Gid
    addProductTag(gid: Gid, tag: string): void
    addCustomerTag(gid: Gid, tag: string): void
    addCustomerAddress(gid: Gid, address1: string): void
    addOrderTag(gid: Gid, tag: string): void
    addOrderAttribute(gid: Gid, key: string): void
    addToOwnCollection(gid: Gid, title: string): void
    /** With its stock. */
    addVariant(gid: Gid, value: string): Gid
    setMetafield(gid: Gid, key: string, value: string): void
    tags(gid: Gid): string[]
    addresses(gid: Gid): (string | null)[]
    orderAttributes(gid: Gid): string[]
    collections(gid: Gid): string[]
    variants(gid: Gid): Gid[]
    metafield(gid: Gid, key: string): string | null
    stock(gid: Gid): number[]
    remove(gid: Gid): void
  }
  close(): Promise<void>
}

const nobody = () => Promise.resolve(null)
const NO_REFERENCES: References = { variants: new Map(), customer: null }

export function create(
  record: CanonicalRecord,
  options: Partial<Pick<WriteIntent, 'ownerOf'>> & {
    mayExist?: boolean
    references?: References
  } = {},
): WriteIntent {
  return {
    op: 'create',
    record,
    references: options.references ?? NO_REFERENCES,
    mayExist: options.mayExist ?? false,
    ownerOf: options.ownerOf ?? nobody,
  }
}

export async function writeAll(
  writer: TargetWriter,
  intents: WriteIntent[],
): Promise<WriteResult[]> {
  const results: WriteResult[] = []
  for await (const result of writer.write(intents)) results.push(result)
  return results
}

type Success = Extract<WriteResult, { ok: true }>

export async function writeOne(writer: TargetWriter, intent: WriteIntent): Promise<Success> {
  const [result] = await writeAll(writer, [intent])
  if (!result?.ok) throw result?.error ?? new Error('no result')
  return result
}

export function updateOf(
  before: Success,
  record: CanonicalRecord,
  changed: string[],
): Extract<WriteIntent, { op: 'update' }> {
  return {
    op: 'update',
    record,
    references: NO_REFERENCES,
    gid: before.gid,
    children: before.children,
    changed,
    merge: () => changed,
    ownerOf: nobody,
  }
}

/** What the record should show. Whose an order is depends on what the engine knows, not on the record. */
export function expectedOf(
  writer: TargetWriter,
  record: CanonicalRecord,
  { fields }: Pick<TargetSnapshot, 'fields'> = { fields: {} },
): Fields {
  const customer = z.string().nullable().optional().parse(fields['customer'])
  return writer.expectedFields(record, customer === undefined ? {} : { customer })
}

function changedFields(
  writer: TargetWriter,
  before: CanonicalRecord,
  after: CanonicalRecord,
): string[] {
  const [a, b] = [writer.expectedFields(before), writer.expectedFields(after)]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]),
  )
}

const codes = (result: Success): IssueCode[] => result.notes.map(({ code }) => code)
const paid = {
  state: 'paid',
  gateway: 'stripe',
  gatewayTitle: null,
  transactionId: null,
  paidAt: '2026-01-15T10:25:00Z',
  received: null,
} as const

/** Names of the fields inside the inputs of the changes sent. */
function sentKeys(target: TargetHarness): string[] {
  return target.changes.flatMap(({ variables }) =>
    Object.values(variables ?? {}).flatMap((input: unknown) =>
      [input]
        .flat()
        .flatMap((entry) =>
          typeof entry === 'object' && entry !== null ? Object.keys(entry) : [],
        ),
    ),
  )
}

/** The contract every `TargetWriter` must keep. */
export function describeTargetWriter(name: string, start: () => Promise<TargetHarness>): void {
  describe(`target writer: ${name}`, () => {
    let target: TargetHarness
    let writer: TargetWriter
    beforeEach(async () => {
      target = await start()
      writer = target.writer
    })
    afterEach(async () => {
      const effects = target.effects()
      await target.close()
      expect(effects, 'no e-mail may be sent and no stock moved, whatever is written').toEqual({
        emails: 0,
        stockMoves: 0,
      })
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
          expect(read?.legacyId).toMatch(/^\d+$/)
        }
        expect(gids.size).toBe(shapes.length)
        expect(target.count(kind)).toBe(shapes.length)
        const found = await writer.findBySourceRef(kind, [
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

      it('makes one collection of a category that many products name at once', async () => {
        const records = Array.from({ length: 12 }, (_, n) =>
          aProduct({
            sourceId: `c${n}`,
            handle: `c${n}`,
            collections: categories('Kitchen', 'Sale'),
          }),
        )
        const results = await writeAll(
          writer,
          records.map((record) => create(record)),
        )
        for (const result of results) {
          expect(result.ok && result.snapshot.fields['collections']).toEqual(['Kitchen', 'Sale'])
        }
        expect(target.changes.filter(({ name: op }) => op === 'CollectionCreate')).toHaveLength(2)
      })
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
        await writer.release(kind, first.gid, 'somebody-else')
        expect((await writer.findBySourceRef(kind, [sourceId])).get(sourceId)).toBe(first.gid)
        await writer.release(kind, first.gid, sourceId)
        await writer.release(kind, first.gid, sourceId)
        expect(await writer.findBySourceRef(kind, [sourceId])).toEqual(new Map())
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

      it('asks with the merchant’s edit of a moment ago', async () => {
        const record = aCustomer({ addresses: [anAddress({ address1: 'Old Road 1' })] })
        const first = await writeOne(writer, create(record))
        target.merchant.addCustomerAddress(first.gid, 'Merchant Way 2')
        let addresses: unknown = null
        await writeOne(writer, {
          ...updateOf(first, record, ['addresses']),
          merge: (current) => {
            addresses = current.fields['addresses']
            return []
          },
        })
        expect(addresses).toHaveLength(2)
      })
    })

    describe('customers who are in the target already', () => {
      it('adopts one with the same e-mail, keeps what it says and fills what is blank', async () => {
        const gid = target.merchant.addCustomer({
          email: 'mara@example.com',
          firstName: 'Mara B.',
          tags: ['VIP'],
        })
        const record = aCustomer({
          sourceId: '1',
          email: 'MARA@example.com',
          note: 'From the old store',
          tags: ['trade'],
          addresses: [anAddress()],
        })
        const result = await writeOne(writer, create(record))
        expect(result).toMatchObject({ gid, outcome: 'adopted' })
        expect(codes(result)).toEqual(['CUSTOMER_ADOPTED'])
        expect(result.snapshot.fields).toMatchObject({
          firstName: 'Mara B.',
          note: 'From the old store',
          addresses: writer.expectedFields(record)['addresses'],
        })
        expect(target.merchant.tags(gid)).toEqual(expect.arrayContaining(['VIP', 'trade']))
        expect(target.count('customer')).toBe(1)
        expect((await writer.findBySourceRef('customer', ['1'])).get('1')).toBe(gid)
      })

      it('maps an account and a guest with the same e-mail to one customer', async () => {
        const results = await writeAll(writer, [
          create(aCustomer({ sourceId: '1', email: 'same@example.com' })),
          create(aCustomer({ sourceId: 'guest:abc', guest: true, email: 'same@example.com' })),
        ])
        const gids = results.map((result) => (result.ok ? result.gid : null))
        expect(gids[0]).toBe(gids[1])
        expect(target.count('customer')).toBe(1)
      })

      it('fills nothing into an account from a guest order of the same person', async () => {
        const email = 'same@example.com'
        const account = aCustomer({ sourceId: '1', email, phone: null, addresses: [] })
        const first = await writeOne(writer, create(account))
        const guest = aCustomer({ sourceId: 'guest:abc', guest: true, email })
        const second = await writeOne(writer, create(guest))
        expect(second).toMatchObject({ gid: first.gid, outcome: 'adopted', notes: [] })
        expect(second.snapshot.fields).toMatchObject(writer.expectedFields(account))
      })

      it('begins no further record once it is told to stop, and finishes those under way', async () => {
        const stop = new AbortController()
        const records = Array.from({ length: 200 }, (_, index) =>
          aCustomer({ sourceId: `s${index}`, email: `s${index}@example.com`, phone: null }),
        )
        const done: WriteResult[] = []
        for await (const result of writer.write(
          records.map((record) => create(record)),
          stop.signal,
        )) {
          done.push(result)
          stop.abort()
        }
        expect(done.every((result) => result.ok)).toBe(true)
        expect(done.length).toBeLessThan(200)
        expect(target.count('customer')).toBe(done.length)
      })

      it('never takes one with the same phone for the same person', async () => {
        const gid = target.merchant.addCustomer({ phone: '+14155552671', firstName: 'Peter' })
        const result = await writeOne(
          writer,
          create(aCustomer({ sourceId: '1', email: null, phone: '+1 415 555 2671' })),
        )
        expect(result.outcome).toBe('created')
        expect(result.gid).not.toBe(gid)
        expect(codes(result)).toEqual(['PHONE_NOT_ACCEPTED'])
      })

      it('uses no record of another account, and says who has the address', async () => {
        const email = 'info@example.com'
        const berta = await writeOne(writer, create(aCustomer({ sourceId: '2', email })))
        const anton = create(aCustomer({ sourceId: '1', email, lastName: 'Anton', phone: null }))
        const [refused] = await writeAll(writer, [anton])
        expect(refused).toMatchObject({
          ok: false,
          error: { code: 'HELD_BY_ANOTHER', mayHeal: true, holder: berta.gid },
        })
        const [shown] = await writer.readCurrent('customer', [berta.gid])
        expect(shown?.fields).toEqual(berta.snapshot.fields)
      })

      it('uses no record that only our memory knows to be another account’s', async () => {
        const gid = target.merchant.addCustomer({ email: 'info@example.com', firstName: 'Berta' })
        const anton = aCustomer({ sourceId: '1', email: 'info@example.com', phone: null })
        const asked: Gid[] = []
        const ownerOf = (holder: Gid) => {
          asked.push(holder)
          return Promise.resolve('2')
        }
        const [refused] = await writeAll(writer, [create(anton, { ownerOf })])
        expect(refused).toMatchObject({ ok: false, error: { holder: gid } })
        expect(asked).toEqual([gid])
      })

      it('writes all but an address that another account still has, and takes it when it is free', async () => {
        const berta = await writeOne(
          writer,
          create(aCustomer({ sourceId: '2', email: 'info@example.com', phone: null })),
        )
        const before = aCustomer({ sourceId: '1', email: 'anton@example.com', phone: null })
        const anton = await writeOne(writer, create(before))
        const after = { ...before, email: 'info@example.com', lastName: 'Changed' }
        const change = updateOf(anton, after, ['email', 'lastName'])
        const [waits] = await writeAll(writer, [change])
        expect(waits).toMatchObject({ ok: false, error: { holder: berta.gid } })
        const [shown] = await writer.readCurrent('customer', [anton.gid])
        expect(shown?.fields).toMatchObject({ email: 'anton@example.com', lastName: 'Changed' })
        expect(await writer.replaceEmail(berta.gid, null)).toBe('info@example.com')
        expect(await writer.replaceEmail(berta.gid, null)).toBeNull()
        const result = await writeOne(writer, change)
        expect(result.snapshot.fields).toMatchObject({ email: 'info@example.com' })
      })

      it('tells of a phone number that an interrupted try had to leave out', async () => {
        target.merchant.addCustomer({ phone: '+14155552671', email: 'other@example.com' })
        const record = aCustomer({ sourceId: '1', phone: '+14155552671' })
        await writeOne(writer, create(record))
        const found = await writeOne(writer, create(record, { mayExist: true }))
        expect(found.notes).toMatchObject([{ code: 'KEPT_IN_SHOPIFY', field: 'phone' }])
      })

      it('leaves out a phone number that another customer has', async () => {
        target.merchant.addCustomer({ phone: '+14155552671', email: 'other@example.com' })
        const result = await writeOne(
          writer,
          create(aCustomer({ sourceId: '1', phone: '+14155552671' })),
        )
        expect(result.outcome).toBe('created')
        expect(codes(result)).toEqual(['PHONE_NOT_ACCEPTED'])
        expect(result.snapshot.fields['phone']).toBeNull()
      })

      it('keeps every one of very many addresses when ours change', async () => {
        const before = aCustomer({ sourceId: '1', addresses: [anAddress()] })
        const first = await writeOne(writer, create(before))
        for (let n = 1; n <= 120; n += 1) {
          target.merchant.addCustomerAddress(first.gid, `${n} Merchant Way`)
        }
        const after = { ...before, addresses: [anAddress({ address1: '99 Moved Avenue' })] }
        const result = await writeOne(writer, updateOf(first, after, ['addresses']))
        expect(target.merchant.addresses(result.gid)).toHaveLength(121)
      })

      it('never takes a merchant’s own addresses away when ours change', async () => {
        const before = aCustomer({
          sourceId: '1',
          addresses: [anAddress(), anAddress({ address1: '2 Second Street' })],
        })
        const first = await writeOne(writer, create(before))
        target.merchant.addCustomerAddress(first.gid, '1 Merchant Way')
        const after = { ...before, addresses: [anAddress({ address1: '99 Moved Avenue' })] }
        const result = await writeOne(writer, updateOf(first, after, ['addresses']))
        expect(target.merchant.addresses(result.gid).sort()).toEqual([
          '1 Merchant Way',
          '99 Moved Avenue',
        ])
      })
    })

    describe('updates', () => {
      it('sends only the fields that changed and leaves the merchant’s own work alone: product', async () => {
        const variants = ['S', 'M'].map((size) =>
          aVariant({
            sourceId: `v${size}`,
            options: [{ name: 'Size', value: size }],
            inventory: { tracked: true, quantity: 5, continueSelling: false },
          }),
        )
        const before = aProduct({
          sourceId: '1',
          tags: ['old'],
          collections: categories('Mugs'),
          options: [{ name: 'Size', values: ['S', 'M'] }],
          variants,
        })
        const first = await writeOne(writer, create(before))
        const own = target.merchant.addVariant(first.gid, 'XL')
        target.merchant.addProductTag(first.gid, 'Merchant')
        target.merchant.addToOwnCollection(first.gid, 'Hand-picked')
        target.merchant.setMetafield(first.gid, 'care', 'Wash by hand')
        target.changes.length = 0
        const after = {
          ...before,
          title: 'Stoneware mug, large',
          tags: ['new'],
          collections: categories('Cups'),
          variants: variants.map((variant) =>
            variant.sourceId === 'vM' ? { ...variant, price: '14.90' } : variant,
          ),
        }
        const changed = changedFields(writer, before, after)
        expect(changed.sort()).toEqual(['collections', 'tags', 'title', 'variant:vM.price'])
        const result = await writeOne(writer, updateOf(first, after, changed))
        expect(result.outcome).toBe('updated')
        expect(result.snapshot.fields).toMatchObject({
          title: after.title,
          tags: ['new'],
          collections: ['Cups'],
          'variant:vM.price': '14.9',
          'variant:vS.price': '12.5',
        })
        const keys = sentKeys(target)
        for (const untouched of [
          'descriptionHtml',
          'vendor',
          'seo',
          'status',
          'options',
          'media',
        ]) {
          expect(keys).not.toContain(untouched)
        }
        expect(JSON.stringify(target.changes)).not.toMatch(/quantit/i)
        expect(JSON.stringify(target.changes)).not.toContain(first.children['vS'])
        expect(target.merchant.tags(first.gid).sort()).toEqual(['Merchant', 'new'])
        expect(target.merchant.collections(first.gid).sort()).toEqual(['Cups', 'Hand-picked'])
        expect(target.merchant.metafield(first.gid, 'care')).toBe('Wash by hand')
        expect(target.merchant.variants(first.gid)).toContain(own)
        expect(target.merchant.stock(first.gid)).toEqual(expect.arrayContaining([5, 5]))
      })

      it('adds a variant that is new in the source, with its own stock', async () => {
        const sized = (size: string) =>
          aVariant({
            sourceId: `v${size}`,
            options: [{ name: 'Size', value: size }],
            inventory: { tracked: true, quantity: 3, continueSelling: false },
          })
        const before = aProduct({
          sourceId: '1',
          options: [{ name: 'Size', values: ['S'] }],
          variants: [sized('S')],
        })
        const first = await writeOne(writer, create(before))
        const after = {
          ...before,
          options: [{ name: 'Size', values: ['M', 'S'] }],
          variants: [sized('M'), sized('S')],
        }
        const result = await writeOne(
          writer,
          updateOf(first, after, changedFields(writer, before, after)),
        )
        expect(result.snapshot.fields).toEqual(expectedOf(writer, after, result.snapshot))
        expect(Object.keys(result.children).sort()).toEqual(['vM', 'vS'])
        expect(target.merchant.stock(first.gid)).toEqual([3, 3])
      })

      it('changes images, search texts, visibility and unpublishes', async () => {
        const img = (n: number) => ({
          sourceId: `${n}`,
          url: `https://old-store.example/${n}.jpg`,
          alt: `View ${n}`,
        })
        const before = aProduct({ sourceId: '1', images: [img(1), img(2)] })
        const first = await writeOne(writer, create(before))
        const after = {
          ...before,
          images: [img(2), img(3)],
          seo: { title: 'Mug', description: null },
          published: false,
          status: 'draft' as const,
          vendor: 'Northfold',
        }
        const result = await writeOne(
          writer,
          updateOf(first, after, changedFields(writer, before, after)),
        )
        expect(result.snapshot.fields).toEqual(expectedOf(writer, after, result.snapshot))
      })

      it('sends only the fields that changed: customer', async () => {
        const before = aCustomer({ sourceId: '1', tags: ['trade'], note: 'Old note' })
        const first = await writeOne(writer, create(before))
        target.merchant.addCustomerTag(first.gid, 'VIP')
        target.changes.length = 0
        const after = { ...before, lastName: 'Holm', tags: ['retail'] }
        const result = await writeOne(
          writer,
          updateOf(first, after, changedFields(writer, before, after)),
        )
        expect(result.snapshot.fields).toEqual(expectedOf(writer, after, result.snapshot))
        expect(target.merchant.tags(first.gid).sort()).toEqual(['VIP', 'retail'])
        expect(sentKeys(target).sort()).toEqual(['id', 'lastName', 'metafields', 'tags'])
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
        expect(target.changes.map(({ name: op }) => op)).toEqual([
          'FulfillmentCreate',
          'OrderClose',
        ])

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

      it('reports a record that the merchant deleted', async () => {
        const before = aCustomer({ sourceId: '1' })
        const first = await writeOne(writer, create(before))
        target.merchant.remove(first.gid)
        const [result] = await writeAll(writer, [
          updateOf(first, { ...before, lastName: 'X' }, ['lastName']),
        ])
        expect(result).toMatchObject({ ok: false, error: { code: 'TARGET_RECORD_GONE' } })
        expect(await writer.readCurrent('customer', [first.gid])).toEqual([])
      })
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
          error: { name: 'RecordError', code, mayHeal: false },
        })
        expect(results.find(({ intent }) => intent.record === good)).toMatchObject({ ok: true })
        expect(target.count('product') + target.count('order')).toBe(0)
      })

      it('lose only the image that cannot be fetched, never the product', async () => {
        const broken = {
          sourceId: 'b',
          url: 'https://old-store.example/broken-404.jpg',
          alt: 'Gone',
        }
        const good = { sourceId: 'g', url: 'https://old-store.example/mug.jpg', alt: 'Mug' }
        const record = aProduct({ sourceId: '1', images: [good, broken] })
        target.breakImage(broken.url)
        const result = await writeOne(writer, create(record))
        expect(codes(result)).toEqual(['IMAGE_FAILED'])
        expect(result.snapshot.fields['title']).toBe(record.title)
      })

      it('lose only the state of an address that the country does not have', async () => {
        const odd = anAddress({ country: 'US', province: 'ZZ' })
        const customer = await writeOne(
          writer,
          create(aCustomer({ sourceId: '1', addresses: [odd] })),
        )
        expect(codes(customer)).toEqual(['PROVINCE_NOT_ACCEPTED'])
        expect(customer.snapshot.fields['addresses']).toMatchObject([
          { address1: '12 Harbour Lane', country: 'US', province: null },
        ])
        const order = await writeOne(
          writer,
          create(anOrder({ sourceId: '2', shippingAddress: odd })),
        )
        expect(order.snapshot.fields['shippingAddress']).toMatchObject({
          address1: '12 Harbour Lane',
        })
      })

      it('get back no more than was paid, and say so', async () => {
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
        expect(result.notes[0]?.message).toContain('items 12.50 ')
        expect(result.notes[0]?.message).toContain('99.00 EUR')
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

    describe('references', () => {
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
        const references = { variants: new Map([['1', variant ?? '']]), customer: customer.gid }
        const result = await writeOne(writer, create(record, { references }))
        expect(result.snapshot.fields).toEqual(expectedOf(writer, record, result.snapshot))
        expect(target.count('customer')).toBe(1)
        expect(JSON.stringify(target.changes.at(-1)?.variables)).toContain(variant)
      })
    })

    describe('when the target is slow to take more', () => {
      it('lives through a throttle storm without a failure or a double', async () => {
        target.throttle(40)
        const records = Array.from({ length: 15 }, (_, n) =>
          aCustomer({ sourceId: `${n}`, email: `c${n}@example.com` }),
        )
        const results = await writeAll(
          writer,
          records.map((record) => create(record)),
        )
        expect(results.every(({ ok }) => ok)).toBe(true)
        expect(target.count('customer')).toBe(15)
      })

      it('tells the engine to try again later when nothing can be known for long', async () => {
        target.fail(50)
        await expect(writeOne(writer, create(aCustomer({ sourceId: '1' })))).rejects.toMatchObject({
          name: 'RetriableError',
        })
        expect(target.count('customer')).toBe(0)
      })

      it('yields what was written before it says why it stopped', async () => {
        const done: string[] = []
        const records = Array.from({ length: 60 }, (_, n) =>
          aCustomer({ sourceId: `${n}`, email: `c${n}@example.com` }),
        )
        target.revokeAfter(20)
        const writing = (async () => {
          for await (const result of writer.write(records.map((record) => create(record)))) {
            if (result.ok) done.push(result.intent.record.sourceId)
          }
        })()
        await expect(writing).rejects.toMatchObject({
          name: 'PauseRun',
          code: 'TARGET_CREDENTIALS',
        })
        expect(done.length).toBe(target.count('customer'))
        expect(done.length).toBeGreaterThan(0)
        expect(done.length).toBeLessThan(60)
      })

      it('goes on when the access token expires half way', async () => {
        await writeOne(writer, create(aCustomer({ sourceId: '1' })))
        target.expireToken()
        await writeOne(writer, create(aCustomer({ sourceId: '2', email: 'two@example.com' })))
        expect(target.count('customer')).toBe(2)
      })
    })
  })
}
