import type { LineFieldsFragment, OrderFieldsFragment } from '#app/types/admin-operations.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import type { DecimalString } from '#app/migration/kinds/values/money.ts'

/** What refunds took off the order's lines and shipping, and its price with taxes. */
type Returned = { lines: { lineItemId: Gid; quantity: number }[]; amount: DecimalString }

/** An order as read, with all its lines. */
export type ReadOrder = OrderFieldsFragment & {
  allLines: LineFieldsFragment[]
  /** Of an order in two currencies: what it comes to in the shop's own. All else is in the buyer's. */
  shopTotal: { currency: string; amount: DecimalString } | null
  /** Read of an edited order only: what is gone from its lines may be gone by the edit. */
  returned: Returned
}
