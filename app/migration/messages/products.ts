import { z } from 'zod'
import { sayer, type Spec } from './message.ts'
import { count, message, text, texts, words, yes } from './parameters.ts'

/** Null: the variant has none. */
const sku = text.nullable()

/** What is told when products and their collections are written to Shopify. */
export const PRODUCTS = {
  noTitle: {},
  tooManyOptions: { options: count, most: count },
  tooManyVariants: { variants: count, most: count },
  sameOptionValues: { values: texts },
  tooManyImages: { images: count, most: count },
  imagesFailed: { images: count, again: yes },
  imagesNotRemoved: { words },
  imageTextsNotSet: { words },
  variantImages: { variants: count },
  descriptionImages: {
    images: count,
    names: texts,
    why: z.array(z.enum(['failed', 'pending', 'refused', 'noPermission'])).readonly(),
  },
  priceTooSmall: { currency: text },
  draftWithoutPrice: {},
  optionsRenamed: { options: z.array(z.object({ wanted: text, name: text })).readonly() },
  barcodesTooLong: { barcodes: count },
  stockTooHigh: { most: count },
  valueRefused: {
    value: z.enum(['vendor', 'productType', 'tags', 'descriptionHtml', 'collections']),
    words,
  },
  variantValueRefused: {
    value: text,
    sku,
    words,
    outcome: z.enum(['arrivedWithNone', 'arrivedWithout', 'staysAsItWas']),
  },
  variantRefused: { sku, words },
  noOnlineStore: {},
  notPublished: { words },
  notUnpublished: { words },
  handleTaken: {},
  fieldRefused: { words },

  structureStays: { why: message },
  structureRefused: { words },
  optionsLinked: {},
  optionsEditedToo: {},
  optionsGone: {},
  tooManyWithYours: { variants: count, most: count },
  sameAsYours: { values: texts },

  collectionKeepsTitle: { name: text },
  collectionNotRenamed: { name: text, words },
  collectionFillsItself: { name: text },
} as const satisfies Spec

export const productsSay = sayer<typeof PRODUCTS>('products')
