import { z } from 'zod'
import {
  type Args,
  type Ctx,
  type Resolvers,
  type UserError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  findVariant,
  type Product,
  saveProduct,
  type Variant,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { mediaStatus } from '../media/media.ts'

const MAX_PAIRS = 100

const pairs = z.array(z.strictObject({ variantId: z.string(), mediaIds: z.array(z.string()) }))
type Pair = z.output<typeof pairs>[number]

/** What is wrong with the rows, whatever they are for; the order of the questions is as recorded. */
function shapeProblem(rows: readonly Pair[]): UserError | null {
  if (rows.length > MAX_PAIRS) {
    const message = `Exceeded ${MAX_PAIRS} variant-media pairs per mutation.`
    return userError(['variantMedia'], message, 'MAXIMUM_VARIANT_MEDIA_PAIRS_EXCEEDED')
  }
  for (const [i, { variantId, mediaIds }] of rows.entries()) {
    const at = (field: string, message: string, code: string) =>
      userError(['variantMedia', i, field], message, code)
    if (mediaIds.length === 0) return at('mediaIds', 'The mediaIds list cannot be empty.', 'BLANK')
    if (mediaIds.length > 1) {
      const message = 'Only one mediaId is allowed per media input.'
      return at('mediaIds', message, 'TOO_MANY_MEDIA_PER_INPUT_PAIR')
    }
    if (rows.some((row, j) => j !== i && row.variantId === variantId)) {
      const message = 'Variant was specified in more than one media input.'
      return at('variantId', message, 'PRODUCT_VARIANT_SPECIFIED_MULTIPLE_TIMES')
    }
  }
  return null
}

type Target = { variant: Variant; mediaId: string }

function read(
  ctx: Ctx,
  args: Args,
  problemOf: (target: Target, product: Product) => [field: string, string, code: string] | null,
): { product: Product; targets: Target[] } | { error: UserError } {
  const rows = pairs.parse(args.variantMedia)
  const product = ctx.shop.products.get(String(args.productId))
  if (!product) {
    return { error: userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST') }
  }
  const shape = shapeProblem(rows)
  if (shape) return { error: shape }
  const targets: Target[] = []
  for (const [i, { variantId, mediaIds }] of rows.entries()) {
    const found = findVariant(ctx.shop, variantId)
    const at = (field: string, message: string, code: string) => ({
      error: userError(['variantMedia', i, field], message, code),
    })
    if (found?.product.id !== product.id) {
      const message = 'Variant does not exist on the specified product.'
      return at('variantId', message, 'PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT')
    }
    const target = { variant: found.variant, mediaId: mediaIds[0] ?? '' }
    const problem = problemOf(target, product)
    if (problem) return at(...problem)
    targets.push(target)
  }
  return { product, targets }
}

function append(args: Args, ctx: Ctx) {
  const result = read(ctx, args, ({ variant, mediaId }, product) => {
    const media = product.media.find(({ id }) => id === mediaId)
    if (!media) {
      const message = 'Media does not exist on the specified product.'
      return ['mediaIds', message, 'MEDIA_DOES_NOT_EXIST_ON_PRODUCT']
    }
    if (!media.id.includes('/MediaImage/')) {
      return ['mediaIds', 'Non-image media cannot be attached to variants.', 'INVALID_MEDIA_TYPE']
    }
    if (mediaStatus(ctx.shop, media) !== 'READY') {
      return ['mediaIds', 'Non-ready media cannot be attached to variants.', 'NON_READY_MEDIA']
    }
    if (variant.mediaIds.length > 0) {
      const message = 'The given variant already has attached media.'
      return ['variantId', message, 'PRODUCT_VARIANT_ALREADY_HAS_MEDIA']
    }
    return null
  })
  if ('error' in result) return { product: null, productVariants: null, userErrors: [result.error] }
  const { product, targets } = result
  for (const { variant, mediaId } of targets) variant.mediaIds = [mediaId]
  saveProduct(ctx.shop, product)
  return { product, productVariants: targets.map(({ variant }) => variant), userErrors: [] }
}

function detach(args: Args, ctx: Ctx) {
  const result = read(ctx, args, ({ variant, mediaId }) =>
    variant.mediaIds.includes(mediaId)
      ? null
      : [
          'variantId',
          'The specified media is not attached to the specified variant.',
          'MEDIA_IS_NOT_ATTACHED_TO_VARIANT',
        ],
  )
  if ('error' in result) return { product: null, productVariants: null, userErrors: [result.error] }
  const { product, targets } = result
  for (const { variant } of targets) variant.mediaIds = []
  saveProduct(ctx.shop, product)
  return { product, productVariants: targets.map(({ variant }) => variant), userErrors: [] }
}

export const variantMediaResolvers: Record<string, Resolvers<never>> = {
  Mutation: {
    productVariantAppendMedia: (_source, args, ctx) => append(args, ctx),
    productVariantDetachMedia: (_source, args, ctx) => detach(args, ctx),
  },
}
