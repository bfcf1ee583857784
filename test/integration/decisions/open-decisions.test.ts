import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { decide, undoDecisions } from '#app/decisions/decide.server.ts'
import {
  alikeKey,
  alikeRows,
  countDecided,
  decidedRows,
  openGroups,
  parseAlike,
} from '#app/decisions/decision-list.server.ts'
import { type AlikeGroup, DECISION_SECTIONS } from '#app/migration/ledger/queries/questions.ts'
import { howKnown } from '#app/decisions/how-known.server.ts'
import { openDecisions } from '#app/decisions/open-decisions.server.ts'
import type { RunState } from '#app/runs/run-states.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createRunServices, type RunServices } from '#test/helpers/stores/run-services.ts'
import { shopWithEverything } from '#test/helpers/database/shop-with-everything.ts'

let database: TestDatabase
let world: RunServices
let project: { shop: string; projectId: string; runId: string }
let seeded = 0
beforeAll(async () => {
  database = await createTestDatabase()
  world = createRunServices(database)
})
afterAll(async () => {
  await world.close()
  await database.close()
})
beforeEach(async () => {
  const { shop, projectId, runId } = await shopWithEverything(
    database.prisma,
    `store-${(seeded += 1)}.myshopify.com`,
    'one',
  )
  project = { shop, projectId, runId }
  await database.prisma.issue.deleteMany({ where: { shop } })
})

const NOW = new Date('2026-03-02T09:00:00Z')

type Row = { severity: string; code: string; field?: string; sourceId?: string; message?: string }
type State = { resolution?: string; resolvedAt?: Date }

async function tell({ sourceId = '1', ...row }: Row, state: State = {}): Promise<string> {
  const data = { kind: 'order', message: 'm', reference: sourceId, mappingVersion: 1, ...project }
  const { id } = await database.prisma.issue.create({
    data: { ...data, ...row, ...state, sourceId },
  })
  return String(id)
}

const conflict = { severity: 'conflict', code: 'CONFLICT' }
const failed = { severity: 'failed', code: 'TITLE_MISSING' }
const deleted = { severity: 'note', code: 'SOURCE_RECORD_DELETED' }
const status = { severity: 'note', code: 'CHANGE_NOT_POSSIBLE' }

const counts = () => openDecisions(world.services, project.shop, project.projectId)
const groups = (sections: Parameters<typeof openGroups>[3] = DECISION_SECTIONS) =>
  openGroups(world.services, project.shop, project.projectId, sections)
const decided = async () =>
  (await decidedRows(world.services, project.shop, project.projectId)).items
const who = (staff: string | null = '7') => ({ ...project, staff })

async function rowsOf(group: AlikeGroup): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page = await alikeRows(world.services, project.shop, project.projectId, group, { cursor })
    ids.push(...page.items.map(({ issueId }) => issueId))
    cursor = page.next
  } while (cursor !== null)
  return ids
}

async function everything(): Promise<void> {
  await tell(failed)
  await tell({ ...failed, sourceId: '2' }, { resolvedAt: NOW })
  await tell({ ...failed, sourceId: '3' }, { resolvedAt: NOW, resolution: 'left_behind' })
  await tell({ ...conflict, field: 'a' })
  await tell({ ...conflict, field: 'b' })
  await tell({ ...conflict, field: 'c' }, { resolution: 'take_source' })
  await tell({ ...conflict, field: 'd' }, { resolution: 'keep_target', resolvedAt: NOW })
  await tell(deleted)
  await tell({ ...deleted, sourceId: '2' }, { resolvedAt: NOW, resolution: 'left' })
  await tell({ ...status, field: 'cancelled' })
  await tell({ ...status, field: 'refunded' }, { resolvedAt: NOW, resolution: 'left' })
  await tell({ severity: 'note', code: 'PHONE_NOT_ACCEPTED' })
}

describe('what waits for a person', () => {
  test('is counted, and nothing that is over', async () => {
    await everything()
    expect(await counts()).toEqual({
      didNotArrive: 1,
      leftBehind: 1,
      conflicts: 2,
      deleted: 1,
      cannotFollow: 1,
    })
  })

  test('is counted as often as the list has rows, alike things together, page by page', async () => {
    await everything()
    for (let at = 0; at < 120; at += 1) {
      await tell({ ...conflict, sourceId: String(at), field: `variant:${at}.price` })
    }
    const open = await counts()
    const listed = await groups()
    for (const section of DECISION_SECTIONS) {
      const own = listed.filter((group) => group.section === section)
      expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(open[section])
      for (const group of own) {
        const ids = await rowsOf(group)
        expect(new Set(ids).size).toBe(group.count)
        expect(parseAlike(alikeKey(group))).toEqual({
          section,
          kind: 'order',
          code: group.code,
          field: group.field,
        })
      }
    }
    expect(listed.find(({ field }) => field === 'variant.price')).toMatchObject({ count: 120 })
    expect(await groups(['notes'])).toMatchObject([{ code: 'PHONE_NOT_ACCEPTED', count: 1 }])
  })

  test('has one sentence for a group where all say the same', async () => {
    await tell({ ...failed, message: 'same' })
    await tell({ ...failed, sourceId: '2', message: 'same' })
    await tell({ ...status, field: 'total', message: 'one' })
    await tell({ ...status, field: 'total', sourceId: '2', message: 'other' })
    expect((await groups()).map(({ code, message }) => [code, message])).toEqual([
      ['TITLE_MISSING', 'same'],
      ['CHANGE_NOT_POSSIBLE', null],
    ])
  })

  test.each([
    null,
    '',
    'abc',
    'deleted~order~X',
    'deleted~thing~X~',
    'x~order~X~',
    'deleted~order~X~\u0000',
  ])('is not found under %j', (key) => expect(parseAlike(key)).toBeNull())
})

describe('a decision', () => {
  test('over all that is alike is one, says by whom and when, and is taken back as one', async () => {
    for (const sourceId of ['1', '2', '3']) await tell({ ...conflict, sourceId, field: 'note' })
    const other = await tell({ ...conflict, sourceId: '4', field: 'email' })
    const [notes] = await groups()
    if (!notes) throw new Error('no group')
    const result = await decide(world.services, who(), 'take_source', { alike: notes })
    expect(result).toMatchObject({ decided: 3, refused: [], problem: null })
    expect(await counts()).toMatchObject({ conflicts: 1 })
    expect(await decided()).toMatchObject(
      Array.from({ length: 3 }, () => ({ choice: 'take_source', by: '7', canUndo: true })),
    )
    expect((await decided())[0]?.at?.toISOString()).toBe(result.undo)
    await decide(world.services, who(), 'keep_target', { issueIds: [other] })
    const decidedAt = new Date(result.undo ?? '')
    expect(await undoDecisions(world.services, who(), { decidedAt })).toBe(3)
    expect(await counts()).toMatchObject({ conflicts: 3 })
    expect(await decided()).toMatchObject([{ choice: 'keep_target' }])
  })

  test('whether a record is the same is never one for all', async () => {
    await tell({ severity: 'conflict', code: 'ANOTHER_RECORD' })
    const [group] = await groups()
    if (!group) throw new Error('no group')
    expect(await decide(world.services, who(), 'take_source', { alike: group })).toMatchObject({
      decided: 0,
    })
  })

  test('that a run has acted on stays listed and cannot be taken back', async () => {
    const id = await tell({ ...conflict, field: 'note' })
    await decide(world.services, who(), 'keep_target', { issueIds: [id] })
    await database.prisma.issue.update({
      where: { id: BigInt(id) },
      data: { resolvedAt: new Date() },
    })
    expect(await decided()).toMatchObject([{ issueId: id, canUndo: false }])
    expect(await undoDecisions(world.services, who(), { issueIds: [id] })).toBe(0)
  })

  test('to leave what Shopify cannot follow, or what was deleted, can be taken back', async () => {
    const ids = [await tell(deleted), await tell({ ...status, field: 'cancelled' })]
    const left = await decide(world.services, who(null), 'leave', { issueIds: ids })
    expect(left.decided).toBe(2)
    expect(await counts()).toMatchObject({ deleted: 0, cannotFollow: 0 })
    expect(await decided()).toMatchObject([
      { section: 'cannotFollow', choice: 'left', by: null, canUndo: true },
      { section: 'deleted', choice: 'left', canUndo: true },
    ])
    expect(await undoDecisions(world.services, who(), { issueIds: ids })).toBe(2)
    expect(await counts()).toMatchObject({ deleted: 1, cannotFollow: 1 })
    expect(await countDecided(world.services, project.shop, project.projectId)).toBe(0)
  })

  test('that does not fit, or is over something that is not open, changes nothing', async () => {
    const ids = [
      await tell({ severity: 'note', code: 'PHONE_NOT_ACCEPTED' }),
      await tell({ ...failed, sourceId: '2' }, { resolvedAt: NOW }),
    ]
    for (const choice of ['leave_behind', 'leave', 'keep_target', 'take_source'] as const) {
      expect(await decide(world.services, who(), choice, { issueIds: ids })).toMatchObject({
        decided: 0,
        undo: null,
      })
    }
  })

  test('lists all decisions, latest first, page by page', async () => {
    for (let at = 0; at < 5; at += 1) await tell({ ...conflict, field: `f${at}` })
    const ids = (await database.prisma.issue.findMany({ where: { shop: project.shop } })).map(
      ({ id }) => String(id),
    )
    for (const id of ids) await decide(world.services, who(), 'keep_target', { issueIds: [id] })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await decidedRows(world.services, project.shop, project.projectId, {
        cursor,
        limit: 2,
      })
      seen.push(...page.items.map(({ issueId }) => issueId))
      cursor = page.next
    } while (cursor !== null)
    expect(seen.toSorted()).toEqual(ids.toSorted())
  })
})

describe('whether the list is whole', () => {
  const known = () => howKnown(world.services, project.shop, project.projectId)
  async function lastRun(state: RunState, read: string[]): Promise<string> {
    await database.prisma.run.deleteMany({ where: { shop: project.shop } })
    const { id } = await database.prisma.run.create({
      data: { shop: project.shop, projectId: project.projectId, mode: 'recent', state },
    })
    for (const kind of ['product', 'customer', 'order']) {
      await database.prisma.runPass.create({
        data: { runId: id, kind, windowTo: 't', doneAt: read.includes(kind) ? NOW : null },
      })
    }
    return id
  }

  test('is known when the last run read everything', async () => {
    const runId = await lastRun('completed', ['product', 'customer', 'order'])
    expect(await known()).toMatchObject({ state: 'whole', runId })
  })

  test.each(['paused', 'cancelled', 'failed'] as const)(
    'is not known when it is %s, and says what was not read',
    async (state) => {
      const runId = await lastRun(state, ['product'])
      expect(await known()).toEqual({ state: 'stopped', runId, unread: ['customer', 'order'] })
    },
  )

  test('is not known when it ended without having read everything', async () => {
    const runId = await lastRun('completed', ['product', 'order'])
    expect(await known()).toEqual({ state: 'stopped', runId, unread: ['customer'] })
  })

  test('waits for a run that is going on, and for the first', async () => {
    const runId = await lastRun('running', [])
    expect(await known()).toEqual({ state: 'running', runId })
    await database.prisma.run.deleteMany({ where: { shop: project.shop } })
    expect(await known()).toEqual({ state: 'no_run' })
  })

  test('does not rest on a retry, which reads chosen records only', async () => {
    const runId = await lastRun('failed', [])
    await database.prisma.run.create({
      data: {
        shop: project.shop,
        projectId: project.projectId,
        mode: 'retry',
        state: 'completed',
      },
    })
    expect(await known()).toMatchObject({ state: 'stopped', runId })
  })
})

test('another store is told nothing and changes nothing', async () => {
  const id = await tell(failed)
  const { services } = world
  const stranger = { ...who(), shop: 'other.myshopify.com' }
  const asked = [
    openDecisions(services, stranger.shop, project.projectId),
    openGroups(services, stranger.shop, project.projectId, DECISION_SECTIONS),
    decidedRows(services, stranger.shop, project.projectId),
    countDecided(services, stranger.shop, project.projectId),
    howKnown(services, stranger.shop, project.projectId),
    decide(services, stranger, 'leave_behind', { issueIds: [id] }),
    undoDecisions(services, stranger, { issueIds: [id] }),
  ]
  for (const each of await Promise.allSettled(asked)) expect(each.status).toBe('rejected')
  expect(await counts()).toMatchObject({ didNotArrive: 1, leftBehind: 0 })
})
