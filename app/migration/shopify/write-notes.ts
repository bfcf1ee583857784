import type { WriteNote } from '../engine/ports/target.ts'
import type { Message } from '#app/migration/messages/message.ts'

/** Done in the old store, and a person has to do it in Shopify, or leave it. */
export function notPossible(field: string, message: Message): WriteNote {
  return { code: 'CHANGE_NOT_POSSIBLE', field, message }
}

/** Shopify goes on showing its own, and nothing needs to be done. */
export function keptInShopify(field: string, message: Message): WriteNote {
  return { code: 'KEPT_IN_SHOPIFY', field, message }
}

/** Each thing once, however often it came up. */
export function unique(notes: readonly WriteNote[]): WriteNote[] {
  const seen = new Set<string>()
  return notes.filter((note) => {
    const key = `${note.code}\n${note.field ?? ''}\n${JSON.stringify(note.message)}`
    return !seen.has(key) && seen.add(key)
  })
}
