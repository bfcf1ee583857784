import { customer } from './customer/kind.ts'
import type { KindDefinition } from './definition.ts'
import { order } from './order/kind.ts'
import { product } from './product/kind.ts'

/** The only list of kinds, in the order a run walks them: parents before children. */
const DEFINITIONS = [product, customer, order] as const

type RecordOf<Definition> = Definition extends KindDefinition<infer R, infer _> ? R : never

export type CanonicalRecord = RecordOf<(typeof DEFINITIONS)[number]>
export type EntityKind = CanonicalRecord['kind']

type AnyKind = KindDefinition<CanonicalRecord, CanonicalRecord>

export const KINDS: readonly EntityKind[] = DEFINITIONS.map(({ kind }) => kind)

/** What is particular to each kind. */
export const KIND: Readonly<Record<EntityKind, AnyKind>> = ofEach(DEFINITIONS, (each) => each)

/** Something for every kind. */
export function perKind<Value>(make: (kind: EntityKind) => Value): Record<EntityKind, Value> {
  return ofEach(DEFINITIONS, ({ kind }) => make(kind))
}

function ofEach<Value>(all: readonly AnyKind[], make: (each: AnyKind) => Value) {
  // Complete: the type of the keys is made from the list that the entries are made from.
  return Object.fromEntries(all.map((each) => [each.kind, make(each)])) as Record<EntityKind, Value>
}

/** Alone or at the beginning of a line: "Orders". */
export const titleOf = (kind: EntityKind): string => capital(KIND[kind].noun.many)

/** Before a record's reference at the beginning of a line: "Order". */
export const titleOfOne = (kind: EntityKind): string => capital(KIND[kind].noun.one)

/** Path inside Shopify's admin, for a deep link. @param gid "gid://shopify/Order/1" */
export const adminPathOf = (kind: EntityKind, gid: string): string =>
  `${KIND[kind].adminPath}/${gid.split('/').at(-1) ?? ''}`

const capital = (noun: string) => noun.charAt(0).toUpperCase() + noun.slice(1)

export function isKind(text: string): text is EntityKind {
  return KINDS.some((kind) => kind === text)
}
