import type { EntityKind, SourceConnector, SourceWindow } from '#app/migration/ports.ts'
import { ENTITY_KINDS } from '#app/migration/ports.ts'
import { MAX_TRIES } from '#app/migration/tries.ts'
import { planWindow } from '#app/migration/window.ts'
import { pointsFor, pointsOver } from '#app/plans/entity-points.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import { getProject, sourceConnectorFor } from '#app/projects/projects.server.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import type { Services } from '#app/services.server.ts'
import { checkHistory, checkSource, checkTarget, sourceProblem } from './prerequisites.server.ts'
import { projectLedger } from './project-ledger.server.ts'
import type { Problem } from '#app/projects/project-types.ts'
import type { Estimate, EstimatedKind, PassMode } from './run-types.ts'

type Kinds = Record<EntityKind, EstimatedKind>
type Numbers = { kinds: Kinds; guests: number; retrying: number }

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
    } catch (error) {
      const problem = sourceProblem(error)
      if (!problem) throw error
      problems.push(problem)
    }
  }

  const { kinds } = numbers
  const points = pointsFor({
    product: kinds.product.new,
    customer: kinds.customer.new,
    order: kinds.order.new,
  })
  const limit = project.entityPointsLimit
  const overBy = pointsOver(points, limit)
  if (overBy !== null) {
    problems.push({
      code: 'OVER_LIMIT',
      message: `This run needs ${points} Entity Points, ${overBy} more than the ${limit} your plan allows for one run. Nothing was started. Choose a larger plan to go on.`,
    })
  }
  return {
    mode,
    ...numbers,
    points,
    limit,
    overBy,
    canStart: problems.length === 0,
    problems,
    at: new Date(services.clock.now()).toISOString(),
  }
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
  const none = (): EstimatedKind => ({ new: 0, changed: 0, exact: false })
  return {
    kinds: { product: none(), customer: none(), order: none() },
    guests: 0,
    retrying: 0,
  }
}

async function count(
  services: Services,
  project: ProjectView,
  source: SourceConnector,
  mode: PassMode,
): Promise<Numbers> {
  const to = await source.now()
  return mode === 'full'
    ? countFull(services, project, source, to)
    : countRecent(services, project, source, to)
}

/**
 * A full run reads everything anyway: what the source counts less what is mapped already. Guests
 * show only while orders are read, so customers are a lower bound.
 */
async function countFull(
  { prisma }: Services,
  { shop, id: projectId }: ProjectView,
  source: SourceConnector,
  to: string,
): Promise<Numbers> {
  const numbers = nothing()
  for (const kind of ENTITY_KINDS) {
    const [total, mapped] = await Promise.all([
      source.count(kind, { from: null, to }),
      prisma.mapping.count({
        where: { shop, projectId, kind, NOT: { sourceId: { startsWith: 'guest:' } } },
      }),
    ])
    numbers.kinds[kind] = {
      new: Math.max(0, total.count - mapped),
      changed: 0,
      exact: total.exact && mapped === 0 && kind !== 'customer',
    }
  }
  return numbers
}

/** Records to be looked at by this run, by id: new or changed, each counted once. */
type Seen = { new: Set<string>; changed: Set<string>; exact: boolean }

async function countRecent(
  services: Services,
  project: ProjectView,
  source: SourceConnector,
  sourceNow: string,
): Promise<Numbers> {
  const { clock, settings } = services
  const ledger = projectLedger(services, project)
  const deadline = clock.now() + settings.estimateBudgetMs
  const seen: Record<EntityKind, Seen> = { product: empty(), customer: empty(), order: empty() }
  const guests = new Set<string>()
  let retrying = 0

  for (const kind of ENTITY_KINDS) {
    const again = await ledger.healable(kind)
    retrying += again.length
    const watermark = await ledger.watermark(kind)
    await sort(services, project, kind, again.map(retried), watermark, seen[kind])

    const { window } = planWindow({
      mode: 'recent',
      watermark,
      watermarkAgeMs: await ledger.watermarkAge(kind),
      sourceNow,
      overlapMs: Math.max(settings.windowOverlapMs, source.describe().kinds[kind].timeResolutionMs),
    })
    const complete = await listAll(source, kind, window, deadline, clock, async (marks) => {
      const written = await sort(services, project, kind, marks, watermark, seen[kind])
      // An order that is as it was brings nobody along.
      for (const { guestSourceId } of written) if (guestSourceId !== null) guests.add(guestSourceId)
    })
    if (!complete) seen[kind].exact = false
  }

  const before = seen.customer.new.size
  const unknownGuests = await withoutMapping(services, project, [...guests])
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
  }
}

const empty = (): Seen => ({ new: new Set(), changed: new Set(), exact: true })

type Mark = { sourceId: string; changedAt: string | null; retried: boolean }
const retried = (sourceId: string): Mark => ({ sourceId, changedAt: null, retried: true })

/** @returns false when the time was over before the end of the listing. */
async function listAll(
  source: SourceConnector,
  kind: EntityKind,
  window: SourceWindow,
  deadline: number,
  clock: Services['clock'],
  each: (marks: (Mark & { guestSourceId: string | null })[]) => Promise<void>,
): Promise<boolean> {
  for await (const marks of source.listChanged(kind, window)) {
    await each(marks.map((mark) => ({ ...mark, retried: false })))
    if (clock.now() > deadline) return false
  }
  return true
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
    prisma.mapping.findMany({ where, select: { sourceId: true, sourceChangedAt: true } }),
    prisma.issue.findMany({
      where: {
        ...where,
        severity: 'failed',
        resolvedAt: null,
        OR: [{ mayHeal: false }, { tries: { gte: MAX_TRIES } }],
      },
      select: { sourceId: true },
    }),
  ])
  const mapped = new Map(mappings.map((row) => [row.sourceId, row.sourceChangedAt]))
  const refused = new Set(failures.map((row) => row.sourceId))
  const settledUpTo = watermark === null ? -Infinity : Date.parse(watermark)
  const written: M[] = []
  for (const mark of marks) {
    const changed = mark.changedAt === null ? null : Date.parse(mark.changedAt)
    // Rejected, and not touched in the source since: reported again, not sent again.
    const seenBefore = changed === null || changed <= settledUpTo
    if (!mark.retried && refused.has(mark.sourceId) && seenBefore) continue
    const last = mapped.get(mark.sourceId)
    if (last === undefined) {
      seen.new.add(mark.sourceId)
    } else if (mark.retried) {
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

async function withoutMapping(
  { prisma }: Services,
  { shop, id: projectId }: ProjectView,
  ids: readonly string[],
): Promise<string[]> {
  const known = new Set<string>()
  // PostgreSQL takes at most 65 535 parameters in one statement.
  for (let start = 0; start < ids.length; start += 10_000) {
    const rows = await prisma.mapping.findMany({
      where: {
        shop,
        projectId,
        kind: 'customer',
        sourceId: { in: ids.slice(start, start + 10_000) },
      },
      select: { sourceId: true },
    })
    for (const row of rows) known.add(row.sourceId)
  }
  return ids.filter((id) => !known.has(id))
}
