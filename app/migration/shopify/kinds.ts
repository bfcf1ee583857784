import type { ExpectedOwner, TargetOptions } from '../engine/ports/target.ts'
import type { CanonicalRecord, EntityKind } from '../kinds/kind.ts'
import type { Fields } from '../kinds/values/fingerprint.ts'
import { customer } from './customer/customer-kind.server.ts'
import { order } from './order/order-kind.server.ts'
import { product } from './product/product-kind.server.ts'
import type { TargetContext } from './target-context.ts'
import type { KindInStore, TargetKind } from './target-kind.ts'

/** One line for each kind: nothing else on Shopify's side lists them. */
const KINDS: {
  readonly [Kind in EntityKind]: TargetKind<Extract<CanonicalRecord, { kind: Kind }>>
} = {
  product,
  customer,
  order,
}

export const kindOf = (kind: EntityKind): TargetKind<CanonicalRecord> => KINDS[kind]

export const allKinds: readonly TargetKind<CanonicalRecord>[] = Object.values(KINDS)

/**
 * The record's fields as Shopify will show them right after it was written: the space in which the
 * merge and the verification compare. Pure.
 */
export function expectedFields(
  record: CanonicalRecord,
  options: TargetOptions,
  owner: ExpectedOwner = {},
): Fields {
  return kindOf(record.kind).expectedFields(record, options, owner)
}

/** Each kind in one store, made once. */
export function kindsIn(ctx: TargetContext): (kind: EntityKind) => KindInStore<CanonicalRecord> {
  const made = new Map<EntityKind, KindInStore<CanonicalRecord>>()
  return (kind) => {
    const one = made.get(kind) ?? kindOf(kind).in(ctx)
    made.set(kind, one)
    return one
  }
}
