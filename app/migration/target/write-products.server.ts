import type { ProductFieldsFragment, ProductUpdateInput } from '#app/types/admin-operations.ts'
import type { CanonicalProduct } from '../canonical/product.ts'
import { RecordError } from '../errors.ts'
import type { Gid, TargetSnapshot, WriteNote } from '../ports.ts'
import { checkUserErrors, ShopifyRefused } from './check-user-errors.ts'
import {
  FILE_UPDATE,
  PRODUCT_BY_CUSTOM_ID,
  PRODUCT_MEDIA_STATUS,
  PRODUCT_SET,
  PRODUCT_SNAPSHOTS,
  PRODUCT_UPDATE,
  PRODUCT_VARIANTS_BULK_CREATE,
  PRODUCT_VARIANTS_BULK_UPDATE,
  PRODUCT_VARIANTS_PAGE,
  PUBLISH,
  UNPUBLISH,
} from './documents/products.ts'
import {
  blankToNull,
  mergeTags,
  normalizeHandle,
  normalizeTags,
  normalizeText,
  shorten,
} from './normalize.ts'
import {
  acceptedImages,
  addedVariantInput,
  changedVariantInput,
  imageNote,
  productInput,
  productNotes,
  seoInput,
  statusInput,
  writtenMetafield,
} from './product-input.ts'
import { found } from './operation.ts'
import { collectionNames, productSnapshot, type ReadProduct } from './product-snapshot.ts'
import { sourceIdOf, sourceReference } from './source-reference.ts'
import {
  notPossible,
  type Accepted,
  type TargetContext,
  type UpdateOf,
} from './target-context.server.ts'
import { parseWritten } from './written.ts'

/** Nodes per page: the cost of a connection grows with the logarithm of this. */
const VARIANTS_PAGE = 30
const MAX_PAGE = 250
/** Keeps one query well under the 1 000 points a single query may cost. */
const BATCH = 6

export async function findProduct(ctx: TargetContext, sourceId: string): Promise<Gid | null> {
  const answer = await ctx.run(PRODUCT_BY_CUSTOM_ID, {
    namespace: ctx.options.metafieldNamespace,
    value: sourceReference(ctx.options.projectId, 'product', sourceId),
  })
  return answer.productByIdentifier?.id ?? null
}

async function selection(
  ctx: TargetContext,
  pages: { variants: number; media: number; collections: number },
) {
  const publicationId = await ctx.onlineStore()
  const size = (count: number) => Math.min(MAX_PAGE, Math.max(1, count))
  return {
    namespace: ctx.options.metafieldNamespace,
    publicationId: publicationId ?? 'gid://shopify/Publication/0',
    withPublication: publicationId !== null,
    variants: size(pages.variants),
    media: size(pages.media),
    collections: size(pages.collections),
  }
}

async function withAllVariants(
  ctx: TargetContext,
  product: ProductFieldsFragment,
): Promise<ReadProduct> {
  const allVariants = [...product.variants.nodes]
  let page = product.variants.pageInfo
  while (page.hasNextPage) {
    const answer = await ctx.run(PRODUCT_VARIANTS_PAGE, {
      id: product.id,
      namespace: ctx.options.metafieldNamespace,
      after: page.endCursor,
      variants: MAX_PAGE,
    })
    if (!answer.product) break
    allVariants.push(...answer.product.variants.nodes)
    page = answer.product.variants.pageInfo
  }
  return { ...product, allVariants }
}

async function readRaw(ctx: TargetContext, gids: readonly Gid[]): Promise<ReadProduct[]> {
  const pages = { variants: VARIANTS_PAGE, media: MAX_PAGE, collections: 50 }
  const variables = { ids: [...gids], ...(await selection(ctx, pages)) }
  const { nodes } = await ctx.run(PRODUCT_SNAPSHOTS, variables)
  return Promise.all(found(nodes).map((product) => withAllVariants(ctx, product)))
}

export async function readProducts(
  ctx: TargetContext,
  gids: readonly Gid[],
): Promise<TargetSnapshot[]> {
  const batches: Gid[][] = []
  for (let i = 0; i < gids.length; i += BATCH) batches.push(gids.slice(i, i + BATCH))
  const read = await Promise.all(batches.map((batch) => readRaw(ctx, batch)))
  return read.flat().map((product) => productSnapshot(product, ctx.options))
}

async function readOne(ctx: TargetContext, gid: Gid, sourceId: string): Promise<ReadProduct> {
  const product = (await readRaw(ctx, [gid]))[0]
  if (product) return product
  throw new RecordError(
    'TARGET_RECORD_GONE',
    sourceId,
    'This product was deleted in Shopify, so the change could not be made. Nothing else is affected.',
  )
}

export async function createProduct(
  ctx: TargetContext,
  record: CanonicalProduct,
  mayExist: boolean,
): Promise<Accepted> {
  const notes = productNotes(record)
  const existing = mayExist ? await findProduct(ctx, record.sourceId) : null
  let product = existing
    ? await readOne(ctx, existing, record.sourceId)
    : await setProduct(ctx, record, notes)
  const wanted = record.published && record.status === 'active'
  if (wanted && product.published !== true) {
    const done = await publish(ctx, product.id, true, notes)
    product = { ...product, published: done }
  }
  const snapshot = productSnapshot(product, ctx.options)
  const states = product.media.nodes.map((media) => media.status)
  const failedImages = states.filter((status) => status === 'FAILED').length
  if (failedImages > 0) notes.push(imageNote(failedImages))
  return {
    gid: product.id,
    outcome: 'created',
    snapshot,
    children: snapshot.children,
    notes,
    mediaPending: states.some((status) => status === 'PROCESSING' || status === 'UPLOADED'),
  }
}

/** One `productSet`, repeated only without what Shopify said it cannot take. */
async function setProduct(
  ctx: TargetContext,
  record: CanonicalProduct,
  notes: WriteNote[],
): Promise<ReadProduct> {
  let input = productInput(record, [], ctx.options)
  const collections = await ctx.collections.ids(collectionNames(record))
  if (collections.length > 0) input = { ...input, collections }
  const wish = normalizeHandle(record.handle)
  for (let attempt = 1; ; attempt += 1) {
    const pages = {
      variants: record.variants.length,
      media: acceptedImages(record).length,
      collections: collections.length,
    }
    try {
      const answer = await ctx.run(PRODUCT_SET, {
        identifier: {
          customId: {
            namespace: ctx.options.metafieldNamespace,
            key: 'source_id',
            value: sourceReference(ctx.options.projectId, 'product', record.sourceId),
          },
        },
        input,
        ...(await selection(ctx, pages)),
      })
      const { product } = checkUserErrors(answer.productSet)
      if (!product) throw new ShopifyRefused([{ message: 'The product was not created.' }])
      return withAllVariants(ctx, product)
    } catch (error) {
      if (!(error instanceof ShopifyRefused) || attempt > 3) throw error
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
        notes.push(imageNote((Array.isArray(files) ? files.length : 1) - keptFiles.length))
        input = {
          ...input,
          files: keptFiles,
          variants: variants.map(({ file, ...variant }) =>
            file && urls.has(file.originalSource) ? { ...variant, file } : variant,
          ),
        }
        continue
      }
      throw error
    }
  }
}

async function publish(
  ctx: TargetContext,
  id: Gid,
  visible: boolean,
  notes: WriteNote[],
): Promise<boolean> {
  const publicationId = await ctx.onlineStore()
  if (!publicationId) {
    const message =
      'This Shopify store has no Online Store channel, so the product was not published there.'
    notes.push(notPossible('published', message))
    return false
  }
  if (visible) {
    const { publishablePublish } = await ctx.run(PUBLISH, { id, publicationId })
    checkUserErrors(publishablePublish)
  } else {
    const { publishableUnpublish } = await ctx.run(UNPUBLISH, { id, publicationId })
    checkUserErrors(publishableUnpublish)
  }
  return visible
}

export async function updateProduct(
  ctx: TargetContext,
  update: UpdateOf<CanonicalProduct>,
): Promise<Accepted> {
  const { record, gid } = update
  const changed = new Set(update.changed)
  const notes: WriteNote[] = []
  const before = await readOne(ctx, gid, record.sourceId)
  const children = {
    ...update.children,
    ...productSnapshot(before, ctx.options, update.children).children,
  }

  await updateOwnFields(ctx, record, before, changed, notes)
  if (changed.has('images')) await updateImages(ctx, record, before)
  await updateVariants(ctx, record, gid, children, changed, notes)
  if (changed.has('published') || changed.has('status')) {
    const wanted = record.published && record.status === 'active'
    if (wanted !== (before.published === true)) await publish(ctx, gid, wanted, notes)
  }
  if (changed.has('options')) {
    const names = before.options.map((option) => option.name).join('\n')
    if (
      record.options.length > 0 &&
      names !== record.options.map(({ name }) => shorten(name)).join('\n')
    ) {
      notes.push(
        notPossible(
          'options',
          'The product’s options were renamed, added or removed in the old store. Shopify keeps the options it has; change them in Shopify.',
        ),
      )
    }
  }
  const after = await readOne(ctx, gid, record.sourceId)
  const snapshot = productSnapshot(after, ctx.options, children)
  return { gid, outcome: 'updated', snapshot, children: snapshot.children, notes }
}

async function updateOwnFields(
  ctx: TargetContext,
  record: CanonicalProduct,
  before: ReadProduct,
  changed: ReadonlySet<string>,
  notes: WriteNote[],
): Promise<void> {
  const written = parseWritten(before.written?.value)
  let input: ProductUpdateInput = {}
  if (changed.has('title')) input.title = shorten(record.title)
  if (changed.has('descriptionHtml'))
    input.descriptionHtml = normalizeText(record.descriptionHtml) ?? ''
  if (changed.has('vendor')) input.vendor = blankToNull(shorten(record.vendor ?? '')) ?? ''
  if (changed.has('productType'))
    input.productType = blankToNull(shorten(record.productType ?? '')) ?? ''
  if (changed.has('status')) input.status = statusInput(record.status)
  if (changed.has('handle')) input.handle = normalizeHandle(record.handle)
  if (changed.has('seoTitle') || changed.has('seoDescription')) {
    const seo = seoInput(record)
    input.seo = {
      ...(changed.has('seoTitle') ? { title: seo.title } : {}),
      ...(changed.has('seoDescription') ? { description: seo.description } : {}),
    }
  }
  if (changed.has('tags')) {
    input.tags = mergeTags(before.tags, written.tags, normalizeTags(record.tags))
  }
  if (changed.has('collections')) {
    const wanted = new Set(await ctx.collections.ids(collectionNames(record)))
    const ours = before.collections.nodes.filter(
      ({ sourceId }) => sourceIdOf(ctx.options.projectId, 'collection', sourceId?.value) !== null,
    )
    const present = new Set(before.collections.nodes.map(({ id }) => id))
    const join = [...wanted].filter((id) => !present.has(id))
    const leave = ours.map(({ id }) => id).filter((id) => !wanted.has(id))
    if (join.length > 0) input.collectionsToJoin = join
    if (leave.length > 0) input.collectionsToLeave = leave
  }
  if (Object.keys(input).length === 0) return
  if (changed.has('tags') || changed.has('handle') || changed.has('vendor')) {
    input.metafields = [writtenMetafield(record, ctx.options)]
  }
  try {
    await sendUpdate(ctx, before.id, input)
  } catch (error) {
    if (!(error instanceof ShopifyRefused) || !error.concerns('handle')) throw error
    const { handle: _taken, ...rest } = input
    input = rest
    notes.push(
      notPossible(
        'handle',
        'Another product in Shopify already has this product’s new web address, so it keeps the old one.',
      ),
    )
    if (Object.keys(input).length > 0) await sendUpdate(ctx, before.id, input)
  }
}

async function sendUpdate(ctx: TargetContext, id: Gid, input: ProductUpdateInput): Promise<void> {
  const { productUpdate } = await ctx.run(PRODUCT_UPDATE, { product: { id, ...input } })
  checkUserErrors(productUpdate)
}

/** Brings count and alt texts in line: adds what is new, takes away what the source dropped. */
async function updateImages(
  ctx: TargetContext,
  record: CanonicalProduct,
  before: ReadProduct,
): Promise<void> {
  const wanted = acceptedImages(record).map((image) => ({
    url: image.url,
    alt: shorten(image.alt, 512),
  }))
  const surplus = before.media.nodes.filter((media) => media.mediaContentType === 'IMAGE')
  const missing: typeof wanted = []
  for (const image of wanted) {
    const match = surplus.findIndex((media) => (media.alt ?? '').trim() === image.alt)
    if (match >= 0) surplus.splice(match, 1)
    else missing.push(image)
  }
  if (surplus.length > 0) {
    const { fileUpdate } = await ctx.run(FILE_UPDATE, {
      files: surplus.map((media) => ({ id: media.id, referencesToRemove: [before.id] })),
    })
    checkUserErrors(fileUpdate)
  }
  if (missing.length > 0) {
    const { productUpdate } = await ctx.run(PRODUCT_UPDATE, {
      product: { id: before.id },
      media: missing.map(({ url, alt }) => ({
        originalSource: url,
        alt,
        mediaContentType: 'IMAGE' as const,
      })),
    })
    checkUserErrors(productUpdate)
  }
}

async function updateVariants(
  ctx: TargetContext,
  record: CanonicalProduct,
  productId: Gid,
  children: Readonly<Record<string, Gid>>,
  changed: ReadonlySet<string>,
  notes: WriteNote[],
): Promise<void> {
  const fieldsOf = new Map<string, Set<string>>()
  for (const name of changed) {
    const match = /^variant:(.+)\.(\w+)$/.exec(name)
    if (!match?.[1] || !match[2]) continue
    fieldsOf.set(match[1], (fieldsOf.get(match[1]) ?? new Set()).add(match[2]))
  }
  const added = record.variants.filter(
    ({ sourceId }) => fieldsOf.has(sourceId) && !children[sourceId],
  )
  const kept = record.variants.flatMap((variant) => {
    const id = children[variant.sourceId]
    const fields = fieldsOf.get(variant.sourceId)
    return id && fields ? [changedVariantInput(record, variant, id, fields, ctx.options)] : []
  })
  const known = new Set(record.variants.map(({ sourceId }) => sourceId))
  if ([...fieldsOf.keys()].some((sourceId) => !known.has(sourceId))) {
    notes.push(
      notPossible(
        'variants',
        'A variant was removed in the old store. It stays in Shopify with its stock; delete it there if you no longer sell it.',
      ),
    )
  }
  if (kept.length > 0) {
    const answer = await ctx.run(PRODUCT_VARIANTS_BULK_UPDATE, { productId, variants: kept })
    checkUserErrors(answer.productVariantsBulkUpdate)
  }
  if (added.length > 0 && record.options.length > 0) {
    const variants = added.map((variant) => addedVariantInput(record, variant, ctx.options))
    const answer = await ctx.run(PRODUCT_VARIANTS_BULK_CREATE, { productId, variants })
    checkUserErrors(answer.productVariantsBulkCreate)
  }
}

/** For products whose images Shopify was still fetching: how many it could not fetch. */
export async function failedMedia(
  ctx: TargetContext,
  gids: readonly Gid[],
): Promise<Map<Gid, { failed: number; pending: boolean }>> {
  const result = new Map<Gid, { failed: number; pending: boolean }>()
  for (let i = 0; i < gids.length; i += 25) {
    const { nodes } = await ctx.run(PRODUCT_MEDIA_STATUS, { ids: gids.slice(i, i + 25) })
    for (const node of found(nodes)) {
      const states = node.media.nodes.map(({ status }) => status)
      result.set(node.id, {
        failed: states.filter((status) => status === 'FAILED').length,
        pending: states.some((status) => status === 'PROCESSING' || status === 'UPLOADED'),
      })
    }
  }
  return result
}
