import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { z } from 'zod'
import type { SearchWarning } from './store/search.ts'
import type { ShopState } from './store/state.ts'
import type { StatsCounter } from './stats.ts'

export type AppIdentity = {
  id: string
  apiKey: string
  apiSecret: string
  handle: string
  scopes: string[]
}

/** What resolvers know of the request. */
export type Ctx = {
  shop: ShopState
  app: AppIdentity
  scopes: ReadonlySet<string>
  tokenKind: 'offline' | 'online'
  stats: StatsCounter
  /** Response keys of root fields that are charged as requested. */
  chargedInFull: Set<string>
  /** Warnings for `extensions.search`. */
  search: ({ path: (string | number)[] } & SearchWarning)[]
}

export type Args = Record<string, unknown>
/* A method type, so that a map of resolvers for one source type fits the map of all of them. */
export type Resolver<S> = {
  resolve(source: S, args: Args, ctx: Ctx, info: GraphQLResolveInfo): unknown
}['resolve']
export type Resolvers<S> = Record<string, Resolver<S>>

export type UserError = { field: string[] | null; message: string; code: string | null }

export function userError(
  field: readonly (string | number)[] | null,
  message: string,
  code: string | null = null,
): UserError {
  return { field: field === null ? null : field.map(String), message, code }
}

/** An error of Shopify's second layer: `data.<field>: null` and an entry in `errors`. */
export function topLevelError(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

/** The schema has it, the stand-in does not: says so instead of answering something wrong. */
export function notImplemented(what: string): GraphQLError {
  return new GraphQLError(`not implemented by the stand-in: ${what}`, {
    extensions: { code: 'NOT_IMPLEMENTED_BY_STAND_IN' },
  })
}

/**
 * Reads an input object that graphql has already checked against the schema. A key the schema has
 * and the stand-in does not know ends the mutation with `not implemented`.
 */
export function readInput<T extends z.ZodType>(
  schema: T,
  value: unknown,
  name: string,
): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  if (issue?.code === 'unrecognized_keys') {
    throw notImplemented(`${[name, ...issue.path].join('.')}.${issue.keys.join(', ')}`)
  }
  throw notImplemented(`${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message}`)
}

const gid = z.string()
export function idArg(args: Args, name = 'id'): string {
  return gid.parse(args[name])
}

/** The key of the `@idempotent` directive on this field, or null. */
function idempotencyKey(info: GraphQLResolveInfo): string | null {
  for (const node of info.fieldNodes) {
    for (const directive of node.directives ?? []) {
      if (directive.name.value !== 'idempotent') continue
      const value = directive.arguments?.find((argument) => argument.name.value === 'key')?.value
      if (value?.kind === 'StringValue') return value.value
      if (value?.kind === 'Variable') return String(info.variableValues[value.name.value] ?? '')
    }
  }
  return null
}

/**
 * Runs a mutation that Shopify (since 2026-04) accepts only with `@idempotent(key:)`. The same key
 * with the same input gets the first answer again and changes nothing.
 */
export function idempotent<T>(
  ctx: Ctx,
  info: GraphQLResolveInfo,
  args: Args,
  run: () => T,
): unknown {
  const key = idempotencyKey(info)
  if (!key) {
    throw topLevelError(
      'The @idempotent directive is required for this mutation but was not provided.',
      'BAD_REQUEST',
    )
  }
  const scope = `${info.fieldName}:${key}`
  const request = JSON.stringify(args)
  const earlier = ctx.shop.idempotency.get(scope)
  if (earlier) {
    if (earlier.request === request) return earlier.answer
    throw topLevelError(
      'The same idempotency key cannot be used with different parameters.',
      'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
    )
  }
  const answer = run()
  ctx.shop.idempotency.set(scope, { request, answer })
  return answer
}
