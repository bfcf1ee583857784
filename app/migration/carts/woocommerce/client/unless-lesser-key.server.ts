import type { WooClient } from './client.server.ts'
import { unlessForbidden } from '../../kit/http/recovery.ts'

/**
 * Null where a key of a lesser user may not read. The store refuses a key that was revoked, or a
 * signature made by a wrong clock, with the same status: then nothing may be done without, because
 * records would arrive with less than the store knows.
 */
export async function unlessLesserKey<T>(
  client: WooClient,
  ask: () => Promise<T>,
): Promise<T | null> {
  const answer = await unlessForbidden(ask)
  if (answer === null) await client.get('products', { per_page: '1', _fields: 'id' })
  return answer
}
