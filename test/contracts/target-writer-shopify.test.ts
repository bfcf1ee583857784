import { expect, it } from 'vitest'
import { createAdminClient } from '#app/migration/target/admin-client.server.ts'
import { createHttpTransport } from '#app/migration/target/http-transport.server.ts'
import {
  createTargetWriter,
  ensureDefinitions,
  METAFIELD_NAMESPACE,
} from '#app/migration/target/writer.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createFakeClock } from '../helpers/fake-clock.ts'
import { aCustomer, anOrder } from '../helpers/canonical-samples.ts'
import {
  API_VERSION,
  startShopifyStandIn,
  type ShopOptions,
} from '../stand-ins/shopify-admin/server.ts'
import { createShopifyMerchant } from './shopify-merchant.ts'
import {
  create,
  describeTargetWriter,
  writeAll,
  writeOne,
  type TargetHarness,
} from './target-writer.ts'

const DOMAIN = 'contract.myshopify.com'
const SCOPES = [
  'write_products',
  'write_customers',
  'write_orders',
  'read_all_orders',
  'write_inventory',
  'read_locations',
  'write_publications',
  'write_files',
  'write_merchant_managed_fulfillment_orders',
]

async function startTarget(
  plan: ShopOptions['plan'] = 'plus',
  options: { definitions?: boolean } = {},
) {
  const clock = createFakeClock('2026-03-02T09:00:00Z', { autoAdvance: true })
  const shopify = await startShopifyStandIn({
    shops: [
      {
        domain: DOMAIN,
        plan,
        currency: 'EUR',
        timezone: 'Europe/Berlin',
        name: 'Contract',
        locations: ['Warehouse'],
      },
    ],
    app: { apiKey: 'key', apiSecret: 'secret', handle: 'app', url: null, scopes: SCOPES },
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
  const changes: TargetHarness['changes'] = []
  const client = createAdminClient({
    clock,
    logger: silentLogger,
    transport: (request, signal) => {
      const name = /mutation\s+(\w+)/.exec(request.query)?.[1]
      if (name) changes.push({ name, variables: request.variables })
      return http(request, signal)
    },
  })
  if (options.definitions !== false) await ensureDefinitions(client)
  const location = [...shop.locationList.keys()][0] ?? null
  const targetOptions = {
    metafieldNamespace: METAFIELD_NAMESPACE,
    projectId: 'project1',
    orderNamePrefix: '',
    locationId: location,
    currency: 'EUR',
  }
  const writer = createTargetWriter({ client, clock, logger: silentLogger, options: targetOptions })
  changes.length = 0
  return { clock, shopify, shop, client, changes, writer, options: targetOptions }
}

const LOST = {
  product: 'productSet',
  customer: 'customerSet',
  order: 'orderCreate',
  refund: 'refundCreate',
} as const

describeTargetWriter('Shopify', async () => {
  const { shopify, shop, changes, writer } = await startTarget()
  const kinds = { product: shop.products, customer: shop.customers, order: shop.orders } as const
  return {
    writer,
    changes,
    count: (kind) => kinds[kind].size,
    effects: () => {
      const { emails, stockMoves } = shopify.stats()
      return { emails, stockMoves }
    },
    loseAnswer: (change) =>
      shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field: LOST[change] }),
    breakImage: (url) => void shop.brokenImages.add(url),
    fail: (times) => shopify.faults.add({ fault: { kind: 'status', status: 503 }, times }),
    revokeAfter: (nth) =>
      shopify.faults.add({ fault: { kind: 'status', status: 401 }, nth: nth + 1, times: 1000 }),
    throttle: (times) => shopify.faults.throttleStorm(times),
    expireToken: () => shopify.faults.add({ fault: { kind: 'token_expired' } }),
    merchant: createShopifyMerchant(shop),
    close: () => shopify.close(),
  }
})

it('keeps to five new orders a minute in a development store, without a failure', async () => {
  const { shopify, shop, writer, clock } = await startTarget('development')
  try {
    const start = clock.now()
    const orders = Array.from({ length: 12 }, (_, n) =>
      anOrder({ sourceId: `${n}`, number: `${n}` }),
    )
    const results = await writeAll(
      writer,
      orders.map((order) => create(order)),
    )
    expect(results.map(({ ok }) => ok)).toEqual(orders.map(() => true))
    expect(shop.orders.size).toBe(12)
    const minutes = (clock.now() - start) / 60_000
    expect(minutes).toBeGreaterThanOrEqual(2)
    expect(minutes).toBeLessThan(5)
  } finally {
    await shopify.close()
  }
})

it('creates its definitions once, says which anchors are gone, and stops before it could make doubles', async () => {
  const { shopify, shop, client, writer, options } = await startTarget('plus', {
    definitions: false,
  })
  try {
    const codes = async () => (await writer.checkAnchors()).map(({ code }) => code)
    expect(await codes()).toEqual(['DEFINITIONS_MISSING'])
    await expect(writeOne(writer, create(aCustomer()))).rejects.toMatchObject({
      name: 'FatalError',
    })
    await ensureDefinitions(client)
    await ensureDefinitions(client)
    expect(await codes()).toEqual([])
    expect(shop.definitions.size).toBe(5)
    const location = shop.locationList.get(options.locationId ?? '')
    if (location) location.isActive = false
    shop.currency = 'USD'
    expect(await codes()).toEqual(['LOCATION_INACTIVE', 'CURRENCY_CHANGED'])
    shop.locationList.clear()
    expect(await codes()).toEqual(['LOCATION_GONE', 'CURRENCY_CHANGED'])
  } finally {
    await shopify.close()
  }
})

it('pauses the run and names the scope when the app may not write', async () => {
  const { shopify, writer } = await startTarget()
  try {
    shopify.faults.add({ fault: { kind: 'scope_removed', scope: 'write_customers' } })
    await expect(writeOne(writer, create(aCustomer()))).rejects.toMatchObject({
      name: 'PauseRun',
      code: 'TARGET_SCOPE_MISSING',
      message: expect.stringContaining('write_customers'),
    })
  } finally {
    await shopify.close()
  }
})
