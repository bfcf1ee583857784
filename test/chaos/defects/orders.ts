import { defect, LIVED } from './defect.ts'

/** What an order has, each piece of it by itself. */
export const OF_ORDERS = [
  defect(
    {
      name: 'refund amounts swapped',
      says: 'Two refunds of an order arrive with each other’s amount.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/refunds.ts',
      find: 'const wanted = decimal(roundMoney(decimal(refund.amount), plan.decimals))',
      put: 'const pair = order.refunds.length === 2 ? order.refunds : []\n  const other = pair.find(({ sourceId }) => sourceId !== refund.sourceId)\n  const wanted = decimal(roundMoney(decimal(other?.amount ?? refund.amount), plan.decimals))',
    },
  ),
  defect(
    {
      name: 'refund date lost',
      says: 'A refund arrives with the time of the run.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/refunds.ts',
      find: 'if (at) input.processedAt = at.at\n',
      put: '',
    },
  ),
  defect(
    {
      name: 'another variant of the product',
      says: 'A line is linked to whatever variant of the order comes first.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: '? references.parts.get(line.variantSourceId)',
      put: '? [...references.parts.values()][0]',
    },
  ),
  defect(
    {
      name: 'paid when placed',
      says: 'The payment carries the date of the order.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/state.ts',
      find: 'at: payment.paidAt ?? placedAt,',
      put: 'at: placedAt,',
    },
  ),
  defect(
    {
      name: 'shipping address is billing address',
      says: 'The goods go where the bill went.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: 'const shipping = addressInput(order.shippingAddress)',
      put: 'const shipping = addressInput(order.billingAddress)',
    },
  ),
  defect(
    { name: 'tax names lost', says: 'Every tax is called Tax.', focus: [], moments: [] },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: "title: shorten(tax.title) || 'Tax',",
      put: "title: 'Tax',",
    },
  ),
  defect(
    {
      name: 'line properties lost',
      says: 'What a customer chose on a line does not arrive.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: 'properties: line.properties.flatMap(',
      put: 'properties: line.properties.slice(0, 0).flatMap(',
    },
  ),
  defect(
    { name: 'line SKU lost', says: 'A line arrives without its SKU.', focus: [], moments: [] },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: "sku: shorten(line.sku ?? ''),",
      put: "sku: '',",
    },
  ),
  defect(
    {
      name: 'order note lost',
      says: 'The customer’s note does not arrive.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: "note: blankToNull(shorten(normalizeText(order.note) ?? '', MAX_NOTE)),",
      put: 'note: null,',
    },
  ),
  defect(
    {
      name: 'shipping method lost',
      says: 'Every way of shipping is called Shipping.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: "title: shorten(line.title) || 'Shipping',",
      put: "title: 'Shipping',",
    },
  ),
  defect(
    { name: 'gateway lost', says: 'Each payment was made by hand.', focus: [], moments: [] },
    {
      file: 'app/migration/shopify/order/input/state.ts',
      find: "gateway: shorten(payment.gateway ?? '') || 'manual',",
      put: "gateway: 'manual',",
    },
  ),
  defect(
    {
      name: 'payments in one sum',
      says: 'A deposit and its rest arrive as one payment.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/carts/woocommerce/order/to-canonical.ts',
      find: '    ...(state.payments ? { payments: state.payments } : {}),\n',
      put: '',
    },
  ),
  defect(
    {
      name: 'new owner ignored',
      says: 'An order that was given to another customer stays with the first.',
      ...LIVED,
    },
    {
      file: 'app/migration/shopify/order/update-orders.server.ts',
      find: "if (changed.has('customer')) {",
      put: "if (changed.has('customer') && before.customer === null) {",
    },
  ),
  defect(
    {
      name: 'refund lines lost',
      says: 'A refund says how much, but not what came back.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/refunds.ts',
      find: 'if (lines.length > 0) input.refundLineItems = lines\n',
      put: '',
    },
  ),
]
