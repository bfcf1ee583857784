import {
  countFailedRecords,
  issuePage,
  type IssueFilter,
} from '#app/migration/ledger/queries/issues.server.ts'
import type { KeptIssue } from '#app/migration/ledger/queries/kept-rows.ts'
import type { ProjectScope, RunScope } from '#app/migration/ledger/queries/scope.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import {
  type ListArgs,
  idCursor,
  timeCursor,
  toPage,
  toTimeCursor,
  type Page,
} from '#app/platform/page-cursor.ts'
import { findRun, findRuns, toRunView } from '../run-rows.server.ts'
import { whatComesNext } from './what-comes-next.ts'
import type { IssueView, RunEventView, RunView } from '../run-types.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { toldBy } from '#app/migration/messages/message.ts'

type Deps = Pick<Services, 'prisma'>

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
      message: sentenceOf(toldBy(row)),
    }),
    (row) => String(row.id),
  )
}

/** Issues this run reported last, newest first. @throws NotFound */
export async function runIssues(
  services: Deps,
  shop: string,
  runId: string,
  args: ListArgs & IssueFilter = {},
): Promise<Page<IssueView>> {
  const { id } = await findRun(services.prisma, shop, runId)
  return issueViews(services, { shop, runId: id }, args)
}

/** Open failures of a project, by records. @throws NotFound */
export async function countFailures(
  services: Deps,
  shop: string,
  projectId: string,
  kind?: EntityKind,
): Promise<number> {
  const { id } = await getProject(services, shop, projectId)
  return countFailedRecords(services.prisma, { shop, projectId: id }, kind)
}

/** Issues of all runs of a project, newest first. @throws NotFound */
export async function projectIssues(
  services: Deps,
  shop: string,
  projectId: string,
  args: ListArgs & IssueFilter = {},
): Promise<Page<IssueView>> {
  const { id } = await getProject(services, shop, projectId)
  return issueViews(services, { shop, projectId: id }, args)
}

async function issueViews(
  services: Deps,
  scope: ProjectScope | RunScope,
  args: ListArgs & IssueFilter,
): Promise<Page<IssueView>> {
  const at = { cursor: args.cursor ?? null, limit: limitOf(args) }
  const { items, next } = await issuePage(services.prisma, scope, args, at)
  return { items: items.map(toIssueView), next }
}

export function toIssueView(issue: KeptIssue): IssueView {
  const { decision, decidedAt, decidedBy, tries, updatedAt, ...shown } = issue
  const next = whatComesNext({ ...shown, tries })
  return {
    ...shown,
    message: sentenceOf(issue.message),
    next: next && sentenceOf(next),
    resolution: decision === 'keep_target' || decision === 'take_source' ? decision : null,
    left: decision === 'left_behind' ? { at: decidedAt, by: decidedBy } : null,
    toldAt: issue.resolvedAt ? issue.createdAt : updatedAt,
  }
}
