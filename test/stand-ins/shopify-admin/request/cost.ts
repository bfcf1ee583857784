import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLInterfaceType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { ShopPlan } from '../store/state.ts'

export const MAX_QUERY_COST = 1000

const BUCKETS: Record<ShopPlan, { maximum: number; restore: number }> = {
  basic: { maximum: 2000, restore: 100 },
  development: { maximum: 2000, restore: 100 },
  advanced: { maximum: 4000, restore: 200 },
  plus: { maximum: 20_000, restore: 1000 },
  enterprise: { maximum: 40_000, restore: 2000 },
}

export type ThrottleStatus = {
  maximumAvailable: number
  currentlyAvailable: number
  restoreRate: number
}

/** Shopify's leaky bucket: one per shop and app, filled up at the plan's rate. */
export type Bucket = {
  status(): ThrottleStatus
  /** False, and nothing taken, when the points are not there. */
  has(points: number): boolean
  take(points: number): void
}

export function createBucket(plan: ShopPlan, now: () => number): Bucket {
  const { maximum, restore } = BUCKETS[plan]
  let level = maximum
  let at = now()
  const refill = () => {
    const time = now()
    level = Math.min(maximum, level + (Math.max(0, time - at) / 1000) * restore)
    at = time
  }
  return {
    status() {
      refill()
      return {
        maximumAvailable: maximum,
        currentlyAvailable: Math.floor(level),
        restoreRate: restore,
      }
    },
    has(points) {
      refill()
      return level >= points
    },
    take(points) {
      refill()
      level = Math.max(0, level - points)
    },
  }
}

/** Points of `first: n` nodes that cost `node` each (fits the recorded queries). */
function pageCost(size: number, node: number): number {
  return size <= 0 ? 2 : 2 + Math.max(1, Math.floor(2 * Math.log(size))) * node
}

const ROOT_MUTATION = 10
/* Those that are more than ten points before anything is selected. */
const DEAR_MUTATIONS: Record<string, number> = {
  refundCreate: 20,
  fileCreate: 20,
  productCreateMedia: 20,
  orderCapture: 20,
  fulfillmentTrackingInfoUpdate: 50,
  fulfillmentTrackingInfoUpdateV2: 50,
}
/* Objects that Shopify counts as part of their parent. */
const FREE_TYPES = new Set([
  'MoneyBag',
  'MoneyV2',
  'PageInfo',
  'CollectionRuleSet',
  'CustomerEmailMarketingConsentState',
  'CustomerSmsMarketingConsentState',
])
const COUNT_FIELD_COST = 10

type Walk = {
  schema: GraphQLSchema
  fragments: Map<string, FragmentDefinitionNode>
  variables: Record<string, unknown>
  /** How many lists and connections we are in. */
  depth: number
}

type Parent = GraphQLObjectType | GraphQLInterfaceType

export type CostedOperation = {
  schema: GraphQLSchema
  document: DocumentNode
  operation: OperationDefinitionNode
  variables: Record<string, unknown>
}

/**
 * What Shopify asks for before it runs the operation. Fitted to recordings: scalar 0, object 1,
 * mutation 10, connection see `pageCost`; productSet adds for its variants, files and metafields.
 */
export function requestedCost(subject: CostedOperation): number {
  return operationCost(subject, null)
}

/** The same sum over what the answer really holds. */
export function actualCost(
  subject: CostedOperation,
  data: unknown,
  /** Root fields that are charged as requested, by their response key. */
  inFull: ReadonlySet<string> = new Set(),
): number {
  return operationCost(subject, isRecord(data) ? data : {}, inFull)
}

function operationCost(
  subject: CostedOperation,
  data: Record<string, unknown> | null,
  inFull: ReadonlySet<string> = new Set(),
): number {
  const { schema, document, operation, variables } = subject
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition)
    }
  }
  const walk: Walk = { schema, fragments, variables, depth: 0 }
  const root = operation.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType()
  if (!root) return 0
  let total = 0
  for (const { node, field } of fieldsOf(walk, root, operation.selectionSet, null)) {
    const key = node.alias?.value ?? node.name.value
    const isActual = data !== null && !inFull.has(key)
    const value = isActual ? data[key] : undefined
    if (operation.operation === 'mutation') {
      total += DEAR_MUTATIONS[field.name] ?? ROOT_MUTATION
      total += payloadCost(walk, node, field, value, isActual)
      if (!isActual || isRecord(value)) {
        total += inputCost(field.name, getArgumentValues(field, node, variables))
      }
    } else {
      total += fieldCost(walk, node, field, value, isActual)
    }
  }
  return total
}

/** What a mutation's lists add to its points. */
function inputCost(field: string, args: Record<string, unknown>): number {
  switch (field) {
    case 'productSet':
      return productSetInputCost(args.input)
    case 'productVariantsBulkCreate':
    case 'productVariantsBulkUpdate':
      return Array.isArray(args.variants) ? Math.round(0.2 * args.variants.length) : 0
    default:
      return 0
  }
}

function productSetInputCost(input: unknown): number {
  if (!isRecord(input)) return 0
  const count = (key: string) => {
    const list = input[key]
    return Array.isArray(list) ? list.length : 0
  }
  return Math.round(0.2 * count('variants') + 1.9 * count('files') + 0.4 * count('metafields'))
}

/** A mutation's payload and the objects directly in it are part of its ten points. */
function payloadCost(
  walk: Walk,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  value: unknown,
  actual: boolean,
): number {
  const payload = getNamedType(field.type)
  if (!isObjectType(payload) || !node.selectionSet) return 0
  if (actual && !isRecord(value)) return 0
  let total = 0
  for (const child of fieldsOf(walk, payload, node.selectionSet, value)) {
    const type = getNamedType(child.field.type)
    if (!child.node.selectionSet || child.field.name.endsWith('serErrors')) continue
    const childValue = isRecord(value) ? value[keyOf(child.node)] : undefined
    if (actual && (childValue === null || childValue === undefined)) continue
    if (Array.isArray(childValue) && childValue.length === 0) continue
    if (isObjectType(type) || isInterfaceType(type)) {
      total += childrenCost(walk, child.node, type, firstOf(childValue), actual)
    }
  }
  return total
}

function keyOf(node: FieldNode): string {
  return node.alias?.value ?? node.name.value
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value
}

function fieldCost(
  walk: Walk,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  value: unknown,
  actual: boolean,
): number {
  if (!node.selectionSet || node.name.value.startsWith('__')) return 0
  const type = getNamedType(field.type)
  if (type.name === 'Count') return countCost(field)
  if (FREE_TYPES.has(type.name) || field.name === 'defaultAddress') return 0
  if (type.name.endsWith('Connection') && isObjectType(type)) {
    return connectionCost(walk, node, field, type, value, actual)
  }
  if (isAbstractType(type) && !isInterfaceType(type)) {
    return 1 + possibleCost(walk, node, value, actual)
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return 0
  // A missing object still costs its own point (recorded: `product(id:)` of nothing is 1).
  if (actual && (value === null || value === undefined)) return 1
  const isList = isListType(getNullableType(field.type))
  const inside: Walk = isList ? { ...walk, depth: walk.depth + 1 } : walk
  if (actual && isList && Array.isArray(value) && value.length > 0) {
    // Recorded: inside of another list a filled list is free, an empty one is not.
    const own = walk.depth > 0 ? 0 : 1
    const costs = value.map((item) => childrenCost(inside, node, type, item, true))
    return own + Math.max(0, ...costs)
  }
  if (actual && isList) return 1
  return 1 + childrenCost(walk, node, type, value, actual)
}

function countCost(field: GraphQLField<unknown, unknown>): number {
  // Counts of the whole shop (they take a limit) cost 10, counts inside a record 1.
  return field.args.some((argument) => argument.name === 'limit') ? COUNT_FIELD_COST : 1
}

function possibleCost(walk: Walk, node: FieldNode, value: unknown, actual: boolean): number {
  let dearest = 0
  for (const selection of node.selectionSet?.selections ?? []) {
    if (selection.kind !== Kind.INLINE_FRAGMENT || !selection.typeCondition) continue
    const type = walk.schema.getType(selection.typeCondition.name.value)
    if (!isObjectType(type)) continue
    const cost = fieldsOf(walk, type, selection.selectionSet, value).reduce(
      (sum, child) =>
        sum +
        fieldCost(
          walk,
          child.node,
          child.field,
          isRecord(value) ? value[keyOf(child.node)] : undefined,
          actual,
        ),
      0,
    )
    dearest = Math.max(dearest, cost)
  }
  return dearest
}

function childrenCost(
  walk: Walk,
  node: FieldNode,
  type: Parent,
  value: unknown,
  actual: boolean,
): number {
  if (!node.selectionSet) return 0
  let total = 0
  for (const child of fieldsOf(walk, type, node.selectionSet, value)) {
    const childValue = isRecord(value) ? value[keyOf(child.node)] : undefined
    total += fieldCost(walk, child.node, child.field, childValue, actual)
  }
  return total
}

function connectionCost(
  walk: Walk,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType,
  value: unknown,
  actual: boolean,
): number {
  const args = getArgumentValues(field, node, walk.variables)
  const asked = typeof args.first === 'number' ? args.first : args.last
  const size = typeof asked === 'number' ? asked : 0
  const selected = node.selectionSet
    ? fieldsOf(walk, type, node.selectionSet, value).filter(({ field: child }) =>
        ['nodes', 'edges'].includes(child.name),
      )
    : []
  let nodeCost = 0
  let items: unknown[] = []
  let byNodes = false
  for (const { node: child, field: childField } of selected) {
    const inner = getNamedType(childField.type)
    if (!isObjectType(inner) && !isInterfaceType(inner)) continue
    const list = isRecord(value) ? value[keyOf(child)] : undefined
    if (Array.isArray(list)) items = list
    const nodes =
      childField.name === 'edges' ? edgeNodes(walk, child, inner) : { node: child, type: inner }
    byNodes ||= childField.name === 'nodes'
    if (!nodes) continue
    const values = actual
      ? items.map((item) => (childField.name === 'edges' && isRecord(item) ? item.node : item))
      : [undefined]
    const inside: Walk = { ...walk, depth: walk.depth + 1 }
    const costs = values.map(
      (item) => 1 + childrenCost(inside, nodes.node, nodes.type, item, actual),
    )
    // Selecting both `nodes` and `edges` is charged for both.
    nodeCost += Math.max(0, ...costs)
  }
  if (selected.length === 0) return 2
  if (!actual) return pageCost(size, Math.max(1, nodeCost))
  if (items.length === 0) return byNodes ? pageCost(size, 1) : 2
  const base = walk.depth > 0 ? 2 : 0
  return pageCost(items.length, nodeCost) - base + pageInfoCost(walk, node, field, type)
}

/* Recorded only for these two: their page info is one more point when there is something. */
const DEAR_PAGE_INFO = new Set(['metafields', 'addressesV2'])

function pageInfoCost(
  walk: Walk,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType,
): number {
  if (!DEAR_PAGE_INFO.has(field.name) || !node.selectionSet) return 0
  const selected = fieldsOf(walk, type, node.selectionSet, undefined)
  return selected.some((entry) => entry.field.name === 'pageInfo') ? 1 : 0
}

function edgeNodes(walk: Walk, edges: FieldNode, type: Parent) {
  if (!edges.selectionSet) return null
  const found = fieldsOf(walk, type, edges.selectionSet, undefined).find(
    ({ field }) => field.name === 'node',
  )
  if (!found) return null
  const inner = getNamedType(found.field.type)
  return isObjectType(inner) || isInterfaceType(inner) ? { node: found.node, type: inner } : null
}

/** Selected fields with fragments opened; of fragments on other types only those that can apply. */
function fieldsOf(
  walk: Walk,
  parent: Parent,
  selections: SelectionSetNode,
  value: unknown,
): { node: FieldNode; field: GraphQLField<unknown, unknown> }[] {
  const found = new Map<string, { node: FieldNode; field: GraphQLField<unknown, unknown> }>()
  const visit = (type: Parent, set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const field = type.getFields()[selection.name.value]
        const key = keyOf(selection)
        const earlier = found.get(key)
        if (field && earlier?.node.selectionSet && selection.selectionSet) {
          found.set(key, { node: mergeNodes(earlier.node, selection), field })
        } else if (field && !earlier) {
          found.set(key, { node: selection, field })
        }
        continue
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : walk.fragments.get(selection.name.value)
      if (!fragment) continue
      const condition = fragment.typeCondition
        ? walk.schema.getType(fragment.typeCondition.name.value)
        : type
      const typename = isRecord(value) ? value.__typename : undefined
      if (typeof typename === 'string' && isObjectType(condition) && condition.name !== typename) {
        continue
      }
      if (isObjectType(condition) || isInterfaceType(condition)) {
        visit(condition, fragment.selectionSet)
      }
    }
  }
  visit(parent, selections)
  return [...found.values()]
}

function mergeNodes(a: FieldNode, b: FieldNode): FieldNode {
  const selections = [...(a.selectionSet?.selections ?? []), ...(b.selectionSet?.selections ?? [])]
  return { ...a, selectionSet: { kind: Kind.SELECTION_SET, selections } }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
