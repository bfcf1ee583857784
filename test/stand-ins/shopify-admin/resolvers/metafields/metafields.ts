import { z } from 'zod'
import { connect } from '../connection.ts'
import {
  type Ctx,
  type Resolvers,
  topLevelError,
  type UserError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
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
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { storedValue } from './forms.ts'
import { brokenRule } from './rules.ts'
import { valueProblem } from './values.ts'
import { findOwner } from './owners.ts'

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

export function isForeign(ctx: Ctx, namespace: string): boolean {
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
  const broken = definition && brokenRule(definition, value)
  if (broken) return refuse(['value'], broken, 'INVALID_VALUE')
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
  return { ok: true, namespace, key, type, value: storedValue(type, value) }
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

export function ownerTypeOf(field: Metafield): string {
  return OWNER_TYPES[gidType(field.ownerId) ?? '']?.ownerType ?? ''
}
