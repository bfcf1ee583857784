import { z } from 'zod'
import {
  type Ctx,
  topLevelError,
  userError,
  type UserError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  newGid,
  nowIso,
  type Product,
  saveCollection,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { metafieldInput } from '../metafields/metafields.ts'
import { freeHandle, handleize, normalizeTags } from '../text.ts'
import { defaultOption, newVariant } from '../variants/input.ts'

export const productFields = {
  title: z.string().nullish(),
  descriptionHtml: z.string().nullish(),
  handle: z.string().nullish(),
  vendor: z.string().nullish(),
  productType: z.string().nullish(),
  status: z.enum(['ACTIVE', 'ARCHIVED', 'DRAFT', 'UNLISTED']).nullish(),
  tags: z.array(z.string()).nullish(),
  templateSuffix: z.string().nullish(),
  category: z.string().nullish(),
  giftCard: z.boolean().nullish(),
  requiresSellingPlan: z.boolean().nullish(),
  redirectNewHandle: z.boolean().nullish(),
  seo: z.strictObject({ title: z.string().nullish(), description: z.string().nullish() }).nullish(),
  metafields: z.array(metafieldInput).nullish(),
}

export type ProductFields = z.infer<z.ZodObject<typeof productFields>>

export function blankProduct(shop: ShopState): Product {
  const at = nowIso(shop)
  const product: Product = {
    id: newGid(shop, 'Product'),
    title: '',
    handle: '',
    descriptionHtml: '',
    vendor: shop.name,
    productType: '',
    status: 'ACTIVE',
    tags: [],
    templateSuffix: null,
    category: null,
    isGiftCard: false,
    requiresSellingPlan: false,
    seo: { title: null, description: null },
    options: [defaultOption(shop)],
    variants: [],
    media: [],
    publications: {},
    createdAt: at,
    updatedAt: at,
    publishedAt: null,
  }
  product.variants = [newVariant(shop, product, ['Default Title'])]
  return product
}

export function productByHandle(shop: ShopState, handle: string): Product | null {
  for (const product of shop.products.values()) if (product.handle === handle) return product
  return null
}

const MAX_DESCRIPTION_BYTES = 524_287

/** Recorded: an unknown category fails the whole field, before anything else is looked at. */
export function checkCategory(category: string | null | undefined): void {
  if (!category) return
  const node = category.split('/').at(-1) ?? ''
  if (!/^[a-y][a-z](-\d+)*$/.test(node)) {
    throw topLevelError('Invalid product_taxonomy_node_id', 'INVALID_PRODUCT_TAXONOMY_NODE_ID')
  }
}

/** Puts the simple fields on a draft. Recorded: what is not sent stays. */
export function applyProductFields(
  ctx: Ctx,
  draft: Product,
  input: ProductFields,
  isNew: boolean,
  at: (field: string) => string[],
  code: string | null = null,
): UserError[] {
  const { shop } = ctx
  const errors: UserError[] = []
  checkCategory(input.category)
  if (isNew || input.title !== undefined) {
    const title = input.title?.trim() ?? ''
    if (title === '') errors.push(userError(at('title'), "Title can't be blank", code))
    else if (title.length > 255) {
      errors.push(userError(at('title'), 'Title is too long (maximum is 255 characters)', code))
    } else draft.title = title
  }
  for (const [field, label] of [
    ['vendor', 'Vendor'],
    ['productType', 'Custom product type'],
  ] as const) {
    const value = input[field]
    if (value === undefined) continue
    if (value !== null && value.length > 255) {
      errors.push(userError(at(field), `${label} is too long (maximum is 255 characters)`, code))
    } else if (field === 'vendor') draft.vendor = value?.trim() || shop.name
    else draft.productType = value?.trim() ?? ''
  }
  if (input.tags !== undefined) {
    const tags = normalizeTags(input.tags ?? [])
    if (tags.some((tag) => tag.length > 255) || tags.length > 250) {
      errors.push(userError(['tags'], 'Product tags is invalid', code))
    } else draft.tags = tags
  }
  if (input.descriptionHtml !== undefined) {
    const html = input.descriptionHtml ?? ''
    if (Buffer.byteLength(html) > MAX_DESCRIPTION_BYTES) {
      errors.push(
        userError(at('descriptionHtml'), 'Body (HTML) is too big (maximum is 512 KB)', code),
      )
    } else draft.descriptionHtml = html
  }
  if (input.status) draft.status = input.status
  if (input.templateSuffix !== undefined) draft.templateSuffix = input.templateSuffix
  if (input.category !== undefined) draft.category = input.category
  if (typeof input.giftCard === 'boolean') draft.isGiftCard = input.giftCard
  if (typeof input.requiresSellingPlan === 'boolean') {
    draft.requiresSellingPlan = input.requiresSellingPlan
  }
  if (input.seo) {
    const { title, description } = input.seo
    if (title !== undefined) draft.seo.title = title === '' ? null : title
    if (description !== undefined) draft.seo.description = description === '' ? null : description
  }
  applyHandle(shop, draft, input, isNew, errors, code)
  return errors
}

function applyHandle(
  shop: ShopState,
  draft: Product,
  input: ProductFields,
  isNew: boolean,
  errors: UserError[],
  code: string | null,
): void {
  const isTaken = (handle: string) => {
    const owner = productByHandle(shop, handle)
    return owner !== null && owner.id !== draft.id
  }
  const given = input.handle
  if (typeof given === 'string' && given.trim() !== '') {
    const wanted = handleize(given)
    if (wanted === '') draft.handle = freeHandle('product', isTaken)
    else if (isTaken(wanted)) {
      errors.push(
        userError(
          ['input', 'handle'],
          `Handle '${given}' already in use. Please provide a new handle.`,
          code === null ? null : 'HANDLE_NOT_UNIQUE',
        ),
      )
    } else if (wanted.length > 255) {
      errors.push(
        userError(['input', 'handle'], 'Handle is too long (maximum is 255 characters)', code),
      )
    } else draft.handle = wanted
    return
  }
  if (isNew || typeof given === 'string') {
    draft.handle = freeHandle(handleize(draft.title) || 'product', isTaken)
  }
}

/** Puts the product into exactly these manual collections, or adds and removes some. */
export function joinCollections(
  shop: ShopState,
  productId: string,
  change: { set?: readonly string[]; join?: readonly string[]; leave?: readonly string[] },
): void {
  for (const collection of shop.collections.values()) {
    if (collection.ruleSet) continue
    const isIn = collection.productIds.includes(productId)
    const wanted = change.set
      ? change.set.includes(collection.id)
      : (isIn || change.join?.includes(collection.id) === true) &&
        change.leave?.includes(collection.id) !== true
    if (wanted === isIn) continue
    collection.productIds = wanted
      ? [...collection.productIds, productId]
      : collection.productIds.filter((id) => id !== productId)
    saveCollection(shop, collection)
  }
}

/** Errors for collection gids that are not there or take no products by hand. */
export function collectionErrors(
  shop: ShopState,
  ids: readonly string[] | null | undefined,
  field: string[],
  code: string | null,
): UserError[] {
  return (ids ?? []).flatMap((id, i) => {
    const collection = shop.collections.get(id)
    if (!collection) return userError([...field, i], 'Collection does not exist', code)
    return collection.ruleSet
      ? userError([...field, i], "Can't manually add products to a smart collection", code)
      : []
  })
}
