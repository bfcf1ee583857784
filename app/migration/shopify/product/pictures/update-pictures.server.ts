import type { Fields } from '#app/migration/kinds/values/fingerprint.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { Gid, WriteNote } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors, ShopifyRefused } from '#app/migration/shopify/api/check-user-errors.ts'
import {
  FILE_DELETE,
  FILE_STATES,
  PRODUCT_REORDER_MEDIA,
  VARIANT_APPEND_MEDIA,
} from './documents.ts'
import { JOB_STATUS } from '#app/migration/shopify/order/documents.ts'
import { FILE_UPDATE, PRODUCT_UPDATE } from '../documents.ts'
import { found } from '#app/migration/shopify/api/operation.ts'
import { PAUSES_MS } from './pictures.server.ts'
import {
  changingPictures,
  unfinishedChange,
  namedPictures,
  wantedPictures,
  type WantedPicture,
} from './product-pictures.ts'
import { productSnapshot, type ReadProduct } from '../snapshot.ts'
import { readOne } from '../read-products.server.ts'
import type { TargetContext } from '#app/migration/shopify/target-context.ts'
import { notPossible } from '#app/migration/shopify/write-notes.ts'
import { parseManaged, type Managed } from '#app/migration/shopify/managed.ts'
import { productsSay } from '#app/migration/messages/products.ts'

/** Rows of `productVariantAppendMedia`, recorded. */
const MAX_ROWS = 100

type Media = ReadProduct['media']['nodes'][number]
type Kept = ReadonlyMap<WantedPicture, Media>

/**
 * Makes the product's pictures those of the source: takes away what is none of them any more, adds
 * what is new, and puts them in order. A picture is known by its name where the product remembers
 * it, else by its text. Variants that showed a picture which was replaced get the new one.
 */
export async function updatePictures(
  ctx: TargetContext,
  record: CanonicalProduct,
  before: ReadProduct,
  {
    children,
    shown,
    remember,
    notes,
  }: {
    children: Readonly<Record<string, Gid>>
    /** As the merge saw them. */
    shown: Fields
    remember: (more: { changing: NonNullable<Managed['changing']> }) => Promise<void>
    notes: WriteNote[]
  },
): Promise<void> {
  const wanted = wantedPictures(record)
  const { kept, surplus } = pair(wanted, before)
  const missing = wanted.filter((picture) => !kept.has(picture))
  const managed = parseManaged(before.managed?.value)
  const media = before.media.nodes
  const begun = unfinishedChange(media, managed)
  const changing = begun ?? changingPictures({ media, managed }, shown, missing)
  if (!begun) await remember({ changing })
  await takeAway(ctx, before.id, surplus, notes)
  await setTexts(ctx, kept, notes)
  await add(ctx, before, missing)
  const after = await readOne(ctx, before.id, record.sourceId)
  const ids = inOrder(wanted, kept, before, after)
  await reorder(ctx, after, ids)
  const fresh = wanted.filter((one) => !((kept.get(one)?.id ?? '') in changing.names))
  const rows = replacedOnVariants(record, { wanted, missing: fresh, ids, children })
  await showOnVariants(ctx, before.id, rows, notes)
}

const altOf = ({ alt }: Media): string => (alt ?? '').trim()

/** What of the pictures that are there stays, and as which. */
function pair(
  wanted: readonly WantedPicture[],
  before: ReadProduct,
): { kept: Kept; surplus: Media[] } {
  const present = namedPictures(before.media.nodes, parseManaged(before.managed?.value))
  const kept = new Map<WantedPicture, Media>()
  for (const picture of wanted) {
    const at = present.findIndex(({ media, name }) =>
      name === null ? altOf(media) === picture.alt : name === picture.name,
    )
    const [one] = at < 0 ? [] : present.splice(at, 1)
    if (one) kept.set(picture, one.media)
  }
  return { kept, surplus: present.map(({ media }) => media) }
}

/** Waits in bounds for files that Shopify still works on: before that it changes none (recorded). */
async function readyAmong(ctx: TargetContext, ids: readonly Gid[]): Promise<Set<Gid>> {
  for (let i = 0; ; i += 1) {
    const { nodes } = await ctx.run(FILE_STATES, { ids: [...ids] })
    const states = found(nodes)
    const pause = PAUSES_MS[i]
    const isBusy = states.some(({ fileStatus }) => /^(?:UPLOADED|PROCESSING)$/.test(fileStatus))
    if (!isBusy || pause === undefined) {
      return new Set(states.flatMap(({ id, fileStatus }) => (fileStatus === 'READY' ? id : [])))
    }
    await ctx.sleep(pause)
  }
}

async function takeAway(
  ctx: TargetContext,
  productId: Gid,
  media: readonly Media[],
  notes: WriteNote[],
): Promise<void> {
  if (media.length === 0) return
  const ids = media.map(({ id }) => id)
  if (media.some(({ status }) => status !== 'READY')) await readyAmong(ctx, ids)
  await changeFiles(
    ctx,
    ids.map((id) => ({ id, referencesToRemove: [productId] })),
    notes,
    'imagesNotRemoved',
  )
}

async function setTexts(ctx: TargetContext, kept: Kept, notes: WriteNote[]): Promise<void> {
  const files = [...kept].flatMap(([{ alt }, media]) =>
    altOf(media) === alt ? [] : [{ id: media.id, alt }],
  )
  if (files.length === 0) return
  await changeFiles(ctx, files, notes, 'imageTextsNotSet')
}

async function changeFiles(
  ctx: TargetContext,
  files: { id: Gid; alt?: string; referencesToRemove?: Gid[] }[],
  notes: WriteNote[],
  told: 'imagesNotRemoved' | 'imageTextsNotSet',
): Promise<void> {
  try {
    checkUserErrors((await ctx.run(FILE_UPDATE, { files })).fileUpdate)
  } catch (error) {
    if (!(error instanceof ShopifyRefused)) throw error
    notes.push(notPossible('images', productsSay(told, { words: error.message })))
  }
}

async function add(
  ctx: TargetContext,
  product: ReadProduct,
  missing: readonly WantedPicture[],
): Promise<void> {
  if (missing.length === 0) return
  await forgetFailed(ctx, product)
  const { productUpdate } = await ctx.run(PRODUCT_UPDATE, {
    product: { id: product.id },
    media: missing.map(({ url, alt }) => ({
      originalSource: url,
      alt,
      mediaContentType: 'IMAGE' as const,
    })),
  })
  checkUserErrors(productUpdate)
}

/** What Shopify could not fetch would stand beside the new try for good. */
async function forgetFailed(ctx: TargetContext, { media }: ReadProduct): Promise<void> {
  const fileIds = media.nodes.flatMap(({ id, status }) => (status === 'FAILED' ? id : []))
  if (fileIds.length === 0) return
  try {
    checkUserErrors((await ctx.run(FILE_DELETE, { fileIds })).fileDelete)
  } catch (error) {
    if (!(error instanceof ShopifyRefused)) throw error
    ctx.logger.warn({ files: fileIds.length }, 'failed files could not be deleted')
  }
}

/** The ids of the wanted pictures, in their order; new ones stand at the end as they were sent. */
function inOrder(
  wanted: readonly WantedPicture[],
  kept: Kept,
  before: ReadProduct,
  after: ReadProduct,
): Gid[] {
  const known = new Set(before.media.nodes.map(({ id }) => id))
  const added = after.media.nodes.map(({ id }) => id).filter((id) => !known.has(id))
  return wanted.flatMap((picture) => kept.get(picture)?.id ?? added.shift() ?? [])
}

async function reorder(
  ctx: TargetContext,
  product: ReadProduct,
  ids: readonly Gid[],
): Promise<void> {
  const ours = new Set(ids)
  const shown = product.media.nodes.map(({ id }) => id)
  const order = [...ids, ...shown.filter((id) => !ours.has(id))]
  if (order.every((id, i) => id === shown[i])) return
  const { productReorderMedia } = await ctx.run(PRODUCT_REORDER_MEDIA, {
    id: product.id,
    moves: order.map((id, i) => ({ id, newPosition: String(i) })),
  })
  checkUserErrors({ userErrors: productReorderMedia?.mediaUserErrors ?? [] })
  let job = productReorderMedia?.job
  for (const pause of PAUSES_MS) {
    if (!job || job.done) return
    await ctx.sleep(pause)
    job = (await ctx.run(JOB_STATUS, { id: job.id })).job
  }
}

type Row = { variantId: Gid; mediaIds: Gid[] }

/** Variants whose picture went with the one that was taken away. */
function replacedOnVariants(
  record: CanonicalProduct,
  pictures: {
    wanted: readonly WantedPicture[]
    missing: readonly WantedPicture[]
    ids: readonly Gid[]
    children: Readonly<Record<string, Gid>>
  },
): Row[] {
  const { wanted, missing, ids, children } = pictures
  const urls = new Map(record.images.map(({ sourceId, url }) => [sourceId, url]))
  return record.variants.flatMap(({ sourceId, imageSourceId }) => {
    const url = imageSourceId === null ? undefined : urls.get(imageSourceId)
    const mediaId = ids[wanted.findIndex((picture) => picture.url === url)]
    const variantId = children[sourceId]
    const isNew = missing.some((picture) => picture.url === url)
    return isNew && variantId && mediaId ? [{ variantId, mediaIds: [mediaId] }] : []
  })
}

/**
 * Variants that came with this update get their pictures, which are among the product's by now: what
 * makes variants of an existing product takes none that is there.
 *
 * @param known variants that were there before
 */
export async function showOnNewVariants(
  ctx: TargetContext,
  record: CanonicalProduct,
  productId: Gid,
  known: Readonly<Record<string, Gid>>,
  notes: WriteNote[],
): Promise<void> {
  const fresh = record.variants.filter(
    ({ sourceId, imageSourceId }) => imageSourceId !== null && !known[sourceId],
  )
  if (fresh.length === 0) return
  const product = await readOne(ctx, productId, record.sourceId)
  const { children } = productSnapshot(product, ctx.options, known)
  const urls = new Map(record.images.map(({ sourceId, url }) => [sourceId, url]))
  const { kept } = pair(wantedPictures(record), product)
  const media = new Map([...kept].map(([{ url }, { id }]) => [url, id]))
  const rows = fresh.flatMap(({ sourceId, imageSourceId }): Row[] => {
    const mediaId = media.get(urls.get(imageSourceId ?? '') ?? '')
    const variantId = children[sourceId]
    return variantId && mediaId ? [{ variantId, mediaIds: [mediaId] }] : []
  })
  await showOnVariants(ctx, productId, rows, notes)
}

/** A variant that has a picture of its own keeps it: Shopify then refuses another one (recorded). */
async function showOnVariants(
  ctx: TargetContext,
  productId: Gid,
  rows: readonly Row[],
  notes: WriteNote[],
): Promise<void> {
  if (rows.length === 0) return
  const ready = await readyAmong(ctx, [...new Set(rows.flatMap(({ mediaIds }) => mediaIds))])
  const possible = rows.filter(({ mediaIds }) => mediaIds.every((id) => ready.has(id)))
  let left = rows.length - possible.length
  for (let i = 0; i < possible.length; i += MAX_ROWS) {
    const variantMedia = possible.slice(i, i + MAX_ROWS)
    try {
      const answer = await ctx.run(VARIANT_APPEND_MEDIA, { productId, variantMedia })
      checkUserErrors(answer.productVariantAppendMedia)
    } catch (error) {
      if (!(error instanceof ShopifyRefused)) throw error
      left += variantMedia.length
    }
  }
  if (left === 0) return
  notes.push(notPossible('pictures', productsSay('variantImages', { variants: left })))
}
