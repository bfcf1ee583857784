import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import { fieldFingerprints } from '#app/migration/kinds/values/fingerprint.ts'
import type { FieldHashes } from '../record/classify/three-way-merge.ts'
import { noCounts } from './pass-options.ts'
import type { PassCounts, PassEvent, PassOptions, PassProgress } from './pass-options.ts'
import { comparableFields } from '#app/migration/kinds/comparable.ts'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { ExpectedOwner, TargetSnapshot, TargetWriter } from '../ports/target.ts'
import type { Mapping, Settlement } from '../ports/settlement.ts'
import type { SourceConnector } from '../ports/source.ts'

export type PassDeps = {
  source: SourceConnector
  target: TargetWriter
  ledger: Ledger
  clock: Clock
  logger: Logger
  /** Key of all hashes of this project. Another key makes every record look changed. */
  fingerprintKey: string
  options: PassOptions
  /**
   * Pause, cancel and lease loss: records under way are finished and settled, then the signal's
   * reason is thrown.
   */
  signal: AbortSignal
  onProgress?: (progress: PassProgress) => void
  onEvent?: (event: PassEvent) => void | Promise<void>
  /** Records this run has quarantined, as "kind:id"; shared by its passes. */
  quarantined?: Set<string>
  /** Something did not answer and is tried again in a moment. */
  onBackoff?: (side: 'source' | 'target', wait: { tries: number; ms: number }) => void
}

/** What one pass carries along. */
export type PassContext = PassDeps & {
  /** Of the source's cart (`SourceCapabilities`). */
  mappingVersion: number
  /** The kind this pass walks; parents of other kinds are migrated in passing. */
  kind: EntityKind
  counts: Record<EntityKind, PassCounts>
  /** Parents asked for in this pass already, as "kind:id": nobody is asked twice. */
  parentsAsked: Set<string>
  /** Parents whose writing is not finished, as "kind:id": what of them is in the target; null: nothing. */
  unfinished: Map<string, TargetSnapshot | null>
  /** Owners of records who were looked for in the target during this pass; true: they are there. */
  seenOwners: Map<string, boolean>
  quarantined: Set<string>
  /** Records quarantined since the target last said what became of one. */
  failedInARow: number
  /** The merchant asked for this: what was refused before under the same rules is sent once more. */
  askedFor: boolean
}

/** What a pass over one kind begins with. */
export function passContext(
  deps: PassDeps,
  kind: EntityKind,
  { askedFor = false }: { askedFor?: boolean } = {},
): PassContext {
  return {
    ...deps,
    mappingVersion: deps.source.describe().mappingVersion,
    kind,
    counts: noCounts(),
    parentsAsked: new Set(),
    unfinished: new Map(),
    seenOwners: new Map(),
    quarantined: deps.quarantined ?? new Set(),
    failedInARow: 0,
    askedFor,
  }
}

/** What the source met that the merchant should know goes into the run's log. */
export async function tellNotices({ source, onEvent }: PassDeps): Promise<void> {
  for (const message of source.notices()) await onEvent?.({ level: 'warn', message })
}

/**
 * Keyed hashes of the fields the record should show in the target.
 * @param base what the last write left behind; null: the record is to be created
 */
export function wantedHashes(
  ctx: PassContext,
  record: CanonicalRecord,
  owner: ExpectedOwner,
  base: Pick<Mapping, 'sourceFields'> | null,
): FieldHashes {
  const fields = ctx.target.expectedFields(record, owner)
  return fieldFingerprints(ctx.fingerprintKey, comparableFields(record.kind, fields, base))
}

export function shownHashes(ctx: PassContext, snapshot: TargetSnapshot): FieldHashes {
  return fieldFingerprints(ctx.fingerprintKey, snapshot.fields)
}

/** Settles in the ledger, then counts and reports. */
export async function settle(ctx: PassContext, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return
  await ctx.ledger.settle(settlements)
  for (const { outcome } of settlements) {
    const counts = ctx.counts[outcome.kind]
    counts.outcomes[outcome.outcome] += 1
    counts[outcome.classification] += 1
  }
  ctx.onProgress?.({ kind: ctx.kind, counts: ctx.counts })
}
