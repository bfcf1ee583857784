/** A category as its collection was last brought in line with it. */
export type KnownCategory = {
  sourceId: string
  name: string
  /** The source does not list it any more. */
  isGone: boolean
}

/** What the source's categories were called. Writes hold the lease as all do. */
export interface CategoryLedger {
  categories(): Promise<KnownCategory[]>
  /** @param forgotten ids of categories whose collection belongs to another one now */
  rememberCategories(
    categories: readonly KnownCategory[],
    forgotten: readonly string[],
  ): Promise<void>
}
