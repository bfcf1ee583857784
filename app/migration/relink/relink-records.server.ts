import { FatalError } from '../errors.ts'
import type { PassDeps } from '../pass-context.ts'

/**
 * Finds our records in the target again, by custom id and, as proposals, by what both sides show.
 * @throws as `runPass`
 */
export async function relinkRecords(
  _deps: PassDeps & { by: readonly ('order_name' | 'email' | 'handle' | 'sku')[] },
): Promise<void> {
  throw new FatalError('Finding records again is not available in this version.')
}
