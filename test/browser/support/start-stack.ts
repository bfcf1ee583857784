import {
  startLocalStack,
  type LocalStack,
  type LocalStackOptions,
} from '../../../scripts/stack/local-stack.ts'
import { createTestDatabase } from '#test/helpers/database/database.ts'

/**
 * The whole product for one test file, on a copy of the migrated database: a server of its own and
 * another migration would prove nothing more.
 */
export async function startStack(
  options: Pick<LocalStackOptions, 'oldStore' | 'env'>,
): Promise<LocalStack> {
  const database = await createTestDatabase()
  const stack = await startLocalStack({
    mode: 'demo',
    shop: {
      domain: 'harbor-and-pine.myshopify.com',
      name: 'Harbor & Pine',
      plan: 'plus',
      currency: 'USD',
      timezone: 'America/Los_Angeles',
    },
    allowPrivateSource: true,
    databaseUrl: database.url,
    ...options,
  }).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  // Nothing replaces a server or a worker here, so these stay what they are.
  return {
    ...stack,
    stop: async () => {
      await stack.stop()
      await database.close()
    },
  }
}
