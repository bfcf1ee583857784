import type {
  ProductCustomDataFragment,
  ProductFieldsFragment,
  VariantCustomDataQuery,
} from '#app/types/admin-operations.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { Gid, TargetSnapshot } from '#app/migration/engine/ports/target.ts'
import {
  PRODUCT_BY_CUSTOM_ID,
  PRODUCT_COLLECTIONS_PAGE,
  PRODUCT_MEDIA_STATUS,
  PRODUCT_SNAPSHOTS,
  PRODUCT_VARIANTS_PAGE,
  VARIANT_CUSTOM_DATA,
} from './documents.ts'
import { found } from '../api/operation.ts'
import { fetchStates } from './pictures/product-pictures.ts'
import { productSnapshot, type ReadProduct } from './snapshot.ts'
import { METAFIELD_NAMESPACE, sourceReference } from '../identity/source-reference.ts'
import type { TargetContext } from '../target-context.ts'
import { parseManaged } from '../managed.ts'
import { goneJustNow } from '../api/record-gone.ts'
import { hasVariantData } from './variants/variant-custom-data.ts'

/** Nodes per page: the cost of a connection grows with the logarithm of this. */
const VARIANTS_PAGE = 30
const MAX_PAGE = 250
/** Keeps one query well under the 1 000 points a single query may cost. */
const BATCH = 6

export async function findProduct(ctx: TargetContext, sourceId: string): Promise<Gid | null> {
  const answer = await ctx.run(PRODUCT_BY_CUSTOM_ID, {
    namespace: METAFIELD_NAMESPACE,
    value: sourceReference(ctx.options.projectId, 'product', sourceId),
  })
  return answer.productByIdentifier?.id ?? null
}

export async function selection(
  ctx: TargetContext,
  pages: { variants: number; media: number; collections: number },
) {
  const publicationId = await ctx.onlineStore()
  const size = (count: number) => Math.min(MAX_PAGE, Math.max(1, count))
  return {
    namespace: METAFIELD_NAMESPACE,
    publicationId: publicationId ?? 'gid://shopify/Publication/0',
    withPublication: publicationId !== null,
    variants: size(pages.variants),
    media: size(pages.media),
    collections: size(pages.collections),
  }
}

/**
 * With what its first pages left out: more variants, and collections beyond those we put it into,
 * because others may have filled themselves with it and come first.
 */
export async function withAllPages(
  ctx: TargetContext,
  product: ProductFieldsFragment & Partial<ProductCustomDataFragment>,
): Promise<ReadProduct> {
  const namespace = METAFIELD_NAMESPACE
  const allVariants = [...product.variants.nodes]
  let page = product.variants.pageInfo
  while (page.hasNextPage) {
    const answer = await ctx.run(PRODUCT_VARIANTS_PAGE, {
      id: product.id,
      namespace,
      after: page.endCursor,
      variants: MAX_PAGE,
    })
    if (!answer.product) break
    allVariants.push(...answer.product.variants.nodes)
    page = answer.product.variants.pageInfo
  }
  const allCollections = [...product.collections.nodes]
  page = product.collections.pageInfo
  while (page.hasNextPage) {
    const answer = await ctx.run(PRODUCT_COLLECTIONS_PAGE, {
      id: product.id,
      namespace,
      after: page.endCursor,
      collections: MAX_PAGE,
    })
    if (!answer.product) break
    allCollections.push(...answer.product.collections.nodes)
    page = answer.product.collections.pageInfo
  }
  const collections = { ...product.collections, nodes: allCollections }
  const customData = (product.customData?.edges ?? []).map(({ node }) => node)
  return { ...product, collections, allVariants, customData }
}

/**
 * With what the merchant sees of its variants' custom data.
 *
 * @param product gets a new list of variants
 */
export async function withVariantData(
  ctx: TargetContext,
  product: ReadProduct,
): Promise<ReadProduct> {
  const shown = new Map<Gid, { key: string; value: string }[]>()
  for (let after: string | null = null; ;) {
    const page: VariantCustomDataQuery = await ctx.run(VARIANT_CUSTOM_DATA, {
      id: product.id,
      variants: Math.min(MAX_PAGE, Math.max(1, product.allVariants.length)),
      after,
    })
    const { nodes = [], pageInfo } = page.product?.variants ?? {}
    for (const { id, customData } of nodes) {
      shown.set(
        id,
        customData.edges.map(({ node }) => node),
      )
    }
    if (!pageInfo?.hasNextPage) break
    after = pageInfo.endCursor
  }
  const allVariants = product.allVariants.map((variant) => ({
    ...variant,
    customData: shown.get(variant.id) ?? [],
  }))
  return { ...product, allVariants }
}

async function readRaw(ctx: TargetContext, gids: readonly Gid[]): Promise<ReadProduct[]> {
  const pages = { variants: VARIANTS_PAGE, media: MAX_PAGE, collections: 50 }
  const variables = { ids: [...gids], ...(await selection(ctx, pages)) }
  const { nodes } = await ctx.run(PRODUCT_SNAPSHOTS, variables)
  return Promise.all(found(nodes).map((product) => withAllPages(ctx, product)))
}

export async function readProducts(
  ctx: TargetContext,
  gids: readonly Gid[],
): Promise<TargetSnapshot[]> {
  const batches: Gid[][] = []
  for (let i = 0; i < gids.length; i += BATCH) batches.push(gids.slice(i, i + BATCH))
  const read = (await Promise.all(batches.map((batch) => readRaw(ctx, batch)))).flat()
  const whole = await Promise.all(
    read.map((product) => (mayHaveVariantData(product) ? withVariantData(ctx, product) : product)),
  )
  return whole.map((product) => productSnapshot(product, ctx.options))
}

/** Without the custom data of its variants, which takes a request of its own. */
export async function readOne(
  ctx: TargetContext,
  gid: Gid,
  sourceId: string,
): Promise<ReadProduct> {
  const product = (await readRaw(ctx, [gid]))[0]
  if (product) return product
  throw goneJustNow({ kind: 'product', sourceId })
}

/** With all that is compared with the record. */
export async function readWhole(
  ctx: TargetContext,
  gid: Gid,
  record: CanonicalProduct,
): Promise<ReadProduct> {
  const product = await readOne(ctx, gid, record.sourceId)
  return mayHaveVariantData(product, record) ? withVariantData(ctx, product) : product
}

/** Whether its variants may show custom data of ours: the record has some, or an earlier write did. */
export function mayHaveVariantData(
  product: Pick<ReadProduct, 'managed'>,
  record?: CanonicalProduct,
): boolean {
  return (
    (record !== undefined && hasVariantData(record)) ||
    parseManaged(product.managed?.value).variantData
  )
}

/** For products whose images Shopify was still fetching: how many it could not fetch. */
export async function failedMedia(
  ctx: TargetContext,
  gids: readonly Gid[],
): Promise<Map<Gid, ReturnType<typeof fetchStates>>> {
  const result = new Map<Gid, ReturnType<typeof fetchStates>>()
  for (let i = 0; i < gids.length; i += 25) {
    const { nodes } = await ctx.run(PRODUCT_MEDIA_STATUS, { ids: gids.slice(i, i + 25) })
    for (const { id, media } of found(nodes)) result.set(id, fetchStates(media.nodes))
  }
  return result
}
