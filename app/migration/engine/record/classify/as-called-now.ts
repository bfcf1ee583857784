import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import type { TargetSnapshot } from '#app/migration/engine/ports/target.ts'
import type { FieldHashes } from './three-way-merge.ts'

/**
 * Brings what is remembered of a target record up to date with names that we ourselves gave since to
 * things it is in: a category's new name on its collection is nobody's edit of the products in it. A
 * hash of what the record would show under earlier names becomes that of what it shows now.
 */
export function asCalledNow(
  key: string,
  { fields, formerly = {} }: Pick<TargetSnapshot, 'fields' | 'formerly'>,
): (remembered: FieldHashes) => FieldHashes {
  const shown = Object.entries(formerly).map(([name, values]) => ({
    name,
    now: fingerprint(key, fields[name] ?? null),
    before: new Set(values.map((value) => fingerprint(key, value))),
  }))
  if (shown.length === 0) return (remembered) => remembered
  return (remembered) => ({
    ...remembered,
    ...Object.fromEntries(
      shown.flatMap(({ name, now, before }) =>
        before.has(remembered[name] ?? '') ? [[name, now]] : [],
      ),
    ),
  })
}
