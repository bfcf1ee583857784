import type { Shown } from '#app/words/shown.ts'
import type { Problem } from '#app/words/problem.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { OpenDecisions } from '#app/decisions/open-decisions.server.ts'
import type { SourceFailure } from '#app/projects/source-answers.server.ts'
import type { ComparisonState } from '#app/runs/history/comparison.server.ts'
import type { RunState } from '#app/runs/run-states.ts'
import type { EstimatedKinds, RunMode } from '#app/runs/run-types.ts'

/** ISO 8601 UTC. Facts travel to the page, where they grow old. */
type Time = string

/**
 * What happened, as far as the readiness of a project rests on it. Everything is out of our own
 * database: nobody asked the old store for them.
 */
export type ReadinessFacts = {
  /** When they were put together, by the server's clock. */
  at: Time
  /** Null: never asked with the keys of now. */
  answers: Record<
    EntityKind,
    { readAt: Time | null; failed: { since: Time; how: SourceFailure; code: string } | null } | null
  >
  /** The last full migration that was completed; null: none was. */
  full: FullMigration | null
  /** Records were matched by a re-link that was completed. */
  isMatched: boolean
  waiting: {
    /** The last count that came through; null: none did. */
    counted: {
      at: Time
      kinds: EstimatedKinds
      /** Why the numbers may not be right. */
      doubt: Problem | null
      /** What bringing them costs, the limit for one run, and by how much it is over that. */
      points: string
      limit: string
      overBy: string | null
    } | null
    /** The last try came to nothing. */
    failed: { since: Time; code: string; message: Message } | null
    isCounting: boolean
    /** When the last run ended that wrote something. */
    movedAt: Time | null
  }
  /** The run that is not over; null: there is none. */
  live: { id: string; mode: RunMode; state: RunState; reasonCode: string | null } | null
  /** The last run that reads every kind, whatever became of it; null: there was none. */
  lastRun: { id: string; state: RunState; at: Time; isComplete: boolean } | null
  open: OpenDecisions
  check: { state: ComparisonState; at: Time | null; runId: string | null; unread: number | null }
  /** Null: no full check has compared the money. */
  money: {
    state: 'agrees' | 'differs' | 'unknown'
    at: Time | null
    /** Orders whose amounts differ and nobody knows why. */
    unexplained: number
    /** Where, newest first, at most a few; ISO 8601 date, Shopify less the old store. */
    days: { day: string; currency: string; difference: string }[]
    /** Orders of which one store did not show what they come to. */
    unread: number
  } | null
}

/** As a page has them. */
export type ShownFacts = Shown<ReadinessFacts>

/** What a full migration read against what the old store said it has. */
export type FullMigration = {
  id: string
  at: Time
  /** Settled records of all kinds. */
  settled: number
  /** Kinds of which fewer were settled than counted, or that were not counted. */
  gaps: { kind: EntityKind; counted: number | null; settled: number }[]
}
