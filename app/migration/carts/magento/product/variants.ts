import { someOf } from '#app/migration/messages/parameters.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import type { CanonicalProduct, CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import { magentoSays } from '../messages/magento.ts'
import type { WireConfigurableOption, WireProduct } from '../wire/product.ts'
import { attributeText, spoken, type Attribute, type Attributes } from '../facts/attributes.ts'

type Chosen<Child> = { child: Child; options: CanonicalVariant['options'] }

type Axis = {
  name: string
  attribute: Attribute
  /** Values of the attribute in the store's order, by the value a child keeps. */
  labels: ReadonlyMap<string, string>
}

/**
 * Which variants the children of a configurable product make: one for each child that has a value of
 * its own for every attribute the product is configured by. What an option is called says the
 * attribute; one that was deleted is called by the number the child still keeps.
 */
export function chooseVariants<Child extends { wire: WireProduct }>(
  product: WireProduct,
  children: readonly Child[],
  attributes: Attributes,
): { options: CanonicalProduct['options']; chosen: Chosen<Child>[]; remarks: SourceRemark[] } {
  const axes = axesOf(product, attributes)
  if (axes === null) return withoutAxes(children)
  const taken = new Set<string>()
  const misfits: string[] = []
  const nameless: string[] = []
  const chosen: Chosen<Child>[] = []
  for (const child of inOrder(children, axes)) {
    const kept = axes.map((axis) => attributeText(child.wire, axis.attribute.code))
    const key = JSON.stringify(kept)
    // A child without a value, or with another's: the storefront shows none of them.
    if (kept.includes('') || taken.has(key)) {
      misfits.push(child.wire.sku)
      continue
    }
    taken.add(key)
    chosen.push({
      child,
      options: axes.map(({ name, labels }, at) => {
        const id = kept[at] ?? ''
        const label = labels.get(id)
        if (label === undefined) nameless.push(id)
        return { name, value: label ?? id }
      }),
    })
  }
  const options = axes.map(({ name, labels }, at) => {
    const used = new Set(chosen.map((variant) => variant.options[at]?.value ?? ''))
    const known = [...labels.values()].filter((label) => used.has(label))
    return { name, values: [...new Set([...known, ...used])] }
  })
  return {
    options: chosen.length > 0 ? options : [],
    chosen,
    remarks: [...namelessRemarks(nameless), ...misfitRemarks(misfits)],
  }
}

/** Null: it is not known what the children differ by. */
function axesOf(product: WireProduct, attributes: Attributes): Axis[] | null {
  const wires = product.extension_attributes.configurable_product_options
  const axes = wires
    .toSorted((a, b) => a.position - b.position)
    .flatMap((wire): Axis[] => {
      const attribute = attributes.byId.get(wire.attribute_id)
      // Without the attribute nobody knows which of a child's values is meant.
      if (!attribute) return []
      return [{ name: nameOf(wire, attribute), attribute, labels: unequal(attribute.options) }]
    })
  return axes.length === wires.length && axes.length > 0 ? distinct(axes) : null
}

/** Children of which nobody says what they differ by are told apart by their SKUs. */
function withoutAxes<Child extends { wire: WireProduct }>(
  children: readonly Child[],
): { options: CanonicalProduct['options']; chosen: Chosen<Child>[]; remarks: SourceRemark[] } {
  if (children.length === 0) return { options: [], chosen: [], remarks: [] }
  const name = 'Variant'
  const sorted = children.toSorted((a, b) => a.wire.id - b.wire.id)
  return {
    options: [{ name, values: sorted.map(({ wire }) => wire.sku) }],
    chosen: sorted.map((child) => ({ child, options: [{ name, value: child.wire.sku }] })),
    remarks: [
      {
        code: 'VARIATION_NOT_MATCHED',
        field: 'options',
        message: magentoSays('childrenUnnamed'),
      },
    ],
  }
}

/** A label that is but the attribute's code was never meant for people. */
function nameOf({ label }: WireConfigurableOption, attribute: Attribute): string {
  const own = label.trim()
  if (own === '' || own === attribute.code) return attribute.label || spoken(attribute.code)
  return own
}

/** Two attributes may have one name, which Shopify refuses. */
function distinct(axes: readonly Axis[]): Axis[] {
  const taken = new Set<string>()
  return axes.map((axis) => {
    const name = taken.has(axis.name.toLowerCase())
      ? `${axis.name} (${axis.attribute.code})`
      : axis.name
    taken.add(name.toLowerCase())
    return { ...axis, name }
  })
}

/** So may two values of one attribute: the second is told apart by its number. */
function unequal(labels: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  return new Map(
    [...labels].map(([id, label]) => {
      const isTaken = taken.has(label.toLowerCase())
      taken.add(label.toLowerCase())
      return [id, isTaken ? `${label} (${id})` : label]
    }),
  )
}

/** As the options stand in the old store, and by their numbers where that says nothing. */
function inOrder<Child extends { wire: WireProduct }>(
  children: readonly Child[],
  axes: readonly Axis[],
): Child[] {
  const places = axes.map(({ labels }) => new Map([...labels.keys()].map((id, at) => [id, at])))
  const placeOf = (child: Child) =>
    axes.map(
      ({ attribute }, at) =>
        places[at]?.get(attributeText(child.wire, attribute.code)) ?? Number.MAX_SAFE_INTEGER,
    )
  return children
    .map((child) => ({ child, place: placeOf(child) }))
    .toSorted((a, b) => {
      const at = a.place.findIndex((own, index) => own !== b.place[index])
      return at < 0 ? a.child.wire.id - b.child.wire.id : (a.place[at] ?? 0) - (b.place[at] ?? 0)
    })
    .map(({ child }) => child)
}

function namelessRemarks(ids: readonly string[]): SourceRemark[] {
  if (ids.length === 0) return []
  return [
    {
      code: 'VALUE_NOT_READABLE',
      field: 'options',
      message: magentoSays('optionsDeleted', { values: someOf(ids) }),
    },
  ]
}

function misfitRemarks(skus: readonly string[]): SourceRemark[] {
  if (skus.length === 0) return []
  return [
    {
      code: 'VARIATION_NOT_MATCHED',
      field: 'variants',
      message: magentoSays('childrenNotMatched', { skus: someOf(skus) }),
    },
  ]
}
