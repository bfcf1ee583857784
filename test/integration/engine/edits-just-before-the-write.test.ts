import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RetriableError } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Fields } from '#app/migration/kinds/values/fingerprint.ts'
import { aCustomer, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
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

async function openIssues() {
  const rows = await database.prisma.issue.findMany({
    where: { projectId: engine.project.projectId, resolvedAt: null },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ kind, code, field }) => `${kind} ${code} ${field}`)
}

/** The merchant edits the record after its page was compared, right before the writer reads it. */
function editBeforeTheWrite(kind: EntityKind, sourceId: string, fields: Fields) {
  let done = false
  engine.target.fault = (moment, intent) => {
    if (moment !== 'before' || intent.record.kind !== kind || done) return
    done = true
    engine.target.edit(kind, sourceId, fields)
  }
}

/** Shopify accepts the next write, and its answer never comes; then the merchant does something. */
function loseAnswerThen(edit: () => void) {
  let lost = false
  engine.target.fault = (moment) => {
    if (moment !== 'accepted' || lost) return
    lost = true
    edit()
    throw new RetriableError(says('The answer was lost.'))
  }
}

describe('what the merchant edits after the page was compared, before it is written', () => {
  const before = {
    product: aProduct({ sourceId: '1', title: 'Chair' }),
    customer: aCustomer({ sourceId: '1', firstName: 'Mara' }),
    order: anOrder({ sourceId: '1', note: 'Ring' }),
  }
  const after = {
    product: aProduct({ sourceId: '1', title: 'Garden chair', tags: ['new'] }),
    customer: aCustomer({ sourceId: '1', firstName: 'Maria', lastName: 'Married' }),
    order: anOrder({ sourceId: '1', note: 'Ring twice', tags: ['new'] }),
  }
  test.each([
    ['product', { title: 'Merchant’s own' }, 'title', { tags: ['new'] }],
    ['customer', { firstName: 'Merchant’s own' }, 'firstName', { lastName: 'Married' }],
    ['order', { note: 'Merchant’s own' }, 'note', { tags: ['new'] }],
  ] as const)('of a %s is kept and told as a conflict', async (kind, edit, field, others) => {
    engine.source.put(before[kind])
    await engine.run('full')
    engine.source.put(after[kind])
    editBeforeTheWrite(kind, '1', edit)
    const run = await engine.run()
    expect(engine.target.bySourceId(kind, '1')?.fields).toMatchObject({ ...edit, ...others })
    expect(await openIssues()).toEqual([`${kind} CONFLICT ${field}`])
    expect(await run.outcomes()).toEqual({ [kind]: 'updated 1' })
  })

  test('is the record’s only change: nothing is sent, and the outcome says conflict', async () => {
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring' }))
    await engine.run('full')
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring twice' }))
    editBeforeTheWrite('order', '1', { note: 'Merchant’s own' })
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'conflict 1' })
    expect(engine.target.stats.fieldsSent).toEqual([])
    // Told once: the next run finds it as it was left.
    await engine.run('recent', { options: { overlapMs: 600_000 } })
    expect(await openIssues()).toEqual(['order CONFLICT note'])
  })

  test('is what the old store says, too: nothing is left to send', async () => {
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring' }))
    await engine.run('full')
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring twice' }))
    editBeforeTheWrite('order', '1', { note: 'Ring twice' })
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'unchanged 1' })
    expect(engine.target.stats.fieldsSent).toEqual([])
    expect(await openIssues()).toEqual([])
  })

  test('takes a conflict back: the old store’s value arrives after all', async () => {
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring' }))
    await engine.run('full')
    engine.target.edit('order', '1', { note: 'Merchant’s own' })
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring twice', tags: ['new'] }))
    editBeforeTheWrite('order', '1', { note: 'Ring' })
    await engine.run()
    expect(engine.target.bySourceId('order', '1')?.fields).toMatchObject({ note: 'Ring twice' })
    expect(await openIssues()).toEqual([])
  })

  test('is overwritten where the project says so, and that is told', async () => {
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring' }))
    await engine.run('full')
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring twice' }))
    editBeforeTheWrite('order', '1', { note: 'Merchant’s own' })
    await engine.run('recent', { options: { conflicts: 'take_source' } })
    expect(engine.target.bySourceId('order', '1')?.fields).toMatchObject({ note: 'Ring twice' })
    expect(await openIssues()).toEqual(['order OVERWRITTEN_BY_SOURCE note'])
  })
})

describe('after a try that was interrupted, only what we can recognise as ours is ours', () => {
  test('an edit of what was just created, made before the try is repeated', async () => {
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring' }))
    loseAnswerThen(() => engine.target.edit('order', '1', { note: 'Merchant’s own' }))
    await engine.run('full')
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring', tags: ['new'] }))
    await engine.run()
    expect(engine.target.bySourceId('order', '1')?.fields).toMatchObject({
      note: 'Merchant’s own',
      tags: ['new'],
    })
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring twice', tags: ['new'] }))
    await engine.run()
    expect(engine.target.bySourceId('order', '1')?.fields).toMatchObject({ note: 'Merchant’s own' })
    expect(await openIssues()).toEqual(['order CONFLICT note'])
  })

  test('an edit of what was just created, though the old store changed it once more', async () => {
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring', tags: [] }))
    loseAnswerThen(() => {
      engine.target.edit('order', '1', { note: 'Merchant’s own' })
      engine.source.put(anOrder({ sourceId: '1', note: 'Ring twice', tags: ['new'] }))
    })
    await engine.run('full')
    await engine.run()
    expect(engine.target.bySourceId('order', '1')?.fields).toMatchObject({
      note: 'Merchant’s own',
      tags: ['new'],
    })
    expect(await openIssues()).toEqual(['order CONFLICT note'])
  })

  test('an edit of a field an update was about to write', async () => {
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring' }))
    await engine.run('full')
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring twice', tags: ['new'] }))
    loseAnswerThen(() => engine.target.edit('order', '1', { note: 'Merchant’s own' }))
    await engine.run()
    expect(engine.target.bySourceId('order', '1')?.fields).toMatchObject({
      note: 'Merchant’s own',
      tags: ['new'],
    })
    expect(await openIssues()).toEqual(['order CONFLICT note'])
  })

  test('an edit of a field an update was not to write', async () => {
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring' }))
    await engine.run('full')
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring', tags: ['new'] }))
    loseAnswerThen(() => engine.target.edit('order', '1', { note: 'Merchant’s own' }))
    await engine.run()
    engine.source.put(anOrder({ sourceId: '1', note: 'Ring twice', tags: ['new'] }))
    await engine.run()
    expect(engine.target.bySourceId('order', '1')?.fields).toMatchObject({ note: 'Merchant’s own' })
    expect(await openIssues()).toEqual(['order CONFLICT note'])
  })
})
