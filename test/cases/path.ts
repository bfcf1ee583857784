import {
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLOutputType,
} from 'graphql'
import { adminSchema } from '../stand-ins/shopify-admin/schema.ts'
import type { Json } from './case-file.ts'

/** One step of a path: `metafield(namespace: "a", key: "b")`, `variants[sku=N]`, `lines[0]`. */
type Segment = { name: string; args: string; selector: Selector | null }
type Selector = { at: number } | { field: string; is: string }

/** What a path asks of Shopify, and how its value is found in the answer. */
export type Reading = { selection: string; pick(record: Json): Json }

/** A path that leads nowhere in Shopify's schema, or cannot be read. */
export class PathError extends Error {
  override readonly name = 'PathError'
}

const SEGMENT = /([A-Za-z_]\w*)(\((?:[^()"]|"[^"]*")*\))?(?:\[([^\]]*)\])?(?:\.|$)/y

function segmentsOf(path: string): Segment[] {
  const segments: Segment[] = []
  SEGMENT.lastIndex = 0
  while (SEGMENT.lastIndex < path.length) {
    const match = SEGMENT.exec(path)
    if (!match?.[1]) throw new PathError(`The path "${path}" cannot be read.`)
    segments.push({ name: match[1], args: match[2] ?? '', selector: selectorOf(match[3], path) })
  }
  return segments
}

function selectorOf(text: string | undefined, path: string): Selector | null {
  if (text === undefined) return null
  if (/^\d+$/.test(text)) return { at: Number(text) }
  const [, field, is] = /^(\w+)=(.*)$/s.exec(text) ?? []
  if (field === undefined || is === undefined) {
    throw new PathError(`"[${text}]" in "${path}" is neither a number nor "field=value".`)
  }
  return { field, is }
}

/** How many entries of a list are asked for; lists inside lists get fewer. */
const FIRST = [250, 50, 10] as const

/** `type` is where the path begins: `Order`, `Product`, `Customer`. */
export function readingOf(type: string, path: string): Reading {
  const start = adminSchema().schema.getType(type)
  if (!start) throw new PathError(`Shopify has no type ${type}.`)
  const segments = segmentsOf(path)
  return { selection: select(start, segments, 0, path), pick: (record) => walk(record, segments) }
}

function select(
  type: GraphQLNamedType,
  segments: readonly Segment[],
  lists: number,
  path: string,
): string {
  const [segment, ...rest] = segments
  if (!segment) return ''
  if (segment.name === 'length') return '__typename'
  if (isUnionType(type) || (isInterfaceType(type) && !(segment.name in type.getFields()))) {
    const { schema } = adminSchema()
    const members = schema
      .getPossibleTypes(type)
      .filter((member) => segment.name in member.getFields())
    if (members.length === 0)
      throw new PathError(`No ${type.name} has "${segment.name}" ("${path}").`)
    return members
      .map((member) => `... on ${member.name} { ${select(member, segments, lists, path)} }`)
      .join(' ')
  }
  if (!isObjectType(type) && !isInterfaceType(type)) {
    throw new PathError(`"${path}" goes on behind a ${type.name}, which has no fields.`)
  }
  const field = type.getFields()[segment.name]
  if (!field) throw new PathError(`Shopify's ${type.name} has no "${segment.name}" ("${path}").`)
  const named = getNamedType(field.type)
  const asked = `${segment.name}${segment.args}`
  const also = segment.selector && 'field' in segment.selector ? ` ${segment.selector.field}` : ''
  if (named.name.endsWith('Connection') && isObjectType(named)) {
    const nodes = named.getFields()['nodes']
    if (!nodes) throw new PathError(`"${segment.name}" of ${type.name} cannot be listed.`)
    const first = `first: ${FIRST[Math.min(lists, FIRST.length - 1)]}`
    const args = segment.args === '' ? `(${first})` : segment.args.replace(/^\(/, `(${first}, `)
    const inner = inside(getNamedType(nodes.type), rest, lists + 1, path)
    return `${segment.name}${args} { nodes { ${inner}${also} } }`
  }
  if (isLeaf(named)) {
    if (rest.some(({ name }) => name !== 'length')) {
      throw new PathError(`"${path}" goes on behind "${segment.name}", which is a plain value.`)
    }
    return asked
  }
  const inner = inside(named, rest, isList(field.type) ? lists + 1 : lists, path)
  return `${asked} { ${inner}${also} }`
}

function inside(
  type: GraphQLNamedType,
  rest: readonly Segment[],
  lists: number,
  path: string,
): string {
  // Enough to see whether it is there.
  if (rest.length === 0) return '__typename'
  return select(type, rest, lists, path)
}

const isLeaf = (type: GraphQLNamedType) =>
  !isObjectType(type) && !isInterfaceType(type) && !isUnionType(type)
const isList = (type: GraphQLOutputType): boolean =>
  isNonNullType(type) ? isList(type.ofType) : isListType(type)

/** The value at the path; what is not there is null, a list without a selector gives all its values. */
function walk(value: Json, segments: readonly Segment[]): Json {
  const [segment, ...rest] = segments
  if (!segment) return value
  if (Array.isArray(value)) {
    if (segment.name === 'length') return value.length
    return value.map((each) => walk(each, segments))
  }
  if (typeof value !== 'object' || value === null) return null
  const found = value[segment.name] ?? null
  const inner =
    typeof found === 'object' &&
    found !== null &&
    !Array.isArray(found) &&
    Array.isArray(found['nodes'])
      ? found['nodes']
      : found
  if (!segment.selector) return walk(inner, rest)
  if (!Array.isArray(inner)) return null
  const { selector } = segment
  const one =
    'at' in selector
      ? inner[selector.at]
      : inner.find(
          (each) =>
            typeof each === 'object' &&
            each !== null &&
            !Array.isArray(each) &&
            String(each[selector.field]) === selector.is,
        )
  return one === undefined ? null : walk(one, rest)
}
