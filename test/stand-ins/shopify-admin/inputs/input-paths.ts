import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'

/*
 * An input path is a root field, an argument and the way down to one value, as
 * `productSet.input.variants[].price`. Emptying is another thing than setting, so a null and an
 * empty list are paths of their own: `orderUpdate.input.phone = null`.
 */

/** The root fields of an operation, those of its fragments included. */
export function rootFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): FieldNode[] {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  )
  const fieldsOf = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection]
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet)
      const fragment = fragments.get(selection.name.value)
      return fragment ? fieldsOf(fragment.selectionSet) : []
    })
  return fieldsOf(operation.selectionSet)
}

/** What a root field is given: by variables as by literals, its idempotency key included. */
export function inputsOf(field: FieldNode, variables: Record<string, unknown>): string[] {
  const name = field.name.value
  const given = field.arguments?.map(
    (argument) => [argument.name.value, valueFromASTUntyped(argument.value, variables)] as const,
  )
  return [
    ...(given ?? []).flatMap(([argument, value]) => [...leaves(value, `${name}.${argument}`)]),
    ...directivesOf(field),
  ]
}

/** A key that makes a repeated call the same call is an input too. */
export function directivesOf(field: FieldNode): string[] {
  const isIdempotent = field.directives?.some(({ name }) => name.value === 'idempotent')
  return isIdempotent ? [`${field.name.value}.@idempotent.key`] : []
}

function* leaves(value: unknown, path: string): Generator<string> {
  if (value === undefined) return
  if (value === null) yield `${path} = null`
  else if (Array.isArray(value)) {
    if (value.length === 0) yield `${path} = []`
    for (const entry of value) yield* leaves(entry, `${path}[]`)
  } else if (typeof value === 'object') {
    for (const [key, entry] of Object.entries(value)) yield* leaves(entry, `${path}.${key}`)
  } else yield path
}

/** The path itself, where it is one that empties. */
export const plainPath = (path: string) => path.replace(/ = (null|\[\])$/, '')

/** The paths and everything they lead through: a whole object or list can be emptied too. */
export function withContainers(paths: Iterable<string>): Set<string> {
  const all = new Set<string>()
  for (const path of paths) {
    for (let rest = path; rest !== ''; rest = rest.replace(/(\[\]|\.?[^.[]+)$/, '')) all.add(rest)
  }
  return all
}

/** Every path the schema has for a root field; a type inside itself is not entered again. */
export function schemaPaths(
  schema: GraphQLSchema,
  kind: OperationDefinitionNode['operation'],
  rootField: string,
): string[] {
  const field = schema.getRootType(kind)?.getFields()[rootField]
  if (!field) return []
  return field.args.flatMap((argument) =>
    pathsOf(argument.type, `${rootField}.${argument.name}`, []),
  )
}

function pathsOf(type: GraphQLInputType, path: string, within: readonly string[]): string[] {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return pathsOf(nullable.ofType, `${path}[]`, within)
  const { name } = getNamedType(nullable)
  if (!isInputObjectType(nullable)) return [path]
  if (within.includes(name)) return []
  return Object.values(nullable.getFields()).flatMap((field) =>
    pathsOf(field.type, `${path}.${field.name}`, [...within, name]),
  )
}
