import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors } from '../api/check-user-errors.ts'
import { found } from '../api/operation.ts'
import { collectionsOf, formerLabels } from '../collection/labels.ts'
import { asGiven, lookedUp, phrase } from '../identity/look-ups.server.ts'
import { METAFIELD_NAMESPACE, sourceIdOf } from '../identity/source-reference.ts'
import type { TargetKind } from '../target-kind.ts'
import type { TargetContext } from '../target-context.ts'
import { PRODUCT_UPDATE } from './documents.ts'
import {
  OUR_PRODUCTS,
  PRODUCT_BY_HANDLE,
  SHOWN_PRODUCTS,
  TEN_PRODUCTS,
  VARIANTS_BY_SKU,
} from './look-up-documents.ts'
import { createPictures } from './pictures/pictures.server.ts'
import { settleMedia } from './pictures/settle-media.server.ts'
import type { ProductContext } from './product-context.ts'
import { findProduct, readOne, readProducts } from './read-products.server.ts'
import { expectedProduct } from './snapshot.ts'
import { readForUpdate } from './update-products.server.ts'
import { variantsToBind } from './variants/variants-to-bind.ts'
import { createProduct } from './write-products.server.ts'

export const product: TargetKind<CanonicalProduct> = {
  owners: [
    { ownerType: 'PRODUCT', several: 'products' },
    { ownerType: 'PRODUCTVARIANT', several: 'variants' },
    { ownerType: 'COLLECTION', several: 'collections' },
  ],
  findTen: TEN_PRODUCTS,
  expectedFields: expectedProduct,
  in: (store) => {
    const ctx: ProductContext = { ...store, pictures: createPictures(store) }
    return {
      find: (sourceId) => findProduct(ctx, sourceId),
      list: async (after) =>
        (await ctx.run(OUR_PRODUCTS, { namespace: METAFIELD_NAMESPACE, after })).products,
      show: async (gids) => {
        const variables = { ids: [...gids], namespace: METAFIELD_NAMESPACE }
        const { nodes } = await ctx.run(SHOWN_PRODUCTS, variables)
        return found(nodes).map(({ id, label, detail, status, sourceId }) => ({
          gid: id,
          customId: sourceId?.value ?? null,
          shown: { label, detail, at: null, state: status === 'ARCHIVED' ? 'archived' : 'there' },
        }))
      },
      readCurrent: (gids) => readProducts(ctx, gids),
      create: (creation) => createProduct(ctx, creation),
      read: (update) => readForUpdate(ctx, update),
      settled: (pending) => settleMedia(ctx, pending),
      expectedFormerly: async (record) => ({
        collections: formerLabels(await ctx.collections.former(collectionsOf(record))),
      }),
      lookUps: {
        handle: async (value) => {
          const variables = { namespace: METAFIELD_NAMESPACE, value }
          const { productByIdentifier } = await ctx.run(PRODUCT_BY_HANDLE, variables)
          return productByIdentifier ? [lookedUp(ctx, 'product', productByIdentifier)] : []
        },
        sku: async (value) => {
          const query = `sku:${phrase(value)}`
          const answer = await ctx.run(VARIANTS_BY_SKU, { namespace: METAFIELD_NAMESPACE, query })
          const products = answer.productVariants.nodes
            .filter(({ sku }) => sku !== null && asGiven(sku, value))
            .map(({ product: of }) => [of.id, lookedUp(ctx, 'product', of)] as const)
          return [...new Map(products).values()]
        },
      },
      retire: { archive: (gid) => archive(ctx, gid) },
      parts: {
        toBind: async (record, gid) =>
          variantsToBind(ctx.options.projectId, record, await readOne(ctx, gid, record.sourceId)),
        ours: async (gid, sourceId) =>
          (await readOne(ctx, gid, sourceId)).allVariants.flatMap(({ id, sourceId: customId }) =>
            sourceIdOf(ctx.options.projectId, 'variant', customId?.value) === null ? [] : [id],
          ),
      },
    }
  },
}

/** Takes a product out of sale without deleting it. */
async function archive(ctx: TargetContext, id: Gid): Promise<void> {
  const { productUpdate } = await ctx.run(PRODUCT_UPDATE, { product: { id, status: 'ARCHIVED' } })
  checkUserErrors(productUpdate)
}
