import { askedOnce } from '../../kit/asked-once.ts'
import { readCustomerFacts } from '../facts/customer-facts.server.ts'
import type { MagentoKind } from '../magento-kind.ts'
import { magentoSays } from '../messages/magento.ts'
import { SECOND } from '../time.ts'
import { customerReader } from './customer-reader.server.ts'

/** Accounts. Guests stand on their orders. */
export const customer: MagentoKind = {
  kind: 'customer',
  path: 'customers/search',
  summaryFields: 'updated_at',
  idField: 'id',
  right: 'customers',
  siteField: 'website_id',
  own: (id) => `customers/${id}`,
  capability: {
    changesFoundBy: magentoSays('customersFoundBy'),
    onlyComparisonSees: [
      magentoSays('blindAddressBook'),
      magentoSays('blindNewsletter'),
      magentoSays('blindDeletedCustomers'),
    ],
    cannotSee: [magentoSays('blindGuests'), magentoSays('blindGuestSubscribers')],
    deletesVisible: false,
    listedWhole: false,
    timeResolutionMs: SECOND,
  },
  in: ({ ask, fingerprintKey, notice }) =>
    customerReader({ facts: askedOnce(() => readCustomerFacts(ask, notice)), fingerprintKey }),
}
