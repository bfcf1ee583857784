import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseEnv } from '#app/env.server.ts'
import { createVault } from '#app/platform/encryption.server.ts'
import { closeOddServers, serve } from '#test/helpers/stores/odd-servers.ts'
import { shopWithEverything, type Belongings } from '#test/helpers/database/shop-with-everything.ts'
import { startWebApp, type WebApp } from '#test/helpers/web/web-app.ts'

const SHOP = 'one.myshopify.com'

let app: WebApp
let things: Belongings
/** Questions that the old store has not answered: it answers none. */
let asked: ServerResponse[]
/** Called when it is asked. */
let onAsked: () => void

beforeAll(async () => {
  app = await startWebApp([SHOP])
  await app.asMerchant(SHOP, '/app/settings.data')
  things = await shopWithEverything(app.database.prisma, SHOP, 'own')
  const where = { id: things.runId }
  await app.database.prisma.run.update({ where, data: { state: 'completed' } })
  // WooCommerce has numbers only, and is not asked for anything else.
  const { outcome, issue } = app.database.prisma
  const order = { shop: SHOP, kind: 'order' }
  await outcome.updateMany({ where: order, data: { sourceId: '7' } })
  await issue.updateMany({ where: { ...order, severity: 'conflict' }, data: { sourceId: '7' } })
})
afterAll(() => app?.close())

beforeEach(async () => {
  asked = []
  onAsked = () => undefined
  const sourceUrl = await serve((_request, response) => {
    asked.push(response)
    onAsked()
  })
  const vault = createVault(parseEnv(process.env).ENCRYPTION_KEYS)
  const keys = { consumerKey: 'ck_1', consumerSecret: 'cs_1' }
  const { cipher, keyId } = vault.seal(JSON.stringify(keys), `project:${things.projectId}`)
  await app.database.prisma.project.update({
    where: { id: things.projectId },
    data: { sourceUrl, credentialsCipher: cipher, credentialsKeyId: keyId },
  })
})
afterEach(closeOddServers)

const SCREENS: [string, () => string][] = [
  ['home', () => '/app'],
  ['what a run would move', () => '/app/estimate'],
  ['the verification of a run', () => `/app/verify/${things.runId}`],
  ['the to-do list', () => '/app/todo?tab=conflicts'],
]

describe.each(SCREENS)('while the old store does not answer, %s', (_name, path) => {
  test('is painted whole from what is known, and asks nothing', async () => {
    const [pathname, search] = path().split('?')
    const query = new URLSearchParams({
      ...Object.fromEntries(new URLSearchParams(search)),
      shop: SHOP,
      host: Buffer.from('admin.shopify.com/store/one').toString('base64'),
      embedded: '1',
      id_token: app.shopify.sessionToken(SHOP),
    })
    const page = await app.request(`${pathname}?${query}`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('</html>')
    expect(asked).toHaveLength(0)
  })

  test('asks as soon as it is open, and no longer than somebody looks', async () => {
    const isAsked = new Promise<void>((resolve) => (onAsked = resolve))
    const visitor = new AbortController()
    const answer = await app.request(path().replace(/(?=\?|$)/, '.data'), {
      headers: { authorization: `Bearer ${app.shopify.sessionToken(SHOP)}` },
      signal: visitor.signal,
    })
    expect(answer.status).toBe(200)
    await isAsked
    const isGivenUp = Promise.all(
      asked.map((response) => new Promise((resolve) => response.once('close', resolve))),
    )
    visitor.abort(new Error('The page was closed.'))
    await answer.body?.cancel().catch(() => undefined)
    await isGivenUp
  })
})
