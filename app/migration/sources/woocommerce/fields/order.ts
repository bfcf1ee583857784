import { NEVER_MOVED } from '../order-meta-keys.ts'
import { ADDRESS_FIELDS } from './customer.ts'
import type { FieldTable } from './field-table.ts'
import { EVERY_ROW, MADE_UP } from './shared.ts'

const VISIT = {
  staysBehind: 'IP address, browser and cart of the customer',
  because: 'They are traces of a visit, not part of the order.',
} as const
const SUM = { readFor: 'nothing: it is the sum of amounts that arrive' } as const
const TAX_SETTINGS = {
  staysBehind: 'Tax classes and tax settings of order lines',
  because: 'The taxes that were charged arrive; how they were worked out does not matter any more.',
} as const

/** Custom data has no paths of its own: what of it stays behind goes by its keys. */
const CUSTOM_DATA_BEHIND: FieldTable = {
  'meta_data[] (private keys)': {
    staysBehind:
      'Custom data of orders under private keys of plugins, where it has no known meaning',
    because: 'Only the plugin itself can use it. Each order that has some says so.',
  },
  ...Object.fromEntries(
    NEVER_MOVED.map(({ of, what, why }) => [
      `meta_data[] (${of})`,
      { staysBehind: what, because: why },
    ]),
  ),
}

export const ORDER_FIELDS: FieldTable = {
  ...EVERY_ROW,
  parent_id: { arrives: 'custom attribute; parts of a marketplace order are left out' },
  number: { arrives: 'order name' },
  order_key: { readFor: 'knowing the record again' },
  created_via: { readFor: 'parts of marketplace orders, which are no sale of their own' },
  version: MADE_UP,
  status: { arrives: 'payment, fulfilment and cancellation; custom attribute' },
  currency: { arrives: 'currency' },
  currency_symbol: MADE_UP,
  date_created_gmt: { arrives: 'date of the order' },
  date_completed: { readFor: 'the same time, where the one in UTC is missing' },
  date_completed_gmt: { readFor: 'whether the order was fulfilled' },
  date_paid: { readFor: 'the same time, where the one in UTC is missing' },
  date_paid_gmt: { arrives: 'date of the payment' },
  discount_total: SUM,
  discount_tax: SUM,
  shipping_total: SUM,
  shipping_tax: SUM,
  cart_tax: SUM,
  total: { arrives: 'total' },
  total_tax: { arrives: 'taxes' },
  prices_include_tax: { arrives: 'whether prices include taxes' },
  customer_id: { arrives: 'customer' },
  customer_ip_address: VISIT,
  customer_user_agent: VISIT,
  cart_hash: VISIT,
  customer_note: { arrives: 'note' },
  ...ADDRESS_FIELDS('billing'),
  'billing.email': { arrives: 'e-mail' },
  ...ADDRESS_FIELDS('shipping'),
  payment_method: { arrives: 'gateway of the payment' },
  payment_method_title: { arrives: 'gateway of the payment' },
  transaction_id: { arrives: 'payment reference' },
  payment_url: MADE_UP,
  is_editable: MADE_UP,
  needs_payment: MADE_UP,
  needs_processing: MADE_UP,
  meta_data: {
    arrives:
      'custom attributes; tracking numbers as fulfilments, the PO number as such, deposits as what was paid, gift cards as discounts',
  },
  'meta_data[].id': MADE_UP,
  ...CUSTOM_DATA_BEHIND,
  line_items: { arrives: 'lines' },
  'line_items[].tax_class': TAX_SETTINGS,
  'line_items[].price': SUM,
  'line_items[].image': MADE_UP,
  'line_items[].meta_data': { arrives: 'line properties, tracking numbers of the line' },
  'line_items[].meta_data[].id': MADE_UP,
  'line_items[].parent_name': { readFor: 'nothing: the line’s own name arrives' },
  tax_lines: { arrives: 'taxes' },
  shipping_lines: { arrives: 'shipping' },
  'shipping_lines[].meta_data': { arrives: 'custom attributes' },
  fee_lines: { arrives: 'fees' },
  'fee_lines[].meta_data': { arrives: 'custom attributes' },
  coupon_lines: { arrives: 'discount codes' },
  'coupon_lines[].meta_data': { arrives: 'custom attributes' },
  gift_cards: { arrives: 'discounts named after the cards' },
  refunds: { readFor: 'reading the refunds' },
}

export const REFUND_FIELDS: FieldTable = {
  ...EVERY_ROW,
  parent_id: { readFor: 'which order it belongs to' },
  date_created_gmt: { arrives: 'date of the refund' },
  amount: { arrives: 'amount of the refund' },
  reason: { arrives: 'note of the refund' },
  refunded_by: {
    staysBehind: 'Who of the staff gave a refund',
    because: 'Accounts of the old store’s staff do not exist in Shopify.',
  },
  refunded_payment: MADE_UP,
  meta_data: { staysBehind: 'Custom data of refunds', because: 'Shopify’s refunds have none.' },
  line_items: { arrives: 'refunded lines' },
  shipping_lines: { arrives: 'refunded shipping' },
  fee_lines: { readFor: 'nothing: the amount of the refund holds them' },
  tax_lines: { readFor: 'nothing: the amount of the refund holds them' },
}

export const NOTE_FIELDS: FieldTable = {
  ...EVERY_ROW,
  author: { staysBehind: 'Who wrote a note', because: 'It is mostly "WooCommerce".' },
  date_created_gmt: { readFor: 'the order of the notes' },
  note: { arrives: 'custom attribute' },
  customer_note: { readFor: 'nothing: all notes arrive' },
}
