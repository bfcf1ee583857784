/** Where the special records live: above everything the data set makes, the same in every size. */
export const SPECIAL_IDS = {
  fourAttributes: 9001,
  emptyTitle: 9011,
  tooManyImages: 9012,
  duplicateOptions: 9300,
  longName: 9320,
  emojiName: 9321,
  brokenImage: 9322,
  invalidCurrency: 9401,
  noLines: 9402,
  invalidPhone: 9403,
  invalidEmail: 9404,
  unknownCountry: 9405,
  from1970: 9406,
  fromTheFuture: 9407,
  emojiOrder: 9408,
  longNameOrder: 9409,
  /** Ids of records made later start here. */
  next: 9500,
} as const

export type ImpossibleRecord = { kind: 'product' | 'customer' | 'order'; id: number; why: string }

/** Records of the data set that no Shopify store can take; everything else must arrive. */
export const IMPOSSIBLE_ON_PURPOSE: readonly ImpossibleRecord[] = [
  {
    kind: 'product',
    id: SPECIAL_IDS.fourAttributes,
    why: 'varies by four attributes; Shopify has three options',
  },
  { kind: 'product', id: SPECIAL_IDS.emptyTitle, why: 'has no title' },
  {
    kind: 'product',
    id: SPECIAL_IDS.duplicateOptions,
    why: 'has two variations with the same option values',
  },
  {
    kind: 'order',
    id: SPECIAL_IDS.invalidCurrency,
    why: 'is in the currency "XBT", which is none',
  },
  { kind: 'order', id: SPECIAL_IDS.noLines, why: 'has no lines at all' },
]
