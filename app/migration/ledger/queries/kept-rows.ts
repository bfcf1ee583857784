import type { Issue } from '#app/generated/prisma/client.ts'
import { type EntityKind, isKind } from '#app/migration/kinds/kind.ts'
import type { OutcomeKind } from '#app/migration/engine/ports/settlement.ts'
import { LEFT_BEHIND } from '../ledger-rows.ts'
import { toldBy, type Told } from '#app/migration/messages/message.ts'

/** What the merchant made of an issue. */
export type Decision =
  /** Which side of a conflict is right. */
  | 'keep_target'
  | 'take_source'
  /** The record did not arrive, and stays in the source only. */
  | 'left_behind'
  /** It stays as it is in the target. */
  | 'left'
  /** What was done in the target about a record that was deleted in the source. */
  | 'archived'
  | 'cancelled'

/** An issue as the ledger keeps it. */
export type KeptIssue = {
  id: string
  runId: string
  kind: EntityKind
  sourceId: string
  code: string
  /** Null: about the record as a whole. */
  field: string | null
  message: Told
  severity: 'failed' | 'conflict' | 'note'
  isTransient: boolean
  /** In how many runs it was tried. */
  tries: number
  reference: string
  decision: Decision | null
  decidedAt: Date | null
  /** A user id of Shopify's. */
  decidedBy: string | null
  resolvedAt: Date | null
  createdAt: Date
  updatedAt: Date
}

/** Alike outcomes of a run. */
export type OutcomeGroup = {
  kind: string
  classification: string
  outcome: string
  count: number
}

/** What became later of the records that did not arrive in a run; the parts add up to `failed`. */
export type FailedLater = {
  failed: number
  arrived: number
  leftBehind: number
  /** Neither open nor in the target: the source does not have it any more. */
  gone: number
  open: number
}

export function keptIssue(row: Issue): KeptIssue {
  const { severity, decidedAt, decidedBy, resolvedAt, createdAt, updatedAt } = row
  return {
    id: String(row.id),
    runId: row.runId,
    kind: toKind(row.kind),
    sourceId: row.sourceId,
    code: row.code,
    field: row.field === '' ? null : row.field,
    message: toldBy(row),
    severity: severity === 'failed' || severity === 'conflict' ? severity : 'note',
    isTransient: row.isTransient,
    tries: row.tries,
    reference: row.reference,
    decision: toDecision(row.resolution),
    decidedAt,
    decidedBy,
    resolvedAt,
    createdAt,
    updatedAt,
  }
}

function toDecision(resolution: string | null): Decision | null {
  switch (resolution) {
    case LEFT_BEHIND:
      return 'left_behind'
    case 'keep_target':
    case 'take_source':
    case 'left':
    case 'archived':
    case 'cancelled':
      return resolution
    default:
      return null
  }
}

export function toKind(kind: string): EntityKind {
  if (isKind(kind)) return kind
  throw new Error(`Unknown kind in the ledger: ${kind}`)
}

export function toOutcome(text: string): OutcomeKind {
  switch (text) {
    case 'created':
    case 'updated':
    case 'unchanged':
    case 'conflict':
    case 'skipped':
    case 'failed':
      return text
    default:
      throw new Error(`Unknown outcome in the ledger: ${text}`)
  }
}

/** Asked of a group of issues, to see whether all of them say the same. */
export const FIRST_AND_LAST = {
  _min: { message: true, said: true },
  _max: { message: true, said: true },
} as const

type Said = { message: string | null; said: string | null }

/** What one of a group says; all of them when `isSame`. */
export function toldByAll({ _min, _max }: { _min: Said; _max: Said }): {
  message: Told
  isSame: boolean
} {
  const message = _min.message ?? ''
  return {
    message: toldBy({ message, said: _min.said }),
    isSame: _min.message === _max.message && (message !== '' || _min.said === _max.said),
  }
}
