import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import { oddEntries, unknownFields } from '../../kit/wire/field-remarks.ts'
import { CUSTOMER_FIELDS } from '../fields/customer.ts'
import { customerIdentity } from '../lists/identity.ts'
import { parseRow, sourceRecord } from '../../kit/lists/read-row.ts'
import { customerRowHash } from '../lists/row-hashes.ts'
import type { Row } from '../lists/rows.ts'
import { SECOND } from '../time.ts'
import { wireCustomer } from '../wire/customer.ts'
import type { Shown, WooKind, WooKindInStore, WooStore } from '../woo-kind.ts'
import { customerData } from './custom-data.ts'
import { toCustomer } from './to-canonical.ts'
import { wooSays } from '../messages/woocommerce.ts'

/** Accounts of the people who run the shop. Those who ordered come along as their order's customer. */
const STAFF = new Set(['administrator', 'shop_manager', 'editor', 'author', 'contributor'])

/** Accounts. Guests stand on their orders. */
export const customer: WooKind = {
  kind: 'customer',
  path: 'customers',
  filter: { role: 'all' },
  capability: {
    changesFoundBy: wooSays('customersFoundBy'),
    onlyComparisonSees: [wooSays('accountDeleted')],
    cannotSee: [wooSays('staffAccounts'), wooSays('guests')],
    deletesVisible: false,
    listedWhole: true,
    timeResolutionMs: SECOND,
  },
  summaryFields: 'id,role,date_modified_gmt',
  filtersByChange: false,
  isRecord: ({ role }) => !STAFF.has(role ?? ''),
  in: customersIn,
}

function customersIn({ fingerprintKey }: WooStore): WooKindInStore {
  async function record(row: Row): Promise<SourceRecord> {
    const { wire, odd } = parseRow(wireCustomer, 'customer', row)
    const { rowHash } = await shown(row)
    return sourceRecord('customer', row, toCustomer(wire), rowHash, customerIdentity(wire), [
      ...oddEntries(odd),
      ...customerData(wire).remarks,
      ...unknownFields([[CUSTOMER_FIELDS, row.raw]]),
    ])
  }

  async function shown(row: Row): Promise<Shown> {
    return {
      rowHash: customerRowHash(fingerprintKey, parseRow(wireCustomer, 'customer', row).wire),
    }
  }

  return { record, shown }
}
