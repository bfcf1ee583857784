import type { OldStore } from '../../helpers/stores/both-stores.ts'
import type { CaseFile, SourceRows, Step } from '../case-file.ts'

/** Several cases may share a store: each has its own ids then. */
export type Shift = { shift: number; room: number }

/** An old store that answers the rows of case files. */
export type CaseStore = OldStore & {
  /** @param isLater what the rows tell happened since the first run */
  write(rows: SourceRows, where: Shift & { isLater: boolean }): void
  remove(gone: Step['remove'], where: Shift): void
  /** From now on the store answers so. */
  answer(answers: CaseFile['answers']): void
}
