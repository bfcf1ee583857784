import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import { LOOK_UP_KEYS, type LookUpKey } from '#app/migration/kinds/definition.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { idCursor, toPage, type ListArgs, type Page } from '#app/platform/page-cursor.ts'
import { toKind } from './kept-rows.ts'
import type { ProjectScope, RunScope } from './scope.ts'

/** A record of the target that may be a source record's. */
export type KeptProposal = {
  id: string
  kind: EntityKind
  sourceId: string
  gid: Gid
  matchedBy: LookUpKey
  reference: string
  /** One of the two appears in another proposal as well. */
  ambiguous: boolean
}

const proposalRows = z.array(
  z.object({
    id: z.coerce.string(),
    kind: z.string().transform(toKind),
    sourceId: z.string(),
    gid: z.string(),
    matchedBy: z.enum(LOOK_UP_KEYS),
    reference: z.string(),
    ambiguous: z.boolean(),
  }),
)

/** What waits for the merchant, oldest first. */
export async function proposalPage(
  db: Transaction,
  { shop, projectId }: ProjectScope,
  { cursor, limit }: Required<ListArgs>,
): Promise<Page<KeptProposal>> {
  const after = idCursor(cursor) ?? 0n
  const rows = proposalRows.parse(
    await db.$queryRaw`
      select p."id", p."kind", p."sourceId", p."gid", p."matchedBy", p."reference",
        exists (select 1 from "RelinkProposal" o
          where o."projectId" = p."projectId" and o."kind" = p."kind"
            and o."sourceId" = p."sourceId" and o."id" <> p."id")
        or exists (select 1 from "RelinkProposal" o
          where o."projectId" = p."projectId" and o."kind" = p."kind"
            and o."gid" = p."gid" and o."id" <> p."id") as "ambiguous"
      from "RelinkProposal" p
      where p."shop" = ${shop} and p."projectId" = ${projectId}::uuid and p."id" > ${after}
      order by p."id" limit ${limit + 1}`,
  )
  return toPage(
    rows,
    limit,
    (each) => each,
    ({ id }) => id,
  )
}

const counted = z.tuple([z.object({ open: z.number(), unambiguous: z.number() })])

/** How many wait; `unambiguous`: where each of the two records appears once. */
export async function countProposals(
  db: Transaction,
  { shop, projectId }: ProjectScope,
): Promise<{ open: number; unambiguous: number }> {
  const [counts] = counted.parse(
    await db.$queryRaw`
      select count(*)::int as "open", count(*) filter (where "bySource" = 1 and "byTarget" = 1)::int
        as "unambiguous"
      from (select count(*) over (partition by "kind", "sourceId") as "bySource",
          count(*) over (partition by "kind", "gid") as "byTarget"
        from "RelinkProposal"
        where "shop" = ${shop} and "projectId" = ${projectId}::uuid) each`,
  )
  return counts
}

/** How many of those that one run made wait. */
export function countProposalsOf(db: Transaction, scope: RunScope): Promise<number> {
  return db.relinkProposal.count({ where: scope })
}

/** Those of these that wait; what is no id of one is passed over. */
export async function openProposals(
  db: Transaction,
  scope: ProjectScope,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await db.relinkProposal.findMany({
    where: { ...scope, id: { in: ids.flatMap((id) => idCursor(id) ?? []) } },
    select: { id: true },
  })
  return rows.map(({ id }) => String(id))
}

/** @returns how many were taken off the list */
export async function forgetProposals(
  db: Transaction,
  scope: ProjectScope,
  ids: readonly string[],
): Promise<number> {
  const { count } = await db.relinkProposal.deleteMany({
    where: { ...scope, id: { in: ids.flatMap((id) => idCursor(id) ?? []) } },
  })
  return count
}
