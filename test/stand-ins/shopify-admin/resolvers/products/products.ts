import Big from 'big.js'
import { z } from 'zod'
import { connect } from '../connection.ts'
import {
  type Args,
  type Ctx,
  idArg,
  readInput,
  type Resolvers,
  topLevelError,
  userError,
  type UserError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { moneyV2 } from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  deleteProduct,
  findVariant,
  legacyId,
  newGid,
  type Product,
  type ProductOption,
  saveProduct,
  type Variant,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { collectionsWith } from './collections.ts'
import { counted, listed, searched } from '../listing.ts'
import { holdsSeparator, SEPARATOR_IN_NAME } from '../options/rules.ts'
import {
  createdMedia,
  createMediaInput,
  firstImage,
  imageConnection,
  sourceProblem,
} from '../media/media.ts'
import {
  findByCustomId,
  metafieldFields,
  planMetafields,
  uniqueValueInput,
  writeMetafield,
} from '../metafields/metafields.ts'
import {
  applyProductFields,
  blankProduct,
  checkCategory,
  collectionErrors,
  joinCollections,
  productByHandle,
  productFields,
} from './input.ts'
import { productSet } from './product-set.ts'
import { publishableFields } from './publications.ts'
import { freeHandle, handleize, stripHtml } from '../text.ts'

const optionCreateInput = z.array(
  z.strictObject({
    name: z.string().nullish(),
    position: z.number().nullish(),
    values: z.array(z.strictObject({ name: z.string().nullish() })).nullish(),
  }),
)

const productCreateInput = z.strictObject({
  ...productFields,
  collectionsToJoin: z.array(z.string()).nullish(),
  productOptions: optionCreateInput.nullish(),
})

const productUpdateInput = z.strictObject({
  ...productFields,
  id: z.string().nullish(),
  collectionsToJoin: z.array(z.string()).nullish(),
  collectionsToLeave: z.array(z.string()).nullish(),
  deleteConflictingConstrainedMetafields: z.boolean().nullish(),
})

const identifierInput = z
  .strictObject({
    id: z.string().optional(),
    handle: z.string().optional(),
    customId: uniqueValueInput.optional(),
  })
  .nullish()

/** `input` is the old name of `product`; Shopify wants exactly one. */
function oneOf(args: Args, field: string): unknown {
  if ((args.product === undefined) === (args.input === undefined)) {
    throw topLevelError(
      `${field} must include exactly one of the following arguments: input, product.`,
      'INVALID_FIELD_ARGUMENTS',
    )
  }
  return args.product ?? args.input
}

function mediaErrors(media: z.infer<typeof createMediaInput>): UserError[] {
  return media.flatMap((input, i) => {
    const problem = sourceProblem(input.originalSource)
    return problem ? userError(['media', i, 'originalSource'], problem) : []
  })
}

function readMedia(args: Args) {
  return args.media === undefined || args.media === null
    ? []
    : readInput(createMediaInput, args.media, 'CreateMediaInput')
}

function productCreate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const input = readInput(productCreateInput, oneOf(args, 'productCreate'), 'ProductCreateInput')
  const media = readMedia(args)
  const draft = blankProduct(shop)
  const errors = applyProductFields(ctx, draft, input, true, (field) => [field])
  errors.push(...mediaErrors(media))
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'PRODUCT',
    null,
    input.metafields,
    ['metafields'],
  )
  errors.push(...metafieldErrors)
  if (input.productOptions && input.productOptions.length > 0) {
    errors.push(...createOptions(ctx, draft, input.productOptions))
  }
  if (errors.length > 0) return { product: null, shop, userErrors: errors }
  draft.media = media.map((entry) => createdMedia(shop, entry))
  saveProduct(shop, draft)
  for (const plan of plans) writeMetafield(shop, draft.id, plan)
  // Recorded: collections that are not there are passed over without a word.
  joinCollections(shop, draft.id, { join: input.collectionsToJoin ?? [] })
  saveProduct(shop, draft)
  return { product: draft, shop, userErrors: [] }
}

/** Recorded: options at creation make one variant of their first values. */
function createOptions(
  ctx: Ctx,
  draft: Product,
  inputs: z.infer<typeof optionCreateInput>,
): UserError[] {
  const { shop } = ctx
  if (inputs.length > 3) {
    return [userError(['productOptions'], 'Can only specify a maximum of 3 options')]
  }
  const errors: UserError[] = []
  const options: ProductOption[] = inputs.map((input, i) => {
    const values = (input.values ?? []).map((value) => value.name?.trim() ?? '')
    if (!input.name?.trim()) {
      errors.push(userError(['productOptions', i, 'name'], "Option name can't be blank"))
    }
    if (holdsSeparator(input.name ?? '')) {
      errors.push(userError(['productOptions', i, 'name'], SEPARATOR_IN_NAME))
    }
    if (new Set(values.map((value) => value.toLowerCase())).size < values.length) {
      errors.push(userError(['productOptions', i, 'values'], 'Duplicated option value'))
    }
    return {
      id: newGid(shop, 'ProductOption'),
      name: input.name?.trim() ?? '',
      values: values.map((name) => ({ id: newGid(shop, 'ProductOptionValue'), name })),
    }
  })
  draft.options = options
  for (const variant of draft.variants) {
    variant.values = options.map((option) => option.values[0]?.name ?? '')
  }
  return errors
}

function productUpdate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const input = readInput(productUpdateInput, oneOf(args, 'productUpdate'), 'ProductUpdateInput')
  const identifier = readInput(identifierInput, args.identifier, 'ProductUpdateIdentifiers')
  const media = readMedia(args)
  checkCategory(input.category)
  const existing = identifier
    ? byIdentifier(ctx, identifier)
    : (shop.products.get(input.id ?? '') ?? null)
  if (!existing) {
    return { product: null, userErrors: [userError(['id'], 'Product does not exist')] }
  }
  const draft = structuredClone(existing)
  const errors = applyProductFields(ctx, draft, input, false, (field) => [field])
  errors.push(...mediaErrors(media))
  const known = (input.collectionsToJoin ?? []).filter((id) => shop.collections.has(id))
  errors.push(...collectionErrors(shop, known, ['collectionsToJoin'], null))
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'PRODUCT',
    existing.id,
    input.metafields,
    ['metafields'],
  )
  errors.push(...metafieldErrors)
  if (errors.length > 0) return { product: existing, userErrors: errors }
  draft.media.push(...media.map((entry) => createdMedia(shop, entry)))
  saveProduct(shop, draft)
  for (const plan of plans) writeMetafield(shop, draft.id, plan)
  joinCollections(shop, draft.id, {
    join: input.collectionsToJoin ?? [],
    leave: input.collectionsToLeave ?? [],
  })
  saveProduct(shop, draft)
  return { product: draft, userErrors: [] }
}

function byIdentifier(
  ctx: Ctx,
  identifier: NonNullable<z.infer<typeof identifierInput>>,
): Product | null {
  if (identifier.id !== undefined) return ctx.shop.products.get(identifier.id) ?? null
  if (identifier.handle !== undefined) return productByHandle(ctx.shop, identifier.handle)
  if (!identifier.customId) return null
  const { ownerId } = findByCustomId(ctx, 'PRODUCT', identifier.customId)
  return ctx.shop.products.get(ownerId ?? '') ?? null
}

function productDelete(args: Args, ctx: Ctx) {
  const { id } = readInput(z.strictObject({ id: z.string() }), args.input, 'ProductDeleteInput')
  const product = ctx.shop.products.get(id)
  if (!product) {
    return {
      deletedProductId: null,
      productDeleteOperation: null,
      shop: ctx.shop,
      userErrors: [userError(['id'], 'Product does not exist')],
    }
  }
  deleteProduct(ctx.shop, product)
  return {
    deletedProductId: id,
    productDeleteOperation: null,
    shop: ctx.shop,
    userErrors: [],
  }
}

function productDuplicate(args: Args, ctx: Ctx) {
  const product = ctx.shop.products.get(String(args.productId))
  if (!product) {
    return { newProduct: null, userErrors: [userError(['productId'], 'Product does not exist')] }
  }
  const { shop } = ctx
  const copy = blankProduct(shop)
  const title = String(args.newTitle)
  Object.assign(copy, {
    title,
    handle: freeHandle(handleize(title), (handle) => productByHandle(shop, handle) !== null),
    descriptionHtml: product.descriptionHtml,
    vendor: product.vendor,
    productType: product.productType,
    tags: [...product.tags],
    status: typeof args.newStatus === 'string' ? args.newStatus : product.status,
    options: structuredClone(product.options),
  })
  copy.variants = product.variants.map((variant) => ({
    ...structuredClone(variant),
    id: newGid(shop, 'ProductVariant'),
    productId: copy.id,
    item: { ...structuredClone(variant.item), id: newGid(shop, 'InventoryItem') },
  }))
  for (const variant of copy.variants) variant.item.variantId = variant.id
  saveProduct(shop, copy)
  return { newProduct: copy, userErrors: [] }
}

function priceRange(ctx: Ctx, prices: readonly string[]) {
  const sorted = prices.map((price) => new Big(price)).sort((a, b) => a.cmp(b))
  const money = (price: Big | undefined) =>
    moneyV2((price ?? new Big(0)).toFixed(), ctx.shop.currency)
  return { minVariantPrice: money(sorted[0]), maxVariantPrice: money(sorted.at(-1)) }
}

function available(variant: Variant): number {
  return Object.values(variant.item.levels).reduce((sum, level) => sum + level.available, 0)
}

const productType: Resolvers<Product> = {
  ...metafieldFields,
  ...publishableFields,
  legacyResourceId: (product) => legacyId(product.id),
  bodyHtml: (product) => product.descriptionHtml,
  description: (product, args) => {
    const text = stripHtml(product.descriptionHtml)
    return typeof args.truncateAt === 'number' ? text.slice(0, args.truncateAt) : text
  },
  category: (product) => (product.category ? { id: product.category } : null),
  options: (product, args) =>
    product.options
      .map((option, i) => ({ ...option, product, position: i + 1 }))
      .slice(0, typeof args.first === 'number' ? args.first : undefined),
  variants: (product, args) =>
    connect(product.variants, args, (variant, i) => ({ id: legacyId(variant.id), value: i + 1 })),
  variantsCount: (product) => ({ count: product.variants.length, precision: 'EXACT' }),
  totalVariants: (product) => product.variants.length,
  hasOnlyDefaultVariant: (product) =>
    product.variants.length === 1 && product.variants[0]?.values[0] === 'Default Title',
  hasOutOfStockVariants: (product) =>
    product.variants.some((variant) => variant.item.tracked && available(variant) <= 0),
  hasVariantsThatRequiresComponents: () => false,
  totalInventory: (product) =>
    product.variants
      .filter((variant) => variant.item.tracked)
      .reduce((sum, variant) => sum + available(variant), 0),
  tracksInventory: (product) => product.variants.some((variant) => variant.item.tracked),
  priceRangeV2: (product, _args, ctx) =>
    priceRange(
      ctx,
      product.variants.map((variant) => variant.price),
    ),
  // Recorded: the old range counts in cents.
  priceRange: (product, _args, ctx) =>
    priceRange(
      ctx,
      product.variants.map((variant) => new Big(variant.price).times(100).toFixed()),
    ),
  compareAtPriceRange: (product, _args, ctx) => {
    const prices = product.variants.flatMap((variant) => variant.compareAtPrice ?? [])
    if (prices.length === 0) return null
    const range = priceRange(ctx, prices)
    return {
      minVariantCompareAtPrice: range.minVariantPrice,
      maxVariantCompareAtPrice: range.maxVariantPrice,
    }
  },
  media: (product, args) => connect(product.media, args, (media) => ({ id: legacyId(media.id) })),
  mediaCount: (product) => ({ count: product.media.length, precision: 'EXACT' }),
  featuredMedia: (product) => product.media[0] ?? null,
  featuredImage: (product, _args, ctx) => firstImage(ctx.shop, product.media),
  images: (product, args, ctx) => imageConnection(ctx.shop, product.media, args),
  collections: (product, args, ctx) =>
    connect(collectionsWith(ctx.shop, product), args, (collection) => ({
      id: legacyId(collection.id),
    })),
  inCollection: (product, args, ctx) =>
    collectionsWith(ctx.shop, product).some(({ id }) => id === idArg(args)),
  onlineStoreUrl: (product, _args, ctx) =>
    product.status === 'ACTIVE' && Object.keys(product.publications).length > 0
      ? `https://${ctx.shop.domain}/products/${product.handle}`
      : null,
  onlineStorePreviewUrl: (product, _args, ctx) =>
    `https://${ctx.shop.domain}/products_preview?preview_key=${legacyId(product.id)}`,
}

const productRoots: Resolvers<unknown> = {
  product: (_source, args, ctx) => ctx.shop.products.get(idArg(args)) ?? null,
  productByHandle: (_source, args, ctx) => productByHandle(ctx.shop, String(args.handle)),
  productByIdentifier: (_source, args, ctx) =>
    byIdentifier(ctx, readInput(identifierInput, args.identifier, 'ProductIdentifierInput') ?? {}),
  products: (_source, args, ctx, info) =>
    listed(ctx, 'product', ctx.shop.products, args, info, (product, key) => {
      switch (key) {
        case 'TITLE':
          return product.title.toLowerCase()
        case 'VENDOR':
          return product.vendor.toLowerCase()
        case 'PRODUCT_TYPE':
          return product.productType.toLowerCase()
        case 'INVENTORY_TOTAL':
          return product.variants.reduce((sum, variant) => sum + available(variant), 0)
        default:
          return Number(legacyId(product.id))
      }
    }),
  // The search of variants knows what the search of products knows, at the same time.
  productVariants: (_source, args, ctx, info) => {
    const sku = /\bsku:"((?:[^"\\]|\\.)*)"/.exec(String(args.query ?? ''))?.[1]
    const wanted = sku?.replaceAll(/\\(.)/g, '$1').toLowerCase()
    const variants = searched(ctx, 'product', ctx.shop.products, args, info)
      .flatMap((product) => product.variants)
      .filter((variant) => wanted === undefined || variant.sku?.toLowerCase().includes(wanted))
    return connect(variants, args, ({ id }) => ({ id: legacyId(id), value: Number(legacyId(id)) }))
  },
  productsCount: (_source, args, ctx, info) =>
    counted(searched(ctx, 'product', ctx.shop.products, args, info).length, args),
  productOperation: (_source, args, ctx) => {
    const operation = ctx.shop.operations.get(idArg(args))
    if (!operation) return null
    const isDone = ctx.shop.now() >= operation.completesAt
    return {
      ...operation,
      status: isDone ? 'COMPLETE' : 'ACTIVE',
      userErrors: isDone ? operation.userErrors : [],
      productId: isDone ? operation.productId : null,
    }
  },
  productVariant: (_source, args, ctx) => findVariant(ctx.shop, idArg(args))?.variant ?? null,
  productVariantByIdentifier: (_source, args, ctx) => {
    const input = readInput(
      z.strictObject({ id: z.string().optional(), customId: uniqueValueInput.optional() }),
      args.identifier,
      'ProductVariantIdentifierInput',
    )
    const id = input.customId
      ? findByCustomId(ctx, 'PRODUCTVARIANT', input.customId).ownerId
      : input.id
    return findVariant(ctx.shop, id ?? '')?.variant ?? null
  },
}

export const productResolvers: Record<string, Resolvers<never>> = {
  Product: productType,
  ProductSetOperation: {
    product: (operation: { productId?: string | null }, _args: Args, ctx: Ctx) =>
      ctx.shop.products.get(operation.productId ?? '') ?? null,
  },
  QueryRoot: productRoots,
  Mutation: {
    productSet: (_source, args, ctx, info) => productSet(args, ctx, info),
    productCreate: (_source, args, ctx) => productCreate(args, ctx),
    productUpdate: (_source, args, ctx) => productUpdate(args, ctx),
    productDelete: (_source, args, ctx) => productDelete(args, ctx),
    productDuplicate: (_source, args, ctx) => productDuplicate(args, ctx),
    productChangeStatus: (_source, args, ctx) => {
      const product = ctx.shop.products.get(String(args.productId))
      const status = productFields.status.parse(args.status)
      if (!product || !status) {
        return {
          product: null,
          userErrors: [userError(['productId'], 'Product does not exist', 'PRODUCT_NOT_FOUND')],
        }
      }
      product.status = status
      saveProduct(ctx.shop, product)
      return { product, userErrors: [] }
    },
  },
}
