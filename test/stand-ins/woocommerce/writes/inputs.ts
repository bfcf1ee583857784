import { z } from 'zod'
import type { Json } from '../records.ts'

/** What clients may send; unknown fields are ignored, as the store does. */
const json: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(json),
    z.record(z.string(), json),
  ]),
)
const amount = z.union([z.string(), z.number()]).transform(String)
const id = z.coerce.number().int()
const metaInput = z.array(z.object({ id: id.optional(), key: z.string(), value: json }))
const reference = z.array(z.object({ id }))

const imageInput = z.object({
  id: id.optional(),
  src: z.string().optional(),
  name: z.string().optional(),
  alt: z.string().optional(),
})

const sellable = {
  status: z.enum(['publish', 'draft', 'pending', 'private', 'future']).optional(),
  description: z.string().optional(),
  sku: z.string().optional(),
  global_unique_id: z.string().optional(),
  regular_price: amount.optional(),
  sale_price: amount.optional(),
  date_on_sale_from: z.string().nullable().optional(),
  date_on_sale_from_gmt: z.string().nullable().optional(),
  date_on_sale_to: z.string().nullable().optional(),
  date_on_sale_to_gmt: z.string().nullable().optional(),
  virtual: z.boolean().optional(),
  downloadable: z.boolean().optional(),
  downloads: z
    .array(z.object({ id: z.string().optional(), name: z.string(), file: z.string() }))
    .optional(),
  download_limit: z.number().optional(),
  download_expiry: z.number().optional(),
  tax_status: z.string().optional(),
  tax_class: z.string().optional(),
  manage_stock: z.boolean().optional(),
  stock_quantity: z.number().nullable().optional(),
  stock_status: z.enum(['instock', 'outofstock', 'onbackorder']).optional(),
  backorders: z.enum(['no', 'notify', 'yes']).optional(),
  low_stock_amount: z.number().nullable().optional(),
  weight: amount.optional(),
  dimensions: z
    .object({ length: amount.optional(), width: amount.optional(), height: amount.optional() })
    .optional(),
  menu_order: z.number().optional(),
  meta_data: metaInput.optional(),
}

export const productInput = z.object({
  ...sellable,
  date_created_gmt: z.string().optional(),
  name: z.string().optional(),
  slug: z.string().optional(),
  type: z.enum(['simple', 'variable', 'grouped', 'external']).optional(),
  featured: z.boolean().optional(),
  catalog_visibility: z.string().optional(),
  short_description: z.string().optional(),
  external_url: z.string().optional(),
  button_text: z.string().optional(),
  sold_individually: z.boolean().optional(),
  reviews_allowed: z.boolean().optional(),
  purchase_note: z.string().optional(),
  upsell_ids: z.array(id).optional(),
  cross_sell_ids: z.array(id).optional(),
  grouped_products: z.array(id).optional(),
  categories: reference.optional(),
  brands: reference.optional(),
  tags: reference.optional(),
  images: z.array(imageInput).optional(),
  attributes: z
    .array(
      z.object({
        id: id.optional(),
        name: z.string().optional(),
        position: z.number().optional(),
        visible: z.boolean().optional(),
        variation: z.boolean().optional(),
        options: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  default_attributes: z
    .array(z.object({ id: id.optional(), name: z.string().optional(), option: z.string() }))
    .optional(),
})
export type ProductInput = z.input<typeof productInput>

export const variationInput = z.object({
  ...sellable,
  image: imageInput.nullable().optional(),
  attributes: z
    .array(z.object({ id: id.optional(), name: z.string().optional(), option: z.string() }))
    .optional(),
})
export type VariationInput = z.input<typeof variationInput>

const addressInput = z.object({
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  company: z.string().optional(),
  address_1: z.string().optional(),
  address_2: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  postcode: z.string().optional(),
  country: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
})
export type AddressInput = z.infer<typeof addressInput>

export const customerInput = z.object({
  email: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  billing: addressInput.optional(),
  shipping: addressInput.optional(),
  meta_data: metaInput.optional(),
})
export type CustomerInput = z.input<typeof customerInput>

export const orderInput = z.object({
  status: z.string().optional(),
  currency: z.string().optional(),
  customer_id: id.optional(),
  customer_note: z.string().optional(),
  billing: addressInput.optional(),
  shipping: addressInput.optional(),
  payment_method: z.string().optional(),
  payment_method_title: z.string().optional(),
  transaction_id: z.string().optional(),
  created_via: z.string().optional(),
  set_paid: z.boolean().optional(),
  meta_data: metaInput.optional(),
  line_items: z
    .array(
      z.object({
        id: id.optional(),
        name: z.string().optional(),
        product_id: id.optional(),
        variation_id: id.optional(),
        sku: z.string().optional(),
        quantity: z.number().optional(),
        subtotal: amount.optional(),
        total: amount.optional(),
        meta_data: metaInput.optional(),
      }),
    )
    .optional(),
  shipping_lines: z
    .array(
      z.object({
        id: id.optional(),
        method_id: z.string().optional(),
        method_title: z.string().optional(),
        instance_id: amount.optional(),
        total: amount.optional(),
      }),
    )
    .optional(),
  fee_lines: z
    .array(
      z.object({
        id: id.optional(),
        name: z.string().optional(),
        total: amount.optional(),
        tax_status: z.string().optional(),
        tax_class: z.string().optional(),
      }),
    )
    .optional(),
  coupon_lines: z.array(z.object({ code: z.string() })).optional(),
})
export type OrderInput = z.input<typeof orderInput>

export const refundInput = z.object({
  amount: amount.optional(),
  reason: z.string().optional(),
  api_refund: z.boolean().optional(),
  api_restock: z.boolean().optional(),
  line_items: z
    .array(
      z.object({
        id,
        quantity: z.number().optional(),
        refund_total: amount.optional(),
        refund_tax: z.array(z.object({ id, refund_total: amount })).optional(),
      }),
    )
    .optional(),
})
export type RefundInput = z.input<typeof refundInput>

export const noteInput = z.object({ note: z.string(), customer_note: z.boolean().optional() })
export const termInput = z.object({
  name: z.string().optional(),
  slug: z.string().optional(),
  parent: id.optional(),
  description: z.string().optional(),
  menu_order: z.number().optional(),
})
export const attributeInput = z.object({
  name: z.string(),
  slug: z.string().optional(),
  order_by: z.string().optional(),
})
export const couponInput = z.object({
  code: z.string().optional(),
  amount: amount.optional(),
  discount_type: z.enum(['percent', 'fixed_cart', 'fixed_product']).optional(),
  description: z.string().optional(),
  date_expires: z.string().nullable().optional(),
  usage_limit: z.number().nullable().optional(),
  usage_limit_per_user: z.number().nullable().optional(),
  minimum_amount: amount.optional(),
  individual_use: z.boolean().optional(),
  free_shipping: z.boolean().optional(),
  excluded_product_ids: z.array(id).optional(),
})
export const taxInput = z.object({
  country: z.string().optional(),
  state: z.string().optional(),
  city: z.string().optional(),
  cities: z.array(z.string()).optional(),
  rate: amount.optional(),
  name: z.string().optional(),
  priority: z.number().optional(),
  compound: z.boolean().optional(),
  shipping: z.boolean().optional(),
  class: z.string().optional(),
})
export const reviewInput = z.object({
  product_id: id,
  review: z.string(),
  reviewer: z.string(),
  reviewer_email: z.string(),
  rating: z.number().optional(),
})
