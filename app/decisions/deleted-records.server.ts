import { adminPathOf, type EntityKind } from '#app/migration/kinds/kind.ts'
import {
  countDeleted as countOpenDeleted,
  deletedPage,
  openDeleted,
  resolveDeleted,
} from '#app/migration/ledger/queries/decisions.server.ts'
import type { KeptIssue } from '#app/migration/ledger/queries/kept-rows.ts'
import { gidsOf } from '#app/migration/ledger/queries/mappings.server.ts'
import type { ProjectScope } from '#app/migration/ledger/queries/scope.ts'
import type { Gid, Retired, ShownRecord, TargetWriter } from '#app/migration/engine/ports/target.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import type { Problem } from '#app/platform/problem.ts'
import type { Services } from '#app/services.server.ts'
import type {
  DeletedDecision,
  DeletedPage,
  DeletedRecord,
  SettledDeleted,
} from './deleted-types.ts'
import type { Standing } from './todo-types.ts'
import type { ListArgs } from '#app/platform/page-cursor.ts'
import { targetProblem } from '../runs/needs/prerequisites.server.ts'

const DEFAULT_LIMIT = 20
/** Decided in one request: each may take a call to Shopify. */
const MOST_AT_ONCE = 50

/** How many records wait for a decision. @throws NotFound */
export async function countDeleted(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<number> {
  const { id } = await getProject({ prisma }, shop, projectId)
  return countOpenDeleted(prisma, { shop, projectId: id })
}

/**
 * Migrated records that are not in the old store any more and wait for the merchant's decision, as
 * they stand in Shopify just now. Newest first.
 * @throws NotFound
 */
export async function deletedRecords(
  services: Services,
  shop: string,
  projectId: string,
  args: ListArgs & { kind?: EntityKind } = {},
): Promise<DeletedPage> {
  const project = await getProject(services, shop, projectId)
  const limit = Math.min(MOST_AT_ONCE, Math.max(1, args.limit ?? DEFAULT_LIMIT))
  const scope = { shop, projectId: project.id }
  const page = await deletedPage(services.prisma, scope, args.kind ?? null, {
    cursor: args.cursor ?? null,
    limit,
  })
  const target = services.targetWriter(shop, targetOptions(project))
  const { known, problem } = await inShopify(services, target, scope, page.items)
  return {
    ...page,
    items: page.items.map((issue) => toRecord(issue, known.get(issue.id))),
    problem,
  }
}

/**
 * Does what the merchant decided about the chosen records and takes them off the list. What is so
 * already is taken off as well. Ids that are no open record of this project's list are passed over.
 * Never deletes anything, never notifies a customer, never restocks or refunds.
 * @throws NotFound
 */
export async function settleDeleted(
  services: Services,
  shop: string,
  projectId: string,
  issueIds: readonly string[],
  decision: DeletedDecision,
  /** Shopify's id of the member of staff who decides; null: not known. */
  staff: string | null,
): Promise<SettledDeleted> {
  const project = await getProject(services, shop, projectId)
  const scope = { shop, projectId: project.id }
  const issues = await openDeleted(services.prisma, scope, issueIds.slice(0, MOST_AT_ONCE))
  const result: SettledDeleted = { settled: 0, refused: [], problem: null }
  const settle = async (issue: KeptIssue, done: Resolved) => {
    const by = { at: new Date(services.clock.now()), by: staff }
    if (await resolveDeleted(services.prisma, scope, issue.id, done, by)) result.settled += 1
  }
  if (decision === 'leave') {
    for (const issue of issues) await settle(issue, 'left')
    return result
  }
  const target = services.targetWriter(shop, targetOptions(project))
  const gids = await gidsOfIssues(services, scope, issues)
  for (const issue of issues) {
    // A run may have found the record back while those before it took their time.
    if ((await openDeleted(services.prisma, scope, [issue.id])).length === 0) continue
    const gid = gids.get(issue.id)
    try {
      const retired: Retired =
        gid === undefined ? { done: 'gone' } : await target.retire(issue.kind, gid, decision)
      if ('refused' in retired) {
        result.refused.push({
          reference: issue.reference,
          message: `Shopify refused: “${retired.refused}”. Nothing was changed. If it is right, do it in Shopify.`,
        })
      } else if (retired.done === 'not possible') {
        const message = `A ${issue.kind} can only be left as it is.`
        result.refused.push({ reference: issue.reference, message })
      } else {
        // Deleted in Shopify, too: there is nothing left to do.
        await settle(issue, retired.done === 'gone' ? 'left' : retired.done)
      }
    } catch (error) {
      const problem = targetProblem(error)
      if (!problem) throw error
      const isFirst = result.settled + result.refused.length === 0
      return { ...result, problem: isFirst ? problem : STOPPED }
    }
  }
  return result
}

const STOPPED: Problem = {
  code: 'TARGET_UNREACHABLE',
  message:
    'Shopify stopped answering, so the rest was left as it is. Try again in a few minutes; what is done already is not done twice.',
}

type Resolved = 'left' | 'archived' | 'cancelled'

type Asked = Pick<KeptIssue, 'id' | 'kind' | 'sourceId'>

/**
 * How records stand in Shopify just now, by the ids of their issues; nothing of those that are not
 * there, or when Shopify does not answer.
 * @throws NotFound
 */
export async function standingInShopify(
  services: Services,
  shop: string,
  projectId: string,
  asked: readonly Asked[],
): Promise<Standing[]> {
  const project = await getProject(services, shop, projectId)
  const target = services.targetWriter(shop, targetOptions(project))
  const { known } = await inShopify(services, target, { shop, projectId: project.id }, asked)
  return [...known].flatMap(([issueId, { shown, read }]): Standing[] =>
    !read
      ? []
      : shown
        ? [{ issueId, label: shown.label, state: shown.state }]
        : [{ issueId, label: '', state: 'gone' }],
  )
}

type Known = { gid: Gid; shown: ShownRecord | null; read: boolean }

/** How the target records of issues stand, by issue id. */
async function inShopify(
  services: Services,
  target: TargetWriter,
  scope: ProjectScope,
  issues: readonly Asked[],
): Promise<{ known: Map<string, Known>; problem: Problem | null }> {
  const gids = await gidsOfIssues(services, scope, issues)
  const known = new Map<string, Known>()
  let problem: Problem | null = null
  for (const [kind, ofKind] of Map.groupBy(issues, (issue) => issue.kind)) {
    const wanted = new Set(ofKind.flatMap(({ id }) => gids.get(id) ?? []))
    const { records, problem: trouble } = await show(target, kind, [...wanted])
    problem ??= trouble
    for (const { id } of ofKind) {
      const gid = gids.get(id)
      if (!gid) continue
      known.set(id, { gid, shown: records.get(gid) ?? null, read: trouble === null })
    }
  }
  return { known, problem }
}

/** Issue id → target record, where one is mapped. */
async function gidsOfIssues(
  { prisma }: Services,
  scope: ProjectScope,
  issues: readonly Asked[],
): Promise<Map<string, Gid>> {
  const gids = new Map<string, Gid>()
  for (const [kind, ofKind] of Map.groupBy(issues, (issue) => issue.kind)) {
    const sourceIds = ofKind.map(({ sourceId }) => sourceId)
    const known = await gidsOf(prisma, scope, kind, sourceIds)
    for (const { id, sourceId } of ofKind) {
      const gid = known.get(sourceId)
      if (gid !== undefined) gids.set(id, gid)
    }
  }
  return gids
}

async function show(target: TargetWriter, kind: EntityKind, gids: readonly Gid[]) {
  try {
    return { records: await target.show(kind, gids), problem: null }
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return { records: new Map<Gid, ShownRecord>(), problem }
  }
}

function toRecord(issue: KeptIssue, known: Known | undefined): DeletedRecord {
  const { id, kind, reference, createdAt } = issue
  const shown = known?.shown ?? null
  return {
    issueId: id,
    kind,
    reference,
    label: shown?.label || reference,
    adminPath: known && shown ? adminPathOf(kind, known.gid) : null,
    state: shown ? shown.state : known?.read === false ? 'unknown' : 'gone',
    toldAt: createdAt,
  }
}
