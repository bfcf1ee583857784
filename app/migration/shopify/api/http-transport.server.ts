import { getGlobalDispatcher, type Dispatcher } from 'undici'
import { jsonText } from '#app/platform/stored-text.ts'
import { PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import type { SendGuard } from '#app/migration/engine/ports/target.ts'
import type { AdminTransport } from './admin-client.server.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'

const TIMEOUT_MS = 60_000

/**
 * Posts to the store's Admin GraphQL endpoint. `accessToken` is asked before every call, because
 * offline tokens expire while a run goes on; after a 401 it is asked once more, told which token
 * was refused, and the call repeated if it gives another one (a 401 means nothing was executed).
 *
 * A guard is asked after the token is there and once more when the request is written to the
 * connection: looking a token up and connecting both take time in which a process can be frozen.
 */
export function createHttpTransport(options: {
  shop: string
  accessToken: (refused?: { token: string }) => Promise<string>
  apiVersion: string
  fetch?: typeof fetch
  /** Only for targets that are not Shopify itself; default `https://{shop}`. */
  origin?: string
  /** For the whole exchange; then the answer counts as lost. Default 60 000. */
  timeoutMs?: number
}): AdminTransport {
  const fetchImpl = options.fetch ?? fetch
  const url = `${options.origin ?? `https://${options.shop}`}/admin/api/${options.apiVersion}/graphql.json`

  async function token(refused?: { token: string }): Promise<string> {
    try {
      return await options.accessToken(refused)
    } catch (cause) {
      if (cause instanceof PauseRun || cause instanceof RetriableError) throw cause
      throw new PauseRun('TARGET_CREDENTIALS', shopifySays('accessNotRenewed'), { cause })
    }
  }

  async function post(
    accessToken: string,
    request: unknown,
    signal?: AbortSignal,
    dispatcher?: Dispatcher,
  ) {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
    return fetchImpl(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-shopify-access-token': accessToken,
      },
      // The last place before Shopify: a text it cannot read would make it fail on the whole request.
      body: jsonText(request),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(dispatcher ? { dispatcher } : {}),
    })
  }

  async function postWhenSure(
    accessToken: string,
    request: unknown,
    signal?: AbortSignal,
    guard?: SendGuard,
  ) {
    if (!guard) return post(accessToken, request, signal)
    for (;;) {
      await guard.assure()
      const gate = gateOf(guard)
      try {
        return await post(accessToken, request, signal, gate.dispatcher)
      } catch (error) {
        if (!gate.heldBack()) throw error
      }
    }
  }

  return async (request, signal, guard) => {
    const first = await token()
    let response = await postWhenSure(first, request, signal, guard)
    if (response.status === 401) {
      const second = await token({ token: first })
      if (second !== first) {
        await response.body?.cancel()
        response = await postWhenSure(second, request, signal, guard)
      }
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parseJson(text) }
  }
}

/** Asks the guard when the connection stands and the request is next on it, before its first byte. */
function gateOf(guard: SendGuard): { dispatcher: Dispatcher; heldBack(): boolean } {
  let held = false
  // The process's own dispatcher, so that what is set up there (a proxy, say) holds here as well.
  const dispatcher = getGlobalDispatcher().compose((dispatch) => (request, handler) => {
    return dispatch(request, {
      onRequestStart: (controller, context) => {
        handler.onRequestStart?.(controller, context)
        if (guard.isSure()) return
        held = true
        controller.abort(new Error('The request was held back.'))
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    })
  })
  return { dispatcher, heldBack: () => held }
}

/** Text that is not JSON stays text: the client then knows that the answer is unusable. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
