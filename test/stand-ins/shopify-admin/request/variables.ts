import {
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  type TypeNode,
} from 'graphql'
import type { ShopifyError } from './validation.ts'

/** `gid://shopify/Type/id`; anything else is refused before anything runs. */
export function isGlobalId(value: string): boolean {
  return /^gid:\/\/[^/]+\/\w+\/[^/]+$/.test(value) || /^\d+$/.test(value)
}

type Problem = { path: (string | number)[]; explanation: string; message?: string }

/** Checks the variables; the errors have Shopify's INVALID_VARIABLE shape. */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
): ShopifyError[] {
  const errors: ShopifyError[] = []
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value
    const type = inputTypeOf(schema, definition.type)
    if (!type) continue
    const value = given[name]
    if (value === undefined && (definition.defaultValue || !isNonNullType(type))) continue
    const problems: Problem[] = []
    coerce(value ?? null, type, [], problems)
    const first = problems[0]
    if (!first) continue
    const where = first.path.length > 0 ? ` for ${first.path.join('.')}` : ''
    const why = first.path.length > 0 ? ` (${first.explanation})` : ''
    const at = definition.loc?.startToken
    errors.push({
      message: `Variable $${name} of type ${print(definition.type)} was provided invalid value${where}${why}`,
      locations: at ? [{ line: at.line, column: at.column }] : [],
      extensions: { code: 'INVALID_VARIABLE', value: value ?? null, problems },
    })
  }
  return errors
}

function inputTypeOf(schema: GraphQLSchema, node: TypeNode): GraphQLInputType | null {
  const type = parseType(schema, node)
  return isInputType(type) ? type : null
}

function parseType(schema: GraphQLSchema, node: TypeNode): GraphQLType | undefined {
  switch (node.kind) {
    case Kind.NAMED_TYPE:
      return typeFromAST(schema, node)
    case Kind.LIST_TYPE:
      return typeFromAST(schema, node)
    case Kind.NON_NULL_TYPE:
      return typeFromAST(schema, node)
  }
}

function coerce(
  value: unknown,
  type: GraphQLInputType,
  path: (string | number)[],
  problems: Problem[],
): void {
  if (isNonNullType(type)) {
    if (value === null || value === undefined) {
      problems.push({ path, explanation: 'Expected value to not be null' })
      return
    }
    coerce(value, type.ofType, path, problems)
    return
  }
  if (value === null || value === undefined) return
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    const items: unknown[] = Array.isArray(value) ? value : [value]
    items.forEach((item, i) => coerce(item, nullable.ofType, [...path, i], problems))
    return
  }
  if (isInputObjectType(nullable)) {
    coerceObject(value, nullable, path, problems)
    return
  }
  if (isEnumType(nullable)) {
    const names = nullable.getValues().map((entry) => entry.name)
    if (typeof value !== 'string' || !names.includes(value)) {
      problems.push({
        path,
        explanation: `Expected ${JSON.stringify(value)} to be one of: ${names.join(', ')}`,
      })
    }
    return
  }
  if (isScalarType(nullable)) {
    const problem = scalarProblem(nullable.name, value)
    if (problem === null) return
    problems.push({ path, explanation: problem, message: problem })
  }
}

function coerceObject(
  value: unknown,
  type: GraphQLInputType,
  path: (string | number)[],
  problems: Problem[],
): void {
  if (!isInputObjectType(type)) return
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push({
      path,
      explanation: `Expected ${JSON.stringify(value)} to be a key-value object.`,
    })
    return
  }
  const fields = type.getFields()
  const entries = Object.entries(value)
  for (const [key] of entries) {
    if (!fields[key]) {
      problems.push({ path: [...path, key], explanation: `Field is not defined on ${type.name}` })
    }
  }
  for (const field of Object.values(fields)) {
    const entry = entries.find(([key]) => key === field.name)
    if (!entry && (field.defaultValue !== undefined || !isNonNullType(field.type))) continue
    coerce(entry?.[1] ?? null, field.type, [...path, field.name], problems)
  }
  if (type.isOneOf && entries.length !== 1) {
    problems.push({
      path,
      explanation: `'${type.name}' requires exactly one argument, but ${entries.length} were provided.`,
    })
  }
}

function scalarProblem(name: string, value: unknown): string | null {
  const could = `Could not coerce value ${JSON.stringify(value)} to ${name}`
  switch (name) {
    case 'ID':
      return isGlobalId(String(value)) ? null : `Invalid global id '${String(value)}'`
    case 'Int':
      return Number.isInteger(value) ? null : could
    case 'Float':
      return typeof value === 'number' ? null : could
    case 'Boolean':
      return typeof value === 'boolean' ? null : could
    case 'String':
    case 'HTML':
    case 'FormattedString':
      return typeof value === 'string' ? null : could
    case 'Money':
    case 'Decimal':
      return /^-?\d+(\.\d+)?$/.test(String(value)) ? null : `invalid decimal '${String(value)}'`
    case 'DateTime':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? null
        : `invalid DateTime '${String(value)}'`
    case 'URL':
      return typeof value === 'string' && /^\w+:/.test(value) && URL.canParse(value)
        ? null
        : `Invalid url '${String(value)}', missing scheme`
    default:
      return null
  }
}

const LIST_LIMITS: Record<string, number> = {
  ProductVariantSetInput: 2048,
  ProductVariantsBulkInput: 2048,
}
const DEFAULT_LIST_LIMIT = 250

/** The first list that is longer than Shopify takes; `path` leaves out indexes as Shopify does. */
export function tooLongList(
  type: GraphQLInputType,
  value: unknown,
  path: string[],
): { path: string[]; size: number; limit: number } | null {
  const nullable = getNullableType(type)
  if (isListType(nullable) && Array.isArray(value)) {
    const item = getNamedType(nullable.ofType)
    const limit = LIST_LIMITS[item.name] ?? DEFAULT_LIST_LIMIT
    if (value.length > limit) return { path, size: value.length, limit }
    for (const entry of value) {
      const found = tooLongList(nullable.ofType, entry, path)
      if (found) return found
    }
    return null
  }
  if (isInputObjectType(nullable) && typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      const field = nullable.getFields()[key]
      const found = field ? tooLongList(field.type, entry, [...path, key]) : null
      if (found) return found
    }
  }
  return null
}
