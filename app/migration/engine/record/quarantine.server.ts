import { rejectionFingerprint } from './classify/classify.ts'
import { PauseRun, RecordError, RetriableError, type TargetFails } from '../ports/errors.ts'
import type { PassContext } from '../run/pass-context.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid } from '../ports/target.ts'
import type { Settlement } from '../ports/settlement.ts'
import type { SourceRecord } from '../ports/source.ts'
import { outcomeOf, referenceOf } from './settle/outcome.ts'
import { failureIssue } from './settle/issues.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/** A record and what the target last said when it failed on it. */
export type Failing = { source: SourceRecord; error: TargetFails }

/**
 * So many records after each other, with none in between of which the target said what became of it:
 * it answers, but does not work. Few enough that a store does not fill with issues, and more than
 * records of one odd sort usually are.
 */
const MAX_IN_A_ROW = 30

/** Those among the records that were quarantined before and have not arrived since. */
export async function quarantinedBefore(
  { ledger }: PassContext,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<Set<string>> {
  if (sourceIds.length === 0) return new Set()
  const issues = await ledger.openIssues(kind, sourceIds)
  return new Set(
    sourceIds.filter((id) => issues.get(id)?.some(({ code }) => code === 'FAILED_IN_SHOPIFY')),
  )
}

/**
 * The settlements of records that the target fails on: each is told and tried again by the next run.
 * What was begun stays open in the ledger, so whatever was done of it is found then.
 */
export async function quarantine(
  ctx: PassContext,
  kind: EntityKind,
  failing: readonly Failing[],
): Promise<Settlement[]> {
  if (failing.length === 0) return []
  const ids = failing.map(({ source }) => source.sourceId)
  const mappings = await ctx.ledger.mappings(kind, ids)
  const there = await whatIsThere(
    ctx,
    kind,
    ids.filter((id) => !mappings.has(id)),
  )
  return failing.map(({ source, error }): Settlement => {
    const { record, sourceId } = source
    ctx.logger.warn({ kind, sourceId, reason: error.reason }, 'Shopify fails on a record')
    ctx.quarantined.add(`${kind}:${sourceId}`)
    const mapping = mappings.get(sourceId)
    const begun = there.get(sourceId) ?? null
    const issue = new RecordError(
      'FAILED_IN_SHOPIFY',
      sourceId,
      engineSays('failsOnRecord', {
        kind,
        reason: error.reason,
        begun: begun !== null,
      }),
      { isTransient: true },
    )
    return {
      outcome: outcomeOf(record, mapping ? 'changed' : 'new', 'failed', mapping?.gid ?? begun),
      mapping: null,
      issues: [
        failureIssue(kind, issue, {
          sourceId,
          reference: referenceOf(record),
          fingerprint: rejectionFingerprint(ctx.fingerprintKey, record),
        }),
      ],
      unfinished: true,
    }
  })
}

/** For the screens only: where it is not known, nothing is said. */
async function whatIsThere(
  { target }: PassContext,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<Map<string, Gid>> {
  if (sourceIds.length === 0) return new Map()
  try {
    return await target.findByCustomId(kind, sourceIds)
  } catch (error) {
    if (error instanceof RetriableError) return new Map()
    throw error
  }
}

/**
 * @param more records quarantined now, without those that were before
 * @throws PauseRun the target answers, but has failed on every record for too long
 */
export function countQuarantined(ctx: PassContext, more: readonly Failing[]): void {
  ctx.failedInARow += more.length
  const last = more.at(-1)
  if (!last || ctx.failedInARow < MAX_IN_A_ROW) return
  throw new PauseRun(
    'TARGET_UNREACHABLE',
    engineSays('failsOnEveryRecord', {
      count: ctx.failedInARow,
      reason: last.error.reason,
    }),
  )
}
