import type { Gid } from '../engine/ports/target.ts'

export type TargetOptions = {
  /** Namespace of the custom-id metafields, "$app:migration" style or a plain one. */
  metafieldNamespace: string
  projectId: string
  /** Put before the source's order number, so that it does not collide with the target's own. */
  orderNamePrefix: string
  /** Where new variants are stocked and orders fulfilled; null: neither is done by location. */
  locationId: Gid | null
  /** The target shop's currency, ISO 4217. */
  currency: string
}
