import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { deleteCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { deleteOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { deleteProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

/** What a store forgot and the oracle must not: which records and people there once were. */
type Gone = { ids: Set<string>; emails: Set<string> }

const gone = new WeakMap<WooState, Gone>()

export function goneFrom(woo: WooState): Gone {
  const known = gone.get(woo) ?? { ids: new Set<string>(), emails: new Set<string>() }
  gone.set(woo, known)
  return known
}

/** Deletes for good. Everything in the harness that deletes goes through here. */
export function removeForGood(woo: WooState, kind: EntityKind, id: number): void {
  const memory = goneFrom(woo)
  memory.ids.add(`${kind} ${id}`)
  const remember = (email: string | undefined) => {
    if (email?.trim()) memory.emails.add(email.trim().toLowerCase())
  }
  switch (kind) {
    case 'product':
      return deleteProduct(woo, id)
    case 'customer':
      remember(woo.customers.get(id)?.email)
      return deleteCustomer(woo, id)
    case 'order':
      remember(woo.orders.get(id)?.billing.email)
      return deleteOrder(woo, id)
  }
}
