import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import type { StoreContext } from '../store-context.ts'
import type { KindInStore } from '../target-kind.ts'
import { METAFIELDS_DELETE, METAFIELDS_SET } from './anchor-documents.ts'
import {
  idMetafield,
  METAFIELD_NAMESPACE,
  SOURCE_ID_KEY,
  sourceReference,
} from './source-reference.ts'

/** `metafieldsSet` takes at most as many at once (Admin API 2026-07); deletions are sent likewise. */
const METAFIELDS_AT_ONCE = 25

type Kind = Pick<KindInStore<CanonicalRecord>, 'show' | 'parts'>

export async function bind(
  ctx: StoreContext,
  kind: Kind,
  record: CanonicalRecord,
  gid: Gid,
): Promise<'bound' | 'gone' | 'taken'> {
  const value = sourceReference(ctx.options.projectId, record.kind, record.sourceId)
  const [current] = await kind.show([gid])
  if (!current) return 'gone'
  const { customId } = current
  if (customId !== null && customId !== value) return 'taken'
  if (customId === null && !(await setIds(ctx, [{ ownerId: gid, value }]))) return 'taken'
  const parts = (await kind.parts?.toBind(record, gid)) ?? []
  for (let start = 0; start < parts.length; start += METAFIELDS_AT_ONCE) {
    await setIds(ctx, parts.slice(start, start + METAFIELDS_AT_ONCE))
  }
  return 'bound'
}

/** Takes our custom ids off a record and its parts. */
export async function unbind(
  ctx: StoreContext,
  kind: Kind,
  { gid, ...record }: { kind: EntityKind; sourceId: string; gid: Gid },
): Promise<void> {
  const [current] = await kind.show([gid])
  const own = sourceReference(ctx.options.projectId, record.kind, record.sourceId)
  if (current?.customId !== own) return
  const parts = (await kind.parts?.ours(gid, record.sourceId)) ?? []
  // The record itself last: an interruption before that leaves something to be repeated.
  const owners = [...parts, gid]
  for (let start = 0; start < owners.length; start += METAFIELDS_AT_ONCE) {
    const some = owners.slice(start, start + METAFIELDS_AT_ONCE)
    const { metafieldsDelete } = await ctx.run(METAFIELDS_DELETE, {
      metafields: some.map((ownerId) => ({
        ownerId,
        namespace: METAFIELD_NAMESPACE,
        key: SOURCE_ID_KEY,
      })),
    })
    checkUserErrors(metafieldsDelete)
  }
}

/** @returns false: another record has this custom id already */
async function setIds(
  ctx: StoreContext,
  ids: readonly { ownerId: Gid; value: string }[],
): Promise<boolean> {
  const metafields = ids.map(({ ownerId, value }) => ({ ownerId, ...idMetafield(value) }))
  try {
    checkUserErrors((await ctx.run(METAFIELDS_SET, { metafields })).metafieldsSet)
    return true
  } catch (error) {
    if (error instanceof ShopifyRefused) return false
    throw error
  }
}
