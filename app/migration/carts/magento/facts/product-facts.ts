import type { Attributes } from './attributes.ts'
import type { Unit } from '../product/sellable.ts'

/** What products of one store view have in common and do not say themselves. */
export type ProductFacts = {
  /** Null where the store does not say: weights then stay behind. */
  weightUnit: Unit | null
  /** ISO 4217 of the prices; null: they then count in hundredths. */
  currency: string | null
  /** IANA name: the days of special prices are the store's own. */
  timezone: string
  /** Whose prices count. */
  websiteId: number
  /** The website whose products are read; null: those of all. */
  onlyWebsite: number | null
  /** Address of the storefront, with a slash at its end. */
  storeUrl: string
  /** Where uploaded files lie, with a slash at its end. */
  mediaUrl: string
  attributes: Attributes
  /** What the collection of a category is called, by the category's id. */
  categoryNames: ReadonlyMap<number, string>
}
