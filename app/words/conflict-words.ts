import type { Resolution } from '#app/migration/engine/ports/settlement.ts'

type Words = Readonly<Record<Resolution, { button: string; label: string; decided: string }>>

const OF_FIELDS: Words = {
  keep_target: {
    button: 'Keep Shopify’s',
    label: 'Keep Shopify’s values for',
    decided: 'Decided: Shopify’s value stays.',
  },
  take_source: {
    button: 'Take the old store’s',
    label: 'Take the old store’s values for',
    decided: 'Decided: the next run writes the old store’s value.',
  },
}

/** Where the question is not which value is right. */
const OF_RECORDS: Readonly<Record<string, Words>> = {
  ANOTHER_RECORD: {
    keep_target: {
      button: 'It is another one',
      label: 'The old store’s is another one than',
      decided:
        'Decided: what is in Shopify is left alone, and the next run brings the old store’s beside it.',
    },
    take_source: {
      button: 'It is the same',
      label: 'The old store’s is the same as',
      decided: 'Decided: the next run updates it as usual.',
    },
  },
  TARGET_RECORD_GONE: {
    keep_target: {
      button: 'Leave it out of Shopify',
      label: 'Leave out of Shopify:',
      decided: 'Decided: it stays out of Shopify.',
    },
    take_source: {
      button: 'Create it again',
      label: 'Create again:',
      decided: 'Decided: the next run creates it in Shopify again.',
    },
  },
}

/** What the two answers to a conflict are called; `code` null: several conflicts over fields. */
export function conflictWords(code: string | null): Words {
  return (code !== null && Object.hasOwn(OF_RECORDS, code) && OF_RECORDS[code]) || OF_FIELDS
}

/** Conflicts of one record by the question they ask: over the record itself first, then over fields. */
export function byQuestion<Conflict extends { code: string }>(
  conflicts: readonly Conflict[],
): [code: string | null, Conflict[]][] {
  const own = Object.keys(OF_RECORDS)
  const groups: [string | null, Conflict[]][] = [
    ...own.map((code): [string, Conflict[]] => [
      code,
      conflicts.filter((each) => each.code === code),
    ]),
    [null, conflicts.filter(({ code }) => !own.includes(code))],
  ]
  return groups.filter(([, some]) => some.length > 0)
}
