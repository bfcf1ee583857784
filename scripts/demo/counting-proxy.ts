import http from 'node:http'
import { z } from 'zod'

export type ShopifyFigures = {
  requests: number
  points: number
  throttled: number
  mutations: number
}

const answerSchema = z.object({
  errors: z
    .union([
      z.string(),
      z.array(z.object({ extensions: z.object({ code: z.string().optional() }).optional() })),
    ])
    .optional(),
  extensions: z
    .object({ cost: z.object({ actualQueryCost: z.number().nullish() }).optional() })
    .optional(),
})
const requestSchema = z.object({ query: z.string() })

export type CountingProxy = {
  url: string
  figures(): ShopifyFigures
  close(): Promise<void>
}

/**
 * Stands between the app and a Shopify store that is not ours and counts what passes: requests,
 * points by Shopify's own account, throttled answers, mutations. Changes nothing.
 */
export async function startCountingProxy(targetUrl: string): Promise<CountingProxy> {
  const target = new URL(targetUrl)
  const figures: ShopifyFigures = { requests: 0, points: 0, throttled: 0, mutations: 0 }

  const server = http.createServer(async (request, response) => {
    try {
      const body = await readAll(request)
      const headers = new Headers()
      for (const name of ['content-type', 'accept', 'x-shopify-access-token']) {
        const value = request.headers[name]
        if (typeof value === 'string') headers.set(name, value)
      }
      const path = target.pathname.endsWith('graphql.json')
        ? target.pathname
        : `${target.pathname.replace(/\/+$/, '')}${request.url ?? ''}`
      const answer = await fetch(new URL(path, target.origin), {
        method: request.method ?? 'POST',
        headers,
        body: body.length > 0 ? body.toString() : null,
      })
      const text = await answer.text()
      count(figures, body.toString(), answer.status, text)
      const type = answer.headers.get('content-type') ?? 'application/json'
      const retryAfter = answer.headers.get('retry-after')
      response.writeHead(answer.status, {
        'content-type': type,
        ...(retryAfter ? { 'retry-after': retryAfter } : {}),
      })
      response.end(text)
    } catch {
      // The store did not answer: neither do we, so that the app sees what it would see without us.
      response.destroy()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    figures: () => ({ ...figures }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function count(figures: ShopifyFigures, requestText: string, status: number, text: string): void {
  figures.requests++
  const request = requestSchema.safeParse(parseJson(requestText))
  if (request.success && /^\s*mutation\b/m.test(request.data.query)) figures.mutations++
  const answer = answerSchema.safeParse(parseJson(text))
  if (!answer.success) return
  figures.points += answer.data.extensions?.cost?.actualQueryCost ?? 0
  const errors = Array.isArray(answer.data.errors) ? answer.data.errors : []
  if (status === 429 || errors.some((error) => error.extensions?.code === 'THROTTLED')) {
    figures.throttled++
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
