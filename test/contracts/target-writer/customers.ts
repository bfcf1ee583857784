import { beforeEach, describe, expect, it } from 'vitest'
import type { Gid, TargetWriter } from '#app/migration/engine/ports/target.ts'
import { aCustomer, anAddress, anOrder } from '#test/helpers/records/canonical-samples.ts'
import { sentKeys, type TargetHarness } from './harness.ts'
import {
  changedFields,
  codes,
  create,
  expectedOf,
  updateOf,
  writeAll,
  writeOne,
} from './intents.ts'

export function customers(current: () => TargetHarness): void {
  let target: TargetHarness
  let writer: TargetWriter
  beforeEach(() => {
    target = current()
    writer = target.writer
  })

  describe('a customer', () => {
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

    it('loses only the state of an address that the country does not have', async () => {
      const odd = anAddress({ country: 'US', province: 'ZZ' })
      const customer = await writeOne(
        writer,
        create(aCustomer({ sourceId: '1', addresses: [odd] })),
      )
      expect(codes(customer)).toEqual(['PROVINCE_NOT_ACCEPTED'])
      expect(customer.snapshot.fields['addresses']).toMatchObject([
        { address1: '12 Harbour Lane', country: 'US', province: null },
      ])
      const order = await writeOne(writer, create(anOrder({ sourceId: '2', shippingAddress: odd })))
      expect(order.snapshot.fields['shippingAddress']).toMatchObject({
        address1: '12 Harbour Lane',
      })
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
      expect((await writer.findByCustomId('customer', ['1'])).get('1')).toBe(gid)
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
        error: { code: 'HELD_BY_ANOTHER', isTransient: true, holder: berta.gid },
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
      expect(await writer.replaceUnique('customer', berta.gid, null)).toBe('info@example.com')
      expect(await writer.replaceUnique('customer', berta.gid, null)).toBeNull()
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
}
