import type { Resolution } from '#app/migration/engine/ports/settlement.ts'

type Words = Readonly<Record<Resolution, { button: string; label: string; decided: string }>>

const OF_FIELDS: Words = {
  keep_target: {
    button: 'Keep Shopify’s',
    label: 'Keep Shopify’s values for',
    decided: 'Decided: Shopify’s value stays.',
  },
  take_source: {
    button: 'Use the old store’s',
    label: 'Use the old store’s values for',
    decided: 'Decided: the next run writes the old store’s value.',
  },
}

/** Where the question is not which value is right. */
const OF_RECORDS: Readonly<Record<string, Words>> = {
  ANOTHER_RECORD: {
    keep_target: {
      button: 'It’s another record',
      label: 'Another record than',
      decided:
        'Decided: Shopify’s record is left alone, and the next run adds the old store’s beside it.',
    },
    take_source: {
      button: 'It’s the same record',
      label: 'The same record as',
      decided: 'Decided: the next run updates it as usual.',
    },
  },
  TARGET_RECORD_GONE: {
    keep_target: {
      button: 'Keep it out of Shopify',
      label: 'Keep out of Shopify:',
      decided: 'Decided: it stays out of Shopify.',
    },
    take_source: {
      button: 'Add it again',
      label: 'Add again:',
      decided: 'Decided: the next run adds it to Shopify again.',
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
