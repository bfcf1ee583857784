import type { Fields } from '../kinds/values/fingerprint.ts'
import type { CanonicalRecord } from '../kinds/kind.ts'
import type { OrderParents } from '../engine/ports/target.ts'
import { expectedCustomer } from './customer/snapshot.ts'
import { expectedOrder } from './order/snapshot.ts'
import { expectedProduct } from './product/snapshot.ts'
import type { TargetOptions } from './target-options.ts'

/**
 * The record's fields as Shopify will show them right after it was written: the space in which the
 * merge and the verification compare. Pure.
 */
export function expectedFields(
  record: CanonicalRecord,
  options: TargetOptions,
  parents: OrderParents = {},
): Fields {
  switch (record.kind) {
    case 'product':
      return expectedProduct(record, options)
    case 'customer':
      return expectedCustomer(record)
    case 'order':
      return expectedOrder(record, parents)
  }
}
