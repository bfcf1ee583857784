import type {
  ProductSetInput,
  ProductVariantsBulkInput,
  ProductVariantSetInput,
} from '#app/types/admin-operations.ts'
import type { CanonicalProduct, CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import type { ShopifyRefused, UserError } from '../api/check-user-errors.ts'
import { notPossible } from '../write-notes.ts'
import { withoutContacts } from '../api/without-contacts.ts'
import { productsSay } from '#app/migration/messages/products.ts'

/** What a product is without and still itself. */
const OPTIONAL = ['vendor', 'productType', 'tags', 'descriptionHtml', 'collections'] as const

/** Part of the path of an error → field of a variant. */
const VARIANT_FIELDS: Readonly<Record<string, string>> = {
  price: 'price',
  compareAtPrice: 'compareAtPrice',
  barcode: 'barcode',
  taxable: 'taxable',
  sku: 'sku',
  measurement: 'weight',
  weight: 'weight',
  cost: 'cost',
}

/** Index of the variant that an error is about, NaN when it names none. */
const variantAt = ({ field }: UserError) =>
  Number(field?.[field.indexOf('variants') + 1] ?? Number.NaN)

/** Fields of a variant that an error names, none when it is about the variant as a whole. */
function variantFields({ field }: UserError): string[] {
  const parts = (field ?? []).slice((field ?? []).indexOf('variants') + 2)
  return parts.flatMap((part) => VARIANT_FIELDS[part] ?? [])
}

/**
 * A new product without the values Shopify refused, and never for sale without its price; null when
 * one of them cannot be left out.
 */
export function withoutRefusedValues(
  error: ShopifyRefused,
  input: ProductSetInput,
  record: CanonicalProduct,
  notes: WriteNote[],
): ProductSetInput | null {
  const told: WriteNote[] = []
  let rest = input
  for (const one of error.userErrors) {
    const reduced = one.field?.includes('variants')
      ? withoutVariantValue(one, rest, record, told)
      : withoutOwnValue(one, rest, told)
    if (!reduced) return null
    rest = reduced
  }
  if (rest === input) return null
  notes.push(...told)
  return rest
}

function withoutOwnValue(
  error: UserError,
  input: ProductSetInput,
  notes: WriteNote[],
): ProductSetInput | null {
  for (const key of OPTIONAL) {
    if (!error.field?.includes(key) || !(key in input)) continue
    notes.push(
      notPossible(
        key,
        productsSay('valueRefused', { value: key, words: withoutContacts(error.message) }),
      ),
    )
    return { ...input, [key]: undefined }
  }
  return null
}

function withoutVariantValue(
  error: UserError,
  input: ProductSetInput,
  record: CanonicalProduct,
  notes: WriteNote[],
): ProductSetInput | null {
  const variants = Array.isArray(input.variants) ? input.variants : []
  const at = variantAt(error)
  const [variant, source] = [variants[at], record.variants[at]]
  if (!variant || !source) return null
  const without = (rest: ProductVariantSetInput) =>
    variants.map((each, i) => (i === at ? rest : each))
  if (variantFields(error)[0] === 'price') {
    notes.push(
      refusedValue(source, 'price', error, 'arrivedWithNone'),
      notPossible('status', productsSay('draftWithoutPrice')),
    )
    return { ...input, status: 'DRAFT', variants: without({ ...variant, price: '0' }) }
  }
  const reduced = withoutPart(error, variant)
  if (!reduced) return null
  const [part, rest] = reduced
  notes.push(refusedValue(source, part, error, 'arrivedWithout'))
  return { ...input, variants: without(rest) }
}

function withoutPart<Variant extends ProductVariantSetInput | ProductVariantsBulkInput>(
  error: UserError,
  variant: Variant,
): [string, Variant] | null {
  if (error.field?.includes('inventoryQuantities')) {
    return ['stock', { ...variant, inventoryQuantities: undefined }]
  }
  const [part] = variantFields(error)
  switch (part) {
    case 'compareAtPrice':
    case 'barcode':
      return [part, { ...variant, [part]: undefined }]
    case 'sku':
    case 'cost': {
      const inventoryItem = { ...variant.inventoryItem, [part]: undefined }
      return [part, { ...variant, inventoryItem }]
    }
    case 'weight': {
      const inventoryItem = { ...variant.inventoryItem, measurement: undefined }
      return [part, { ...variant, inventoryItem }]
    }
    default:
      return null
  }
}

const skuOf = ({ sku }: CanonicalVariant) => sku || null

function refusedValue(
  variant: CanonicalVariant,
  value: string,
  error: UserError,
  outcome: 'arrivedWithNone' | 'arrivedWithout' | 'staysAsItWas',
): WriteNote {
  const words = withoutContacts(error.message)
  return notPossible(
    `variant:${variant.sourceId}.${value}`,
    productsSay('variantValueRefused', { value, sku: skuOf(variant), words, outcome }),
  )
}

/** A variant of which some fields changed. */
export type VariantChange = { variant: CanonicalVariant; id: string; fields: ReadonlySet<string> }

/**
 * The changes without what Shopify refused: of a row the named value, else the row. Null when the
 * errors name no row.
 */
export function withoutRefusedChanges(
  error: ShopifyRefused,
  changes: readonly VariantChange[],
  notes: WriteNote[],
): VariantChange[] | null {
  const refused = new Map<number, UserError[]>()
  for (const one of error.userErrors) {
    const at = variantAt(one)
    if (!changes[at]) return null
    const known = refused.get(at)
    if (known) known.push(one)
    else refused.set(at, [one])
  }
  return changes.flatMap((change, at) => {
    const errors = refused.get(at)
    if (!errors) return [change]
    const left = new Set(change.fields)
    for (const one of errors) {
      const named = variantFields(one).filter((field) => change.fields.has(field))
      for (const field of named.length > 0 ? named : change.fields) {
        if (!left.delete(field)) continue
        notes.push(refusedValue(change.variant, field, one, 'staysAsItWas'))
      }
    }
    return left.size > 0 ? [{ ...change, fields: left }] : []
  })
}

/** A variant that is added to a product. */
export type NewVariant = { variant: CanonicalVariant; input: ProductVariantsBulkInput }

/**
 * The new variants without what Shopify refused: of one the value that it can be without, else the
 * variant. Null when the errors name none.
 */
export function withoutRefusedVariants(
  error: ShopifyRefused,
  rows: readonly NewVariant[],
  notes: WriteNote[],
): NewVariant[] | null {
  const rest = new Map(rows.entries())
  for (const one of error.userErrors) {
    const at = variantAt(one)
    const row = rows[at]
    if (!row) return null
    const left = rest.get(at)
    const reduced = left && withoutPart(one, left.input)
    if (left && reduced) {
      const [part, input] = reduced
      notes.push(refusedValue(row.variant, part, one, 'arrivedWithout'))
      rest.set(at, { ...left, input })
    } else if (rest.delete(at)) {
      notes.push(
        notPossible(
          `variant:${row.variant.sourceId}.options`,
          productsSay('variantRefused', {
            sku: skuOf(row.variant),
            words: withoutContacts(one.message),
          }),
        ),
      )
    }
  }
  return [...rest.values()]
}
