import type { RunMode } from '../schedule.ts'

/** What stores live through, by the name the report counts it under. Each is dealt like a fault. */
export const LIFE_KINDS = [
  // Who is who.
  'idReuse',
  'emailsSwap',
  'emailPassedOn',
  'emailTakenOver',
  'invalidEmail',
  'sameLocalPart',
  'orderOfNobody',
  'orderReassigned',
  // Products.
  'optionValueRenamed',
  'attributeTermRenamed',
  'simpleBecomesVariable',
  'variableBecomesSimple',
  'oneVariationPriced',
  'severalPrices',
  'tagsAtBothSides',
  'categoryRenamed',
  'categoryMadeAnew',
  'scheduledProduct',
  // Orders.
  'addressRemoved',
  'phoneRemoved',
  'pendingCancelled',
  'customStatus',
  'paidLater',
  'severalRefunds',
  'refundEnteredAnew',
  'refundsSwap',
  'variantsOfOneProduct',
  'ordersInPosts',
  'backFromTheBin',
  // Everything else a record has.
  'goodsEdited',
  'variationEdited',
  'personEdited',
  'orderEdited',
  'ownAddressEdited',
  'editedWithoutDate',
  // Dates and clocks.
  'nullDate',
  'pastDate',
  'proxyAhead',
  'proxyBehind',
  // Answers that are not what they seem.
  'staleRecord',
  'staleParts',
  'cachedLists',
  'shrunkenList',
  'shortenedList',
  // The merchant at work while a run goes on.
  'editBeforeWrite',
] as const

export type LifeKind = (typeof LIFE_KINDS)[number]

/** Moves no date in the old store: only comparing everything can find it. */
const LEAVES_NO_TRACE: ReadonlySet<LifeKind> = new Set([
  'attributeTermRenamed',
  'editedWithoutDate',
])

/** Whether a run of this mode promises to see it. */
export function fitsLife(kind: LifeKind, mode: RunMode): boolean {
  if (mode !== 'recent' && mode !== 'comparison') return false
  return mode === 'comparison' || !LEAVES_NO_TRACE.has(kind)
}
