import { parseEnv } from '#app/env.server.ts'
import { createHttpTransport } from '#app/migration/shopify/api/http-transport.server.ts'
import { createServices, type Services } from '#app/services.server.ts'
import {
  API_VERSION,
  startShopifyStandIn,
  type ShopifyStandIn,
} from '#test/stand-ins/shopify-admin/server.ts'
import { APP_SCOPES } from './app-scopes.ts'

/*
 * The app's services with the Shopify stand-in before them. Knows no test runner: a script makes
 * what an earlier release leaves behind with it.
 */

export const SHOP = 'new-store.myshopify.com'

const APP = { apiKey: 'key', apiSecret: 'secret' }

/** An empty shop that has the app. */
export function startShop(now?: () => number): Promise<ShopifyStandIn> {
  return startShopifyStandIn({
    shops: [
      {
        domain: SHOP,
        plan: 'plus',
        currency: 'USD',
        timezone: 'America/Los_Angeles',
        name: 'New store',
        locations: ['Warehouse'],
      },
    ],
    app: { ...APP, handle: 'app', url: null, scopes: APP_SCOPES },
    ...(now ? { now } : {}),
  })
}

/** @param environment keys, and whatever is not the app's default */
export function servicesAt(
  shopify: ShopifyStandIn,
  databaseUrl: string,
  parts: Partial<Services>,
  environment: Readonly<Record<string, string>>,
): Services {
  let token = shopify.issueOfflineToken(SHOP)
  return createServices(
    {
      ...parts,
      adminTransport: (shop) =>
        createHttpTransport({
          shop,
          apiVersion: API_VERSION,
          accessToken: async (refused) =>
            refused ? (token = shopify.issueOfflineToken(SHOP)) : token,
          fetch: (_url, init) =>
            fetch(`${shopify.url}/admin/api/${API_VERSION}/graphql.json`, init),
        }),
    },
    parseEnv({
      NODE_ENV: 'test',
      APP_ENV: 'test',
      DATABASE_URL: databaseUrl,
      SHOPIFY_API_KEY: APP.apiKey,
      SHOPIFY_API_SECRET: APP.apiSecret,
      SHOPIFY_APP_URL: 'https://app.example',
      SCOPES: APP_SCOPES.join(','),
      ...environment,
    }),
  )
}
