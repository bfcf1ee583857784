import type { Message } from '#app/migration/messages/message.ts'
import type { Problem } from '#app/words/problem.ts'
import type { ProjectOptions } from './project-options.ts'

/** A project without its secrets. */
export type ProjectView = {
  id: string
  shop: string
  name: string
  /** `CartDefinition.id`, and what the merchant knows it as. */
  cart: string
  cartName: string
  sourceUrl: string
  sourceStoreId: string
  sourceName: string
  sourceVersion: string
  /** IANA zone or fixed offset. */
  sourceTimezone: string
  /** ISO 4217 */
  sourceCurrency: string
  options: ProjectOptions
  /** Entity Points one run may use, one decimal place. */
  entityPointsLimit: string
  createdAt: Date
  archivedAt: Date | null
}

export type ConnectResult =
  /**
   * `reconnected`: the store was linked already; its project and everything in it was kept.
   * `moved`: and the merchant confirmed its new address.
   */
  | { ok: true; project: ProjectView; reconnected: boolean; moved: boolean }
  | {
      ok: false
      /** By the field's name: `cart`, `url`, or one of the cart's own. */
      fields: Readonly<Record<string, Message>>
      /** `side`: which of the two stores it is about; absent: the form or our own state. */
      problem: { code: string; reason: Message; side?: 'source' | 'target' }
      /** Set with code ANOTHER_STORE_LINKED: the project the merchant must decide about. */
      linked?: { id: string; name: string; sourceUrl: string }
      /** The store is linked under another address: the merchant must say whether it moved. */
      moved?: { name: string; from: string; to: string }
    }

export type UpdateOptionsResult =
  { ok: true; project: ProjectView } | { ok: false; fields: Record<string, Message> }

export type ArchiveResult = { ok: true } | { ok: false; problem: Problem }
