import type { RecordIdentity } from '#app/migration/engine/ports/source.ts'
import { fromGmt } from '../../kit/text/time.ts'
import type { WireCustomer } from '../wire/customer.ts'

/** Numbers are counters of the database, and an account has no name that it keeps for good. */
export function identityOfCustomer({ created_at, email }: WireCustomer): RecordIdentity {
  const known = email.trim().toLowerCase()
  return {
    createdAt: fromGmt(created_at),
    fixed: {},
    known: known === '' ? {} : { email: known },
  }
}
