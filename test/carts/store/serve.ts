import { OutboundHttpError } from '#app/platform/outbound-http.server.ts'
import type { OutboundHttp, OutboundResponse } from '#app/platform/outbound-http.server.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Answer, Asked, Dialect, Route } from './dialect.ts'
import type { Shop } from './shop.ts'

/** A shop that answers in a dialect, without a socket: a connector's way out leads straight in. */
export type Served = {
  http: OutboundHttp
  requests(): number
  /** Requests that no route of the dialect knows. */
  unexpected: string[]
  afterEachList(kind: EntityKind, work: () => void): void
}

export function serve(dialect: Dialect, shop: Shop): Served {
  const unexpected: string[] = []
  const works: { kind: EntityKind; work: () => void }[] = []
  let requests = 0

  function routeOf(asked: Omit<Asked, 'part'>): { route: Route; asked: Asked } | null {
    const path = decodeURIComponent(asked.url.pathname).replace(/\/+$/, '')
    for (const route of dialect.routes) {
      if ((route.method ?? 'GET') !== asked.method) continue
      const match = route.path.exec(path)
      if (match) return { route, asked: { ...asked, part: (name) => match.groups?.[name] ?? '' } }
    }
    return null
  }

  function answer(asked: Omit<Asked, 'part'>): { answer: Answer; route: Route | null } {
    const found = routeOf(asked)
    const refusal = dialect.refuse({ ...asked, part: () => '' })
    if (refusal) return { answer: refusal, route: null }
    if (!found) {
      unexpected.push(`${asked.method} ${asked.url.pathname}${asked.url.search}`)
      return { answer: dialect.noRoute, route: null }
    }
    try {
      return { answer: found.route.answer(found.asked), route: found.route }
    } catch (error) {
      const said = dialect.refusal(error)
      if (said === null) throw error
      return { answer: said, route: null }
    }
  }

  const http: OutboundHttp = {
    close: () => Promise.resolve(),
    request: (address, init = {}): Promise<OutboundResponse> => {
      const url = new URL(address)
      if (url.origin !== new URL(dialect.url).origin) {
        return Promise.reject(new OutboundHttpError('unreachable', 'no such host'))
      }
      requests += 1
      const { method = 'GET', headers = {}, body: text = '' } = init
      const { answer: said, route } = answer({ shop, method, url, headers, text })
      const response: OutboundResponse = {
        status: said.status ?? 200,
        text: said.text ?? JSON.stringify(said.body),
        finalUrl: address,
        headers: new Headers({
          'content-type': 'application/json; charset=UTF-8',
          ...dialect.headers(shop),
          ...said.headers,
          date: new Date(shop.clock.shown()).toUTCString(),
        }),
      }
      for (const { kind, work } of works) if (route?.lists === kind) work()
      return Promise.resolve(response)
    },
  }

  return {
    http,
    requests: () => requests,
    unexpected,
    afterEachList: (kind, work) => void works.push({ kind, work }),
  }
}
