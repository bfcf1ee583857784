import { plainText } from '../../kit/text/text.ts'
import type { RecordIdentity } from '#app/migration/engine/ports/source.ts'
import { fromGmt } from '../../kit/text/time.ts'
import type { WireCustomer } from '../wire/customer.ts'
import type { WireOrder } from '../wire/order.ts'
import type { WireProduct } from '../wire/product.ts'

/*
 * What makes a WooCommerce record itself. Ids are counters of the database: a restored backup goes
 * on counting where it was made.
 */

/** The type is what people know a product by, and no more: a simple product may become variable. */
export function productIdentity(wire: WireProduct): RecordIdentity {
  return {
    createdAt: fromGmt(wire.date_created_gmt),
    fixed: {},
    known: filled({ title: plainText(String(wire.name)), sku: wire.sku, type: wire.type }),
  }
}

/** WordPress changes no user name. */
export function customerIdentity(wire: WireCustomer): RecordIdentity {
  return {
    createdAt: fromGmt(wire.date_created_gmt),
    fixed: filled({ username: wire.username }),
    known: filled({ email: wire.email.toLowerCase() }),
  }
}

/**
 * The order key is random and made once. Without it (an order that was imported) the total has to
 * stand for it: the number is mostly the id again, and the same customer may have ordered twice.
 */
export function orderIdentity(wire: WireOrder): RecordIdentity {
  return {
    createdAt: fromGmt(wire.date_created_gmt),
    fixed: filled({ key: wire.order_key }),
    known: filled({
      number: wire.number,
      currency: wire.currency,
      email: wire.billing.email.toLowerCase(),
      total: wire.order_key.trim() === '' ? wire.total : '',
    }),
  }
}

function filled(parts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, value]) =>
      value.trim() === '' ? [] : [[name, value.trim()] as const],
    ),
  )
}
