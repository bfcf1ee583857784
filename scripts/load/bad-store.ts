import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

/** How an old store can be bad: it takes its time, its lists have no end, or it is broken. */
export const BAD_WAYS = ['slow', 'endless', 'broken'] as const
export type BadWay = (typeof BAD_WAYS)[number]

const SLOW_MS = 20_000
const PER_PAGE = 100

/**
 * Stands in front of a real old store and, once told to, turns bad. What it is asked for while it is
 * bad is counted: work that goes on for nobody shows here.
 */
export async function startBadStore(storeUrl: string, way: BadWay) {
  let isBad = false
  let asked = 0
  const server = http.createServer((request, response) => {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    void answer(request, response, gone.signal).catch(() => response.destroy())
  })

  async function answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const url = new URL(request.url ?? '/', storeUrl)
    if (isBad) asked += 1
    if (isBad && way === 'broken') {
      response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Error</h1>')
      return
    }
    if (isBad && way === 'slow') await wait(SLOW_MS, undefined, { signal })
    if (isBad && way === 'endless' && url.pathname.endsWith('/customers')) {
      const page = Number(url.searchParams.get('page') ?? 1)
      const first = Number(url.searchParams.get('offset') ?? (page - 1) * PER_PAGE)
      response.writeHead(200, { 'content-type': 'application/json', 'x-wp-total': '100000000' })
      response.end(JSON.stringify(customers(first, Number(url.searchParams.get('per_page') ?? 10))))
      return
    }
    const { host: _host, connection: _connection, ...headers } = request.headers
    const real = await fetch(url, {
      headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
      signal,
    })
    const passed = Object.fromEntries(
      [...real.headers].filter(
        ([name]) => !/^(content-encoding|content-length|transfer)/.test(name),
      ),
    )
    response.writeHead(real.status, passed).end(Buffer.from(await real.arrayBuffer()))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('The bad store has no port.')
  return {
    way,
    url: `http://127.0.0.1:${address.port}`,
    turnBad: () => (isBad = true),
    /** Requests since it turned bad. */
    asked: () => asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type BadStore = Awaited<ReturnType<typeof startBadStore>>

function customers(first: number, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const id = 1_000_000 + first + i
    const email = `visitor-${id}@example.com`
    return {
      id,
      date_created_gmt: '2026-01-01T00:00:00',
      date_modified_gmt: new Date().toISOString().slice(0, 19),
      email,
      first_name: 'Somebody',
      last_name: String(id),
      role: 'customer',
      username: email,
      billing: { email },
      shipping: {},
      meta_data: [],
    }
  })
}
