import { FatalError } from '../errors.ts'
import type { PassDeps } from '../pass-context.ts'

/**
 * Compares everything the source holds with what we remember, whatever the change dates say.
 * @throws as `runPass`
 */
export async function runSweep(_deps: PassDeps): Promise<void> {
  throw new FatalError('Checking everything is not available in this version.')
}
