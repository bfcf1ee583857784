import { KIND, type EntityKind } from './kind.ts'
import type { Fields } from './values/fingerprint.ts'

/**
 * The target fields by which a record is compared. What counts only where it was created with it is
 * left out where it was not, because an older version of this app created it or the source did not say
 * it then: so it is neither a change nor a difference. Such is what the target can't be given later,
 * and what this app learned to read when ledgers were full of records without it.
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
    KIND[kind].onlyIfCreatedWith?.includes(name) === true && !(name in base.sourceFields)
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isLeftOut(name)))
}
