import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import { KIND, type EntityKind } from '#app/migration/kinds/kind.ts'
import { inHalves } from '../run/in-halves.ts'
import type { PassContext } from '../run/pass-context.ts'
import type { Mapping } from '../ports/settlement.ts'
import type { SourceRecord } from '../ports/source.ts'

/** A guest, where we know them in the target, and what the source said of them then. */
type Linked = Pick<Mapping, 'sourceId' | 'gid' | 'sourceFields'>

/**
 * Guests who are somebody of their own again. A guest who opens an account is one record with it in
 * the target, which is the account's from then on: when the account gives up the e-mail address, the
 * guest is not there any more. What the merchant alone changed in the target parts nobody.
 *
 * Our memory raises the doubt, at one question to the ledger; the target settles it, because an
 * account's new address may not have arrived: whoever has the guest's address there is the guest.
 *
 * @param guests the records of those who may be asked about, by source id
 * @returns source ids
 */
export async function partedGuests(
  ctx: PassContext,
  kind: EntityKind,
  linked: readonly Linked[],
  guests: ReadonlyMap<string, SourceRecord>,
): Promise<Set<string>> {
  const { unique } = KIND[kind]
  const asked = linked.filter(({ sourceId }) => isGuestId(sourceId) && guests.has(sourceId))
  if (!unique || asked.length === 0) return new Set()
  const gids = [...new Set(asked.map(({ gid }) => gid))]
  const sharing = await ctx.ledger.mappingsTo(kind, gids)
  const accounts = Map.groupBy(
    sharing.filter(({ sourceId }) => !isGuestId(sourceId)),
    ({ gid }) => gid,
  )
  const addresses = new Map(
    asked.flatMap(({ sourceId, gid, sourceFields }) => {
      const isSame = (account: Mapping) =>
        account.sourceFields[unique.field] === sourceFields[unique.field]
      if (accounts.get(gid)?.some(isSame) ?? true) return []
      const record = guests.get(sourceId)?.record
      const address = record ? unique.value(record) : null
      return address === null ? [] : [[sourceId, address] as const]
    }),
  )
  // Whom the target fails to show is brought anew, which finds out or is told.
  const holders = new Map(
    await inHalves(
      [...new Set(addresses.values())],
      (values) => ctx.target.lookUp(unique.key, values),
      () => [],
    ),
  )
  return new Set(
    asked.flatMap(({ sourceId, gid }) => {
      const address = addresses.get(sourceId)
      if (address === undefined) return []
      return holders.get(address)?.some((holder) => holder.gid === gid) ? [] : [sourceId]
    }),
  )
}
