import { LISTS_HIDE } from '#app/runs/estimate/estimate-of.ts'
import type { Problem } from '#app/words/problem.ts'
import type { Message } from '#app/migration/messages/message.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import { lastRunThatWrote, settledListed } from '#app/migration/ledger/queries/outcomes.server.ts'
import { comparePassesOf, passesOf } from '#app/migration/ledger/queries/passes.server.ts'
import type { ProjectScope } from '#app/migration/ledger/queries/scope.ts'
import { openDecisions } from '#app/decisions/open-decisions.server.ts'
import { type EntityKind, KINDS, perKind } from '#app/migration/kinds/kind.ts'
import { findProject } from '#app/projects/project-rows.server.ts'
import { sourceAnswers, type SourceAnswer } from '#app/projects/source-answers.server.ts'
import { lastComparison, type Comparison } from '#app/runs/history/comparison.server.ts'
import { knownEstimate } from '#app/runs/estimate/known-estimate.server.ts'
import { lastWholeRun } from '#app/runs/history/last-whole-run.server.ts'
import { LIVE_STATES } from '#app/runs/run-states.ts'
import type { KnownEstimate } from '#app/runs/run-types.ts'
import type { Services } from '#app/services.server.ts'
import { lastMoney } from '#app/verification/money.server.ts'
import type { FullMigration, ReadinessFacts } from './facts.ts'

type Deps = Pick<Services, 'prisma' | 'settings' | 'clock'>
type Scope = ProjectScope

/**
 * What is known of a project's readiness: from the database only, so that a page never waits for the
 * old store.
 * @throws NotFound also for another shop's project
 */
export async function collectFacts(
  services: Deps,
  shop: string,
  projectId: string,
): Promise<ReadinessFacts> {
  const { prisma, clock } = services
  const { id } = await findProject(prisma, shop, projectId)
  const scope = { shop, projectId: id }
  const at = new Date(clock.now())
  const full = await fullMigration(prisma, scope)
  const [answers, matched, known, movedAt, live, lastRun, open, check] = await Promise.all([
    sourceAnswers(services, shop, id),
    prisma.run.count({ where: { ...scope, mode: 'relink', state: 'completed' } }),
    knownEstimate(services, shop, id, full ? 'recent' : 'full'),
    lastMove(prisma, scope, at),
    liveRun(prisma, scope),
    lastWholeRun(prisma, scope),
    openDecisions(services, shop, id),
    lastComparison(services, shop, id),
  ])
  return {
    at: at.toISOString(),
    answers: perKind((kind) => toAnswer(answers[kind])),
    full,
    isMatched: matched > 0,
    waiting: { ...toWaiting(known), movedAt: movedAt?.toISOString() ?? null },
    live,
    lastRun: lastRun && {
      id: lastRun.id,
      state: lastRun.state,
      at: lastRun.at.toISOString(),
      isComplete: lastRun.unread.length === 0,
    },
    open,
    check: { ...check, at: check.at?.toISOString() ?? null },
    money: await moneyOf(services, scope, check),
  }
}

function toAnswer(answer: SourceAnswer | null): ReadinessFacts['answers'][EntityKind] {
  return (
    answer && {
      readAt: answer.readAt?.toISOString() ?? null,
      failed: answer.failed && { ...answer.failed, since: answer.failed.since.toISOString() },
    }
  )
}

/** What a run is kept from by these does not make a count less true. */
const NO_DOUBTS = new Set(['OVER_LIMIT', 'RUN_IN_PROGRESS', 'PROJECT_ARCHIVED'])

function toWaiting({ estimate, failed, isCounting }: KnownEstimate) {
  const doubt = estimate?.problems.find(({ code }) => !NO_DOUBTS.has(code))
  return {
    counted: estimate && {
      at: estimate.at,
      kinds: estimate.kinds,
      doubt: doubt ? { code: doubt.code, message: doubtOf(doubt) } : null,
      points: estimate.points,
      limit: estimate.limit,
      overBy: estimate.overBy,
    },
    failed: failed && { ...failed, since: failed.since.toISOString() },
    isCounting,
  }
}

/** One about the old store's lists does not say what follows from it. */
function doubtOf({ code, message }: Problem): Message {
  return code === 'SOURCE_LISTS_LESS' || code === LISTS_HIDE
    ? runSays('cannotTell', { why: message })
    : message
}

/** The last completed full migration, and whether what it counted was settled. */
async function fullMigration(
  prisma: Services['prisma'],
  scope: Scope,
): Promise<FullMigration | null> {
  const run = await prisma.run.findFirst({
    where: { ...scope, mode: 'full', state: 'completed' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: {
      id: true,
      createdAt: true,
      finishedAt: true,
    },
  })
  if (!run) return null
  const ofRun = { shop: scope.shop, runId: run.id }
  const [settled, passes, comparisons] = await Promise.all([
    settledListed(prisma, scope, run.id),
    passesOf(prisma, ofRun),
    comparePassesOf(prisma, ofRun),
  ])
  const settledOf = (kind: EntityKind) => settled.get(kind) ?? 0
  return {
    id: run.id,
    at: (run.finishedAt ?? run.createdAt).toISOString(),
    settled: KINDS.reduce((sum, kind) => sum + settledOf(kind), 0),
    gaps: KINDS.flatMap((kind) => {
      // Where the sums of the dates did not come out, the run itself compared all there is.
      const isCompared = comparisons.some(
        (comparison) =>
          comparison.kind === kind && comparison.doneAt !== null && comparison.unread === 0,
      )
      const pass = passes.find((each) => each.kind === kind)
      const counted = pass?.totalExact ? pass.total : null
      const own = settledOf(kind)
      const addsUp = counted !== null && own >= counted
      return addsUp || isCompared ? [] : [{ kind, counted, settled: own }]
    }),
  }
}

/** When a run last wrote something; a run that is not over may write at any moment. */
async function lastMove(prisma: Services['prisma'], scope: Scope, now: Date): Promise<Date | null> {
  const run = await lastRunThatWrote(prisma, scope)
  return run && (run.finishedAt ?? now)
}

async function liveRun(prisma: Services['prisma'], scope: Scope): Promise<ReadinessFacts['live']> {
  return prisma.run.findFirst({
    where: { ...scope, state: { in: [...LIVE_STATES] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, mode: true, state: true, reasonCode: true },
  })
}

const DAYS_TOLD = 3

/** The money is compared with a full check, and holds as long as that does. */
async function moneyOf(
  services: Deps,
  scope: Scope,
  check: Comparison,
): Promise<ReadinessFacts['money']> {
  if (check.state !== 'done') return null
  const { state, at, reasons, days } = await lastMoney(services, scope, check)
  return {
    state,
    at: at?.toISOString() ?? null,
    unexplained: reasons.unexplained ?? 0,
    days: days
      .filter((each) => each.reasons.unexplained)
      .slice(0, DAYS_TOLD)
      .map(({ day, currency, difference }) => ({ day, currency, difference })),
    unread: reasons.not_read ?? 0,
  }
}
