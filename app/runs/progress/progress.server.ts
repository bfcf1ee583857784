import { runSays } from '#app/migration/messages/runs.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { z } from 'zod'
import { weightOf } from '#app/migration/engine/ports/issue-weights.ts'
import { openOfRun } from '#app/migration/ledger/queries/issues.server.ts'
import {
  absentInConflict,
  failedLater,
  ratesPerMinute,
} from '#app/migration/ledger/queries/outcomes.server.ts'
import { passesOf } from '#app/migration/ledger/queries/passes.server.ts'
import { countProposalsOf } from '#app/migration/ledger/queries/proposals.server.ts'
import { type EntityKind, KINDS, perKind } from '#app/migration/kinds/kind.ts'
import type { Services } from '#app/services.server.ts'
import { doneOf, inShopify, sumOf } from '../outcome-counts.ts'
import { countSettled } from './run-counts.server.ts'
import { findRun, toRunView } from '../run-rows.server.ts'
import { isLive, statesAllowing } from '../run-states.ts'
import { comparisonProgress, comparisonResult } from './comparison-progress.server.ts'
import type { KindProgress, RunProgress } from '../run-types.ts'

/** The rate is what was settled lately, not the average since the start. */
const RATE_WINDOW_MS = 30_000
/** A run handed from one worker to the next waits for moments; those are no news. */
const WAITING_IS_NEWS_MS = 15_000
/** Shopify: at most five orders a minute on trial and development stores. */
const LIMITED_ORDERS_PER_MINUTE = 5

const estimateSchema = z.object({
  kinds: z.record(z.string(), z.object({ new: z.number(), changed: z.number() })),
})

/** A run as it stands now, counted from the ledger. @throws NotFound */
export async function runProgress(
  services: Pick<Services, 'prisma' | 'clock'>,
  shop: string,
  runId: string,
): Promise<RunProgress> {
  const { prisma } = services
  const row = await findRun(prisma, shop, runId)
  const scope = { shop, runId: row.id }
  const [{ counts, comparisons }, passes, recent, told, store, waitingSince, proposals] =
    await Promise.all([
      countSettled(prisma, row),
      passesOf(prisma, scope),
      ratesPerMinute(prisma, scope, RATE_WINDOW_MS),
      openOfRun(prisma, scope),
      prisma.shop.findUnique({ where: { domain: shop }, select: { isDevelopment: true } }),
      waitsForWorkerSince(prisma, scope),
      countProposalsOf(prisma, scope),
    ])
  const moving = row.state === 'running'
  const estimate = estimateSchema.safeParse(row.estimate)
  const expected = (kind: EntityKind) => {
    const numbers = estimate.success ? estimate.data.kinds[kind] : undefined
    return numbers ? numbers.new + numbers.changed : null
  }

  const kindProgress = (kind: EntityKind): KindProgress => {
    const pass = passes.find((each) => each.kind === kind)
    const done = doneOf(counts[kind])
    // A run of chosen records has no pass for the other kinds.
    const isOver = row.state === 'completed' || (pass?.doneAt ?? null) !== null
    const state = isOver ? 'done' : pass && isLive(row.state) ? 'running' : 'waiting'
    // Parents and retried records come on top of what the window holds.
    const total =
      state === 'done'
        ? done
        : pass?.total === null || pass?.total === undefined
          ? null
          : Math.max(pass.total, done)
    const ratePerMinute = state === 'running' && moving ? (recent.get(kind) ?? null) : null
    return {
      state,
      total,
      totalExact: state === 'done' || (pass?.totalExact ?? false),
      done,
      percent: state === 'done' ? 100 : percentOf(done, total),
      ratePerMinute,
      etaSeconds: total === null ? null : secondsFor(total - done, ratePerMinute),
      counts: counts[kind],
    }
  }
  const ofKind = (kind: EntityKind) =>
    row.mode === 'comparison'
      ? comparisonProgress(comparisons.get(kind), {
          isLive: isLive(row.state),
          moving,
          now: services.clock.now(),
          counts: counts[kind],
        })
      : kindProgress(kind)
  const kinds = perKind(ofKind)
  const all = KINDS.map((kind) => kinds[kind])
  const outcomes = sumOf(counts)
  const done = doneOf(outcomes)
  const total = all.every((kind) => kind.total !== null)
    ? all.reduce((n, kind) => n + (kind.total ?? 0), 0)
    : null
  const limited = (store?.isDevelopment ?? false) && isLive(row.state)
  const isComplete = row.state === 'completed'
  const [absent, later] = isComplete
    ? await Promise.all([
        outcomes.conflicts > 0 ? absentInConflict(prisma, shop, [row.id]) : null,
        outcomes.failed > 0 ? failedLater(prisma, scope) : null,
      ])
    : [null, null]
  const issues = { failed: 0, conflicts: 0, toDo: 0, notes: 0 }
  for (const { severity, code, isDecided, count: n } of told) {
    // A decided conflict waits for the next run, not for the merchant.
    if (severity === 'conflict' && isDecided) continue
    if (severity === 'failed') issues.failed += n
    else if (severity === 'conflict') issues.conflicts += n
    if (weightOf({ severity, code }) === 'todo') issues.toDo += n
    else issues.notes += n
  }

  return {
    run: toRunView(row),
    at: new Date(services.clock.now()),
    kinds,
    outcomes,
    done,
    total,
    percent: row.state === 'completed' ? 100 : percentOf(done, total),
    waitingSince,
    etaSeconds: moving ? runEta(kinds, expected, limited) : null,
    comparison: comparisonResult(comparisons),
    result: isComplete
      ? { counts: outcomes, inShopify: inShopify(outcomes, absent?.get(row.id) ?? 0) }
      : null,
    later,
    proposals,
    paceNote:
      limited && kinds.order.state !== 'done' && expected('order') !== 0
        ? sentenceOf(runSays('developmentStore'))
        : null,
    issues,
  }
}

/** Since when a run that a worker should have has none, by the database's clock. */
async function waitsForWorkerSince(
  prisma: Services['prisma'],
  { shop, runId }: { shop: string; runId: string },
): Promise<Date | null> {
  const rows = await prisma.$queryRaw<{ since: Date }[]>`
    select w."since" from (
      select coalesce(r."leaseExpiresAt",
        (select max(e."at") from "RunEvent" e where e."runId" = r."id"), r."createdAt") as "since"
      from "Run" r
      where r."id" = ${runId}::uuid and r."shop" = ${shop}
        and r."state"::text = any(${statesAllowing('claim')})) w
    where w."since" < clock_timestamp() - ${WAITING_IS_NEWS_MS} * interval '1 millisecond'`
  return rows[0]?.since ?? null
}

function percentOf(done: number, total: number | null): number | null {
  if (total === null) return null
  return total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))
}

function secondsFor(records: number, ratePerMinute: number | null): number | null {
  if (records <= 0) return 0
  return ratePerMinute === null || ratePerMinute <= 0
    ? null
    : Math.ceil((records / ratePerMinute) * 60)
}

/**
 * The pass under way at its own rate; those to come by the estimate at the same rate, orders on a
 * limited store at the rate Shopify allows.
 */
function runEta(
  kinds: Record<EntityKind, KindProgress>,
  expected: (kind: EntityKind) => number | null,
  limited: boolean,
): number | null {
  const rate = KINDS.map((kind) => kinds[kind].ratePerMinute).find((each) => each !== null) ?? null
  let seconds = 0
  for (const kind of KINDS) {
    const of = kinds[kind]
    if (of.state === 'done') continue
    const paced = limited && kind === 'order' ? LIMITED_ORDERS_PER_MINUTE : rate
    const toCome = of.state === 'waiting' ? expected(kind) : null
    const part =
      of.state === 'waiting' ? (toCome === null ? null : secondsFor(toCome, paced)) : of.etaSeconds
    if (part === null) return null
    seconds += part
  }
  return seconds
}
