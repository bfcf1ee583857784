import type { Logger } from '#app/platform/logger.server.ts'
import { WorkDropped } from '#app/platform/shared-work.ts'
import type { VerifyPage } from '#app/verification/verification-types.ts'

export type VerifyAnswer = { ok: true; page: VerifyPage } | { ok: false; message: string }

/** A comparison that is sent after the page: what goes wrong becomes a sentence, see `answered`. */
export async function verified(
  call: Promise<VerifyPage>,
  context: { logger: Logger; shop: string; waiter: AbortSignal },
): Promise<VerifyAnswer> {
  try {
    return { ok: true, page: await call }
  } catch (error) {
    // Whoever asked has left.
    if (!context.waiter.aborted && !(error instanceof WorkDropped)) {
      context.logger.error({ err: error, shop: context.shop }, 'A comparison failed')
    }
    return {
      ok: false,
      message: 'Nothing was changed in either store. Try again in a minute.',
    }
  }
}
