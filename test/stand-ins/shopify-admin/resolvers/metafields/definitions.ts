import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { accessDenied } from '#test/stand-ins/shopify-admin/request/access.ts'
import {
  type Args,
  type Ctx,
  notImplemented,
  readInput,
  type Resolvers,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { type MetafieldDefinition, newGid } from '#test/stand-ins/shopify-admin/store/state.ts'
import {
  findDefinition,
  isForeign,
  OWNER_TYPES,
  ownerTypeOf,
  resolveNamespace,
} from './metafields.ts'

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
  rating: 'RATING',
}

function categoryOf(type: string): string {
  const plain = type.replace(/^list\./, '')
  return CATEGORIES[plain] ?? (plain.endsWith('_reference') ? 'REFERENCE' : 'TEXT')
}

/** Recorded for texts, ids and JSON (definition-capabilities); url and number_integer as documented. */
const UNIQUE_TYPES = new Set(['id', 'single_line_text_field', 'number_integer', 'url'])
/** Recorded: a text of a product may be a condition; an id, JSON and a customer's text may not. */
const mayBeCondition = ({ ownerType, type }: { ownerType: string; type: string }) =>
  /^PRODUCT(VARIANT)?$/.test(ownerType) && type === 'single_line_text_field'
const mayBeFilter = ({ type }: { type: string }) => type !== 'json'

export const definitionType: Resolvers<MetafieldDefinition> = {
  type: (definition) => ({ name: definition.type, category: categoryOf(definition.type) }),
  capabilities: (definition) => ({
    uniqueValues: { enabled: definition.unique, eligible: UNIQUE_TYPES.has(definition.type) },
    adminFilterable: {
      enabled: definition.filterable,
      eligible: mayBeFilter(definition),
      status: definition.filterable ? 'FILTERABLE' : 'NOT_FILTERABLE',
    },
    smartCollectionCondition: {
      enabled: definition.isCondition,
      eligible: mayBeCondition(definition),
    },
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

const validationsInput = z.array(z.object({ name: z.string(), value: z.string().nullish() }))
const accessInput = z.object({ admin: z.string().nullish() }).loose()
const capability = z.object({ enabled: z.boolean() }).nullish()
const capabilitiesInput = z.strictObject({
  uniqueValues: capability,
  adminFilterable: capability,
  smartCollectionCondition: capability,
})

const definitionInput = z.strictObject({
  ownerType: z.string(),
  namespace: z.string().nullish(),
  key: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  type: z.string(),
  pin: z.boolean().nullish(),
  useAsCollectionCondition: z.boolean().nullish(),
  validations: validationsInput.nullish(),
  access: accessInput.nullish(),
  capabilities: capabilitiesInput.nullish(),
})

/**
 * Recorded: over all namespaces of one kind of record but Shopify's own
 * (metafields/definition-limit-per-owner).
 */
const MOST_DEFINITIONS = 256
/** Documented; that the code is PINNED_LIMIT_REACHED stands in the schema. */
const MOST_PINNED = 20
/** Recorded for products (metafields/definition-capabilities). */
const MOST_FILTERS = 50

const NO_ACCESS =
  'API client to have access to the namespace and the resource type associated with the metafield definition.\n'
const NOT_PERMITTED =
  'Setting this access control is not permitted. It must be one of ["public_read_write"].'

/** Recorded: only the app's own namespaces take another access (metafields/definition-access). */
const isAccessRefused = (namespace: string, access?: z.infer<typeof accessInput> | null) =>
  !namespace.startsWith('app--') && Boolean(access?.admin) && access?.admin !== 'PUBLIC_READ_WRITE'

/** The first capability that the type or the kind of record cannot have, in Shopify's words. */
function wrongCapability(
  definition: { ownerType: string; type: string },
  capabilities: z.infer<typeof capabilitiesInput> | null | undefined,
): string | null {
  const wrong =
    (capabilities?.uniqueValues?.enabled && !UNIQUE_TYPES.has(definition.type)
      ? 'unique_values'
      : null) ??
    (capabilities?.smartCollectionCondition?.enabled && !mayBeCondition(definition)
      ? 'smart_collection_condition'
      : null) ??
    (capabilities?.adminFilterable?.enabled && !mayBeFilter(definition) ? 'admin_filterable' : null)
  return wrong && `The capability ${wrong} is not valid for this definition.`
}

const identifierInput = z.strictObject({
  ownerType: z.string(),
  namespace: z.string().nullish(),
  key: z.string(),
})

export function definitionCreate(args: Args, ctx: Ctx) {
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
  // Recorded: another app's namespace and Shopify's own are no user error (definition-app-namespace).
  if (isForeign(ctx, namespace) || namespace === 'shopify') {
    throw accessDenied('metafieldDefinitionCreate', NO_ACCESS)
  }
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
  if (!/^[\w-]+$/.test(input.key)) {
    return refuse(['definition', 'key'], 'Key contains one or more invalid characters.', 'INVALID')
  }
  if (input.key.length > 64) {
    return refuse(['definition', 'key'], 'Key is too long (maximum is 64 characters)', 'TOO_LONG')
  }
  if (input.name.length > 255) {
    return refuse(
      ['definition', 'name'],
      'Name is too long (maximum is 255 characters)',
      'TOO_LONG',
    )
  }
  if (isAccessRefused(namespace, input.access)) {
    return refuse(['definition'], NOT_PERMITTED, 'INVALID')
  }
  const others = [...ctx.shop.definitions.values()].filter(
    (definition) => definition.ownerType === input.ownerType && definition.namespace !== 'shopify',
  )
  if (others.length >= MOST_DEFINITIONS) {
    return refuse(
      ['definition'],
      'Stores can only have 256 definitions for each store resource.',
      'RESOURCE_TYPE_LIMIT_EXCEEDED',
    )
  }
  const pinned = others.filter(({ pinnedPosition }) => pinnedPosition !== null)
  if (input.pin === true && pinned.length >= MOST_PINNED) {
    return refuse(['definition'], 'Limit of 20 pinned definitions.', 'PINNED_LIMIT_REACHED')
  }
  const wantsUnique = input.capabilities?.uniqueValues?.enabled
  if (input.type === 'id' && wantsUnique === false) {
    return refuse(
      ['definition'],
      'Capability unique_values is required for type id but is disabled',
      'CAPABILITY_REQUIRED_BUT_DISABLED',
    )
  }
  const wrong = wrongCapability(input, input.capabilities)
  if (wrong) return refuse(['definition'], wrong, 'INVALID_CAPABILITY')
  const filterable = input.capabilities?.adminFilterable?.enabled === true
  if (filterable && others.filter((each) => each.filterable).length >= MOST_FILTERS) {
    return refuse(
      ['definition'],
      'You can only use 50 product metafield definitions to filter the product list. To add a new filter, disable filtering on an existing one.',
      'OWNER_TYPE_LIMIT_EXCEEDED_FOR_USE_AS_ADMIN_FILTERS',
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
    filterable,
    isCondition: input.capabilities?.smartCollectionCondition?.enabled === true,
    validations: validationsOf(input.validations),
    pinnedPosition: input.pin === true ? pinned.length + 1 : null,
  }
  ctx.shop.definitions.set(definition.id, definition)
  return { createdDefinition: definition, userErrors: [] }
}

const validationsOf = (given: z.infer<typeof validationsInput> | null | undefined) =>
  (given ?? []).map(({ name, value }) => ({ name, value: value ?? null }))

const updateInput = z.strictObject({
  ownerType: z.string(),
  namespace: z.string().nullish(),
  key: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  validations: validationsInput.nullish(),
  access: accessInput.nullish(),
  capabilities: capabilitiesInput.nullish(),
  /** The schema's default. */
  useAsCollectionCondition: z.literal(false).nullish(),
})

/** Values that break a new rule stay; a job looks for them (recorded: definition-validations-and-values). */
export function definitionUpdate(args: Args, ctx: Ctx) {
  const input = readInput(updateInput, args.definition, 'MetafieldDefinitionUpdateInput')
  const refuse = (message: string, code: string) => ({
    updatedDefinition: null,
    validationJob: null,
    userErrors: [
      {
        __typename: 'MetafieldDefinitionUpdateUserError',
        ...userError(['definition'], message, code),
      },
    ],
  })
  const namespace = resolveNamespace(ctx, input.namespace)
  if (isForeign(ctx, namespace) || namespace === 'shopify') {
    throw accessDenied('metafieldDefinitionUpdate', NO_ACCESS)
  }
  const definition = findDefinition(ctx.shop, input.ownerType, namespace, input.key)
  if (!definition) return refuse('Definition not found.', 'NOT_FOUND')
  if (isAccessRefused(namespace, input.access)) return refuse(NOT_PERMITTED, 'INVALID_INPUT')
  const wrong = wrongCapability(definition, input.capabilities)
  if (wrong) return refuse(wrong, 'INVALID_CAPABILITY')
  const updated: MetafieldDefinition = {
    ...definition,
    name: input.name ?? definition.name,
    description: input.description ?? definition.description,
    validations: input.validations ? validationsOf(input.validations) : definition.validations,
  }
  ctx.shop.definitions.set(updated.id, updated)
  const validationJob = input.validations
    ? { id: `gid://shopify/Job/${randomUUID()}`, done: false, query: null }
    : null
  return { updatedDefinition: updated, validationJob, userErrors: [] }
}

export function definitionByIdentifier(args: Args, ctx: Ctx): MetafieldDefinition | null {
  if (typeof args.id === 'string') return ctx.shop.definitions.get(args.id) ?? null
  const input = readInput(identifierInput, args.identifier, 'MetafieldDefinitionIdentifierInput')
  const namespace = resolveNamespace(ctx, input.namespace)
  return findDefinition(ctx.shop, input.ownerType, namespace, input.key)
}
