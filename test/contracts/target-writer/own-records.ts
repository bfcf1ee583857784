import { beforeEach, describe, expect, it } from 'vitest'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import type { OurRecord, TargetWriter } from '#app/migration/engine/ports/target.ts'
import { aCustomer, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import type { TargetHarness } from './harness.ts'
import { create, writeOne } from './intents.ts'

export type OwnRecordsHarness = Pick<TargetHarness, 'writer'> & {
  merchant: Pick<TargetHarness['merchant'], 'remove'>
}

const EACH = [aProduct(), aCustomer(), anOrder()] as const

/** What a target says and does about records of ours, besides writing them. */
export function ownRecords(current: () => OwnRecordsHarness): void {
  let target: OwnRecordsHarness
  let writer: TargetWriter
  beforeEach(() => {
    target = current()
    writer = target.writer
  })
  const arrived = async (record: CanonicalRecord) => (await writeOne(writer, create(record))).gid
  async function listed(kind: EntityKind): Promise<OurRecord[]> {
    const all: OurRecord[] = []
    for await (const page of writer.listOurs(kind)) all.push(...page)
    return all
  }
  const stateOf = async (kind: EntityKind, gid: string) =>
    (await writer.show(kind, [gid])).get(gid)?.state

  describe('our records', () => {
    it.each(EACH)('are all listed, those of a $kind by themselves', async (record) => {
      for (const one of EACH) await arrived(one)
      const { kind, sourceId } = record
      const own = (await writer.findByCustomId(kind, [sourceId])).get(sourceId)
      expect(await listed(kind)).toEqual([{ gid: own, sourceId }])
      await writer.unbind(kind, own ?? '', sourceId)
      expect(await listed(kind)).toEqual([])
    })

    it.each(EACH)('show how they stand as long as they are there: $kind', async (record) => {
      const { kind } = record
      const gid = await arrived(record)
      expect(await stateOf(kind, gid)).toBe('there')
      expect(await writer.show(kind, [])).toEqual(new Map())
      target.merchant.remove(gid)
      expect(await writer.show(kind, [gid])).toEqual(new Map())
    })

    it.each([
      { record: aProduct(), by: 'archive', done: 'archived' },
      { record: anOrder(), by: 'cancel', done: 'cancelled' },
    ] as const)('are taken out of use once: $record.kind $done', async ({ record, by, done }) => {
      const { kind } = record
      const gid = await arrived(record)
      expect(await writer.retire(kind, gid, by)).toEqual({ done })
      expect(await stateOf(kind, gid)).toBe(done)
      const [shown] = await writer.readCurrent(kind, [gid])
      expect(await writer.retire(kind, gid, by)).toEqual({ done })
      expect(await writer.readCurrent(kind, [gid])).toEqual([shown])
      target.merchant.remove(gid)
      expect(await writer.retire(kind, gid, by)).toEqual({ done: 'gone' })
    })

    it.each([
      { record: aProduct(), by: 'cancel' },
      { record: aCustomer(), by: 'archive' },
      { record: aCustomer(), by: 'cancel' },
      { record: anOrder(), by: 'archive' },
    ] as const)('are left alone where there is no such way: $by a $record.kind', async (each) => {
      const { kind } = each.record
      const gid = await arrived(each.record)
      expect(await writer.retire(kind, gid, each.by)).toEqual({ done: 'not possible' })
      expect(await stateOf(kind, gid)).toBe('there')
    })

    it('name the orders of a customer by their ids in the source', async () => {
      const customer = await arrived(aCustomer({ sourceId: '2' }))
      const references = { parts: new Map<string, string>(), owner: customer }
      await writeOne(writer, create(anOrder({ sourceId: '3' }), { references }))
      await arrived(anOrder({ sourceId: '4', number: '4', email: 'else@example.com' }))
      expect(await writer.ownedBy('order', [customer])).toEqual(['3'])
      expect(await writer.ownedBy('order', [])).toEqual([])
    })
  })
}
