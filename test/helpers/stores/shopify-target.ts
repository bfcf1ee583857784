import { createAdminClient } from '#app/migration/shopify/api/admin-client.server.ts'
import { createHttpTransport } from '#app/migration/shopify/api/http-transport.server.ts'
import { ensureDefinitions } from '#app/migration/shopify/identity/definitions.server.ts'
import type { TargetOptions } from '#app/migration/engine/ports/target.ts'
import { createTargetWriter } from '#app/migration/shopify/writer.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import {
  API_VERSION,
  startShopifyStandIn,
  type ShopOptions,
} from '#test/stand-ins/shopify-admin/server.ts'
import { APP_SCOPES } from './app-scopes.ts'
import { createFakeClock, type FakeClock } from '../time/fake-clock.ts'

const DOMAIN = 'target.myshopify.com'
/** One Shopify store over HTTP with the real client and writer, and a clock that never waits. */
export async function startShopifyTarget(
  plan: ShopOptions['plan'] = 'plus',
  options: {
    definitions?: boolean
    clock?: FakeClock
    /** Of the store; default EUR. */
    currency?: string
    /** Another answer than the stand-in's: null lets the request through. */
    answerInstead?: (operation: string, variables: unknown) => object | null
    /** Waited for before the request is sent. */
    before?: (operation: string, variables: unknown) => Promise<void>
  } = {},
) {
  const { currency = 'EUR' } = options
  const clock = options.clock ?? createFakeClock('2026-03-02T09:00:00Z', { autoAdvance: true })
  const shopify = await startShopifyStandIn({
    shops: [
      {
        domain: DOMAIN,
        plan,
        currency,
        timezone: 'Europe/Berlin',
        name: 'Target',
        locations: ['Warehouse'],
      },
    ],
    app: { apiKey: 'key', apiSecret: 'secret', handle: 'app', url: null, scopes: APP_SCOPES },
    now: () => clock.now(),
  })
  const shop = shopify.store(DOMAIN)
  let token = shopify.issueOfflineToken(DOMAIN)
  const http = createHttpTransport({
    shop: DOMAIN,
    apiVersion: API_VERSION,
    accessToken: async (refused) => (refused ? (token = shopify.issueOfflineToken(DOMAIN)) : token),
    fetch: (_url, init) => fetch(`${shopify.url}/admin/api/${API_VERSION}/graphql.json`, init),
  })
  const changes: { name: string; variables: unknown }[] = []
  const client = createAdminClient({
    clock,
    logger: silentLogger,
    transport: async (request, signal) => {
      const name = /mutation\s+(\w+)/.exec(request.query)?.[1]
      if (name) changes.push({ name, variables: request.variables })
      const operation = /(?:mutation|query)\s+(\w+)/.exec(request.query)?.[1] ?? ''
      await options.before?.(operation, request.variables)
      const body = options.answerInstead?.(operation, request.variables)
      if (body) return { status: 200, headers: new Headers(), body }
      return http(request, signal)
    },
  })
  if (options.definitions !== false) await ensureDefinitions(client)
  const location = [...shop.locationList.keys()][0] ?? null
  const targetOptions: TargetOptions = {
    projectId: 'project1',
    orderNamePrefix: '',
    locationId: location,
    currency,
  }
  /** As another worker, or the same one under other settings. */
  const anotherWriter = (changed: Partial<TargetOptions> = {}) =>
    createTargetWriter({
      client,
      clock,
      logger: silentLogger,
      options: { ...targetOptions, ...changed },
    })
  const writer = anotherWriter()
  changes.length = 0
  return { clock, shopify, shop, client, changes, writer, anotherWriter, options: targetOptions }
}
