import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseQuery } from '../woocommerce/rest/query.ts'
import { rawBody, takeRawAnswer } from '../woocommerce/rest/raw.ts'
import { answerOf } from './answer.ts'
import type { Integration } from './rest/auth.ts'
import { createRowStore, type RowStore, type StoreSettings } from './rows.ts'

export type MagentoStandIn = {
  store: RowStore
  url: string
  integration: Integration
  close(): Promise<void>
}

const INTEGRATION: Integration = {
  consumerKey: 'key0reader00000000000000000000000',
  consumerSecret: 'secret0reader0000000000000000000',
  accessToken: 'token0reader00000000000000000000',
  accessTokenSecret: 'tokensecret0reader00000000000000',
}

/** A Magento store of written rows, over HTTP. */
export async function startMagentoStandIn(
  settings: Partial<Omit<StoreSettings, 'url'>>,
  time: { now(): number },
): Promise<MagentoStandIn> {
  const { currency = 'USD' } = settings
  const whole: StoreSettings = {
    url: '',
    currency,
    timezone: 'UTC',
    weightUnit: 'lbs',
    views: [{ id: 1, code: 'default', name: 'Default Store View', websiteId: 1, currency }],
    version: 'Magento/2.4 (Community)',
    takesBearer: true,
    ...settings,
  }
  const store = createRowStore(whole, [INTEGRATION], time)
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', whole.url)
    const { method = 'GET', headers } = incoming
    const below = decodeURIComponent(url.pathname).replace(/^\/rest\/(\w+\/)?V1\//, '')
    const rule = takeRawAnswer(
      { collections: new Map(), answers: store.answers },
      below,
      parseQuery(url.searchParams),
    )
    const answer = answerOf(store, { method, url, authorization: headers.authorization })
    const text = rule ? rawBody(rule, answer.body) : (answer.text ?? JSON.stringify(answer.body))
    outgoing.writeHead(rule?.status ?? answer.status ?? 200, {
      'content-type': 'application/json; charset=utf-8',
      date: new Date(store.now()).toUTCString(),
      ...answer.headers,
      ...rule?.headers,
    })
    outgoing.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('It listens nowhere.')
  whole.url = `http://127.0.0.1:${address.port}`
  return {
    store,
    url: whole.url,
    integration: INTEGRATION,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
