import type { Message } from '#app/migration/messages/message.ts'
import { wooSays } from '../messages/woocommerce.ts'
import { plainKey } from '../plain-key.ts'
import { taxIdName } from '../customer/tax-ids.ts'

/*
 * What the keys of an order's custom data mean, as data. WooCommerce hides keys with a leading
 * underscore from the shop's own screens; plugins keep settings under them, and some keep what the
 * customer typed. The keys are those of the plugins' own documentation and sources.
 */

/** What WooCommerce and payment services keep for themselves: never moved, and not told on each order. */
export const NEVER_MOVED: readonly { of: string; told: Message; key: RegExp }[] = [
  {
    of: 'bookkeeping',
    told: wooSays('behindBookkeeping'),
    key: /^(_edit_(lock|last)|_wp_(trash_meta_.*|old_slug|old_date|desired_post_slug)|_order_stock_reduced|_download_permissions?_granted|_recorded_(sales|coupon_usage_counts)|_new_order_email_sent|_(billing|shipping)_address_index|_(billing|shipping)_(first_name|last_name|company|address_[12]|city|state|postcode|country|email|phone)|_order_(key|version|currency|total|tax|shipping|shipping_tax|number|number_formatted|number_meta)|_customer_(user|ip_address|user_agent)|_created_via|_prices_include_tax|_cart_(hash|discount|discount_tax)|_payment_(method|method_title|tokens)|_transaction_id|_date_(paid|completed)|_(paid|completed)_date|_reduced_stock|_restock_refunded_items|_refunded_item_id|_line_.*|_tax_class|_qty|_product_id|_variation_id|has_sub_order|coupon_info|coupon_data)$/,
  },
  {
    of: 'visits',
    told: wooSays('behindOrigin'),
    key: /^_(wc_order_attribution_|ga_tracked|gtm|pys_|fbp|fbc|wc_facebook|wc_google)/,
  },
  {
    of: 'payment services',
    told: wooSays('behindPaymentData'),
    key: /^_(stripe|wcpay|wc_stripe|paypal|ppcp|ppec|klarna|kco|wc_klarna|mollie|square|wc_square|amazon|braintree|wc_braintree|adyen|razorpay|payplug|sumup|authorize_net|wc_authorize_net|payfast|payu|worldpay|sagepay|opayo|gocardless|wc_gocardless|afterpay|clearpay|affirm|sezzle|multibanco|intent_id|charge_id|charge_risk_level)(_|$)/,
  },
]

/** Public keys that say nothing when they hold this. */
export const SAYS_NOTHING: Readonly<Record<string, RegExp>> = { is_vat_exempt: /^no$/i }

/** The customer's own order number. */
export const PO_NUMBER =
  /^((wc_|billing_|shipping_|order_|customer_|client_)?(po|p_o|purchase_order|customer_order)(_(number|no|num|nr|ref|reference|id))?|ponumber|po_num|customer_reference_number)$/

/**
 * Private keys that hold what somebody typed, under names a merchant can read. Everything that
 * begins like an address is a field somebody added to the checkout.
 */
const TYPED: readonly { key: RegExp; name: string | null }[] = [
  {
    key: /^(order_|wc_|wcgwp_|billing_|shipping_|ywgc_)?(gift_?(card_)?message|gift_?wrap_?message)$/,
    name: 'Gift message',
  },
  {
    key: /^(order_|e_|orddd_|orddd_lite_|jckwds_|wc_|wcdd_|pi_|ywcdd_order_|wooproddel_|requested_|preferred_|estimated_)?delivery_?date(_ymd|_0)?$/,
    name: 'Delivery date',
  },
  { key: /^(jckwds_date(_ymd)?|(orddd(_lite)?|jckwds)_timestamp)$/, name: 'Delivery date' },
  { key: /^(jckwds_timeslot|orddd(_lite)?_time_?slot(_0)?)$/, name: 'Delivery time' },
  {
    key: /^(order_|wc_|pi_|ywcdd_order_|wcdd_|orddd_)?delivery_?(time|slot|time_?slot|time_frame|window)$/,
    name: 'Delivery time',
  },
  { key: /^(local_)?pickup_?date$/, name: 'Pickup date' },
  { key: /^(local_)?pickup_?(time|slot|time_?slot)$/, name: 'Pickup time' },
  { key: /^(local_)?pickup_?(location|location_name|store|point)$/, name: 'Pickup location' },
  {
    key: /^(wcpdf_|bewpi_|ywpi_|wf_|wt_)?(formatted_)?invoice_?(formatted_)?(number|no|nr)$/,
    name: 'Invoice number',
  },
  {
    key: /^(wcpdf_|bewpi_|ywpi_|wf_|wt_)?(formatted_)?invoice_?date(_formatted)?$/,
    name: 'Invoice date',
  },
  {
    key: /^gift_(wrap|wrapping|note|from|to|sender|recipient|recipient_name|sender_name|receipt)$/,
    name: null,
  },
  {
    key: /^(delivery|shipping|pickup|order|checkout|driver|courier)_(note|notes|instructions?|comments?|type|method_note|reference)$/,
    name: null,
  },
  { key: /^(billing|shipping|checkout)_./, name: null },
  { key: /^wc_(billing|shipping|other)_./, name: null },
  {
    key: /^(engraving|personali[sz]ation|monogram|date_of_birth|birthday|cost_cent(er|re))$/,
    name: null,
  },
]

/**
 * The name under which a private key's value arrives as an attribute; null when the key has no
 * meaning known here, and its value stays behind.
 */
export function nameOfPrivate(key: string): string | null {
  const plain = plainKey(key)
  const taxId = taxIdName(key)
  if (taxId !== null) return taxId
  const known = TYPED.find((each) => each.key.test(plain))
  if (!known) return null
  return known.name ?? titleOf(plain)
}

const ABBREVIATIONS = new Set(
  'vat id po sdi pec cpf cnpj nif nip cif rfc abn rg ie ico dic gstin siret siren eori'.split(' '),
)

/** "billing_cost_center" → "Billing cost center"; "wc_other_my_shop_gift" → "My shop gift". */
function titleOf(plain: string): string {
  const words = plain.replace(/^wc_(billing_|shipping_|other_)?/, '').split('_')
  const text = words
    .filter((word) => word !== '')
    .map((word) => (ABBREVIATIONS.has(word) ? word.toUpperCase() : word))
    .join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
