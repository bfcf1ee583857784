import { FatalError } from '#app/migration/engine/ports/errors.ts'
import { RequestRejected, type AdminClient } from './admin-client.server.ts'

/**
 * The client for everything outside the writer: nothing but the port's own errors leaves it. The
 * writer works with the bare client, because a refused request says something about the record it
 * was for; anywhere else it is a state that no repetition changes.
 *
 * @throws RetriableError | PauseRun | FatalError
 */
export function withPortErrors(client: AdminClient): AdminClient {
  return {
    ...client,
    run: async (operation, variables, signal) => {
      try {
        return await client.run(operation, variables, signal)
      } catch (error) {
        if (!(error instanceof RequestRejected)) throw error
        throw new FatalError(
          `Shopify refused a request of this app (“${error.message}”). Nothing was changed by it. Try again, and if it happens again, tell the support of this app.`,
          { cause: error },
        )
      }
    },
  }
}
