import { FatalError, PauseRun, RetriableError } from '#app/migration/errors.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import type { Estimate } from '#app/runs/run-types.ts'

export type EstimateAnswer = { ok: true; estimate: Estimate } | { ok: false; message: string }

/**
 * An estimate that is sent after the page, when it is there: by then there is no error page left to
 * show, so what goes wrong becomes a sentence.
 */
export async function answered(
  call: Promise<Estimate>,
  context: { logger: Logger; shop: string },
): Promise<EstimateAnswer> {
  try {
    return { ok: true, estimate: await call }
  } catch (error) {
    if (
      error instanceof PauseRun ||
      error instanceof FatalError ||
      error instanceof RetriableError
    ) {
      return { ok: false, message: error.message }
    }
    context.logger.error({ err: error, shop: context.shop }, 'An estimate failed')
    return {
      ok: false,
      message: 'The count did not come through. Nothing was changed. Try again in a minute.',
    }
  }
}
