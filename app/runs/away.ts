/** A run that one of the two stores keeps waiting: what is remembered of it, and when it goes on. */
import { z } from 'zod'
import type { PauseCode } from '#app/migration/engine/ports/errors.ts'
import type { SourceProblemCode } from '#app/migration/engine/ports/source.ts'

export type Side = 'source' | 'target'

const MINUTE_MS = 60_000
/** For so long a store may be away before a run stays paused. */
const TRIED_FOR_MS = 24 * 60 * MINUTE_MS
/** Pauses between the tries, in minutes; the last one repeats. */
const PAUSES = [1, 2, 5, 10, 20, 30, 60] as const

/**
 * Reasons to pause that pass without the merchant: the store does not answer, or answers with
 * something that is no data, for as long as its host or somebody else works on it. Everything else
 * is tried again only when the merchant says so.
 */
const AWAY = {
  SOURCE_UNREACHABLE: 'source',
  TIMEOUT: 'source',
  SERVER_ERROR: 'source',
  MAINTENANCE: 'source',
  BROKEN_ANSWER: 'source',
  // A login wall or a page of the host's own.
  ANSWERED_HTML: 'source',
  // The address was right when the store was linked: its name or its server is gone for a while.
  NOT_FOUND: 'source',
  TLS: 'source',
  TARGET_UNREACHABLE: 'target',
} as const satisfies Partial<Record<PauseCode | SourceProblemCode, Side>>

export const AWAY_CODES: readonly string[] = Object.keys(AWAY)

/** Whose absence paused a run; null when a store's absence did not. */
export function awaySide(code: string | null): Side | null {
  return Object.entries(AWAY).find(([known]) => known === code)?.[1] ?? null
}

const instant = z.iso.datetime().transform((text) => new Date(text))

const awaySchema = z.object({
  side: z.enum(['source', 'target']),
  /** The first answer that did not come, since the run last got anywhere. */
  since: instant,
  /** HTTP status of the last answer; null: there was none. */
  status: z.number().int().nullable(),
  /** Tries so far that nobody asked for, and how long there will be more; null: none was made yet. */
  schedule: z.object({ tries: z.number().int(), until: instant }).nullable(),
})
export type Away = z.output<typeof awaySchema>

/** What the database remembers; null also for what another version wrote. */
export function readAway(json: unknown): Away | null {
  return awaySchema.safeParse(json).data ?? null
}

const waitingSchema = z.object({
  side: z.enum(['source', 'target']),
  /** How often it was tried without an answer; null: Shopify asked to slow down. */
  tries: z.number().int().nullable(),
  until: instant,
})
/** What a worker waits for before it asks again. */
export type Waiting = z.output<typeof waitingSchema>

export function readWaiting(json: unknown): Waiting | null {
  return waitingSchema.safeParse(json).data ?? null
}

/**
 * When a run is tried again that a store's absence has paused. The pauses grow; a day after the
 * first of them it stays paused.
 */
export function tryLater(
  before: Away | null,
  absence: { side: Side; since: Date; status: number | null; now: Date },
): { away: Away; resumeAt: Date | null } {
  const { side, status, now } = absence
  const same = before?.side === side ? before : null
  const schedule = same?.schedule
    ? { ...same.schedule, tries: same.schedule.tries + 1 }
    : { tries: 0, until: new Date(now.getTime() + TRIED_FOR_MS) }
  const pause = PAUSES[Math.min(schedule.tries, PAUSES.length - 1)] ?? PAUSES[0]
  const next = new Date(now.getTime() + pause * MINUTE_MS)
  return {
    away: { side, status, since: same?.since ?? absence.since, schedule },
    resumeAt: next > schedule.until ? null : next,
  }
}

/** The merchant tries it now: how long the store was away stays known, the day begins anew. */
export function triedByMerchant(away: Away | null): Away | null {
  return away && { ...away, schedule: null }
}
