import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import type { Row } from '../../kit/lists/list.ts'
import { parseRow, sourceRecord } from '../../kit/lists/read-row.ts'
import { oddEntries, unknownFields } from '../../kit/wire/field-remarks.ts'
import { CUSTOMER_FIELDS } from '../fields/customer.ts'
import { wireCustomer } from '../wire/customer.ts'
import { identityOfCustomer } from './identity.ts'
import { readCustomer, type CustomerFacts } from './to-canonical.ts'

export type CustomerDeps = {
  /** Asked for once. @throws SourceRequestError */
  facts(): Promise<CustomerFacts>
  fingerprintKey: string
}

type ListedCustomer = Pick<Row, 'summary' | 'changedAt' | 'raw'>

/** Rows of the list of customers, which are complete: addresses stand in them. */
export function customerReader({ facts, fingerprintKey }: CustomerDeps) {
  async function read(row: ListedCustomer) {
    const { wire, odd } = parseRow(wireCustomer, 'customer', row)
    const { record, remarks } = readCustomer(wire, await facts())
    return {
      wire,
      record,
      remarks: [...remarks, ...oddEntries(odd)],
      // Edits in the shop's own address book leave the date alone.
      rowHash: fingerprint(fingerprintKey, { date: wire.updated_at, customer: record }),
    }
  }

  /** @throws RecordError · SourceRequestError */
  async function record(row: ListedCustomer): Promise<SourceRecord> {
    const { wire, record: canonical, remarks, rowHash } = await read(row)
    return sourceRecord('customer', row, canonical, rowHash, identityOfCustomer(wire), [
      ...remarks,
      ...unknownFields([[CUSTOMER_FIELDS, row.raw]]),
    ])
  }

  /** @throws RecordError · SourceRequestError */
  async function shown(row: ListedCustomer): Promise<{ rowHash: string }> {
    const { rowHash } = await read(row)
    return { rowHash }
  }

  return { prepare: facts, record, shown }
}
