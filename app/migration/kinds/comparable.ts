import { KIND, type EntityKind } from './kind.ts'
import type { Fields } from './values/fingerprint.ts'

/**
 * The target fields by which a record is compared. What nothing but its creation brings is left out
 * where it was created without it, by an older version of this app or because the source did not say
 * it then: the target can't have it, so it is neither a change nor a difference.
 *
 * @param base what the last write left behind; null or undefined: the record is to be created
 */
export function comparableFields(
  kind: EntityKind,
  fields: Fields,
  base: { sourceFields: Readonly<Record<string, string>> } | null | undefined,
): Fields {
  if (!base) return fields
  const isLeftOut = (name: string) =>
    KIND[kind].onlyWhenCreated?.includes(name) === true && !(name in base.sourceFields)
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isLeftOut(name)))
}
