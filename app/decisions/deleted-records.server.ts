import { decisionSays } from '#app/migration/messages/decisions.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { openDeleted, resolveDeleted } from '#app/migration/ledger/queries/decisions.server.ts'
import type { KeptIssue } from '#app/migration/ledger/queries/kept-rows.ts'
import { gidsOf } from '#app/migration/ledger/queries/mappings.server.ts'
import type { ProjectScope } from '#app/migration/ledger/queries/scope.ts'
import type { Gid, Retired, ShownRecord, TargetWriter } from '#app/migration/engine/ports/target.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import type { Problem } from '#app/words/problem.ts'
import type { Services } from '#app/services.server.ts'
import type { DeletedDecision, SettledDeleted } from './deleted-types.ts'
import type { Standing } from './todo-types.ts'
import { targetProblem } from '../runs/needs/prerequisites.server.ts'

/** Decided in one request: each may take a call to Shopify. */
const MOST_AT_ONCE = 50

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
          message: decisionSays('refused', { words: retired.refused }),
        })
      } else if (retired.done === 'not possible') {
        const message = decisionSays('onlyLeft', { kind: issue.kind })
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
  message: decisionSays('stopped'),
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
  const gids = await gidsOfIssues(services, { shop, projectId: project.id }, asked)
  const standings: Standing[] = []
  for (const [kind, ofKind] of Map.groupBy(asked, (issue) => issue.kind)) {
    const wanted = new Set(ofKind.flatMap(({ id }) => gids.get(id) ?? []))
    const records = await show(target, kind, [...wanted])
    if (records === null) continue
    for (const { id: issueId } of ofKind) {
      const gid = gids.get(issueId)
      if (gid === undefined) continue
      const { label, state } = records.get(gid) ?? { label: '', state: 'gone' as const }
      standings.push({ issueId, label, state })
    }
  }
  return standings
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

/** @returns null: Shopify does not show any */
async function show(
  target: TargetWriter,
  kind: EntityKind,
  gids: readonly Gid[],
): Promise<Map<Gid, ShownRecord> | null> {
  try {
    return await target.show(kind, gids)
  } catch (error) {
    if (!targetProblem(error)) throw error
    return null
  }
}
