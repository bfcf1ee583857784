import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { relinkRecords } from '#app/migration/engine/relink/relink-records.server.ts'
import { createShopifyReader } from '#test/cases/shopify-reader.ts'
import { Crash, crashing, statesToDieIn } from '#test/helpers/engine/crash.ts'
import { createEngine, type Engine } from '#test/helpers/engine/engine.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { aCustomer, anOrder } from '#test/helpers/records/canonical-samples.ts'
import { openBothStores } from '#test/helpers/stores/both-stores.ts'
import { createCustomer, updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder, updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'

/*
 * A guest who opens an account is one customer with it in Shopify. When the account gives the address
 * up, whoever orders with it as a guest is somebody of their own again.
 */

const MINUTE = 60_000
const THEO = 'theo@example.com'
const GUEST = 'guest:theo'

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.close())
beforeEach(async () => {
  engine = await createEngine(database.prisma)
})

const account = (sourceId: string, email: string, firstName = 'Account') =>
  aCustomer({ sourceId, email, firstName, phone: null })

/** @param sourceId of the order; it also says who the guest said to be */
const guestOrder = (sourceId: string, email = THEO, guest = GUEST) =>
  anOrder({
    sourceId,
    customerSourceId: guest,
    guest: aCustomer({ sourceId: guest, guest: true, email, firstName: 'Guest', phone: null }),
  })

/** The e-mail address of the customer whom Shopify shows at the order. */
function buyerOf(order: string) {
  const gid = engine.target.bySourceId('order', order)?.linked.customer
  return engine.target.records('customer').find((customer) => customer.gid === gid)?.fields['email']
}
const emails = () =>
  engine.target
    .records('customer')
    .map(({ fields }) => fields['email'])
    .toSorted()

const ofProject = () => ({ projectId: engine.project.projectId })
async function openIssues() {
  const rows = await database.prisma.issue.findMany({
    where: { ...ofProject(), resolvedAt: null, code: { not: 'CUSTOMER_ADOPTED' } },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ kind, sourceId, code }) => `${kind} ${sourceId} ${code}`)
}

/** A guest's order, then the account with the address. */
async function guestWithAccount() {
  engine.source.put(guestOrder('30'))
  await engine.run('full')
  engine.source.put(account('1', THEO))
  await engine.run()
  expect(emails()).toEqual([THEO])
}

/** The same, and the account has another address now. */
async function parted() {
  await guestWithAccount()
  engine.source.put(account('1', 'left@example.com'))
  await engine.run()
  expect(emails()).toEqual(['left@example.com'])
}

describe('a guest whose address an account had once', () => {
  test('is not that account: in both stores', async () => {
    const stores = await openBothStores(database.prisma, {
      woocommerce: { dataset: 'empty', timezone: 'UTC' },
      currency: 'USD',
    })
    try {
      const shopify = createShopifyReader(stores)
      const order = () =>
        createOrder(stores.woo.state, {
          status: 'completed',
          billing: { first_name: 'Theo', last_name: 'Berg', email: THEO },
          fee_lines: [{ name: 'Work', total: '20.00' }],
        })
      const later = async (mode: 'full' | 'recent' = 'recent') => {
        await stores.clock.advance(MINUTE)
        return stores.migrate(mode)
      }
      const emailAt = async ({ id }: { id: number }) => {
        const gid = await shopify.find('order', String(id))
        return gid === null ? undefined : shopify.read('order', gid, 'customer.email')
      }
      const first = order()
      await later('full')
      const names = { first_name: 'Theo', last_name: 'Berg' }
      const { id } = createCustomer(stores.woo.state, { email: THEO, ...names })
      await later()
      expect(await emailAt(first)).toBe(THEO)
      updateCustomer(stores.woo.state, id, { email: 'left@example.com' })
      await later()
      const again = order()
      await later()
      expect(await emailAt(again)).toBe(THEO)
      const third = order()
      updateOrder(stores.woo.state, first.id, { customer_note: 'Ring twice' })
      await later()
      expect(await emailAt(third)).toBe(THEO)
      expect(await emailAt(first)).toBe(THEO)
      expect([...stores.shop.customers.values()].map(({ email }) => email).toSorted()).toEqual([
        'left@example.com',
        THEO,
      ])
    } finally {
      await stores.close()
    }
  })

  test('is brought once, is paid for once, and the account keeps what is its own', async () => {
    await parted()
    engine.source.put(guestOrder('31'), guestOrder('32'))
    const run = await engine.run()
    expect([buyerOf('31'), buyerOf('32')]).toEqual([THEO, THEO])
    expect(emails()).toEqual(['left@example.com', THEO])
    expect(await run.points()).toBe(1.6)
    expect(await openIssues()).toEqual([])
    engine.source.put(guestOrder('33'), account('1', 'left@example.com', 'Changed'))
    await engine.run()
    expect(buyerOf('33')).toBe(THEO)
    expect(engine.target.records('customer').map(({ fields }) => fields['firstName'])).toEqual([
      'Changed',
      'Guest',
    ])
  })

  test('nor where the account was there first', async () => {
    engine.source.put(account('1', THEO))
    await engine.run('full')
    engine.source.put(guestOrder('30'))
    await engine.run()
    engine.source.put(account('1', 'left@example.com'))
    await engine.run()
    engine.source.put(guestOrder('31'))
    await engine.run()
    expect(buyerOf('31')).toBe(THEO)
    expect(engine.target.bySourceId('customer', '1')?.fields['email']).toBe('left@example.com')
  })

  test('nor where the account is gone from the old store since', async () => {
    await parted()
    engine.source.remove('customer', '1')
    engine.source.put(guestOrder('31'))
    await engine.run()
    expect(buyerOf('31')).toBe(THEO)
  })

  test('nor where the merchant gave the account another address before the old store did', async () => {
    await guestWithAccount()
    engine.target.edit('customer', GUEST, { email: 'own@example.com' })
    engine.source.put(account('1', 'left@example.com'))
    await engine.run()
    engine.source.put(guestOrder('31'))
    await engine.run()
    expect(buyerOf('31')).toBe(THEO)
    expect(emails()).toEqual(['own@example.com', THEO])
  })

  test('is whoever has the address now, when two accounts swapped theirs', async () => {
    await guestWithAccount()
    engine.source.put(account('2', 'berta@example.com'))
    await engine.run()
    engine.source.put(account('1', 'berta@example.com'), account('2', THEO, 'Berta'))
    await engine.run()
    engine.source.put(guestOrder('31'), guestOrder('32', 'berta@example.com', 'guest:berta'))
    await engine.run()
    expect([buyerOf('31'), buyerOf('32')]).toEqual([THEO, 'berta@example.com'])
    expect(emails()).toEqual(['berta@example.com', THEO])
    expect(engine.target.bySourceId('customer', '2')?.fields['firstName']).toBe('Berta')
  })

  test('is found again when our memory of the guest was lost', async () => {
    await parted()
    await database.prisma.mapping.deleteMany({ where: { ...ofProject(), sourceId: GUEST } })
    engine.source.put(guestOrder('31'))
    await engine.run()
    expect(buyerOf('31')).toBe(THEO)
  })

  test('is found again by a re-link, before and after they came back', async () => {
    await parted()
    const forget = () =>
      database.prisma.mapping.deleteMany({ where: { ...ofProject(), sourceId: GUEST } })
    const relink = () =>
      engine.run('recent', { task: (deps) => relinkRecords({ ...deps, by: [] }) })
    await forget()
    await relink()
    for (const id of ['31', '32']) {
      engine.source.put(guestOrder(id))
      await engine.run()
      expect(buyerOf(id)).toBe(THEO)
      await forget()
      await relink()
    }
    expect(emails()).toEqual(['left@example.com', THEO])
  })

  test('is nobody at all while Shopify refuses them: the account gets no order of theirs', async () => {
    await parted()
    engine.target.refuse = (record) =>
      record.sourceId === GUEST
        ? new RecordError('REJECTED_BY_SHOPIFY', GUEST, says('No.'), { isTransient: true })
        : null
    engine.source.put(guestOrder('31'), guestOrder('32'))
    await engine.run()
    expect([buyerOf('31'), buyerOf('32')]).toEqual([undefined, undefined])
    expect(await openIssues()).toEqual([
      `customer ${GUEST} REJECTED_BY_SHOPIFY`,
      'order 31 PARENT_MISSING',
      'order 32 PARENT_MISSING',
    ])
    engine.target.refuse = () => null
    engine.source.put(guestOrder('33'))
    await engine.run()
    expect(['31', '32', '33'].map(buyerOf)).toEqual([THEO, THEO, THEO])
    expect(await openIssues()).toEqual([])
  })

  test('comes back once, wherever the worker dies', async () => {
    const prepared = async () => {
      engine = await createEngine(database.prisma)
      await parted()
      engine.source.put(guestOrder('31'))
      return await engine.project.startRun('recent')
    }
    const count = crashing(null)
    const undisturbed = await prepared()
    await engine.resume(undisturbed, { ports: count.ports(engine.target) })
    expect(count.names).toContain('target.unbind')
    // To die before the customer is touched, or after the guest is settled, is nothing of its own.
    const from = count.names.indexOf('target.unbind')
    const to = count.names.indexOf('ledger.settle', from)
    const states = statesToDieIn(count.names).filter(({ step }) => step >= from && step <= to)
    expect(states.map(({ step }) => count.names[step])).toEqual([
      'target.unbind',
      'ledger.saveIntents',
      'ledger.saveIntents',
      'accepted customer',
      'ledger.settle',
    ])
    for (const point of states) {
      const run = await prepared()
      const crash = crashing(point)
      await expect(engine.resume(run, { ports: crash.ports(engine.target) })).rejects.toThrow(Crash)
      engine.target.fault = null
      await engine.resume(run)
      const label = `${point.moment} step ${point.step}: ${count.names[point.step]}`
      expect(buyerOf('31'), label).toBe(THEO)
      expect(emails(), label).toEqual(['left@example.com', THEO])
      expect(await openIssues(), label).toEqual([])
    }
  })
})

describe('a guest stays one with the account', () => {
  test('while the merchant alone gave the customer another address', async () => {
    await guestWithAccount()
    engine.target.edit('customer', GUEST, { email: 'own@example.com' })
    engine.source.put(guestOrder('31'))
    await engine.run()
    expect(buyerOf('31')).toBe('own@example.com')
    expect(emails()).toEqual(['own@example.com'])
  })

  test('while the account’s new address has not arrived', async () => {
    await guestWithAccount()
    engine.target.refuse = (record) =>
      record.sourceId === '1' ? new RecordError('REJECTED_BY_SHOPIFY', '1', says('No.')) : null
    engine.source.put(account('1', 'left@example.com'))
    await engine.run()
    engine.source.put(guestOrder('31'))
    await engine.run()
    expect(buyerOf('31')).toBe(THEO)
    expect(emails()).toEqual([THEO])
  })

  test('who took the address back', async () => {
    await parted()
    engine.source.put(account('1', THEO))
    await engine.run()
    engine.source.put(guestOrder('31'))
    await engine.run()
    expect(buyerOf('31')).toBe(THEO)
    expect(emails()).toEqual([THEO])
  })
})
