import type { IssueCode, PauseCode } from '#app/migration/errors.ts'
import type {
  EntityKind,
  SourceConnector,
  SourceMoment,
  SourceWindow,
} from '#app/migration/ports.ts'
import { LEFT_BEHIND } from '#app/migration/ledger/ledger-rows.ts'
import { ENTITY_KINDS } from '#app/migration/ports.ts'
import { isMuchLess, muchLessSentence } from '#app/migration/lists-less.server.ts'
import { MAPPING_VERSION } from '#app/migration/mapping-version.ts'
import { MAX_TRIES } from '#app/migration/tries.ts'
import { differs } from '#app/migration/whole-list.server.ts'
import { planWindow } from '#app/migration/window.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import { getProject, sourceConnectorFor } from '#app/projects/projects.server.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import type { Services } from '#app/services.server.ts'
import { checkHistory, checkSource, checkTarget, sourceProblem } from './prerequisites.server.ts'
import { projectLedger, type ProjectLedger } from './project-ledger.server.ts'
import type { Problem } from '#app/projects/project-types.ts'
import { estimateOf, NOTHING_COUNTED } from './estimate-of.ts'
import type { Estimate, EstimatedKinds, PassMode } from './run-types.ts'

type Numbers = {
  kinds: EstimatedKinds
  guests: number
  retrying: number
  /** Why the numbers may not be right. */
  doubts: Problem[]
}

const LISTS_LESS = 'SOURCE_LISTS_LESS' satisfies PauseCode

/**
 * How far the target is behind, and what one run would cost. Checks everything that must be true
 * before a run, then compares the listing of what changed with what is mapped: no whole records are
 * fetched. Numbers that could not be counted in time are lower bounds (`exact: false`).
 * @throws NotFound
 */
export async function estimateRun(
  services: Services,
  shop: string,
  projectId: string,
  mode: PassMode = 'recent',
): Promise<Estimate> {
  const project = await getProject(services, shop, projectId)
  const { source, locked } = await openSource(services, project)
  const [history, sourceProblems, targetProblems] = await Promise.all([
    checkHistory(services.prisma, project, mode),
    source ? checkSource(source, project) : [locked],
    checkTarget(services, services.targetWriter(shop, targetOptions(project)), project),
  ])
  const problems: Problem[] = [...history, ...sourceProblems, ...targetProblems]

  let numbers = nothing()
  if (source && sourceProblems.length === 0) {
    try {
      numbers = await count(services, project, source, mode)
      problems.push(...numbers.doubts)
    } catch (error) {
      const problem = sourceProblem(error)
      if (!problem) throw error
      problems.push(problem)
    }
  }

  const at = new Date(services.clock.now()).toISOString()
  return estimateOf(project, mode, { ...numbers, doubts: [], target: [], at }, problems)
}

export async function openSource(
  services: Services,
  project: ProjectView,
): Promise<{ source: SourceConnector; locked: null } | { source: null; locked: Problem }> {
  try {
    return { source: await sourceConnectorFor(services, project), locked: null }
  } catch (error) {
    const locked = sourceProblem(error)
    if (!locked) throw error
    return { source: null, locked }
  }
}

function nothing(): Numbers {
  return {
    kinds: { ...NOTHING_COUNTED },
    guests: 0,
    retrying: 0,
    doubts: [],
  }
}

/** The old store lists far fewer records than were moved from it: then "nothing new" says nothing. */
async function doubt(
  ledger: ProjectLedger,
  kind: EntityKind,
  { total }: SourceMoment,
): Promise<Problem[]> {
  if (total === null) return []
  const expected = await ledger.expected(kind)
  if (!isMuchLess(total, expected)) return []
  return [{ code: LISTS_LESS, message: muchLessSentence(kind, total, expected) }]
}

async function count(
  services: Services,
  project: ProjectView,
  source: SourceConnector,
  mode: PassMode,
): Promise<Numbers> {
  return mode === 'full'
    ? countFull(services, project, source)
    : countRecent(services, project, source)
}

/**
 * A full run reads everything anyway: what the source counts less what is mapped already. Guests
 * show only while orders are read, so customers are a lower bound.
 */
async function countFull(
  services: Services,
  project: ProjectView,
  source: SourceConnector,
): Promise<Numbers> {
  const { prisma } = services
  const { shop, id: projectId } = project
  const ledger = projectLedger(services, project)
  const numbers = nothing()
  for (const kind of ENTITY_KINDS) {
    const moment = await source.now(kind)
    numbers.doubts.push(...(await doubt(ledger, kind, moment)))
    const [total, mapped, leftOut] = await Promise.all([
      source.count(kind, { from: null, to: moment.clock }),
      prisma.mapping.count({
        where: { shop, projectId, kind, NOT: { sourceId: { startsWith: 'guest:' } } },
      }),
      countLeftOut(services, project, kind),
    ])
    numbers.kinds[kind] = {
      new: Math.max(0, total.count - mapped - leftOut),
      changed: 0,
      exact: total.exact && mapped === 0 && kind !== 'customer',
    }
  }
  return numbers
}

const LEFT = { severity: 'failed', resolution: LEFT_BEHIND }

/**
 * Records that a run before left out on purpose, or the merchant left behind, as far as the old store's
 * count has them.
 */
async function countLeftOut(
  services: Services,
  project: ProjectView,
  kind: EntityKind,
): Promise<number> {
  const own = { shop: project.shop, projectId: project.id, kind }
  const open = { ...own, resolvedAt: null }
  const related = await services.prisma.issue.findMany({
    where: {
      ...own,
      OR: [{ code: 'RELATED_ORDER' satisfies IssueCode, resolvedAt: null }, LEFT],
      NOT: { sourceId: { startsWith: 'guest:' } },
    },
    select: { sourceId: true },
    distinct: ['sourceId'],
  })
  const ids = await withoutMapping(
    services,
    project,
    kind,
    related.map(({ sourceId }) => sourceId),
  )
  // A renewal belongs to another order as well; one that failed is still to come.
  const failed = await services.prisma.issue.findMany({
    where: { ...open, severity: 'failed' },
    select: { sourceId: true },
  })
  const toCome = new Set(failed.map(({ sourceId }) => sourceId))
  return ids.filter((id) => !toCome.has(id)).length
}

/** Records to be looked at by this run, by id: new or changed, each counted once. */
type Seen = { new: Set<string>; changed: Set<string>; exact: boolean }

async function countRecent(
  services: Services,
  project: ProjectView,
  source: SourceConnector,
): Promise<Numbers> {
  const { clock, settings } = services
  const ledger = projectLedger(services, project)
  const deadline = clock.now() + settings.estimateBudgetMs
  const seen: Record<EntityKind, Seen> = { product: empty(), customer: empty(), order: empty() }
  const guests = new Set<string>()
  const doubts: Problem[] = []
  let retrying = 0

  for (const kind of ENTITY_KINDS) {
    const last = await ledger.lastWindow(kind)
    const watermark = last?.watermark ?? null
    const moment = await source.now(kind)
    doubts.push(...(await doubt(ledger, kind, moment)))
    const again = await ledger.healable(kind)
    retrying += again.length
    const due = await ledger.due(kind, moment.clock)
    const byId = [...again.map(retried), ...due.map(undated)]
    await sort(services, project, kind, byId, watermark, seen[kind])

    const { timeResolutionMs } = source.describe().kinds[kind]
    const overlapMs = Math.max(settings.windowOverlapMs, timeResolutionMs)
    const { window } = planWindow({ mode: 'recent', last, moment, overlapMs })
    const complete = await listAll(source, kind, window, deadline, clock, async (marks) => {
      const written = await sort(services, project, kind, marks, watermark, seen[kind])
      // An order that is as it was brings nobody along.
      for (const { guestSourceId } of written) if (guestSourceId !== null) guests.add(guestSourceId)
    })
    if (!complete) seen[kind].exact = false
  }

  const before = seen.customer.new.size
  const unknownGuests = await withoutMapping(services, project, 'customer', [...guests])
  for (const guest of unknownGuests) seen.customer.new.add(guest)
  if (!seen.order.exact) seen.customer.exact = false
  const kinds = Object.fromEntries(
    ENTITY_KINDS.map((kind) => [
      kind,
      { new: seen[kind].new.size, changed: seen[kind].changed.size, exact: seen[kind].exact },
    ]),
  )
  return {
    kinds: { ...nothing().kinds, ...kinds },
    guests: seen.customer.new.size - before,
    retrying,
    doubts,
  }
}

const empty = (): Seen => ({ new: new Set(), changed: new Set(), exact: true })

type Mark = {
  sourceId: string
  changedAt: string | null
  retried: boolean
  /** Of a kind that is listed whole: what its row shows. */
  mark?: string | null
}
const retried = (sourceId: string): Mark => ({ sourceId, changedAt: null, retried: true })
/** It changes by itself about now; only the record itself says whether it did. */
const undated = (sourceId: string): Mark => ({ sourceId, changedAt: null, retried: false })

/** @returns false when the time was over before the end of the listing. */
async function listAll(
  source: SourceConnector,
  kind: EntityKind,
  window: SourceWindow,
  deadline: number,
  clock: Services['clock'],
  each: (marks: (Mark & { guestSourceId: string | null })[]) => Promise<void>,
): Promise<boolean> {
  const isCompared = window.from !== null && source.describe().kinds[kind].listedWhole
  const pages = isCompared ? listedRows(source, kind) : source.listChanged(kind, window)
  for await (const marks of pages) {
    await each(marks.map((mark) => ({ ...mark, retried: false })))
    if (clock.now() > deadline) return false
  }
  return true
}

async function* listedRows(source: SourceConnector, kind: EntityKind) {
  for await (const { marks } of source.listAll(kind)) yield marks
}

/**
 * Sorts listed records into new and changed by what the ledger remembers of them.
 * @returns those that are, or may be, one of the two
 */
async function sort<M extends Mark>(
  { prisma }: Services,
  { shop, id: projectId }: ProjectView,
  kind: EntityKind,
  marks: readonly M[],
  watermark: string | null,
  seen: Seen,
): Promise<M[]> {
  const sourceId = { in: marks.map((mark) => mark.sourceId) }
  const where = { shop, projectId, kind, sourceId }
  const [mappings, failures] = await Promise.all([
    prisma.mapping.findMany({
      where,
      select: {
        sourceId: true,
        sourceChangedAt: true,
        sourceMark: true,
        mappingVersion: true,
      },
    }),
    prisma.issue.findMany({
      where: {
        ...where,
        severity: 'failed',
        OR: [{ resolvedAt: null, OR: [{ mayHeal: false }, { tries: { gte: MAX_TRIES } }] }, LEFT],
      },
      select: { sourceId: true },
    }),
  ])
  const mapped = new Map(mappings.map((row) => [row.sourceId, row]))
  const refused = new Set(failures.map((row) => row.sourceId))
  const settledUpTo = watermark === null ? -Infinity : Date.parse(watermark)
  const written: M[] = []
  for (const mark of marks) {
    const changed = mark.changedAt === null ? null : Date.parse(mark.changedAt)
    // Rejected, and not touched in the source since: reported again, not sent again.
    const seenBefore = changed === null || changed <= settledUpTo
    if (!mark.retried && refused.has(mark.sourceId) && seenBefore) continue
    const mapping = mapped.get(mark.sourceId)
    const last = mapping?.sourceChangedAt ?? null
    if (mapping === undefined) {
      seen.new.add(mark.sourceId)
    } else if (mark.retried) {
      seen.changed.add(mark.sourceId)
    } else if (mark.mark !== undefined && !differs({ ...mark, mark: mark.mark }, mapping)) {
      continue
    } else if (mark.mark !== undefined && isKnown(mapping)) {
      seen.changed.add(mark.sourceId)
    } else if (changed === null || last === null) {
      // Without a change time only the whole record can tell.
      seen.exact = false
    } else if (changed > Date.parse(last)) {
      seen.changed.add(mark.sourceId)
    } else continue
    written.push(mark)
  }
  return written
}

/** Its mark can be compared: the same version of the app made it. */
const isKnown = (mapping: { sourceMark: string | null; mappingVersion: number }) =>
  mapping.sourceMark !== null && mapping.mappingVersion === MAPPING_VERSION

async function withoutMapping(
  { prisma }: Services,
  { shop, id: projectId }: ProjectView,
  kind: EntityKind,
  ids: readonly string[],
): Promise<string[]> {
  const known = new Set<string>()
  // PostgreSQL takes at most 65 535 parameters in one statement.
  for (let start = 0; start < ids.length; start += 10_000) {
    const rows = await prisma.mapping.findMany({
      where: {
        shop,
        projectId,
        kind,
        sourceId: { in: ids.slice(start, start + 10_000) },
      },
      select: { sourceId: true },
    })
    for (const row of rows) known.add(row.sourceId)
  }
  return ids.filter((id) => !known.has(id))
}
