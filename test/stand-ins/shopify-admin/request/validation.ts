import {
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  FieldsOnCorrectTypeRule,
  getNamedType,
  GraphQLError,
  type GraphQLSchema,
  isLeafType,
  isNonNullType,
  isRequiredArgument,
  Kind,
  print,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  specifiedRules,
  validate,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'
import { isGlobalId } from './variables.ts'

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
