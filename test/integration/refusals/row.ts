import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type { References } from '#app/migration/engine/ports/target.ts'

export type UserError = { field: readonly string[] | null; message: string; code?: string }

/** What Shopify was recorded to refuse, and what the app makes of it. */
export type Row = {
  /** The root field in the recordings. */
  recorded: string
  /** The operation of ours that is answered so, once; then the stand-in answers. */
  operation: string
  errors: readonly UserError[]
  /** What was migrated before; absent: the record is new. */
  before?: CanonicalRecord
  record: CanonicalRecord
  /** Fields the source changed since. */
  changed?: string[]
  references?: Partial<References>
  then: Arrives | Fails
}

/** Everything arrives but what is `lost`, and of each loss something is said. */
export type Arrives = {
  notes: readonly (readonly [code: string, field: string])[]
  /** Fields that do not show in Shopify what the source says. */
  lost?: readonly string[]
  /** What Shopify shows instead. */
  shows?: Record<string, unknown>
}

/** The record does not arrive, or its change does not. */
export type Fails = { code: string; isTransient: boolean }

/** A refusal that no input of ours meets, or that another test shows. */
export type NotMet = { recorded: string; words: RegExp; because: string }

/** Which root field an operation asks. */
const ROOTS: Readonly<Record<string, string>> = {
  CustomerConsent: 'customerEmailMarketingConsentUpdate',
  CustomDataSet: 'metafieldsSet',
  DefinitionCreate: 'metafieldDefinitionCreate',
  FulfillmentTrackingUpdate: 'fulfillmentTrackingInfoUpdate',
  ProductSetStructure: 'productSet',
  Publish: 'publishablePublish',
}

export const rootOf = (operation: string): string =>
  ROOTS[operation] ?? `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`
