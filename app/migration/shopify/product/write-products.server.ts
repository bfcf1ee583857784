import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { alreadyThere } from '../identity/already-there.server.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import {
  isOursButForPictures,
  leftPicturesNote,
  picturesLeft,
} from './pictures/description-pictures.ts'
import { PRODUCT_SET, PRODUCT_UPDATE } from './documents.ts'
import { movedDescription } from './pictures/moved-description.server.ts'
import { normalizeHandle } from '../values/normalize.ts'
import type { MovedPictures } from './pictures/pictures.server.ts'
import { addMissingData, inlineData, showing, withData, withoutData } from './custom-data.server.ts'
import { imageNote, isPublished, statusInput, productInput, productNotes } from './input.ts'
import { acceptedImages, fetchStates } from './pictures/product-pictures.ts'
import { collectionsOf } from '../collection/labels.ts'
import { productSnapshot, type ReadProduct } from './snapshot.ts'
import { withoutRefusedValues } from './refusals.ts'
import { publish } from './publish.server.ts'
import { findProduct, readWhole, selection, withAllPages } from './read-products.server.ts'
import { byCustomId, sourceReference } from '../identity/source-reference.ts'
import type { ProductContext } from './product-context.ts'
import type { Accepted, Creation } from '../target-kind.ts'

export async function createProduct(
  ctx: ProductContext,
  { record, mayExist }: Creation<CanonicalProduct>,
): Promise<Accepted> {
  const notes = productNotes(record, ctx.options)
  const existing = mayExist ? await findProduct(ctx, record.sourceId) : null
  const arrived: Arrived = existing
    ? await completed(ctx, record, await readWhole(ctx, existing, record))
    : await setProduct(ctx, record, notes)
  let { product } = arrived
  notes.push(
    ...leftPicturesNote(
      picturesLeft(product.descriptionHtml, record.descriptionPictures),
      arrived.why,
    ),
  )
  const wanted = isPublished(record, ctx.options)
  // A store may publish every new product by itself; what the source hides must not show up there.
  const shown = product.published === true && statusInput(record, ctx.options) === 'ACTIVE'
  if (wanted !== shown) {
    const published = await publish(ctx, product.id, wanted, notes)
    if (published !== null) product = { ...product, published }
  }
  // What somebody else's try did not get to is theirs, or the next merge's.
  if (arrived.outcome !== 'adopted') product = await addMissingData(ctx, record, product, notes)
  const snapshot = productSnapshot(product, ctx.options)
  const { failed, isPending } = fetchStates(product.media.nodes)
  if (failed > 0) notes.push(imageNote(failed, true))
  return {
    gid: product.id,
    outcome: arrived.outcome,
    snapshot,
    children: snapshot.children,
    notes,
    ...(isPending && { pending: 'images' }),
  }
}

type Arrived = {
  product: ReadProduct
  outcome: 'created' | 'found' | 'adopted'
  /** Why pictures of its description stayed in the old store, as far as they were tried just now. */
  why: MovedPictures['left']
}

/**
 * One that an earlier try made, maybe without all pictures of its description: they get one more try
 * where it is plain that nobody has edited the description since.
 */
async function completed(
  ctx: ProductContext,
  record: CanonicalProduct,
  product: ReadProduct,
): Promise<Arrived> {
  if (!isOursButForPictures(product.descriptionHtml, record)) {
    return { product, outcome: 'found', why: new Map() }
  }
  const { html, left } = await movedDescription(ctx, record)
  const { id } = product
  const { productUpdate } = await ctx.run(PRODUCT_UPDATE, {
    product: { id, descriptionHtml: html },
  })
  checkUserErrors(productUpdate)
  return { product: { ...product, descriptionHtml: html }, outcome: 'found', why: left }
}

/**
 * One `productSet`, repeated only without what Shopify said it cannot take. A product that is there
 * after a refusal was created by somebody else's try and is used as it is.
 */
async function setProduct(
  ctx: ProductContext,
  record: CanonicalProduct,
  notes: WriteNote[],
): Promise<Arrived> {
  // First of all, because what Shopify cannot hold at all needs no pictures there.
  let input = productInput(record, [], ctx.options)
  const { html, left: why } = await movedDescription(ctx, record)
  input.descriptionHtml = html
  const collections = await ctx.collections.ids(collectionsOf(record), notes)
  if (collections.length > 0) input = { ...input, collections }
  let inline = await inlineData(ctx, record)
  if (inline) input = withData(input, record, inline)
  const wish = normalizeHandle(record.handle)
  for (let attempt = 1; ; attempt += 1) {
    const pages = {
      variants: record.variants.length,
      media: acceptedImages(record).length,
      collections: collections.length,
    }
    try {
      const answer = await ctx.run(PRODUCT_SET, {
        identifier: byCustomId(sourceReference(ctx.options.projectId, 'product', record.sourceId)),
        input,
        ...(await selection(ctx, pages)),
      })
      const { product } = checkUserErrors(answer.productSet)
      if (!product) throw new ShopifyRefused([{ message: 'The product was not created.' }])
      const read = await withAllPages(ctx, product)
      return { product: inline ? showing(ctx, read, inline) : read, outcome: 'created', why }
    } catch (error) {
      const first = await alreadyThere(ctx, error, record, () => findProduct(ctx, record.sourceId))
      if (first) {
        const product = await readWhole(ctx, first, record)
        return { product, outcome: 'adopted', why }
      }
      if (!(error instanceof ShopifyRefused) || attempt > 4) throw error
      if (inline && isAboutMetafields(error)) {
        // Each is tried by itself once the product is there.
        inline = null
        input = withoutData(input)
        continue
      }
      if (wish !== null && error.concerns('handle') && input.handle === wish) {
        input = { ...input, handle: `${wish}-${normalizeHandle(record.sourceId) ?? '1'}` }
        continue
      }
      const files = input.files ?? []
      if (files.length > 0 && (error.concerns('files') || error.concerns('file'))) {
        const bad = new Set(
          error.userErrors.flatMap(({ field }) => {
            const at = field?.indexOf('files') ?? -1
            return at >= 0 ? [Number(field?.[at + 1] ?? Number.NaN)] : []
          }),
        )
        const kept = Array.isArray(files) && bad.size > 0 ? files.filter((_, i) => !bad.has(i)) : []
        const keptFiles = Array.isArray(files) && kept.length < files.length ? kept : []
        const urls = new Set(keptFiles.map((file) => file.originalSource))
        const variants = Array.isArray(input.variants) ? input.variants : []
        notes.push(imageNote((Array.isArray(files) ? files.length : 1) - keptFiles.length, true))
        input = {
          ...input,
          files: keptFiles,
          variants: variants.map(({ file, ...variant }) =>
            file && urls.has(file.originalSource) ? { ...variant, file } : variant,
          ),
        }
        continue
      }
      const reduced = withoutRefusedValues(error, input, record, notes)
      if (!reduced) throw error
      input = reduced
    }
  }
}

function isAboutMetafields(error: ShopifyRefused): boolean {
  const isOne = ({ code }: { code?: string | null }) => code === 'INVALID_METAFIELD'
  return error.concerns('metafields') || error.userErrors.some(isOne)
}
