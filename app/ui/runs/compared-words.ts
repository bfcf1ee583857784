import type { ComparisonResult } from '#app/migration/engine/ports/comparison-ledger.ts'
import type { Format } from '#app/words/format.ts'

/** "1,204 compared, 3 had changed, 1 was missing, 2 were deleted in the old store." */
export function comparedText(
  { compared, changed, missing, deleted }: ComparisonResult,
  { number }: Format,
): string {
  return `${number(compared)} compared, ${number(changed)} had changed, ${number(missing)} ${were(missing)} missing, ${number(deleted)} ${were(deleted)} deleted in the old store.`
}

const were = (count: number) => (count === 1 ? 'was' : 'were')
