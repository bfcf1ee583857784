import Big from 'big.js'
import { z } from 'zod'
import { type Ctx, userError, type UserError } from '#test/stand-ins/shopify-admin/context.ts'
import {
  type InventoryItem,
  newGid,
  nowIso,
  type Product,
  type ProductOption,
  type ShopState,
  type Variant,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { decimalsOf } from '#test/stand-ins/shopify-admin/store/money.ts'
import { metafieldInput } from '../metafields/metafields.ts'

const amount = z.union([z.string(), z.number()]).transform(String)

export const inventoryItemInput = z.strictObject({
  cost: amount.nullish(),
  countryCodeOfOrigin: z.string().nullish(),
  provinceCodeOfOrigin: z.string().nullish(),
  harmonizedSystemCode: z.string().nullish(),
  sku: z.string().nullish(),
  tracked: z.boolean().nullish(),
  requiresShipping: z.boolean().nullish(),
  measurement: z
    .strictObject({
      weight: z.strictObject({ value: z.number(), unit: z.string() }).nullish(),
    })
    .nullish(),
})

export const optionValueInput = z.strictObject({
  id: z.string().nullish(),
  name: z.string().nullish(),
  optionId: z.string().nullish(),
  optionName: z.string().nullish(),
})

export const variantFields = {
  id: z.string().nullish(),
  barcode: z.string().nullish(),
  compareAtPrice: amount.nullish(),
  price: amount.nullish(),
  taxable: z.boolean().nullish(),
  inventoryPolicy: z.enum(['CONTINUE', 'DENY']).nullish(),
  inventoryItem: inventoryItemInput.nullish(),
  metafields: z.array(metafieldInput).nullish(),
}

export type VariantFields = z.infer<z.ZodObject<typeof variantFields>> & {
  sku?: string | null | undefined
}

export function defaultOption(shop: ShopState): ProductOption {
  return {
    id: newGid(shop, 'ProductOption'),
    name: 'Title',
    values: [{ id: newGid(shop, 'ProductOptionValue'), name: 'Default Title' }],
  }
}

export function newVariant(shop: ShopState, product: Product, values: string[]): Variant {
  const at = nowIso(shop)
  const id = newGid(shop, 'ProductVariant')
  const item: InventoryItem = {
    id: newGid(shop, 'InventoryItem'),
    variantId: id,
    tracked: false,
    requiresShipping: true,
    cost: null,
    countryCodeOfOrigin: null,
    provinceCodeOfOrigin: null,
    harmonizedSystemCode: null,
    weight: { value: 0, unit: 'KILOGRAMS' },
    levels: {},
    createdAt: at,
    updatedAt: at,
  }
  const first = [...shop.locationList.values()].find((location) => location.isActive)
  if (first) item.levels[first.id] = { available: 0, onHand: 0, updatedAt: at }
  return {
    id,
    productId: product.id,
    sku: null,
    barcode: null,
    price: '0',
    compareAtPrice: null,
    taxable: true,
    inventoryPolicy: 'DENY',
    values,
    mediaIds: [],
    item,
    createdAt: at,
    updatedAt: at,
  }
}

const TOO_MUCH = new Big('1e18')

export type AmountProblem = { field: string[]; message: string; low: boolean; generic: boolean }

/** What is wrong with a variant's amounts, sorted by field as Shopify sorts them. */
export function amountProblems(input: VariantFields): AmountProblem[] {
  const problems: AmountProblem[] = []
  const check = (
    field: string[],
    value: string | null | undefined,
    label: string,
    highLabel = label,
  ) => {
    if (value === null || value === undefined) return
    const generic = field[0] === 'inventoryItem'
    if (new Big(value).lt(0)) {
      problems.push({
        field,
        message: `${label} must be greater than or equal to 0`,
        low: true,
        generic,
      })
    } else if (new Big(value).gte(TOO_MUCH)) {
      problems.push({
        field,
        message: `${highLabel} must be less than 1000000000000000000`.trim(),
        low: false,
        generic,
      })
    }
  }
  check(['compareAtPrice'], input.compareAtPrice, 'Compare at price', '')
  check(['inventoryItem', 'cost'], input.inventoryItem?.cost, 'Cost per item')
  check(['price'], input.price, 'Price')
  return problems
}

export function applyVariantFields(shop: ShopState, variant: Variant, input: VariantFields): void {
  const { inventoryItem } = input
  const sku = inventoryItem?.sku !== undefined ? inventoryItem.sku : input.sku
  if (sku !== undefined) variant.sku = sku === null || sku.trim() === '' ? null : sku
  if (input.barcode !== undefined) variant.barcode = input.barcode === '' ? null : input.barcode
  const places = decimalsOf(shop.currency)
  if (input.price !== undefined && input.price !== null) {
    variant.price = roundPrice(input.price, places)
  }
  if (input.compareAtPrice !== undefined) {
    variant.compareAtPrice =
      input.compareAtPrice === null ? null : roundPrice(input.compareAtPrice, places)
  }
  if (input.taxable !== undefined && input.taxable !== null) variant.taxable = input.taxable
  if (input.inventoryPolicy) variant.inventoryPolicy = input.inventoryPolicy
  if (inventoryItem) {
    const { item } = variant
    if (typeof inventoryItem.tracked === 'boolean') item.tracked = inventoryItem.tracked
    if (typeof inventoryItem.requiresShipping === 'boolean') {
      item.requiresShipping = inventoryItem.requiresShipping
    }
    if (inventoryItem.cost !== undefined) item.cost = inventoryItem.cost
    if (inventoryItem.countryCodeOfOrigin !== undefined) {
      item.countryCodeOfOrigin = inventoryItem.countryCodeOfOrigin
    }
    if (inventoryItem.provinceCodeOfOrigin !== undefined) {
      item.provinceCodeOfOrigin = inventoryItem.provinceCodeOfOrigin
    }
    if (inventoryItem.harmonizedSystemCode !== undefined) {
      item.harmonizedSystemCode = inventoryItem.harmonizedSystemCode
    }
    if (inventoryItem.measurement?.weight) item.weight = inventoryItem.measurement.weight
    item.updatedAt = nowIso(shop)
  }
  variant.updatedAt = nowIso(shop)
}

function roundPrice(text: string, places: number): string {
  return new Big(text).round(places, Big.roundHalfUp).toFixed()
}

export const variantTextErrors = (input: VariantFields, prefix: (string | number)[]): UserError[] =>
  [
    { field: 'sku', value: input.inventoryItem?.sku ?? input.sku, label: 'Sku' },
    { field: 'barcode', value: input.barcode, label: 'Barcode' },
  ].flatMap(({ field, value, label }) =>
    value && value.length > 255
      ? userError([...prefix, field], `${label} is too long (maximum is 255 characters)`, null)
      : [],
  )

/** Sets one quantity at one location; counts the move when the variant is not new. */
export function setQuantity(
  ctx: Ctx,
  variant: Variant,
  locationId: string,
  name: 'available' | 'on_hand',
  quantity: number,
  isNew: boolean,
): { availableDelta: number; onHandDelta: number } {
  const level = variant.item.levels[locationId] ?? { available: 0, onHand: 0, updatedAt: '' }
  const delta = quantity - (name === 'available' ? level.available : level.onHand)
  // Recorded: what is set as available shows in on_hand too, and the other way round.
  level.available += delta
  level.onHand += delta
  level.updatedAt = nowIso(ctx.shop)
  variant.item.levels[locationId] = level
  if (!isNew && delta !== 0) ctx.stats.stockMoves += 1
  return { availableDelta: delta, onHandDelta: delta }
}

export function variantTitle(variant: Variant): string {
  return variant.values.join(' / ')
}
