import { isAnotherRecord } from './classify/identity.ts'
import { ABSENT, type FieldHashes } from './classify/three-way-merge.ts'
import { PauseRun } from '../ports/errors.ts'
import type { PassContext } from '../run/pass-context.ts'
import type { Mapping, OpenIssue, Settlement } from '../ports/settlement.ts'
import type { SourceRecord } from '../ports/source.ts'
import { outcomeOf } from './settle/outcome.ts'
import { anotherRecordIssue } from './settle/issues.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/**
 * From this many records on the run stops and asks. One may be a date that somebody corrected
 * together with the title, two a coincidence; three records of one run whose creation time and all
 * that people know them by changed at once were not edited, they were exchanged.
 */
const LOOKS_RESTORED = 3

export const isAboutIdentity = ({ code }: Pick<OpenIssue, 'code'>): boolean =>
  code === 'ANOTHER_RECORD'

/**
 * What is to be done with a record whose id was given to another one since we mapped it:
 *
 * - `null`: it is the same, or the merchant said so.
 * - `told`: nothing is written, and the merchant is asked.
 * - `separate`: the merchant said that it is another one: what is in Shopify stays as it is and is ours
 *   no longer, the other one arrives as a record of its own.
 */
export function ofAnotherRecord(
  ctx: PassContext,
  mapping: Mapping,
  source: SourceRecord,
  { wanted, issues }: { wanted: FieldHashes; issues: readonly OpenIssue[] },
): 'told' | 'separate' | null {
  if (!isAnotherRecord(ctx.fingerprintKey, mapping, source.identity, wanted)) return null
  switch (issues.find(isAboutIdentity)?.resolution) {
    case 'take_source':
      return null
    case 'keep_target':
      return 'separate'
    case null:
    case undefined:
      return 'told'
  }
}

export function anotherRecord({ record }: SourceRecord, mapping: Mapping): Settlement {
  return {
    outcome: outcomeOf(record, 'changed', 'conflict', mapping.gid),
    mapping: null,
    issues: [anotherRecordIssue(record)],
  }
}

/** The record fits again, or what stood in its way was decided. */
export function identityConflictsOver(issues: readonly OpenIssue[]): string[] {
  return issues.some(isAboutIdentity) ? [ABSENT] : []
}

/**
 * Stops a run that met several exchanged records, once: a merchant who resumes it has answered.
 * @throws PauseRun SOURCE_RESTORED
 */
export async function pauseWhenRestored(
  { ledger }: PassContext,
  settled: readonly Settlement[],
): Promise<void> {
  if (!settled.some(({ issues }) => issues.some(isAboutIdentity))) return
  const count = await ledger.firstTold('ANOTHER_RECORD')
  if (count < LOOKS_RESTORED || (await ledger.answered('SOURCE_RESTORED'))) return
  throw new PauseRun('SOURCE_RESTORED', engineSays('restored', { count }))
}
