import type { ProductSetInput } from '#app/types/admin-operations.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { Gid, WriteNote } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors } from '../api/check-user-errors.ts'
import {
  acceptedCustomData,
  changedCustomData,
  CUSTOM_DATA_NAMESPACE,
} from '../custom-data/custom-data.ts'
import { inlineRoom, type CustomDataInput } from '../custom-data/custom-data.server.ts'
import { PRODUCT_UPDATE } from './documents.ts'
import type { ReadProduct, ReadVariant } from './snapshot.ts'
import { mayHaveVariantData, withVariantData } from './read-products.server.ts'
import { sourceIdOf } from '../identity/source-reference.ts'
import type { TargetContext } from '../target-context.ts'
import {
  acceptedVariantData,
  byVariant,
  hasVariantData,
  variantPart,
} from './variants/variant-custom-data.ts'
import { parseManaged, managedMetafield } from '../managed.ts'

/** What goes along with a product's creation. */
type InlineData = {
  product: CustomDataInput[]
  /** By source id of the variant. */
  variants: ReadonlyMap<string, CustomDataInput[]>
}

/** Null: nothing. */
export async function inlineData(
  ctx: TargetContext,
  record: CanonicalProduct,
): Promise<InlineData | null> {
  const room = inlineRoom()
  const { data } = acceptedCustomData(record.metafields, 'product')
  const product = await ctx.customData.sure('PRODUCT', data, room)
  const variants = new Map<string, CustomDataInput[]>()
  for (const variant of record.variants) {
    const own = acceptedVariantData(variant).data
    const inputs = await ctx.customData.sure('PRODUCTVARIANT', own, room)
    if (inputs.length > 0) variants.set(variant.sourceId, inputs)
  }
  return product.length > 0 || variants.size > 0 ? { product, variants } : null
}

/** @param input whose variants are the record's, in its order */
export function withData(
  input: ProductSetInput,
  record: CanonicalProduct,
  data: InlineData,
): ProductSetInput {
  return {
    ...input,
    metafields: [...(input.metafields ?? []), ...data.product],
    variants: (input.variants ?? []).map((variant, i) => ({
      ...variant,
      metafields: [
        ...(variant.metafields ?? []),
        ...(data.variants.get(record.variants[i]?.sourceId ?? '') ?? []),
      ],
    })),
  }
}

/** The same input again without any custom data. */
export function withoutData(input: ProductSetInput): ProductSetInput {
  return {
    ...input,
    metafields: withoutCustom(input.metafields),
    variants: (input.variants ?? []).map((variant) => ({
      ...variant,
      metafields: withoutCustom(variant.metafields),
    })),
  }
}

function withoutCustom<Metafield extends { namespace?: string | null | undefined }>(
  metafields: readonly Metafield[] | null | undefined,
): Metafield[] {
  return (metafields ?? []).filter(({ namespace }) => namespace !== CUSTOM_DATA_NAMESPACE)
}

/** A product just created, with what went along: Shopify shows it as it was sent. */
export function showing(ctx: TargetContext, product: ReadProduct, data: InlineData): ReadProduct {
  const allVariants = product.allVariants.map((variant) => {
    const customData = data.variants.get(idOf(ctx, variant) ?? '')
    return customData ? { ...variant, customData } : variant
  })
  return { ...product, allVariants, customData: data.product }
}

/**
 * Adds what Shopify does not show yet: what could not go along, and what an earlier try did not get
 * to. What is there may be an edit of the merchant's.
 */
export async function addMissingData(
  ctx: TargetContext,
  record: CanonicalProduct,
  product: ReadProduct,
  notes: WriteNote[],
): Promise<ReadProduct> {
  const { data } = acceptedCustomData(record.metafields, 'product')
  const own = await ctx.customData.set('PRODUCT', product.id, lacking(data, product))
  notes.push(...own.notes)
  const complete = { ...product, customData: [...product.customData, ...own.shown] }
  const there = new Map(product.allVariants.toReversed().map((one) => [idOf(ctx, one), one]))
  const ofVariants = record.variants.flatMap((variant) => {
    const shown = there.get(variant.sourceId)
    const missing = shown ? lacking(acceptedVariantData(variant).data, shown) : []
    return shown && missing.length > 0 ? [{ owner: shown.id, data: missing }] : []
  })
  if (ofVariants.length === 0) return complete
  notes.push(...(await ctx.customData.setAll('PRODUCTVARIANT', ofVariants)).notes)
  return withVariantData(ctx, complete)
}

function lacking<Datum extends { key: string }>(
  data: readonly Datum[],
  { customData = [] }: Pick<ReadVariant, 'customData'>,
): Datum[] {
  const shown = new Set(customData.map(({ key }) => key))
  return data.filter(({ key }) => !shown.has(key))
}

/** Sends the fields that may be sent, of the product and of the variants that exist. */
export async function updateProductData(
  ctx: TargetContext,
  record: CanonicalProduct,
  before: ReadProduct,
  changed: ReadonlySet<string>,
  notes: WriteNote[],
): Promise<void> {
  const { data } = acceptedCustomData(record.metafields, 'product')
  const { set, remove } = changedCustomData(changed, data)
  notes.push(...(await ctx.customData.set('PRODUCT', before.id, set)).notes)
  await ctx.customData.remove([{ owner: before.id, keys: remove }])
}

/**
 * The same for the product's variants, new ones among them.
 *
 * @param product as it is after everything else of it was written, without its variants' custom data
 * @returns with it
 */
export async function updateVariantData(
  ctx: TargetContext,
  record: CanonicalProduct,
  product: ReadProduct,
  known: { children: Readonly<Record<string, Gid>>; changed: ReadonlySet<string> },
  notes: WriteNote[],
): Promise<ReadProduct> {
  const { children, changed } = known
  const ours = new Map(Object.entries(children).map(([sourceId, gid]) => [gid, sourceId]))
  const shown = new Map(
    product.allVariants.map((variant) => [idOf(ctx, variant) ?? ours.get(variant.id), variant.id]),
  )
  const changedOf = byVariant(changed)
  const changes = record.variants.flatMap((variant) => {
    const owner = shown.get(variant.sourceId)
    const own = changedOf.get(variant.sourceId)
    if (owner === undefined || own === undefined) return []
    const { data } = acceptedVariantData(variant)
    const { set, remove } = changedCustomData(new Set(own), data, variantPart(variant.sourceId))
    return set.length + remove.length > 0 ? [{ owner, data: set, keys: remove }] : []
  })
  if (changes.length > 0) {
    await noteVariantData(ctx, record, product)
    notes.push(...(await ctx.customData.setAll('PRODUCTVARIANT', changes)).notes)
    await ctx.customData.remove(changes)
  }
  const isShown = changes.length > 0 || mayHaveVariantData(product, record)
  return isShown ? withVariantData(ctx, product) : product
}

/** From now on whoever reads the product looks at its variants' custom data as well. */
async function noteVariantData(
  ctx: TargetContext,
  record: CanonicalProduct,
  product: ReadProduct,
): Promise<void> {
  const managed = parseManaged(product.managed?.value)
  if (managed.variantData || !hasVariantData(record)) return
  const metafields = [managedMetafield({ ...managed, variantData: true })]
  const { productUpdate } = await ctx.run(PRODUCT_UPDATE, {
    product: { id: product.id, metafields },
  })
  checkUserErrors(productUpdate)
}

function idOf(ctx: TargetContext, { sourceId }: ReadVariant): string | null {
  return sourceIdOf(ctx.options.projectId, 'variant', sourceId?.value)
}
