import type { Issue } from '#app/generated/prisma/client.ts'
import { NOTE_CODES } from '#app/migration/engine/leftovers/issue-weights.ts'
import { LEFT_BEHIND } from '#app/migration/ledger/ledger-rows.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { OutcomeKind } from '#app/migration/engine/ports/settlement.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { idCursor, timeCursor, toPage, toTimeCursor } from '#app/platform/page-cursor.ts'
import { findRun, findRuns, toRunView } from '../run-rows.server.ts'
import { whatComesNext } from './what-comes-next.ts'
import type { IssueView, Page, RunEventView, RunView } from '../run-types.ts'

type Deps = Pick<Services, 'prisma'>

export type ListArgs = { cursor?: string | null; limit?: number }

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 250
const limitOf = (args: ListArgs) => Math.min(MAX_LIMIT, Math.max(1, args.limit ?? DEFAULT_LIMIT))

/** Newest first. @throws NotFound when `projectId` is given and not this shop's. */
export async function listRuns(
  services: Deps,
  shop: string,
  args: ListArgs & { projectId?: string } = {},
): Promise<Page<RunView>> {
  const limit = limitOf(args)
  const projectId = args.projectId ? (await getProject(services, shop, args.projectId)).id : null
  const after = timeCursor(args.cursor)
  const rows = await findRuns(services.prisma, {
    where: {
      shop,
      ...(projectId ? { projectId } : {}),
      ...(after
        ? { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] }
        : {}),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  return toPage(rows, limit, toRunView, toTimeCursor)
}

/** The run's log. `asc` reads from the beginning, `desc` shows the latest lines first. @throws NotFound */
export async function runEvents(
  services: Deps,
  shop: string,
  runId: string,
  args: ListArgs & { order?: 'asc' | 'desc' } = {},
): Promise<Page<RunEventView>> {
  const { id } = await findRun(services.prisma, shop, runId)
  const limit = limitOf(args)
  const order = args.order ?? 'asc'
  const after = idCursor(args.cursor)
  const rows = await services.prisma.runEvent.findMany({
    where: {
      shop,
      runId: id,
      ...(after === null ? {} : { id: order === 'asc' ? { gt: after } : { lt: after } }),
    },
    orderBy: { id: order },
    take: limit + 1,
  })
  return toPage(
    rows,
    limit,
    (row) => ({
      id: String(row.id),
      at: row.at,
      level: row.level === 'warn' || row.level === 'error' ? row.level : 'info',
      message: row.message,
    }),
    (row) => String(row.id),
  )
}

export type IssueFilter = {
  kind?: EntityKind
  severity?: IssueView['severity']
  /** Of remarks only those that ask something of a person. */
  onlyToDo?: boolean
  /** Default: only what is still open. */
  includeResolved?: boolean
  /** Only what kept records from arriving that were left behind, instead of what is open. */
  leftBehind?: boolean
}

/** Issues this run reported last, newest first. @throws NotFound */
export async function runIssues(
  services: Deps,
  shop: string,
  runId: string,
  args: ListArgs & IssueFilter = {},
): Promise<Page<IssueView>> {
  const { id } = await findRun(services.prisma, shop, runId)
  return issuePage(services, { shop, runId: id }, args)
}

/** Open failures of a project, by records. @throws NotFound */
export async function countFailures(
  services: Deps,
  shop: string,
  projectId: string,
  kind?: EntityKind,
): Promise<number> {
  const { id } = await getProject(services, shop, projectId)
  const groups = await services.prisma.issue.groupBy({
    by: ['kind', 'sourceId'],
    where: { shop, projectId: id, severity: 'failed', resolvedAt: null, ...(kind && { kind }) },
  })
  return groups.length
}

/** Issues of all runs of a project, newest first. @throws NotFound */
export async function projectIssues(
  services: Deps,
  shop: string,
  projectId: string,
  args: ListArgs & IssueFilter = {},
): Promise<Page<IssueView>> {
  const { id } = await getProject(services, shop, projectId)
  return issuePage(services, { shop, projectId: id }, args)
}

async function issuePage(
  services: Deps,
  scope: { shop: string; runId?: string; projectId?: string },
  args: ListArgs & IssueFilter,
): Promise<Page<IssueView>> {
  const limit = limitOf(args)
  const before = idCursor(args.cursor)
  const rows = await services.prisma.issue.findMany({
    where: {
      ...scope,
      ...(args.kind ? { kind: args.kind } : {}),
      ...(args.severity ? { severity: args.severity } : {}),
      ...(args.onlyToDo ? { code: { notIn: [...NOTE_CODES] } } : {}),
      ...(args.includeResolved || args.leftBehind ? {} : { resolvedAt: null }),
      ...(args.leftBehind ? { resolution: LEFT_BEHIND } : {}),
      ...(before === null ? {} : { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return toPage(rows, limit, toIssueView, (row) => String(row.id))
}

export function toIssueView(row: Issue): IssueView {
  return {
    id: String(row.id),
    runId: row.runId,
    kind: toKind(row.kind),
    sourceId: row.sourceId,
    code: row.code,
    field: row.field === '' ? null : row.field,
    message: row.message,
    severity: row.severity === 'failed' || row.severity === 'conflict' ? row.severity : 'note',
    mayHeal: row.mayHeal,
    next: whatComesNext(row),
    reference: row.reference,
    resolution:
      row.resolution === 'keep_target' || row.resolution === 'take_source' ? row.resolution : null,
    left: row.resolution === LEFT_BEHIND ? { at: row.decidedAt, by: row.decidedBy } : null,
    resolvedAt: row.resolvedAt,
    createdAt: row.createdAt,
    toldAt: row.resolvedAt ? row.createdAt : row.updatedAt,
  }
}

export function toKind(kind: string): EntityKind {
  switch (kind) {
    case 'product':
    case 'customer':
    case 'order':
      return kind
    default:
      throw new Error(`Unknown kind in the ledger: ${kind}`)
  }
}

export function toOutcome(text: string): OutcomeKind {
  switch (text) {
    case 'created':
    case 'updated':
    case 'unchanged':
    case 'conflict':
    case 'skipped':
    case 'failed':
      return text
    default:
      throw new Error(`Unknown outcome in the ledger: ${text}`)
  }
}
