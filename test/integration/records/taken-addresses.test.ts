import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { aCustomer, anOrder } from '#test/helpers/records/canonical-samples.ts'
import { Crash, crashing, statesToDieIn } from '#test/helpers/engine/crash.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, differences, type Engine } from '#test/helpers/engine/engine.ts'

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  engine = await createEngine(database.prisma)
})

async function openIssues() {
  const rows = await database.prisma.issue.findMany({
    where: { projectId: engine.project.projectId, resolvedAt: null },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ kind, sourceId, code, field }) =>
    `${kind} ${sourceId} ${code} ${field}`.trim(),
  )
}
const emails = () =>
  Object.fromEntries(
    engine.target.records('customer').map(({ sourceId, fields }) => [sourceId, fields['email']]),
  )
const person = (sourceId: string, name: string, firstName = 'As before') =>
  aCustomer({ sourceId, email: `${name}@example.com`, firstName, phone: null })

describe('an address that goes from one customer to another within one window', () => {
  test.each([
    ['the one who takes it is read first', '1', '2', 2],
    ['the one who gives it up is read first', '2', '1', 2],
    ['they are on different pages', '1', '9', 1],
  ])('arrives in one run: %s', async (_name, taker, giver, pageSize) => {
    engine = await createEngine(database.prisma, { pageSize })
    engine.source.put(person(taker, 'anton'), person(giver, 'info'))
    await engine.run('full')
    engine.source.put(person(taker, 'info', 'Changed'), person(giver, 'berta', 'Changed'))
    await engine.run()
    expect(emails()).toEqual({ [taker]: 'info@example.com', [giver]: 'berta@example.com' })
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await openIssues()).toEqual([])
  })

  test.each([
    ['two', ['a', 'b'], 5],
    ['two on different pages', ['a', 'b'], 1],
    ['three', ['a', 'b', 'c'], 5],
    ['four, one at a time', ['a', 'b', 'c', 'd'], 1],
  ])('arrives in a circle of %s', async (_name, names, pageSize) => {
    engine = await createEngine(database.prisma, { pageSize })
    const all = (shift: number) =>
      names.map((_, i) => person(String(i), names[(i + shift) % names.length] ?? '', `${shift}`))
    engine.source.put(...all(0))
    await engine.run('full')
    engine.source.put(...all(1))
    const run = await engine.run()
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await openIssues()).toEqual([])
    expect(await run.outcomes()).toEqual({ customer: `updated ${names.length}` })
  })

  test('arrives for somebody who is new, beside who gives it up', async () => {
    engine.source.put(person('2', 'info'))
    await engine.run('full')
    engine.source.put(person('1', 'info'), person('2', 'berta'))
    await engine.run()
    expect(emails()).toEqual({ '1': 'info@example.com', '2': 'berta@example.com' })
  })

  test('is in the end where it belongs, wherever the worker dies', async () => {
    const prepared = async () => {
      engine = await createEngine(database.prisma)
      engine.source.put(person('1', 'a'), person('2', 'b'))
      await engine.run('full')
      engine.source.put(person('1', 'b', 'Changed'), person('2', 'a', 'Changed'))
      return await engine.project.startRun('recent')
    }
    const count = crashing(null)
    const undisturbed = await prepared()
    await engine.resume(undisturbed, { ports: count.ports(engine.target) })
    expect(count.names).toContain('target.replaceUnique')
    // Nobody's address moves before the first record is about to be sent, nor after the last is
    // settled: to die there is what the crash test of the whole engine tries.
    const from = count.names.indexOf('ledger.saveIntents')
    const to = count.names.lastIndexOf('ledger.settle')
    const states = statesToDieIn(count.names).filter(({ step }) => step >= from && step <= to + 1)
    expect(states.length).toBeGreaterThan(5)
    for (const point of states) {
      const run = await prepared()
      const crash = crashing(point)
      const ports = crash.ports(engine.target)
      await expect(engine.resume(run, { ports })).rejects.toThrow(Crash)
      engine.target.fault = null
      await engine.resume(run)
      const label = `${point.moment} step ${point.step}: ${count.names[point.step]}`
      expect(differences(engine.source, engine.target), label).toEqual([])
      expect(await openIssues(), label).toEqual([])
    }
  })

  test('is put back when the other one cannot take it after all', async () => {
    engine.source.put(person('1', 'a'), person('2', 'b'))
    await engine.run('full')
    engine.source.put(person('1', 'b'), person('2', 'a', 'Refused'))
    engine.target.refuse = (record) =>
      record.kind === 'customer' && record.firstName === 'Refused' && emails()['1'] === null
        ? new RecordError('REJECTED_BY_SHOPIFY', record.sourceId, says('No.'))
        : null
    await engine.run()
    expect(emails()).toEqual({ '1': 'a@example.com', '2': 'b@example.com' })
    expect(await openIssues()).toEqual([
      'customer 2 REJECTED_BY_SHOPIFY',
      'customer 1 HELD_BY_ANOTHER',
    ])
    engine.target.refuse = () => null
    engine.source.put(person('2', 'a', 'Accepted'))
    await engine.run()
    expect(differences(engine.source, engine.target)).toEqual([])
  })

  test('is told, and nobody is mixed up, while the merchant holds it at the other one', async () => {
    engine.source.put(person('1', 'a'), person('2', 'b'))
    await engine.run('full')
    engine.target.edit('customer', '2', { email: 'new@example.com' })
    engine.source.put(person('1', 'new', 'Changed'))
    const run = await engine.run()
    expect(await run.outcomes()).toMatchObject({ customer: expect.stringContaining('failed 1') })
    expect(await openIssues()).toEqual(['customer 1 HELD_BY_ANOTHER'])
    expect(engine.target.bySourceId('customer', '1')?.fields).toMatchObject({
      email: 'a@example.com',
      firstName: 'Changed',
    })
    engine.target.edit('customer', '2', { email: 'b@example.com' })
    await engine.run()
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await openIssues()).toEqual([])
  })
})

describe('a customer whose Shopify record is gone', () => {
  test('does not move onto the record of somebody who had the address before', async () => {
    engine.source.put(person('1', 'anton', 'Anton'), person('2', 'b', 'Berta'))
    await engine.run('full')
    engine.target.remove('customer', '1')
    engine.source.put(person('1', 'b', 'Anton'), person('2', 'berta', 'Berta'))
    await engine.run()
    expect(engine.target.records('customer')).toHaveLength(1)
    expect(engine.target.bySourceId('customer', '2')?.fields).toMatchObject({
      firstName: 'Berta',
      email: 'berta@example.com',
    })
    expect(await openIssues()).toEqual(['customer 1 TARGET_RECORD_GONE'])
  })

  test('nor does an order hang on it', async () => {
    engine.source.put(person('1', 'anton', 'Anton'), person('2', 'b', 'Berta'))
    await engine.run('full')
    engine.target.remove('customer', '1')
    engine.source.putQuietly(person('1', 'b', 'Anton'))
    engine.source.put(anOrder({ sourceId: '30', customerSourceId: '1' }))
    await engine.run()
    const berta = engine.target.bySourceId('customer', '2')
    expect(engine.target.bySourceId('order', '30')?.linked.customer).not.toBe(berta?.gid)
  })
})
