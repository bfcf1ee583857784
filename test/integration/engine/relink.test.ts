import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { LookUpKey } from '#app/migration/kinds/definition.ts'
import type { ProposalSelection } from '#app/migration/engine/ports/relink-ledger.ts'
import type { PassDeps } from '#app/migration/engine/run/pass-context.ts'
import { relinkRecords } from '#app/migration/engine/relink/relink-records.server.ts'
import {
  aCustomer,
  aLine,
  anOrder,
  aProduct,
  aVariant,
} from '#test/helpers/records/canonical-samples.ts'
import { Crash, crashing } from '#test/helpers/engine/crash.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, type Engine } from '#test/helpers/engine/engine.ts'

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  engine = await createEngine(database.prisma)
})

const scope = () => ({ projectId: engine.project.projectId })
const relink = (by: LookUpKey[] = [], confirm?: ProposalSelection) =>
  engine.run('recent', { task: (deps) => relinkRecords({ ...deps, by, confirm }) })

const loseMapping = (kind: EntityKind, sourceId?: string) =>
  database.prisma.mapping.deleteMany({ where: { ...scope(), kind, ...(sourceId && { sourceId }) } })

const mapping = (kind: EntityKind, sourceId: string) =>
  database.prisma.mapping.findFirst({ where: { ...scope(), kind, sourceId } })

const proposals = async () =>
  (await database.prisma.relinkProposal.findMany({ where: scope(), orderBy: { id: 'asc' } })).map(
    ({ kind, sourceId, gid, matchedBy }) => `${kind} ${sourceId} ${matchedBy} ${gid}`,
  )

const openIssues = async () =>
  (
    await database.prisma.issue.findMany({
      where: { ...scope(), resolvedAt: null },
      orderBy: { id: 'asc' },
    })
  ).map(({ kind, sourceId, code, field }) => `${kind} ${sourceId} ${code} ${field}`.trim())

const line = aLine({ productSourceId: '1', variantSourceId: '1' })

async function migrated(): Promise<void> {
  engine.source.put(
    aProduct({ sourceId: '1' }),
    aCustomer({ sourceId: '20', email: 'ana@example.com' }),
    anOrder({ sourceId: '30', customerSourceId: '20', lines: [line] }),
  )
  await engine.run('full')
}

const KINDS = ['product', 'customer', 'order'] as const
const ID = { product: '1', customer: '20', order: '30' } as const
const CHANGED = {
  product: () => aProduct({ sourceId: '1', variants: [aVariant({ sourceId: '1', price: '15' })] }),
  customer: () => aCustomer({ sourceId: '20', email: 'ana@example.com', lastName: 'Married' }),
  order: () => anOrder({ sourceId: '30', customerSourceId: '20', lines: [line], note: 'Ring' }),
}
const EDIT = {
  product: { title: 'Merchant’s own' },
  customer: { firstName: 'Merchant’s own' },
  order: { tags: ['merchant'] },
}

describe.each(KINDS)('a lost ledger row of a %s', (kind) => {
  test('is found by custom id in the next run: no second record, nothing overwritten', async () => {
    await migrated()
    await loseMapping(kind)
    engine.target.edit(kind, ID[kind], EDIT[kind])
    const before = structuredClone(engine.target.bySourceId(kind, ID[kind]))
    engine.source.put(CHANGED[kind]())
    const run = await engine.run()
    expect(engine.target.records(kind)).toHaveLength(1)
    expect(engine.target.bySourceId(kind, ID[kind])).toEqual(before)
    expect(await mapping(kind, ID[kind])).toMatchObject({ gid: before?.gid })
    // What differs is for the merchant, and it is no new record.
    expect(await run.outcomes()).toMatchObject({ [kind]: 'conflict 1' })
    expect(await run.points()).toBe(0)
    expect((await openIssues()).every((each) => each.includes(' CONFLICT '))).toBe(true)

    await database.prisma.issue.updateMany({
      where: { ...scope(), severity: 'conflict' },
      data: { resolution: 'take_source' },
    })
    await engine.run()
    expect(engine.target.bySourceId(kind, ID[kind])?.fields).toEqual(
      engine.target.expectedFields(CHANGED[kind]()),
    )
  })

  test('with a write of unknown result beside it is found as well', async () => {
    await migrated()
    engine.source.put(CHANGED[kind]())
    engine.target.fault = (moment) => {
      if (moment === 'accepted') throw new Crash('died')
    }
    const run = await engine.project.startRun()
    await expect(engine.resume(run)).rejects.toThrow(Crash)
    engine.target.fault = null
    await loseMapping(kind)
    expect(await database.prisma.intent.count({ where: scope() })).toBe(1)
    await engine.run()
    expect(engine.target.records(kind)).toHaveLength(1)
    expect(engine.target.stats).toMatchObject({ creates: 3, blindRepeats: 0 })
    expect(await database.prisma.intent.count({ where: scope() })).toBe(0)
    expect(engine.target.bySourceId(kind, ID[kind])?.fields).toEqual(
      engine.target.expectedFields(CHANGED[kind]()),
    )
  })
})

test('under “take source” a record that was found again is not overwritten either', async () => {
  await migrated()
  await loseMapping('product')
  engine.target.edit('product', '1', EDIT.product)
  const options = { conflicts: 'take_source' as const }
  engine.source.put(CHANGED.product())
  await engine.run('recent', { options })
  await engine.run('recent', { options })
  expect(engine.target.bySourceId('product', '1')?.fields).toMatchObject(EDIT.product)
  expect(await openIssues()).toEqual(['product 1 RELINKED'])
})

describe('a re-link', () => {
  test('restores every mapping by custom id, writes nothing, and changes nothing when repeated', async () => {
    await migrated()
    engine.target.edit('product', '1', EDIT.product)
    const mutations = { ...engine.target.stats }
    const before = await mapping('order', '30')
    for (const kind of KINDS) await loseMapping(kind)
    const run = await relink()
    expect(await run.outcomes()).toEqual({
      product: 'conflict 1',
      customer: 'unchanged 1',
      order: 'unchanged 1',
    })
    expect(await run.points()).toBe(0)
    expect(await mapping('order', '30')).toMatchObject({
      gid: before?.gid,
      fingerprint: before?.fingerprint,
      sourceFields: before?.sourceFields,
      targetFields: before?.targetFields,
      children: before?.children,
    })
    expect(await openIssues()).toEqual(['product 1 CONFLICT title'])
    const again = await relink()
    expect(await again.outcomes()).toEqual({})
    expect(engine.target.stats).toMatchObject({
      creates: mutations.creates,
      updates: mutations.updates,
    })
    expect(engine.events.at(-1)?.message).toBe('Orders: 1 looked at, 0 linked.')

    // A later change of another field leaves the merchant's edit alone.
    engine.source.put(CHANGED.product())
    await engine.run()
    expect(engine.target.bySourceId('product', '1')?.fields).toMatchObject({
      ...EDIT.product,
      'variant:1.price': '15',
    })
  })

  test('follows a record whose mapped one is gone, and says what it did not find', async () => {
    await migrated()
    const kept = engine.target.addCustomer('ana@example.com')
    engine.target.mergeCustomers('20', kept)
    engine.target.remove('product', '1')
    await relink()
    expect(await mapping('customer', '20')).toMatchObject({ gid: kept })
    expect(engine.events.map(({ message }) => message)).toContain(
      'Products: 1 looked at, 0 linked, 1 no longer in Shopify and not found again.',
    )
  })

  test('proposes exact matches, links none by itself, and links what the merchant confirms', async () => {
    await migrated()
    const ana = engine.target.addCustomer('bea@example.com', { firstName: 'Bea (VIP)' })
    engine.source.put(aCustomer({ sourceId: '21', email: 'bea@example.com' }))
    const points = (await relink(['email', 'order_name', 'handle', 'sku'])).points()
    expect(await points).toBe(0)
    expect(await proposals()).toEqual([`customer 21 email ${ana}`])
    expect(await mapping('customer', '21')).toBeNull()

    const run = await relink([], 'unambiguous')
    expect(await run.outcomes()).toEqual({ customer: 'unchanged 1' })
    expect(await mapping('customer', '21')).toMatchObject({ gid: ana })
    expect(engine.target.bySourceId('customer', '21')).toMatchObject({
      gid: ana,
      fields: { firstName: 'Bea (VIP)' },
    })
    expect(await proposals()).toEqual([])
    await engine.run()
    expect(engine.target.records('customer')).toHaveLength(2)
    expect(engine.target.bySourceId('customer', '21')?.fields).toMatchObject({
      firstName: 'Bea (VIP)',
    })
  })

  test('keeps a proposal whose reference holds what no database takes', async () => {
    engine.source.put(anOrder({ sourceId: '31', number: 'A\0B' }))
    const lookUp = async (_by: LookUpKey, values: readonly string[]) =>
      new Map(
        values.map((value) => [
          value,
          [{ gid: 'gid://shopify/Order/9', sourceId: null, customId: null }],
        ]),
      )
    await engine.run('recent', {
      task: (deps) =>
        relinkRecords({ ...deps, target: { ...deps.target, lookUp }, by: ['order_name'] }),
    })
    const [proposal] = await database.prisma.relinkProposal.findMany({ where: scope() })
    expect(proposal).toMatchObject({ sourceId: '31', reference: 'AB' })
  })

  test('does not link “all” where two records claim one, and of chosen ones the first wins', async () => {
    await migrated()
    const gid = engine.target.addCustomer('twin@example.com')
    engine.source.put(
      aCustomer({ sourceId: '21', email: 'twin@example.com' }),
      aCustomer({ sourceId: '22', email: 'twin@example.com' }),
    )
    await relink(['email'])
    expect(await proposals()).toHaveLength(2)
    await relink([], 'unambiguous')
    expect(await mapping('customer', '21')).toBeNull()
    expect(await proposals()).toHaveLength(2)

    const rows = await database.prisma.relinkProposal.findMany({ where: scope() })
    await relink([], { ids: rows.map(({ id }) => String(id)) })
    expect(await mapping('customer', '21')).toMatchObject({ gid })
    expect(await mapping('customer', '22')).toBeNull()
    expect(await proposals()).toEqual([])
  })

  test('refuses a record that got another custom id meanwhile', async () => {
    await migrated()
    const gid = engine.target.addCustomer('bea@example.com')
    engine.source.put(aCustomer({ sourceId: '21', email: 'bea@example.com' }))
    await relink(['email'])
    expect(await engine.target.bind(aCustomer({ sourceId: '99' }), gid)).toBe('bound')
    await relink([], 'unambiguous')
    expect(await mapping('customer', '21')).toBeNull()
    expect(engine.events.map(({ message }) => message)).toContain(
      'Customers: 0 linked, 1 not linked, because the record is gone or belongs to another.',
    )
  })

  test.each([[undefined], ['unambiguous' as const]])(
    'goes on where it died, whatever the step (confirming: %s)',
    async (confirm) => {
      await migrated()
      engine.source.put(aCustomer({ sourceId: '21', email: 'bea@example.com' }))
      let gid = ''
      const task = (deps: PassDeps) => relinkRecords({ ...deps, by: [], confirm })
      const lose = async () => {
        if (!confirm) await loseMapping('order')
        await loseMapping('customer', '21')
        engine.target.remove('customer', '21')
        gid = engine.target.addCustomer('bea@example.com')
        if (confirm) await relink(['email'])
      }
      await lose()
      const counting = crashing(null)
      await engine.run('recent', { ports: counting.ports(engine.target), task })
      const changing = /bind|settle|checkpoint|finishPass|openWindow|forget/
      const steps = counting.names.flatMap((name, step) => (changing.test(name) ? [step] : []))
      expect(steps.length).toBeGreaterThan(5)
      for (const step of steps) {
        await lose()
        const run = await engine.project.startRun()
        const crash = crashing({ step, moment: 'after' })
        const dying = engine.resume(run, { ports: crash.ports(engine.target), task })
        await expect(dying).rejects.toThrow(Crash)
        engine.target.fault = null
        await engine.resume(run, { task })
        if (confirm) expect(await mapping('customer', '21')).toMatchObject({ gid })
        expect(await mapping('order', '30')).not.toBeNull()
      }
      expect(engine.target.stats).toMatchObject({ creates: 3, updates: 0 })
    },
  )
})

describe('customers that were merged in the target', () => {
  test('a new order goes to the one who is left, found by e-mail or by custom id', async () => {
    await migrated()
    const kept = engine.target.addCustomer('ana@example.com')
    engine.target.mergeCustomers('20', kept)
    engine.source.put(anOrder({ sourceId: '31', customerSourceId: '20' }))
    const run = await engine.run()
    expect(engine.target.bySourceId('order', '31')?.linked.customer).toBe(kept)
    expect(await mapping('customer', '20')).toMatchObject({ gid: kept })
    expect(await run.outcomes()).toMatchObject({ order: 'created 1, unchanged 1' })
    expect(await openIssues()).toEqual([])
  })

  test('a change in the source goes to the one who is left, but for what was theirs', async () => {
    await migrated()
    const kept = engine.target.addCustomer('ana@example.com', { firstName: 'Anna', phone: '+491' })
    engine.target.mergeCustomers('20', kept, { lastName: aCustomer().lastName })
    engine.source.put(CHANGED.customer())
    await engine.run()
    const [left] = engine.target.records('customer')
    expect(left).toMatchObject({ gid: kept, fields: { firstName: 'Anna', lastName: 'Married' } })
    expect(await mapping('customer', '20')).toMatchObject({ gid: kept })
    expect(await openIssues()).toEqual([])
  })

  test('one who is nowhere any more is told as deleted, and the order goes to a guest', async () => {
    await migrated()
    engine.target.remove('customer', '20')
    engine.source.put(CHANGED.customer(), later('31'), later('32'))
    await engine.run()
    expect(await openIssues()).toEqual([
      'customer 20 TARGET_RECORD_GONE',
      'order 31 PARENT_MISSING customer',
      'order 32 PARENT_MISSING customer',
    ])
    expect(engine.target.records('customer')).toMatchObject([
      { fields: { email: 'ana@example.com', lastName: 'At checkout' } },
    ])
    const [guest] = engine.target.records('customer')
    for (const id of ['31', '32']) {
      expect(engine.target.bySourceId('order', id)?.linked.customer).toBe(guest?.gid)
    }
  })

  test('the guest becomes the account when the merchant wants the customer back', async () => {
    await migrated()
    engine.target.remove('customer', '20')
    engine.source.put(CHANGED.customer(), later('31'))
    await engine.run()
    engine.target.edit('customer', 'guest:ana', { phone: '+4930123456' })
    await database.prisma.issue.updateMany({
      where: { ...scope(), code: 'TARGET_RECORD_GONE' },
      data: { resolution: 'take_source' },
    })
    await engine.run()
    expect(engine.target.records('customer')).toMatchObject([
      { fields: { lastName: 'Married', phone: '+4930123456' } },
    ])
    expect((await openIssues()).filter((issue) => issue.startsWith('customer'))).toEqual([])
  })

  test.each([
    ['with what the guest never had', '+4930111111', null],
    ['without what the account has no more', null, '+4930111111'],
  ])('%s', async (_what, phone, ofGuest) => {
    await migrated()
    engine.source.put(aCustomer({ ...CHANGED.customer(), phone: '+4930111111' }))
    await engine.run()
    engine.target.remove('customer', '20')
    engine.source.put(
      aCustomer({ ...CHANGED.customer(), firstName: 'Anna', phone }),
      later('31', { phone: ofGuest }),
    )
    await engine.run()
    expect(await openIssues()).toContain('customer 20 TARGET_RECORD_GONE')
    await database.prisma.issue.updateMany({
      where: { ...scope(), code: 'TARGET_RECORD_GONE' },
      data: { resolution: 'take_source' },
    })
    await engine.run()
    expect(engine.target.records('customer')).toMatchObject([
      { fields: { firstName: 'Anna', lastName: 'Married', phone } },
    ])
  })

  test('and so when an order finds the guest first', async () => {
    await migrated()
    engine.target.remove('customer', '20')
    engine.source.put(CHANGED.customer(), later('31'))
    await engine.run()
    engine.source.put(later('32'))
    await engine.run()
    await engine.run('full')
    expect(engine.target.records('customer')).toMatchObject([{ fields: { lastName: 'Married' } }])
    expect((await openIssues()).filter((issue) => issue.startsWith('customer'))).toEqual([])
  })
})

/** An order of the account, as somebody filled it in at the checkout. */
function later(sourceId: string, more: Partial<ReturnType<typeof aCustomer>> = {}) {
  const guest = aCustomer({
    sourceId: 'guest:ana',
    guest: true,
    email: 'ana@example.com',
    lastName: 'At checkout',
    ...more,
  })
  return anOrder({ sourceId, customerSourceId: '20', lines: [line], guest })
}
