import { randomUUID } from 'node:crypto'
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
import {
  type Collection,
  forgetOwner,
  legacyId,
  newGid,
  nowIso,
  type Product,
  saveCollection,
  saveProduct,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { counted, listed, searched } from '../listing.ts'
import {
  findByCustomId,
  metafieldFields,
  metafieldInput,
  planMetafields,
  uniqueValueInput,
  writeMetafield,
} from '../metafields/metafields.ts'
import { publishableFields } from './publications.ts'
import { freeHandle, handleize, stripHtml } from '../text.ts'

const selection = z.strictObject({ productId: z.string() }).or(z.looseObject({}))

const collectionFields = {
  title: z.string().nullish(),
  handle: z.string().nullish(),
  descriptionHtml: z.string().nullish(),
  sortOrder: z.string().nullish(),
  templateSuffix: z.string().nullish(),
  redirectNewHandle: z.boolean().nullish(),
  seo: z.strictObject({ title: z.string().nullish(), description: z.string().nullish() }).nullish(),
  metafields: z.array(metafieldInput).nullish(),
}

const oldInput = z.strictObject({
  ...collectionFields,
  id: z.string().nullish(),
  products: z.array(z.string()).nullish(),
  ruleSet: z
    .strictObject({
      appliedDisjunctively: z.boolean(),
      rules: z.array(
        z.strictObject({ column: z.string(), relation: z.string(), condition: z.string() }),
      ),
    })
    .nullish(),
})

const createInput = z.strictObject({
  ...collectionFields,
  sources: z
    .array(
      z.strictObject({
        source: z
          .strictObject({
            title: z.string(),
            description: z.string().nullish(),
            targetType: z.string().nullish(),
            inclusion: z
              .strictObject({
                conditions: z.array(z.unknown()).max(0).nullish(),
                matchType: z.string().nullish(),
                selections: z.array(selection).nullish(),
              })
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
})

const updateInput = z.strictObject({
  ...collectionFields,
  id: z.string().nullish(),
  sourcesToUpdate: z
    .array(
      z.strictObject({
        condition: z
          .strictObject({
            id: z.string(),
            title: z.string().nullish(),
            description: z.string().nullish(),
            inclusion: z
              .strictObject({
                selectionsToAdd: z.array(selection).nullish(),
                selectionsToRemove: z.array(selection).nullish(),
              })
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
})

type Fields = z.infer<z.ZodObject<typeof collectionFields>>

function selectedIds(selections: readonly unknown[] | null | undefined): string[] {
  return (selections ?? []).flatMap((entry) => {
    const parsed = z.object({ productId: z.string() }).safeParse(entry)
    if (parsed.success) return parsed.data.productId
    const other = z.object({ id: z.string() }).safeParse(entry)
    return other.success ? other.data.id : []
  })
}

function isSmartMember(product: Product, collection: Collection): boolean {
  if (!collection.ruleSet) return false
  const results = collection.ruleSet.rules.map((rule) => {
    const wanted = rule.condition.toLowerCase()
    const values = (
      rule.column === 'TITLE'
        ? [product.title]
        : rule.column === 'TAG'
          ? product.tags
          : rule.column === 'VENDOR'
            ? [product.vendor]
            : rule.column === 'TYPE'
              ? [product.productType]
              : []
    ).map((value) => value.toLowerCase())
    return rule.relation === 'CONTAINS'
      ? values.some((value) => value.includes(wanted))
      : values.includes(wanted)
  })
  return collection.ruleSet.appliedDisjunctively ? results.some(Boolean) : results.every(Boolean)
}

/** Those it was put into and those that fill themselves with it. */
export function collectionsWith(shop: ShopState, product: Product): Collection[] {
  return [...shop.collections.values()].filter(
    (each) => each.productIds.includes(product.id) || isSmartMember(product, each),
  )
}

function productsOf(shop: ShopState, collection: Collection): Product[] {
  const byHand = collection.productIds.flatMap((id) => shop.products.get(id) ?? [])
  return collection.ruleSet
    ? [
        ...byHand,
        ...[...shop.products.values()].filter(
          (product) => !byHand.includes(product) && isSmartMember(product, collection),
        ),
      ]
    : byHand
}

function byHandle(shop: ShopState, handle: string): Collection | null {
  for (const collection of shop.collections.values()) {
    if (collection.handle === handle) return collection
  }
  return null
}

function applyFields(ctx: Ctx, draft: Collection, input: Fields, isNew: boolean): UserError[] {
  const errors: UserError[] = []
  if (isNew || input.title !== undefined) {
    const title = input.title?.trim() ?? ''
    if (title === '') errors.push(userError(['title'], "Title can't be blank"))
    else if (title.length > 255) {
      errors.push(userError(['title'], 'Title is too long (maximum is 255 characters)'))
    } else draft.title = title
  }
  const isTaken = (handle: string) => {
    const owner = byHandle(ctx.shop, handle)
    return owner !== null && owner.id !== draft.id
  }
  if (input.handle) {
    const handle = handleize(input.handle)
    if (isTaken(handle)) errors.push(userError(['handle'], 'Handle has already been taken'))
    else draft.handle = handle
  } else if (isNew) draft.handle = freeHandle(handleize(draft.title) || 'collection', isTaken)
  if (input.descriptionHtml !== undefined) draft.descriptionHtml = input.descriptionHtml ?? ''
  if (input.sortOrder) draft.sortOrder = input.sortOrder
  if (input.templateSuffix !== undefined) draft.templateSuffix = input.templateSuffix
  if (input.seo) {
    if (input.seo.title !== undefined) draft.seo.title = input.seo.title
    if (input.seo.description !== undefined) draft.seo.description = input.seo.description
  }
  return errors
}

function oneOf(args: Args, field: string): { isOld: boolean; value: unknown } {
  if ((args.collection === undefined) === (args.input === undefined)) {
    throw topLevelError(
      `${field} must include exactly one of the following arguments: input, collection.`,
      'INVALID_FIELD_ARGUMENTS',
    )
  }
  return args.input === undefined
    ? { isOld: false, value: args.collection }
    : { isOld: true, value: args.input }
}

function collectionCreate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const { isOld, value } = oneOf(args, 'collectionCreate')
  const input = isOld
    ? readInput(oldInput, value, 'CollectionInput')
    : readInput(createInput, value, 'CollectionCreateInput')
  const at = nowIso(shop)
  const draft: Collection = {
    id: newGid(shop, 'Collection'),
    title: '',
    handle: '',
    descriptionHtml: '',
    seo: { title: null, description: null },
    sortOrder: 'BEST_SELLING',
    templateSuffix: null,
    ruleSet: null,
    sourceId: newGid(shop, 'CollectionConditionsSource'),
    productIds: [],
    publications: {},
    createdAt: at,
    updatedAt: at,
  }
  const errors = applyFields(ctx, draft, input, true)
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'COLLECTION',
    null,
    input.metafields,
    ['metafields'],
  )
  errors.push(...metafieldErrors)
  if ('ruleSet' in input && input.ruleSet) draft.ruleSet = input.ruleSet
  const wanted =
    'sources' in input
      ? (input.sources ?? []).flatMap((entry) => selectedIds(entry.source?.inclusion?.selections))
      : 'products' in input
        ? (input.products ?? [])
        : []
  if (errors.length > 0) return { collection: null, userErrors: errors }
  draft.productIds = [...new Set(wanted)].filter((id) => shop.products.has(id))
  saveCollection(shop, draft)
  for (const plan of plans) writeMetafield(shop, draft.id, plan)
  return { collection: draft, userErrors: [] }
}

export function newJob(ctx: Ctx) {
  const job = { id: `gid://shopify/Job/${randomUUID()}`, done: true }
  ctx.shop.jobs.set(job.id, job)
  return { id: job.id, done: false, query: null }
}

function collectionUpdate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const { isOld, value } = oneOf(args, 'collectionUpdate')
  const input = isOld
    ? readInput(oldInput, value, 'CollectionInput')
    : readInput(updateInput, value, 'CollectionUpdateInput')
  const existing = shop.collections.get(input.id ?? '')
  if (!existing) {
    return {
      collection: null,
      job: null,
      userErrors: [userError(['id'], 'Collection does not exist')],
    }
  }
  const refuse = (field: string[], message: string) => ({
    collection: null,
    job: null,
    userErrors: [userError(field, message)],
  })
  const ruleSet = 'ruleSet' in input ? (input.ruleSet ?? null) : null
  if (ruleSet && !existing.ruleSet) {
    return refuse(['id'], 'Cannot update rule set of a custom collection')
  }
  if (ruleSet?.rules.length === 0) {
    return refuse(['ruleSet', 'rules'], 'Rules cannot be an empty set')
  }
  const draft = structuredClone(existing)
  const errors = applyFields(ctx, draft, input, false)
  if (ruleSet) draft.ruleSet = ruleSet
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'COLLECTION',
    existing.id,
    input.metafields,
    ['metafields'],
  )
  errors.push(...metafieldErrors)
  if ('sourcesToUpdate' in input) {
    for (const { condition } of input.sourcesToUpdate ?? []) {
      if (!condition) continue
      if (condition.id !== draft.sourceId) {
        errors.push(userError(['sourcesToUpdate'], 'Source does not exist'))
        continue
      }
      const removed = new Set(selectedIds(condition.inclusion?.selectionsToRemove))
      const added = selectedIds(condition.inclusion?.selectionsToAdd)
      draft.productIds = [
        ...new Set([...draft.productIds.filter((id) => !removed.has(id)), ...added]),
      ].filter((id) => shop.products.has(id))
    }
  }
  if (errors.length > 0) return { collection: existing, job: null, userErrors: errors }
  saveCollection(shop, draft)
  for (const plan of plans) writeMetafield(shop, draft.id, plan)
  // Recorded: a job only when the rules changed.
  return { collection: draft, job: ruleSet ? newJob(ctx) : null, userErrors: [] }
}

function addProducts(args: Args, ctx: Ctx): { collection: Collection | null; errors: UserError[] } {
  const collection = ctx.shop.collections.get(idArg(args)) ?? null
  const ids = z.array(z.string()).parse(args.productIds)
  if (!collection) {
    return { collection: null, errors: [userError(['id'], 'Collection does not exist')] }
  }
  // Recorded: unknown products are accepted silently.
  for (const id of ids) {
    const product = ctx.shop.products.get(id)
    if (!product || collection.productIds.includes(id)) continue
    collection.productIds = [...collection.productIds, id]
    saveProduct(ctx.shop, product)
  }
  saveCollection(ctx.shop, collection)
  return { collection, errors: [] }
}

const collectionType: Resolvers<Collection> = {
  ...metafieldFields,
  ...publishableFields,
  legacyResourceId: (collection) => legacyId(collection.id),
  description: (collection) => stripHtml(collection.descriptionHtml),
  products: (collection, args, ctx) =>
    connect(productsOf(ctx.shop, collection), args, (product) => ({ id: legacyId(product.id) })),
  productsCount: (collection, _args, ctx) => ({
    count: productsOf(ctx.shop, collection).length,
    precision: 'EXACT',
  }),
  hasProduct: (collection, args, ctx) =>
    productsOf(ctx.shop, collection).some((product) => product.id === args.id),
  image: () => null,
  sources: (collection) => [
    {
      __typename: 'CollectionConditionsSource',
      id: collection.sourceId,
      title: collection.title,
      description: null,
      targetType: 'PRODUCTS',
      shareable: false,
    },
  ],
}

export const collectionResolvers: Record<string, Resolvers<never>> = {
  Collection: collectionType,
  QueryRoot: {
    collection: (_source, args, ctx) => ctx.shop.collections.get(idArg(args)) ?? null,
    collectionByHandle: (_source, args, ctx) => byHandle(ctx.shop, String(args.handle)),
    collectionByIdentifier: (_source, args, ctx) => {
      const input = readInput(
        z.strictObject({
          id: z.string().optional(),
          handle: z.string().optional(),
          customId: uniqueValueInput.optional(),
        }),
        args.identifier,
        'CollectionIdentifierInput',
      )
      if (input.handle !== undefined) return byHandle(ctx.shop, input.handle)
      const id = input.customId
        ? findByCustomId(ctx, 'COLLECTION', input.customId).ownerId
        : input.id
      return ctx.shop.collections.get(id ?? '') ?? null
    },
    collections: (_source, args, ctx, info) =>
      listed(ctx, 'collection', ctx.shop.collections, args, info, (collection) =>
        collection.title.toLowerCase(),
      ),
    collectionsCount: (_source, args, ctx, info) =>
      counted(searched(ctx, 'collection', ctx.shop.collections, args, info).length, args),
  },
  Mutation: {
    collectionCreate: (_source, args, ctx) => collectionCreate(args, ctx),
    collectionUpdate: (_source, args, ctx) => collectionUpdate(args, ctx),
    collectionAddProducts: (_source, args, ctx) => {
      const { collection, errors } = addProducts(args, ctx)
      return { collection, userErrors: errors }
    },
    collectionAddProductsV2: (_source, args, ctx) => {
      const collection = ctx.shop.collections.get(idArg(args))
      if (collection?.ruleSet) {
        return {
          job: null,
          userErrors: [userError(['id'], "Can't manually add products to a smart collection")],
        }
      }
      const { errors } = addProducts(args, ctx)
      return { job: errors.length > 0 ? null : newJob(ctx), userErrors: errors }
    },
    collectionRemoveProducts: (_source, args, ctx) => {
      const collection = ctx.shop.collections.get(idArg(args))
      if (!collection) {
        return { job: null, userErrors: [userError(['id'], 'Collection does not exist')] }
      }
      const ids = z.array(z.string()).parse(args.productIds)
      collection.productIds = collection.productIds.filter((id) => !ids.includes(id))
      saveCollection(ctx.shop, collection)
      return { job: newJob(ctx), userErrors: [] }
    },
    collectionDelete: (_source, args, ctx) => {
      const { id } = z.object({ id: z.string() }).parse(args.input)
      const isKnown = ctx.shop.collections.delete(id)
      ctx.shop.index.collection.remove(id)
      forgetOwner(ctx.shop, id)
      return {
        deletedCollectionId: isKnown ? id : null,
        shop: ctx.shop,
        userErrors: isKnown ? [] : [userError(['id'], 'Collection does not exist')],
      }
    },
  },
}
