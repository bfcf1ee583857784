import { entriesOf, type Fate, type FieldTable } from '../../kit/wire/field-table.ts'
import { magentoSays } from '../messages/magento.ts'

const VISIT = { staysBehind: magentoSays('behindVisit') } as const
const SETTING = { staysBehind: magentoSays('behindOrderSettings') } as const
const OF_PAYMENT = { staysBehind: magentoSays('behindPaymentData') } as const
const BOOKS = { staysBehind: magentoSays('behindOtherCurrency') } as const
const DOCUMENT = { staysBehind: magentoSays('behindDocumentNumbers') } as const
const SUM = { readFor: 'nothing: it is the sum of amounts that arrive' } as const
const LATER = { readFor: 'nothing: invoices, shipments and credit memos tell it' } as const
const REFERENCE = { readFor: 'nothing: it stands inside of what it names' } as const

/** Several names of one fate, in one line. */
function each(names: string, fate: Fate): FieldTable {
  return Object.fromEntries(names.split(' ').map((name) => [name, fate]))
}

const ADDRESS: FieldTable = each(
  'city company country_id firstname lastname middlename prefix suffix postcode region region_code street telephone',
  { arrives: 'address' },
)

function address(path: string): FieldTable {
  const fields: FieldTable = {
    ...ADDRESS,
    telephone: { arrives: 'address; phone of the order' },
    email: { arrives: 'e-mail, where the order has none' },
    region_id: { readFor: 'nothing: the region’s code and name stand beside it' },
    vat_id: { arrives: 'custom attribute' },
    ...each('fax vat_is_valid vat_request_id vat_request_date vat_request_success', SETTING),
    ...each('address_type entity_id parent_id customer_address_id customer_id', REFERENCE),
  }
  return Object.fromEntries(Object.entries(fields).map(([name, fate]) => [`${path}.${name}`, fate]))
}

const ITEM: FieldTable = {
  item_id: { readFor: 'knowing the line again' },
  parent_item_id: { readFor: 'which rows are one line' },
  parent_item: { readFor: 'which rows are one line' },
  product_id: { arrives: 'product and variant' },
  product_type: { readFor: 'which rows are one line' },
  sku: { arrives: 'SKU' },
  name: { arrives: 'title; variant; parts of a bundle' },
  is_virtual: { readFor: 'what has to be sent' },
  qty_ordered: { arrives: 'quantity' },
  ...each('qty_shipped qty_invoiced qty_refunded qty_canceled', {
    readFor: 'what was sent, paid, given back and cancelled',
  }),
  price: { arrives: 'price before discounts' },
  row_total: { arrives: 'price before discounts' },
  discount_amount: { arrives: 'price after discounts' },
  tax_amount: { arrives: 'taxes of the line' },
  tax_percent: { arrives: 'taxes of the line, where the order does not name them' },
  discount_tax_compensation_amount: { arrives: 'price before discounts, with taxes' },
  ...each('weee_tax_applied weee_tax_applied_row_amount', { arrives: 'fee' }),
  'product_option.extension_attributes.custom_options': { arrives: 'line properties' },
  'product_option.extension_attributes.giftcard_item_option': { arrives: 'line properties' },
  product_option: { readFor: 'nothing: the rows of the parts tell what was chosen' },
  extension_attributes: { arrives: 'line properties' },
  additional_data: OF_PAYMENT,
  description: { arrives: 'line property' },
  ext_order_item_id: { arrives: 'line property' },
  ...each('price_incl_tax original_price', { readFor: 'whether prices include taxes' }),
  ...each('row_total_incl_tax discount_percent weee_tax_applied_amount', SUM),
  ...each(
    'amount_refunded discount_invoiced discount_refunded row_invoiced tax_invoiced tax_refunded tax_canceled discount_tax_compensation_invoiced discount_tax_compensation_refunded discount_tax_compensation_canceled tax_before_discount qty_backordered locked_do_invoice locked_do_ship',
    LATER,
  ),
  ...each(
    'applied_rule_ids free_shipping no_discount is_qty_decimal row_weight weight weee_tax_disposition weee_tax_row_disposition event_id store_id gift_message_available gift_message_id',
    SETTING,
  ),
  ...each('order_id created_at updated_at', REFERENCE),
  quote_item_id: VISIT,
  ...each(
    'base_amount_refunded base_discount_amount base_discount_invoiced base_discount_refunded base_discount_tax_compensation_amount base_discount_tax_compensation_invoiced base_discount_tax_compensation_refunded base_original_price base_price base_price_incl_tax base_row_invoiced base_row_total base_row_total_incl_tax base_tax_amount base_tax_before_discount base_tax_invoiced base_tax_refunded base_weee_tax_applied_amount base_weee_tax_applied_row_amnt base_weee_tax_disposition base_weee_tax_row_disposition',
    BOOKS,
  ),
  base_cost: SETTING,
}

const WRAPPING: FieldTable = {
  ...each(
    'gw_price gw_items_price gw_card_price gw_tax_amount gw_items_tax_amount gw_card_tax_amount',
    {
      arrives: 'fee “Gift wrapping”',
    },
  ),
  ...each('gift_cards gift_cards_amount customer_balance_amount reward_currency_amount', {
    arrives: 'discounts named after what paid; else custom attributes',
  }),
  ...each('gw_id gw_allow_gift_receipt gw_add_card reward_points_balance', SETTING),
}

const OF_EXTENSION: FieldTable = Object.fromEntries(
  Object.entries({
    shipping_assignments: { readFor: 'the address and the way of shipping' },
    ...address('shipping_assignments[].shipping.address'),
    'shipping_assignments[].shipping.method': { arrives: 'code of the shipping' },
    'shipping_assignments[].shipping.total': SUM,
    'shipping_assignments[].items': { readFor: 'nothing: they are the order’s own once more' },
    payment_additional_info: OF_PAYMENT,
    'payment_additional_info[].key': { readFor: 'which entry is the title of the payment method' },
    'payment_additional_info[].value': { arrives: 'title of the payment method, and no other' },
    ...entriesOf('applied_taxes', {
      ...each('code title', { arrives: 'title of the tax' }),
      percent: { arrives: 'rate of the tax' },
      amount: { arrives: 'amount of the tax' },
      base_amount: BOOKS,
    }),
    item_applied_taxes: { arrives: 'taxes of lines, fees and shipping' },
    converting_from_quote: SETTING,
    company_order_attributes: SETTING,
    'company_order_attributes.company_name': { arrives: 'custom attribute' },
    ...WRAPPING,
  } satisfies FieldTable).map(([name, fate]) => [`extension_attributes.${name}`, fate]),
)

export const ORDER_FIELDS: FieldTable = {
  entity_id: { readFor: 'knowing the record again' },
  protect_code: { readFor: 'knowing the record again' },
  increment_id: { arrives: 'order name' },
  created_at: { arrives: 'date of the order' },
  updated_at: { readFor: 'what changed since the last run' },
  state: { arrives: 'payment, fulfilment and cancellation' },
  status: { arrives: 'custom attribute' },
  order_currency_code: { arrives: 'currency' },
  base_currency_code: { arrives: 'custom attribute, where it is not the order’s' },
  base_grand_total: { arrives: 'custom attribute, where it is in another currency' },
  grand_total: { arrives: 'total' },
  subtotal: { readFor: 'which amounts of the rows are before discounts' },
  discount_amount: { arrives: 'discount' },
  discount_description: { arrives: 'discount code, where there is no other' },
  coupon_code: { arrives: 'discount code, or custom attribute' },
  shipping_amount: { arrives: 'shipping' },
  shipping_description: { arrives: 'title of the shipping' },
  shipping_discount_amount: { arrives: 'shipping, and custom attribute' },
  shipping_tax_amount: { arrives: 'taxes of the shipping' },
  shipping_discount_tax_compensation_amount: { arrives: 'shipping with taxes' },
  discount_tax_compensation_amount: { arrives: 'prices with taxes' },
  tax_amount: { arrives: 'taxes' },
  ...each('total_paid total_due', { arrives: 'what was paid' }),
  total_refunded: { readFor: 'refunds that no credit memo tells of' },
  is_virtual: { readFor: 'whether it needs an address' },
  customer_id: { arrives: 'customer' },
  customer_is_guest: { readFor: 'nothing: it contradicts the customer’s number in places' },
  customer_email: { arrives: 'e-mail' },
  customer_group_id: { arrives: 'custom attribute, for groups other than “General”' },
  ...each(
    'customer_prefix customer_firstname customer_middlename customer_lastname customer_suffix',
    { arrives: 'name of a guest' },
  ),
  customer_taxvat: { arrives: 'custom attribute' },
  customer_dob: { arrives: 'custom attribute of a guest’s order; accounts have it' },
  customer_gender: { readFor: 'nothing: accounts have it' },
  customer_note: { arrives: 'note' },
  ...each('ext_order_id ext_customer_id', { arrives: 'custom attribute' }),
  ...each(
    'original_increment_id relation_parent_real_id relation_child_real_id relation_child_id',
    { arrives: 'custom attribute' },
  ),
  relation_parent_id: { readFor: 'whether the order before was cancelled' },
  edit_increment: { readFor: 'nothing: the order’s number shows it' },
  ...entriesOf('items', ITEM),
  ...address('billing_address'),
  billing_address_id: REFERENCE,
  shipping_address_id: REFERENCE,
  'payment.method': { arrives: 'gateway of the payment' },
  ...each('payment.last_trans_id payment.cc_trans_id', { arrives: 'payment reference' }),
  'payment.po_number': { arrives: 'PO number' },
  'payment.amount_authorized': { readFor: 'whether money is reserved' },
  payment: OF_PAYMENT,
  'status_histories[].comment': { arrives: 'custom attribute' },
  'status_histories[].created_at': { readFor: 'the order of the comments' },
  'status_histories[].entity_id': { readFor: 'the order of the comments' },
  'status_histories[].status': { readFor: 'when the order was cancelled' },
  ...each(
    'status_histories[].entity_name status_histories[].is_customer_notified status_histories[].is_visible_on_front status_histories[].parent_id',
    { readFor: 'nothing: all comments arrive' },
  ),
  status_histories: { readFor: 'nothing: no comments' },
  extension_attributes: { arrives: 'custom attributes' },
  ...OF_EXTENSION,
  ...WRAPPING,
  ...each('subtotal_incl_tax shipping_incl_tax total_qty_ordered total_item_count', SUM),
  ...each(
    'adjustment_negative adjustment_positive discount_canceled discount_invoiced discount_refunded discount_tax_compensation_invoiced discount_tax_compensation_refunded shipping_canceled shipping_invoiced shipping_refunded shipping_tax_refunded subtotal_canceled subtotal_invoiced subtotal_refunded tax_canceled tax_invoiced tax_refunded total_canceled total_invoiced total_offline_refunded total_online_refunded payment_authorization_amount payment_auth_expiration',
    LATER,
  ),
  ...each(
    'applied_rule_ids customer_note_notify email_sent send_email forced_shipment_with_invoice can_ship_partially can_ship_partially_item hold_before_state hold_before_status weight store_id store_name global_currency_code store_currency_code base_to_global_rate base_to_order_rate store_to_base_rate store_to_order_rate coupon_rule_name gift_message_id paypal_ipn_customer_notified',
    SETTING,
  ),
  ...each('quote_id quote_address_id remote_ip x_forwarded_for', VISIT),
  ...each(
    'base_adjustment_negative base_adjustment_positive base_discount_amount base_discount_canceled base_discount_invoiced base_discount_refunded base_discount_tax_compensation_amount base_discount_tax_compensation_invoiced base_discount_tax_compensation_refunded base_shipping_amount base_shipping_canceled base_shipping_discount_amount base_shipping_discount_tax_compensation_amnt base_shipping_incl_tax base_shipping_invoiced base_shipping_refunded base_shipping_tax_amount base_shipping_tax_refunded base_subtotal base_subtotal_canceled base_subtotal_incl_tax base_subtotal_invoiced base_subtotal_refunded base_tax_amount base_tax_canceled base_tax_invoiced base_tax_refunded base_total_canceled base_total_due base_total_invoiced base_total_invoiced_cost base_total_offline_refunded base_total_online_refunded base_total_paid base_total_qty_ordered base_total_refunded base_customer_balance_amount base_gift_cards_amount base_reward_currency_amount',
    BOOKS,
  ),
}

/** What rows of all three documents have in common. */
const ROW: FieldTable = {
  order_item_id: { readFor: 'which line of the order it is' },
  qty: { arrives: 'quantity' },
  ...each(
    'entity_id parent_id product_id name sku price price_incl_tax weight row_total row_total_incl_tax description additional_data',
    REFERENCE,
  ),
  ...each('base_price base_row_total base_cost base_price_incl_tax', BOOKS),
}

const AMOUNTS_OF_BOOKS: FieldTable = each(
  'base_currency_code base_discount_amount base_grand_total base_discount_tax_compensation_amount base_shipping_amount base_shipping_discount_tax_compensation_amnt base_shipping_incl_tax base_shipping_tax_amount base_subtotal base_subtotal_incl_tax base_tax_amount base_to_global_rate base_to_order_rate base_adjustment base_adjustment_negative base_adjustment_positive base_total_refunded global_currency_code store_currency_code store_to_base_rate store_to_order_rate',
  BOOKS,
)
const ROW_OF_BOOKS: FieldTable = each(
  'base_discount_amount base_discount_tax_compensation_amount base_row_total_incl_tax base_tax_amount base_weee_tax_applied_amount base_weee_tax_applied_row_amnt base_weee_tax_disposition base_weee_tax_row_disposition',
  BOOKS,
)

const DOCUMENT_FIELDS: FieldTable = {
  entity_id: { readFor: 'knowing it again' },
  order_id: { readFor: 'which order it belongs to' },
  created_at: { arrives: 'date of the payment, the parcel or the refund' },
  updated_at: { readFor: 'what changed since the last run' },
  ...each('store_id billing_address_id shipping_address_id customer_id total_qty', REFERENCE),
  ...each('email_sent send_email can_void_flag is_used_for_refund customer_note_notify', SETTING),
  'comments[].created_at': { readFor: 'the order of the comments' },
  'comments[].entity_id': { readFor: 'the order of the comments' },
  ...each('comments[].is_customer_notified comments[].is_visible_on_front comments[].parent_id', {
    readFor: 'nothing: all comments arrive',
  }),
  extension_attributes: DOCUMENT,
}

export const INVOICE_FIELDS: FieldTable = {
  ...DOCUMENT_FIELDS,
  ...AMOUNTS_OF_BOOKS,
  increment_id: DOCUMENT,
  state: { readFor: 'whether it was paid' },
  grand_total: { arrives: 'payment' },
  transaction_id: { arrives: 'payment reference' },
  comments: { arrives: 'custom attribute' },
  items: { readFor: 'nothing: the order’s rows say how many were invoiced' },
  ...each(
    'discount_amount discount_description discount_tax_compensation_amount order_currency_code shipping_amount shipping_discount_tax_compensation_amount shipping_incl_tax shipping_tax_amount subtotal subtotal_incl_tax tax_amount',
    SUM,
  ),
}

export const SHIPMENT_FIELDS: FieldTable = {
  ...DOCUMENT_FIELDS,
  increment_id: { arrives: 'number of a parcel that has none' },
  ...entriesOf('items', ROW),
  'tracks[].track_number': { arrives: 'tracking number' },
  ...each('tracks[].carrier_code tracks[].title', { arrives: 'carrier' }),
  tracks: { staysBehind: magentoSays('behindParcelLabels') },
  comments: { arrives: 'custom attribute' },
  ...each('packages shipping_label shipment_status total_weight', {
    staysBehind: magentoSays('behindParcelLabels'),
  }),
}

export const MEMO_FIELDS: FieldTable = {
  ...DOCUMENT_FIELDS,
  ...AMOUNTS_OF_BOOKS,
  increment_id: { arrives: 'custom attribute, where the refund was adjusted' },
  state: { readFor: 'whether it was given back' },
  grand_total: { arrives: 'amount of the refund' },
  ...each('adjustment_positive adjustment_negative', { arrives: 'custom attribute' }),
  adjustment: SUM,
  ...each(
    'discount_amount shipping_amount shipping_tax_amount shipping_discount_tax_compensation_amount',
    { arrives: 'shipping of the refund' },
  ),
  ...each('comments customer_note', { arrives: 'note of the refund' }),
  ...each(
    'discount_description discount_tax_compensation_amount order_currency_code shipping_incl_tax subtotal subtotal_incl_tax tax_amount',
    SUM,
  ),
  ...each('invoice_id transaction_id', DOCUMENT),
  creditmemo_status: DOCUMENT,
  ...entriesOf('items', {
    ...ROW,
    ...ROW_OF_BOOKS,
    ...each(
      'row_total tax_amount discount_amount discount_tax_compensation_amount weee_tax_applied_row_amount',
      {
        arrives: 'amount of the refunded line',
      },
    ),
    ...each(
      'weee_tax_applied weee_tax_applied_amount weee_tax_disposition weee_tax_row_disposition',
      SETTING,
    ),
  }),
}
