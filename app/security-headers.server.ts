import { env } from '#app/env.server.ts'

/**
 * Adds what every answer with a page needs. Shopify's library has already named the store's admin
 * in `frame-ancestors` when the request named the store; in development the origin of a local
 * stand-in is added, otherwise only Shopify's admin may frame the app.
 */
export function secureHeaders(headers: Headers): void {
  const shopifyAdmin = 'frame-ancestors https://*.myshopify.com https://admin.shopify.com'
  const policy = (headers.get('Content-Security-Policy') ?? shopifyAdmin).replace(/;\s*$/, '')
  const extra = env().DEV_FRAME_ANCESTORS ?? []
  headers.set('Content-Security-Policy', `${[policy, ...extra].join(' ')};`)
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Referrer-Policy', 'strict-origin-when-cross-origin')
  if (env().APP_ENV === 'production') {
    headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
  }
}
