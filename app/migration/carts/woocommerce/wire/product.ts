import { metaData } from './meta.ts'
import { z } from 'zod'
import {
  amountOrNone,
  entries,
  flag,
  gmt,
  id,
  idOrNone,
  isNothing,
  numberOrNone,
  orNone,
  text,
} from '../../kit/wire/shapes.ts'

/*
 * Unknown fields are ignored here (`fields/product.ts` accounts for them); fields without which a
 * record makes no sense are required; the rest has the empty value the API itself uses. Shapes and
 * null conventions measured on WooCommerce 9.9.
 */

const image = z.preprocess(
  (value) => (typeof value === 'string' ? { src: value } : value),
  z.object({ id: idOrNone, src: text, alt: text }),
)
export type WireImage = z.infer<typeof image>

const term = z.object({ id, name: text, slug: text })
/** Of tags and brands the name is all that counts. */
const nameOrTerm = z.preprocess(
  (value) => (typeof value === 'string' ? { name: value } : value),
  z.object({ id: idOrNone, name: text, slug: text }),
)

/** Fields that products and their variations have in common. */
const sellable = (path: string) => ({
  price: amountOrNone,
  regular_price: amountOrNone,
  sale_price: amountOrNone,
  on_sale: flag,
  tax_status: text,
  virtual: flag,
  weight: text,
  sku: text,
  global_unique_id: text,
  /** true, false, or "parent" on variations that share their product's stock. */
  manage_stock: z.preprocess(
    (value) => (isNothing(value) ? false : value),
    z.union([z.boolean(), z.string(), z.number().transform((value) => value !== 0)]),
  ),
  stock_quantity: numberOrNone('stock_quantity'),
  stock_status: text,
  backorders_allowed: flag,
  date_on_sale_from_gmt: gmt,
  date_on_sale_to_gmt: gmt,
  tax_class: text,
  shipping_class: text,
  dimensions: orNone(`${path}dimensions`, z.object({ length: text, width: text, height: text })),
  /** Only how many there are: the files stay behind. */
  downloads: entries(`${path}downloads[]`, z.unknown()),
  /** Since WooCommerce 9.5, where the store keeps costs. */
  cost_of_goods_sold: orNone(`${path}cost_of_goods_sold`, z.object({ total_value: amountOrNone })),
  meta_data: metaData(`${path}meta_data[]`),
})

export const wireProduct = z.object({
  id,
  name: z.union([z.string(), z.number().transform(String)]),
  slug: text,
  type: text,
  status: text,
  catalog_visibility: text,
  post_password: text,
  description: text,
  short_description: text,
  date_created_gmt: gmt,
  date_modified_gmt: gmt,
  ...sellable(''),
  permalink: text,
  purchase_note: text,
  external_url: text,
  button_text: text,
  grouped_products: entries('grouped_products[]', id),
  categories: entries('categories[]', term),
  tags: entries('tags[]', nameOrTerm),
  brands: entries('brands[]', nameOrTerm),
  images: entries('images[]', image),
  attributes: entries(
    'attributes[]',
    z.object({
      id: idOrNone,
      name: text,
      slug: text,
      variation: flag,
      position: z.coerce.number().catch(0).default(0),
      options: entries('attributes[].options[]', text),
    }),
  ),
  /** Ids of a variable product's variations. */
  variations: entries('variations[]', id),
})
export type WireProduct = z.infer<typeof wireProduct>

const imageOrNone = orNone('variations[].image', image)

/** As WooCommerce keeps them, and some plugins send them: `{ pa_size: "s" }`. */
function byName(value: unknown): unknown {
  const stored = z.record(z.string(), z.union([z.string(), z.number()])).safeParse(value)
  if (!stored.success || isNothing(value)) return value
  return Object.entries(stored.data).map(([name, option]) => ({ name, option }))
}

export const wireVariation = z.object({
  id,
  /** Its values, as WooCommerce joins them. */
  name: text,
  description: text,
  status: text,
  menu_order: z.coerce.number().catch(0).default(0),
  ...sellable('variations[].'),
  /** A list in versions 1 and 2 of the API, which some plugins keep. */
  image: z.preprocess((value) => (Array.isArray(value) ? value[0] : value), imageOrNone),
  attributes: z.preprocess(
    byName,
    entries(
      'variations[].attributes[]',
      z.object({ id: idOrNone, name: text, slug: text, option: text }),
    ),
  ),
})
export type WireVariation = z.infer<typeof wireVariation>

export const wireCategory = z.object({ id, name: text, slug: text, parent: idOrNone })
export type WireCategory = z.infer<typeof wireCategory>
