import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import type {
  Gid,
  References,
  TargetSnapshot,
  WriteIntent,
  WriteNote,
} from '../engine/ports/target.ts'
import type { AdminClient } from './api/admin-client.server.ts'
import type { CollectionBook } from './collection/collections.server.ts'
import type { CustomDataBook } from './custom-data/custom-data.server.ts'
import type { AdminOperation } from './api/operation.ts'
import type { OrderPacer } from './api/order-pacer.ts'
import type { PictureBook } from './product/pictures/picture-book.server.ts'
import type { PictureField } from './product/pictures/product-pictures.ts'
import type { TargetOptions } from './target-options.ts'

/** What the writers of all kinds share. */
export type TargetContext = {
  client: AdminClient
  clock: Clock
  logger: Logger
  options: TargetOptions
  collections: CollectionBook
  customData: CustomDataBook
  pictures: PictureBook
  pacer: OrderPacer
  /** The Online Store's publication; null when the shop has none. Asked once. */
  onlineStore(): Promise<Gid | null>
  /** True the first time it is asked in a run: for what is true of the store and not of one record. */
  once(what: string): boolean
  run<Data, Variables>(
    operation: AdminOperation<Data, Variables>,
    variables: Variables,
  ): Promise<Data>
  sleep(ms: number): Promise<void>
}

export type Accepted = {
  gid: Gid
  outcome: 'created' | 'found' | 'adopted' | 'updated'
  snapshot: TargetSnapshot
  children: Record<string, Gid>
  notes: WriteNote[]
  /** Set while Shopify is still fetching the product's images: the field that was written. */
  mediaPending?: PictureField
}

export type UpdateOf<R> = Pick<WriteIntent, 'ownerOf'> & {
  record: R
  references: References
  gid: Gid
  children: Readonly<Record<string, Gid>>
  /** Fields that may be sent. */
  changed: readonly string[]
  /** Those that are sent, now that the record was read. */
  merge: (current: TargetSnapshot) => readonly string[]
}

export function unique(notes: readonly WriteNote[]): WriteNote[] {
  const seen = new Set<string>()
  return notes.filter((note) => {
    const key = `${note.code}\n${note.field ?? ''}\n${note.message}`
    return !seen.has(key) && seen.add(key)
  })
}

/** Done in the old store, and a person has to do it in Shopify, or leave it. */
export function notPossible(field: string, message: string): WriteNote {
  return { code: 'CHANGE_NOT_POSSIBLE', field, message }
}

/** Shopify goes on showing its own, and nothing needs to be done. */
export function keptInShopify(field: string, message: string): WriteNote {
  return { code: 'KEPT_IN_SHOPIFY', field, message }
}
