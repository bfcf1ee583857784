import type { FieldTable } from './field-table.ts'
import { EVERY_ROW, MADE_UP } from './shared.ts'

const DOWNLOADS = {
  staysBehind: 'Files of downloadable products',
  because: 'Shopify delivers files through an app of its own.',
} as const
const SHOP_WINDOW = {
  staysBehind: 'Up-sells, cross-sells and the order of products in the shop',
  because: 'Shopify works out recommendations by itself, and collections have their own order.',
} as const
const TAX_CLASS = {
  staysBehind: 'Tax classes',
  because: 'Shopify works out taxes from its own settings; whether a product is taxed arrives.',
} as const
const SHIPPING_CLASS = {
  staysBehind: 'Shipping classes',
  because: 'Shopify’s shipping profiles work differently and are set up in Shopify.',
} as const
const SCHEDULED_SALE = {
  staysBehind: 'The dates of a sale',
  because: 'Shopify has no scheduled prices; the price of today arrives.',
} as const
const SALE_RULES = {
  staysBehind: 'Limits per order, low-stock warnings and purchase notes',
  because: 'Shopify has no such setting on a product.',
} as const

/** Fields that products and their variations have in common. */
const SELLABLE: FieldTable = {
  sku: { arrives: 'variant SKU' },
  global_unique_id: { arrives: 'variant barcode' },
  price: { arrives: 'variant price' },
  regular_price: { arrives: 'variant price, or compare-at price during a sale' },
  sale_price: { arrives: 'variant price during a sale' },
  on_sale: { readFor: 'which of the prices is the one of today' },
  date_on_sale_from: SCHEDULED_SALE,
  date_on_sale_from_gmt: SCHEDULED_SALE,
  date_on_sale_to: SCHEDULED_SALE,
  date_on_sale_to_gmt: SCHEDULED_SALE,
  purchasable: { readFor: 'whether it is for sale' },
  virtual: { arrives: 'whether the variant is shipped' },
  downloadable: DOWNLOADS,
  downloads: DOWNLOADS,
  download_limit: DOWNLOADS,
  download_expiry: DOWNLOADS,
  tax_status: { arrives: 'whether the variant is taxed' },
  tax_class: TAX_CLASS,
  manage_stock: { arrives: 'whether stock is tracked (new variants)' },
  stock_quantity: { arrives: 'stock of new variants' },
  stock_status: { arrives: 'whether a new variant is sold out' },
  backorders: { readFor: 'the same as whether back-orders are allowed' },
  backorders_allowed: { arrives: 'whether it sells when out of stock (new variants)' },
  backordered: MADE_UP,
  low_stock_amount: SALE_RULES,
  weight: { arrives: 'variant weight' },
  shipping_class: SHIPPING_CLASS,
  shipping_class_id: SHIPPING_CLASS,
  permalink: MADE_UP,
  menu_order: SHOP_WINDOW,
  parent_id: { readFor: 'which product a variation belongs to' },
  date_created_gmt: { readFor: 'knowing the record again' },
}

export const PRODUCT_FIELDS: FieldTable = {
  ...EVERY_ROW,
  ...SELLABLE,
  name: { arrives: 'title' },
  slug: { arrives: 'handle' },
  type: { readFor: 'whether there are variations, and whether Shopify can sell it' },
  status: { arrives: 'status' },
  catalog_visibility: { arrives: 'whether it is published' },
  post_password: { readFor: 'whether it is published; the password itself stays behind' },
  description: { arrives: 'description' },
  short_description: { arrives: 'the beginning of the description' },
  categories: { arrives: 'collections' },
  tags: { arrives: 'tags' },
  'brands[].name': { arrives: 'vendor (the first brand)' },
  brands: { readFor: 'the vendor' },
  images: { arrives: 'media' },
  attributes: { arrives: 'options' },
  default_attributes: {
    staysBehind: 'Which variation is chosen at first',
    because: 'Shopify shows the first variant.',
  },
  variations: { readFor: 'reading the variations' },
  meta_data: { readFor: 'the SEO title and description' },
  dimensions: { staysBehind: 'Dimensions', because: 'Shopify keeps no dimensions of a variant.' },
  featured: SHOP_WINDOW,
  upsell_ids: SHOP_WINDOW,
  cross_sell_ids: SHOP_WINDOW,
  related_ids: MADE_UP,
  grouped_products: {
    staysBehind: 'What makes up a grouped product',
    because: 'Shopify has no grouped products; it arrives as a draft.',
  },
  external_url: {
    staysBehind: 'The address and button of an external product',
    because: 'Shopify sells only its own products; it arrives as a draft.',
  },
  button_text: {
    staysBehind: 'The address and button of an external product',
    because: 'Shopify sells only its own products; it arrives as a draft.',
  },
  purchase_note: SALE_RULES,
  sold_individually: SALE_RULES,
  reviews_allowed: {
    staysBehind: 'Reviews and ratings',
    because: 'Shopify shows reviews through an app of its own.',
  },
  average_rating: {
    staysBehind: 'Reviews and ratings',
    because: 'Shopify shows reviews through an app of its own.',
  },
  rating_count: {
    staysBehind: 'Reviews and ratings',
    because: 'Shopify shows reviews through an app of its own.',
  },
  shipping_required: { readFor: 'the same as whether the product is virtual' },
  shipping_taxable: TAX_CLASS,
  total_sales: MADE_UP,
  price_html: MADE_UP,
  has_options: MADE_UP,
  generated_slug: MADE_UP,
  permalink_template: MADE_UP,
}

export const VARIATION_FIELDS: FieldTable = {
  ...EVERY_ROW,
  ...SELLABLE,
  name: MADE_UP,
  type: MADE_UP,
  status: { readFor: 'whether the variation is for sale' },
  description: {
    staysBehind: 'Descriptions of single variations',
    because: 'Shopify’s variants have no description.',
  },
  image: { arrives: 'variant media' },
  attributes: { arrives: 'option values' },
  meta_data: {
    staysBehind: 'Custom data of variations',
    because: 'It is not read yet.',
  },
  dimensions: { staysBehind: 'Dimensions', because: 'Shopify keeps no dimensions of a variant.' },
}
