import { runSays } from '#app/migration/messages/runs.ts'
import { randomUUID } from 'node:crypto'
import type { Project } from '#app/generated/prisma/client.ts'
import { toView } from '#app/projects/project-rows.server.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Problem } from '#app/words/problem.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import { orAborted } from '#app/platform/while-wanted.ts'
import type { Services } from '#app/services.server.ts'
import { countSource } from './count-source.server.ts'
import {
  claimCount,
  readEstimate,
  releaseCount,
  rememberCount,
  type CountClaim,
} from './estimate-memory.server.ts'
import type { CountOutcome } from '../counted.ts'
import { openSource } from '../needs/open-source.server.ts'
import { checkSource, checkTarget, sourceProblem } from '../needs/prerequisites.server.ts'
import type { PassMode } from '../run-types.ts'
import { BudgetOver } from '#app/platform/shared-work.ts'

/** The claim outlives the time for the count by so much: writing down takes a moment as well. */
const CLAIM_GRACE_MS = 10_000
/** How often one asks whether another process is done counting. */
const LOOK_MS = 500

/**
 * What a count of the project gives: one at a time in this process and among all of them, within its
 * budget, and remembered. Who asks while it is under way gets what it gives.
 * @param seen when the last try ended as far as the caller knows: one that ended since will do
 * @param waiter as in `SharedWork`
 * @throws the waiter's reason | WorkDropped
 */
export function takeCount(
  services: Services,
  project: Project,
  mode: PassMode,
  seen: Date | null,
  waiter?: AbortSignal,
): Promise<CountOutcome> {
  return services.counts.share(
    `${project.id} ${mode}`,
    (signal) => countOrWait(services, project, mode, seen, signal),
    { budgetMs: services.settings.estimateBudgetMs, waiter },
  )
}

async function countOrWait(
  services: Services,
  project: Project,
  mode: PassMode,
  seen: Date | null,
  signal: AbortSignal,
): Promise<CountOutcome> {
  const { prisma, clock, settings } = services
  const claim = { projectId: project.id, shop: project.shop, mode, owner: randomUUID() }
  while (!signal.aborted) {
    const isOurs = await claimCount(prisma, claim, settings.estimateBudgetMs + CLAIM_GRACE_MS)
    const { counted, failed, triedAt, isCounting } = await readEstimate(services, project, mode)
    const ended = isOurs || !isCounting
    const outcome = failed ? { failed } : counted ? { counted } : null
    if (ended && outcome && triedAt?.getTime() !== seen?.getTime()) {
      if (isOurs) await releaseCount(prisma, claim)
      return outcome
    }
    if (isOurs) return countClaimed(services, project, claim, signal)
    await clock.sleep(LOOK_MS, signal).catch(() => undefined)
  }
  if (signal.reason instanceof BudgetOver) return { failed: ELSEWHERE }
  throw signal.reason
}

async function countClaimed(
  services: Services,
  project: Project,
  claim: CountClaim,
  signal: AbortSignal,
): Promise<CountOutcome> {
  try {
    const outcome = await countOrSay(services, toView(project), claim.mode, signal)
    await rememberCount(services, project, claim, outcome)
    return outcome
  } catch (error) {
    // Without the database there is nothing to give back; the claim runs out.
    await releaseCount(services.prisma, claim).catch(() => undefined)
    throw error
  }
}

/** What keeps a count from coming through is an outcome as well; that it is dropped is none. */
async function countOrSay(
  services: Services,
  project: ProjectView,
  mode: PassMode,
  signal: AbortSignal,
): Promise<CountOutcome> {
  const { logger, settings } = services
  try {
    return await countWithin(services, project, mode, signal)
  } catch (error) {
    if (error instanceof BudgetOver) return { failed: tooSlow(settings.estimateBudgetMs) }
    if (signal.aborted && error === signal.reason) throw error
    const problem = sourceProblem(error)
    if (problem) return { failed: problem }
    logger.error({ err: error, shop: project.shop, projectId: project.id }, 'A count failed')
    return { failed: OURS }
  }
}

async function countWithin(
  services: Services,
  project: ProjectView,
  mode: PassMode,
  signal: AbortSignal,
): Promise<CountOutcome> {
  const at = new Date(services.clock.now()).toISOString()
  const { source, locked } = await openSource(services, project, signal)
  if (!source) return { failed: locked }
  const writer = services.targetWriter(project.shop, targetOptions(project))
  const target = orAborted(checkTarget(services, writer, project), signal).catch(
    (error: unknown) => {
      if (error instanceof BudgetOver) return [SHOPIFY_TOO_SLOW]
      throw error
    },
  )
  // Awaited below; what goes wrong first is told first.
  target.catch(() => undefined)
  const [problem] = await orAborted(checkSource(source, project), signal)
  if (problem) return { failed: problem }
  const numbers = await countSource(services, project, source, mode, signal)
  const isNothing = Object.values(numbers.kinds).every((kind) => kind === null)
  if (isNothing) return { failed: tooSlow(services.settings.estimateBudgetMs) }
  return { counted: { ...numbers, target: await target, at } }
}

function tooSlow(ms: number): Problem {
  return {
    code: 'TIMEOUT',
    message: runSays('countTooSlow', { seconds: Math.round(ms / 1_000) }),
  }
}

const OURS: Problem = {
  code: 'COUNT_FAILED',
  message: runSays('countFailed'),
}

const ELSEWHERE: Problem = {
  code: 'COUNT_FAILED',
  message: runSays('countedElsewhere'),
}

const SHOPIFY_TOO_SLOW: Problem = {
  code: 'TARGET_UNREACHABLE',
  message: runSays('targetDidNotAnswer'),
}
