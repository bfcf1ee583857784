import type { CanonicalCustomer } from '../customer/customer.ts'
import type { KindDefinition } from '../definition.ts'
import type { CanonicalProduct } from '../product/product.ts'
import type { CanonicalOrder } from './order.ts'

export const order: KindDefinition<CanonicalOrder, CanonicalProduct | CanonicalCustomer> = {
  kind: 'order',
  noun: { one: 'order', many: 'orders' },
  points: '0.8',
  adminPath: 'orders',
  reference: ({ number }) => number,
  label: ({ number }) => number,
  isLabelPersonal: false,
  total: ({ currency, total, placedAt }) => ({ currency, amount: total, placedAt }),
  owner: {
    kind: 'customer',
    field: 'customer',
    sourceId: ({ customerSourceId }) => customerSourceId,
    guest: ({ guest }) => guest,
    standsIn: (why) =>
      `${WITHOUT_ACCOUNT[why]} The order is linked to a guest customer with the order’s e-mail address, as an order without an account would be.`,
    missing:
      'The order is not linked to a customer, because the customer could not be migrated, or it is not decided yet whether the customer is still the same. It keeps its addresses and contact details.',
  },
  parts: {
    kind: 'product',
    field: 'lines',
    of: ({ lines }) =>
      lines.flatMap(({ productSourceId, variantSourceId }) =>
        productSourceId === null ? [] : [{ parent: productSourceId, part: variantSourceId }],
      ),
    missing: (count, { lines }) =>
      `${count} of ${lines.length} lines are not linked to a product, because the product is not in Shopify. They keep their title, SKU and price.`,
  },
  keyFields: ['placedAt', 'total', 'financialStatus'],
  recognisedBy: ['email', 'total'],
  lookUps: [{ key: 'order_name', values: (_record, { name }) => [name] }],
  retire: 'cancel',
}

const WITHOUT_ACCOUNT = {
  'deleted in Shopify':
    'The customer of this order was deleted in Shopify after having been migrated.',
  'gone in the source': 'The old store does not have the account of this order any more.',
  'not migrated':
    'The account of this order could not be migrated, or it is not decided yet whether it is still the same.',
} as const
