import { entriesOf, type FieldTable } from '../../kit/wire/field-table.ts'
import { magentoSays } from '../messages/magento.ts'

const SHOP_WINDOW = { staysBehind: magentoSays('behindRecommendations') } as const
const DOWNLOADS = { staysBehind: magentoSays('behindDownloads') } as const
const STOCK_RULES = { staysBehind: magentoSays('behindStockRules') } as const
const PRICES = { staysBehind: magentoSays('behindOtherPrices') } as const
const LAYOUT = { staysBehind: magentoSays('behindLayouts') } as const
const CUSTOM_OPTIONS = { staysBehind: magentoSays('behindCustomOptions') } as const
const ATTRIBUTE_SET = { staysBehind: magentoSays('behindAttributeSets') } as const
const BUNDLE_RULES = { staysBehind: magentoSays('behindBundleRules') } as const

const EAV: FieldTable = {
  'custom_attributes[].attribute_code': { readFor: 'what the value is' },
  'custom_attributes[].value': {
    arrives:
      'description, handle, vendor, SEO texts, prices, cost, barcode, option values; metafield for all others',
  },
  'custom_attributes[] (layout and design)': LAYOUT,
  // A dictionary by code, as some modules send it.
  custom_attributes: { arrives: 'the same as the entries of the list' },
}

const STOCK_ITEM: FieldTable = Object.fromEntries(
  Object.entries({
    qty: { arrives: 'stock of new variants' },
    is_in_stock: { arrives: 'whether a new variant is sold out' },
    manage_stock: { arrives: 'whether stock is tracked (new variants)' },
    backorders: { arrives: 'whether it sells when out of stock (new variants)' },
    is_qty_decimal: { readFor: 'nothing: the quantity says it' },
    item_id: { readFor: 'nothing: the product has a number of its own' },
    product_id: { readFor: 'knowing whose stock it is' },
    stock_id: { readFor: 'nothing: Magento has one such stock' },
    show_default_notification_message: STOCK_RULES,
    use_config_min_qty: STOCK_RULES,
    min_qty: STOCK_RULES,
    use_config_min_sale_qty: STOCK_RULES,
    min_sale_qty: STOCK_RULES,
    use_config_max_sale_qty: STOCK_RULES,
    max_sale_qty: STOCK_RULES,
    use_config_backorders: { readFor: 'nothing: the setting is worked in' },
    use_config_notify_stock_qty: STOCK_RULES,
    notify_stock_qty: STOCK_RULES,
    use_config_qty_increments: STOCK_RULES,
    qty_increments: STOCK_RULES,
    use_config_enable_qty_inc: STOCK_RULES,
    enable_qty_increments: STOCK_RULES,
    use_config_manage_stock: { readFor: 'nothing: the setting is worked in' },
    low_stock_date: STOCK_RULES,
    is_decimal_divided: STOCK_RULES,
    stock_status_changed_auto: STOCK_RULES,
    extension_attributes: STOCK_RULES,
  } satisfies FieldTable).map(([name, fate]) => [`extension_attributes.stock_item.${name}`, fate]),
)

export const PRODUCT_FIELDS: FieldTable = {
  id: { readFor: 'knowing the record again' },
  sku: { arrives: 'variant SKU' },
  name: { arrives: 'title; of a variant: nothing, its options name it' },
  attribute_set_id: ATTRIBUTE_SET,
  price: { arrives: 'variant price, or compare-at price where it is reduced' },
  status: { arrives: 'status; of a variant: whether it is sold out' },
  visibility: { arrives: 'whether it is published' },
  type_id: { readFor: 'whether it has variants, is shipped, and Shopify can sell it' },
  created_at: { readFor: 'knowing the record again' },
  updated_at: { readFor: 'what changed since the last run' },
  weight: { arrives: 'variant weight' },
  'extension_attributes.website_ids': { readFor: 'whether it belongs to the chosen store view' },
  ...entriesOf('extension_attributes.category_links', {
    category_id: { arrives: 'collection' },
    position: SHOP_WINDOW,
    extension_attributes: SHOP_WINDOW,
  }),
  ...STOCK_ITEM,
  ...entriesOf('extension_attributes.configurable_product_options', {
    id: { readFor: 'nothing: the attribute names it' },
    product_id: { readFor: 'nothing: it stands on its product' },
    attribute_id: { readFor: 'which of the variants’ attributes is meant' },
    label: { arrives: 'option' },
    position: { arrives: 'order of the options' },
    is_use_default: { readFor: 'nothing: the label is worked in' },
    values: { readFor: 'nothing: the variants say which values they have' },
    extension_attributes: LAYOUT,
  }),
  'extension_attributes.configurable_product_links': { arrives: 'variants' },
  ...entriesOf('extension_attributes.bundle_product_options', {
    title: { arrives: 'metafield' },
    option_id: BUNDLE_RULES,
    required: BUNDLE_RULES,
    type: BUNDLE_RULES,
    position: BUNDLE_RULES,
    sku: BUNDLE_RULES,
    extension_attributes: BUNDLE_RULES,
    'product_links[].sku': { arrives: 'metafield' },
    'product_links[].qty': { arrives: 'metafield' },
    product_links: BUNDLE_RULES,
  }),
  'extension_attributes.downloadable_product_links': DOWNLOADS,
  'extension_attributes.downloadable_product_samples': DOWNLOADS,
  'extension_attributes.giftcard_amounts': BUNDLE_RULES,
  'extension_attributes.discounts': PRICES,
  ...entriesOf('product_links', {
    sku: { readFor: 'nothing: it stands on its product' },
    link_type: { readFor: 'which links make a grouped product' },
    linked_product_sku: { arrives: 'metafield, of grouped products' },
    linked_product_type: SHOP_WINDOW,
    position: SHOP_WINDOW,
    'extension_attributes.qty': { arrives: 'metafield, of grouped products' },
    extension_attributes: SHOP_WINDOW,
  }),
  ...entriesOf('options', {
    title: { arrives: 'metafield' },
    'values[].title': { arrives: 'metafield' },
    values: CUSTOM_OPTIONS,
    product_sku: { readFor: 'nothing: it stands on its product' },
    option_id: { readFor: 'what an order’s line names by this number' },
    type: CUSTOM_OPTIONS,
    sort_order: CUSTOM_OPTIONS,
    is_require: { readFor: 'telling that buyers have to choose' },
    price: CUSTOM_OPTIONS,
    price_type: CUSTOM_OPTIONS,
    sku: CUSTOM_OPTIONS,
    file_extension: CUSTOM_OPTIONS,
    max_characters: CUSTOM_OPTIONS,
    image_size_x: CUSTOM_OPTIONS,
    image_size_y: CUSTOM_OPTIONS,
    extension_attributes: CUSTOM_OPTIONS,
  }),
  ...entriesOf('media_gallery_entries', {
    id: { readFor: 'the order of pictures of one place' },
    media_type: { readFor: 'telling films from pictures' },
    label: { arrives: 'alternative text' },
    position: { arrives: 'order of the media' },
    disabled: { readFor: 'leaving out hidden pictures, which is told' },
    types: { readFor: 'which picture comes first' },
    file: { arrives: 'media' },
    content: LAYOUT,
    extension_attributes: { staysBehind: magentoSays('behindVideos') },
  }),
  ...entriesOf('tier_prices', {
    customer_group_id: PRICES,
    qty: PRICES,
    value: { arrives: 'variant price, where it is everybody’s from one piece' },
    'extension_attributes.percentage_value': {
      arrives: 'variant price, where it is everybody’s from one piece',
    },
    'extension_attributes.website_id': { readFor: 'whether it belongs to the chosen store view' },
    extension_attributes: PRICES,
  }),
  ...EAV,
}
