import { z } from 'zod'
import {
  amountOrNone,
  entries,
  flag,
  gmt,
  id,
  idOrNone,
  listOf,
  numberOrNone,
  text,
} from '../../kit/wire/shapes.ts'
import { partOr } from './part-or.ts'

/*
 * Shapes and null conventions measured on Magento 2.4.6. Unknown fields are ignored here
 * (`fields/product.ts` accounts for them). Lists may be null or absent: older versions and modules
 * leave them out.
 */

/** EAV attributes: the value is text, a list of texts, or what a backend model makes of it. */
const customAttribute = z.object({
  attribute_code: z.string().min(1),
  value: z.unknown(),
})

/** Some modules answer with a dictionary by code. */
function byCode(value: unknown): unknown {
  if (listOf(value) !== null) return value
  const dictionary = z.record(z.string(), z.unknown()).safeParse(value)
  if (!dictionary.success) return value
  return Object.entries(dictionary.data).map(([attribute_code, own]) => ({
    attribute_code,
    value: own,
  }))
}

export const customAttributes = (path: string) =>
  z.preprocess(byCode, entries(path, customAttribute))

const media = z.object({
  id: idOrNone,
  media_type: text,
  label: text,
  position: z.coerce.number().catch(0).default(0),
  disabled: flag,
  /** Its roles: "image" is the base image. */
  types: z.preprocess((value) => listOf(value) ?? [], z.array(text)),
  file: text,
})
export type WireMedia = z.infer<typeof media>

const tierPrice = z.object({
  /** 32000 stands for all groups, those who are not logged in among them. */
  customer_group_id: id,
  qty: amountOrNone,
  value: amountOrNone,
  extension_attributes: partOr(z.object({ percentage_value: amountOrNone, website_id: idOrNone })),
})
export type WireTierPrice = z.infer<typeof tierPrice>

const optionValue = z.object({ option_type_id: joinedId(), title: text })

/** What a buyer types or picks besides the product's own choice ("Engraving"). */
const customOption = z.object({
  option_id: joinedId(),
  title: text,
  type: text,
  is_require: flag,
  values: entries('options[].values[]', optionValue),
})
export type WireCustomOption = z.infer<typeof customOption>

/** Orders name options as text, products as numbers. */
function joinedId() {
  return z.union([z.string(), z.number()]).transform(String)
}

const configurableOption = z.object({
  attribute_id: joinedId(),
  label: text,
  position: z.coerce.number().catch(0).default(0),
  values: entries(
    'extension_attributes.configurable_product_options[].values[]',
    z.object({ value_index: joinedId() }),
  ),
})
export type WireConfigurableOption = z.infer<typeof configurableOption>

const bundlePart = z.object({
  title: text,
  product_links: entries(
    'extension_attributes.bundle_product_options[].product_links[]',
    z.object({ sku: text, qty: amountOrNone }),
  ),
})

export const wireStockItem = z.object({
  qty: numberOrNone('stock_item.qty'),
  /** What does not say this is no answer about stock. */
  is_in_stock: z
    .union([z.boolean(), z.number(), z.string()])
    .transform((value) => flag.parse(value)),
  manage_stock: flag,
  /** 0: none; others sell what is not there. The store's setting is worked in. */
  backorders: z.coerce.number().catch(0).default(0),
})

const link = z.object({
  link_type: text,
  linked_product_sku: text,
  extension_attributes: partOr(z.object({ qty: amountOrNone })),
})

const extension = z.object({
  /** Null where the answer does not say: a website is then not asked about. */
  website_ids: z
    .unknown()
    .optional()
    .transform((value) =>
      Array.isArray(value) ? value.map(Number).filter(Number.isInteger) : null,
    ),
  category_links: entries('extension_attributes.category_links[]', z.object({ category_id: id })),
  configurable_product_options: entries(
    'extension_attributes.configurable_product_options[]',
    configurableOption,
  ),
  configurable_product_links: entries('extension_attributes.configurable_product_links[]', id),
  bundle_product_options: entries('extension_attributes.bundle_product_options[]', bundlePart),
  downloadable_product_links: entries(
    'extension_attributes.downloadable_product_links[]',
    z.unknown(),
  ),
})

export const wireProduct = z.object({
  id,
  /** The key of a product in addresses. */
  sku: text,
  name: text,
  price: amountOrNone,
  /** 1 enabled, 2 disabled. */
  status: text,
  /** 1 not individually, 2 catalogue, 3 search, 4 both. */
  visibility: text,
  type_id: text,
  created_at: gmt,
  updated_at: gmt,
  weight: amountOrNone,
  extension_attributes: partOr(extension),
  product_links: entries('product_links[]', link),
  options: entries('options[]', customOption),
  media_gallery_entries: entries('media_gallery_entries[]', media),
  tier_prices: entries('tier_prices[]', tierPrice),
  custom_attributes: customAttributes('custom_attributes[]'),
})
export type WireProduct = z.infer<typeof wireProduct>

/** An attribute of the catalogue, with what its options are called in the store view asked. */
export const wireAttribute = z.object({
  attribute_id: joinedId(),
  attribute_code: z.string().min(1),
  frontend_input: text,
  default_frontend_label: text,
  frontend_labels: entries('frontend_labels[]', z.object({ store_id: id, label: text })),
  options: entries('options[]', z.object({ label: text, value: text })),
})
export type WireAttribute = z.infer<typeof wireAttribute>

/** A node of the tree of categories. */
export type WireCategory = {
  id: number
  name: string
  isActive: boolean
  /** 0 is the root of everything, 1 the root of a store; null where the answer does not say. */
  level: number | null
  children: WireCategory[]
}

export const wireCategory: z.ZodType<WireCategory> = z.lazy(() =>
  z
    .object({
      id,
      name: text,
      is_active: z.unknown().optional(),
      level: z.coerce.number().nullable().catch(null),
      children_data: entries('children_data[]', wireCategory),
    })
    .transform(({ is_active, children_data, ...node }) => ({
      ...node,
      // Only a plain "no" says so: views that were never given a value answer null.
      isActive: is_active !== false && is_active !== 0 && is_active !== '0',
      children: children_data,
    })),
)
