import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDecisions } from '#app/decisions/open-decisions.server.ts'
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts'
import { shopWithEverything } from '../helpers/shop-with-everything.ts'

let database: TestDatabase
let project: { shop: string; projectId: string; runId: string }
beforeAll(async () => {
  database = await createTestDatabase()
  const { shop, projectId, runId } = await shopWithEverything(
    database.prisma,
    'one.myshopify.com',
    'one',
  )
  project = { shop, projectId, runId }
  await database.prisma.issue.deleteMany({ where: { shop: project.shop } })
})
afterAll(() => database.close())

const NOW = new Date('2026-03-02T09:00:00Z')

type Row = { severity: string; code: string; field?: string; sourceId?: string }
type State = { resolution?: string; resolvedAt?: Date }

async function tell({ sourceId = '1', ...row }: Row, state: State = {}): Promise<void> {
  const data = { kind: 'order', message: 'm', reference: sourceId, mappingVersion: 1, ...project }
  await database.prisma.issue.create({ data: { ...data, ...row, ...state, sourceId } })
}

test('counts what waits for a person, and nothing that is over', async () => {
  const conflict = { severity: 'conflict', code: 'CONFLICT' }
  const failed = { severity: 'failed', code: 'TITLE_MISSING' }
  await tell(failed)
  await tell({ ...failed, sourceId: '2' }, { resolvedAt: NOW })
  await tell({ ...failed, sourceId: '3' }, { resolvedAt: NOW, resolution: 'left_behind' })
  await tell({ ...conflict, field: 'a' })
  await tell({ ...conflict, field: 'b' })
  await tell({ ...conflict, field: 'c' }, { resolution: 'take_source' })
  await tell({ ...conflict, field: 'd' }, { resolution: 'keep_target', resolvedAt: NOW })
  const deleted = { severity: 'note', code: 'SOURCE_RECORD_DELETED' }
  await tell(deleted)
  await tell({ ...deleted, sourceId: '2' }, { resolvedAt: NOW, resolution: 'left' })
  const status = { severity: 'note', code: 'CHANGE_NOT_POSSIBLE' }
  await tell({ ...status, field: 'cancelled' })
  await tell({ ...status, field: 'refunded' }, { resolvedAt: NOW, resolution: 'left' })
  await tell({ severity: 'note', code: 'PHONE_NOT_ACCEPTED' })
  expect(await openDecisions(database, project.shop, project.projectId)).toEqual({
    didNotArrive: 1,
    leftBehind: 1,
    conflicts: 2,
    deleted: 1,
    cannotFollow: 1,
  })
})

test('tells another shop nothing', async () => {
  const asked = openDecisions(database, 'other.myshopify.com', project.projectId)
  await expect(asked).rejects.toThrow()
})
