import { KIND, type CanonicalRecord, type EntityKind } from '#app/migration/kinds/kind.ts'
import { knownOwnerOf } from '#app/migration/kinds/owner.ts'
import { isAboutIdentity } from './another-record.server.ts'
import { findAgain, followMerged } from './find-again.server.ts'
import { guestShownBy } from './guests.ts'
import { partedGuests } from './parted-guests.server.ts'
import { inHalves } from '../run/in-halves.ts'
import type { PassContext } from '../run/pass-context.ts'
import type { Mapping } from '../ports/settlement.ts'
import type { References, WriteNote } from '../ports/target.ts'
import type { SourceBatch, SourceRecord } from '../ports/source.ts'
import { withBackoff } from '../run/backoff.server.ts'
import { engineSays } from '#app/migration/messages/engine.ts'
import type { Message } from '#app/migration/messages/message.ts'

export type FoundReferences = { references: References; notes: WriteNote[] }

const NO_REFERENCES: References = { parts: new Map(), owner: null }

/** Brings records into the target, like any of their kind. */
type Migrate = (ctx: PassContext, kind: EntityKind, batch: SourceBatch) => Promise<void>

/**
 * Shopify ids of what records of one kind refer to. Parents that are not in the target yet are fetched
 * by id and migrated first, those with the parts before the owners; guests come with the record itself.
 * A record whose owner is not to be found is its guest's: otherwise Shopify would make a nameless
 * customer out of an order's e-mail address, and the ledger would not know of it. A record without its
 * parent is written all the same. Either is said in a note.
 *
 * @returns by source id
 */
export async function collectReferences(
  ctx: PassContext,
  kind: EntityKind,
  records: readonly CanonicalRecord[],
  migrate: Migrate,
): Promise<(sourceId: string) => FoundReferences> {
  const parts = await findParts(ctx, kind, records, migrate)
  const owners = await findOwners(ctx, kind, records, migrate)
  const found = new Map(
    records.map((record) => [record.sourceId, referencesOf(record, parts, owners)]),
  )
  return (sourceId) => found.get(sourceId) ?? { references: NO_REFERENCES, notes: [] }
}

/** The parents whose parts the records refer to. */
async function findParts(
  ctx: PassContext,
  kind: EntityKind,
  records: readonly CanonicalRecord[],
  migrate: Migrate,
): Promise<ReadonlyMap<string, Parent>> {
  const { parts } = KIND[kind]
  if (!parts || records.length === 0) return new Map()
  const wanted = records.flatMap((record) => parts.of(record))
  const ids = unique(wanted.map(({ parent }) => parent))
  const used = Map.groupBy(wanted, ({ parent }) => parent)
  const mappings = await withMissing(ctx, parts.kind, ids, migrate, {
    complete: ({ sourceId, children }) =>
      (used.get(sourceId) ?? []).every(({ part }) => part === null || part in children),
    own: new Map(),
  })
  return await withUnfinished(ctx, parts.kind, ids, mappings)
}

type Owners = {
  found: ReadonlyMap<string, Parent>
  /** What is open about owners who could not be found. */
  known: ReadonlyMap<string, readonly unknown[]>
  /** Those who are not in the target any more. */
  gone: ReadonlySet<string>
}

async function findOwners(
  ctx: PassContext,
  kind: EntityKind,
  records: readonly CanonicalRecord[],
  migrate: Migrate,
): Promise<Owners> {
  const { owner } = KIND[kind]
  if (!owner || records.length === 0) return { found: new Map(), known: new Map(), gone: new Set() }
  const ids = unique(records.map((record) => owner.sourceId(record)))
  const guests = guestsOf(records)
  const bring = (some: readonly string[]) =>
    withMissing(ctx, owner.kind, some, migrate, { complete: () => true, own: guests })
  const mapped = await bring(ids)
  const gone = new Set(await followMerged(ctx, owner.kind, mapped, guests))
  const found = new Map(await withUnfinished(ctx, owner.kind, ids, mapped))
  const without = records.flatMap((record) => {
    const [id, guest] = [owner.sourceId(record), owner.guest(record)]
    return id !== null && guest !== null && !found.has(id) ? [{ id, guest: guest.sourceId }] : []
  })
  if (without.length > 0) {
    const others = await bring(unique(without.map(({ guest }) => guest)))
    await followMerged(ctx, owner.kind, others, guests)
    for (const [id, mapping] of others) found.set(id, mapping)
  }
  const known = await ctx.ledger.openIssues(owner.kind, unique(without.map(({ id }) => id)))
  return { found, known, gone }
}

/** What a record needs to know of a parent. */
type Parent = Pick<Mapping, 'gid' | 'children'>

/**
 * Parents without a mapping, of which a write was begun and not finished: what of them is in the
 * target already will do, because an order can never be linked later. Each is looked up once per pass.
 */
async function withUnfinished(
  ctx: PassContext,
  kind: EntityKind,
  ids: readonly string[],
  mappings: ReadonlyMap<string, Mapping>,
): Promise<ReadonlyMap<string, Parent>> {
  const { unfinished } = ctx
  const key = (id: string) => `${kind}:${id}`
  const unknown = ids.filter((id) => !mappings.has(id))
  const fresh = unknown.filter((id) => !unfinished.has(key(id)))
  const begun = [...(await ctx.ledger.openIntents(kind, fresh)).keys()]
  const found = new Map(
    await inHalves(
      begun,
      (some) => findAgain(ctx, kind, some),
      () => [],
    ),
  )
  for (const id of fresh) unfinished.set(key(id), found.get(id) ?? null)
  return new Map<string, Parent>([
    ...mappings,
    ...unknown.flatMap((id) => {
      const parent = unfinished.get(key(id))
      return parent ? [[id, parent] as const] : []
    }),
  ])
}

type Missing = {
  /** Whether the mapping has everything the records refer to. */
  complete: (mapping: Mapping) => boolean
  /** Records that are at hand already. */
  own: ReadonlyMap<string, SourceRecord>
}

async function withMissing(
  ctx: PassContext,
  kind: EntityKind,
  ids: readonly string[],
  migrate: Migrate,
  { complete, own }: Missing,
): Promise<Map<string, Mapping>> {
  const mappings = await usable(ctx, kind, ids, own)
  const asked = (id: string) => `${kind}:${id}`
  const missing = ids.filter((id) => {
    const mapping = mappings.get(id)
    return !(mapping && complete(mapping)) && !ctx.parentsAsked.has(asked(id))
  })
  const wanted = await withoutKnownFailures(ctx, kind, missing)
  if (wanted.length > 0) {
    const atHand = wanted.flatMap((id) => own.get(id) ?? [])
    const toFetch = wanted.filter((id) => !own.has(id))
    const answer =
      toFetch.length > 0
        ? await withBackoff(ctx, 'source', () => ctx.source.readByIds(kind, toFetch))
        : { records: [], rejected: [] }
    await migrate(ctx, kind, {
      records: [...atHand, ...answer.records],
      rejected: answer.rejected,
    })
    for (const [id, mapping] of await usable(ctx, kind, wanted, own)) mappings.set(id, mapping)
  }
  for (const id of missing) ctx.parentsAsked.add(asked(id))
  return mappings
}

/** Where records are in the target, without those who may be somebody else there by now. */
async function usable(
  ctx: PassContext,
  kind: EntityKind,
  ids: readonly string[],
  guests: ReadonlyMap<string, SourceRecord>,
): Promise<Map<string, Mapping>> {
  const mappings = new Map(await ctx.ledger.mappings(kind, ids))
  for (const id of await exchanged(ctx, kind, [...mappings.keys()])) mappings.delete(id)
  const parted = await partedGuests(ctx, kind, [...mappings.values()], guests)
  for (const id of parted) mappings.delete(id)
  return mappings
}

/** Those whose id was given to another record, which the merchant has not decided yet. */
async function exchanged(
  ctx: PassContext,
  kind: EntityKind,
  ids: readonly string[],
): Promise<string[]> {
  const issues = await ctx.ledger.openIssues(kind, ids)
  return ids.filter((id) => issues.get(id)?.some(isAboutIdentity))
}

/**
 * A parent that was refused and would be refused again, or was tried too often, is not asked for
 * with every order; one that the merchant left behind never is.
 */
async function withoutKnownFailures(
  ctx: PassContext,
  kind: EntityKind,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const issues = await ctx.ledger.openIssues(kind, ids)
  return ids.filter(
    (id) =>
      !issues
        .get(id)
        ?.some(
          ({ severity, isTransient, triedOut, sameRules, leftBehind }) =>
            leftBehind ||
            (!ctx.askedFor && severity === 'failed' && (!isTransient || triedOut) && sameRules),
        ),
  )
}

/** A guest is written once, from the first record that shows it. */
function guestsOf(records: readonly CanonicalRecord[]): Map<string, SourceRecord> {
  const guests = new Map<string, SourceRecord>()
  for (const record of records) {
    const guest = guestShownBy(record)
    if (guest && !guests.has(guest.sourceId)) guests.set(guest.sourceId, guest)
  }
  return guests
}

function referencesOf(
  record: CanonicalRecord,
  partsOf: ReadonlyMap<string, Parent>,
  { found, known, gone }: Owners,
): FoundReferences {
  const { parts, owner } = KIND[record.kind]
  const notes: WriteNote[] = []
  const tell = (field: string, message: Message) =>
    notes.push({ code: 'PARENT_MISSING', field, message })

  const partGids = new Map<string, string>()
  let missing = 0
  for (const { parent, part } of parts?.of(record) ?? []) {
    if (part === null) continue
    const gid = partsOf.get(parent)?.children[part]
    if (gid) partGids.set(part, gid)
    else missing += 1
  }
  if (parts && missing > 0) {
    const { field, kind: parent } = parts
    tell(field, engineSays('partsMissing', { field, parent, missing, all: parts.all(record) }))
  }

  const id = owner?.sourceId(record) ?? null
  const holder = knownOwnerOf(record, found)
  if (owner && id !== null && !found.has(id)) {
    const why = gone.has(id)
      ? 'deleted'
      : (known.get(id) ?? []).length === 0
        ? 'gone'
        : 'notMigrated'
    const both = { kind: record.kind, owner: owner.kind }
    tell(
      owner.field,
      holder === null
        ? engineSays('ownerMissing', both)
        : engineSays('ownerStandsIn', { ...both, why }),
    )
  }
  return { references: { parts: partGids, owner: holder?.gid ?? null }, notes }
}

function unique(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
