import type { PauseCode } from '#app/migration/engine/ports/errors.ts'
import { KIND, KINDS, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { Format } from '#app/words/format.ts'
import { SHOWN_KINDS } from '#app/words/names.ts'
import type { ShownFacts } from './facts.ts'
import {
  answerOf,
  ASK_AGAIN,
  COUNT_FIRST,
  isExpired,
  openRun,
  PLAN,
  RECONNECT,
  type Statement,
} from './statement.ts'

const LISTS_LESS = 'SOURCE_LISTS_LESS' satisfies PauseCode

const named = (kinds: readonly EntityKind[], format: Format) =>
  format.list(kinds.map((kind) => KIND[kind].noun.many))

/** The old store answers: each kind was read with these keys. */
export function oldStoreAnswers(facts: ShownFacts, now: number, format: Format): Statement {
  const { answers } = facts
  const base = { id: 'answers', evidence: null } as const
  const failing = SHOWN_KINDS.filter((kind) => answers[kind]?.failed)
  const worst = failureOf(answers)
  if (worst) {
    const since = format.moment(worst.since)
    if (worst.how === 'refused') {
      const what =
        failing.length === SHOWN_KINDS.length ? 'the keys' : `to show its ${named(failing, format)}`
      const why = `Your old store has refused ${what} since ${since}. Nothing can be read until it takes them again.`
      return {
        ...base,
        state: 'not_true',
        title: 'Old store refuses the keys',
        why,
        action: RECONNECT,
      }
    }
    if (worst.how === 'another') {
      const why = `Since ${since} the address leads to another store, or to one that can’t be read. If your old store moved, connect it at its new address.`
      return { ...base, state: 'not_true', title: 'Not your old store', why, action: RECONNECT }
    }
    const action = worst.code === 'KEYS_UNREADABLE' ? RECONNECT : ASK_AGAIN
    return {
      ...base,
      state: 'not_known',
      title: 'Old store doesn’t answer',
      why: `We can’t tell: ${failureWords(worst.code)} (since ${since}).${lastRead(facts, format)}`,
      action,
    }
  }
  if (listsLess(facts)) {
    const why =
      'We can’t tell: your old store answers, but lists far fewer records than were moved from it. Until it lists them again, nobody knows what is new.'
    return {
      ...base,
      state: 'not_known',
      title: 'Old store lists far less',
      why,
      action: facts.live ? openRun(facts.live.id) : ASK_AGAIN,
    }
  }
  const unasked = SHOWN_KINDS.filter((kind) => !answers[kind]?.readAt)
  if (unasked.length > 0) {
    const why = `We can’t tell: we haven’t asked for its ${named(unasked, format)} with these keys yet.`
    return { ...base, state: 'not_known', title: 'Old store not asked yet', why, action: ASK_AGAIN }
  }
  const oldest = SHOWN_KINDS.flatMap((kind) => answers[kind]?.readAt ?? []).sort()[0] ?? facts.at
  const evidence = answerOf(
    `Read ${named(SHOWN_KINDS, format)} with the keys it has now.`,
    oldest,
    format.moment,
  )
  if (isExpired(evidence, now)) {
    const why = `We can’t tell: your old store last answered at ${format.moment(oldest)}, and we haven’t asked since.`
    return {
      ...base,
      state: 'not_known',
      title: 'Old store not asked lately',
      evidence,
      why,
      action: ASK_AGAIN,
    }
  }
  return { ...base, state: 'true', title: 'Old store answers', evidence, why: null, action: null }
}

type Failure = { since: string; how: 'refused' | 'another' | 'silent'; code: string }

/** Whether it answers with lists that are to be doubted, as far as the last count and a run tell. */
function listsLess({ waiting, live }: ShownFacts): boolean {
  return [waiting.counted?.doubt?.code, live?.reasonCode].includes(LISTS_LESS)
}

/** What stands in the way most, since it first did. */
function failureOf(answers: ShownFacts['answers']): Failure | null {
  const failures = KINDS.flatMap((kind) => answers[kind]?.failed ?? [])
  for (const how of ['refused', 'another', 'silent'] as const) {
    const such = failures.filter((each) => each.how === how)
    const first = such.toSorted((a, b) => a.since.localeCompare(b.since))[0]
    if (first) return first
  }
  return null
}

function lastRead({ answers }: ShownFacts, format: Format): string {
  const reads = SHOWN_KINDS.flatMap((kind) => answers[kind]?.readAt ?? []).sort()
  return reads[0] && reads.length === SHOWN_KINDS.length
    ? ` It last answered at ${format.moment(reads[0])}.`
    : ''
}

/** Why something could not be got from the old store, as the middle of a sentence. */
function failureWords(code: string): string {
  switch (code) {
    case 'SOURCE_CREDENTIALS':
    case 'BAD_CREDENTIALS':
    case 'BAD_SECRET':
      return 'your old store refused the keys'
    case 'NO_READ_PERMISSION':
      return 'the keys may not read everything that is needed'
    case 'KEYS_UNREADABLE':
      return 'this app can’t open the stored keys any more'
    case 'SOURCE_CHANGED':
      return 'another store answers at its address'
    case 'VERSION_TOO_OLD':
      return 'your old store runs a version that can’t be read'
    case 'MAINTENANCE':
      return 'your old store is busy or under maintenance'
    case 'TIMEOUT':
      return 'your old store didn’t answer in time'
    case 'SERVER_ERROR':
      return 'your old store answered with a server error'
    case 'ANSWERED_HTML':
    case 'BROKEN_ANSWER':
      return 'your old store answered with something that can’t be read'
    case 'TARGET_UNREACHABLE':
      return 'Shopify didn’t answer'
    case 'COUNT_FAILED':
      return 'an error in this app stopped the count'
    default:
      return 'your old store didn’t answer'
  }
}

/** Whether what this code says ends only when somebody enters keys or an address. */
export function needsKeys(code: string): boolean {
  switch (code) {
    case 'SOURCE_CREDENTIALS':
    case 'BAD_CREDENTIALS':
    case 'BAD_SECRET':
    case 'NO_READ_PERMISSION':
    case 'KEYS_UNREADABLE':
    case 'SOURCE_CHANGED':
      return true
    default:
      return false
  }
}

/** How much waits, as far as a count tells. */
export type Waiting = {
  total: number
  /** New records by kind: "26 orders, 18 customers and 6 products"; empty when there are none. */
  fresh: string
  changed: number
  /** Each kind was counted to its end. */
  isExact: boolean
  at: string
}

/** What the last count found, whatever became of it since; null: there was none. */
export function lastCount({ waiting }: ShownFacts, format: Format): Waiting | null {
  const { counted } = waiting
  if (!counted) return null
  const { kinds, at } = counted
  const sum = (which: 'new' | 'changed') =>
    SHOWN_KINDS.reduce((total, kind) => total + (kinds[kind]?.[which] ?? 0), 0)
  const fresh = SHOWN_KINDS.flatMap((kind) => {
    const count = kinds[kind]?.new ?? 0
    return count > 0 ? format.records(kind, count) : []
  })
  return {
    total: sum('new') + sum('changed'),
    fresh: format.list(fresh),
    changed: sum('changed'),
    isExact: SHOWN_KINDS.every((kind) => kinds[kind]?.exact === true),
    at,
  }
}

/** Nothing is waiting: an exact count of each kind gave 0, and nothing failed or moved since. */
export function nothingWaits(facts: ShownFacts, now: number, format: Format): Statement {
  const { counted, movedAt, isCounting } = facts.waiting
  const count = lastCount(facts, format)
  const unknown = (why: string, action: Statement['action'] = ASK_AGAIN): Statement => ({
    id: 'waiting',
    state: 'not_known',
    title: 'Not known what is waiting',
    evidence: null,
    // While a run is on, what was known before it stands where the run is told.
    why: `We can’t tell: ${why}${facts.live ? '' : lastKnown(facts, format)}`,
    action,
  })
  const failure = countFailure(facts)
  if (failure) {
    const why = `${failureWords(failure.code)} (since ${format.moment(failure.since)}).`
    return unknown(why, needsKeys(failure.code) ? RECONNECT : ASK_AGAIN)
  }
  if (!facts.full) {
    const why = 'We can’t tell: what is new shows only after the full migration.'
    return { ...unknown(''), why, action: facts.live ? openRun(facts.live.id) : COUNT_FIRST }
  }
  if (!counted || !count) {
    return unknown(isCounting ? 'we are counting just now.' : 'nobody has counted yet.')
  }
  if (movedAt !== null && counted.at < movedAt) {
    return unknown('a run has moved records since the last count.')
  }
  if (count.total > 0) return somethingWaits(facts, count, format)
  if (counted.doubt !== null) return { ...unknown(''), why: counted.doubt.message }
  if (!count.isExact) return unknown('the last count didn’t finish.')
  const evidence = answerOf(
    `Asked ${named(SHOWN_KINDS, format)}: nothing new or changed.`,
    counted.at,
    format.moment,
  )
  if (isExpired(evidence, now)) return unknown('the last count is too old.')
  return {
    id: 'waiting',
    state: 'true',
    title: 'Nothing is waiting',
    evidence,
    why: null,
    action: null,
  }
}

function somethingWaits(facts: ShownFacts, count: Waiting, format: Format): Statement {
  const least = count.isExact ? '' : 'At least '
  const parts = [
    count.fresh ? `${count.fresh} ${count.total - count.changed === 1 ? 'is' : 'are'} new` : '',
    count.changed > 0 ? `${format.count(count.changed, 'was', 'were')} changed` : '',
  ]
  return {
    id: 'waiting',
    state: 'not_true',
    title: `${least}${format.count(count.total, 'record', 'records')} waiting`,
    evidence: {
      asked: `Asked ${named(SHOWN_KINDS, format)} what is new or changed.`,
      at: count.at,
      until: 'Good until the next run.',
      expiresAt: null,
    },
    why: `${parts.filter(Boolean).join(', ')}.`,
    action: facts.live ? openRun(facts.live.id) : PLAN,
  }
}

/** Empty for a nothing that was doubted or not counted to its end: it never was known. */
function lastKnown(facts: ShownFacts, format: Format): string {
  const count = lastCount(facts, format)
  if (!count) return ''
  const isSure = count.isExact && facts.waiting.counted?.doubt === null
  if (count.total === 0 && !isSure) return ''
  const fresh = count.fresh || (count.changed > 0 ? '' : 'nothing')
  const changed = count.changed > 0 ? format.count(count.changed, 'change', 'changes') : ''
  const least = count.isExact ? '' : 'at least '
  const what = [fresh, changed].filter(Boolean).join(' and ')
  return ` Last known at ${format.moment(count.at)}: ${least}${what} waiting.`
}

/** What ended the last count: a try that came to nothing, or a reading that failed since. */
function countFailure(facts: ShownFacts): { since: string; code: string } | null {
  const { counted, failed } = facts.waiting
  const since = failureOf(facts.answers)
  if (failed) return failed
  return since && (!counted || since.since > counted.at) ? since : null
}
