import { createHash } from 'node:crypto'
import { z } from 'zod'
import { accessDenied } from '#test/stand-ins/shopify-admin/request/access.ts'
import { connect } from '../connection.ts'
import {
  type Args,
  type Ctx,
  readInput,
  type Resolvers,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { isGranted } from '#test/stand-ins/shopify-admin/schema.ts'
import {
  gidType,
  legacyId,
  type Metafield,
  metafieldsOf,
  uniqueKey,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { jsonForm } from './forms.ts'
import {
  definitionByIdentifier,
  definitionCreate,
  definitionType,
  definitionUpdate,
} from './definitions.ts'
import {
  findDefinition,
  isForeign,
  type MetafieldPlan,
  OWNER_TYPES,
  ownerTypeOf,
  planMetafield,
  removeMetafield,
  resolveNamespace,
  writeMetafield,
} from './metafields.ts'
import { findOwner, reindexOwner } from './owners.ts'

const metafieldType: Resolvers<Metafield> = {
  legacyResourceId: (field) => legacyId(field.id),
  compareDigest: (field) => digest(field),
  definition: (field, _args, ctx) =>
    findDefinition(ctx.shop, ownerTypeOf(field), field.namespace, field.key),
  description: () => null,
  jsonValue: (field) => jsonForm(field.type, field.value),
  owner: (field, _args, ctx) => findOwner(ctx.shop, field.ownerId),
  ownerType: (field) => ownerTypeOf(field),
  reference: () => null,
  sizeInBytes: (field) => Buffer.byteLength(field.value),
}

function digest(field: Metafield): string {
  return createHash('sha256').update(`${field.type}:${field.value}`).digest('hex')
}

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
      // Recorded: any digest does where the value stays as it is (compare-digest).
      const stays = current?.type === plan.type && current.value === plan.value
      if (!stays && (current ? digest(current) : null) !== input.compareDigest) {
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
    metafieldDefinitionUpdate: (_source, args, ctx) => definitionUpdate(args, ctx),
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
