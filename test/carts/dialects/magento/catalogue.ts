import type { Json, Wire } from '../../store/dialect.ts'
import { slugOf, variantsOf } from '../../store/life.ts'
import type { Category, Product, Shop, Variant } from '../../store/shop.ts'
import { attributeOf, optionId, ownValues, valuesOf } from './attributes.ts'
import { dateTime } from './time.ts'

/** What cannot be read any more, where the shop is to send nonsense. */
export function sent(shop: Shop, record: string, wire: Wire, nonsense: Wire): Wire {
  return shop.faults.corrupted.has(record) ? { ...wire, ...nonsense } : wire
}

const dates = ({ createdAt, changedAt }: Product | Variant): Wire => ({
  created_at: dateTime(createdAt),
  updated_at: changedAt === null ? null : dateTime(changedAt),
})

const attribute = (code: string, value: Json): Json => ({ attribute_code: code, value })

function categoryLinks({ categoryIds }: Product): Wire {
  if (categoryIds.length === 0) return {}
  const links = categoryIds.map((id) => ({ position: 0, category_id: String(id) }))
  return { category_links: links }
}

/** A product as its list shows it: without stock (measured). */
export function productShape(shop: Shop, product: Product): Wire {
  const variants = variantsOf(shop, product.id)
  const isConfigurable = product.options.length > 0
  const options = product.options.map(({ name }, at): Json => {
    const { id, code, ...rest } = attributeOf(shop, name)
    const values = valuesOf(shop, product, at).map((value) => ({
      value_index: optionId(shop, { id, code, ...rest }, value),
    }))
    return {
      id: product.id * 10 + at,
      attribute_id: String(id),
      label: code,
      position: at,
      values,
      product_id: product.id,
    }
  })
  return sent(
    shop,
    `product ${product.id}`,
    {
      id: product.id,
      sku: product.sku,
      name: product.title,
      attribute_set_id: 4,
      // The children hold the prices (measured: 027).
      price: isConfigurable ? 0 : product.price / 100,
      status: product.isPublished ? 1 : 2,
      visibility: 4,
      type_id: isConfigurable ? 'configurable' : 'simple',
      ...dates(product),
      weight: 1.2,
      extension_attributes: {
        website_ids: [1],
        ...categoryLinks(product),
        ...(isConfigurable
          ? {
              configurable_product_options: options,
              configurable_product_links: variants.map(({ id }) => id),
            }
          : {}),
      },
      product_links: [],
      options: [],
      media_gallery_entries: [],
      tier_prices: [],
      custom_attributes: [
        attribute('options_container', 'container2'),
        attribute('url_key', slugOf(product.title)),
        attribute('msrp_display_actual_price_type', '0'),
        attribute('required_options', '0'),
        attribute('has_options', '0'),
        attribute('tax_class_id', '2'),
        attribute('category_ids', product.categoryIds.map(String)),
        attribute('description', product.description),
      ],
    },
    { name: { no: 'text' }, custom_attributes: 'gone', extension_attributes: 'gone' },
  )
}

/** A variant is a product of its own that the shop does not show (visibility 1). */
export function variantShape(shop: Shop, variant: Variant): Wire {
  const parent = shop.products.get(variant.productId)
  const name = [parent?.title ?? '', ...variant.values].join(' ')
  return {
    id: variant.id,
    sku: variant.sku,
    name,
    attribute_set_id: 4,
    price: variant.price / 100,
    status: 1,
    visibility: 1,
    type_id: 'simple',
    ...dates(variant),
    weight: 0.9,
    extension_attributes: { website_ids: [1] },
    product_links: [],
    options: [],
    media_gallery_entries: [],
    tier_prices: [],
    custom_attributes: [
      ...ownValues(shop, variant),
      attribute('options_container', 'container2'),
      attribute('url_key', slugOf(name)),
      attribute('msrp_display_actual_price_type', '0'),
      attribute('required_options', '0'),
      attribute('has_options', '0'),
      attribute('tax_class_id', '2'),
      attribute('category_ids', []),
    ],
  }
}

/** Children of a product show less of themselves than in any list (measured: 037). */
export function childShape(shop: Shop, variant: Variant): Wire {
  const {
    extension_attributes: _extension,
    options: _options,
    media_gallery_entries: _media,
    ...rest
  } = variantShape(shop, variant)
  return rest
}

export function stockShape({ id, stock }: Product | Variant): Wire {
  const isManaged = stock !== null
  return {
    item_id: id,
    product_id: id,
    stock_id: 1,
    qty: stock ?? 0,
    is_in_stock: stock === null || stock > 0,
    is_qty_decimal: false,
    show_default_notification_message: false,
    use_config_min_qty: true,
    min_qty: 0,
    use_config_min_sale_qty: 1,
    min_sale_qty: 1,
    use_config_max_sale_qty: true,
    max_sale_qty: 10_000,
    use_config_backorders: true,
    backorders: 0,
    use_config_notify_stock_qty: true,
    notify_stock_qty: 1,
    use_config_qty_increments: true,
    qty_increments: 0,
    use_config_enable_qty_inc: true,
    enable_qty_increments: false,
    use_config_manage_stock: isManaged,
    manage_stock: isManaged,
    low_stock_date: null,
    is_decimal_divided: false,
    stock_status_changed_auto: 0,
  }
}

/** At its own address a product shows its stock as well. */
export function withStock(row: Wire, record: Product | Variant): Wire {
  const extension = row['extension_attributes']
  if (typeof extension !== 'object' || extension === null || Array.isArray(extension)) return row
  return { ...row, extension_attributes: { ...extension, stock_item: stockShape(record) } }
}

/* Categories: the root of everything is 1, the store's own 2. */

const ROOT = { id: 2, name: 'Default Category' }

function pathOf(shop: Shop, { id, parentId }: Category): string {
  const parent = shop.categories.get(parentId)
  return `${parent ? pathOf(shop, parent) : `1/${ROOT.id}`}/${id}`
}

const childrenOf = (shop: Shop, id: number) =>
  [...shop.categories.values()].filter((each) => (each.parentId || ROOT.id) === id)

export function categoryShape(shop: Shop, category: Category): Wire {
  const { id, name, slug, parentId } = category
  const path = pathOf(shop, category)
  const children = childrenOf(shop, id)
  return {
    id,
    parent_id: parentId || ROOT.id,
    name,
    is_active: true,
    position: 1,
    level: path.split('/').length - 1,
    children: children.map((each) => each.id).join(),
    created_at: dateTime(0),
    updated_at: dateTime(0),
    path,
    include_in_menu: true,
    custom_attributes: [
      attribute('is_anchor', '1'),
      attribute('path', path),
      attribute('children_count', String(children.length)),
      attribute('url_key', slug),
      attribute('url_path', slug),
    ],
  }
}

export function categoryTree(shop: Shop, rootId: number): Wire {
  const category = shop.categories.get(rootId)
  const name = rootId === 1 ? 'Root Catalog' : (category?.name ?? ROOT.name)
  const path = category ? pathOf(shop, category) : rootId === 1 ? '1' : `1/${rootId}`
  const children =
    rootId === 1
      ? [categoryTree(shop, ROOT.id)]
      : childrenOf(shop, rootId).map((each) => categoryTree(shop, each.id))
  const products = [...shop.products.values()]
  return {
    id: rootId,
    parent_id: category ? category.parentId || ROOT.id : rootId - 1,
    name,
    is_active: true,
    position: 1,
    level: path.split('/').length - 1,
    product_count: products.filter(({ categoryIds }) => categoryIds.includes(rootId)).length,
    children_data: children,
  }
}
