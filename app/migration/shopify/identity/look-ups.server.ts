import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid, LookedUp } from '#app/migration/engine/ports/target.ts'
import { RequestRejected } from '../api/admin-client.server.ts'
import { found } from '../api/operation.ts'
import type { StoreContext } from '../store-context.ts'
import type { TargetKind } from '../target-kind.ts'
import { EXISTING } from './look-up-documents.ts'
import { METAFIELD_NAMESPACE, sourceIdOf, sourceReference } from './source-reference.ts'

/** Ids `nodes` takes at once. */
const EXISTING_BATCH = 250
const TEN = 10

/** By custom id: tens together, the rest one by one. */
export async function findAll(
  ctx: StoreContext,
  kind: EntityKind,
  sourceIds: readonly string[],
  look: {
    ten: TargetKind<never>['findTen']
    one: (sourceId: string) => Promise<Gid | null>
  },
): Promise<Map<string, Gid>> {
  const whole = sourceIds.length - (sourceIds.length % TEN)
  const tens = Array.from({ length: whole / TEN }, (_, i) =>
    sourceIds.slice(i * TEN, (i + 1) * TEN),
  )
  const answers = await Promise.all([
    ...tens.map((ids) => findTen(ctx, kind, ids, look.ten)),
    ...sourceIds.slice(whole).map(async (id) => [[id, await look.one(id)] as const]),
  ])
  return new Map(answers.flat().flatMap(([id, gid]) => (gid ? [[id, gid] as const] : [])))
}

async function findTen(
  ctx: StoreContext,
  kind: EntityKind,
  ids: readonly string[],
  ten: TargetKind<never>['findTen'],
): Promise<(readonly [string, Gid | null])[]> {
  const value = (at: number) => sourceReference(ctx.options.projectId, kind, ids[at] ?? '')
  const answer = await ctx.run(ten, {
    namespace: METAFIELD_NAMESPACE,
    v0: value(0),
    v1: value(1),
    v2: value(2),
    v3: value(3),
    v4: value(4),
    v5: value(5),
    v6: value(6),
    v7: value(7),
    v8: value(8),
    v9: value(9),
  })
  const { r0, r1, r2, r3, r4, r5, r6, r7, r8, r9 } = answer
  return [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9].flatMap((record, at) => {
    const id = ids[at]
    return id === undefined ? [] : [[id, record?.id ?? null] as const]
  })
}

export async function existing(ctx: StoreContext, gids: readonly Gid[]): Promise<Set<Gid>> {
  const there = new Set<Gid>()
  for (let start = 0; start < gids.length; start += EXISTING_BATCH) {
    const { nodes } = await ctx.run(EXISTING, { ids: gids.slice(start, start + EXISTING_BATCH) })
    for (const { id } of found(nodes)) there.add(id)
  }
  return there
}

/** Records that show exactly this value; a search finds similar ones, which it leaves out. */
export async function lookUp(
  search: (value: string) => Promise<LookedUp[]>,
  values: readonly string[],
): Promise<Map<string, LookedUp[]>> {
  const answers = await Promise.all(
    values.map(async (value): Promise<[string, LookedUp[]]> => {
      try {
        return [value, await search(value)]
      } catch (error) {
        // What cannot be a handle or an e-mail address for Shopify is nobody's there.
        if (error instanceof RequestRejected) return [value, []]
        throw error
      }
    }),
  )
  return new Map(answers.filter(([, records]) => records.length > 0))
}

export function lookedUp(
  { options }: StoreContext,
  kind: EntityKind,
  { id, sourceId }: { id: Gid; sourceId: { value: string } | null },
): LookedUp {
  return {
    gid: id,
    sourceId: sourceIdOf(options.projectId, kind, sourceId?.value),
    customId: sourceId?.value ?? null,
  }
}

/** Whether what a search found is what was searched for. */
export const asGiven = (shown: string, value: string): boolean =>
  shown.trim().toLowerCase() === value.trim().toLowerCase()

/** A phrase in Shopify's search syntax. */
export function phrase(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}
