import '@shopify/shopify-app-remix/adapters/node'
import {
  ApiVersion,
  AppDistribution,
  LogSeverity,
  shopifyApp,
} from '@shopify/shopify-app-remix/server'
import { z } from 'zod'
import { env } from '#app/env.server.ts'
import { rememberShop } from '#app/shop/install.server.ts'
import { services } from '#app/services.server.ts'
import { createSessionStorage, type SessionStorage } from '#app/shop/session-storage.server.ts'
import { withFitToken } from '#app/shop/session-token.server.ts'
import { SHOPIFY_API_VERSION } from '#app/shop/shopify-api-version.ts'

function wire(sessionStorage: SessionStorage) {
  const { logger } = services()
  return shopifyApp({
    apiKey: env().SHOPIFY_API_KEY,
    apiSecretKey: env().SHOPIFY_API_SECRET,
    appUrl: env().SHOPIFY_APP_URL,
    scopes: env().SCOPES,
    apiVersion: z.enum(ApiVersion).parse(SHOPIFY_API_VERSION),
    distribution: AppDistribution.AppStore,
    authPathPrefix: '/auth',
    sessionStorage,
    // Below this level the library writes session tokens into the log.
    logger: {
      level: LogSeverity.Warning,
      log: (severity, message) =>
        logger[severity === LogSeverity.Error ? 'error' : 'warn']({ from: 'shopify' }, message),
    },
    hooks: {
      afterAuth: async ({ session }) => {
        await rememberShop(services(), session.shop)
      },
    },
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  })
}

/** Finds no session, ever. */
const NO_SESSIONS: SessionStorage = {
  storeSession: async () => true,
  loadSession: async () => undefined,
  deleteSession: async () => true,
  deleteSessions: async () => true,
  findSessionsByShop: async () => [],
}

let embedded: ReturnType<typeof wire> | undefined
let webhooks: ReturnType<typeof wire> | undefined

/** Shopify's library, wired at the first call. */
export function shopify() {
  return (embedded ??= wire(createSessionStorage(services())))
}

/**
 * Who asks, by Shopify's session token. The library checks the token's signature, times and audience;
 * that the token has an end and that its issuer is the admin of the store it is for, which Shopify
 * asks apps to check, is checked here. A token that fails is refused by the library as any other.
 * @throws Response of the library when there is no valid token.
 */
export function authenticateAdmin(request: Request) {
  return shopify().authenticate.admin(withFitToken(request))
}

/**
 * Verifies a webhook's signature and reads it.
 *
 * The library renews the shop's token before it hands a webhook over, and answers 500 when that
 * fails: after an uninstall it always does. Our handlers call nothing at Shopify, so the library is
 * given no sessions here.
 * @throws Response 401 for a wrong or missing signature, 400 for an incomplete request or a body that
 *   is not JSON, 405 for anything but POST.
 */
export async function authenticateWebhook(request: Request) {
  // The library calls this an incomplete request; Shopify asks for 401.
  if (request.method === 'POST' && !request.headers.get('x-shopify-hmac-sha256')) {
    throw new Response('Not signed.', { status: 401 })
  }
  try {
    return await (webhooks ??= wire(NO_SESSIONS)).authenticate.webhook(request)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Response('Not JSON.', { status: 400 })
    throw error
  }
}
