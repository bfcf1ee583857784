import { createHash } from 'node:crypto'
import { z } from 'zod'
import { connect } from '../connection.ts'
import {
  type Args,
  type Ctx,
  notImplemented,
  readInput,
  type Resolvers,
  topLevelError,
  userError,
  type UserError,
} from '../context.ts'
import { accessDenied } from '../access.ts'
import { isGranted } from '../schema.ts'
import {
  gidType,
  legacyId,
  type Metafield,
  type MetafieldDefinition,
  metafieldsOf,
  newGid,
  nowIso,
  type ShopState,
  uniqueKey,
} from '../state.ts'
import { valueProblem } from './metafield-values.ts'
import { findOwner, reindexOwner } from './owners.ts'

export const OWNER_TYPES: Record<string, { ownerType: string; label: string; write: string }> = {
  Product: { ownerType: 'PRODUCT', label: 'Product', write: 'write_products' },
  ProductVariant: { ownerType: 'PRODUCTVARIANT', label: 'Variant', write: 'write_products' },
  Collection: { ownerType: 'COLLECTION', label: 'Collection', write: 'write_products' },
  Customer: { ownerType: 'CUSTOMER', label: 'Customer', write: 'write_customers' },
  Order: { ownerType: 'ORDER', label: 'Order', write: 'write_orders' },
  Location: { ownerType: 'LOCATION', label: 'Location', write: 'write_locations' },
  Shop: { ownerType: 'SHOP', label: 'Shop', write: 'write_content' },
}

export const metafieldInput = z.strictObject({
  id: z.string().nullish(),
  namespace: z.string().nullish(),
  key: z.string().nullish(),
  type: z.string().nullish(),
  value: z.string().nullish(),
})
export type MetafieldInput = z.infer<typeof metafieldInput>

export const uniqueValueInput = z.strictObject({
  namespace: z.string().nullish(),
  key: z.string(),
  value: z.string(),
})
export type UniqueValueInput = z.infer<typeof uniqueValueInput>

function appNamespace(ctx: Ctx): string {
  return `app--${legacyId(ctx.app.id)}`
}

/** No namespace and `$app` mean the app's own; `$app:x` is a part of it. */
export function resolveNamespace(ctx: Ctx, namespace: string | null | undefined): string {
  if (namespace === null || namespace === undefined || namespace === '$app') {
    return appNamespace(ctx)
  }
  return namespace.startsWith('$app:')
    ? `${appNamespace(ctx)}--${namespace.slice('$app:'.length)}`
    : namespace
}

function isForeign(ctx: Ctx, namespace: string): boolean {
  return (
    /^app--\d+/.test(namespace) &&
    namespace !== appNamespace(ctx) &&
    !namespace.startsWith(`${appNamespace(ctx)}--`)
  )
}

export function findDefinition(
  shop: ShopState,
  ownerType: string,
  namespace: string,
  key: string,
): MetafieldDefinition | null {
  for (const definition of shop.definitions.values()) {
    if (
      definition.ownerType === ownerType &&
      definition.namespace === namespace &&
      definition.key === key
    ) {
      return definition
    }
  }
  return null
}

/** What a write would store, or why Shopify refuses it. `field` is relative to the metafield. */
export type MetafieldPlan =
  | { ok: true; namespace: string; key: string; type: string; value: string }
  | {
      ok: false
      field: string[]
      message: string
      code: string | null
      elementIndex: number | null
    }

const RESERVED = new Set(['shopify_standard', 'protected', 'shopify-l10n-fields', 'shopify'])

export function planMetafield(
  ctx: Ctx,
  ownerType: string,
  /** Null for a record that is being created. */
  ownerId: string | null,
  input: MetafieldInput,
): MetafieldPlan {
  const refuse = (
    field: string[],
    message: string,
    code: string | null,
    elementIndex: number | null = null,
  ): MetafieldPlan => ({ ok: false, field, message, code, elementIndex })
  const existing = input.id ? ctx.shop.metafields.get(input.id) : undefined
  const namespace = existing?.namespace ?? resolveNamespace(ctx, input.namespace)
  const key = existing?.key ?? input.key ?? ''
  if (isForeign(ctx, namespace)) {
    return refuse(
      [],
      'Access to this namespace and key on Metafields for this resource type is not allowed.',
      'APP_NOT_AUTHORIZED',
    )
  }
  if (namespace.length < 3) {
    return refuse(['namespace'], 'Namespace is too short (minimum is 3 characters)', 'TOO_SHORT')
  }
  if (namespace.length > 255) {
    return refuse(['namespace'], 'Namespace is too long (maximum is 255 characters)', 'TOO_LONG')
  }
  if (key.length < 2) {
    return refuse(['key'], 'Key is too short (minimum is 2 characters)', 'TOO_SHORT')
  }
  if (key.length > 64) {
    return refuse(['key'], 'Key is too long (maximum is 64 characters)', 'TOO_LONG')
  }
  if (RESERVED.has(namespace)) {
    return refuse(['namespace'], `Namespace ${namespace} is a reserved namespace`, null)
  }
  const definition = findDefinition(ctx.shop, ownerType, namespace, key)
  const current = ownerId
    ? metafieldsOf(ctx.shop, ownerId).find((m) => m.namespace === namespace && m.key === key)
    : undefined
  const type = input.type ?? definition?.type ?? current?.type
  if (!type) return refuse(['type'], "Type can't be blank", 'BLANK')
  if (definition && definition.type !== type) {
    return refuse(
      ['type'],
      `Type must be consistent with the definition's type: '${definition.type}'`,
      'INVALID_TYPE',
    )
  }
  const value = input.value ?? current?.value ?? ''
  const problem = valueProblem(type, value)
  if (problem) return refuse(['value'], problem.message, 'INVALID_VALUE', problem.elementIndex)
  const dangling = danglingReference(ctx.shop, type, value)
  if (dangling !== null) {
    const message = `Value references non-existent resource ${dangling}.`
    return refuse(['value'], message, 'INVALID_VALUE')
  }
  if (definition?.unique) {
    const taken = ctx.shop.uniqueValues.get(uniqueKey(ownerType, namespace, key, value))
    if (taken !== undefined && taken !== ownerId) {
      return refuse(['value'], 'Value has already been taken', 'TAKEN')
    }
  }
  return { ok: true, namespace, key, type, value }
}

/** The first gid of a reference that is not there. */
function danglingReference(shop: ShopState, type: string, value: string): string | null {
  if (!type.endsWith('_reference')) return null
  const ids = type.startsWith('list.') ? z.array(z.string()).parse(JSON.parse(value)) : [value]
  return ids.find((id) => !findOwner(shop, id)) ?? null
}

/** Plans all metafields of a record; the errors carry the prefix that the mutation uses. */
export function planMetafields(
  ctx: Ctx,
  ownerType: string,
  ownerId: string | null,
  inputs: readonly MetafieldInput[] | null | undefined,
  prefix: readonly string[],
  code: (own: string | null) => string | null = () => null,
): { plans: (MetafieldPlan & { ok: true })[]; errors: UserError[] } {
  const plans: (MetafieldPlan & { ok: true })[] = []
  const errors: UserError[] = []
  inputs?.forEach((input, i) => {
    const plan = planMetafield(ctx, ownerType, ownerId, input)
    if (plan.ok) plans.push(plan)
    else errors.push(userError([...prefix, i, ...plan.field], plan.message, code(plan.code)))
  })
  return { plans, errors }
}

export function writeMetafield(
  shop: ShopState,
  ownerId: string,
  plan: { namespace: string; key: string; type: string; value: string },
): Metafield {
  const at = nowIso(shop)
  const ids = shop.metafieldsByOwner.get(ownerId) ?? []
  const ownerType = OWNER_TYPES[gidType(ownerId) ?? '']?.ownerType ?? ''
  const current = metafieldsOf(shop, ownerId).find(
    (field) => field.namespace === plan.namespace && field.key === plan.key,
  )
  const field: Metafield = {
    id: current?.id ?? newGid(shop, 'Metafield'),
    ownerId,
    namespace: plan.namespace,
    key: plan.key,
    type: plan.type,
    value: plan.value,
    createdAt: current?.createdAt ?? at,
    updatedAt: at,
  }
  if (current)
    shop.uniqueValues.delete(uniqueKey(ownerType, plan.namespace, plan.key, current.value))
  else shop.metafieldsByOwner.set(ownerId, [...ids, field.id])
  shop.metafields.set(field.id, field)
  if (findDefinition(shop, ownerType, plan.namespace, plan.key)?.unique) {
    shop.uniqueValues.set(uniqueKey(ownerType, plan.namespace, plan.key, plan.value), ownerId)
  }
  return field
}

export function removeMetafield(shop: ShopState, field: Metafield): void {
  const ownerType = OWNER_TYPES[gidType(field.ownerId) ?? '']?.ownerType ?? ''
  const key = uniqueKey(ownerType, field.namespace, field.key, field.value)
  if (shop.uniqueValues.get(key) === field.ownerId) shop.uniqueValues.delete(key)
  shop.metafields.delete(field.id)
  shop.metafieldsByOwner.set(
    field.ownerId,
    (shop.metafieldsByOwner.get(field.ownerId) ?? []).filter((id) => id !== field.id),
  )
}

/**
 * The record with a custom id, or null. Recorded: without a definition of type `id` the look-up
 * itself fails.
 */
export function findByCustomId(
  ctx: Ctx,
  ownerType: string,
  customId: UniqueValueInput,
): { namespace: string; ownerId: string | null } {
  const namespace = resolveNamespace(ctx, customId.namespace)
  const definition = findDefinition(ctx.shop, ownerType, namespace, customId.key)
  if (definition?.type !== 'id') {
    throw topLevelError(
      "Metafield definition of type 'id' is required when using custom ids.",
      'NOT_FOUND',
    )
  }
  const key = uniqueKey(ownerType, namespace, customId.key, customId.value)
  return { namespace, ownerId: ctx.shop.uniqueValues.get(key) ?? null }
}

/** `metafield` and `metafields` of any owner. */
export const metafieldFields: Resolvers<{ id: string }> = {
  metafield: (owner, args, ctx) => {
    const namespace = resolveNamespace(ctx, z.string().nullish().parse(args.namespace))
    return (
      metafieldsOf(ctx.shop, owner.id).find(
        (field) => field.namespace === namespace && field.key === args.key,
      ) ?? null
    )
  },
  metafields: (owner, args, ctx) => {
    const given = z.string().nullish().parse(args.namespace)
    const namespace = given ? resolveNamespace(ctx, given) : null
    const keys = z.array(z.string()).nullish().parse(args.keys)
    const fields = metafieldsOf(ctx.shop, owner.id).filter(
      (field) =>
        (namespace === null || field.namespace === namespace) &&
        (!keys ||
          keys.some((key) => {
            const at = key.lastIndexOf('.')
            return at < 0
              ? key === field.key
              : resolveNamespace(ctx, key.slice(0, at)) === field.namespace &&
                  key.slice(at + 1) === field.key
          })),
    )
    return connect(fields, args, (field) => ({ id: legacyId(field.id) }))
  },
}

const metafieldType: Resolvers<Metafield> = {
  legacyResourceId: (field) => legacyId(field.id),
  compareDigest: (field) => digest(field),
  definition: (field, _args, ctx) =>
    findDefinition(ctx.shop, ownerTypeOf(field), field.namespace, field.key),
  description: () => null,
  jsonValue: (field) => jsonValue(field),
  owner: (field, _args, ctx) => findOwner(ctx.shop, field.ownerId),
  ownerType: (field) => ownerTypeOf(field),
  reference: () => null,
  sizeInBytes: (field) => Buffer.byteLength(field.value),
}

function ownerTypeOf(field: Metafield): string {
  return OWNER_TYPES[gidType(field.ownerId) ?? '']?.ownerType ?? ''
}

function digest(field: Metafield): string {
  return createHash('sha256').update(`${field.type}:${field.value}`).digest('hex')
}

function jsonValue(field: Metafield): unknown {
  if (/^(json|list\.|number|boolean|money|dimension|weight|volume|rating|link)/.test(field.type)) {
    const parsed: unknown = JSON.parse(field.value)
    return parsed
  }
  return field.value
}

const CATEGORIES: Record<string, string> = {
  id: 'ID',
  single_line_text_field: 'TEXT',
  multi_line_text_field: 'TEXT',
  number_integer: 'NUMBER',
  number_decimal: 'NUMBER',
  boolean: 'TRUE_FALSE',
  json: 'JSON',
  url: 'URL',
  date: 'DATE_TIME',
  date_time: 'DATE_TIME',
}

const definitionType: Resolvers<MetafieldDefinition> = {
  type: (definition) => ({
    name: definition.type,
    category: CATEGORIES[definition.type.replace(/^list\./, '')] ?? 'TEXT',
  }),
  capabilities: (definition) => ({
    uniqueValues: {
      enabled: definition.unique,
      eligible: ['id', 'single_line_text_field', 'number_integer', 'url'].includes(definition.type),
    },
    adminFilterable: { enabled: false, eligible: true, status: 'NOT_FILTERABLE' },
    smartCollectionCondition: { enabled: false, eligible: false },
    analyticsQueryable: { enabled: false, eligible: false },
    cartToOrderCopyable: { enabled: false, eligible: false },
  }),
  access: () => ({ admin: 'PUBLIC_READ_WRITE', customerAccount: 'NONE', storefront: 'NONE' }),
  constraints: () => null,
  standardTemplate: () => null,
  useAsCollectionCondition: () => false,
  validationStatus: () => 'ALL_VALID',
  metafieldsCount: (definition, _args, ctx) =>
    [...ctx.shop.metafields.values()].filter(
      (field) =>
        field.namespace === definition.namespace &&
        field.key === definition.key &&
        ownerTypeOf(field) === definition.ownerType,
    ).length,
}

const definitionInput = z.strictObject({
  ownerType: z.string(),
  namespace: z.string().nullish(),
  key: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  type: z.string(),
  pin: z.boolean().nullish(),
  useAsCollectionCondition: z.boolean().nullish(),
  validations: z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish(),
  access: z.object({}).loose().nullish(),
  capabilities: z
    .object({ uniqueValues: z.object({ enabled: z.boolean() }).nullish() })
    .loose()
    .nullish(),
})

const identifierInput = z.strictObject({
  ownerType: z.string(),
  namespace: z.string().nullish(),
  key: z.string(),
})

const setInput = z.array(
  z.strictObject({
    ownerId: z.string(),
    namespace: z.string().nullish(),
    key: z.string(),
    type: z.string().nullish(),
    value: z.string(),
    compareDigest: z.string().nullish(),
  }),
)

function definitionCreate(args: Args, ctx: Ctx) {
  const input = readInput(definitionInput, args.definition, 'MetafieldDefinitionInput')
  const refuse = (field: string[], message: string, code: string) => ({
    createdDefinition: null,
    userErrors: [
      {
        __typename: 'MetafieldDefinitionCreateUserError',
        ...userError(field, message, code),
      },
    ],
  })
  const namespace = resolveNamespace(ctx, input.namespace)
  const owner = Object.values(OWNER_TYPES).find((entry) => entry.ownerType === input.ownerType)
  if (!owner) throw notImplemented(`metafield definitions for ${input.ownerType}`)
  if (input.name.trim() === '')
    return refuse(['definition', 'name'], "Name can't be blank", 'BLANK')
  if (input.key.length < 2) {
    return refuse(['definition', 'key'], 'Key is too short (minimum is 2 characters)', 'TOO_SHORT')
  }
  if (findDefinition(ctx.shop, input.ownerType, namespace, input.key)) {
    return refuse(
      ['definition', 'key'],
      `Key is in use for ${owner.label} metafields on the '${namespace}' namespace.`,
      'TAKEN',
    )
  }
  const wantsUnique = input.capabilities?.uniqueValues?.enabled
  if (input.type === 'id' && wantsUnique === false) {
    return refuse(
      ['definition'],
      'Capability unique_values is required for type id but is disabled',
      'CAPABILITY_REQUIRED_BUT_DISABLED',
    )
  }
  const definition: MetafieldDefinition = {
    id: newGid(ctx.shop, 'MetafieldDefinition'),
    ownerType: input.ownerType,
    namespace,
    key: input.key,
    name: input.name,
    description: input.description ?? null,
    type: input.type,
    unique: input.type === 'id' || wantsUnique === true,
    validations: (input.validations ?? []).map(({ name, value }) => ({
      name,
      value: value ?? null,
    })),
    pinnedPosition: input.pin === true ? 1 : null,
  }
  ctx.shop.definitions.set(definition.id, definition)
  return { createdDefinition: definition, userErrors: [] }
}

function requireOwnerScope(ctx: Ctx, ownerId: string, fieldName: string): void {
  const owner = OWNER_TYPES[gidType(ownerId) ?? '']
  if (owner && !isGranted([owner.write], ctx.scopes)) {
    throw accessDenied(fieldName, `\`${owner.write}\` access scope.`)
  }
}

function metafieldsSet(args: Args, ctx: Ctx) {
  const inputs = readInput(setInput, args.metafields, 'MetafieldsSetInput')
  const error = (
    i: number,
    field: string[],
    message: string,
    code: string | null,
    elementIndex: number | null = null,
  ) => ({ ...userError(['metafields', i, ...field], message, code), elementIndex })
  if (inputs.length > 25) {
    return {
      metafields: null,
      userErrors: [
        {
          ...userError(
            ['metafields'],
            'Exceeded the maximum metafields input limit of 25.',
            'LESS_THAN_OR_EQUAL_TO',
          ),
          elementIndex: null,
        },
      ],
    }
  }
  const userErrors: ReturnType<typeof error>[] = []
  const claimed = new Map<string, string>()
  const plans: { ownerId: string; plan: MetafieldPlan & { ok: true } }[] = []
  inputs.forEach((input, i) => {
    requireOwnerScope(ctx, input.ownerId, 'metafieldsSet')
    const ownerType = OWNER_TYPES[gidType(input.ownerId) ?? '']?.ownerType
    if (!ownerType || !findOwner(ctx.shop, input.ownerId)) {
      userErrors.push(error(i, ['ownerId'], 'Owner does not exist.', 'INVALID_VALUE'))
      return
    }
    const plan = planMetafield(ctx, ownerType, input.ownerId, input)
    if (!plan.ok) {
      userErrors.push(error(i, plan.field, plan.message, plan.code, plan.elementIndex))
      return
    }
    if (input.compareDigest !== undefined) {
      const current = metafieldsOf(ctx.shop, input.ownerId).find(
        (field) => field.namespace === plan.namespace && field.key === plan.key,
      )
      if ((current ? digest(current) : null) !== input.compareDigest) {
        userErrors.push(
          error(
            i,
            [],
            'The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.',
            'STALE_OBJECT',
          ),
        )
        return
      }
    }
    if (findDefinition(ctx.shop, ownerType, plan.namespace, plan.key)?.unique) {
      const key = uniqueKey(ownerType, plan.namespace, plan.key, plan.value)
      const owner = claimed.get(key)
      if (owner !== undefined && owner !== input.ownerId) {
        userErrors.push(error(i, ['value'], 'Value has already been taken', 'TAKEN'))
        return
      }
      claimed.set(key, input.ownerId)
    }
    plans.push({ ownerId: input.ownerId, plan })
  })
  if (userErrors.length > 0) return { metafields: [], userErrors }
  // Recorded: the same key twice is written twice, the last one stays; the answer shows both.
  const metafields = plans.map(({ ownerId, plan }) => {
    const field = writeMetafield(ctx.shop, ownerId, plan)
    reindexOwner(ctx.shop, ownerId)
    return field
  })
  return { metafields, userErrors: [] }
}

function metafieldsDelete(args: Args, ctx: Ctx) {
  const inputs = readInput(
    z.array(z.strictObject({ ownerId: z.string(), namespace: z.string(), key: z.string() })),
    args.metafields,
    'MetafieldIdentifierInput',
  )
  const resolved = inputs.map((input) => ({
    ...input,
    namespace: resolveNamespace(ctx, input.namespace),
  }))
  if (resolved.some((input) => isForeign(ctx, input.namespace))) {
    return {
      deletedMetafields: [],
      userErrors: [
        userError(
          ['metafields'],
          'Access to this namespace and key on Metafields for this resource type is not allowed.',
        ),
      ],
    }
  }
  const deletedMetafields = resolved.map((input) => {
    requireOwnerScope(ctx, input.ownerId, 'metafieldsDelete')
    const field = metafieldsOf(ctx.shop, input.ownerId).find(
      (candidate) => candidate.namespace === input.namespace && candidate.key === input.key,
    )
    if (!field) return null
    removeMetafield(ctx.shop, field)
    reindexOwner(ctx.shop, input.ownerId)
    return input
  })
  return { deletedMetafields, userErrors: [] }
}

function definitionByIdentifier(args: Args, ctx: Ctx): MetafieldDefinition | null {
  if (typeof args.id === 'string') return ctx.shop.definitions.get(args.id) ?? null
  const input = readInput(identifierInput, args.identifier, 'MetafieldDefinitionIdentifierInput')
  const namespace = resolveNamespace(ctx, input.namespace)
  return findDefinition(ctx.shop, input.ownerType, namespace, input.key)
}

export const metafieldResolvers: Record<string, Resolvers<never>> = {
  Metafield: metafieldType,
  MetafieldDefinition: definitionType,
  QueryRoot: {
    metafieldDefinition: (_source, args, ctx) => definitionByIdentifier(args, ctx),
    metafieldDefinitions: (_source, args, ctx) => {
      const namespace = z.string().nullish().parse(args.namespace)
      const found = [...ctx.shop.definitions.values()].filter(
        (definition) =>
          definition.ownerType === args.ownerType &&
          (!namespace || definition.namespace === resolveNamespace(ctx, namespace)) &&
          (typeof args.key !== 'string' || definition.key === args.key),
      )
      return connect(found, args, (definition) => ({ id: legacyId(definition.id) }))
    },
  },
  Mutation: {
    metafieldDefinitionCreate: (_source, args, ctx) => definitionCreate(args, ctx),
    metafieldDefinitionDelete: (_source, args, ctx) => {
      const definition = definitionByIdentifier(args, ctx)
      if (!definition) {
        return {
          deletedDefinition: null,
          deletedDefinitionId: null,
          userErrors: [userError(['id'], 'Definition not found.', 'NOT_FOUND')],
        }
      }
      ctx.shop.definitions.delete(definition.id)
      if (args.deleteAllAssociatedMetafields === true) {
        for (const field of [...ctx.shop.metafields.values()]) {
          if (
            field.namespace === definition.namespace &&
            field.key === definition.key &&
            ownerTypeOf(field) === definition.ownerType
          ) {
            removeMetafield(ctx.shop, field)
          }
        }
      }
      return {
        deletedDefinition: definition,
        deletedDefinitionId: definition.id,
        userErrors: [],
      }
    },
    metafieldsSet: (_source, args, ctx) => metafieldsSet(args, ctx),
    metafieldsDelete: (_source, args, ctx) => metafieldsDelete(args, ctx),
  },
}
