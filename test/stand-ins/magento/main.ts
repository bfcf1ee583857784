import { createServer } from 'node:http'
import { z } from 'zod'
import { MAGENTO, READER } from '../../carts/dialects/magento/dialect.ts'
import { serve } from '../../carts/store/serve.ts'
import { inventStore } from './invented/store.ts'
import { letHappen } from './invented/story.ts'

/** Starts an invented Magento store by itself: `node test/stand-ins/magento/main.ts`. */
const environment = z
  .object({
    PORT: z.coerce.number().int().default(8391),
    ORDERS: z.coerce.number().int().min(0).default(400),
    SEED: z.coerce.number().int().default(1),
  })
  .parse(process.env)

const url = `http://127.0.0.1:${environment.PORT}`
const store = inventStore(url, environment.ORDERS, environment.SEED)
const { http } = serve({ ...MAGENTO, url }, store.shop)

const server = createServer((incoming, outgoing) => {
  void (async () => {
    const { method = 'GET', url: target = '/', headers } = incoming
    if (method === 'POST' && target === '/__control/story') {
      outgoing.writeHead(200, { 'content-type': 'application/json' })
      outgoing.end(JSON.stringify({ happened: letHappen(store) }))
      return
    }
    const given = Object.entries(headers).map(([name, value]) => [name, String(value)] as const)
    const answer = await http.request(url + target, { headers: Object.fromEntries(given) })
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
    outgoing.end(answer.text)
  })()
})
server.listen(environment.PORT, '127.0.0.1', () => {
  console.log(`The old store (Magento stand-in): ${url}`)
  console.log(`  access token ${READER.accessToken}`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
}
