import type { GraphQLResolveInfo } from 'graphql'
import {
  type Args,
  type Ctx,
  readInput,
  type UserError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Media,
  metafieldsOf,
  newGid,
  type Product,
  saveProduct,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import type { FileSetInput } from '../media/media.ts'
import {
  findByCustomId,
  type MetafieldInput,
  planMetafields,
  removeMetafield,
  resolveNamespace,
  writeMetafield,
} from '../metafields/metafields.ts'
import {
  applyProductFields,
  blankProduct,
  collectionErrors,
  joinCollections,
  productByHandle,
} from './input.ts'
import { setOptions } from './product-options.ts'
import {
  type Identifier,
  identifierInput,
  productSetInput,
  type ProductSetInput,
} from './product-set-input.ts'
import { addFile, setVariants } from './product-set-variants.ts'

const MAX_FILES = 250

/** How long an asynchronous productSet shows as CREATED. */
const OPERATION_MS = 1000

export function productSet(args: Args, ctx: Ctx, info: GraphQLResolveInfo) {
  const input = readInput(productSetInput, args.input, 'ProductSetInput')
  const identifier = readInput(identifierInput, args.identifier, 'ProductSetIdentifiers')
  const before = ctx.shop.products.size
  const result = setProduct(ctx, input, identifier)
  // Recorded: a creation is charged what was requested, an update what came back.
  if (ctx.shop.products.size > before) ctx.chargedInFull.add(String(info.path.key))
  if (args.synchronous !== false) {
    return { product: result.product, productSetOperation: null, userErrors: result.userErrors }
  }
  const id = newGid(ctx.shop, 'ProductSetOperation')
  const operation = {
    id,
    status: 'CREATED' as const,
    completesAt: ctx.shop.now() + OPERATION_MS,
    productId: result.product?.id ?? null,
    userErrors: result.userErrors,
  }
  ctx.shop.operations.set(id, operation)
  return {
    product: null,
    productSetOperation: { id, status: operation.status, productId: null, userErrors: [] },
    userErrors: [],
  }
}

type SetResult = { product: Product | null; userErrors: UserError[] }

function setProduct(ctx: Ctx, input: ProductSetInput, identifier: Identifier): SetResult {
  const { shop } = ctx
  const refuse = (field: string[], message: string, code: string): SetResult => ({
    product: null,
    userErrors: [userError(field, message, code)],
  })
  if (identifier && input.id) {
    return refuse(
      ['input'],
      'The id field is not allowed if identifier is provided.',
      'ID_NOT_ALLOWED',
    )
  }
  let existing: Product | null = null
  let metafields = input.metafields
  if (input.id) {
    existing = shop.products.get(input.id) ?? null
    if (!existing) {
      return refuse(['input', 'id'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')
    }
  } else if (identifier?.id !== undefined) {
    existing = shop.products.get(identifier.id) ?? null
    if (!existing) {
      return refuse(['input'], 'Resource matching the identifier was not found.', 'NOT_FOUND')
    }
  } else if (identifier?.handle !== undefined) {
    if (!input.handle) {
      return refuse(
        ['input'],
        'The input field corresponding to the identifier is required.',
        'MISSING_FIELD_REQUIRED',
      )
    }
    if (input.handle !== identifier.handle) {
      return refuse(
        ['input'],
        'The identifier value does not match the value of the corresponding field in the input.',
        'INPUT_MISMATCH',
      )
    }
    existing = productByHandle(shop, identifier.handle)
  } else if (identifier?.customId) {
    const { customId } = identifier
    const { namespace, ownerId } = findByCustomId(ctx, 'PRODUCT', customId)
    existing = shop.products.get(ownerId ?? '') ?? null
    const own = (field: MetafieldInput) =>
      resolveNamespace(ctx, field.namespace) === namespace && field.key === customId.key
    const sent = metafields?.find(own)
    if (sent && sent.value !== customId.value) {
      return refuse(
        ['input', 'metafields'],
        'The identifier value does not match the value of the corresponding field in the input.',
        'METAFIELD_MISMATCH',
      )
    }
    if (!sent && (metafields || !existing)) {
      metafields = [
        ...(metafields ?? []),
        { namespace, key: customId.key, type: 'id', value: customId.value },
      ]
    }
  }
  return write(ctx, input, existing, metafields)
}

function write(
  ctx: Ctx,
  input: ProductSetInput,
  existing: Product | null,
  metafields: MetafieldInput[] | null | undefined,
): SetResult {
  const { shop } = ctx
  const isNew = existing === null
  const draft = existing ? structuredClone(existing) : blankProduct(shop)
  const at = (field: string) => ['input', field]
  const errors = applyProductFields(ctx, draft, input, isNew, at, 'INVALID_PRODUCT')
  errors.push(
    ...collectionErrors(shop, input.collections, ['input', 'collections'], 'INVALID_INPUT'),
  )
  const media = setFiles(ctx, draft, input.files, ['input', 'files'], errors)
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'PRODUCT',
    existing?.id ?? null,
    metafields,
    ['input', 'metafields'],
    (code) => (code === 'TAKEN' ? 'CAPABILITY_VIOLATION' : 'INVALID_METAFIELD'),
  )
  errors.push(...metafieldErrors)
  if (input.productOptions && !input.variants) {
    errors.push(
      userError(
        ['input', 'variants'],
        'Variants input is required when updating product options',
        'VARIANTS_INPUT_MISSING',
      ),
    )
  } else if (input.variants && !input.productOptions && isNew) {
    errors.push(
      userError(
        ['input', 'productOptions'],
        'Product options input is required when updating variants',
        'PRODUCT_OPTIONS_INPUT_MISSING',
      ),
    )
  }
  if (errors.length > 0) return { product: existing, userErrors: errors }
  if (input.productOptions) setOptions(ctx, draft, input.productOptions, errors)
  let afterSave: (() => void)[] = []
  if (input.variants && errors.length === 0) {
    afterSave = setVariants(ctx, draft, existing, input.variants, media, errors)
  }
  if (errors.length > 0) return { product: existing, userErrors: errors }
  saveProduct(shop, draft)
  if (metafields) {
    const kept = new Set(plans.map((plan) => `${plan.namespace}.${plan.key}`))
    // List fields replace: what is not sent is removed.
    for (const field of metafieldsOf(shop, draft.id)) {
      if (!kept.has(`${field.namespace}.${field.key}`)) removeMetafield(shop, field)
    }
    for (const plan of plans) writeMetafield(shop, draft.id, plan)
  }
  for (const finish of afterSave) finish()
  if (input.collections) joinCollections(shop, draft.id, { set: input.collections })
  saveProduct(shop, draft)
  return { product: draft, userErrors: [] }
}

function setFiles(
  ctx: Ctx,
  draft: Product,
  files: readonly FileSetInput[] | null | undefined,
  field: string[],
  errors: UserError[],
): Media[] {
  if (!files) return draft.media
  if (files.length > MAX_FILES) {
    errors.push(userError(field, `A product can have at most ${MAX_FILES} media`, 'INVALID_INPUT'))
    return draft.media
  }
  const media = files.flatMap(
    (file, i) => addFile(ctx, draft, file, [...field, String(i)], errors) ?? [],
  )
  draft.media = media
  for (const variant of draft.variants) {
    variant.mediaIds = variant.mediaIds.filter((id) => media.some((entry) => entry.id === id))
  }
  return media
}
