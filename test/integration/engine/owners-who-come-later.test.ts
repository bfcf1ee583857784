import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { retryRecords } from '#app/migration/engine/leftovers/retry-records.server.ts'
import { aCustomer, anOrder } from '#test/helpers/records/canonical-samples.ts'
import { Crash } from '#test/helpers/engine/crash.ts'
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

const openIssues = async () =>
  (
    await database.prisma.issue.findMany({
      where: { ...scope(), resolvedAt: null },
      orderBy: { id: 'asc' },
    })
  ).map(({ kind, sourceId, code, field }) => `${kind} ${sourceId} ${code} ${field}`.trim())

const answer = (code: string, resolution: 'take_source' | 'keep_target') =>
  database.prisma.issue.updateMany({ where: { ...scope(), code }, data: { resolution } })

const customerOf = (order: string) => engine.target.bySourceId('order', order)?.linked.customer
const gidOf = (customer: string) => engine.target.bySourceId('customer', customer)?.gid

function expectItsOwn() {
  expect(gidOf('20')).toBeDefined()
  expect(customerOf('31')).toBe(gidOf('20'))
}

const account = (more: Partial<ReturnType<typeof aCustomer>> = {}) =>
  aCustomer({ sourceId: '20', email: 'ana.new@example.com', ...more })

/** Of account 20, from the time when the account had another e-mail address. */
const order = (more: Partial<ReturnType<typeof anOrder>> = {}) =>
  anOrder({
    sourceId: '31',
    customerSourceId: '20',
    guest: aCustomer({ sourceId: 'guest:ana', guest: true, email: 'ana@example.com' }),
    ...more,
  })

/** So long that no window reads again what was read before. */
async function timePasses() {
  engine.source.setNow('2026-04-01T00:00:00Z')
  engine.source.put(aCustomer({ sourceId: '99', email: 'somebody@example.com' }))
  await engine.run()
  engine.source.setNow('2026-05-01T00:00:00Z')
}

const refuseAccount = () => {
  engine.target.refuse = ({ sourceId }) =>
    sourceId === '20'
      ? new RecordError('REJECTED_BY_SHOPIFY', '20', says('Shopify said no.'), {
          isTransient: true,
        })
      : null
}
const acceptAccount = () => (engine.target.refuse = () => null)

describe('an order that came while its customer was deleted in Shopify', () => {
  beforeEach(async () => {
    engine.source.put(account())
    await engine.run('full')
    engine.target.remove('customer', '20')
    engine.source.put(account({ lastName: 'Married' }), order())
    await engine.run()
    expect(customerOf('31')).toBe(gidOf('guest:ana'))
    await timePasses()
  })

  test('goes from its guest to the customer who is created again', async () => {
    await answer('TARGET_RECORD_GONE', 'take_source')
    const asked = engine.source.asked.length
    await engine.run()
    expectItsOwn()
    expect(await openIssues()).toEqual([])
    expect(engine.source.asked.slice(asked)).toEqual(['customer:20', 'order:31'])
    await engine.run()
    expect(engine.source.asked.slice(asked)).toHaveLength(2)
  })

  test('and so when a comparison of everything creates them', async () => {
    await answer('TARGET_RECORD_GONE', 'take_source')
    await engine.run('comparison')
    expectItsOwn()
  })

  test('and so when the run dies as soon as they are there, and is never resumed', async () => {
    await answer('TARGET_RECORD_GONE', 'take_source')
    const run = await engine.project.startRun()
    let isThere = false
    const dying = engine.resume(run, {
      ports: ({ ledger, ...own }) => ({
        ...own,
        ledger: {
          ...ledger,
          settle: async (settlements) => {
            if (isThere) throw new Crash('died')
            await ledger.settle(settlements)
            isThere = settlements.some(({ outcome }) => outcome.sourceId === '20')
          },
        },
      }),
    })
    await expect(dying).rejects.toThrow(Crash)
    await database.prisma.run.updateMany({ where: scope(), data: { state: 'cancelled' } })
    expect(gidOf('20')).toBeDefined()
    expect(customerOf('31')).toBe(gidOf('guest:ana'))
    await engine.run()
    expectItsOwn()
  })

  test('stays where the merchant put it meanwhile, and they are asked', async () => {
    const chosen = engine.target.addCustomer('chosen@example.com')
    engine.target.link('31', chosen)
    await answer('TARGET_RECORD_GONE', 'take_source')
    await engine.run()
    expect(customerOf('31')).toBe(chosen)
    expect(await openIssues()).toContain('order 31 CONFLICT customer')
  })

  test('stays with its guest while nobody wants the customer back', async () => {
    await answer('TARGET_RECORD_GONE', 'keep_target')
    await engine.run('full')
    expect(customerOf('31')).toBe(gidOf('guest:ana'))
    expect(await openIssues()).toEqual(['order 31 PARENT_MISSING customer'])
  })
})

describe('an order whose account Shopify refused', () => {
  test.each([
    ['goes to it from its guest', order()],
    ['goes to it from nobody', order({ guest: null })],
  ])('%s as soon as it is accepted', async (_what, early) => {
    refuseAccount()
    engine.source.put(account(), early)
    await engine.run('full')
    expect(await openIssues()).toContain('order 31 PARENT_MISSING customer')
    await timePasses()
    acceptAccount()
    await engine.run()
    expectItsOwn()
    expect(await openIssues()).toEqual([])
  })

  test('goes to it when only the account is tried again', async () => {
    refuseAccount()
    engine.source.put(account(), order())
    await engine.run('full')
    acceptAccount()
    const records = [{ kind: 'customer' as const, sourceId: '20' }]
    await engine.run('recent', { task: (deps) => retryRecords({ ...deps, records }) })
    expectItsOwn()
  })

  test('is no more said to be its guest’s once that guest has become the account', async () => {
    refuseAccount()
    engine.source.put(account({ email: 'ana@example.com' }), order())
    await engine.run('full')
    expect(await openIssues()).toContain('order 31 PARENT_MISSING customer')
    await timePasses()
    acceptAccount()
    await engine.run()
    expect(engine.target.records('customer')).toHaveLength(2)
    expect((await openIssues()).filter((issue) => issue.startsWith('order'))).toEqual([])
  })
})

test.each(['take_source', 'keep_target'] as const)(
  'an order follows its account when it is decided whether that is still the same (%s)',
  async (resolution) => {
    const made = new Map<string, string>()
    engine.source.identityOf = ({ kind, sourceId }) => ({
      createdAt: made.get(`${kind} ${sourceId}`) ?? '2025-01-01T00:00:00Z',
      fixed: {},
      known: { as: made.get(`${kind} ${sourceId}`) ?? 'before' },
    })
    engine.source.put(account())
    await engine.run('full')
    const before = gidOf('20')
    made.set('customer 20', '2025-11-11T11:11:11Z')
    engine.source.put(account({ email: 'other@example.com', lastName: 'Other' }), order())
    await engine.run()
    expect(await openIssues()).toContain('customer 20 ANOTHER_RECORD')
    expect(customerOf('31')).toBe(gidOf('guest:ana'))
    await timePasses()
    await answer('ANOTHER_RECORD', resolution)
    await engine.run()
    expectItsOwn()
    expect(gidOf('20') === before).toBe(resolution === 'take_source')
  },
)
