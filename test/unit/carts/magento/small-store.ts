import { createMagentoClient } from '#app/migration/carts/magento/client/client.server.ts'
import { SourceRequestError } from '#app/migration/carts/kit/http/recovery.ts'
import { DEFAULT_TUNING, type SourceTuning } from '#app/migration/carts/kit/tuning.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { client as outbound, serve } from '#test/helpers/stores/odd-servers.ts'
import { createFakeClock, type FakeClock } from '#test/helpers/time/fake-clock.ts'
import { integrationOf, type Integration } from '#test/stand-ins/magento/rest/auth.ts'
import { saidOf } from './magento-said.ts'

const INTEGRATION: Integration = {
  consumerKey: 'key0000000000000000000000000000a',
  consumerSecret: 'secret000000000000000000000000&b',
  accessToken: 'token000000000000000000000000000c',
  accessTokenSecret: 'tokensecret0000000000000000000=d',
}

export const TOKEN_ALONE = {
  accessToken: INTEGRATION.accessToken,
  accessTokenSecret: '',
  consumerKey: '',
  consumerSecret: '',
  storeView: '',
}

export const ALL_FOUR = {
  accessToken: INTEGRATION.accessToken,
  accessTokenSecret: INTEGRATION.accessTokenSecret,
  consumerKey: INTEGRATION.consumerKey,
  consumerSecret: INTEGRATION.consumerSecret,
  storeView: '',
}

export const NOW = '2026-03-02T09:00:00Z'

export type Asked = { path: string; url: URL; authorization: string | undefined }
export type Answer = { status?: number; body?: unknown; text?: string; date?: string | null }

export const CURRENCY = { base_currency_code: 'USD', available_currency_codes: ['USD'] }

/** What Magento says to whoever it does not know, and to whom may not (measured: 299, 300, 311). */
export const notAuthorized = (resources = 'Magento_Sales::actions_view'): Answer => ({
  status: 401,
  body: {
    message: "The consumer isn't authorized to access %resources.",
    parameters: { resources },
  },
})

export const noRoute: Answer = {
  status: 404,
  body: { message: 'Request does not match any route.' },
}

/** Whether who asks has proven to be the integration, as the store sees its own address. */
export function isProven({ url, authorization }: Asked, scheme = url.protocol): boolean {
  const seen = new URL(url)
  seen.protocol = scheme
  try {
    return integrationOf([INTEGRATION], { method: 'GET', url: seen, authorization }, true) !== null
  } catch {
    return false
  }
}

/** A web server that answers as it is told, and remembers what it was asked. */
export async function smallStore(answer: (asked: Asked) => Answer) {
  const asked: Asked[] = []
  const origin = await serve((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const one = { path: url.pathname, url, authorization: request.headers.authorization }
    asked.push(one)
    const { status = 200, body, text, date = new Date(NOW).toUTCString() } = answer(one)
    response.sendDate = false
    if (date !== null) response.setHeader('date', date)
    response.setHeader('content-type', text === undefined ? 'application/json' : 'text/html')
    response.writeHead(status)
    response.end(text ?? JSON.stringify(body))
  })
  return { origin, asked, paths: () => asked.map(({ path }) => path) }
}

/** The client of a connector whose store is at this address. */
export function clientOf(
  url: string,
  credentials: typeof TOKEN_ALONE,
  options: { http?: OutboundHttp; clock?: FakeClock; tuning?: Partial<SourceTuning> } = {},
) {
  const told: string[] = []
  const clock = options.clock ?? createFakeClock(NOW, { autoAdvance: true })
  const client = createMagentoClient(
    { url, credentials },
    {
      http: options.http ?? outbound(),
      clock,
      logger: silentLogger,
      tuning: { ...DEFAULT_TUNING, ...options.tuning },
      notice: (message: Message) => {
        told.push(saidOf(message))
      },
    },
  )
  return { client, told, clock }
}

/** What is told of a request that failed, and what a run does about it. */
export async function refusalOf(work: Promise<unknown>) {
  try {
    await work
  } catch (error) {
    if (error instanceof SourceRequestError) {
      const { problem, recovery, told } = error
      return { problem, then: recovery.then, said: saidOf(told) }
    }
    throw error
  }
  throw new Error('It was answered.')
}
