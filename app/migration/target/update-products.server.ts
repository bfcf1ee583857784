import type { ProductUpdateInput } from '#app/types/admin-operations.ts'
import type { CanonicalProduct } from '../canonical/product.ts'
import type { Gid, WriteNote } from '../ports.ts'
import { checkUserErrors, ShopifyRefused } from './check-user-errors.ts'
import {
  FILE_UPDATE,
  PRODUCT_UPDATE,
  PRODUCT_VARIANTS_BULK_CREATE,
  PRODUCT_VARIANTS_BULK_UPDATE,
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
  MAX_ALT,
  productNotes,
  seoInput,
  statusInput,
  writtenMetafield,
} from './product-input.ts'
import { collectionNames, productSnapshot, type ReadProduct } from './product-snapshot.ts'
import { publish } from './publish-product.server.ts'
import { readOne } from './read-products.server.ts'
import { sourceIdOf } from './source-reference.ts'
import {
  notPossible,
  type Accepted,
  type TargetContext,
  type UpdateOf,
} from './target-context.server.ts'
import { parseWritten } from './written.ts'

export async function updateProduct(
  ctx: TargetContext,
  update: UpdateOf<CanonicalProduct>,
): Promise<Accepted> {
  const { record, gid } = update
  const before = await readOne(ctx, gid, record.sourceId)
  const current = productSnapshot(before, ctx.options, update.children)
  const changed = new Set(update.merge(current))
  const notes = productNotes(record).filter(
    ({ field }) => field !== undefined && changed.has(field),
  )
  const children = { ...update.children, ...current.children }
  if (changed.size === 0) return { gid, outcome: 'updated', snapshot: current, children, notes }

  await updateOwnFields(ctx, record, before, changed, notes)
  if (changed.has('images')) await updateImages(ctx, record, before, notes)
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
        'Another product in Shopify already has this product’s new web address, so this one keeps its old one. Change either in Shopify if you need it.',
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
  notes: WriteNote[],
): Promise<void> {
  const wanted = acceptedImages(record).map((image) => ({
    url: image.url,
    alt: shorten(image.alt, MAX_ALT),
  }))
  const surplus = before.media.nodes.filter((media) => media.mediaContentType === 'IMAGE')
  const missing: typeof wanted = []
  for (const image of wanted) {
    const match = surplus.findIndex((media) => (media.alt ?? '').trim() === image.alt)
    if (match >= 0) surplus.splice(match, 1)
    else missing.push(image)
  }
  if (surplus.length > 0) {
    try {
      const { fileUpdate } = await ctx.run(FILE_UPDATE, {
        files: surplus.map((media) => ({ id: media.id, referencesToRemove: [before.id] })),
      })
      checkUserErrors(fileUpdate)
    } catch (error) {
      // Images that Shopify failed to fetch, or still works on, cannot be changed (NON_READY_STATE).
      if (!(error instanceof ShopifyRefused)) throw error
      notes.push(
        notPossible(
          'images',
          `Images that the old store no longer has could not be taken off the product (Shopify says: “${error.message}”). Remove them in Shopify.`,
        ),
      )
    }
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
