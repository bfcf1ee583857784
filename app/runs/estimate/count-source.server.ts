import type { PauseCode } from '#app/migration/engine/ports/errors.ts'
import { countLeftOut } from '#app/migration/ledger/queries/issues.server.ts'
import { countListedMapped, unmappedAmong } from '#app/migration/ledger/queries/mappings.server.ts'
import { isMuchLess, type ShortList } from '#app/migration/engine/run/short-list.server.ts'
import { type EntityKind, perKind } from '#app/migration/kinds/kind.ts'
import { hasGuests, ownerKindOf } from '#app/migration/kinds/owner.ts'
import type {
  SourceConnector,
  SourceMoment,
  SourceWindow,
} from '#app/migration/engine/ports/source.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { planWindow } from '#app/migration/engine/run/window.ts'
import { orAborted, whileWanted } from '#app/platform/while-wanted.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Problem } from '#app/words/problem.ts'
import type { Services } from '#app/services.server.ts'
import { LISTS_HIDE } from './estimate-of.ts'
import type { Counted } from '../counted.ts'
import { projectLedger, type ProjectLedger } from '../needs/project-ledger.server.ts'
import type { EstimatedKind, PassMode } from '../run-types.ts'
import { BudgetOver } from '#app/platform/shared-work.ts'
import { nothingSeen, sortRows, type SeenRow, type Seen } from './sort-rows.server.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/** So many new and changed records of a kind are held by id; more are "at least so many". */
export const MOST_HELD = 20_000
/** The same where a kind can be counted only by listing all of it. */
const MOST_LISTED = 100_000

type Numbers = Pick<Counted, 'kinds' | 'guests' | 'retrying' | 'doubts'>

type Deps = Pick<Services, 'prisma' | 'clock' | 'settings'>

type Counting = {
  services: Deps
  project: ProjectView
  source: SourceConnector
  ledger: ProjectLedger
  /** Aborted with `BudgetOver` when the time is used up, with anything else to drop the count. */
  signal: AbortSignal
}

/** What was found of one kind. Null as long as nothing was listed. */
type Found<T> = { counted: T | null; retrying: number; doubt: ShortList | null }

/**
 * Counts what one run would move. All kinds at once, so that one that has no end takes no time from
 * the others. A kind that was not listed before the time was over is null.
 * @throws what the source throws | the signal's reason, unless that is `BudgetOver`
 */
export async function countSource(
  services: Deps,
  project: ProjectView,
  source: SourceConnector,
  mode: PassMode,
  signal: AbortSignal,
): Promise<Numbers> {
  const ledger = projectLedger(services, project, source)
  const counting = { services, project, source, ledger, signal }
  return mode === 'full' ? countFull(counting) : countRecent(counting)
}

/** Runs the count of each kind until it is done or its time is over. */
async function ofEachKind<T>(
  { signal }: Counting,
  count: (kind: EntityKind, found: Found<T>) => Promise<void>,
): Promise<Record<EntityKind, Found<T>>> {
  const nothing = (): Found<T> => ({ counted: null, retrying: 0, doubt: null })
  const all = perKind(nothing)
  await Promise.all(
    KINDS.map(async (kind) => {
      try {
        await count(kind, all[kind])
      } catch (error) {
        if (!(error instanceof BudgetOver)) throw error
      }
    }),
  )
  if (signal.aborted && !(signal.reason instanceof BudgetOver)) throw signal.reason
  return all
}

const together = (source: SourceConnector, all: Record<EntityKind, Found<unknown>>) => ({
  retrying: KINDS.reduce((sum, kind) => sum + all[kind].retrying, 0),
  doubts: [
    ...toProblems(KINDS.flatMap((kind) => all[kind].doubt ?? [])),
    ...source.hides().map(({ message }) => ({ code: LISTS_HIDE, message })),
  ],
})

/** Alike doubts are one. */
function toProblems(doubts: readonly ShortList[]): Problem[] {
  if (doubts.length === 0) return []
  const code = 'SOURCE_LISTS_LESS' satisfies PauseCode
  return [{ code, message: engineSays('listsLess', { lists: doubts }) }]
}

/** The old store lists far fewer records than were moved from it: then "nothing new" says nothing. */
async function doubt(
  ledger: ProjectLedger,
  kind: EntityKind,
  { total }: SourceMoment,
): Promise<ShortList | null> {
  if (total === null) return null
  const expected = await ledger.expected(kind)
  return isMuchLess(total, expected) ? { kind, listed: total, expected } : null
}

/**
 * A full run reads everything anyway: what the source counts less what is mapped already. Guests
 * show only while orders are read, so customers are a lower bound.
 */
async function countFull(counting: Counting): Promise<Numbers> {
  const { services, project, source, ledger, signal } = counting
  const scope = { shop: project.shop, projectId: project.id }
  const all = await ofEachKind<EstimatedKind>(counting, async (kind, found) => {
    const moment = await orAborted(source.now(kind), signal)
    found.doubt = await doubt(ledger, kind, moment)
    const [mapped, leftOut] = await Promise.all([
      countListedMapped(services.prisma, scope, kind),
      countLeftOut(services.prisma, scope, kind),
    ])
    const add = (total: number, exact: boolean) => {
      found.counted = {
        new: Math.max(0, total - mapped - leftOut),
        changed: 0,
        exact: exact && mapped === 0 && !hasGuests(kind),
      }
    }
    const window = { from: null, to: moment.clock }
    if (!source.describe().kinds[kind].listedWhole) {
      const { count, exact } = await orAborted(source.count(kind, window), signal)
      add(count, exact)
      return
    }
    const ids = new Set<string>()
    for await (const rows of whileWanted(source.listChanged(kind, window), signal)) {
      for (const { sourceId } of rows) ids.add(sourceId)
      add(ids.size, false)
      if (ids.size >= MOST_LISTED) return
    }
    add(ids.size, true)
  })
  return {
    kinds: perKind((kind) => all[kind].counted),
    guests: 0,
    ...together(source, all),
  }
}

type Listed = { seen: Seen; guests: Set<string> }

async function countRecent(counting: Counting): Promise<Numbers> {
  const { services, project, source, ledger, signal } = counting
  const { settings } = services
  const all = await ofEachKind<Listed>(counting, async (kind, found) => {
    const last = await ledger.lastWindow(kind)
    const known = {
      watermark: last?.watermark ?? null,
      mappingVersion: source.describe().mappingVersion,
    }
    const moment = await orAborted(source.now(kind), signal)
    found.doubt = await doubt(ledger, kind, moment)
    const again = await ledger.leftovers(kind)
    found.retrying = again.length
    const due = await ledger.due(kind, moment.clock)
    const listed: Listed = { seen: nothingSeen(), guests: new Set() }
    const byId = [...again.map(leftover), ...due.map(undated)]
    await sortRows(services, project, kind, byId, known, listed.seen)

    const { timeResolutionMs } = source.describe().kinds[kind]
    const overlapMs = Math.max(settings.windowOverlapMs, timeResolutionMs)
    const { window } = planWindow({ mode: 'recent', last, moment, overlapMs })
    const { seen } = listed
    try {
      for await (const rows of whileWanted(pagesOf(source, kind, window), signal)) {
        const written = await sortRows(services, project, kind, rows, known, seen)
        // An order that is as it was brings nobody along.
        for (const { guestSourceId } of written) {
          if (guestSourceId !== null) listed.guests.add(guestSourceId)
        }
        found.counted = listed
        if (seen.new.size + seen.changed.size >= MOST_HELD) {
          seen.exact = false
          return
        }
      }
      found.counted = listed
    } catch (error) {
      seen.exact = false
      throw error
    }
  })

  const hiding = new Set(source.hides().map(({ kind }) => kind))
  const kinds = perKind((kind): EstimatedKind | null => {
    const { counted, doubt } = all[kind]
    return (
      counted && {
        new: counted.seen.new.size,
        changed: counted.seen.changed.size,
        exact: counted.seen.exact && doubt === null && !hiding.has(kind),
      }
    )
  })
  let guests = 0
  for (const kind of KINDS) {
    const owner = ownerKindOf(kind)
    const [accounts, seen] = owner ? [kinds[owner], all[owner].counted?.seen] : []
    if (!owner || !accounts || !seen) continue
    // Guests show only on the records that belong to them.
    const owned = all[kind].counted
    const more = await unknownGuests(services, project, owner, owned?.guests ?? new Set(), seen)
    const exact = accounts.exact && owned?.seen.exact === true
    kinds[owner] = { ...accounts, new: accounts.new + more, exact }
    guests += more
  }
  return {
    kinds,
    guests,
    ...together(source, all),
  }
}

/** Guests who are not here yet, and are not counted by themselves. */
async function unknownGuests(
  services: Deps,
  project: ProjectView,
  kind: EntityKind,
  guests: ReadonlySet<string>,
  accounts: Seen,
): Promise<number> {
  const scope = { shop: project.shop, projectId: project.id }
  const unknown = await unmappedAmong(services.prisma, scope, kind, [...guests])
  return unknown.filter((guest) => !accounts.new.has(guest)).length
}

const leftover = (sourceId: string): SeenRow => ({ sourceId, changedAt: null, isLeftover: true })
/** It changes by itself about now; only the record itself says whether it did. */
const undated = (sourceId: string): SeenRow => ({ sourceId, changedAt: null, isLeftover: false })

async function* pagesOf(
  source: SourceConnector,
  kind: EntityKind,
  window: SourceWindow,
): AsyncGenerator<(SeenRow & { guestSourceId: string | null })[]> {
  if (window.from !== null && source.describe().kinds[kind].listedWhole) {
    for await (const { rows } of source.listAll(kind)) {
      yield rows.map((row) => ({ ...row, isLeftover: false }))
    }
    return
  }
  for await (const rows of source.listChanged(kind, window)) {
    yield rows.map((row) => ({ ...row, isLeftover: false }))
  }
}
