import {
  type ASTVisitor,
  type DocumentNode,
  FieldsOnCorrectTypeRule,
  getNamedType,
  getNullableType,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  print,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  specifiedRules,
  typeFromAST,
  validate,
  type ValidationContext,
  type ValidationRule,
  type ASTNode,
  type TypeNode,
} from 'graphql'

export type ShopifyError = {
  message: string
  locations?: { line: number; column: number }[]
  path?: (string | number)[]
  extensions?: Record<string, unknown>
}

/** Keys from the operation down to the node, as Shopify's validation errors show them. */
function pathOf(ancestors: readonly (ASTNode | readonly ASTNode[])[], last: string): string[] {
  const path: string[] = []
  for (const ancestor of ancestors) {
    if (!('kind' in ancestor)) continue
    if (ancestor.kind === Kind.OPERATION_DEFINITION) {
      path.push([ancestor.operation, ancestor.name?.value].filter(Boolean).join(' '))
    } else if (ancestor.kind === Kind.FRAGMENT_DEFINITION) {
      path.push(`fragment ${ancestor.name.value}`)
    } else if (ancestor.kind === Kind.FIELD) {
      path.push(ancestor.alias?.value ?? ancestor.name.value)
    } else if (ancestor.kind === Kind.OBJECT_FIELD || ancestor.kind === Kind.ARGUMENT) {
      path.push(ancestor.name.value)
    }
  }
  return [...path, last]
}

function report(
  context: ValidationContext,
  node: ASTNode,
  message: string,
  path: (string | number)[],
  extensions: Record<string, unknown>,
): void {
  context.reportError(
    new GraphQLError(message, { nodes: [node], extensions: { ...extensions, shopifyPath: path } }),
  )
}

function undefinedField(context: ValidationContext): ASTVisitor {
  return {
    Field(node, _key, _parent, _path, ancestors) {
      const type = context.getParentType()
      if (!type || context.getFieldDef() || node.name.value.startsWith('__')) return
      const fieldName = node.name.value
      report(
        context,
        node,
        `Field '${fieldName}' doesn't exist on type '${type.name}'`,
        pathOf(ancestors, node.alias?.value ?? fieldName),
        { code: 'undefinedField', typeName: type.name, fieldName },
      )
    },
  }
}

function selections(context: ValidationContext): ASTVisitor {
  return {
    Field(node, _key, _parent, _path, ancestors) {
      const type = context.getType()
      if (!type) return
      const named = getNamedType(type)
      const name = node.name.value
      const nodeName = `field '${name}'`
      const extensions = { code: 'selectionMismatch', nodeName, typeName: named.name }
      if (isLeafType(named) && node.selectionSet) {
        report(
          context,
          node,
          `Selections can't be made on scalars (${nodeName} returns ${named.name} but has selections [${node.selectionSet.selections.map((s) => `"${print(s)}"`).join(', ')}])`,
          pathOf(ancestors, node.alias?.value ?? name),
          extensions,
        )
      } else if (!isLeafType(named) && !node.selectionSet) {
        report(
          context,
          node,
          `Field must have selections (${nodeName} returns ${named.name} but has no selections. Did you mean '${name} { ... }'?)`,
          pathOf(ancestors, node.alias?.value ?? name),
          extensions,
        )
      }
    },
  }
}

function requiredArguments(context: ValidationContext): ASTVisitor {
  return {
    Field: {
      leave(node, _key, _parent, _path, ancestors) {
        const field = context.getFieldDef()
        if (!field) return
        const given = new Set(node.arguments?.map((argument) => argument.name.value))
        const missing = field.args
          .filter((argument) => isRequiredArgument(argument) && !given.has(argument.name))
          .map((argument) => argument.name)
        if (missing.length === 0) return
        report(
          context,
          node,
          `Field '${field.name}' is missing required arguments: ${missing.join(', ')}`,
          pathOf(ancestors, node.alias?.value ?? field.name),
          {
            code: 'missingRequiredArguments',
            className: 'Field',
            name: field.name,
            arguments: missing.join(', '),
          },
        )
      },
    },
  }
}

type Ancestors = readonly (ASTNode | readonly ASTNode[])[]

/** graphql's ancestors end before the parent. */
function withParent(
  ancestors: Ancestors,
  parent: ASTNode | readonly ASTNode[] | undefined,
): Ancestors {
  return parent ? [...ancestors, parent] : ancestors
}

/** Puts the positions of list literals into a path of names, as Shopify shows them. */
function withIndexes(
  names: readonly string[],
  ancestors: Ancestors,
  path: readonly (string | number)[],
): (string | number)[] {
  const indexes = path.flatMap((key, i) => (key === 'values' ? (path[i + 1] ?? []) : []))
  const result: (string | number)[] = []
  const rest = [...names]
  for (const ancestor of ancestors) {
    if (!('kind' in ancestor)) continue
    // Only what sits inside of an object can be told from its list in the recordings.
    if (ancestor.kind === Kind.OBJECT && indexes.length > 0) result.push(indexes.shift() ?? 0)
    const isNamed = [
      Kind.OPERATION_DEFINITION,
      Kind.FRAGMENT_DEFINITION,
      Kind.FIELD,
      Kind.OBJECT_FIELD,
      Kind.ARGUMENT,
    ].some((kind) => kind === ancestor.kind)
    if (isNamed) result.push(rest.shift() ?? '')
  }
  return result
}

/** Literal values; ids are checked as Shopify does: every id is a global id. */
function literals(context: ValidationContext): ASTVisitor {
  return {
    NullValue(node, _key, parent, _path, above) {
      const ancestors = withParent(above, parent)
      const type = context.getInputType()
      if (!type || !isNonNullType(type)) return
      const argument = ancestors.findLast((a) => 'kind' in a && a.kind === Kind.ARGUMENT)
      const field = ancestors.findLast((a) => 'kind' in a && a.kind === Kind.FIELD)
      const argumentName =
        argument && 'kind' in argument && argument.kind === Kind.ARGUMENT ? argument.name.value : ''
      const fieldName =
        field && 'kind' in field && field.kind === Kind.FIELD ? field.name.value : ''
      context.reportError(
        new GraphQLError(
          `Argument '${argumentName}' on Field '${fieldName}' has an invalid value (null). Expected type '${type}'.`,
          {
            nodes: field && 'kind' in field ? [field] : [node],
            extensions: {
              code: 'argumentLiteralsIncompatible',
              typeName: 'Field',
              argumentName,
              shopifyPath: pathOf(ancestors, '').slice(0, -1),
            },
          },
        ),
      )
    },
    StringValue(node, _key, parent, path, above) {
      const ancestors = withParent(above, parent)
      const type = context.getInputType()
      if (!type || getNamedType(type).name !== 'ID' || isGlobalId(node.value)) return
      report(
        context,
        node,
        `Invalid global id '${node.value}'`,
        withIndexes(pathOf(ancestors, '').slice(0, -1), ancestors, path),
        { code: 'argumentLiteralsIncompatible', typeName: 'CoercionError' },
      )
    },
  }
}

const REPLACED: ValidationRule[] = [
  FieldsOnCorrectTypeRule,
  ScalarLeafsRule,
  ProvidedRequiredArgumentsRule,
]
const RULES: ValidationRule[] = [
  undefinedField,
  selections,
  requiredArguments,
  literals,
  ...specifiedRules.filter((rule) => !REPLACED.includes(rule)),
]

/**
 * What graphql finds wrong with a document, in Shopify's words and shapes (recorded:
 * errors/graphql-validation, errors/order-create-bad-arguments). Kinds that were not recorded keep
 * graphql's own words.
 */
export function validateDocument(schema: GraphQLSchema, document: DocumentNode): ShopifyError[] {
  const errors = validate(schema, document, RULES)
  const own = errors.filter((error) => error.extensions.shopifyPath !== undefined)
  const shown = own.length > 0 ? own : errors
  return shown.map((error) => {
    const { shopifyPath, ...extensions } = error.extensions
    return {
      message: error.message,
      locations: error.locations?.map(({ line, column }) => ({ line, column })),
      ...(Array.isArray(shopifyPath) ? { path: shopifyPath } : {}),
      ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
    }
  })
}

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
