import type { Sentences } from '../language.ts'
import type { PRODUCTS } from '../products.ts'

const VALUES = {
  vendor: 'vendor',
  productType: 'type',
  tags: 'tags',
  descriptionHtml: 'description',
  collections: 'categories',
} as const

const VARIANT_VALUES: Readonly<Record<string, string>> = {
  compareAtPrice: 'compare-at price',
  taxable: 'tax setting',
  sku: 'SKU',
}

const OUTCOMES = {
  arrivedWithNone: 'it arrived with none',
  arrivedWithout: 'it arrived without',
  staysAsItWas: 'it stays as it was',
} as const

const LEFT_BECAUSE = {
  failed: 'Shopify couldn’t fetch it from there, or doesn’t take that kind of image.',
  pending: 'Shopify was still working on it when the run went on.',
  refused: 'Shopify didn’t accept its address.',
  noPermission: 'This app has no permission for Shopify’s Files; open the app to grant it.',
} as const

const STRUCTURE = 'The options or variants of this product changed in the old store, but'

export const products: Sentences<typeof PRODUCTS> = {
  noTitle:
    'This product has no title, and Shopify requires one. Give it a title in the old store and run again.',
  tooManyOptions: ({ options, most }, { number }) =>
    `This product has ${number(options)} options; Shopify allows ${number(most)}. Merge or remove options in the old store and run again.`,
  tooManyVariants: ({ variants, most }, { number }) =>
    `This product has ${number(variants)} variants; Shopify allows ${number(most)}. Split it in the old store and run again.`,
  sameOptionValues: ({ values }) =>
    `Two variants of this product have the same option values (${values.join(' / ') || 'none'}), and Shopify tells variants apart by them. Change one in the old store and run again.`,
  tooManyImages: ({ images, most }, { number }) =>
    `This product has ${number(images)} images; Shopify takes ${number(most)}. The first ${number(most)} arrived; the old store keeps the others.`,
  imagesFailed: ({ images, again }, { number }) =>
    `${images === 1 ? 'One image' : `${number(images)} images`} of this product couldn’t be fetched from the old store; everything else of the product arrived.${again ? ' The next runs try again.' : ''} Check the image address in the old store, or add the image in Shopify.`,
  imagesNotRemoved: ({ words }) =>
    `Images that are no longer in the old store couldn’t be taken off the product (Shopify says: “${words}”). Remove them in Shopify.`,
  imageTextsNotSet: ({ words }) =>
    `Image descriptions that changed in the old store couldn’t be changed here (Shopify says: “${words}”). Change them in Shopify.`,
  variantImages: ({ variants }, { number }) =>
    variants === 1
      ? 'A variant of this product has another image in the old store, and Shopify didn’t take it for the variant. You find it among the product’s images: choose it for the variant in Shopify.'
      : `${number(variants)} variants of this product have other images in the old store, and Shopify didn’t take them for the variants. You find them among the product’s images: choose them for the variants in Shopify.`,
  descriptionImages: ({ images, names, why }, words) => {
    const one = images === 1
    return [
      `The description shows ${one ? 'an image' : `${words.number(images)} images`} from the old store (${words.names(names)}), which will be gone when that is closed or its domain moves.`,
      ...why.map((each) => LEFT_BECAUSE[each]),
      `The next runs try again. If that doesn’t help, upload ${one ? 'it' : 'them'} to Shopify’s Files and change the description.`,
    ].join(' ')
  },
  priceTooSmall: ({ currency }) =>
    `A price of this product is less than the smallest amount of ${currency}, so Shopify would give it away. It arrived as a draft: set its price in Shopify, then make it active.`,
  draftWithoutPrice:
    'This product arrived as a draft, because Shopify would sell it for nothing: set its price in Shopify, then make it active.',
  optionsRenamed: ({ options }, { list }) =>
    `Shopify takes no option without a name, with “ / ” in its name, or with the name of another, so ${list(options.map(({ wanted, name }) => `“${wanted}” is called “${name}”`))} there. Rename it in Shopify if you like; nothing else changed.`,
  barcodesTooLong: ({ barcodes }, { number }) =>
    barcodes === 1
      ? 'A barcode of this product is longer than Shopify allows and stayed behind. Correct it in the old store and run again, or enter it in Shopify.'
      : `${number(barcodes)} barcodes of this product are longer than Shopify allows and stayed behind. Correct them in the old store and run again, or enter them in Shopify.`,
  stockTooHigh: ({ most }, { number }) =>
    `The old store has more of this product in stock than Shopify can count, so its stock arrived as ${number(most)}. Count it again in Shopify.`,
  valueRefused: ({ value, words }) =>
    `Shopify didn’t accept the ${VALUES[value]} of this product (“${words}”); the rest of it arrived. Enter it in Shopify if you need it.`,
  variantValueRefused: ({ value, sku, words, outcome }, { field }) =>
    `Shopify didn’t accept the ${VARIANT_VALUES[value] ?? field(value).toLowerCase()} of ${sku === null ? 'a variant' : `the variant ${sku}`} (“${words}”), so ${OUTCOMES[outcome]}. Correct it in the old store, or enter it in Shopify.`,
  variantRefused: ({ sku, words }) =>
    `${sku === null ? 'A variant' : `The variant ${sku}`} is new in the old store, and Shopify didn’t accept it (“${words}”). Add it to the product in Shopify.`,
  noOnlineStore:
    'This Shopify store has no Online Store sales channel, so this product and all others of this run arrive unpublished. Add the channel in Shopify’s settings, then publish the products there; nothing else is affected.',
  notPublished: ({ words }) =>
    `The product couldn’t be published in the Online Store (Shopify says: “${words}”). Do it in Shopify.`,
  notUnpublished: ({ words }) =>
    `The product couldn’t be taken out of the Online Store (Shopify says: “${words}”). Do it in Shopify.`,
  handleTaken:
    'Another product in Shopify already has this product’s new web address, so this one keeps its old one. Change either in Shopify if you need to.',
  fieldRefused: ({ words }) =>
    `Shopify didn’t accept the change (“${words}”), so the product keeps what it had.`,

  structureStays: ({ why }, { say }) =>
    `${STRUCTURE} they stay as they are in Shopify. ${say(why)} Everything else of the product was updated.`,
  structureRefused: ({ words }) =>
    `${STRUCTURE} Shopify didn’t accept that (“${words}”). Everything else of the product was updated; change them in Shopify.`,
  optionsLinked:
    'Its options are linked to metafields in Shopify, which this app leaves alone: change options and variants there.',
  optionsEditedToo:
    'Its options were edited in Shopify as well: settle that conflict, or change options and variants there.',
  optionsGone:
    'The old store has no options for it any more, while Shopify has further variants that are yours or that you edited: delete those, or keep the options.',
  tooManyWithYours: ({ variants, most }, { number }) =>
    `With the variants you added, it would have ${number(variants)}, and Shopify takes ${number(most)}: delete some.`,
  sameAsYours: ({ values }) =>
    `Two of its variants would be “${values.join(' / ')}”, one of them yours or edited by you: change or delete one of them.`,

  collectionKeepsTitle: ({ name }) =>
    `The category “${name}” was renamed in the old store. You gave its collection in Shopify a title of your own, so that stays. Rename it in Shopify if you like; nothing else is affected.`,
  collectionNotRenamed: ({ name, words }) =>
    `The category “${name}” was renamed in the old store, and Shopify didn’t accept the name for its collection (“${words}”). Rename it in Shopify; nothing else is affected.`,
  collectionFillsItself: ({ name }) =>
    `Shopify has an automated collection “${name}”, and no product can be added to such a collection by hand. The category of this name became a second collection with the same title. Rename or delete either in Shopify.`,
}
