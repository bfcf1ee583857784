import type { RecordIdentity } from '#app/migration/engine/ports/source.ts'
import { fromGmt } from '../../kit/text/time.ts'
import type { WireOrder } from '../wire/order.ts'

/**
 * The code that protects an order's pages is random and made once. Without it (an import) the total
 * has to stand for it. The e-mail address follows the account's (measured), and is known no less.
 */
export function identityOfOrder(wire: WireOrder): RecordIdentity {
  const code = wire.protect_code.trim()
  const known = {
    number: wire.increment_id.trim(),
    currency: wire.order_currency_code.trim(),
    email: wire.customer_email.trim().toLowerCase(),
    total: code === '' ? wire.grand_total : '',
  }
  return {
    createdAt: fromGmt(wire.created_at),
    fixed: code === '' ? {} : { code },
    known: Object.fromEntries(Object.entries(known).filter(([, text]) => text !== '')),
  }
}
