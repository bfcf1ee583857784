import { OF_OLD_STORES } from './old-stores.ts'
import { OF_ORDERS } from './orders.ts'
import { OF_PRODUCTS_AND_CUSTOMERS } from './products-and-customers.ts'
import { OF_PROMISES } from './promises.ts'
import { OF_SINGLE_PIECES } from './single-pieces.ts'
import type { PlantedDefect } from './defect.ts'

export { SEEN_BY_TESTS } from './seen-by-tests.ts'

/**
 * Known ways to break the promises, for the harness to find. The app has no switches for them: each
 * one is planted into the text of the app's own modules while a worker loads them. When a change of
 * the app makes a patch stale, the worker says so and ends, and a unit test fails.
 */
export const DEFECTS: readonly PlantedDefect[] = [
  ...OF_PROMISES,
  ...OF_ORDERS,
  ...OF_PRODUCTS_AND_CUSTOMERS,
  ...OF_OLD_STORES,
  ...OF_SINGLE_PIECES,
]
