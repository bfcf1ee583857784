import { FatalError } from './errors.ts'
import type { PassDeps } from './pass-context.ts'
import type { EntityKind } from './ports.ts'

/**
 * Reads the chosen records by id and brings them the usual way. Moves no watermark.
 * @throws as `runPass`
 */
export async function retryRecords(
  _deps: PassDeps & { records: readonly { kind: EntityKind; sourceId: string }[] },
): Promise<void> {
  throw new FatalError('Trying single records again is not available in this version.')
}
