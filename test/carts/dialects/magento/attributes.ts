import type { Json, Wire } from '../../store/dialect.ts'
import { slugOf } from '../../store/life.ts'
import type { Product, Shop, Variant } from '../../store/shop.ts'
import { variantsOf } from '../../store/life.ts'

type Attribute = { id: number; code: string; label: string; options: Map<string, number> }

/** Options of products are attributes of the whole store, and their values have ids that stay. */
const known = new WeakMap<Shop, Map<string, Attribute>>()

function attributesOf(shop: Shop): Map<string, Attribute> {
  const attributes = known.get(shop) ?? new Map<string, Attribute>()
  known.set(shop, attributes)
  return attributes
}

export function attributeOf(shop: Shop, label: string): Attribute {
  const attributes = attributesOf(shop)
  const code = slugOf(label).replaceAll('-', '_')
  const attribute = attributes.get(code) ?? {
    id: 141 + attributes.size,
    code,
    label,
    options: new Map<string, number>(),
  }
  attributes.set(code, attribute)
  return attribute
}

export function optionId(shop: Shop, attribute: Attribute, value: string): number {
  const given = attribute.options.get(value)
  if (given !== undefined) return given
  const used = [...attributesOf(shop).values()].reduce((sum, { options }) => sum + options.size, 0)
  attribute.options.set(value, 11 + used)
  return 11 + used
}

/** Values of a product's option: what it names, and what its variants have beside. */
export function valuesOf(shop: Shop, product: Product, at: number): string[] {
  const named = product.options[at]?.values ?? []
  const used = variantsOf(shop, product.id).flatMap(({ values }) => values[at] ?? [])
  return [...new Set([...named, ...used])]
}

/** What a child says of its parent's options. */
export function ownValues(shop: Shop, variant: Variant): Json[] {
  const parent = shop.products.get(variant.productId)
  return (parent?.options ?? []).map(({ name }, at) => {
    const attribute = attributeOf(shop, name)
    const value = String(optionId(shop, attribute, variant.values[at] ?? ''))
    return { attribute_code: attribute.code, value }
  })
}

/** Everything that products name, as attributes of the store. */
export function attributeRows(shop: Shop): Wire[] {
  for (const product of shop.products.values()) {
    for (const [at, { name }] of product.options.entries()) {
      const attribute = attributeOf(shop, name)
      for (const value of valuesOf(shop, product, at)) optionId(shop, attribute, value)
    }
  }
  return [...attributesOf(shop).values()].map(attributeShape)
}

const optionRows = ({ options }: Attribute): Json[] => [
  { label: ' ', value: '' },
  ...[...options].map(([label, id]) => ({ label, value: String(id) })),
]

const attributeShape = (attribute: Attribute): Wire => ({
  is_wysiwyg_enabled: false,
  is_html_allowed_on_front: false,
  used_for_sort_by: false,
  is_filterable: false,
  is_filterable_in_search: false,
  is_used_in_grid: false,
  is_visible_in_grid: false,
  is_filterable_in_grid: false,
  position: 0,
  apply_to: [],
  is_searchable: '0',
  is_visible_in_advanced_search: '0',
  is_comparable: '0',
  is_used_for_promo_rules: '0',
  is_visible_on_front: '0',
  used_in_product_listing: '0',
  is_visible: true,
  scope: 'global',
  attribute_id: attribute.id,
  attribute_code: attribute.code,
  frontend_input: 'select',
  entity_type_id: '4',
  is_required: false,
  options: optionRows(attribute),
  is_user_defined: true,
  default_frontend_label: attribute.label,
  frontend_labels: [],
  backend_type: 'int',
  source_model: 'Magento\\Eav\\Model\\Entity\\Attribute\\Source\\Table',
  default_value: '',
  is_unique: '0',
  validation_rules: [],
})
