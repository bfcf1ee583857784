import { z } from 'zod'
import { sayer, type Spec } from './message.ts'
import { count, field, message, money, monies, text, words, yes } from './parameters.ts'

/** A line or a shipping line that the old store changed; `price` of one piece, or of the shipping. */
const change = z.object({
  what: z.enum(['quantity', 'newLine', 'newShipping', 'noShipping']),
  title: text,
  from: count,
  to: count,
  price: money.nullable(),
})

/** What is told when orders are written to Shopify. */
export const ORDERS = {
  empty: {},
  currencyNotKnown: { currency: text },
  tooManyLines: { lines: count, most: count },
  dateMoved: { date: text },
  emailInvalid: {},
  emailRefused: {},
  phoneInvalid: {},
  phoneRefused: {},
  phoneOfAnother: {},
  trackingOnCancelled: {},
  trackingWithoutParcel: {},
  parcelWithoutPlace: {},
  customerGone: {},
  productGone: {},
  totalRounded: { from: money, to: money, places: count },
  totalDiffers: {
    shown: money,
    wanted: money,
    items: money,
    discounts: money,
    shipping: money,
    /** Null: included in the prices. */
    taxes: money.nullable(),
    sum: money,
  },
  shopTotalDiffers: { shown: money, wanted: money },

  changedLater: { changes: z.array(change).readonly(), more: count, why: message },
  editCancelled: {},
  editRefunded: {},
  editCurrency: {},
  editTwoCurrencies: {},
  editCostsOther: { total: money, wanted: money },
  editNotAllowed: {},
  editRefused: { words },
  addedByEdit: {},
  bothChanged: {},

  refundsChanged: { there: money, here: money },
  refundsDiffer: { there: monies, here: monies },
  singleRefundsDiffer: {
    refunds: z.array(z.object({ refund: text, amount: money, here: money.nullable() })).readonly(),
  },
  refundCut: { wanted: money, done: money },
  refundUnderWay: {},

  cannotPay: { words },
  cannotFulfill: { words },
  cannotRefund: { words },
  cannotCancel: { words },
  cannotArchive: { words },
  partlyPaid: { there: money, here: money },
  onHold: { parts: count },
  othersFulfill: {},

  paymentWentBack: { status: text },
  fulfillmentWentBack: {},
  reopened: {},
  customerRefused: { words },
  fieldRefused: { words },
  fieldStays: { field, removed: yes },
} as const satisfies Spec

export const ordersSay = sayer<typeof ORDERS>('orders')
