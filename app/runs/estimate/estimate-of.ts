import { runSays } from '#app/migration/messages/runs.ts'
import type { PauseCode } from '#app/migration/engine/ports/errors.ts'
import { KINDS, perKind } from '#app/migration/kinds/kind.ts'
import { pointsFor, pointsOver } from '#app/plans/entity-points.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Problem } from '#app/words/problem.ts'
import type { Counted } from '../counted.ts'
import type { Estimate, EstimatedKinds, PassMode } from '../run-types.ts'

/** The run itself asks about a list that got short, and can be told that it is right. */
const LISTS_LESS = 'SOURCE_LISTS_LESS' satisfies PauseCode
/** A list counts records that it does not show. A run brings all others and says so. */
export const LISTS_HIDE = 'SOURCE_LISTS_HIDE'
const DOUBTS: ReadonlySet<string> = new Set([LISTS_LESS, LISTS_HIDE])

export const NOTHING_COUNTED: EstimatedKinds = perKind(() => null)

/**
 * An estimate out of a count and what we know ourselves at this moment.
 * @param history what our own memory says against a run
 */
export function estimateOf(
  project: Pick<ProjectView, 'entityPointsLimit'>,
  mode: PassMode,
  counted: Counted,
  history: readonly Problem[],
): Estimate {
  const { kinds } = counted
  const points = pointsFor(perKind((kind) => kinds[kind]?.new ?? 0))
  const limit = project.entityPointsLimit
  const overBy = pointsOver(points, limit)
  const problems = [...history, ...counted.target, ...counted.doubts]
  if (overBy !== null) {
    const isLeast = KINDS.some((kind) => kinds[kind]?.exact !== true)
    problems.push({
      code: 'OVER_LIMIT',
      message: runSays('overLimit', { points, limit, isLeast }),
    })
  }
  return {
    mode,
    kinds,
    guests: counted.guests,
    retrying: counted.retrying,
    points,
    limit,
    overBy,
    canStart: problems.every(({ code }) => DOUBTS.has(code)),
    problems,
    at: counted.at,
  }
}
