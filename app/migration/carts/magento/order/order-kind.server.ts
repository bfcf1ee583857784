import { askedOnce } from '../../kit/asked-once.ts'
import { readCustomerFacts } from '../facts/customer-facts.server.ts'
import type { MagentoKind, MagentoKindInStore, MagentoStore } from '../magento-kind.ts'
import { magentoSays } from '../messages/magento.ts'
import { childrenReader } from '../product/children.server.ts'
import { SECOND } from '../time.ts'
import { documentsReader } from './documents.server.ts'
import { guestOf, orderReader } from './order-reader.server.ts'
import { otherOrdersReader } from './other-orders.server.ts'

/** Orders with what belongs to them: invoices, shipments and credit memos have dates of their own. */
export const order: MagentoKind = {
  kind: 'order',
  path: 'orders',
  summaryFields: 'updated_at,customer_id,customer_is_guest,customer_email',
  idField: 'entity_id',
  right: 'orders',
  siteField: 'store_id',
  own: (id) => `orders/${id}`,
  also: ['invoices', 'shipments', 'creditmemos'],
  capability: {
    changesFoundBy: magentoSays('ordersFoundBy'),
    onlyComparisonSees: [
      magentoSays('orderCommented'),
      magentoSays('orderEditedQuietly'),
      magentoSays('orderDeleted'),
    ],
    cannotSee: [magentoSays('parcelEdited'), magentoSays('optionRenamed')],
    // There is no way to delete an order in Magento, and modules that do leave no trace.
    deletesVisible: false,
    listedWhole: false,
    timeResolutionMs: SECOND,
  },
  in: ordersIn,
}

function ordersIn({
  ask,
  tuning,
  fingerprintKey,
  orderStatuses,
  notice,
}: MagentoStore): MagentoKindInStore {
  const facts = askedOnce(async () => {
    const { groups, regions } = await readCustomerFacts(ask, notice)
    return { groups, regions, fingerprintKey, statuses: orderStatuses }
  })
  return {
    ...orderReader({
      facts,
      documents: documentsReader(ask, tuning.pageSize, notice),
      products: childrenReader(ask, tuning.pageSize),
      others: otherOrdersReader(ask, tuning.pageSize),
    }),
    guestOf: (summary) => guestOf(fingerprintKey, summary),
  }
}
