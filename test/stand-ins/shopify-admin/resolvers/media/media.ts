import { z } from 'zod'
import { connect } from '../connection.ts'
import {
  type Args,
  type Ctx,
  readInput,
  type Resolvers,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  legacyId,
  type Media,
  newGid,
  nowIso,
  saveProduct,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { newJob } from '../products/collections.ts'

/** How long Shopify takes to fetch an image before it is READY or FAILED. */
const PROCESSING_MS = 1500

export const createMediaInput = z.array(
  z.strictObject({
    originalSource: z.string(),
    alt: z.string().nullish(),
    mediaContentType: z.enum(['IMAGE', 'EXTERNAL_VIDEO']),
  }),
)

export const fileSetInput = z.strictObject({
  id: z.string().nullish(),
  originalSource: z.string().nullish(),
  alt: z.string().nullish(),
  contentType: z.enum(['IMAGE']).nullish(),
  filename: z.string().nullish(),
  duplicateResolutionMode: z.string().nullish(),
})
export type FileSetInput = z.infer<typeof fileSetInput>

/**
 * True for an address no image can come from. Nothing is downloaded (the stand-in lives in a closed
 * world): a host without a dot, a path with "broken" or "404", or one the shop lists as broken.
 */
function isBroken(shop: ShopState, source: string): boolean {
  if (!URL.canParse(source)) return true
  const url = new URL(source)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return true
  const isAddress = /^[\d.]+$|^\[/.test(url.hostname)
  const isLocal = url.hostname === 'localhost' || isAddress
  if (!isLocal && (!url.hostname.includes('.') || url.hostname.endsWith('.invalid'))) return true
  if (/broken|404/.test(url.pathname)) return true
  return shop.brokenImages.has(url.hostname) || shop.brokenImages.has(source)
}

export type FileType = 'MediaImage' | 'GenericFile' | 'ExternalVideo' | 'Video'

export function newMedia(
  shop: ShopState,
  source: string,
  alt: string | null,
  made: { type?: FileType; filename?: string } = {},
): Media {
  const at = nowIso(shop)
  const media: Media = {
    id: newGid(shop, made.type ?? 'MediaImage'),
    alt,
    originalSource: source,
    filename: made.filename ?? nameIn(source),
    madeIn: shop.requests,
    settlesAt: shop.now() + PROCESSING_MS,
    fails: isBroken(shop, source),
    createdAt: at,
    updatedAt: at,
  }
  indexFile(shop, media)
  return media
}

/** The file's name in an address. */
export function nameIn(source: string): string {
  return (URL.canParse(source) && new URL(source).pathname.split('/').at(-1)) || 'image'
}

export function indexFile(shop: ShopState, media: Media): void {
  shop.index.file.put(media.id, {
    id: legacyId(media.id),
    filename: media.filename,
    created_at: media.createdAt,
    updated_at: media.updatedAt,
  })
}

/** Every object that is this file: products keep copies of their own. */
export function copiesOf(shop: ShopState, id: string): Media[] {
  const own = shop.files.get(id)
  return [
    ...(own ? [own] : []),
    ...[...shop.products.values()].flatMap(({ media }) => media.filter((one) => one.id === id)),
  ]
}

export function findFile(shop: ShopState, id: string): Media | null {
  return copiesOf(shop, id)[0] ?? null
}

export function createdMedia(
  shop: ShopState,
  input: z.output<typeof createMediaInput>[number],
): Media {
  const type = input.mediaContentType === 'IMAGE' ? 'MediaImage' : 'ExternalVideo'
  return newMedia(shop, input.originalSource, input.alt ?? null, { type })
}

/** `null` when the address can be used, else Shopify's words. */
export function sourceProblem(source: string): string | null {
  return /^https?:\/\/\S+$/i.test(source) && URL.canParse(source) ? null : 'Image URL is invalid'
}

export type FileStatus = 'UPLOADED' | 'PROCESSING' | 'READY' | 'FAILED'

/** Recorded: UPLOADED in the answer that makes it, then PROCESSING, later READY or FAILED. */
export function mediaStatus(shop: ShopState, media: Media): FileStatus {
  if (media.madeIn === shop.requests) return 'UPLOADED'
  // A film is fetched from an upload that nobody makes here.
  if (media.id.includes('/Video/')) return 'UPLOADED'
  if (shop.now() < media.settlesAt) return 'PROCESSING'
  return media.fails ? 'FAILED' : 'READY'
}

/** The address at Shopify's network; null before it is READY. */
export function addressOf(shop: ShopState, media: Media): string | null {
  if (mediaStatus(shop, media) !== 'READY') return null
  const version = Math.floor(media.settlesAt / 1000)
  return `https://cdn.shopify.com/s/files/1/${legacyId(shop.id)}/files/${media.filename}?v=${version}`
}

const SIZE = { width: 1200, height: 1200 }
const imageId = (media: Media) => `gid://shopify/ImageSource/${legacyId(media.id)}`

function isFetchedAgain(shop: ShopState, { refetchedAt }: Media): boolean {
  return refetchedAt !== undefined && shop.now() < refetchedAt + PROCESSING_MS
}

/** What `preview` shows: while another source is fetched, still the picture there was (recorded). */
export function previewOf(shop: ShopState, media: Media) {
  const url = media.id.includes('/MediaImage/') ? addressOf(shop, media) : null
  return url === null ? null : { ...SIZE, id: imageId(media), altText: media.alt, url }
}

export function imageOf(shop: ShopState, media: Media) {
  const url = media.id.includes('/MediaImage/') ? addressOf(shop, media) : null
  if (url === null || isFetchedAgain(shop, media)) return null
  return { ...SIZE, id: imageId(media), altText: media.alt, url }
}

export function imageConnection(shop: ShopState, media: readonly Media[], args: Args) {
  const images = media.flatMap((entry) => imageOf(shop, entry) ?? [])
  return connect(images, args, (image) => ({ id: legacyId(image.id) }))
}

export function firstImage(shop: ShopState, media: readonly Media[]) {
  return media.map((entry) => imageOf(shop, entry)).find((image) => image !== null) ?? null
}

function productCreateMedia(args: Args, ctx: Ctx) {
  const product = ctx.shop.products.get(String(args.productId))
  const inputs = readInput(createMediaInput, args.media, 'CreateMediaInput')
  if (!product) {
    const error = userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')
    return { media: null, product: null, mediaUserErrors: [error], userErrors: [error] }
  }
  const errors = inputs.flatMap((input, i) => {
    const problem = sourceProblem(input.originalSource)
    return problem ? userError(['media', i, 'originalSource'], problem, 'INVALID') : []
  })
  const media = inputs
    .filter((input) => sourceProblem(input.originalSource) === null)
    .map((input) => createdMedia(ctx.shop, input))
  product.media.push(...media)
  saveProduct(ctx.shop, product)
  return { media, product, mediaUserErrors: errors, userErrors: errors }
}

/** Documented only: the moves are made one after the other, by a job. */
function productReorderMedia(args: Args, ctx: Ctx) {
  const product = ctx.shop.products.get(String(args.id))
  const moves = z
    .array(z.strictObject({ id: z.string(), newPosition: z.coerce.number() }))
    .parse(args.moves)
  const refuse = (field: string[], message: string, code: string) => {
    const errors = [userError(field, message, code)]
    return { job: null, mediaUserErrors: errors, userErrors: errors }
  }
  if (!product) return refuse(['id'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')
  const order = [...product.media]
  for (const { id, newPosition } of moves) {
    const at = order.findIndex((media) => media.id === id)
    const [media] = at < 0 ? [] : order.splice(at, 1)
    if (!media) return refuse(['moves'], 'Media does not exist', 'MEDIA_DOES_NOT_EXIST')
    order.splice(newPosition, 0, media)
  }
  product.media = order
  saveProduct(ctx.shop, product)
  return { job: newJob(ctx), mediaUserErrors: [], userErrors: [] }
}

function productDeleteMedia(args: Args, ctx: Ctx) {
  const product = ctx.shop.products.get(String(args.productId))
  const ids = z.array(z.string()).parse(args.mediaIds)
  if (!product) {
    const error = userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')
    return {
      deletedMediaIds: null,
      deletedProductImageIds: null,
      product: null,
      mediaUserErrors: [error],
      userErrors: [error],
    }
  }
  const deleted = product.media.filter((media) => ids.includes(media.id))
  product.media = product.media.filter((media) => !ids.includes(media.id))
  for (const variant of product.variants) {
    variant.mediaIds = variant.mediaIds.filter((id) => !ids.includes(id))
  }
  saveProduct(ctx.shop, product)
  return {
    deletedMediaIds: deleted.map((media) => media.id),
    deletedProductImageIds: [],
    product,
    mediaUserErrors: [],
    userErrors: [],
  }
}

function productUpdateMedia(args: Args, ctx: Ctx) {
  const product = ctx.shop.products.get(String(args.productId))
  const inputs = readInput(
    z.array(
      z.strictObject({
        id: z.string(),
        alt: z.string().nullish(),
        previewImageSource: z.string().nullish(),
      }),
    ),
    args.media,
    'UpdateMediaInput',
  )
  const media = inputs.flatMap((input) => {
    const found = product?.media.find((entry) => entry.id === input.id)
    if (found && input.alt !== undefined) found.alt = input.alt
    return found ?? []
  })
  const errors = product
    ? inputs.length === media.length
      ? []
      : [userError(['media'], 'Media does not exist', 'MEDIA_DOES_NOT_EXIST')]
    : [userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')]
  if (product) saveProduct(ctx.shop, product)
  return { media, product, mediaUserErrors: errors, userErrors: errors }
}

export const mediaResolvers: Record<string, Resolvers<never>> = {
  Image: { thumbhash: () => null },
  Mutation: {
    productCreateMedia: (_source, args, ctx) => productCreateMedia(args, ctx),
    productReorderMedia: (_source, args, ctx) => productReorderMedia(args, ctx),
    productDeleteMedia: (_source, args, ctx) => productDeleteMedia(args, ctx),
    productUpdateMedia: (_source, args, ctx) => productUpdateMedia(args, ctx),
  },
}
