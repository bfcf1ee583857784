import { z } from 'zod'
import { fileSetInput } from '../media/media.ts'
import { uniqueValueInput } from '../metafields/metafields.ts'
import { productFields } from './input.ts'
import { optionValueInput, variantFields } from '../variants/input.ts'

const variantSetInput = z.strictObject({
  ...variantFields,
  sku: z.string().nullish(),
  position: z.number().nullish(),
  file: fileSetInput.nullish(),
  optionValues: z.array(optionValueInput),
  inventoryQuantities: z
    .array(z.strictObject({ locationId: z.string(), name: z.string(), quantity: z.number().int() }))
    .nullish(),
})
export type VariantSetInput = z.infer<typeof variantSetInput>

export const productSetInput = z.strictObject({
  ...productFields,
  id: z.string().nullish(),
  collections: z.array(z.string()).nullish(),
  files: z.array(fileSetInput).nullish(),
  productOptions: z
    .array(
      z.strictObject({
        id: z.string().nullish(),
        name: z.string().nullish(),
        position: z.number().nullish(),
        values: z
          .array(z.strictObject({ id: z.string().nullish(), name: z.string().nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
  variants: z.array(variantSetInput).nullish(),
})
export type ProductSetInput = z.infer<typeof productSetInput>

export const identifierInput = z
  .strictObject({
    id: z.string().optional(),
    handle: z.string().optional(),
    customId: uniqueValueInput.optional(),
  })
  .nullish()
export type Identifier = z.infer<typeof identifierInput>
