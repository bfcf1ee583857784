/** What the settings' screen shows, and what it hears when it saves. */
import type { Message } from '#app/migration/messages/message.ts'
import type { TargetLocation } from '#app/migration/engine/ports/target.ts'

export type SettingsView = {
  locations: TargetLocation[]
  /** Why the locations could not be listed; null when they are complete. */
  problem: Message | null
}

export type SaveResult =
  | { ok: true; done: 'saved' | 'restored' }
  /** Of the form, unless Shopify refused it. */
  | { ok: false; fields: Record<string, Message>; message: Message; isOfShopify?: true }
