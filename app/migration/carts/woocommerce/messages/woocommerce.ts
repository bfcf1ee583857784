import { z } from 'zod'
import { sayer, type Spec } from '#app/migration/messages/message.ts'
import { count, kind, moment, some, text, yes } from '#app/migration/messages/parameters.ts'

/** What WooCommerce's connector tells. */
export const WOOCOMMERCE = {
  keyOnlyWrites: {},
  secretWrong: {},
  keyNotKnown: {},
  timeStampRefused: {},
  keyNotAccepted: {},
  pairNotAccepted: {},
  loginAsked: {},
  keyReadsTooLittle: {},
  keyReadsNot: { kinds: z.array(kind).readonly() },
  currencyNotReadable: {},
  apiMissing: {},
  notActive: {},
  otherService: {},
  tooOld: { version: text.nullable(), oldest: text },
  mendMixed: {},
  mendLists: {},

  cached: {},
  mixed: {},
  categoriesNotListed: {},
  statusesNotListed: {},
  twoAnswers: { kind, about: z.enum(['record', 'variations', 'refunds']) },

  partOfMarketplaceOrder: { order: text },
  belongsTo: {
    subscription: z.array(z.enum(['renewal', 'resubscribe', 'switch', 'earlyRenewal'])).readonly(),
    order: text.nullable(),
  },
  orderStatusNotKnown: {
    status: text,
    payment: z.enum(['none', 'part', 'all']),
    isFulfilled: yes,
    isCancelled: yes,
  },
  depositNotKnown: {},
  paidDateAlone: { status: text },
  dateNotReadable: {},
  dateByStoreClock: {},
  refundWithoutAmount: {},
  refundOfItemsOnly: {},
  refundWithoutDate: {},
  refundedByStatus: { isPartly: yes },
  orderDataPrivate: { count, keys: some },
  orderDataTooMuch: { most: count, more: count },
  taxRateNotReadable: {},
  taxesOfOneRate: { most: count },
  tooManyLines: { count, most: count },

  accountDataPrivate: { count },

  productType: {
    type: text,
    what: z
      .enum([
        'grouped',
        'external',
        'bundle',
        'composite',
        'booking',
        'appointment',
        'subscription',
        'giftCard',
        'auction',
        'mixAndMatch',
      ])
      .nullable(),
    hasVariations: yes,
    grouped: count,
  },
  productStatusNotKnown: { status: text },
  shortcodes: { names: some },
  pricesTooFine: { count, steps: some, vanishes: yes },
  noPrice: {},
  variationsWithoutPrice: { ids: some },
  weightNotReadable: { weights: some },
  stockInParts: { count, stocks: some },
  saleBegins: { variations: count, at: moment, ends: moment.nullable() },
  saleEnds: { variations: count, at: moment },
  releasePlanned: { at: moment },
  productDataPrivate: { keys: some },
  productDataTooMuch: { most: count, more: count },
  downloads: { count },
  variationsUnnamed: {},
  variationsNotMatched: { ids: some },
  variationsNameMore: { ids: some },
  tooManyVariants: { most: count },
  tooManyOptions: { count, most: count },
} as const satisfies Spec

export const wooSays = sayer<typeof WOOCOMMERCE>('woocommerce')
