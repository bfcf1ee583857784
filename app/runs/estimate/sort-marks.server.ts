import { LEFT_BEHIND } from '#app/migration/ledger/ledger-rows.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { MAPPING_VERSION } from '#app/migration/carts/mapping-version.ts'
import { MAX_TRIES } from '#app/migration/engine/leftovers/tries.ts'
import { differs } from '#app/migration/engine/run/whole-list.server.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Services } from '#app/services.server.ts'

const LEFT = { severity: 'failed', resolution: LEFT_BEHIND }

type Deps = Pick<Services, 'prisma'>
type Scope = Pick<ProjectView, 'shop' | 'id'>

/** Records to be looked at by this run, by id: new or changed, each counted once. */
export type Seen = { new: Set<string>; changed: Set<string>; exact: boolean }

export const nothingSeen = (): Seen => ({ new: new Set(), changed: new Set(), exact: true })

export type Mark = {
  sourceId: string
  changedAt: string | null
  retried: boolean
  /** Of a kind that is listed whole: what its row shows. */
  mark?: string | null
}

/**
 * Sorts listed records into new and changed by what the ledger remembers of them.
 * @returns those that are, or may be, one of the two
 */
export async function sortMarks<M extends Mark>(
  { prisma }: Deps,
  { shop, id: projectId }: Scope,
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

export async function withoutMapping(
  { prisma }: Deps,
  { shop, id: projectId }: Scope,
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
