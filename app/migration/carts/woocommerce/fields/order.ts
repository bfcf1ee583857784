import { NEVER_MOVED } from '../order/meta-keys.ts'
import { ADDRESS_FIELDS } from './customer.ts'
import { entriesOf, type FieldTable } from '../../kit/wire/field-table.ts'
import { EVERY_ROW, MADE_UP } from './shared.ts'
import { wooSays } from '../messages/woocommerce.ts'

const VISIT = {
  staysBehind: wooSays('behindVisit'),
} as const
const SUM = { readFor: 'nothing: it is the sum of amounts that arrive' } as const
const TAX_SETTINGS = {
  staysBehind: wooSays('behindTaxSettings'),
} as const

const COUPON_SETTINGS = {
  staysBehind: wooSays('behindCouponSettings'),
} as const
const TAXES = { arrives: 'taxes of the line' } as const

/** What the lines of orders and of refunds have in common. */
const LINE: FieldTable = {
  id: { readFor: 'knowing the line again' },
  name: { arrives: 'title' },
  parent_name: { readFor: 'nothing: the line’s own name arrives' },
  product_id: { arrives: 'product' },
  variation_id: { arrives: 'variant' },
  quantity: { arrives: 'quantity' },
  subtotal: { arrives: 'price before discounts' },
  subtotal_tax: { arrives: 'price before discounts, where prices include taxes' },
  total: { arrives: 'price after discounts' },
  total_tax: TAXES,
  taxes: TAXES,
  sku: { arrives: 'SKU' },
  tax_class: TAX_SETTINGS,
  price: SUM,
  image: MADE_UP,
}
const SHIPPING_LINE: FieldTable = {
  id: { readFor: 'knowing the line again' },
  method_title: { arrives: 'title' },
  method_id: { arrives: 'code' },
  instance_id: {
    staysBehind: wooSays('behindShippingZone'),
  },
  total: { arrives: 'price' },
  total_tax: TAXES,
  taxes: TAXES,
  tax_status: TAX_SETTINGS,
}
const FEE_LINE: FieldTable = {
  id: { readFor: 'knowing the line again' },
  name: { arrives: 'title, or name of the discount when the fee is negative' },
  amount: SUM,
  total: { arrives: 'price' },
  total_tax: TAXES,
  taxes: TAXES,
  tax_class: TAX_SETTINGS,
  tax_status: TAX_SETTINGS,
}
const TAX_LINE: FieldTable = {
  id: { readFor: 'knowing the line again' },
  rate_id: { readFor: 'which lines it is the tax of' },
  rate_code: { arrives: 'title, where there is no label' },
  label: { arrives: 'title' },
  rate_percent: { arrives: 'rate' },
  tax_total: { arrives: 'amount' },
  shipping_tax_total: { arrives: 'amount' },
  compound: TAX_SETTINGS,
  meta_data: {
    staysBehind: wooSays('behindTaxLineData'),
  },
}

/** Custom data has no paths of its own: what of it stays behind goes by its keys. */
const CUSTOM_DATA_BEHIND: FieldTable = {
  'meta_data[] (private keys)': {
    staysBehind: wooSays('behindOrderPluginData'),
  },
  ...Object.fromEntries(
    NEVER_MOVED.map(({ of, told }) => [`meta_data[] (${of})`, { staysBehind: told }]),
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
  discount_total: { readFor: 'a discount that neither a line nor a coupon shows' },
  discount_tax: { readFor: 'a discount that neither a line nor a coupon shows' },
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
      'custom attributes; tracking numbers as fulfilments, the PO number as such, deposits as what was paid, and with their rest as two payments, gift cards as discounts',
  },
  'meta_data[].id': MADE_UP,
  ...CUSTOM_DATA_BEHIND,
  ...entriesOf('line_items', {
    ...LINE,
    meta_data: { arrives: 'line properties, tracking numbers of the line' },
    'meta_data[].id': MADE_UP,
  }),
  ...entriesOf('tax_lines', TAX_LINE),
  ...entriesOf('shipping_lines', {
    ...SHIPPING_LINE,
    meta_data: { arrives: 'custom attributes' },
  }),
  ...entriesOf('fee_lines', { ...FEE_LINE, meta_data: { arrives: 'custom attributes' } }),
  ...entriesOf('coupon_lines', {
    id: { readFor: 'knowing the coupon again' },
    code: { arrives: 'discount code' },
    discount: { arrives: 'amount of the discount' },
    discount_tax: { arrives: 'amount of the discount' },
    discount_type: COUPON_SETTINGS,
    nominal_amount: COUPON_SETTINGS,
    free_shipping: COUPON_SETTINGS,
    meta_data: { arrives: 'custom attributes' },
  }),
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
    staysBehind: wooSays('behindRefundedBy'),
  },
  refunded_payment: MADE_UP,
  meta_data: { staysBehind: wooSays('behindRefundData') },
  ...entriesOf('line_items', {
    ...LINE,
    meta_data: { readFor: 'which line of the order it refunds' },
  }),
  ...entriesOf('shipping_lines', {
    ...SHIPPING_LINE,
    meta_data: { readFor: 'which shipping of the order it refunds' },
  }),
  fee_lines: { readFor: 'nothing: the amount of the refund holds them' },
  tax_lines: { readFor: 'nothing: the amount of the refund holds them' },
}

export const NOTE_FIELDS: FieldTable = {
  ...EVERY_ROW,
  author: { staysBehind: wooSays('behindNoteAuthor') },
  date_created_gmt: { readFor: 'the order of the notes' },
  note: { arrives: 'custom attribute' },
  customer_note: { readFor: 'nothing: all notes arrive' },
}
