/** The seven statements a merchant switches the domain on, in the order they are told. */
export type StatementId =
  'answers' | 'history' | 'waiting' | 'arrived' | 'decided' | 'checked' | 'money'

/** `not_known` is neither of the others, and never counts as one. */
export type StatementState = 'true' | 'not_true' | 'not_known'

/** What a merchant can do about a statement; the old store is asked, everything is checked. */
export type StatementAction =
  { label: string; does: 'ask' | 'check' } | { label: string; url: string }

export type Statement = {
  id: StatementId
  state: StatementState
  /** What is so, in a few words. */
  title: string
  /** What it rests on; null: on nothing that happened. */
  evidence: Evidence | null
  /** Why it is not true, or not known, and since when; null while it is true. */
  why: string | null
  action: StatementAction | null
}

export type Evidence = {
  /** What was asked, and what came back. */
  asked: string
  /** ISO 8601 UTC */
  at: string
  /** How long that holds, in words. */
  until: string
  /** When it stops to hold by itself, ISO 8601 UTC; null: something has to happen first. */
  expiresAt: string | null
}

export const RECONNECT: StatementAction = { label: 'Reconnect old store', url: '/app/connect' }
export const ASK_AGAIN: StatementAction = { label: 'Ask again', does: 'ask' }
export const PLAN: StatementAction = { label: 'Review Recent Data Migration', url: '/app/estimate' }
export const COUNT_FIRST: StatementAction = {
  label: 'Count what would move',
  url: '/app/estimate',
}
export const FULL_CHECK: StatementAction = { label: 'Run full check', does: 'check' }
export const openRun = (id: string): StatementAction => ({
  label: 'Open the run',
  url: `/app/runs/${id}`,
})

/** So long an answer of the old store says how it is. */
const ANSWER_LASTS_MS = 15 * 60_000

/** An answer of the old store, which holds for a while. */
export function answerOf(asked: string, at: string, moment: (at: string) => string): Evidence {
  const expiresAt = new Date(Date.parse(at) + ANSWER_LASTS_MS).toISOString()
  return { asked, at, until: `Good until ${moment(expiresAt)}.`, expiresAt }
}

export function isExpired({ expiresAt }: Evidence, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now
}
