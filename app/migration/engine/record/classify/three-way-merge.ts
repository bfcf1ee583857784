import type { WriteAttempt } from '#app/migration/engine/ports/settlement.ts'

/** Field name → keyed hash of its value. A field that is not there has no entry. */
export type FieldHashes = Readonly<Record<string, string>>

/** Stands for "has no such field". Also kept as the base of a field that we never wrote. */
export const ABSENT = ''

/**
 * Kept as what the source said of a field when that is settled no more: differs from every wish, also
 * from having no such field, so that the next try compares it with what the target shows.
 */
export const UNSETTLED = '?'

/** What nobody but us writes: whatever it shows is ours, however far an earlier try came. */
const OURS_ALONE: ReadonlySet<string> = new Set(['singleRefunds'])

export type ConflictPolicy = 'keep_target' | 'take_source'

export type MergeInput = {
  /** What the mapping remembers of the last write. */
  base: { sourceFields: FieldHashes; targetFields: FieldHashes }
  /** Writes begun since then whose result is unknown: their values may be what the target shows. */
  attempts: readonly WriteAttempt[]
  /** What the source wants now. */
  source: FieldHashes
  /** What the target shows now. */
  target: FieldHashes
  /** Fields with an open conflict the merchant has not settled. */
  open: ReadonlySet<string>
  /** Fields of which the merchant said "take source". */
  takeSource: ReadonlySet<string>
  /** Fields in which something of ours is missing that another try may bring. */
  again: ReadonlySet<string>
  policy: ConflictPolicy
  /**
   * True when the base was written by another mapping version: a field it does not know is then new
   * in our rules, not in the source.
   */
  baseOfOtherVersion: boolean
}

export type MergeResult = {
  /** Fields to send: the source changed them and the target still shows what we wrote. */
  write: string[]
  /** Fields both sides changed; nothing is sent. */
  conflicts: string[]
  /**
   * Of the fields sent, now or by an interrupted try: those in which the policy alone, and nobody's
   * decision about this very field, lets the source take the place of the target's own value.
   */
  overwritten: string[]
  /** Fields whose open conflict is over, or in which nothing of ours is missing any more. */
  settled: string[]
  /** What to remember of the target for the fields that are not sent. */
  targetFields: Record<string, string>
}

/**
 * Field-level three-way merge: base (what we last wrote) / source now / target now. Pure.
 *
 * - A field the source did not change is not sent, unless something of ours is missing in it and the
 *   target still shows what we wrote.
 * - A field only the source changed is sent.
 * - A field both changed to the same value is only remembered.
 * - A field both changed to different values is a conflict, unless the policy or the merchant says
 *   to take the source.
 *
 * Hashes take the place of values, so it works on what the ledger may keep.
 */
export function mergeFields(input: MergeInput): MergeResult {
  const { base, attempts, source, target } = input
  const result: MergeResult = {
    write: [],
    conflicts: [],
    overwritten: [],
    settled: [],
    targetFields: {},
  }
  const replaced = new Set(attempts.flatMap((attempt) => attempt.replaced ?? []))
  for (const name of namesOf(input)) {
    const wanted = source[name] ?? ABSENT
    const shown = target[name] ?? ABSENT
    const remembered = base.targetFields[name] ?? ABSENT
    const decision = decide(name, input, { wanted, shown, remembered })
    if (decision !== 'conflict' && (input.open.has(name) || input.takeSource.has(name))) {
      result.settled.push(name)
    } else if (input.again.has(name) && isOver(decision, remembered)) {
      result.settled.push(name)
    }
    switch (decision) {
      case 'overwrite':
        result.write.push(name)
        result.overwritten.push(name)
        break
      case 'write':
        result.write.push(name)
        break
      case 'conflict':
        result.conflicts.push(name)
        result.targetFields[name] = remembered
        break
      case 'equal':
        result.targetFields[name] = shown
        if (replaced.has(name)) result.overwritten.push(name)
        break
      case 'keep':
        result.targetFields[name] = remembered
        break
    }
  }
  return result
}

/** It is there now, or somebody changed what we wrote; without a base nobody can tell. */
function isOver(decision: Decision, remembered: string): boolean {
  return decision === 'equal' || (decision === 'keep' && remembered !== ABSENT)
}

type Known = Omit<MergeInput, 'target' | 'policy'>

function namesOf({ base, attempts, source, open, takeSource, again }: Known): string[] {
  const names = new Set([
    ...Object.keys(source),
    ...Object.keys(base.sourceFields),
    ...attempts.flatMap((attempt) => Object.keys(attempt.fields)),
    ...open,
    ...takeSource,
    ...again,
  ])
  return [...names].sort()
}

/**
 * The fields that `mergeFields` sends for one state of the target or another: no others, whatever
 * the target turns out to show when it is read for the write.
 */
export function mayBeWritten(input: Known): string[] {
  const { base, attempts, source, open, takeSource, again } = input
  return namesOf(input).filter((name) => {
    if (takeSource.has(name) || again.has(name)) return true
    const wanted = source[name] ?? ABSENT
    const tried = triesOf(name, attempts)
    const cameBack = tried.length === 0 && wanted === (base.targetFields[name] ?? ABSENT)
    if (open.has(name)) return !cameBack
    return isChanged(base.sourceFields[name], wanted, tried)
  })
}

function triesOf(name: string, attempts: readonly WriteAttempt[]): string[] {
  return attempts.flatMap(({ fields }) => fields[name] ?? [])
}

function isChanged(known: string | undefined, wanted: string, tried: readonly string[]): boolean {
  return (known ?? ABSENT) !== wanted || tried.some((value) => value !== wanted)
}

type Decision = 'keep' | 'equal' | 'write' | 'overwrite' | 'conflict'

function decide(
  name: string,
  { base, attempts, open, takeSource, again, policy, baseOfOtherVersion }: MergeInput,
  { wanted, shown, remembered }: { wanted: string; shown: string; remembered: string },
): Decision {
  const tried = triesOf(name, attempts)
  const known = base.sourceFields[name]
  const isOpen = open.has(name)
  const changed = isChanged(known, wanted, tried)
  if (!takeSource.has(name)) {
    if (known === undefined && baseOfOtherVersion && tried.length === 0 && shown !== ABSENT) {
      return shown === wanted ? 'equal' : 'keep'
    }
    if (!changed && !isOpen) {
      if (shown === wanted) return 'equal'
      return again.has(name) && shown === remembered && shown !== ABSENT ? 'write' : 'keep'
    }
    // The source came back to what we last wrote: the merchant's edit stands against no change.
    if (isOpen && tried.length === 0 && wanted === remembered) return 'keep'
  }
  if (shown === wanted) return 'equal'
  const ours = shown === remembered || tried.includes(shown)
  if (ours || takeSource.has(name) || OURS_ALONE.has(name)) return 'write'
  return policy === 'take_source' ? 'overwrite' : 'conflict'
}
