import type { Comparison } from '#app/runs/comparison.server.ts'
import type { Estimate } from '#app/runs/run-types.ts'

/** One step before the domain may be switched; `done: null` means it cannot be said right now. */
export type GoLiveStep = { text: string; done: boolean | null; hint: string | null }

const COMPARED_STEP = 'Every record was compared with the old store'

/**
 * What is left before the merchant points the domain at Shopify. Only facts: a step is done when the
 * ledger or a fresh look at the old store says so.
 */
export function goLiveSteps(facts: {
  fullCompleted: boolean
  /** Null while unknown: not asked, still counting, or the old store does not answer. */
  behind: Pick<Estimate, 'kinds' | 'retrying'> | null
  /** Of the last completed run; null before there is one. */
  open: { failed: number; conflicts: number } | null
  comparison: Comparison['state']
}): GoLiveStep[] {
  const { fullCompleted, behind, open, comparison } = facts
  const kinds = behind ? Object.values(behind.kinds) : [null]
  const left = kinds.reduce<number | null>(
    (sum, kind) => (sum === null || kind === null ? null : sum + kind.new + kind.changed),
    0,
  )
  return [
    { text: 'Old store connected', done: true, hint: null },
    {
      text: 'Full migration completed',
      done: fullCompleted,
      hint: fullCompleted ? null : 'Run the full migration once.',
    },
    {
      text: 'Nothing new or changed is left in the old store',
      done: fullCompleted ? (left === null ? null : left === 0) : false,
      hint: left !== null && left > 0 ? 'Run a Recent Data Migration.' : null,
    },
    {
      text: 'No record failed to arrive',
      done: open ? open.failed === 0 : false,
      hint:
        open && open.failed > 0
          ? 'See above what did not arrive, why, and how to try it again.'
          : null,
    },
    {
      text: 'Every conflict is settled',
      done: open ? open.conflicts === 0 : false,
      hint:
        open && open.conflicts > 0
          ? 'Decide under Verify whether to keep Shopify’s value or take the old store’s.'
          : null,
    },
    {
      text: COMPARED_STEP,
      done: fullCompleted && comparison === 'done',
      hint: fullCompleted ? COMPARISON_HINTS[comparison] : null,
    },
  ]
}

/** Null where something kept the old store from being counted, or the count is to be doubted. */
export function knownBehind(estimate: Estimate): Estimate | null {
  return estimate.problems.some(({ code }) => code !== 'OVER_LIMIT') ? null : estimate
}

const COMPARISON_HINTS: Readonly<Record<Comparison['state'], string | null>> = {
  never:
    'Some changes, and records deleted in the old store, show only when everything is compared.',
  needed: 'A run found that changes may have been missed in the old store: compare everything.',
  outdated: 'A later run moved records: compare everything once more, as the last step.',
  running: 'Everything is being compared just now.',
  interrupted: 'The last comparison did not come to its end: compare everything once more.',
  odd: 'A list of the old store was far shorter than what was moved from it before.',
  unread: 'Of some records nobody can say what became of them: compare everything once more.',
  done: null,
}

export function isReadyToGoLive(steps: readonly GoLiveStep[]): boolean {
  return steps.every((step) => step.done === true)
}

/** Everything is done but the comparison, which is the last step. */
export function isReadyToCompare(steps: readonly GoLiveStep[]): boolean {
  return steps.every((step) => step.done === true || step.text === COMPARED_STEP)
}
