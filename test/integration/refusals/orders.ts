import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { aLine, anAddress, anOrder } from '#test/helpers/records/canonical-samples.ts'
import type { NotMet, Row, UserError } from './row.ts'

let made = 0

const PAID: CanonicalOrder['payment'] = {
  state: 'paid',
  gateway: 'stripe',
  gatewayTitle: null,
  transactionId: null,
  paidAt: '2026-01-15T10:25:00Z',
  received: null,
}

/** An order of which Shopify has everything that can be refused. */
function sold(overrides: Partial<CanonicalOrder> = {}): CanonicalOrder {
  made += 1
  return anOrder({
    sourceId: `o${made}`,
    number: `${2000 + made}`,
    email: `buyer${made}@example.com`,
    phone: `+1202556${String(100 + made).padStart(4, '0')}`,
    note: 'Ring twice.',
    billingAddress: anAddress(),
    shippingAddress: anAddress({ address1: '7 Mill Road' }),
    lines: [aLine({ sourceId: 'l1' }), aLine({ sourceId: 'l2', title: 'Bowl' })],
    total: '25.00',
    ...overrides,
  })
}

const once = (message: string, ...field: string[]): UserError => ({ field, message })

const created = (
  error: UserError,
  then: Row['then'],
  { recorded = 'orderUpdate', ...overrides }: Partial<CanonicalOrder> & { recorded?: string } = {},
): Row => ({
  recorded,
  operation: 'OrderCreate',
  errors: [error],
  record: sold(overrides),
  then,
})

function changed(
  operation: string,
  error: UserError,
  change: Partial<CanonicalOrder>,
  then: Row['then'],
  { recorded, ...start }: Partial<CanonicalOrder> & { recorded: string },
): Row {
  const before = sold(start)
  return { recorded, operation, errors: [error], before, record: { ...before, ...change }, then }
}

/** Each field that stays as it was is told; the first with Shopify's words. */
const told = (...lost: string[]): Row['then'] => ({
  notes: lost.map(
    (field) => [field === 'refunds' ? 'KEPT_IN_SHOPIFY' : 'CHANGE_NOT_POSSIBLE', field] as const,
  ),
  // What is told of the amounts is told of each refund.
  lost: lost.includes('refunds') ? [...lost, 'singleRefunds'] : lost,
})
const salem = { shippingAddress: anAddress({ address1: '7 Mill Road', city: 'Salem' }) }

export const ORDER_ROWS: Row[] = [
  created(
    once('State is not a valid state in United States', 'order', 'shippingAddress', 'province'),
    {
      notes: [['PROVINCE_NOT_ACCEPTED', 'shippingAddress']],
      lost: ['shippingAddress'],
      shows: { shippingAddress: { city: 'Portland', province: null } },
    },
  ),
  created(
    once('Enter a last name', 'order', 'shippingAddress', 'lastName'),
    {
      notes: [['TEXT_NOT_ACCEPTED', 'shippingAddress']],
      lost: ['shippingAddress'],
      shows: { shippingAddress: { city: 'Portland', lastName: 'Prince' } },
    },
    { shippingAddress: anAddress({ firstName: 'Prince', lastName: '' }) },
  ),
  created(
    once('Enter a ZIP code', 'order', 'shippingAddress', 'zip'),
    {
      notes: [['ADDRESS_NOT_ACCEPTED', 'shippingAddress']],
      lost: ['shippingAddress'],
      shows: { billingAddress: { city: 'Portland' } },
    },
    { shippingAddress: anAddress({ zip: '' }) },
  ),
  created(once('Phone is invalid', 'order', 'phone'), {
    notes: [['PHONE_NOT_ACCEPTED', 'phone']],
    lost: ['phone'],
  }),

  ...(
    [
      ['Phone is invalid', 'phone', { phone: '+12025550198' }],
      ['Enter a ZIP code', 'shippingAddress.zip', { shippingAddress: anAddress({ zip: '' }) }],
    ] as const
  ).map(([words, path, change]) =>
    changed(
      'OrderUpdate',
      once(words, ...path.split('.')),
      { note: 'Ring once.', ...change },
      told(path.split('.')[0] ?? ''),
      { recorded: 'orderUpdate' },
    ),
  ),
  // The new address arrives without the one thing that was refused.
  changed(
    'OrderUpdate',
    once('State is not a valid state in United States', 'shippingAddress', 'province'),
    salem,
    {
      notes: [['PROVINCE_NOT_ACCEPTED', 'shippingAddress']],
      lost: ['shippingAddress'],
      shows: { shippingAddress: { city: 'Salem', province: null } },
    },
    { recorded: 'orderUpdate' },
  ),
  changed(
    'OrderUpdate',
    once('Enter a last name', 'shippingAddress', 'lastName'),
    { shippingAddress: anAddress({ firstName: 'Prince', lastName: '' }) },
    {
      notes: [['TEXT_NOT_ACCEPTED', 'shippingAddress']],
      lost: ['shippingAddress'],
      shows: { shippingAddress: { lastName: 'Prince' } },
    },
    { recorded: 'orderUpdate' },
  ),
  changed(
    'OrderUpdate',
    once('Order does not exist', 'id'),
    { note: 'Ring once.' },
    { code: 'TARGET_RECORD_GONE', isTransient: true },
    { recorded: 'orderUpdate' },
  ),

  changed(
    'OrderMarkAsPaid',
    once('Order cannot be marked as paid.', 'id'),
    { payment: PAID, note: 'Ring once.' },
    told('financialStatus'),
    { recorded: 'orderMarkAsPaid' },
  ),
  changed(
    'OrderCancel',
    {
      ...once('Cannot cancel an order that has already been canceled', 'orderId'),
      code: 'INVALID',
    },
    { cancelledAt: '2026-01-20T10:00:00Z' },
    told('cancelled', 'financialStatus'),
    { recorded: 'orderCancel' },
  ),
  ...[
    'Refund amount $999.00 is greater than net payment received $35.00',
    'Quantity cannot refund more items than were purchased',
    'Order does not exist',
  ].map((words) =>
    changed(
      'RefundCreate',
      { field: null, message: words },
      {
        refunds: [
          {
            sourceId: 'r1',
            amount: '4.00',
            reason: null,
            refundedAt: '2026-01-20T00:00:00Z',
            lines: [],
            shippingAmount: '0',
          },
        ],
      },
      told('refunded', 'refunds', 'financialStatus'),
      { recorded: 'refundCreate', payment: PAID },
    ),
  ),
  ...[
    'Fulfillment order 12345 has an unfulfillable status= closed.',
    'Invalid fulfillment order line item quantity requested.',
    'Fulfillment order does not exist.',
  ].map((words) =>
    changed(
      'FulfillmentCreate',
      once(words, 'fulfillment'),
      { fulfillment: 'fulfilled', note: 'Ring once.' },
      told('fulfillmentStatus'),
      { recorded: 'fulfillmentCreate', payment: PAID },
    ),
  ),
  ...(
    [
      ['OrderEditBegin', { field: null, message: 'The order cannot be edited.' }],
      ['OrderEditBegin', once('The order does not exist.', 'id')],
      ['OrderEditCommit', once('The calculated order does not exist.', 'id')],
    ] as const
  ).map(([operation, error]) =>
    changed(
      operation,
      error,
      { lines: [aLine({ sourceId: 'l1' })], total: '12.50', note: 'Ring once.' },
      told('lines', 'total'),
      { recorded: operation.replace(/^O/, 'o') },
    ),
  ),
  ...[
    { message: 'Customer does not exist', field: ['customerId'], code: 'NOT_FOUND' },
    {
      message: 'Customer does not have the permissions to place this order',
      field: ['customerId'],
      code: 'NOT_PERMITTED',
    },
    { message: 'Order does not exist', field: ['orderId'], code: 'NOT_FOUND' },
  ].map((error): Row => ({
    ...changed(
      'OrderCustomerSet',
      error,
      { note: 'Ring once.' },
      { notes: [['CHANGE_NOT_POSSIBLE', 'customer']], lost: ['customer'] },
      { recorded: 'orderCustomerSet' },
    ),
    references: { owner: 'gid://shopify/Customer/404' },
  })),
]

export const ORDERS_NOT_MET: NotMet[] = [
  {
    recorded: 'orderCreate',
    words: /^(Line items|Order Line items)/,
    because: 'the lines keep what links they can (below)',
  },
  {
    recorded: 'orderUpdate',
    words: /^No valid update parameters/,
    because: 'nothing is sent when nothing changed',
  },
  {
    recorded: 'orderCancel',
    words: /^(Only one of the arguments|Staff note is too long)/,
    because: 'neither is sent',
  },
  {
    recorded: 'orderCustomer(Set|Remove)',
    words: /B2B/,
    because: 'the app makes no B2B orders; the merchant’s own are not its records',
  },
  {
    recorded: 'fulfillmentCreate',
    words: /^Quantity must be greater than 0/,
    because: 'a line of which nothing is sent is not named',
  },
  {
    recorded: 'fulfillmentCreate',
    words: /./,
    because: 'told on the fulfillment like those above',
  },
  {
    recorded: 'refundCreate',
    words: /^(Kind authorization|Transactions require)/,
    because: 'refunds name the transaction of the order that they are of',
  },
  {
    recorded: 'orderEditSetQuantity',
    words: /./,
    because: 'told on the lines like those of the other steps of an edit',
  },
]
