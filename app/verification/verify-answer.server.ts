import { shown } from '#app/words/sentence.server.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import { WorkDropped } from '#app/platform/shared-work.ts'
import type { ShownVerifyPage, VerifyPage } from '#app/verification/verdict/verification-types.ts'

/** A comparison that is sent after the page; null: the stores could not be compared. */
export async function orNotCompared(
  call: Promise<VerifyPage>,
  context: { logger: Logger; shop: string; waiter: AbortSignal },
): Promise<ShownVerifyPage | null> {
  try {
    return inSentences(await call)
  } catch (error) {
    // Whoever asked has left.
    if (!context.waiter.aborted && !(error instanceof WorkDropped)) {
      context.logger.error({ err: error, shop: context.shop }, 'A comparison failed')
    }
    return null
  }
}

function inSentences({ rows, next, problem }: VerifyPage): ShownVerifyPage {
  return {
    rows: rows.map((row) => ({
      ...row,
      notChecked: shown(row.notChecked),
      fields: row.fields.map((field) => ({ ...field, note: shown(field.note) })),
    })),
    next,
    problem: shown(problem),
  }
}
