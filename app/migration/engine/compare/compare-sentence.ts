import type { SweepResult } from '../ports/compare-ledger.ts'

/** "1,204 compared, 3 had changed, 1 was missing, 2 were deleted in the old store." */
export function sweepSentence({ compared, changed, missing, deleted }: SweepResult): string {
  return `${number(compared)} compared, ${number(changed)} had changed, ${number(missing)} ${were(missing)} missing, ${number(deleted)} ${were(deleted)} deleted in the old store.`
}

const were = (count: number) => (count === 1 ? 'was' : 'were')
const number = (value: number) => value.toLocaleString('en')
