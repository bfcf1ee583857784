import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { MOST_IDS, type ProjectScope, type RecordRef } from './scope.ts'

/** Which target record each of these is; those that are not mapped are left out. */
export async function gidsOf(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<Map<string, Gid>> {
  const rows = await db.mapping.findMany({
    where: { ...scope, kind, sourceId: { in: [...sourceIds] } },
    select: { sourceId: true, gid: true },
  })
  return new Map(rows.map(({ sourceId, gid }) => [sourceId, gid]))
}

/** The same of records of any kind; `gidOf` says undefined of one that is not mapped. */
export async function gidsOfAny(
  db: Transaction,
  scope: ProjectScope,
  records: readonly RecordRef[],
): Promise<{ gidOf(record: RecordRef): Gid | undefined }> {
  const rows =
    records.length > 0
      ? await db.mapping.findMany({
          where: { ...scope, OR: records.map(({ kind, sourceId }) => ({ kind, sourceId })) },
          select: { kind: true, sourceId: true, gid: true },
        })
      : []
  const gids = new Map(rows.map(({ kind, sourceId, gid }) => [`${kind}:${sourceId}`, gid]))
  return { gidOf: ({ kind, sourceId }) => gids.get(`${kind}:${sourceId}`) }
}

/** What is remembered of a record, to judge what both stores show of it. */
export type Remembered = {
  gid: Gid
  /** Per field, keyed hashes. */
  sourceFields: Record<string, string>
  targetFields: Record<string, string>
  sourceChangedAt: string | null
}

const hashes = z.record(z.string(), z.string())

export async function rememberedOf(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<Map<string, Remembered>> {
  const rows = await db.mapping.findMany({
    where: { ...scope, kind, sourceId: { in: [...sourceIds] } },
    select: {
      sourceId: true,
      gid: true,
      sourceFields: true,
      targetFields: true,
      sourceChangedAt: true,
    },
  })
  return new Map(
    rows.map(({ sourceId, sourceFields, targetFields, ...row }) => [
      sourceId,
      {
        ...row,
        sourceFields: hashes.parse(sourceFields),
        targetFields: hashes.parse(targetFields),
      },
    ]),
  )
}

/** What the source's list showed of a record when it was last settled. */
export type LastListed = {
  sourceChangedAt: string | null
  sourceRowHash: string | null
  mappingVersion: number
}

export async function lastListedOf(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<Map<string, LastListed>> {
  const rows = await db.mapping.findMany({
    where: { ...scope, kind, sourceId: { in: [...sourceIds] } },
    select: { sourceId: true, sourceChangedAt: true, sourceRowHash: true, mappingVersion: true },
  })
  return new Map(rows.map(({ sourceId, ...row }) => [sourceId, row]))
}

/** Those of these records that are not mapped, in their order. */
export async function unmappedAmong(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<string[]> {
  const mapped = new Set<string>()
  for (let start = 0; start < sourceIds.length; start += MOST_IDS) {
    const some = sourceIds.slice(start, start + MOST_IDS)
    const rows = await db.mapping.findMany({
      where: { ...scope, kind, sourceId: { in: some } },
      select: { sourceId: true },
    })
    for (const row of rows) mapped.add(row.sourceId)
  }
  return sourceIds.filter((id) => !mapped.has(id))
}

/** How many of these records, each named once, are not mapped. */
export async function countUnmapped(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<number> {
  let unmapped = sourceIds.length
  for (let start = 0; start < sourceIds.length; start += MOST_IDS) {
    const some = sourceIds.slice(start, start + MOST_IDS)
    unmapped -= await db.mapping.count({ where: { ...scope, kind, sourceId: { in: some } } })
  }
  return unmapped
}

/** How many records of a kind are mapped. */
export function countMapped(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
): Promise<number> {
  return db.mapping.count({ where: { ...scope, kind } })
}

/** The same without guests, who stand in no list of the source. */
export function countListedMapped(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
): Promise<number> {
  return db.mapping.count({
    where: { ...scope, kind, NOT: { sourceId: { startsWith: 'guest:' } } },
  })
}

/** Target records of a kind: the first and the last that were mapped, `each` of them at most. */
export async function firstAndLastGids(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
  each: number,
): Promise<Gid[]> {
  const some = (id: 'asc' | 'desc') =>
    db.mapping.findMany({
      where: { ...scope, kind },
      orderBy: { id },
      take: each,
      select: { gid: true },
    })
  return [...new Set([...(await some('asc')), ...(await some('desc'))].map(({ gid }) => gid))]
}

/** How many records of each of the shop's projects are mapped; those without any are left out. */
export async function countMappedByProject(
  db: Transaction,
  shop: string,
): Promise<Map<string, number>> {
  const groups = await db.mapping.groupBy({
    by: ['projectId'],
    where: { shop },
    _count: { _all: true },
  })
  return new Map(groups.map(({ projectId, _count }) => [projectId, _count._all]))
}

/** The shop's projects that have records of this kind in the target. */
export async function projectsWithMapped(
  db: Transaction,
  shop: string,
  kind: EntityKind,
): Promise<Set<string>> {
  const rows = await db.project.findMany({
    where: { shop, mappings: { some: { shop, kind } } },
    select: { id: true },
  })
  return new Set(rows.map(({ id }) => id))
}
