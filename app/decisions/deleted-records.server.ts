import type { EntityKind } from '#app/migration/kinds/kind.ts'
import {
  countDeleted as countOpenDeleted,
  deletedPage,
  openDeleted,
  resolveDeleted,
} from '#app/migration/ledger/queries/decisions.server.ts'
import type { KeptIssue } from '#app/migration/ledger/queries/kept-rows.ts'
import { gidsOf } from '#app/migration/ledger/queries/mappings.server.ts'
import type { ProjectScope } from '#app/migration/ledger/queries/scope.ts'
import type { TargetSnapshot, TargetWriter } from '#app/migration/engine/ports/target.ts'
import { ShopifyRefused } from '#app/migration/shopify/api/check-user-errors.ts'
import { archiveProduct, cancelOrder } from '#app/migration/shopify/retire-records.server.ts'
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

const ADMIN_PATHS: Readonly<Record<EntityKind, string>> = {
  product: 'products',
  customer: 'customers',
  order: 'orders',
}

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
  const { known, problem } = await inShopify(services, target, scope, issues)
  if (problem) return { ...result, problem }
  for (const issue of issues) {
    // A run may have found the record back while those before it took their time.
    if ((await openDeleted(services.prisma, scope, [issue.id])).length === 0) continue
    const snapshot = known.get(issue.id)?.snapshot ?? null
    try {
      const done = await carryOut(services, shop, decision, issue.kind, snapshot)
      if (done === 'not possible') {
        const message = `A ${issue.kind} can only be left as it is.`
        result.refused.push({ reference: issue.reference, message })
      } else await settle(issue, done)
    } catch (error) {
      if (error instanceof ShopifyRefused) {
        result.refused.push({
          reference: issue.reference,
          message: `Shopify says: “${error.message}”. Nothing was changed; do it in Shopify if it is right.`,
        })
        continue
      }
      const stopped = targetProblem(error)
      if (!stopped) throw error
      return { ...result, problem: STOPPED }
    }
  }
  return result
}

const STOPPED: Problem = {
  code: 'TARGET_UNREACHABLE',
  message:
    'Shopify stopped answering, so the rest was left as it is. Try again in a few minutes: what is done already is recognised.',
}

type Resolved = 'left' | 'archived' | 'cancelled'

async function carryOut(
  services: Services,
  shop: string,
  decision: 'archive' | 'cancel',
  kind: EntityKind,
  snapshot: TargetSnapshot | null,
): Promise<Resolved | 'not possible'> {
  const fits =
    (decision === 'archive' && kind === 'product') || (decision === 'cancel' && kind === 'order')
  if (!fits) return 'not possible'
  // Deleted in Shopify, too: there is nothing left to do.
  if (!snapshot) return 'left'
  const deps = { client: services.adminClient(shop), clock: services.clock }
  if (decision === 'archive') {
    if (stateOf(snapshot) !== 'archived') await archiveProduct(deps, snapshot.gid)
    return 'archived'
  }
  if (stateOf(snapshot) !== 'cancelled') await cancelOrder(deps, snapshot.gid)
  return 'cancelled'
}

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
  return [...known].flatMap(([issueId, { snapshot, read }]) =>
    !read
      ? []
      : snapshot
        ? [{ issueId, label: snapshot.label, state: stateOf(snapshot) }]
        : [{ issueId, label: '', state: 'gone' as const }],
  )
}

type Known = { gid: string; snapshot: TargetSnapshot | null; read: boolean }

/** The target records of issues, by issue id. */
async function inShopify(
  { prisma }: Services,
  target: TargetWriter,
  scope: ProjectScope,
  issues: readonly Asked[],
): Promise<{ known: Map<string, Known>; problem: Problem | null }> {
  const known = new Map<string, Known>()
  let problem: Problem | null = null
  for (const [kind, ofKind] of Map.groupBy(issues, (issue) => issue.kind)) {
    const sourceIds = ofKind.map(({ sourceId }) => sourceId)
    const gids = await gidsOf(prisma, scope, kind, sourceIds)
    const { snapshots, problem: trouble } = await read(target, kind, [...new Set(gids.values())])
    problem ??= trouble
    for (const { id, sourceId } of ofKind) {
      const gid = gids.get(sourceId)
      if (!gid) continue
      known.set(id, { gid, snapshot: snapshots.get(gid) ?? null, read: trouble === null })
    }
  }
  return { known, problem }
}

async function read(target: TargetWriter, kind: EntityKind, gids: readonly string[]) {
  try {
    const snapshots = await target.readCurrent(kind, gids)
    return { snapshots: new Map(snapshots.map((each) => [each.gid, each])), problem: null }
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return { snapshots: new Map<string, TargetSnapshot>(), problem }
  }
}

function toRecord(issue: KeptIssue, known: Known | undefined): DeletedRecord {
  const { id, kind, reference, createdAt } = issue
  const snapshot = known?.snapshot ?? null
  return {
    issueId: id,
    kind,
    reference,
    label: snapshot?.label || reference,
    adminPath: snapshot ? `${ADMIN_PATHS[kind]}/${snapshot.legacyId}` : null,
    state: snapshot ? stateOf(snapshot) : known?.read === false ? 'unknown' : 'gone',
    toldAt: createdAt,
  }
}

function stateOf({ kind, fields }: TargetSnapshot): DeletedRecord['state'] {
  if (kind === 'product' && fields['status'] === 'ARCHIVED') return 'archived'
  if (kind === 'order' && fields['cancelled'] === true) return 'cancelled'
  if (kind === 'order' && fields['fulfillmentStatus'] === 'FULFILLED') return 'fulfilled'
  return 'there'
}
