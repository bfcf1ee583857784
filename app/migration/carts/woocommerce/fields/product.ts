import { entriesOf, type FieldTable } from '../../kit/wire/field-table.ts'
import { EVERY_ROW, MADE_UP } from './shared.ts'
import { wooSays } from '../messages/woocommerce.ts'

const DOWNLOADS = {
  staysBehind: wooSays('behindDownloads'),
} as const
const SHOP_WINDOW = {
  staysBehind: wooSays('behindShopWindow'),
} as const
const SCHEDULED_SALE = { readFor: 'telling that a price will change by itself' } as const
const SALE_RULES = {
  staysBehind: wooSays('behindSaleRules'),
} as const
const AS_METAFIELD = { arrives: 'metafield' } as const

const PRODUCT_META: FieldTable = {
  'meta_data[].id': { readFor: 'nothing: the key names the entry' },
  'meta_data[] (private keys)': {
    staysBehind: wooSays('behindProductPluginData'),
  },
  'meta_data[] (themes, SEO scores, feeds, counters)': {
    staysBehind: wooSays('behindThemeSettings'),
  },
}

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
  purchasable: { readFor: 'nothing: price, type and status say it' },
  virtual: { arrives: 'whether the variant is shipped' },
  downloadable: DOWNLOADS,
  downloads: DOWNLOADS,
  download_limit: DOWNLOADS,
  download_expiry: DOWNLOADS,
  tax_status: { arrives: 'whether the variant is taxed' },
  tax_class: AS_METAFIELD,
  manage_stock: { arrives: 'whether stock is tracked (new variants)' },
  stock_quantity: { arrives: 'stock of new variants' },
  stock_status: { arrives: 'whether a new variant is sold out' },
  backorders: { readFor: 'the same as whether back-orders are allowed' },
  backorders_allowed: { arrives: 'whether it sells when out of stock (new variants)' },
  backordered: MADE_UP,
  low_stock_amount: SALE_RULES,
  weight: { arrives: 'variant weight' },
  dimensions: AS_METAFIELD,
  cost_of_goods_sold: { arrives: 'cost of a new variant; metafield' },
  shipping_class: AS_METAFIELD,
  shipping_class_id: { readFor: 'nothing: the class arrives by its name' },
  permalink: { readFor: 'where addresses without a host lead' },
  menu_order: SHOP_WINDOW,
  parent_id: { readFor: 'which product a variation belongs to' },
  date_created_gmt: { readFor: 'knowing the record again' },
}

const PARTS = {
  staysBehind: wooSays('behindParts'),
} as const

export const PRODUCT_FIELDS: FieldTable = {
  ...EVERY_ROW,
  ...SELLABLE,
  name: { arrives: 'title' },
  slug: { arrives: 'handle' },
  type: { readFor: 'whether there are variations, and whether Shopify can sell it' },
  status: { arrives: 'status' },
  catalog_visibility: { arrives: 'whether it is published' },
  post_password: { readFor: 'whether it is published; the password itself stays behind' },
  description: {
    arrives: 'description; pictures in it that lie in the old store move to Shopify’s Files',
  },
  short_description: { arrives: 'the beginning of the description' },
  ...entriesOf('categories', {
    id: { readFor: 'knowing the category again' },
    name: { arrives: 'collection' },
    slug: { readFor: 'leaving out “Uncategorized”' },
  }),
  ...entriesOf('tags', {
    id: { readFor: 'nothing: Shopify’s tags are their names' },
    name: { arrives: 'tag' },
    slug: { readFor: 'nothing: Shopify’s tags are their names' },
  }),
  'tags[] (as text)': { arrives: 'tag' },
  'brands[] (as text)': { arrives: 'vendor (the first brand)' },
  'images[] (as text)': { arrives: 'media' },
  ...entriesOf('brands', {
    id: { readFor: 'nothing: the name arrives' },
    name: { arrives: 'vendor (the first brand); metafield when there are several' },
    slug: { readFor: 'nothing: the name arrives' },
  }),
  ...entriesOf('images', {
    id: { readFor: 'knowing the picture again' },
    src: { arrives: 'media' },
    alt: { arrives: 'alternative text' },
    name: { readFor: 'nothing: the address names the file' },
    date_created: MADE_UP,
    date_created_gmt: MADE_UP,
    date_modified: MADE_UP,
    date_modified_gmt: MADE_UP,
  }),
  ...entriesOf('attributes', {
    id: { readFor: 'matching variations with their product' },
    slug: { readFor: 'matching variations with their product' },
    name: { arrives: 'option; metafield when it makes no variants' },
    options: { arrives: 'option values; metafield when it makes no variants' },
    // Products of the type "variation" show what was chosen.
    option: { arrives: 'option value' },
    position: { arrives: 'order of the options' },
    variation: { readFor: 'whether it makes variants' },
    visible: { readFor: 'nothing: hidden attributes arrive as well' },
  }),
  default_attributes: {
    staysBehind: wooSays('behindFirstVariation'),
  },
  variations: { readFor: 'reading the variations' },
  global_unique_id: { arrives: 'variant barcode; metafield when the product has variations' },
  meta_data: { arrives: 'SEO title and description, barcode, metafields' },
  ...PRODUCT_META,
  featured: SHOP_WINDOW,
  upsell_ids: SHOP_WINDOW,
  cross_sell_ids: SHOP_WINDOW,
  related_ids: MADE_UP,
  grouped_products: {
    staysBehind: wooSays('behindGrouped'),
  },
  bundled_items: PARTS,
  composite_components: PARTS,
  external_url: AS_METAFIELD,
  button_text: AS_METAFIELD,
  purchase_note: AS_METAFIELD,
  sold_individually: SALE_RULES,
  reviews_allowed: {
    staysBehind: wooSays('behindReviews'),
  },
  average_rating: {
    staysBehind: wooSays('behindReviews'),
  },
  rating_count: {
    staysBehind: wooSays('behindReviews'),
  },
  shipping_required: { readFor: 'the same as whether the product is virtual' },
  shipping_taxable: { readFor: 'the same as whether the variant is taxed' },
  total_sales: MADE_UP,
  price_html: MADE_UP,
  has_options: MADE_UP,
  generated_slug: MADE_UP,
  permalink_template: MADE_UP,
}

export const VARIATION_FIELDS: FieldTable = {
  ...EVERY_ROW,
  ...SELLABLE,
  name: { readFor: 'telling variations apart that name no attribute' },
  type: MADE_UP,
  status: { readFor: 'whether the variation is for sale' },
  description: AS_METAFIELD,
  image: { arrives: 'variant media' },
  attributes: { arrives: 'option values' },
  meta_data: { arrives: 'variant barcode, metafields of the variant' },
  ...PRODUCT_META,
}
