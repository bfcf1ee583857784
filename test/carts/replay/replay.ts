import type {
  OutboundHttp,
  OutboundRequest,
  OutboundResponse,
} from '#app/platform/outbound-http.server.ts'
import type { CapturedExchange } from '#test/helpers/captures.ts'

/** An answer that was recorded, or worked out of recorded records by a rule that is proven. */
export type Recorded = Pick<CapturedExchange['response'], 'status' | 'body'> & {
  headers?: Record<string, string>
}

/** What is known of one cart's recordings beside the exchanges themselves. */
export type RecordedCart = {
  /** Where the recorded store stood. */
  url: string
  /** The store's clock, as every answer shows it: nothing moves in a recording. */
  now: string
  exchanges: readonly CapturedExchange[]
  /** Parameters that make a request unique and change no answer. */
  ignored: RegExp
  /** What its rules make of a request that was not recorded as it stands; null: nothing. */
  worksOut(request: { method: string; url: URL; init: OutboundRequest }): Recorded | null
}

export type Replay = {
  http: OutboundHttp
  requests(): number
  /** Requests nobody recorded and no rule answers: each is answered with 501, and told. */
  unexpected: string[]
}

const nameOf = (method: string, path: string, query: Iterable<[string, string]>) =>
  JSON.stringify([method, path, [...query].toSorted(([a], [b]) => (a < b ? -1 : 1))])

/** Answers from recordings: by method, path and query in any order, and loudly not at all else. */
export function replay(cart: RecordedCart): Replay {
  const unexpected: string[] = []
  let requests = 0
  const byName = new Map<string, Recorded>()
  for (const { request, response } of cart.exchanges) {
    const name = nameOf(request.method, request.path, Object.entries(request.query ?? {}))
    // What was asked again later shows a store that somebody worked in meanwhile.
    if (!byName.has(name)) byName.set(name, response)
  }

  function answerTo(method: string, url: URL, init: OutboundRequest): Recorded {
    const query = [...url.searchParams].filter(([key]) => !cart.ignored.test(key))
    const path = url.pathname.replace(/(.)\/$/, '$1')
    const answer =
      cart.worksOut({ method, url, init }) ?? byName.get(nameOf(method, path, query)) ?? null
    if (answer !== null) return answer
    const asked = `${path}?${query.map(([key, value]) => `${key}=${value}`).join('&')}`
    unexpected.push(`never recorded: ${method} ${asked}`)
    return { status: 501, body: { error: 'This was never recorded.' } }
  }

  const http: OutboundHttp = {
    close: () => Promise.resolve(),
    request: (address, init = {}): Promise<OutboundResponse> => {
      requests += 1
      const { status, body, headers } = answerTo(init.method ?? 'GET', new URL(address), init)
      return Promise.resolve({
        status,
        text: JSON.stringify(body),
        finalUrl: address,
        headers: new Headers({
          ...headers,
          'content-type': 'application/json; charset=UTF-8',
          date: new Date(cart.now).toUTCString(),
        }),
      })
    },
  }
  return { http, requests: () => requests, unexpected }
}
