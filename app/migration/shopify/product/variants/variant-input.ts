import type {
  FileSetInput,
  InventoryItemInput,
  ProductVariantsBulkInput,
  ProductVariantSetInput,
} from '#app/types/admin-operations.ts'
import type { Gid, TargetOptions, WriteNote } from '#app/migration/engine/ports/target.ts'
import type { CanonicalProduct, CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import { currencyDecimals, decimal, type DecimalString } from '#app/migration/kinds/values/money.ts'
import { idMetafield, sourceReference } from '#app/migration/shopify/identity/source-reference.ts'
import {
  acceptableBarcode,
  isTooLong,
  roundMoney,
  shorten,
} from '#app/migration/shopify/values/normalize.ts'
import { variantOptions } from './options.ts'
import { productsSay } from '#app/migration/messages/products.ts'

export const DEFAULT_OPTION = { name: 'Title', value: 'Default Title' }

export function priceText(amount: DecimalString, options: TargetOptions): DecimalString {
  return roundMoney(decimal(amount), currencyDecimals(options.currency))
}

function inventoryItem(variant: CanonicalVariant, options: TargetOptions): InventoryItemInput {
  const item: InventoryItemInput = { sku: shorten(variant.sku ?? '') }
  if (variant.weight) {
    item.measurement = {
      weight: { value: Number(variant.weight.value), unit: variant.weight.unit },
    }
  }
  item.tracked = variant.inventory.tracked
  item.requiresShipping = variant.requiresShipping
  if (variant.cost !== null) item.cost = priceText(variant.cost, options)
  return item
}

export function barcodeNotes(product: CanonicalProduct): WriteNote[] {
  const long = product.variants.filter(({ barcode }) => isTooLong(barcode))
  if (long.length === 0) return []
  return [
    {
      code: 'TEXT_NOT_ACCEPTED',
      field: `variant:${long[0]?.sourceId ?? ''}.barcode`,
      message: productsSay('barcodesTooLong', { barcodes: long.length }),
    },
  ]
}

/** A level beyond it is no count of anything, and near the 32 bits of GraphQL's whole numbers. */
const MOST_STOCK = 1_000_000_000

function stockedQuantity(variant: CanonicalVariant, options: TargetOptions): number | null {
  const { tracked, quantity } = variant.inventory
  if (!tracked || quantity === null || options.locationId === null) return null
  return Math.max(-MOST_STOCK, Math.min(MOST_STOCK, quantity))
}

export function stockNotes(product: CanonicalProduct, options: TargetOptions): WriteNote[] {
  const isCut = product.variants.some((variant) => {
    const { quantity } = variant.inventory
    const stocked = stockedQuantity(variant, options)
    return stocked !== null && stocked !== quantity
  })
  if (!isCut) return []
  return [
    {
      code: 'VALUE_NOT_READABLE',
      field: 'stock',
      message: productsSay('stockTooHigh', { most: MOST_STOCK }),
    },
  ]
}

/** What a variant is created with, whichever call creates it. */
function newVariantValues(variant: CanonicalVariant, options: TargetOptions) {
  return {
    price: priceText(variant.price, options),
    compareAtPrice:
      variant.compareAtPrice === null ? null : priceText(variant.compareAtPrice, options),
    barcode: acceptableBarcode(variant.barcode),
    taxable: variant.taxable,
    inventoryPolicy: variant.inventory.continueSelling ? ('CONTINUE' as const) : ('DENY' as const),
    inventoryItem: inventoryItem(variant, options),
    metafields: [idMetafield(sourceReference(options.projectId, 'variant', variant.sourceId))],
  }
}

export function newVariant(
  product: CanonicalProduct,
  variant: CanonicalVariant,
  files: ReadonlyMap<string, FileSetInput>,
  options: TargetOptions,
): ProductVariantSetInput {
  const chosen = variantOptions(product, variant)
  const quantity = stockedQuantity(variant, options)
  const file = variant.imageSourceId ? files.get(variant.imageSourceId) : undefined
  return {
    optionValues: (chosen.length > 0 ? chosen : [DEFAULT_OPTION]).map(({ name, value }) => ({
      optionName: name,
      name: value,
    })),
    ...newVariantValues(variant, options),
    ...(file ? { file } : {}),
    ...(quantity !== null && options.locationId !== null
      ? {
          inventoryQuantities: [{ locationId: options.locationId, name: 'available', quantity }],
        }
      : {}),
  }
}

/** A variant that came to an existing product later, with its own stock. */
export function addedVariantInput(
  product: CanonicalProduct,
  variant: CanonicalVariant,
  options: TargetOptions,
): ProductVariantsBulkInput {
  const quantity = stockedQuantity(variant, options)
  return {
    optionValues: variantOptions(product, variant).map(({ name, value }) => ({
      optionName: name,
      name: value,
    })),
    ...newVariantValues(variant, options),
    ...(quantity !== null && options.locationId !== null
      ? { inventoryQuantities: [{ locationId: options.locationId, availableQuantity: quantity }] }
      : {}),
  }
}

/** Only the named fields of a variant that exists; never its stock. */
export function changedVariantInput(
  variant: CanonicalVariant,
  id: Gid,
  changed: ReadonlySet<string>,
  options: TargetOptions,
): ProductVariantsBulkInput {
  const input: ProductVariantsBulkInput = { id }
  if (changed.has('price')) input.price = priceText(variant.price, options)
  if (changed.has('compareAtPrice')) {
    input.compareAtPrice =
      variant.compareAtPrice === null ? null : priceText(variant.compareAtPrice, options)
  }
  if (changed.has('barcode')) input.barcode = acceptableBarcode(variant.barcode)
  if (changed.has('taxable')) input.taxable = variant.taxable
  const item: InventoryItemInput = {}
  if (changed.has('sku')) item.sku = shorten(variant.sku ?? '')
  if (changed.has('weight')) {
    item.measurement = {
      weight: {
        value: Number(variant.weight?.value ?? '0'),
        unit: variant.weight?.unit ?? 'KILOGRAMS',
      },
    }
  }
  if (Object.keys(item).length > 0) input.inventoryItem = item
  return input
}
