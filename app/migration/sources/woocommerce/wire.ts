import { z } from 'zod'

/**
 * WooCommerce REST v3 as it comes over the wire, as far as we read it. Unknown fields are ignored;
 * fields without which a record makes no sense are required; the rest has the empty value the API
 * itself uses. Shapes and null conventions measured on WooCommerce 9.9.
 */

const id = z.coerce.number().int().nonnegative()
/** Plugins turn texts into numbers, null or false now and then. */
const text = z
  .union([z.string(), z.number().transform(String), z.null(), z.literal(false)])
  .transform((value) => (value === null || value === false ? '' : value))
  .default('')
const flag = z.union([z.boolean(), z.string().transform((value) => /^(1|yes|true)$/i.test(value))])
const gmt = z.string().nullable().catch(null).default(null)
/**
 * Bounded on both sides: an exponent of nine digits is a few bytes here and gigabytes written out,
 * and a pattern without bounds looks at a long run of digits once for each of them.
 */
const AMOUNT = /^-?\d{0,40}\.?\d{1,40}(e[+-]?\d{1,2})?$/i
/** Money and other decimals; the API gives strings, some plugins numbers. "" is an amount of none. */
const amount = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => value.trim())
  .refine((value) => value === '' || AMOUNT.test(value), 'not an amount')
const amountOrNone = amount.default('')

const meta = z.object({
  key: z.string().catch(''),
  value: z.unknown(),
  display_key: z.unknown().optional(),
  display_value: z.unknown().optional(),
})
export type WireMeta = z.infer<typeof meta>
const metaData = z.array(meta).catch([]).default([])

/* ------------------------------------------------------------------ listings -------------- */

/** What a listing needs to know of a row, whatever the kind. */
export const wireMark = z.object({
  id,
  date_modified_gmt: gmt,
  date_created_gmt: gmt,
  status: z.string().optional().catch(undefined),
  role: z.string().optional().catch(undefined),
  customer_id: id.optional().catch(undefined),
  billing: z.object({ email: text }).optional().catch(undefined),
})
export type WireMark = z.infer<typeof wireMark>

/* ------------------------------------------------------------------ products -------------- */

const image = z.object({ id, src: z.string().catch(''), alt: text })
export type WireImage = z.infer<typeof image>

const term = z.object({ id, name: text, slug: text })

const price = {
  price: amountOrNone,
  regular_price: amountOrNone,
  sale_price: amountOrNone,
  on_sale: flag.default(false),
  tax_status: text,
  virtual: flag.default(false),
  weight: text,
  sku: text,
  global_unique_id: text,
  /** true, false, or "parent" on variations that share their product's stock. */
  manage_stock: z.union([z.boolean(), z.string()]).default(false),
  stock_quantity: z.coerce.number().nullable().catch(null).default(null),
  stock_status: text,
  backorders_allowed: flag.default(false),
}

export const wireProduct = z.object({
  id,
  name: z.string(),
  slug: text,
  type: text,
  status: z.string(),
  catalog_visibility: text,
  post_password: text,
  description: text,
  short_description: text,
  date_created_gmt: gmt,
  date_modified_gmt: gmt,
  ...price,
  categories: z.array(term).default([]),
  tags: z.array(term).default([]),
  brands: z.array(term).catch([]).default([]),
  images: z.array(image).default([]),
  attributes: z
    .array(
      z.object({
        id: id.catch(0),
        name: text,
        variation: flag.default(false),
        position: z.number().catch(0).default(0),
        options: z.array(z.coerce.string()).default([]),
      }),
    )
    .default([]),
  /** Ids of a variable product's variations. */
  variations: z.array(id).catch([]).default([]),
  meta_data: metaData,
})
export type WireProduct = z.infer<typeof wireProduct>

export const wireVariation = z.object({
  id,
  status: text,
  menu_order: z.number().catch(0).default(0),
  ...price,
  image: image.nullable().catch(null).default(null),
  attributes: z.array(z.object({ id: id.catch(0), name: text, option: text })).default([]),
})
export type WireVariation = z.infer<typeof wireVariation>

export const wireCategory = z.object({ id, name: text, parent: id.catch(0) })

/* ------------------------------------------------------------------ customers ------------- */

const address = z.object({
  first_name: text,
  last_name: text,
  company: text,
  address_1: text,
  address_2: text,
  city: text,
  state: text,
  postcode: text,
  country: text,
  email: text,
  phone: text,
})
export type WireAddress = z.infer<typeof address>
const EMPTY_ADDRESS = address.parse({})
const anyAddress = address.nullable().transform((value) => value ?? EMPTY_ADDRESS)

export const wireCustomer = z.object({
  id,
  email: text,
  first_name: text,
  last_name: text,
  role: text,
  date_created_gmt: gmt,
  date_modified_gmt: gmt,
  billing: anyAddress.default(EMPTY_ADDRESS),
  shipping: anyAddress.default(EMPTY_ADDRESS),
})
export type WireCustomer = z.infer<typeof wireCustomer>

/* ------------------------------------------------------------------ orders ---------------- */

const itemTaxes = z
  .array(z.object({ id: z.coerce.number(), total: amountOrNone, subtotal: amountOrNone }))
  .catch([])
  .default([])

const line = z.object({
  id,
  name: text,
  product_id: id.catch(0).default(0),
  variation_id: id.catch(0).default(0),
  quantity: z.coerce.number(),
  subtotal: amount,
  subtotal_tax: amountOrNone,
  total: amount,
  total_tax: amountOrNone,
  taxes: itemTaxes,
  meta_data: metaData,
  sku: text,
  parent_name: text,
})
export type WireLine = z.infer<typeof line>

const refundLine = z.object({
  id,
  quantity: z.coerce.number().catch(0).default(0),
  total: amountOrNone,
  total_tax: amountOrNone,
  meta_data: metaData,
})

export const wireOrder = z.object({
  id,
  number: text,
  status: z.string(),
  currency: z.string().min(1),
  prices_include_tax: flag.default(false),
  date_created_gmt: z.string(),
  date_modified_gmt: gmt,
  date_completed_gmt: gmt,
  date_paid_gmt: gmt,
  total: amount,
  total_tax: amount,
  customer_id: id.catch(0).default(0),
  billing: anyAddress.default(EMPTY_ADDRESS),
  shipping: anyAddress.default(EMPTY_ADDRESS),
  payment_method: text,
  payment_method_title: text,
  transaction_id: text,
  customer_note: text,
  line_items: z.array(line),
  tax_lines: z
    .array(
      z.object({
        rate_id: z.coerce.number(),
        label: text,
        rate_code: text,
        tax_total: amountOrNone,
        shipping_tax_total: amountOrNone,
        rate_percent: z.coerce.number().nullable().catch(null).default(null),
      }),
    )
    .default([]),
  shipping_lines: z
    .array(
      z.object({
        id,
        method_title: text,
        method_id: text,
        total: amountOrNone,
        total_tax: amountOrNone,
        taxes: itemTaxes,
      }),
    )
    .default([]),
  fee_lines: z
    .array(z.object({ id, name: text, total: amount, total_tax: amountOrNone, taxes: itemTaxes }))
    .default([]),
  coupon_lines: z
    .array(z.object({ id, code: text, discount: amountOrNone, discount_tax: amountOrNone }))
    .default([]),
  /** In short; the whole refunds are a request of their own. */
  refunds: z.array(z.object({ id, reason: text, total: amountOrNone })).default([]),
})
export type WireOrder = z.infer<typeof wireOrder>

export const wireRefund = z.object({
  id,
  date_created_gmt: z.string(),
  amount,
  reason: text,
  line_items: z.array(refundLine).default([]),
  shipping_lines: z.array(z.object({ total: amountOrNone, total_tax: amountOrNone })).default([]),
})
export type WireRefund = z.infer<typeof wireRefund>

export const wireNote = z.object({ id, note: text, date_created_gmt: gmt })
export type WireNote = z.infer<typeof wireNote>

/* ------------------------------------------------------------------ store ----------------- */

export const wireSystemStatus = z.object({
  environment: z.object({
    version: z.string().min(1),
    /** Since WooCommerce 8.4. */
    store_id: z.string().nullable().catch(null).default(null),
  }),
  settings: z.object({ currency: z.string().min(3) }),
})
export const wireCurrency = z.object({ code: z.string().min(3) })
export const wireSetting = z.object({ value: z.string() })
/** The newest order tells what a key without access to the settings may not ask. */
export const wireOrderFacts = z.object({
  currency: z.string().min(3),
  version: z.string().catch(''),
})
