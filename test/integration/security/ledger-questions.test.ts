import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Transaction } from '#app/db.server.ts'
import * as erase from '#app/migration/ledger/erase.server.ts'
import * as decisions from '#app/migration/ledger/queries/decisions.server.ts'
import * as issues from '#app/migration/ledger/queries/issues.server.ts'
import * as mappings from '#app/migration/ledger/queries/mappings.server.ts'
import * as outcomes from '#app/migration/ledger/queries/outcomes.server.ts'
import * as passes from '#app/migration/ledger/queries/passes.server.ts'
import * as proposals from '#app/migration/ledger/queries/proposals.server.ts'
import * as totals from '#app/migration/ledger/queries/totals.server.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { shopWithEverything, type Belongings } from '#test/helpers/database/shop-with-everything.ts'

const OWNER = 'owner.myshopify.com'
const STRANGER = 'stranger.myshopify.com'
const LABEL = 'Mine'

let database: TestDatabase
let prisma: Database
let own: Belongings
let gids: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  prisma = database.prisma
  own = await shopWithEverything(prisma, OWNER, LABEL)
  await shopWithEverything(prisma, STRANGER, 'Yours')
  await addWhatIsRare()
  gids = (await prisma.mapping.findMany({ where: { shop: OWNER } })).map(({ gid }) => gid)
})
afterAll(() => database?.close())

/** What a paused run does not have: failures and conflicts of its own, a guest, a note, a placed order. */
async function addWhatIsRare(): Promise<void> {
  const { shop, projectId, runId } = own
  const outcome = (kind: string, sourceId: string, what: string) =>
    prisma.outcome.create({
      data: {
        ...{ shop, projectId, runId, kind, sourceId, reference: LABEL },
        ...{ classification: 'new', outcome: what },
      },
    })
  const issue = (sourceId: string, severity: string, code: string) =>
    prisma.issue.create({
      data: {
        ...{ shop, projectId, runId, kind: 'order', sourceId, severity, code },
        ...{ message: LABEL, reference: LABEL, mappingVersion: 1 },
      },
    })
  await outcome('order', 'failed', 'failed')
  await outcome('order', 'gone', 'conflict')
  await outcome('customer', 'guest:1', 'created')
  await issue('gone', 'conflict', 'TARGET_RECORD_GONE')
  await issue('noted', 'note', 'PHONE_NOT_ACCEPTED')
  await prisma.orderTotal.updateMany({
    where: { shop },
    data: { placedAt: new Date('2026-01-01T12:00:00Z') },
  })
}

type Scope = { shop: string; projectId: string; runId: string }
type Ask = (db: Transaction, scope: Scope) => Promise<unknown>

const ALL = { cursor: null, limit: 50 }
const BY = { at: new Date('2026-01-02T00:00:00Z'), by: null }
const ids = [`${LABEL} order`]
const project = ({ shop, projectId }: Scope) => ({ shop, projectId })
const run = ({ shop, runId }: Scope) => ({ shop, runId })

/** Each question and each change, asked with the ids of the owner's records. */
const QUESTIONS: Record<string, Ask> = {
  countOpen: (db, of) => decisions.countOpen(db, project(of)),
  openByQuestion: (db, of) => decisions.openByQuestion(db, project(of), ['conflicts', 'deleted']),
  alikePage: (db, of) => decisions.alikePage(db, project(of), DELETED, ALL),
  idsOfAlike: (db, of) => decisions.idsOfAlike(db, project(of), DELETED),
  decidedPage: (db, of) => decisions.decidedPage(db, project(of), ALL),
  countDecisions: (db, of) => decisions.countDecisions(db, project(of)),
  chosenFailures: (db, of) => decisions.chosenFailures(db, project(of), own, 50),
  answerOpen: (db, of) => decisions.answerOpen(db, project(of), 'leave', own, BY),
  reopen: (db, of) => decisions.reopen(db, project(of), own),
  decideConflicts: (db, of) => decisions.decideConflicts(db, project(of), own, 'take_source', BY),
  openDeleted: (db, of) => decisions.openDeleted(db, project(of), own.issueIds),
  resolveDeleted: async (db, of) => {
    const [first] = await decisions.openDeleted(db, project(own), own.issueIds)
    return decisions.resolveDeleted(db, project(of), first?.id ?? '', 'left', BY)
  },
  'issuePage of a project': (db, of) => issues.issuePage(db, project(of), {}, ALL),
  'issuePage of a run': (db, of) => issues.issuePage(db, run(of), {}, ALL),
  openIssuesOf: (db, of) => issues.openIssuesOf(db, project(of), 'order', ids),
  openFailures: (db, of) => issues.openFailures(db, project(of), {}),
  countFailedRecords: (db, of) => issues.countFailedRecords(db, project(of)),
  latestFailed: (db, of) => issues.latestFailed(db, project(of), 'order', 50),
  notSentAgain: (db, of) => issues.notSentAgain(db, project(of), 'order', ids),
  'missingAmong open issues': (db, of) => issues.missingAmong(db, project(of), records(...ids)),
  'missingAmong outcomes': (db, of) => issues.missingAmong(db, project(of), records('failed')),
  countLeftOut: (db, of) => issues.countLeftOut(db, project(of), 'order'),
  noteGroups: (db, of) => issues.noteGroups(db, run(of)),
  openOfRun: (db, of) => issues.openOfRun(db, run(of)),
  gidsOf: (db, of) => mappings.gidsOf(db, project(of), 'order', ids),
  gidsOfAny: async (db, of) => {
    const { gidOf } = await mappings.gidsOfAny(db, project(of), records(...ids))
    return records(...ids).map(gidOf)
  },
  rememberedOf: (db, of) => mappings.rememberedOf(db, project(of), 'order', ids),
  lastListedOf: (db, of) => mappings.lastListedOf(db, project(of), 'order', ids),
  unmappedAmong: (db, of) => mappings.unmappedAmong(db, project(of), 'order', ids),
  countUnmapped: (db, of) => mappings.countUnmapped(db, project(of), 'order', ids),
  countMapped: (db, of) => mappings.countMapped(db, project(of), 'order'),
  countListedMapped: (db, of) => mappings.countListedMapped(db, project(of), 'order'),
  firstAndLastGids: (db, of) => mappings.firstAndLastGids(db, project(of), 'order', 3),
  countMappedByProject: async (db, of) =>
    (await mappings.countMappedByProject(db, of.shop)).get(own.projectId),
  projectsWithMapped: async (db, of) =>
    (await mappings.projectsWithMapped(db, of.shop, 'order')).has(own.projectId),
  outcomePage: (db, of) => outcomes.outcomePage(db, run(of), 'order', ['created'], ALL),
  outcomeGroups: (db, of) => outcomes.outcomeGroups(db, of.shop, [of.runId]),
  absentInConflict: (db, of) => outcomes.absentInConflict(db, of.shop, [of.runId]),
  failedLater: (db, of) => outcomes.failedLater(db, run(of)),
  ratesPerMinute: async (db, of) =>
    (await outcomes.ratesPerMinute(db, run(of), 3_600_000)).has('order'),
  settledListed: (db, of) => outcomes.settledListed(db, project(of), of.runId),
  lastRunThatWrote: (db, of) => outcomes.lastRunThatWrote(db, project(of)),
  passesOf: (db, of) => passes.passesOf(db, run(of)),
  comparePassesOf: (db, of) => passes.comparePassesOf(db, run(of)),
  findingsOf: (db, of) => passes.findingsOf(db, run(of)),
  countGuests: (db, of) => passes.countGuests(db, run(of)),
  lastThatCompared: (db, of) => passes.lastThatCompared(db, project(of)),
  proposalPage: (db, of) => proposals.proposalPage(db, project(of), ALL),
  countProposals: (db, of) => proposals.countProposals(db, project(of)),
  countProposalsOf: (db, of) => proposals.countProposalsOf(db, run(of)),
  openProposals: (db, of) => proposals.openProposals(db, project(of), [own.proposalId]),
  forgetProposals: (db, of) => proposals.forgetProposals(db, project(of), [own.proposalId]),
  countTotals: (db, of) => totals.countTotals(db, of),
  unequalOrders: (db, of) => totals.unequalOrders(db, of, 'UTC'),
  totalsOfDays: (db, of) => totals.totalsOfDays(db, of, 'UTC', ['2026-01-01']),
  recordsBehind: (db, of) => erase.recordsBehind(db, of.shop, gids),
  forgetRecords: async (db, of) => {
    await erase.forgetRecords(db, of.shop, await erase.recordsBehind(db, OWNER, gids))
    return erase.recordsBehind(db, OWNER, gids)
  },
  forgetShop: async (db, of) => {
    await erase.forgetShop(db, of.shop)
    return erase.recordsBehind(db, OWNER, gids)
  },
}

const DELETED = {
  section: 'deleted',
  kind: 'order',
  code: 'SOURCE_RECORD_DELETED',
  field: null,
} as const
const records = (...sourceIds: string[]) =>
  sourceIds.map((sourceId) => ({ kind: 'order' as const, sourceId }))

test('every question of the ledger stands below', () => {
  const rooms = { ...decisions, ...issues, ...mappings, ...outcomes, ...passes, ...proposals }
  const all = Object.entries({ ...rooms, ...totals, ...erase }).flatMap(([name, it]) =>
    typeof it === 'function' ? name : [],
  )
  const asked = new Set(Object.keys(QUESTIONS).map((name) => name.split(' ')[0]))
  expect([...asked].toSorted()).toEqual(all.toSorted())
})

test.each(Object.entries(QUESTIONS))(
  'says nothing of another shop’s records, whatever ids it is asked with: %s',
  async (_, ask) => {
    const { projectId, runId } = own
    const nobodys = { shop: STRANGER, projectId: randomUUID(), runId: randomUUID() }
    const toNobody = await undone((db) => ask(db, nobodys))
    expect(await undone((db) => ask(db, { shop: STRANGER, projectId, runId }))).toEqual(toNobody)
    expect(await undone((db) => ask(db, { shop: OWNER, projectId, runId }))).not.toEqual(toNobody)
  },
)

/** What the work answers; what it changed is taken back. */
async function undone(work: (db: Transaction) => Promise<unknown>): Promise<unknown> {
  const answer: unknown[] = []
  const enough = new Error('taken back')
  await prisma
    .$transaction(async (tx) => {
      answer.push(await work(tx))
      throw enough
    })
    .catch((error: unknown) => {
      if (error !== enough) throw error
    })
  return answer[0]
}
