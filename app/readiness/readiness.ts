import type { Format } from '#app/words/format.ts'
import type { ShownFacts } from './facts.ts'
import {
  everythingArrived,
  fullCheckPassed,
  moneyAgrees,
  nothingToDecide,
  oldRecordsAreHere,
} from './ledger-statements.ts'
import { nothingWaits, oldStoreAnswers } from './source-statements.ts'
import { openRun, type Statement } from './statement.ts'

export type Headline = 'Ready' | 'Not yet' | 'Can’t say yet'

export type Readiness = {
  headline: Headline
  /** All seven, in their order. */
  statements: Statement[]
  /** When the next of them grows too old by itself, ISO 8601 UTC; null: none does. */
  expiresAt: string | null
}

/**
 * Whether the merchant may switch, said in seven statements, each of which rests on something that
 * happened. Pure: the same facts at a later moment may say less, never more.
 * @param now milliseconds, on the clock of `facts.at`
 */
export function readinessOf(facts: ShownFacts, now: number, format: Format): Readiness {
  const statements = [
    oldStoreAnswers(facts, now, format),
    oldRecordsAreHere(facts, format),
    nothingWaits(facts, now, format),
    everythingArrived(facts, format),
    nothingToDecide(facts, format),
    fullCheckPassed(facts, format),
    moneyAgrees(facts, format),
  ].map((statement) => withoutAsking(statement, facts.live))
  const states = new Set(statements.map(({ state }) => state))
  const ends = statements.flatMap(({ state, evidence }) =>
    state === 'true' ? (evidence?.expiresAt ?? []) : [],
  )
  return {
    headline: states.has('not_true')
      ? 'Not yet'
      : states.has('not_known')
        ? 'Can’t say yet'
        : 'Ready',
    statements,
    expiresAt: ends.toSorted()[0] ?? null,
  }
}

/** While a run is not over it is the one that asks the old store. */
function withoutAsking(statement: Statement, live: ShownFacts['live']): Statement {
  const { action } = statement
  const asks = action !== null && 'does' in action && action.does === 'ask'
  return live && asks ? { ...statement, action: openRun(live.id) } : statement
}
