import type { Estimate } from '#app/runs/run-types.ts'

/** One step before the domain may be switched; `done: null` means it cannot be said right now. */
export type GoLiveStep = { text: string; done: boolean | null; hint: string | null }

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
}): GoLiveStep[] {
  const { fullCompleted, behind, open } = facts
  const left = behind
    ? Object.values(behind.kinds).reduce((sum, kind) => sum + kind.new + kind.changed, 0)
    : null
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
      hint:
        left !== null && left > 0
          ? 'Run a Recent Data Migration. Right before the switch, stop taking orders in the old store and run it once more.'
          : null,
    },
    {
      text: 'No record failed to arrive',
      done: open ? open.failed === 0 : false,
      hint: open && open.failed > 0 ? 'See under Verify what did not arrive, and why.' : null,
    },
    {
      text: 'Every conflict is settled',
      done: open ? open.conflicts === 0 : false,
      hint:
        open && open.conflicts > 0
          ? 'Decide under Verify whether to keep Shopify’s value or take the old store’s.'
          : null,
    },
  ]
}

export function isReadyToGoLive(steps: readonly GoLiveStep[]): boolean {
  return steps.every((step) => step.done === true)
}
