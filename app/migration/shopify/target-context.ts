import type { Collections } from './collection/collections.server.ts'
import type { CustomData } from './custom-data/custom-data.server.ts'
import type { StoreContext } from './store-context.ts'

/** What the writers of all kinds share; what one kind alone needs is its own (`kinds.ts`). */
export type TargetContext = StoreContext & {
  collections: Collections
  customData: CustomData
}
