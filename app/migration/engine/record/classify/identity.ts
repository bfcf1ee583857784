import { fingerprint, stableJson } from '#app/migration/kinds/values/fingerprint.ts'
import { KIND } from '#app/migration/kinds/kind.ts'
import type { IdentityHashes, RecordIdentity } from '#app/migration/engine/ports/source.ts'
import type { Mapping } from '#app/migration/engine/ports/settlement.ts'
import type { FieldHashes } from './three-way-merge.ts'

/** Named parts of `IdentityHashes`; the parts of a cart stand behind a prefix. */
const CREATED = 'created'
/** Hash of a constant: hashes of another key cannot be compared. */
const KEY = 'key'
const FIXED = 'fixed.'
const KNOWN = 'known.'

const QUARTER_HOUR_MS = 15 * 60_000
/** Zones lie between UTC−12 and UTC+14. */
const FARTHEST_SHIFT = (26 * 60) / 15

/** What makes a record itself, as the ledger keeps it. Null: nothing is known but the id. */
export function identityHashes(
  key: string,
  identity: RecordIdentity | null,
): IdentityHashes | null {
  if (identity === null) return null
  const named = (prefix: string, parts: Readonly<Record<string, string>>) =>
    Object.entries(parts).map(([name, value]) => [prefix + name, fingerprint(key, value)] as const)
  return Object.fromEntries([
    [KEY, fingerprint(key, KEY)],
    ...(identity.createdAt === null
      ? []
      : [[CREATED, createdHash(key, Date.parse(identity.createdAt))] as const]),
    ...named(FIXED, identity.fixed),
    ...named(KNOWN, identity.known),
  ])
}

/**
 * Whether the id was given to another record since: a store restored from a backup, or a reset
 * counter, gives ids out again. Pure.
 *
 * A creation time never moves by itself, so a record with another one is another record, unless
 * everything people know it by is still the same: then somebody corrected the date. Without another
 * creation time it is another record only when something that never changes did, together with what
 * people know it by. So none of these makes another record: a product that becomes variable, a
 * plugin that numbers orders anew, a new e-mail address, a draft that gets its date when it is
 * published, times of a whole store that shift by hours.
 *
 * @param wanted the fields the target should show, for mappings that remember no identity
 */
export function isAnotherRecord(
  key: string,
  mapping: Pick<Mapping, 'kind' | 'identity' | 'sourceFields' | 'sourceChangedAt'>,
  identity: RecordIdentity | null,
  wanted: FieldHashes,
): boolean {
  if (identity === null) return false
  const before = mapping.identity
  if (before === null || before[KEY] !== fingerprint(key, KEY)) {
    return createdSince(mapping, identity, wanted)
  }
  const now = identityHashes(key, identity) ?? {}
  const created = compareCreated(key, before[CREATED], identity.createdAt)
  const fixedDiffers = shared(FIXED, before, now).some((name) => before[name] !== now[name])
  const known = shared(KNOWN, before, now)
  const knownAgain = known.length > 0 && known.every((name) => before[name] === now[name])
  return created === 'differs' ? fixedDiffers || !knownAgain : fixedDiffers && !knownAgain
}

export function isSameIdentity(a: IdentityHashes, b: IdentityHashes | null): boolean {
  return b !== null && stableJson(a) === stableJson(b)
}

function shared(prefix: string, before: IdentityHashes, now: IdentityHashes): string[] {
  return Object.keys(before).filter((name) => name.startsWith(prefix) && name in now)
}

function createdHash(key: string, ms: number): string {
  return fingerprint(key, Math.floor(ms / 1000))
}

/**
 * Times that differ by whole quarters of an hour are the same: a store whose zone or REST version
 * changed tells all its times anew.
 */
function compareCreated(
  key: string,
  before: string | undefined,
  createdAt: string | null,
): 'same' | 'differs' | 'unknown' {
  if (before === undefined || createdAt === null) return 'unknown'
  const ms = Date.parse(createdAt)
  for (let shift = 0; shift <= FARTHEST_SHIFT; shift += 1) {
    const by = shift * QUARTER_HOUR_MS
    if (createdHash(key, ms + by) === before || createdHash(key, ms - by) === before) return 'same'
  }
  return 'differs'
}

/**
 * For mappings of earlier releases: a record that was created after we had last read its id, and is
 * not known by the same e-mail address or title, cannot be the one we read.
 */
function createdSince(
  {
    kind,
    sourceFields,
    sourceChangedAt,
  }: Pick<Mapping, 'kind' | 'sourceFields' | 'sourceChangedAt'>,
  { createdAt }: RecordIdentity,
  wanted: FieldHashes,
): boolean {
  if (createdAt === null || sourceChangedAt === null) return false
  if (Date.parse(createdAt) <= Date.parse(sourceChangedAt)) return false
  return KIND[kind].recognisedBy.some((name) => sourceFields[name] !== wanted[name])
}
