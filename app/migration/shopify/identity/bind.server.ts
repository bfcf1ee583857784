import type { MetafieldsSetInput } from '#app/types/admin-operations.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { METAFIELDS_DELETE, METAFIELDS_SET } from './anchor-documents.ts'
import { TIED } from './look-up-documents.ts'
import { found } from '../api/operation.ts'
import { readOne } from '../product/read-products.server.ts'
import { SOURCE_ID_KEY, sourceIdOf, sourceReference } from './source-reference.ts'
import type { TargetContext } from '../target-context.server.ts'

/** `metafieldsSet` takes at most as many at once (Admin API 2026-07); deletions are sent likewise. */
const METAFIELDS_AT_ONCE = 25

export async function claim(
  ctx: TargetContext,
  record: CanonicalRecord,
  gid: Gid,
): Promise<'claimed' | 'gone' | 'taken'> {
  const { metafieldNamespace: namespace, projectId } = ctx.options
  const value = sourceReference(projectId, record.kind, record.sourceId)
  const { nodes } = await ctx.run(TIED, { ids: [gid], namespace })
  const [current] = found(nodes)
  if (!current) return 'gone'
  const carried = current.sourceId?.value ?? null
  if (carried !== null && carried !== value) return 'taken'
  if (carried === null && !(await setIds(ctx, [{ ownerId: gid, value }]))) return 'taken'
  if (record.kind === 'product') await claimVariants(ctx, record, gid)
  return 'claimed'
}

/** Takes our custom ids off a record, and off a product's variants. */
export async function release(
  ctx: TargetContext,
  kind: EntityKind,
  gid: Gid,
  sourceId: string,
): Promise<void> {
  const { metafieldNamespace: namespace, projectId } = ctx.options
  const { nodes } = await ctx.run(TIED, { ids: [gid], namespace })
  const [current] = found(nodes)
  if (current?.sourceId?.value !== sourceReference(projectId, kind, sourceId)) return
  const variants = kind === 'product' ? (await readOne(ctx, gid, sourceId)).allVariants : []
  const ours = variants.filter(
    ({ sourceId: id }) => sourceIdOf(projectId, 'variant', id?.value) !== null,
  )
  // The record itself last: an interruption before that leaves something to be repeated.
  const owners = [...ours.map(({ id }) => id), gid]
  for (let start = 0; start < owners.length; start += METAFIELDS_AT_ONCE) {
    const some = owners.slice(start, start + METAFIELDS_AT_ONCE)
    const { metafieldsDelete } = await ctx.run(METAFIELDS_DELETE, {
      metafields: some.map((ownerId) => ({ ownerId, namespace, key: SOURCE_ID_KEY })),
    })
    checkUserErrors(metafieldsDelete)
  }
}

/** @returns false: another record has this custom id already */
async function setIds(
  ctx: TargetContext,
  ids: readonly { ownerId: Gid; value: string }[],
): Promise<boolean> {
  const metafields = ids.map(({ ownerId, value }): MetafieldsSetInput => ({
    ownerId,
    namespace: ctx.options.metafieldNamespace,
    key: SOURCE_ID_KEY,
    type: 'id',
    value,
  }))
  try {
    checkUserErrors((await ctx.run(METAFIELDS_SET, { metafields })).metafieldsSet)
    return true
  } catch (error) {
    if (error instanceof ShopifyRefused) return false
    throw error
  }
}

/** Without their ids the variants of the source would be added beside those that are there. */
async function claimVariants(
  ctx: TargetContext,
  record: CanonicalProduct,
  gid: Gid,
): Promise<void> {
  const { allVariants } = await readOne(ctx, gid, record.sourceId)
  const free = allVariants.filter(({ sourceId }) => !sourceId)
  const only = record.variants.length === 1 && allVariants.length === 1 ? free[0] : undefined
  const pairs = record.variants.flatMap((variant) => {
    const same = only ? [only] : variant.sku ? free.filter(({ sku }) => sku === variant.sku) : []
    const twins = record.variants.filter(({ sku }) => sku === variant.sku)
    const [match] = same
    if (!match || same.length > 1 || twins.length > 1) return []
    const value = sourceReference(ctx.options.projectId, 'variant', variant.sourceId)
    return [{ ownerId: match.id, value }]
  })
  for (let start = 0; start < pairs.length; start += METAFIELDS_AT_ONCE) {
    await setIds(ctx, pairs.slice(start, start + METAFIELDS_AT_ONCE))
  }
}
