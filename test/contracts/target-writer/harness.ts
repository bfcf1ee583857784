import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid, TargetWriter } from '#app/migration/engine/ports/target.ts'

/** What the suite needs of a target to prove the promises of `TargetWriter`. */
export type TargetHarness = {
  writer: TargetWriter
  /** Operation names and variables of the changes sent so far, oldest first. */
  changes: { name: string; variables: unknown }[]
  count(kind: EntityKind): number
  /** Notifications to customers and movements of existing stock since the start. */
  effects(): { emails: number; stockMoves: number }
  /** The next change of this kind is carried out, but its answer is lost. */
  loseAnswer(change: 'product' | 'customer' | 'order' | 'refund'): void
  /** The address answers 404 from now on. */
  breakImage(url: string): void
  /** Every request fails with a server error from now on, until the given number is reached. */
  fail(times: number): void
  /** The next requests are told to wait. */
  throttle(times: number): void
  /** After so many more changes the app has no access any more, whatever token it asks for. */
  revokeAfter(changes: number): void
  /** The present access token stops working; the next one works. */
  expireToken(): void
  /** What a merchant does by hand. */
  merchant: {
    addCustomer(customer: {
      email?: string
      phone?: string
      firstName?: string
      lastName?: string
      tags?: string[]
    }): Gid
    addProductTag(gid: Gid, tag: string): void
    addCustomerTag(gid: Gid, tag: string): void
    addCustomerAddress(gid: Gid, address1: string): void
    addOrderTag(gid: Gid, tag: string): void
    addOrderAttribute(gid: Gid, key: string): void
    addToOwnCollection(gid: Gid, title: string): void
    /** With its stock. */
    addVariant(gid: Gid, value: string): Gid
    setMetafield(gid: Gid, key: string, value: string): void
    tags(gid: Gid): string[]
    addresses(gid: Gid): (string | null)[]
    orderAttributes(gid: Gid): string[]
    collections(gid: Gid): string[]
    variants(gid: Gid): Gid[]
    metafield(gid: Gid, key: string): string | null
    stock(gid: Gid): number[]
    remove(gid: Gid): void
  }
  close(): Promise<void>
}

/** Names of the fields inside the inputs of the changes sent. */
export function sentKeys(target: TargetHarness): string[] {
  return target.changes.flatMap(({ variables }) =>
    Object.values(variables ?? {}).flatMap((input: unknown) =>
      [input]
        .flat()
        .flatMap((entry) =>
          typeof entry === 'object' && entry !== null ? Object.keys(entry) : [],
        ),
    ),
  )
}
