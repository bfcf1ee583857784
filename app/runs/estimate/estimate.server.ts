import { findProject, toView } from '#app/projects/project-rows.server.ts'
import type { Services } from '#app/services.server.ts'
import { askForCount, readEstimate } from './estimate-memory.server.ts'
import { estimateOf, NOTHING_COUNTED } from './estimate-of.ts'
import { knownEstimate } from './known-estimate.server.ts'
import { checkHistory, RUN_IN_PROGRESS } from '../needs/prerequisites.server.ts'
import type { Estimate, KnownEstimate, PassMode } from '../run-types.ts'
import { takeCount } from './take-count.server.ts'

/**
 * How far the target is behind, and what one run would cost, counted now. Checks everything that
 * must be true before a run, then compares the listing of what changed with what is mapped: no whole
 * records are fetched. A count that is under way already is shared. Numbers that could not be counted
 * in time are lower bounds (`exact: false`), kinds that could not be counted are null.
 * @throws NotFound | WorkDropped
 */
export async function estimateRun(
  services: Services,
  shop: string,
  projectId: string,
  mode: PassMode = 'recent',
): Promise<Estimate> {
  const row = await findProject(services.prisma, shop, projectId)
  const project = toView(row)
  const [history, { triedAt }] = await Promise.all([
    checkHistory(services.prisma, project, mode),
    readEstimate(services, row, mode),
  ])
  const outcome = await takeCount(services, row, mode, triedAt)
  if ('counted' in outcome) return estimateOf(project, mode, outcome.counted, history)
  const { code, message } = outcome.failed
  const counted = { kinds: NOTHING_COUNTED, guests: 0, retrying: 0, doubts: [], target: [] }
  const at = new Date(services.clock.now()).toISOString()
  return estimateOf(project, mode, { ...counted, at }, [...history, { code, message }])
}

export type WatchedEstimate = {
  known: KnownEstimate
  /** The same once it was counted anew; null where what is known says how it is, or a run is live. */
  coming: Promise<KnownEstimate> | null
}

/**
 * For a screen: at once what is known, and what a count gives where that is too old, a run ended
 * since or the merchant asked. All who look at the same time share one count.
 * @param waiter ends when the page is not waited for any more; a count that nobody waits for is dropped
 * @throws NotFound
 */
export async function watchEstimate(
  services: Services,
  shop: string,
  projectId: string,
  mode: PassMode,
  waiter: AbortSignal,
): Promise<WatchedEstimate> {
  const row = await findProject(services.prisma, shop, projectId)
  const [known, memory, history] = await Promise.all([
    knownEstimate(services, shop, projectId, mode),
    readEstimate(services, row, mode),
    checkHistory(services.prisma, toView(row), mode),
  ])
  const isLive = history.some(({ code }) => code === RUN_IN_PROGRESS.code)
  if (isLive || !(memory.isStale || memory.isCounting)) return { known, coming: null }
  const coming = takeCount(services, row, mode, memory.triedAt, waiter).then(
    () => knownEstimate(services, shop, projectId, mode),
    (error: unknown) => {
      // Nobody sees it, or the process ends: then what is known is all there is to say.
      services.logger.info({ shop, projectId, err: error }, 'A count was dropped')
      return known
    },
  )
  return { known, coming }
}

/** The next look counts anew. @throws NotFound */
export async function countAgain(
  services: Services,
  shop: string,
  projectId: string,
  mode: PassMode,
): Promise<void> {
  await askForCount(services, await findProject(services.prisma, shop, projectId), mode)
}
