import type { SourceHealth } from '#app/migration/engine/ports/source.ts'
import { SourceRequestError, toRunError } from './recovery.ts'

/** What a check finds; why the store cannot be read, where it refused or did not answer. */
export async function healthOf(check: () => Promise<SourceHealth>): Promise<SourceHealth> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof SourceRequestError)) throw error
    const { problem: code, told: reason, status } = error
    return { ok: false, code, reason, status }
  }
}

/** The answer, or the error the engine knows. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toRunError(error)
  }
}
