import { z } from 'zod'
import { sayer, type Spec } from './message.ts'
import { count, kind, message, text, texts, words, yes } from './parameters.ts'

/** What Shopify's side tells, whatever kind of record it is about. */
export const SHOPIFY = {
  databaseAway: {},
  renewalNotAnswered: {},
  connectionLost: {},
  httpStatus: { status: count },
  unreadableAnswer: {},
  emptyAnswer: {},
  doneButNotShown: {},
  internalError: {},
  lookedUpFirst: { what: message },
  nothingLost: { what: message },
  accessRefused: {},
  accessNotRenewed: {},
  refusedWithStatus: { status: count },
  permissionMissing: { scope: text },
  frozen: {},
  notKnown: {},
  locked: {},

  requestRefused: { words },
  lookUpRefused: { words },
  recordRefused: { kind, words },
  thereButNotShown: { kind, words },
  deletedMeanwhile: { kind },
  definitionsNotCreated: { words },
  definitionsMissing: { of: texts },
  definitionRemoved: {},
  locationGone: {},
  locationInactive: {},
  currencyChanged: { now: text, before: text },

  textShortened: {
    kind,
    what: z.enum([
      'text',
      'sku',
      'orderNumber',
      'poNumber',
      'couponCode',
      'title',
      'vendor',
      'type',
      'webAddress',
      'category',
    ]),
  },
  someTextShortened: {},
  tagsShortened: { kind, most: count, longest: count },
  customDataTooLong: { key: text },
  customDataWrongType: { key: text, type: text },
  customDataRefused: { key: text, words },
  customDataShortened: { kind, ofVariant: yes, name: text },
  tooMuchCustomData: { kind, ofVariant: yes, fields: count, most: count },

  countryNotKnown: { country: text, withState: yes },
  provinceNotKnown: { province: text },
  countryRefused: {},
  provinceRefused: {},
  addressRefused: { words },
  forbiddenInAddress: {},
  forbiddenInName: {},
  noLastName: {},
} as const satisfies Spec

export const shopifySays = sayer<typeof SHOPIFY>('shopify')
