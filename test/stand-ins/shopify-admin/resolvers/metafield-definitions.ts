import { z } from 'zod'
import { accessDenied } from '../access.ts'
import {
  type Args,
  type Ctx,
  notImplemented,
  readInput,
  type Resolvers,
  userError,
} from '../context.ts'
import { type MetafieldDefinition, newGid } from '../state.ts'
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
}

export const definitionType: Resolvers<MetafieldDefinition> = {
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
  access: z.object({ admin: z.string().nullish() }).loose().nullish(),
  capabilities: z
    .object({ uniqueValues: z.object({ enabled: z.boolean() }).nullish() })
    .loose()
    .nullish(),
})

/** Recorded: over all namespaces of one kind of record (metafields/definition-limit-per-owner). */
const MOST_DEFINITIONS = 256
/** Documented; that the code is PINNED_LIMIT_REACHED stands in the schema. */
const MOST_PINNED = 20

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
    const access =
      'API client to have access to the namespace and the resource type associated with the metafield definition.\n'
    throw accessDenied('metafieldDefinitionCreate', access)
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
  const isApps = namespace.startsWith('app--')
  if (!isApps && input.access?.admin && input.access.admin !== 'PUBLIC_READ_WRITE') {
    return refuse(
      ['definition'],
      'Setting this access control is not permitted. It must be one of ["public_read_write"].',
      'INVALID',
    )
  }
  const others = [...ctx.shop.definitions.values()].filter(
    (definition) => definition.ownerType === input.ownerType,
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
    pinnedPosition: input.pin === true ? pinned.length + 1 : null,
  }
  ctx.shop.definitions.set(definition.id, definition)
  return { createdDefinition: definition, userErrors: [] }
}

export function definitionByIdentifier(args: Args, ctx: Ctx): MetafieldDefinition | null {
  if (typeof args.id === 'string') return ctx.shop.definitions.get(args.id) ?? null
  const input = readInput(identifierInput, args.identifier, 'MetafieldDefinitionIdentifierInput')
  const namespace = resolveNamespace(ctx, input.namespace)
  return findDefinition(ctx.shop, input.ownerType, namespace, input.key)
}
