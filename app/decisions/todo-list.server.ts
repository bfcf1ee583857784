import {
  alikeKey,
  alikeRows,
  countDecided,
  decidedRows,
  openGroups,
} from '#app/decisions/decision-list.server.ts'
import type { DecisionRow } from '#app/decisions/decision-types.ts'
import { DECISION_SECTIONS, type Alike } from '#app/migration/ledger/queries/questions.ts'
import { howKnown } from '#app/decisions/how-known.server.ts'
import { openDecisions } from '#app/decisions/open-decisions.server.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { WorkDropped } from '#app/platform/shared-work.ts'
import { standingInShopify } from '#app/decisions/deleted-records.server.ts'
import { isLive } from '#app/runs/run-states.ts'
import { latestRun } from '#app/runs/life/runs.server.ts'
import type { Services } from '#app/services.server.ts'
import { compareRecords } from '#app/verification/verify-run.server.ts'
import { isSection, type TodoTab } from './todo-query.ts'
import type { ConflictValues, ShownGroup, Standing, TodoList } from './todo-types.ts'

/** A group of so many is shown as it is; a larger one when it is opened, page by page. */
const FEW = 5
const PAGE_SIZE = 50
/** What both stores say may take so long; without it the buttons say no values. */
const READING_BUDGET_MS = 20_000

/** What the to-do list shows. @throws NotFound */
export async function todoList(
  services: Services,
  shop: string,
  projectId: string,
  {
    tab,
    open,
    cursor,
    waiter,
  }: {
    tab: TodoTab
    open: Alike | null
    cursor: string | null
    /** Ends with whoever looks; null: no store is asked. */
    waiter: AbortSignal | null
  },
): Promise<TodoList> {
  const sections =
    tab === 'notes' ? (['notes'] as const) : isSection(tab) ? [tab] : DECISION_SECTIONS
  const [counts, known, latest, decidedCount, allGroups, noteGroups] = await Promise.all([
    openDecisions(services, shop, projectId),
    howKnown(services, shop, projectId),
    latestRun(services, shop, projectId),
    countDecided(services, shop, projectId),
    tab === 'decided' ? [] : openGroups(services, shop, projectId, sections),
    openGroups(services, shop, projectId, ['notes']),
  ])
  const openKey = open ? alikeKey(open) : null
  const groups = await Promise.all(
    allGroups.map(async (group, at): Promise<ShownGroup> => {
      const key = alikeKey(group)
      const isFirst = allGroups[at - 1]?.section !== group.section
      const isOpen = openKey === key || (openKey === null && isFirst)
      if (!isOpen && group.count > FEW) return { ...group, key, rows: null, next: null }
      const page = await alikeRows(services, shop, projectId, group, {
        cursor: openKey === key ? cursor : null,
        limit: isOpen ? PAGE_SIZE : FEW,
      })
      return { ...group, key, rows: page.items, next: page.next }
    }),
  )
  const decided =
    tab === 'decided' ? await decidedRows(services, shop, projectId, { cursor }) : null
  const rows = groups.flatMap((group) => group.rows ?? []).filter(({ adminPath }) => adminPath)
  const conflicts = groups
    .filter(({ code }) => code === 'CONFLICT')
    .flatMap((group) => group.rows ?? [])
  return {
    tab,
    openKey,
    cursor,
    counts,
    decidedCount,
    noteCount: noteGroups.reduce((sum, { count }) => sum + count, 0),
    known,
    liveRunId: latest && isLive(latest.state) ? latest.id : null,
    groups,
    decided,
    names: waiter && rows.length > 0 ? namesOf(services, shop, projectId, rows) : null,
    values:
      waiter && conflicts.length > 0
        ? valuesOf(services, shop, projectId, conflicts, waiter)
        : null,
  }
}

/** What both stores say in the fields they both changed, read just now. */
async function valuesOf(
  services: Services,
  shop: string,
  projectId: string,
  rows: readonly DecisionRow[],
  waiter: AbortSignal,
): Promise<ConflictValues[]> {
  try {
    const project = await getProject(services, shop, projectId)
    const all: ConflictValues[] = []
    for (const [kind, some] of Map.groupBy(rows, (row) => row.kind)) {
      const records = new Map(some.map(({ sourceId, reference }) => [sourceId, reference]))
      const asked = [...records].map(([sourceId, reference]) => ({
        ...{ sourceId, reference, gid: null, amount: null },
        outcome: 'conflict' as const,
      }))
      const { rows: compared } = await services.readings.share(
        `to do ${projectId} ${kind} ${[...records.keys()].join()}`,
        async (signal) => ({
          ...(await compareRecords(services, project, kind, asked, signal)),
          next: null,
        }),
        { budgetMs: READING_BUDGET_MS, waiter },
      )
      for (const { issueId, sourceId, field } of some) {
        const record = compared.find((each) => each.sourceId === sourceId)
        const values = record?.fields.find((each) => each.field === field)
        if (!record || !values || field === null) continue
        const { source, target } = values
        all.push({ issueId, field, source, target, currency: record.currency })
      }
    }
    return all
  } catch (error) {
    // Whoever asked has left.
    if (waiter.aborted || error instanceof WorkDropped) return []
    services.logger.error({ err: error, shop }, 'what both stores say could not be read')
    return []
  }
}

async function namesOf(
  services: Services,
  shop: string,
  projectId: string,
  rows: readonly DecisionRow[],
): Promise<Standing[]> {
  try {
    const asked = rows.map(({ issueId, kind, sourceId }) => ({ id: issueId, kind, sourceId }))
    return await standingInShopify(services, shop, projectId, asked)
  } catch (error) {
    // The list itself is shown all the same.
    services.logger.error({ err: error, shop }, 'records could not be named')
    return []
  }
}
