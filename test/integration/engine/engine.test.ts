import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PauseRun, RecordError, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { LeaseLost } from '#app/migration/engine/ports/ledger.ts'
import {
  aCustomer,
  aLine,
  anOrder,
  aProduct,
  aVariant,
} from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, differences, type Engine, type Ports } from '#test/helpers/engine/engine.ts'

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  engine = await createEngine(database.prisma)
})

const lineOf = (id: string, variantSourceId = id) => aLine({ productSourceId: id, variantSourceId })

async function openIssues(severity?: string) {
  const rows = await database.prisma.issue.findMany({
    where: {
      projectId: engine.project.projectId,
      resolvedAt: null,
      ...(severity !== undefined && { severity }),
    },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ kind, sourceId, code, field }) =>
    `${kind} ${sourceId} ${code} ${field}`.trim(),
  )
}

async function watermark(kind: string): Promise<string | undefined> {
  const row = await database.prisma.watermark.findFirst({
    where: { projectId: engine.project.projectId, kind },
  })
  return row?.at
}

async function settleConflicts(resolution: 'keep_target' | 'take_source') {
  await database.prisma.issue.updateMany({
    where: { projectId: engine.project.projectId, severity: 'conflict', resolvedAt: null },
    data: { resolution },
  })
}

/** Wraps one method of one port. */
function override<P extends keyof Ports>(port: P, methods: (own: Ports[P]) => Partial<Ports[P]>) {
  return (ports: Ports): Ports => ({
    ...ports,
    [port]: { ...ports[port], ...methods(ports[port]) },
  })
}

describe('window, not "since last run"', () => {
  test('the window ends at the source’s own time, read before the first page', async () => {
    engine.source.put(aProduct())
    const before = (await engine.source.now('order')).clock
    engine.source.beforePage = (page) => {
      if (page === 1) engine.source.put(aProduct({ sourceId: '11', title: 'Added while reading' }))
    }
    await engine.run('full')
    expect(await watermark('product')).toBe(before)
    engine.source.beforePage = null
    await engine.run()
    expect(differences(engine.source, engine.target)).toEqual([])
  })

  test('reads the overlap again, at no cost', async () => {
    engine.source.put(aProduct())
    await engine.run('full')
    const stats = structuredClone(engine.target.stats)
    const run = await engine.run('recent', { options: { overlapMs: 600_000 } })
    expect(await run.outcomes()).toEqual({ product: 'unchanged 1' })
    expect(engine.target.stats).toEqual(stats)
  })

  test('the overlap is never smaller than a tick of the source’s clock', async () => {
    engine.source.put(aProduct())
    await engine.run('full')
    const run = await engine.run('recent', { options: { overlapMs: 0 } })
    const pass = await database.prisma.runPass.findFirstOrThrow({
      where: { runId: run.runId, kind: 'product' },
    })
    expect(Date.parse(pass.windowTo) - Date.parse(pass.windowFrom ?? '')).toBe(1000)
  })

  test('a source clock that went back is told, and what changed meanwhile still arrives', async () => {
    engine.source.setNow('2026-03-01T12:00:00Z')
    engine.source.put(aProduct())
    await engine.run('full')
    engine.source.setNow('2026-03-01T11:00:00Z')
    engine.source.put(aProduct({ title: 'Changed in the past' }))
    await engine.run()
    expect(engine.events).toMatchObject([
      { level: 'warn' },
      { level: 'warn' },
      { level: 'warn' },
      { level: 'info', message: expect.stringContaining('1 compared') },
    ])
    expect(engine.events[0]?.message).toContain('clock went back by about 60 min')
    expect(differences(engine.source, engine.target)).toEqual([])
    engine.source.put(aProduct({ title: 'And again' }))
    await engine.run()
    expect(engine.events).toHaveLength(4)
    expect(differences(engine.source, engine.target)).toEqual([])
  })
})

describe('nothing is skipped by paging', () => {
  test('a record that moves while we read is read again, not lost', async () => {
    const ids = ['1', '2', '3', '4', '5']
    engine.source.put(...ids.map((sourceId) => aProduct({ sourceId })))
    engine.source.beforePage = (page) => {
      engine.source.put(aProduct({ sourceId: String(page), title: `Edited before page ${page}` }))
    }
    await engine.run('full')
    engine.source.beforePage = null
    await engine.run()
    expect(differences(engine.source, engine.target)).toEqual([])
  })

  test('a page that repeats a record changes nothing', async () => {
    engine.source.put(aProduct())
    const run = await engine.run('full', {
      ports: override('source', (own) => ({
        async *readChanged(kind, window, resume) {
          for await (const page of own.readChanged(kind, window, resume)) {
            yield { ...page, records: [...page.records, ...page.records] }
            yield page
          }
        },
      })),
    })
    expect(await run.outcomes()).toEqual({ product: 'created 1' })
    expect(await run.points()).toBe(1)
    expect(engine.target.stats).toMatchObject({ creates: 1, updates: 0 })
  })
})

describe('exactly one target record per source record', () => {
  test('a lost answer is looked up before anything is sent again', async () => {
    engine.source.put(aProduct({ sourceId: '1' }), aProduct({ sourceId: '2' }), anOrder())
    let lost = 0
    engine.target.fault = (moment) => {
      if (moment === 'accepted' && ++lost <= 2)
        throw new RetriableError(says('The answer was lost.'))
    }
    const run = await engine.run('full')
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await run.outcomes()).toEqual({ product: 'created 2', order: 'created 1' })
    expect(await run.points()).toBe(2.8)
    expect(engine.target.stats).toMatchObject({ creates: 3, blindRepeats: 0 })
  })

  test('an update whose answer was lost is compared again, not taken for the merchant’s edit', async () => {
    engine.source.put(anOrder())
    await engine.run('full')
    engine.source.put(anOrder({ note: 'Ring twice' }))
    let lost = false
    engine.target.fault = (moment) => {
      if (moment === 'accepted' && !lost) {
        lost = true
        engine.source.put(anOrder({ note: 'Changed once more' }))
        throw new RetriableError(says('The answer was lost.'))
      }
    }
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'updated 1' })
    await engine.run()
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await openIssues()).toEqual([])
  })

  test('an update whose answer was lost leaves remarks on everything else open', async () => {
    engine.target.addCustomer('mara@example.com', {})
    engine.source.put(aCustomer())
    await engine.run('full')
    expect(await openIssues()).toEqual(['customer 20 CUSTOMER_ADOPTED'])
    engine.source.put(aCustomer({ lastName: 'Married' }))
    let lost = false
    engine.target.fault = (moment) => {
      if (moment === 'accepted' && !lost) {
        lost = true
        throw new RetriableError(says('The answer was lost.'))
      }
    }
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ customer: 'updated 1' })
    expect(await openIssues()).toEqual(['customer 20 CUSTOMER_ADOPTED'])
  })

  test('a customer whose e-mail exists in the target is adopted, and blanks are filled', async () => {
    const gid = engine.target.addCustomer('mara@example.com', { lastName: 'Merchant’s own' })
    engine.source.put(aCustomer())
    const run = await engine.run('full')
    expect(await run.outcomes()).toEqual({ customer: 'created 1' })
    expect(await run.points()).toBe(0.5)
    expect(engine.target.records('customer')).toMatchObject([
      { gid, fields: { firstName: 'Mara', lastName: 'Merchant’s own' } },
    ])
    expect(await openIssues()).toEqual(['customer 20 CUSTOMER_ADOPTED'])
    // The merchant's value was never ours: a change in the source is a conflict, not an overwrite.
    engine.source.put(aCustomer({ lastName: 'Married', firstName: 'Maria' }))
    await engine.run()
    expect(engine.target.records('customer')).toMatchObject([
      { fields: { firstName: 'Maria', lastName: 'Merchant’s own' } },
    ])
    expect(await openIssues('conflict')).toEqual(['customer 20 CONFLICT lastName'])
  })

  test('a guest and an account with the same e-mail lead to one customer', async () => {
    const guest = aCustomer({ sourceId: 'guest:g', guest: true })
    engine.source.put(
      aCustomer(),
      anOrder({ sourceId: '1', customerSourceId: 'guest:g', guest }),
      anOrder({ sourceId: '2', customerSourceId: '20' }),
    )
    await engine.run('full')
    const [customer] = engine.target.records('customer')
    expect(engine.target.records('customer')).toHaveLength(1)
    expect(engine.target.records('order').map(({ linked }) => linked.customer)).toEqual([
      customer?.gid,
      customer?.gid,
    ])
  })

  test('the account of somebody who was a guest takes over what the guest left', async () => {
    const guest = aCustomer({ sourceId: 'guest:g', guest: true, lastName: 'At checkout' })
    engine.source.put(anOrder({ customerSourceId: 'guest:g', guest }))
    await engine.run('full')
    engine.target.edit('customer', 'guest:g', { phone: '+4930123456' })
    engine.source.put(aCustomer({ lastName: 'Registered', phone: '+4930999999' }))
    await engine.run()
    expect(engine.target.records('customer')).toMatchObject([
      { fields: { lastName: 'Registered', phone: '+4930123456' } },
    ])
    expect(await openIssues('conflict')).toEqual([])
    const run = await engine.run('recent', { options: { overlapMs: 600_000 } })
    expect(await run.outcomes()).toMatchObject({ customer: 'unchanged 1' })
  })

  test('what the old store changed while an accepted record was not yet recorded still arrives', async () => {
    engine.source.put(aProduct())
    const run = await engine.project.startRun('full')
    const dying = engine.resume(run, {
      ports: override('ledger', () => ({
        settle: () => Promise.reject(new Error('The process is gone.')),
      })),
    })
    await expect(dying).rejects.toThrow('gone')
    engine.source.put(aProduct({ title: 'Renamed meanwhile' }))
    await engine.resume(run)
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await run.outcomes()).toEqual({ product: 'created 1' })
    expect(engine.target.stats).toMatchObject({ creates: 1, updates: 1, blindRepeats: 0 })
  })
})

describe('parents', () => {
  test('a product and a customer that are missing are fetched by id and migrated first', async () => {
    engine.source.put(aProduct({ sourceId: '1' }), aCustomer())
    await engine.run('full')
    // Created after their own passes have read their windows.
    const late = override('source', (own) => ({
      readChanged: (kind, window, resume) => {
        if (kind === 'order') {
          engine.source.put(
            aProduct({ sourceId: '2' }),
            aCustomer({ sourceId: '21', email: 'late@example.com' }),
          )
        }
        return own.readChanged(kind, window, resume)
      },
    }))
    engine.source.put(
      anOrder({ customerSourceId: '21', lines: [lineOf('1'), lineOf('2')], number: '77' }),
    )
    const run = await engine.run('recent', { ports: late })
    expect(await run.outcomes()).toEqual({
      product: 'created 1',
      customer: 'created 1, unchanged 1',
      order: 'created 1',
    })
    const order = engine.target.bySourceId('order', '30')
    expect(order?.linked.customer).toBe(engine.target.bySourceId('customer', '21')?.gid)
    expect(order?.linked.variants).toHaveLength(2)
    expect(await openIssues()).toEqual([])
  })

  test('a variant that is missing on a known product is brought in too', async () => {
    engine.source.put(aProduct({ sourceId: '1' }))
    await engine.run('full')
    engine.source.put(anOrder({ lines: [lineOf('1', '12')] }))
    await engine.run('recent', {
      ports: override('source', (own) => ({
        readByIds: (kind, ids) => {
          const variants = [aVariant({ sourceId: '1' }), aVariant({ sourceId: '12' })]
          engine.source.put(aProduct({ sourceId: '1', variants }))
          return own.readByIds(kind, ids)
        },
      })),
    })
    expect(engine.target.bySourceId('order', '30')?.linked.variants).toHaveLength(1)
  })

  test('an order whose parents are gone goes all the same, with a note', async () => {
    engine.source.put(
      anOrder({ customerSourceId: '404', lines: [lineOf('404'), aLine()] }),
      anOrder({ sourceId: '31' }),
    )
    const run = await engine.run('full')
    expect(await run.outcomes()).toEqual({ order: 'created 2' })
    expect(await openIssues()).toEqual([
      'order 30 PARENT_MISSING lines',
      'order 30 PARENT_MISSING customer',
    ])
  })

  test('a parent that Shopify refused is not asked for with every order', async () => {
    engine.target.refuse = (record) =>
      record.kind === 'product'
        ? new RecordError('TITLE_MISSING', record.sourceId, says('It has no title.'))
        : null
    engine.source.put(aProduct({ sourceId: '1' }))
    const ids = ['1', '2', '3', '4']
    engine.source.put(...ids.map((sourceId) => anOrder({ sourceId, lines: [lineOf('1')] })))
    const run = await engine.run('full')
    expect(await run.outcomes()).toEqual({ product: 'failed 1', order: 'created 4' })
    expect(engine.source.asked).toEqual([])
  })

  test('a guest is written once, from the first order that shows it', async () => {
    const guest = aCustomer({ sourceId: 'guest:g', guest: true, firstName: 'First' })
    engine.source.put(anOrder({ sourceId: '1', customerSourceId: 'guest:g', guest }))
    const run = await engine.run('full')
    expect(await run.points()).toBe(1.3)
    const later = { ...guest, firstName: 'Second' }
    engine.source.put(anOrder({ sourceId: '2', customerSourceId: 'guest:g', guest: later }))
    const second = await engine.run()
    expect(await second.outcomes()).toMatchObject({ order: expect.stringContaining('created 1') })
    expect(await second.points()).toBe(0.8)
    expect(engine.target.records('customer')).toMatchObject([{ fields: { firstName: 'First' } }])
  })
})

describe('the watermark never lies', () => {
  test('it stays where it was when a run is stopped, and the checkpoint holds what was done', async () => {
    const ids = ['1', '2', '3', '4', '5']
    engine.source.put(...ids.map((sourceId) => aProduct({ sourceId })))
    const stop = new AbortController()
    const reason = new PauseRun('STOPPED_BY_MERCHANT', says('Paused.'))
    engine.target.fault = (moment, { record }) => {
      if (moment === 'accepted' && record.sourceId === '3') stop.abort(reason)
    }
    const run = await engine.project.startRun('full')
    const stopped = engine.resume(run, { signal: stop.signal, options: { mode: 'full' } })
    await expect(stopped).rejects.toBe(reason)
    expect(await watermark('product')).toBeUndefined()
    // The record under way was finished and settled, no further one was begun.
    expect(await run.outcomes()).toEqual({ product: 'created 3' })
    await engine.resume(run, { options: { mode: 'full' } })
    expect(await run.outcomes()).toEqual({ product: 'created 5' })
    expect(engine.target.stats).toMatchObject({ creates: 5, blindRepeats: 0 })
    expect(await watermark('product')).toBeDefined()
  })

  test('a refused record does not hold it up, is told again and is not sent again', async () => {
    let sent = 0
    engine.target.refuse = (record) => {
      if (record.sourceId !== '2') return null
      sent += 1
      return new RecordError('TITLE_MISSING', '2', says('The product has no title.'))
    }
    engine.source.put(aProduct({ sourceId: '1' }), aProduct({ sourceId: '2', title: '' }))
    const first = await engine.run('full')
    expect(await first.outcomes()).toEqual({ product: 'created 1, failed 1' })
    expect(await watermark('product')).toBeDefined()
    for (const overlapMs of [0, 600_000]) {
      const again = await engine.run('recent', { options: { overlapMs } })
      expect((await again.outcomes())['product']).toContain('failed 1')
      expect(await openIssues()).toEqual(['product 2 TITLE_MISSING'])
    }
    expect(sent).toBe(1)
    engine.target.refuse = () => null
    engine.source.put(aProduct({ sourceId: '2', title: 'Has one now' }))
    const later = await engine.run()
    expect((await later.outcomes())['product']).toContain('created 1')
    expect(await openIssues()).toEqual([])
  })

  test('a refused record is sent again when the project’s options changed', async () => {
    engine.target.refuse = (record) =>
      new RecordError('REJECTED_BY_SHOPIFY', record.sourceId, says('Shopify said no.'))
    engine.source.put(anOrder())
    await engine.run('full')
    engine.target.refuse = () => null
    await engine.run('recent', { ledger: { optionsHash: 'other options' } })
    expect(differences(engine.source, engine.target)).toEqual([])
  })

  test('what is transient is tried again by id in the next run', async () => {
    engine.target.refuse = (record) =>
      new RecordError('PARENT_MISSING', record.sourceId, says('Later.'), { isTransient: true })
    engine.source.put(anOrder())
    await engine.run('full')
    engine.source.setNow('2026-06-01T00:00:00Z')
    engine.target.refuse = () => null
    const run = await engine.run('recent', { options: { overlapMs: 0 } })
    expect(await run.outcomes()).toEqual({ order: 'created 1' })
    expect(await openIssues()).toEqual([])
  })

  test('a record that cannot be read is an issue of its own', async () => {
    engine.source.put(aProduct({ sourceId: '1' }), aProduct({ sourceId: '2' }))
    const error = new RecordError('SOURCE_RECORD_INVALID', '2', says('It has no price.'))
    engine.source.break('product', error, '2')
    const run = await engine.run('full')
    expect(await run.outcomes()).toEqual({ product: 'created 1, failed 1' })
    engine.source.break('product', null, '2')
    engine.source.put(aProduct({ sourceId: '2' }))
    await engine.run()
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await openIssues()).toEqual([])
  })

  test('a failed record that was deleted in the source is no failure any more', async () => {
    engine.target.refuse = (record) =>
      new RecordError('PARENT_MISSING', record.sourceId, says('Later.'), { isTransient: true })
    engine.source.put(anOrder())
    await engine.run('full')
    engine.source.remove('order', '30')
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'skipped 1' })
    expect(await openIssues('failed')).toEqual([])
  })
})

describe('the merchant’s edits win unless told otherwise', () => {
  beforeEach(async () => {
    engine.source.put(anOrder({ note: 'From the source' }))
    await engine.run('full')
  })

  test('only fields the source changed are sent', async () => {
    engine.source.put(anOrder({ note: 'Ring twice' }))
    await engine.run()
    expect(engine.target.stats.fieldsSent).toEqual(['note'])
  })

  test('a field the merchant changed stays', async () => {
    engine.target.edit('order', '30', { tags: ['vip'] })
    engine.source.put(anOrder({ note: 'Ring twice' }))
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'updated 1' })
    expect(engine.target.bySourceId('order', '30')?.fields).toMatchObject({
      note: 'Ring twice',
      tags: ['vip'],
    })
    expect(await openIssues()).toEqual([])
  })

  test('a field both changed is a conflict, told once and kept', async () => {
    engine.target.edit('order', '30', { note: 'Merchant’s own' })
    engine.source.put(anOrder({ note: 'Ring twice' }))
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'conflict 1' })
    const again = await engine.run('recent', { options: { overlapMs: 600_000 } })
    expect(await again.outcomes()).toEqual({ order: 'unchanged 1' })
    expect(engine.target.bySourceId('order', '30')?.fields['note']).toBe('Merchant’s own')
    expect(await openIssues()).toEqual(['order 30 CONFLICT note'])
  })

  test('a conflict settled for the source is applied in the next run', async () => {
    engine.target.edit('order', '30', { note: 'Merchant’s own' })
    engine.source.put(anOrder({ note: 'Ring twice' }))
    await engine.run()
    await settleConflicts('take_source')
    const run = await engine.run('recent', { options: { overlapMs: 0 } })
    expect(await run.outcomes()).toEqual({ order: 'updated 1' })
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await openIssues()).toEqual([])
  })

  test('a conflict settled for the target is over', async () => {
    engine.target.edit('order', '30', { note: 'Merchant’s own' })
    engine.source.put(anOrder({ note: 'Ring twice' }))
    await engine.run()
    await settleConflicts('keep_target')
    await engine.run()
    expect(engine.target.bySourceId('order', '30')?.fields['note']).toBe('Merchant’s own')
    expect(await openIssues()).toEqual([])
    expect(engine.target.stats.updates).toBe(0)
  })

  test('a project that takes the source has no conflicts', async () => {
    engine.target.edit('order', '30', { note: 'Merchant’s own' })
    engine.source.put(anOrder({ note: 'Ring twice' }))
    await engine.run('recent', { options: { conflicts: 'take_source' } })
    expect(differences(engine.source, engine.target)).toEqual([])
    // No conflict, and no secret either: what was replaced is told.
    expect(await openIssues()).toEqual(['order 30 OVERWRITTEN_BY_SOURCE note'])
    engine.source.put(anOrder({ note: 'Ring once' }))
    await engine.run('recent', { options: { conflicts: 'take_source' } })
    expect(await openIssues()).toEqual([])
  })

  test('both changing a field to the same value needs nothing', async () => {
    engine.target.edit('order', '30', { note: 'Ring twice' })
    engine.source.put(anOrder({ note: 'Ring twice' }))
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'unchanged 1' })
    expect(engine.target.stats.updates).toBe(0)
  })

  test('a record deleted in the target is not created again unless the merchant says so', async () => {
    engine.target.remove('order', '30')
    engine.source.put(anOrder({ note: 'Ring twice' }))
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'conflict 1' })
    expect(await openIssues()).toEqual(['order 30 TARGET_RECORD_GONE'])
    const again = await engine.run('recent', { options: { overlapMs: 600_000 } })
    expect(await again.outcomes()).toEqual({ order: 'unchanged 1' })
    await settleConflicts('take_source')
    const recreated = await engine.run()
    expect(await recreated.outcomes()).toEqual({ order: 'created 1' })
    expect(await recreated.points()).toBe(0)
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await openIssues()).toEqual([])
  })

  test('a refused update is told, and the next change of the record compares afresh', async () => {
    engine.target.refuse = (record) =>
      new RecordError('CHANGE_NOT_POSSIBLE', record.sourceId, says('No.'))
    engine.source.put(anOrder({ note: 'Refused' }))
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'failed 1' })
    engine.target.refuse = () => null
    engine.source.put(anOrder({ note: 'Accepted' }))
    await engine.run()
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await openIssues()).toEqual([])
  })
})

describe('trouble on the way', () => {
  test('a target that stays away pauses the run with a sentence', async () => {
    engine.source.put(aProduct())
    engine.target.fault = () => {
      throw new RetriableError(says('Shopify answered with HTTP 502.'))
    }
    const run = await engine.project.startRun('full')
    await expect(engine.resume(run)).rejects.toMatchObject({
      name: 'PauseRun',
      code: 'TARGET_UNREACHABLE',
    })
    engine.target.fault = null
    await engine.resume(run)
    expect(differences(engine.source, engine.target)).toEqual([])
  })

  test('a source that fails between pages is asked again from the last settled page', async () => {
    const ids = ['1', '2', '3', '4', '5']
    engine.source.put(...ids.map((sourceId) => aProduct({ sourceId })))
    let pages = 0
    engine.source.beforePage = () => {
      pages += 1
      if (pages % 2 === 0) throw new RetriableError(says('The old store answered with HTTP 503.'))
    }
    const run = await engine.run('full')
    expect(await run.outcomes()).toEqual({ product: 'created 5' })
    expect(engine.target.stats.creates).toBe(5)
  })

  test('a source that stays away pauses the run', async () => {
    engine.source.beforePage = () => {
      throw new RetriableError(says('The old store answered with HTTP 503.'))
    }
    await expect(engine.run('full')).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(await watermark('product')).toBeUndefined()
  })

  test('a worker that lost its lease writes nothing more, here or there', async () => {
    const ids = ['1', '2', '3', '4', '5', '6']
    engine.source.put(...ids.map((sourceId) => aProduct({ sourceId })))
    const run = await engine.project.startRun('full')
    const lost = engine.resume(run, {
      ports: override('ledger', (own) => ({
        checkpoint: async (kind, resume) => {
          await own.checkpoint(kind, resume)
          await run.giveLeaseTo('worker-2')
        },
      })),
    })
    await expect(lost).rejects.toBeInstanceOf(LeaseLost)
    expect(engine.target.stats.creates).toBe(2)
    await engine.resume(run, { ledger: { owner: 'worker-2' } })
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(engine.target.stats).toMatchObject({ creates: 6, blindRepeats: 0 })
  })
})
