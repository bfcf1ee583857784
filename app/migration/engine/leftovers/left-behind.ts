import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type { Mapping, OpenIssue, Settlement } from '../ports/settlement.ts'
import { outcomeOf } from '../record/settle/outcome.ts'
import { reportedAgain } from '../record/settle/nothing-written.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/**
 * A record the merchant left behind stays so while it is what it was then, and while it could not
 * arrive anyway. Nothing of it is sent, and it is no failure.
 * @param record as it was read; null: it cannot be read
 */
export function leftBehind(
  { kind, sourceId, reference }: OpenIssue,
  mapping: Mapping | undefined,
  record: CanonicalRecord | null,
): Settlement {
  const classification = mapping ? 'changed' : 'new'
  const gid = mapping?.gid ?? null
  return {
    outcome: record
      ? outcomeOf(record, classification, 'skipped', gid)
      : { kind, sourceId, classification, outcome: 'skipped', gid, reference, amount: null },
    mapping: null,
    issues: [],
    // Whatever was begun of it before it was left is looked up when it is brought after all.
    unfinished: true,
  }
}

/** It is not any more what was left behind, and may arrive: whether it is brought is decided anew. */
export function leftBehindNoMore(
  issue: OpenIssue,
  mapping: Mapping | undefined,
  fingerprint: string,
): Settlement {
  const again = reportedAgain({ ...issue, fingerprint, isTransient: false }, mapping, {
    message: engineSays('changedSinceLeft', { kind: issue.kind }),
  })
  return { ...again, issues: again.issues.map((told) => ({ ...told, reopens: true as const })) }
}
