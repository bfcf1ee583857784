import { fieldFingerprints } from '#app/migration/kinds/values/fingerprint.ts'
import { ABSENT } from './classify/three-way-merge.ts'
import { TargetFails } from '../ports/errors.ts'
import { otherOwner } from './find-again.server.ts'
import { KIND, type EntityKind } from '#app/migration/kinds/kind.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import type { PassContext } from '../run/pass-context.ts'
import type { Gid } from '../ports/target.ts'
import type { SourceRecord } from '../ports/source.ts'
import { withBackoff } from '../run/backoff.server.ts'

/** A customer whose new e-mail address another one of ours still has in the target. */
export type Waiting = { source: SourceRecord; holder: Gid }

/**
 * Brings customers and settles them, except those who wait for another one's address.
 * @param last nobody is waited for any more: what is still held becomes an issue
 */
export type Bring = (records: readonly SourceRecord[], last: boolean) => Promise<Waiting[]>

/**
 * Customers who take over an address that another one gives up: whoever has it is brought first,
 * wherever they stand in the window. In a circle (two who swapped) one address is taken away for a
 * moment, which the ledger knows before it happens; should nobody take it, it is put back.
 */
export async function resolveSwaps(
  ctx: PassContext,
  waiting: readonly Waiting[],
  bring: Bring,
): Promise<void> {
  let rest = waiting
  // Most of them wait for somebody of the same page, who has moved on meanwhile.
  for (let before = Infinity; rest.length > 0 && rest.length < before;) {
    before = rest.length
    rest = await bring(
      rest.map(({ source }) => source),
      false,
    )
  }
  const atHand = new Map(rest.map(({ source }) => [source.sourceId, source]))
  const done = new Set<string>()
  for (const each of rest) await untangle(each, [])

  /** @param chain who waits for this one, and for them in turn */
  async function untangle({ source, holder }: Waiting, chain: readonly string[]): Promise<void> {
    const { sourceId } = source
    if (done.has(sourceId)) return
    done.add(sourceId)
    const owner = await otherOwner(ctx, source.record, holder)
    let freed: string | null = null
    if (owner !== null && chain.includes(owner)) {
      freed = await takeAway(ctx, source.kind, owner, holder)
    } else if (owner !== null && !isGuestId(owner)) {
      const first = atHand.get(owner) ?? (await read(ctx, source.kind, owner))
      const [still] = first ? await bring([first], false) : []
      if (still) await untangle(still, [...chain, sourceId])
    }
    await bring([source], true)
    if (freed !== null) await putBack(ctx, source.kind, holder, freed)
  }
}

async function read(
  ctx: PassContext,
  kind: EntityKind,
  sourceId: string,
): Promise<SourceRecord | undefined> {
  const { records } = await withBackoff(ctx, 'source', () => ctx.source.readByIds(kind, [sourceId]))
  return records[0]
}

/** @returns the address that is free now */
async function takeAway(
  ctx: PassContext,
  kind: EntityKind,
  owner: string,
  gid: Gid,
): Promise<string | null> {
  const { unique } = KIND[kind]
  if (!unique) return null
  // Whoever goes on after a crash knows that it was us who left the customer without one.
  const fields = fieldFingerprints(ctx.fingerprintKey, { [unique.field]: null })
  const attempt = { fingerprint: ABSENT, fields }
  await ctx.ledger.saveIntents(kind, [{ sourceId: owner, attempt }])
  return await unlessItFails(() =>
    withBackoff(ctx, 'target', () => ctx.target.replaceUnique(kind, gid, null)),
  )
}

async function putBack(ctx: PassContext, kind: EntityKind, gid: Gid, email: string): Promise<void> {
  const { unique } = KIND[kind]
  if (!unique) return
  await unlessItFails(async () => {
    const holders = await withBackoff(ctx, 'target', () => ctx.target.lookUp(unique.key, [email]))
    if (holders.size > 0) return
    await withBackoff(ctx, 'target', () => ctx.target.replaceUnique(kind, gid, email))
  })
}

/** What the target fails on is left: the attempt stays open, and the next run finishes it. */
async function unlessItFails<Result>(call: () => Promise<Result>): Promise<Result | null> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof TargetFails) return null
    throw error
  }
}
