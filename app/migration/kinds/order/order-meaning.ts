/** What a status of the old store means for an order, whatever it is called there. */
export const ORDER_MEANINGS = [
  /** Nothing was received yet. */
  'unpaid',
  'paid',
  /** Paid and sent. */
  'fulfilled',
  /** A deposit or a first instalment was received. */
  'partly_paid',
  /** Paid and given back in full. */
  'refunded',
  'cancelled',
  'failed',
  /** Whatever the dates of payment and completion say. */
  'by_dates',
] as const
export type OrderMeaning = (typeof ORDER_MEANINGS)[number]

/** By the source's own name of the status. */
export type StatusMeanings = Readonly<Record<string, OrderMeaning>>
