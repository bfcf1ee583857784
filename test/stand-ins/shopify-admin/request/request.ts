import {
  type DocumentNode,
  executeSync,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLTypeResolver,
  isObjectType,
  isInterfaceType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql'
import { z } from 'zod'
import { accessDenied } from './access.ts'
import { type Ctx, notImplemented, topLevelError } from '../context.ts'
import { actualCost, type Bucket, MAX_QUERY_COST, requestedCost } from './cost.ts'
import { resolvers } from '../resolvers/index.ts'
import { type Access, adminSchema, isGranted } from '../schema.ts'
import { gidType } from '../store/state.ts'
import { checkVariables, tooLongList } from './variables.ts'
import { type ShopifyError, validateDocument } from './validation.ts'

const bodySchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

export type GraphqlAnswer = {
  data?: unknown
  errors?: unknown[]
  extensions?: Record<string, unknown>
}

/** A request that passed parsing and validation, or the answer that says why it did not. */
export type Prepared =
  | { ok: false; answer: GraphqlAnswer; fields: string[] }
  | {
      ok: true
      document: DocumentNode
      operation: OperationDefinitionNode
      /** As they were sent. */
      given: Record<string, unknown>
      /** With the schema's defaults. */
      variables: Record<string, unknown>
      /** Names of the root fields. */
      fields: string[]
    }

type ReadDocument =
  | { ok: true; document: DocumentNode; problems?: ShopifyError[] }
  | { ok: false; errors: ShopifyError[] }

const documents = new Map<string, ReadDocument>()
const MAX_DOCUMENTS = 500

/** Parsed once per text: an app sends the same few documents over and over. */
function readDocument(query: string): ReadDocument {
  const known = documents.get(query)
  if (known) return known
  if (documents.size >= MAX_DOCUMENTS) documents.clear()
  let read: ReadDocument
  try {
    read = { ok: true, document: parse(query) }
  } catch (error) {
    read = { ok: false, errors: [syntaxError(error, query)] }
  }
  documents.set(query, read)
  return read
}

export function prepare(body: unknown): Prepared {
  const refuse = (errors: ShopifyError[]): Prepared => ({
    ok: false,
    answer: { errors },
    fields: [],
  })
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) return refuse([{ message: 'Required parameter missing or invalid: query' }])
  const { query, operationName } = parsed.data
  const read = readDocument(query)
  if (!read.ok) return refuse(read.errors)
  const { document } = read
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  )
  const named = operations.find((candidate) => candidate.name?.value === operationName)
  if (operationName && !named) {
    return refuse([{ message: `No operation named ${JSON.stringify(operationName)}` }])
  }
  if (!operationName && operations.length > 1) {
    return refuse([{ message: 'An operation name is required' }])
  }
  const operation = named ?? operations[0]
  if (!operation) return refuse([{ message: 'No query string was present' }])
  const { schema } = adminSchema()
  const errors = (read.problems ??= validateDocument(schema, document))
  if (errors.length > 0) return refuse(errors)
  const given = parsed.data.variables ?? {}
  const problems = checkVariables(schema, operation, given)
  if (problems.length > 0) return refuse(problems)
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], given)
  if (coerced.errors) return refuse(coerced.errors.map(({ message }) => ({ message })))
  const fields = operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  )
  return { ok: true, document, operation, given, variables: coerced.coerced, fields }
}

function syntaxError(error: unknown, query: string): ShopifyError {
  if (!(error instanceof GraphQLError)) throw error
  // Recorded: an unexpected end is reported at the last token.
  const lastToken = /(\w+|[^\s\w])\s*$/.exec(query)?.index ?? 0
  const before = query.slice(0, lastToken).split('\n')
  const end = { line: before.length, column: (before.at(-1) ?? '').length + 1 }
  const isEnd = error.message.includes('<EOF>')
  const first = error.locations?.[0]
  const at = isEnd ? end : { line: first?.line ?? 1, column: first?.column ?? 1 }
  const what = isEnd ? 'end of file' : error.message.replace(/^Syntax Error: /, '')
  return {
    message: `syntax error, unexpected ${what} at [${at.line}, ${at.column}]`,
    locations: [at],
    extensions: { code: 'PARSE_ERROR' },
  }
}

/** Lists the schema allows and the server does not: nothing runs, the points are gone. */
function sizeError(prepared: Prepared & { ok: true }): ShopifyError | null {
  const { schema } = adminSchema()
  const root =
    prepared.operation.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType()
  for (const selection of prepared.operation.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) continue
    const field = root?.getFields()[selection.name.value]
    if (!field) continue
    const values = getArgumentValues(field, selection, prepared.variables)
    for (const argument of field.args) {
      const key = selection.alias?.value ?? field.name
      const found = tooLongList(argument.type, values[argument.name], [key, argument.name])
      if (!found) continue
      const at = selection.loc?.startToken
      return {
        message: `The input array size of ${found.size} is greater than the maximum allowed of ${found.limit}.`,
        locations: at ? [{ line: at.line, column: at.column }] : [],
        path: found.path,
        extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
      }
    }
  }
  return null
}

export function throttledAnswer(requested: number, bucket: Bucket): GraphqlAnswer {
  return {
    errors: [
      {
        message: 'Throttled',
        extensions: {
          code: 'THROTTLED',
          documentation: 'https://shopify.dev/api/usage/rate-limits',
        },
      },
    ],
    extensions: {
      cost: {
        requestedQueryCost: requested,
        actualQueryCost: null,
        throttleStatus: bucket.status(),
      },
    },
  }
}

/** Runs one operation against a shop: cost and limits first, then the resolvers. */
export function run(
  prepared: Prepared & { ok: true },
  ctx: Ctx,
  bucket: Bucket,
): { answer: GraphqlAnswer; throttled: boolean } {
  const { schema } = adminSchema()
  const subject = { schema, ...prepared }
  const requested = requestedCost(subject)
  const cost = (actual: number | null) => ({
    requestedQueryCost: requested,
    actualQueryCost: actual,
    throttleStatus: bucket.status(),
  })
  if (requested > MAX_QUERY_COST) {
    const message = `Query cost is ${requested}, which exceeds the single query max cost limit ${MAX_QUERY_COST}.`
    return {
      throttled: false,
      answer: {
        errors: [
          {
            message,
            extensions: {
              code: 'MAX_COST_EXCEEDED',
              cost: requested,
              maxCost: MAX_QUERY_COST,
              documentation: 'https://shopify.dev/api/usage/rate-limits',
            },
          },
        ],
        extensions: { cost: cost(null) },
      },
    }
  }
  if (!bucket.has(requested)) {
    return { throttled: true, answer: throttledAnswer(requested, bucket) }
  }
  const tooLong = sizeError(prepared)
  if (tooLong) {
    bucket.take(requested)
    ctx.stats.points += requested
    return { throttled: false, answer: { errors: [tooLong], extensions: { cost: cost(null) } } }
  }
  const result = executeSync({
    schema,
    document: prepared.document,
    operationName: prepared.operation.name?.value ?? null,
    variableValues: prepared.variables,
    contextValue: ctx,
    rootValue: {},
    fieldResolver: resolveField,
    typeResolver: resolveType,
  })
  const actual = actualCost(subject, result.data, ctx.chargedInFull)
  bucket.take(actual)
  ctx.stats.points += actual
  if (prepared.operation.operation === 'mutation') {
    for (const field of prepared.fields) {
      ctx.stats.mutations += 1
      ctx.stats.byField[field] = (ctx.stats.byField[field] ?? 0) + 1
    }
  }
  const extensions: Record<string, unknown> = { cost: cost(actual) }
  if (ctx.search.length > 0) extensions.search = ctx.search
  const errors = result.errors?.map(shapeError)
  return {
    throttled: false,
    answer: {
      data: result.data ?? null,
      ...(errors && errors.length > 0 ? { errors } : {}),
      extensions,
    },
  }
}

function shapeError(error: GraphQLError): ShopifyError {
  const internal = error.originalError && !(error.originalError instanceof GraphQLError)
  return {
    message: internal ? `Something went wrong in the stand-in: ${error.message}` : error.message,
    locations: error.locations?.map(({ line, column }) => ({ line, column })),
    extensions: internal ? { code: 'INTERNAL_SERVER_ERROR' } : { ...error.extensions },
    path: [...(error.path ?? [])],
  }
}

const accessCache = new Map<string, Access | null>()

function accessOf(info: GraphQLResolveInfo) {
  const key = `${info.parentType.name}.${info.fieldName}`
  const cached = accessCache.get(key)
  if (cached !== undefined) return cached
  const { fieldAccess, typeAccess } = adminSchema()
  const named = getNamedType(info.returnType)
  const byType =
    isObjectType(named) || isInterfaceType(named)
      ? typeAccess(named.name.replace(/Connection$/, ''))
      : null
  const access = fieldAccess(info.parentType.name, info.fieldName) ?? byType
  accessCache.set(key, access)
  return access
}

const resolveField: GraphQLFieldResolver<unknown, Ctx> = (source, args, ctx, info) => {
  const access = accessOf(info)
  const isAllowed =
    access === null ||
    (isGranted(access.scopes, ctx.scopes) &&
      access.also.every((scope) => isGranted([scope], ctx.scopes)))
  if (!isAllowed) {
    throw accessDenied(info.fieldName, access.requiredAccess)
  }
  const own = resolvers[info.parentType.name]?.[info.fieldName]
  if (own) return own(source, args, ctx, info)
  if (typeof source === 'object' && source !== null) {
    if (Object.hasOwn(source, info.fieldName)) {
      const value: unknown = Reflect.get(source, info.fieldName)
      return value
    }
  }
  throw notImplemented(`${info.parentType.name}.${info.fieldName}`)
}

const resolveType: GraphQLTypeResolver<unknown, Ctx> = (value) => {
  if (typeof value === 'object' && value !== null) {
    if ('__typename' in value && typeof value.__typename === 'string') return value.__typename
    if ('id' in value && typeof value.id === 'string') return gidType(value.id) ?? undefined
  }
  throw topLevelError('The stand-in does not know the type of a value', 'INTERNAL_SERVER_ERROR')
}
