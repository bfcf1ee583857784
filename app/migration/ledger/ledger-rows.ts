import { z } from 'zod'
import type { EntityKind } from '../kinds/kind.ts'
import type { IdentityHashes } from '../engine/ports/source.ts'
import type {
  IssueInput,
  Mapping,
  OpenIssue,
  Settlement,
  WriteAttempt,
} from '../engine/ports/settlement.ts'
import type { IssueCode } from '../engine/ports/errors.ts'
import { together } from '../messages/engine.ts'
import { isSame, kept, toldBy, type Told } from '../messages/message.ts'

/** `message` and `said` as the columns of that name hold them. */
type IssueRowInput = Omit<IssueInput, 'field' | 'message'> & {
  field: string
  message: string
  said: string | null
}

export type SettlementRows = {
  mappings: Mapping[]
  outcomes: Settlement['outcome'][]
  /** Records whose attempts are over. */
  finished: { kind: EntityKind; sourceId: string }[]
  issues: IssueRowInput[]
  /** What was written; earlier notes on it are over. `fields` null: the whole record. */
  written: { kind: EntityKind; sourceId: string; fields: readonly string[] | null }[]
  settledConflicts: { kind: EntityKind; sourceId: string; field: string }[]
  /** Records that are there now: whatever was written without them is looked at again. */
  arrived: { kind: EntityKind; sourceId: string }[]
  /** Records that are their own owner's: that they wait for them is over. */
  owned: { kind: EntityKind; sourceId: string }[]
  /** Records that were read: what the source told of them before and does not tell now is over. */
  read: { kind: EntityKind; sourceId: string }[]
  /** What the source shows of a record that is otherwise as mapped; absent: as it was. */
  touched: {
    kind: EntityKind
    sourceId: string
    sourceChangedAt?: string | null
    sourceRowHash?: string
    identity?: IdentityHashes
  }[]
}

/** One record at most once per statement: a repeated record goes into a later group. */
export function groupsOfDistinctRecords(settlements: readonly Settlement[]): Settlement[][] {
  const groups: { keys: Set<string>; items: Settlement[] }[] = []
  for (const settlement of settlements) {
    const key = `${settlement.outcome.kind}:${settlement.outcome.sourceId}`
    let group = groups.find(({ keys }) => !keys.has(key))
    if (!group) groups.push((group = { keys: new Set(), items: [] }))
    group.keys.add(key)
    group.items.push(settlement)
  }
  return groups.map(({ items }) => items)
}

export function settlementRows(settlements: readonly Settlement[]): SettlementRows {
  const key = ({ outcome: { kind, sourceId } }: Settlement) => ({ kind, sourceId })
  return {
    mappings: settlements.flatMap(({ mapping }) => mapping ?? []),
    outcomes: settlements.map(({ outcome }) => outcome),
    finished: settlements.filter(({ unfinished }) => !unfinished).map(key),
    issues: settlements.flatMap((settlement) =>
      mergeIssues([...settlement.issues, ...remarkIssues(settlement)]),
    ),
    arrived: settlements.filter(hasArrived).map(key),
    owned: settlements.filter(({ hasOwnOwner }) => hasOwnOwner).map(key),
    read: settlements.filter(({ remarks }) => remarks !== undefined).map(key),
    written: settlements
      .filter(({ outcome }) => outcome.outcome === 'created' || outcome.outcome === 'updated')
      .map((settlement) => ({ ...key(settlement), fields: settlement.writtenFields ?? null })),
    settledConflicts: settlements.flatMap((settlement) =>
      (settlement.settledConflicts ?? []).map((field) => ({ ...key(settlement), field })),
    ),
    touched: settlements.flatMap((settlement) =>
      settlement.mapping === null &&
      (settlement.sourceChangedAt !== undefined ||
        settlement.sourceRowHash !== undefined ||
        settlement.identity !== undefined)
        ? [
            {
              ...key(settlement),
              ...(settlement.sourceChangedAt !== undefined && {
                sourceChangedAt: settlement.sourceChangedAt,
              }),
              ...(settlement.sourceRowHash !== undefined && {
                sourceRowHash: settlement.sourceRowHash,
              }),
              ...(settlement.identity !== undefined && { identity: settlement.identity }),
            },
          ]
        : [],
    ),
  }
}

/** Not where its record in the target is gone, or may be another one's. */
function hasArrived({ mapping, outcome, issues }: Settlement): boolean {
  const isInDoubt = issues.some(({ severity, field }) => severity === 'conflict' && field === null)
  return mapping !== null && outcome.outcome !== 'skipped' && !isInDoubt
}

/** What the source tells of a record says how it arrived, so nothing is said of one that did not. */
function remarkIssues({ outcome, mapping, remarks = [] }: Settlement): IssueInput[] {
  if (mapping === null && outcome.gid === null) return []
  return remarks.map(({ code, message, field }) => ({
    kind: outcome.kind,
    sourceId: outcome.sourceId,
    code,
    message,
    field: field ?? null,
    fingerprint: null,
    severity: 'note',
    isTransient: false,
    reference: outcome.reference,
  }))
}

/** Several remarks of one kind about one field of a record become one issue. */
function mergeIssues(issues: readonly IssueInput<Told>[]): SettlementRows['issues'] {
  const merged = new Map<
    string,
    Omit<IssueInput<Told>, 'field'> & { field: string; told: Told[] }
  >()
  for (const issue of issues) {
    const field = issue.field ?? ''
    const key = `${issue.code}\n${field}`
    const before = merged.get(key)
    if (!before) merged.set(key, { ...issue, field, told: [issue.message] })
    else if (!before.told.some((told) => isSame(told, issue.message))) {
      before.told.push(issue.message)
    }
  }
  return [...merged.values()].map(({ told, ...issue }) => ({ ...issue, ...kept(together(told)) }))
}

const hashes = z.record(z.string(), z.string())
const attempts = z.array(
  z.object({ fingerprint: z.string(), fields: hashes, replaced: z.array(z.string()).optional() }),
)

export type MappingRow = {
  sourceId: string
  gid: string
  fingerprint: string
  sourceFields: unknown
  targetFields: unknown
  children: unknown
  sourceChangedAt: string | null
  sourceRowHash: string | null
  identity: unknown
  mappingVersion: number
}

export function mappingFromRow(kind: EntityKind, row: MappingRow): Mapping {
  return {
    kind,
    sourceId: row.sourceId,
    gid: row.gid,
    fingerprint: row.fingerprint,
    sourceFields: hashes.parse(row.sourceFields),
    targetFields: hashes.parse(row.targetFields),
    children: hashes.parse(row.children),
    sourceChangedAt: row.sourceChangedAt,
    sourceRowHash: row.sourceRowHash,
    identity: hashes.nullable().parse(row.identity),
    mappingVersion: row.mappingVersion,
  }
}

export function attemptsFromJson(value: unknown): WriteAttempt[] {
  return attempts.parse(value)
}

const severity = z.enum(['failed', 'conflict', 'note'])
const resolution = z.enum(['keep_target', 'take_source']).nullable()

/** `Issue.resolution` of a record that the merchant accepted to stay in the source. */
export const LEFT_BEHIND = 'left_behind'

export type IssueRow = {
  sourceId: string
  runId: string
  code: string
  field: string
  message: string
  said: string | null
  fingerprint: string | null
  severity: string
  isTransient: boolean
  reference: string
  optionsHash: string | null
  mappingVersion: number
  resolution: string | null
  tries: number
}

export function issueFromRow(
  kind: EntityKind,
  row: IssueRow,
  rules: { optionsHash: string; mappingVersion: number; maxTries: number },
): OpenIssue {
  const leftBehind = row.resolution === LEFT_BEHIND
  return {
    kind,
    sourceId: row.sourceId,
    // Written by this app only, from the same union.
    code: row.code as IssueCode,
    message: toldBy(row),
    field: row.field === '' ? null : row.field,
    fingerprint: row.fingerprint,
    severity: severity.parse(row.severity),
    isTransient: row.isTransient,
    reference: row.reference,
    runId: row.runId,
    sameRules: row.optionsHash === rules.optionsHash && row.mappingVersion === rules.mappingVersion,
    resolution: leftBehind ? null : resolution.parse(row.resolution),
    leftBehind,
    triedOut: row.isTransient && row.tries >= rules.maxTries,
  }
}
