import { z } from 'zod'
import { connect } from '../connection.ts'
import { type Args, type Ctx, readInput, type Resolvers, userError } from '../context.ts'
import {
  isoSeconds,
  legacyId,
  type Media,
  newGid,
  nowIso,
  saveProduct,
  type ShopState,
} from '../state.ts'

/** How long Shopify takes to fetch an image before it is READY or FAILED. */
const PROCESSING_MS = 1500

export const createMediaInput = z.array(
  z.strictObject({
    originalSource: z.string(),
    alt: z.string().nullish(),
    mediaContentType: z.enum(['IMAGE']),
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

export function newMedia(shop: ShopState, source: string, alt: string | null): Media {
  const at = nowIso(shop)
  return {
    id: newGid(shop, 'MediaImage'),
    alt,
    originalSource: source,
    settlesAt: shop.now() + PROCESSING_MS,
    fails: isBroken(shop, source),
    createdAt: at,
    updatedAt: at,
  }
}

/** `null` when the address can be used, else Shopify's words. */
export function sourceProblem(source: string): string | null {
  return /^https?:\/\/\S+$/i.test(source) && URL.canParse(source) ? null : 'Image URL is invalid'
}

function mediaStatus(shop: ShopState, media: Media): 'PROCESSING' | 'READY' | 'FAILED' {
  if (shop.now() < media.settlesAt) return 'PROCESSING'
  return media.fails ? 'FAILED' : 'READY'
}

function imageOf(shop: ShopState, media: Media) {
  if (mediaStatus(shop, media) !== 'READY') return null
  const name = URL.canParse(media.originalSource)
    ? (new URL(media.originalSource).pathname.split('/').at(-1) ?? 'image')
    : 'image'
  return {
    id: `gid://shopify/ImageSource/${legacyId(media.id)}`,
    altText: media.alt,
    url: `https://cdn.shopify.com/s/files/1/${legacyId(shop.id)}/files/${name}`,
    width: 1200,
    height: 1200,
  }
}

export function imageConnection(shop: ShopState, media: readonly Media[], args: Args) {
  const images = media.flatMap((entry) => imageOf(shop, entry) ?? [])
  return connect(images, args, (image) => ({ id: legacyId(image.id) }))
}

export function firstImage(shop: ShopState, media: readonly Media[]) {
  return media.map((entry) => imageOf(shop, entry)).find((image) => image !== null) ?? null
}

function fileUpdate(args: Args, ctx: Ctx) {
  const inputs = readInput(
    z.array(
      z.strictObject({
        id: z.string(),
        alt: z.string().nullish(),
        originalSource: z.string().nullish(),
        referencesToAdd: z.array(z.string()).nullish(),
        referencesToRemove: z.array(z.string()).nullish(),
      }),
    ),
    args.files,
    'FileUpdateInput',
  )
  const { shop } = ctx
  const find = (id: string) => {
    for (const product of shop.products.values()) {
      const media = product.media.find((entry) => entry.id === id)
      if (media) return { product, media }
    }
    return null
  }
  const missing = inputs.filter((input) => !find(input.id))
  if (missing.length > 0) {
    return {
      files: [],
      userErrors: [
        userError(
          ['files'],
          `File id ${JSON.stringify(missing.map((input) => input.id))} does not exist.`,
          'FILE_DOES_NOT_EXIST',
        ),
      ],
    }
  }
  const files = inputs.flatMap((input) => {
    const found = find(input.id)
    if (!found) return []
    const { product, media } = found
    if (input.alt !== undefined) media.alt = input.alt
    if (input.originalSource) {
      const fresh = newMedia(shop, input.originalSource, media.alt)
      Object.assign(media, { ...fresh, id: media.id, createdAt: media.createdAt })
    }
    media.updatedAt = nowIso(shop)
    for (const id of input.referencesToAdd ?? []) {
      const target = shop.products.get(id)
      if (target && !target.media.includes(media)) target.media.push(media)
      if (target) saveProduct(shop, target)
    }
    for (const id of input.referencesToRemove ?? []) {
      const target = shop.products.get(id)
      if (!target) continue
      target.media = target.media.filter((entry) => entry.id !== media.id)
      for (const variant of target.variants) {
        variant.mediaIds = variant.mediaIds.filter((mediaId) => mediaId !== media.id)
      }
      saveProduct(shop, target)
    }
    saveProduct(shop, product)
    return media
  })
  return { files, userErrors: [] }
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
    .map((input) => newMedia(ctx.shop, input.originalSource, input.alt ?? null))
  product.media.push(...media)
  saveProduct(ctx.shop, product)
  return { media, product, mediaUserErrors: errors, userErrors: errors }
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

const mediaImage: Resolvers<Media> = {
  status: (media, _args, ctx) => mediaStatus(ctx.shop, media),
  fileStatus: (media, _args, ctx) => mediaStatus(ctx.shop, media),
  mediaContentType: () => 'IMAGE',
  mimeType: (media, _args, ctx) => (mediaStatus(ctx.shop, media) === 'READY' ? 'image/jpeg' : null),
  image: (media, _args, ctx) => imageOf(ctx.shop, media),
  preview: (media, _args, ctx) => ({
    image: imageOf(ctx.shop, media),
    status: mediaStatus(ctx.shop, media),
  }),
  originalSource: (media) => ({ url: media.originalSource, fileSize: 0 }),
  mediaErrors: (media, _args, ctx) =>
    mediaStatus(ctx.shop, media) === 'FAILED'
      ? [
          {
            code: 'IMAGE_DOWNLOAD_FAILURE',
            details: `Could not download image from ${media.originalSource}`,
            message: 'Media processing failed',
          },
        ]
      : [],
  fileErrors: (media, _args, ctx) =>
    mediaStatus(ctx.shop, media) === 'FAILED'
      ? [
          {
            code: 'IMAGE_DOWNLOAD_FAILURE',
            details: `Could not download image from ${media.originalSource}`,
            message: 'File processing failed',
          },
        ]
      : [],
  mediaWarnings: () => [],
  updatedAt: (media, _args, ctx) =>
    ctx.shop.now() >= media.settlesAt ? isoSeconds(media.settlesAt) : media.updatedAt,
}

export const mediaResolvers: Record<string, Resolvers<never>> = {
  MediaImage: mediaImage,
  Image: { thumbhash: () => null },
  Mutation: {
    fileUpdate: (_source, args, ctx) => fileUpdate(args, ctx),
    productCreateMedia: (_source, args, ctx) => productCreateMedia(args, ctx),
    productDeleteMedia: (_source, args, ctx) => productDeleteMedia(args, ctx),
    productUpdateMedia: (_source, args, ctx) => productUpdateMedia(args, ctx),
  },
}
