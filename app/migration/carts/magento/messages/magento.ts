import { z } from 'zod'
import { sayer, type Spec } from '#app/migration/messages/message.ts'
import { count, moment, some, text, yes } from '#app/migration/messages/parameters.ts'

/** What Magento's connector tells. */
export const MAGENTO = {
  // products
  productType: { type: text, what: z.enum(['grouped', 'bundle', 'giftCard']).nullable() },
  productStatusNotKnown: { status: text },
  productInNoWebsite: {},
  pricesTooFine: { count, steps: some, vanishes: yes },
  noPrice: {},
  childrenWithoutPrice: { skus: some },
  otherPrices: { count },
  saleBegins: { variants: count, at: moment, ends: moment.nullable() },
  saleEnds: { variants: count, at: moment },
  stockInParts: { count, stocks: some },
  customOptions: { titles: some, isRequired: yes },
  downloads: { count },
  fixedProductTax: {},
  directives: { names: some },
  valuesDeleted: { values: some },
  optionsDeleted: { values: some },
  childrenNotMatched: { skus: some },
  childrenVisible: { skus: some },
  childrenMissing: { ids: some },
  childrenUnnamed: {},
  noChildren: {},
  picturesHidden: { files: some },
  films: { count },
  behindRecommendations: {},
  behindDownloads: {},
  behindStockRules: {},
  behindOtherPrices: {},
  behindLayouts: {},
  behindCustomOptions: {},
  behindAttributeSets: {},
  behindBundleRules: {},
  behindCategoryPages: {},
  behindVideos: {},
  attributesNotReadable: {},
  categoriesNotListed: {},
  categoriesSwitchedOff: { count },
  stockNotReadable: {},
  stockOfOneSource: {},

  // customers
  groupsNotReadable: {},
  groupDeleted: { group: text },
  regionsDisagree: { count },
  customerValuesDeleted: { names: some },
  behindAccountSettings: {},
  behindCompanies: {},
} as const satisfies Spec

export const magentoSays = sayer<typeof MAGENTO>('magento')
