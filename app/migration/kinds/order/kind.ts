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
  },
  parts: {
    kind: 'product',
    field: 'lines',
    of: ({ lines }) =>
      lines.flatMap(({ productSourceId, variantSourceId }) =>
        productSourceId === null ? [] : [{ parent: productSourceId, part: variantSourceId }],
      ),
    all: ({ lines }) => lines.length,
  },
  keyFields: ['placedAt', 'total', 'financialStatus'],
  recognisedBy: ['email', 'total'],
  onlyIfCreatedWith: ['payments', 'shopTotal'],
  lookUps: [{ key: 'order_name', values: (_record, { name }) => [name] }],
  retire: 'cancel',
}
