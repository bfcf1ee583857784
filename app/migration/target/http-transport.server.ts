import { PauseRun } from '../errors.ts'
import type { AdminTransport } from './admin-client.server.ts'

const TIMEOUT_MS = 60_000

/**
 * Posts to the store's Admin GraphQL endpoint. `accessToken` is asked before every call, because
 * offline tokens expire while a run goes on; after a 401 it is asked once more, told which token
 * was refused, and the call repeated if it gives another one (a 401 means nothing was executed).
 */
export function createHttpTransport(options: {
  shop: string
  accessToken: (refused?: { token: string }) => Promise<string>
  apiVersion: string
  fetch?: typeof fetch
  /** Only for targets that are not Shopify itself; default `https://{shop}`. */
  origin?: string
}): AdminTransport {
  const fetchImpl = options.fetch ?? fetch
  const url = `${options.origin ?? `https://${options.shop}`}/admin/api/${options.apiVersion}/graphql.json`

  async function token(refused?: { token: string }): Promise<string> {
    try {
      return await options.accessToken(refused)
    } catch (cause) {
      if (cause instanceof PauseRun) throw cause
      throw new PauseRun(
        'TARGET_CREDENTIALS',
        'This app’s access to the Shopify store could not be renewed. Nothing was lost: open the app in the Shopify admin once, then resume the run.',
        { cause },
      )
    }
  }

  async function post(accessToken: string, request: unknown, signal?: AbortSignal) {
    const timeout = AbortSignal.timeout(TIMEOUT_MS)
    return fetchImpl(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-shopify-access-token': accessToken,
      },
      body: JSON.stringify(request),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
  }

  return async (request, signal) => {
    const first = await token()
    let response = await post(first, request, signal)
    if (response.status === 401) {
      const second = await token({ token: first })
      if (second !== first) {
        await response.body?.cancel()
        response = await post(second, request, signal)
      }
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parseJson(text) }
  }
}

/** Text that is not JSON stays text: the client then knows that the answer is unusable. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
