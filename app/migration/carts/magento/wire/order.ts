import Big from 'big.js'
import { z } from 'zod'
import { toDecimalString } from '#app/migration/kinds/values/money.ts'
import {
  amount,
  amountOrNone,
  entries,
  flag,
  gmt,
  id,
  idOrNone,
  joinKey,
  moneyEntries,
  orNone,
  text,
} from '../../kit/wire/shapes.ts'
import { addressParts } from './customer.ts'
import { partOr } from './part-or.ts'

/*
 * Shapes and null conventions measured on Magento 2.4.6; what Adobe Commerce adds is known from
 * reports. Unknown fields are ignored here (`fields/order.ts` accounts for them), except for the
 * extension attributes, which arrive as they are. Lists may be null or absent.
 */

/** Magento stores four places; PHP writes 45.954 as 45.953999999999994 in some versions. */
const PLACES = 4
const inPlaces = (money: string) =>
  money === '' ? '' : toDecimalString(new Big(money).round(PLACES, Big.roundHalfUp))

const money = amount.transform(inPlaces)
/** Of money and quantities. "" where the store says nothing: absent is not always none. */
export const moneyOrNone = amountOrNone.transform(inPlaces)

const anything = z.record(z.string(), z.unknown().optional())
/** What modules and Adobe Commerce add. */
export const extensionAttributes = partOr(anything.catch({}))

const customOption = z.object({ option_id: joinKey, option_value: z.unknown().optional() })
export type WireChosenOption = z.infer<typeof customOption>

const CHOSEN = 'items[].product_option.extension_attributes'

const productOption = partOr(
  z
    .object({
      extension_attributes: partOr(
        z.object({
          custom_options: entries(`${CHOSEN}.custom_options[]`, customOption),
          giftcard_item_option: extensionAttributes,
        }),
      ),
    })
    .catch({ extension_attributes: { custom_options: [], giftcard_item_option: {} } }),
)

const item = z.object({
  item_id: id,
  parent_item_id: idOrNone,
  /** A full copy, where the number alone is left out. */
  parent_item: z.object({ item_id: idOrNone }).nullish().catch(null),
  product_id: idOrNone,
  product_type: text,
  sku: text,
  name: text,
  is_virtual: flag,
  qty_ordered: moneyOrNone,
  qty_shipped: moneyOrNone,
  qty_invoiced: moneyOrNone,
  qty_refunded: moneyOrNone,
  qty_canceled: moneyOrNone,
  price: moneyOrNone,
  price_incl_tax: moneyOrNone,
  /** The catalogue's, with tax where its prices have it. */
  original_price: moneyOrNone,
  /** After discounts on 2.4.6, before them on earlier versions. */
  row_total: moneyOrNone,
  discount_amount: moneyOrNone,
  tax_amount: moneyOrNone,
  tax_percent: amountOrNone.catch(''),
  discount_tax_compensation_amount: moneyOrNone,
  /** JSON in a text; may be broken. */
  weee_tax_applied: z.unknown().optional(),
  weee_tax_applied_row_amount: moneyOrNone,
  product_option: productOption,
  additional_data: text.catch(''),
  description: text.catch(''),
  ext_order_item_id: text.catch(''),
  extension_attributes: extensionAttributes,
})
export type WireItem = z.infer<typeof item>

const orderAddress = z.object({ ...addressParts, email: text })

const payment = z.object({
  method: text,
  /** A list without keys on most methods, a dictionary on others. */
  additional_information: z.unknown().optional(),
  amount_authorized: moneyOrNone,
  last_trans_id: text.catch(''),
  cc_trans_id: text.catch(''),
  po_number: text.catch(''),
})

const history = z.object({
  entity_id: idOrNone,
  comment: text,
  created_at: gmt,
  status: text.catch(''),
})

const SHIPPING = 'extension_attributes.shipping_assignments[]'

const shippingAssignment = z.object({
  shipping: partOr(
    z.object({
      address: orNone(`${SHIPPING}.shipping.address`, orderAddress),
      method: text.catch(''),
    }),
  ),
})

const tax = z.object({
  code: joinKey,
  title: text,
  percent: amountOrNone.catch(''),
  amount: moneyOrNone,
})
export type WireTax = z.infer<typeof tax>

const TAXES = 'extension_attributes.item_applied_taxes[]'

const itemTaxes = z.object({
  /** "product", "shipping", "weee", and what modules add. */
  type: text,
  item_id: idOrNone,
  associated_item_id: idOrNone,
  applied_taxes: entries(`${TAXES}.applied_taxes[]`, tax),
})
export type WireItemTaxes = z.infer<typeof itemTaxes>

/** The ones that are read; all of them are kept beside, as they came. */
const extension = z.object({
  shipping_assignments: entries(SHIPPING, shippingAssignment),
  payment_additional_info: entries(
    'extension_attributes.payment_additional_info[]',
    z.object({ key: text, value: text.catch('') }),
  ),
  applied_taxes: entries('extension_attributes.applied_taxes[]', tax),
  item_applied_taxes: entries(TAXES, itemTaxes),
})

export const wireOrder = z.looseObject({
  entity_id: id,
  increment_id: text,
  store_id: idOrNone,
  /** Random, and made once. */
  protect_code: text,
  state: text,
  status: text,
  created_at: gmt,
  updated_at: gmt,
  order_currency_code: z.string().min(1),
  base_currency_code: text,
  grand_total: money,
  base_grand_total: moneyOrNone,
  subtotal: moneyOrNone,
  discount_amount: moneyOrNone,
  discount_description: text.catch(''),
  coupon_code: text.catch(''),
  shipping_amount: moneyOrNone,
  shipping_discount_amount: moneyOrNone,
  shipping_tax_amount: moneyOrNone,
  shipping_description: text.catch(''),
  shipping_discount_tax_compensation_amount: moneyOrNone,
  tax_amount: moneyOrNone,
  discount_tax_compensation_amount: moneyOrNone,
  total_paid: moneyOrNone,
  total_due: moneyOrNone,
  total_refunded: moneyOrNone,
  is_virtual: flag,
  customer_id: idOrNone,
  customer_email: text,
  customer_group_id: idOrNone,
  customer_prefix: text,
  customer_firstname: text,
  customer_middlename: text,
  customer_lastname: text,
  customer_suffix: text,
  customer_taxvat: text.catch(''),
  customer_dob: text.catch(''),
  customer_note: text.catch(''),
  ext_order_id: text.catch(''),
  ext_customer_id: text.catch(''),
  original_increment_id: text.catch(''),
  relation_parent_id: text.catch(''),
  relation_parent_real_id: text.catch(''),
  relation_child_id: text.catch(''),
  relation_child_real_id: text.catch(''),
  items: moneyEntries(item),
  billing_address: orNone('billing_address', orderAddress),
  payment: orNone('payment', payment),
  status_histories: entries('status_histories[]', history),
  extension_attributes: partOr(z.looseObject(extension.shape)),
})
export type WireOrder = z.infer<typeof wireOrder>
