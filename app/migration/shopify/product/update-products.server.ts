import type { ProductUpdateInput } from '#app/types/admin-operations.ts'
import { stableJson } from '#app/migration/kinds/values/fingerprint.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { Gid, TargetSnapshot, WriteNote } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import {
  PRODUCT_SET_STRUCTURE,
  PRODUCT_UPDATE,
  PRODUCT_VARIANTS_BULK_CREATE,
  PRODUCT_VARIANTS_BULK_UPDATE,
} from './documents.ts'
import { leftPicturesNote, picturesLeft } from './pictures/description-pictures.ts'
import { movedDescription } from './pictures/moved-description.server.ts'
import {
  blankToNull,
  mergeTags,
  normalizeHandle,
  normalizeTags,
  shorten,
} from '../values/normalize.ts'
import { updateProductData, updateVariantData } from './custom-data.server.ts'
import {
  isPublished,
  productNotes,
  seoInput,
  statusInput,
  productManaged,
  imageNote,
} from './input.ts'
import { fetchStates, rememberedPictures } from './pictures/product-pictures.ts'
import { collectionsOf } from '../collection/labels.ts'
import { expectedProduct, productSnapshot, type ReadProduct } from './snapshot.ts'
import {
  withoutRefusedChanges,
  withoutRefusedVariants,
  type NewVariant,
  type VariantChange,
} from './refusals.ts'
import { addedVariantInput, changedVariantInput } from './variants/variant-input.ts'
import { planStructure } from './variants/structure.ts'
import { publish } from './publish.server.ts'
import { readOne, readWhole } from './read-products.server.ts'
import { saysRecordIsGone } from '../api/record-gone.ts'
import { sourceIdOf } from '../identity/source-reference.ts'
import type { TargetContext } from '../target-context.ts'
import type { Accepted, ReadForUpdate, Update } from '../target-kind.ts'
import type { ProductContext } from './product-context.ts'
import { notPossible } from '../write-notes.ts'
import { hasVariantData } from './variants/variant-custom-data.ts'
import { showOnNewVariants, updatePictures } from './pictures/update-pictures.server.ts'
import { parseManaged, type Managed, managedMetafield } from '../managed.ts'
import { productsSay } from '#app/migration/messages/products.ts'
import type { Message } from '#app/migration/messages/message.ts'

export async function readForUpdate(
  ctx: ProductContext,
  update: Update<CanonicalProduct>,
): Promise<ReadForUpdate> {
  const { record, gid } = update
  const description = update.mayChange.has('descriptionHtml')
    ? await movedDescription(ctx, record)
    : null
  const before = await readWhole(ctx, gid, record)
  const current = productSnapshot(before, ctx.options, update.children)
  return {
    current,
    write: (changed) => updateProduct(ctx, update, { before, current, description }, changed),
  }
}

async function updateProduct(
  ctx: ProductContext,
  update: Update<CanonicalProduct>,
  read: {
    before: ReadProduct
    current: TargetSnapshot
    description: Awaited<ReturnType<typeof movedDescription>> | null
  },
  changed: ReadonlySet<string>,
): Promise<Accepted> {
  const { record, gid } = update
  const { before, current, description } = read
  const notes = productNotes(record, ctx.options).filter(
    ({ field }) => field !== undefined && changed.has(field),
  )
  const present = new Set(before.allVariants.map(({ id }) => id))
  const children = Object.fromEntries(
    Object.entries({ ...update.children, ...current.children }).filter(([, id]) => present.has(id)),
  )
  if (changed.size === 0) return { gid, outcome: 'updated', snapshot: current, children, notes }

  await updateOwnFields(ctx, record, before, { changed, html: description?.html }, notes)
  if (changed.has('images') || changed.has('pictures')) {
    // Nobody knows which are ours where an older version wrote them: no difference, no change.
    const isUnknown = parseManaged(before.managed?.value).pictures === null
    const expected = expectedProduct(record, ctx.options)['images'] ?? null
    const isSame = stableJson(current.fields['images'] ?? null) === stableJson(expected)
    const mayChange = changed.has('images') || !isUnknown
    const remember = (more: Remembered) => rememberPictures(ctx, record, before, { changed, more })
    if (mayChange) {
      const shown = current.fields
      await updatePictures(ctx, record, before, { children, shown, remember, notes })
    }
    if (mayChange || isSame) {
      await remember({ pictures: rememberedPictures(record), changing: null })
    }
  }
  await updateProductData(ctx, record, before, changed, notes)
  const created = await updateStructure(ctx, record, before, { children, current, changed }, notes)
  await updateVariants(ctx, record, gid, { children, changed, created }, notes)
  await showOnNewVariants(ctx, record, gid, children, notes)
  if (changed.has('published') || changed.has('status')) {
    const wanted = isPublished(record, ctx.options)
    if (wanted !== (before.published === true)) await publish(ctx, gid, wanted, notes)
  }
  const after = await updateVariantData(
    ctx,
    record,
    await readOne(ctx, gid, record.sourceId),
    { children, changed },
    notes,
  )
  if (description && changed.has('descriptionHtml')) {
    const left = picturesLeft(after.descriptionHtml, record.descriptionPictures)
    notes.push(...leftPicturesNote(left, description.left))
  }
  const field = changed.has('images') ? 'images' : changed.has('pictures') ? 'pictures' : null
  const { failed, isPending } = fetchStates(field ? after.media.nodes : [])
  if (field && failed > 0) notes.push(imageNote(failed, true, field))
  const snapshot = productSnapshot(after, ctx.options, children)
  return {
    gid,
    outcome: 'updated',
    snapshot,
    children: snapshot.children,
    notes,
    ...(field && isPending && { pending: field }),
  }
}

async function updateOwnFields(
  ctx: TargetContext,
  record: CanonicalProduct,
  before: ReadProduct,
  { changed, html }: { changed: ReadonlySet<string>; html: string | undefined },
  notes: WriteNote[],
): Promise<void> {
  const managed = parseManaged(before.managed?.value)
  let input: ProductUpdateInput = {}
  if (changed.has('title')) input.title = shorten(record.title)
  if (changed.has('descriptionHtml') && html !== undefined) input.descriptionHtml = html
  if (changed.has('vendor')) input.vendor = blankToNull(shorten(record.vendor ?? '')) ?? ''
  if (changed.has('productType'))
    input.productType = blankToNull(shorten(record.productType ?? '')) ?? ''
  if (changed.has('status')) input.status = statusInput(record, ctx.options)
  if (changed.has('handle')) input.handle = normalizeHandle(record.handle)
  if (changed.has('seoTitle') || changed.has('seoDescription')) {
    const seo = seoInput(record)
    input.seo = {
      ...(changed.has('seoTitle') ? { title: seo.title } : {}),
      ...(changed.has('seoDescription') ? { description: seo.description } : {}),
    }
  }
  if (changed.has('tags')) {
    input.tags = mergeTags(before.tags, managed.tags, normalizeTags(record.tags))
  }
  if (changed.has('collections')) {
    const wanted = new Set(await ctx.collections.ids(collectionsOf(record), notes))
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
    input.metafields = [managedMetafield(productManaged(record, keptOf(record, managed)))]
  }
  for (let attempt = 1; Object.keys(input).length > 0; attempt += 1) {
    try {
      await sendUpdate(ctx, before.id, input)
      return
    } catch (error) {
      if (!(error instanceof ShopifyRefused) || attempt > 4) throw error
      const field = REFUSABLE.find((name) => name in input && error.concerns(name))
      if (field === undefined) throw error
      const { [field]: _refused, ...rest } = input
      input = rest
      notes.push(notPossible(field === 'seo' ? 'seoTitle' : field, stays(field, error)))
    }
  }
}

/** Fields without which the others of a product can be changed. */
const REFUSABLE = [
  'handle',
  'tags',
  'vendor',
  'productType',
  'descriptionHtml',
  'seo',
  'status',
  'title',
] as const

function stays(field: (typeof REFUSABLE)[number], error: ShopifyRefused): Message {
  return field === 'handle'
    ? productsSay('handleTaken')
    : productsSay('fieldRefused', { words: error.message })
}

type Remembered = Partial<Pick<Managed, 'pictures' | 'changing'>>

/** What the product remembers of things that are not written just now. */
function keptOf(record: CanonicalProduct, { variantData, pictures, changing }: Managed) {
  return { variantData: variantData || hasVariantData(record), pictures, changing }
}

/** Before its pictures change, what it had; last of all, those it has. */
async function rememberPictures(
  ctx: TargetContext,
  record: CanonicalProduct,
  before: ReadProduct,
  { changed, more }: { changed: ReadonlySet<string>; more: Remembered },
): Promise<void> {
  const managed = parseManaged(before.managed?.value)
  const isNew = ['tags', 'handle', 'vendor'].some((name) => changed.has(name))
  const rest = isNew ? productManaged(record, keptOf(record, managed)) : managed
  await sendUpdate(ctx, before.id, { metafields: [managedMetafield({ ...rest, ...more })] })
}

async function sendUpdate(ctx: TargetContext, id: Gid, input: ProductUpdateInput): Promise<void> {
  const { productUpdate } = await ctx.run(PRODUCT_UPDATE, { product: { id, ...input } })
  checkUserErrors(productUpdate)
}

/** Source ids of the variants it created. */
async function updateStructure(
  ctx: TargetContext,
  record: CanonicalProduct,
  before: ReadProduct,
  known: {
    children: Readonly<Record<string, Gid>>
    current: TargetSnapshot
    changed: ReadonlySet<string>
  },
  notes: WriteNote[],
): Promise<ReadonlySet<string>> {
  const { children, current, changed } = known
  const shown = Object.keys(current.fields)
  // Where the structure stays, new variants of another shape cannot be added either.
  const allVariants = new Set(record.variants.map(({ sourceId }) => sourceId))
  const plan = planStructure(record, before, children, shown, changed, ctx.options)
  switch (plan.kind) {
    case 'none':
      return new Set()
    case 'impossible':
      notes.push(notPossible('options', plan.message))
      return allVariants
    case 'set': {
      const identifier = { id: before.id }
      try {
        const answer = await ctx.run(PRODUCT_SET_STRUCTURE, { identifier, input: plan.input })
        checkUserErrors(answer.productSet)
        return plan.created
      } catch (error) {
        if (!(error instanceof ShopifyRefused) || saysRecordIsGone(error)) throw error
        notes.push(
          notPossible('options', productsSay('structureRefused', { words: error.message })),
        )
        return allVariants
      }
    }
  }
}

async function updateVariants(
  ctx: TargetContext,
  record: CanonicalProduct,
  productId: Gid,
  known: {
    children: Readonly<Record<string, Gid>>
    changed: ReadonlySet<string>
    /** They have all their values already. */
    created: ReadonlySet<string>
  },
  notes: WriteNote[],
): Promise<void> {
  const { children, changed, created } = known
  const fieldsOf = new Map<string, Set<string>>()
  for (const name of changed) {
    const match = /^variant:(.+)\.(\w+)$/.exec(name)
    if (!match?.[1] || !match[2] || match[2] === 'options') continue
    fieldsOf.set(match[1], (fieldsOf.get(match[1]) ?? new Set()).add(match[2]))
  }
  const added = record.variants.filter(
    ({ sourceId }) => fieldsOf.has(sourceId) && !children[sourceId] && !created.has(sourceId),
  )
  const kept = record.variants.flatMap((variant) => {
    const id = children[variant.sourceId]
    const fields = fieldsOf.get(variant.sourceId)
    return id && fields ? [{ variant, id, fields }] : []
  })
  await sendVariantChanges(ctx, productId, kept, notes)
  if (added.length > 0 && record.options.length > 0) {
    const rows = added.map((variant) => ({
      variant,
      input: addedVariantInput(record, variant, ctx.options),
    }))
    await sendNewVariants(ctx, productId, rows, notes)
  }
}

/** All rows or none (recorded): what is refused of one must not keep the others from changing. */
async function sendVariantChanges(
  ctx: TargetContext,
  productId: Gid,
  all: readonly VariantChange[],
  notes: WriteNote[],
): Promise<void> {
  let changes = all
  for (let attempt = 1; changes.length > 0; attempt += 1) {
    try {
      const answer = await ctx.run(PRODUCT_VARIANTS_BULK_UPDATE, {
        productId,
        variants: changes.map(({ variant, id, fields }) =>
          changedVariantInput(variant, id, fields, ctx.options),
        ),
      })
      checkUserErrors(answer.productVariantsBulkUpdate)
      return
    } catch (error) {
      if (!(error instanceof ShopifyRefused) || attempt > 4) throw error
      const rest = withoutRefusedChanges(error, changes, notes)
      if (!rest) throw error
      changes = rest
    }
  }
}

/** The same for new ones. */
async function sendNewVariants(
  ctx: TargetContext,
  productId: Gid,
  all: readonly NewVariant[],
  notes: WriteNote[],
): Promise<void> {
  let rows = all
  for (let attempt = 1; rows.length > 0; attempt += 1) {
    try {
      const variants = rows.map(({ input }) => input)
      const answer = await ctx.run(PRODUCT_VARIANTS_BULK_CREATE, { productId, variants })
      checkUserErrors(answer.productVariantsBulkCreate)
      return
    } catch (error) {
      if (!(error instanceof ShopifyRefused) || attempt > 4) throw error
      const rest = withoutRefusedVariants(error, rows, notes)
      if (!rest) throw error
      rows = rest
    }
  }
}
