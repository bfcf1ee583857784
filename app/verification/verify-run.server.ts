import { verificationSays } from '#app/migration/messages/verification.ts'
import type { Message } from '#app/migration/messages/message.ts'
import { latestFailed } from '#app/migration/ledger/queries/issues.server.ts'
import type { Remembered } from '#app/migration/ledger/queries/mappings.server.ts'
import { outcomePage, type KeptOutcome } from '#app/migration/ledger/queries/outcomes.server.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import { inHalves } from '#app/migration/engine/run/in-halves.ts'
import {
  adminPathOf,
  KIND,
  type CanonicalRecord,
  type EntityKind,
} from '#app/migration/kinds/kind.ts'
import type { OutcomeKind } from '#app/migration/engine/ports/settlement.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { TargetSnapshot, TargetWriter } from '#app/migration/engine/ports/target.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import { openSource } from '#app/runs/needs/open-source.server.ts'
import { sourceProblem, targetProblem } from '#app/runs/needs/prerequisites.server.ts'
import { findRun } from '#app/runs/run-rows.server.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Problem } from '#app/words/problem.ts'
import type { IssueView } from '#app/runs/run-types.ts'
import type { Services } from '#app/services.server.ts'
import { BudgetOver } from '#app/platform/shared-work.ts'
import { comparableFields } from '#app/migration/kinds/comparable.ts'
import { expectedOwner, ownerIdsOf } from '#app/migration/kinds/owner.ts'
import { compareFields } from './verdict/compare-record.ts'
import { withCustomerNames } from './customers-of-orders.server.ts'
import { readGuests } from './guests.server.ts'
import { isUndatedChange, remembered } from './remembered.server.ts'
import type { VerifyFilter, VerifyPage, VerifyRow } from './verdict/verification-types.ts'

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 50

/** `touched`: all but those that were as they should be. */
const OUTCOMES: Readonly<Record<VerifyFilter | 'touched', readonly OutcomeKind[]>> = {
  all: ['created', 'updated', 'unchanged', 'conflict', 'skipped', 'failed'],
  touched: ['created', 'updated', 'conflict', 'skipped', 'failed'],
  arrived: ['created'],
  changed: ['updated'],
  unchanged: ['unchanged'],
  conflicts: ['conflict'],
  left_out: ['skipped'],
  missing: ['failed'],
}

/**
 * What a run brought, page by page: each record read from the source and from Shopify just now and
 * compared field by field. A record that a full check found as it should be left no row.
 * @throws NotFound
 */
export async function verifyRun(
  services: Services,
  shop: string,
  runId: string,
  kind: EntityKind,
  args: {
    filter?: VerifyFilter | 'touched'
    cursor?: string | null
    limit?: number
    /** Aborted with `BudgetOver` it ends what the old store is still asked; the rest is shown. */
    signal?: AbortSignal
  } = {},
): Promise<VerifyPage> {
  const { prisma } = services
  const run = await findRun(prisma, shop, runId)
  const project = await getProject(services, shop, run.projectId)
  const limit = Math.min(MAX_LIMIT, Math.max(1, args.limit ?? DEFAULT_LIMIT))
  const outcomes = OUTCOMES[args.filter ?? 'all']
  const at = { cursor: args.cursor ?? null, limit }
  const page = await outcomePage(prisma, { shop, runId: run.id }, kind, outcomes, at)
  const compared = await compareRecords(services, project, kind, page.items, args.signal)
  return { ...compared, next: page.next }
}

/** Records of one kind, each read from the source and from Shopify just now, field by field. */
export async function compareRecords(
  services: Services,
  project: ProjectView,
  kind: EntityKind,
  shown: readonly KeptOutcome[],
  signal?: AbortSignal,
): Promise<Pick<VerifyPage, 'rows' | 'problem'>> {
  const { shop } = project
  const ids = shown.map((row) => row.sourceId)
  const known = await remembered(services, { shop, projectId: project.id, kind }, ids)
  const { source, locked } = await openSource(services, project, signal)
  const target = services.targetWriter(shop, targetOptions(project))
  const gids = new Map(
    shown.flatMap((row) => {
      const gid = known.mappings.get(row.sourceId)?.gid ?? row.gid
      return gid ? [[row.sourceId, gid] as const] : []
    }),
  )
  const [fromSource, fromTarget] = await Promise.all([
    source
      ? readSource(services, { shop, projectId: project.id, kind }, { source, target }, ids, gids)
      : { records: null, unreadable: new Set<string>(), problem: locked },
    readTarget(target, kind, [...new Set(gids.values())]),
  ])
  const parents = ownerIdsOf([...(fromSource.records?.values() ?? [])].map(({ record }) => record))
  const customers = await remembered(
    services,
    { shop, projectId: project.id, kind: 'customer' },
    parents,
  )
  const compared = shown.map((row) =>
    toRow(row, {
      kind,
      currency: {
        source: project.sourceCurrency,
        target: project.options.targetCurrency,
      },
      connector: source,
      source: fromSource,
      snapshot: fromTarget.byGid?.get(gids.get(row.sourceId) ?? '') ?? null,
      targetRead: fromTarget.byGid !== null && !fromTarget.unread.has(gids.get(row.sourceId) ?? ''),
      isFailing: fromTarget.unread.has(gids.get(row.sourceId) ?? ''),
      gid: gids.get(row.sourceId) ?? null,
      mapping: known.mappings.get(row.sourceId) ?? null,
      customers: customers.mappings,
      issues: known.issues.get(row.sourceId) ?? [],
      target,
      fingerprintKey: services.settings.fingerprintKey,
    }),
  )
  const named =
    kind === 'order' ? await withCustomerNames(target, compared) : { rows: compared, problem: null }
  return {
    rows: named.rows,
    problem: fromSource.problem ?? fromTarget.problem ?? named.problem,
  }
}

type Found = { record: CanonicalRecord; changedAt: string | null }

type FromSource = {
  /** Null: the source could not be read. */
  records: Map<string, Found> | null
  unreadable: Set<string>
  problem: Problem | null
}

async function readSource(
  services: Services,
  { shop, projectId, kind }: { shop: string; projectId: string; kind: EntityKind },
  { source, target }: { source: SourceConnector; target: TargetWriter },
  ids: readonly string[],
  gids: ReadonlyMap<string, string>,
): Promise<FromSource> {
  const guests = new Map([...gids].filter(([id]) => kind === 'customer' && isGuestId(id)))
  const unread = (problem: Problem) => ({ records: null, unreadable: new Set<string>(), problem })
  let orderIds: string[]
  try {
    orderIds = guests.size > 0 ? await target.ownedBy('order', [...guests.values()]) : []
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return unread(problem)
  }
  try {
    const own = ids.filter((id) => !isGuestId(id))
    const { records, rejected } =
      own.length > 0 ? await source.readByIds(kind, own) : { records: [], rejected: [] }
    const found = new Map<string, Found>(records.map((each) => [each.sourceId, each]))
    const deps = {
      source,
      orderIds,
      failedOrders: () =>
        latestFailed(services.prisma, { shop, projectId }, 'order', MAX_FAILED_ORDERS),
    }
    for (const [id, guest] of await readGuests(deps, guests)) {
      found.set(id, { record: guest, changedAt: null })
    }
    return {
      records: found,
      unreadable: new Set(rejected.map((error) => error.sourceId)),
      problem: null,
    }
  } catch (error) {
    if (error instanceof BudgetOver) return unread(TOO_SLOW)
    const problem = sourceProblem(error)
    if (!problem) throw error
    return unread(problem)
  }
}

const TOO_SLOW: Problem = {
  code: 'TIMEOUT',
  message: verificationSays('sourceTooSlow'),
}

const MAX_FAILED_ORDERS = 100

type FromTarget = {
  /** Null: Shopify could not be read at all. */
  byGid: Map<string, TargetSnapshot> | null
  /** Those it fails on, although it shows the others. */
  unread: ReadonlySet<string>
  problem: Problem | null
}

async function readTarget(
  target: TargetWriter,
  kind: EntityKind,
  gids: readonly string[],
): Promise<FromTarget> {
  const unread = new Set<string>()
  try {
    const snapshots = await inHalves(
      gids,
      (some) => target.readCurrent(kind, some),
      (gid) => (unread.add(gid), []),
    )
    return { byGid: new Map(snapshots.map((each) => [each.gid, each])), unread, problem: null }
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return { byGid: null, unread, problem }
  }
}

type Sides = {
  /** Of the stores themselves. */
  currency: VerifyRow['currency']
  kind: EntityKind
  /** Null: the keys of the old store cannot be opened. */
  connector: SourceConnector | null
  source: FromSource
  snapshot: TargetSnapshot | null
  targetRead: boolean
  /** Shopify fails on this one record. */
  isFailing: boolean
  gid: string | null
  mapping: Remembered | null
  /** Whose the orders are. */
  customers: ReadonlyMap<string, Remembered>
  issues: readonly IssueView[]
  target: TargetWriter
  fingerprintKey: string
}

function toRow(row: KeptOutcome, sides: Sides): VerifyRow {
  const { kind, snapshot, issues } = sides
  const found = sides.source.records?.get(row.sourceId) ?? null
  const record = found?.record ?? null
  const all = found && snapshot ? compare(found, snapshot, sides) : []
  // Of a guest only the e-mail is compared: each order describes the guest anew.
  const fields = isGuestId(row.sourceId) ? all.filter(({ field }) => field === 'email') : all
  const differences = fields.filter(({ verdict }) => verdict === 'different').length
  const presence = presenceOf(row.sourceId, sides, record !== null)
  return {
    kind,
    sourceId: row.sourceId,
    reference: row.reference,
    label: snapshot?.label ?? (record && KIND[kind].label(record)) ?? row.reference,
    amount: row.amount,
    currency: currencyOf(record, snapshot, sides.currency),
    outcome: row.outcome,
    presence,
    verdict:
      sides.targetRead && snapshot === null
        ? 'missing'
        : record === null || snapshot === null
          ? 'unknown'
          : differences > 0
            ? 'different'
            : 'equal',
    fields,
    differences,
    notChecked: notChecked(sides),
    gid: snapshot?.gid ?? null,
    adminPath: snapshot ? adminPathOf(kind, snapshot.gid) : null,
    issues: issues.map(({ id, code, severity, field, message, next }) => ({
      id,
      code,
      severity,
      field,
      message,
      next,
    })),
  }
}

/** Why nothing can be said of this record alone; where a whole side is away, the page says so. */
function notChecked({ isFailing, kind }: Sides): Message | null {
  return isFailing ? verificationSays('notShown', { kind }) : null
}

/** An order names its own currency on each side; a product is priced in its store's. */
function currencyOf(
  record: CanonicalRecord | null,
  snapshot: TargetSnapshot | null,
  stores: VerifyRow['currency'],
): VerifyRow['currency'] {
  if (snapshot?.kind !== 'order' && record?.kind !== 'order') return stores
  const shown = snapshot?.fields['currency']
  return {
    source: record?.kind === 'order' ? record.currency : null,
    target: typeof shown === 'string' ? shown : null,
  }
}

function compare({ record, changedAt }: Found, snapshot: TargetSnapshot, sides: Sides) {
  const { kind, mapping, connector } = sides
  return compareFields({
    expected: comparableFields(
      kind,
      sides.target.expectedFields(record, expectedOwner(record, sides.customers, mapping)),
      mapping,
    ),
    shown: snapshot.fields,
    formerly: snapshot.formerly,
    base: mapping,
    isUndatedChange:
      mapping !== null &&
      connector !== null &&
      isUndatedChange(connector, { kind, changedAt }, mapping),
    remarks: sides.issues,
    fingerprintKey: sides.fingerprintKey,
  })
}

function presenceOf(sourceId: string, sides: Sides, inSource: boolean): VerifyRow['presence'] {
  if (sides.targetRead && sides.snapshot === null) return 'missing_in_target'
  if (sides.source.unreadable.has(sourceId)) return 'unreadable_in_source'
  if (sides.source.records !== null && !inSource) return 'gone_in_source'
  return 'both'
}
