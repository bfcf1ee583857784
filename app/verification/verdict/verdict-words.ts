import type { VerifyRow } from './verification-types.ts'

type Judged = Pick<VerifyRow, 'verdict' | 'differences'> & {
  issues: readonly Pick<VerifyRow['issues'][number], 'code'>[]
  fields: readonly Pick<VerifyRow['fields'][number], 'verdict'>[]
}

export type Verdict = {
  text: string
  tone: 'success' | 'info' | 'attention' | 'critical' | undefined
}

/**
 * What the comparison of a record comes to, in the words of the screens and files. Green only where
 * every field is the same.
 */
export function verdictOf({ verdict, differences, issues, fields }: Judged): Verdict {
  if (issues.some(({ code }) => code === 'ANOTHER_RECORD')) {
    return { text: 'To be decided', tone: 'attention' }
  }
  const some = (which: Judged['fields'][number]['verdict']) =>
    fields.filter((field) => field.verdict === which).length
  switch (verdict) {
    case 'equal': {
      if (some('kept') > 0) return { text: 'Your edits kept', tone: 'info' }
      const known = some('explained')
      return known > 0
        ? { text: counted(known, 'known difference'), tone: undefined }
        : { text: 'Same', tone: 'success' }
    }
    case 'different':
      return { text: counted(differences, 'difference'), tone: 'attention' }
    case 'missing':
      return { text: 'Not in Shopify', tone: 'critical' }
    case 'unknown':
      return { text: 'Not checked', tone: undefined }
  }
}

const counted = (count: number, noun: string) => `${count} ${count === 1 ? noun : `${noun}s`}`
