import { env } from '#app/env.server.ts'

const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i

/**
 * Sets what every answer needs: nothing is guessed about its kind, no address with its search goes
 * to another site, and what says nothing about it is kept by nobody.
 */
export function commonHeaders(headers: Headers): void {
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Referrer-Policy', 'strict-origin-when-cross-origin')
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  if (env().APP_ENV === 'production') {
    headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
  }
}

/**
 * Sets what every answer with a page needs besides. Only the admin of the store that the address
 * names may frame the app; where it names none, nobody. Shopify's library takes the name as it comes
 * on some of its own pages, so its policy is replaced. In development the origin of a local stand-in
 * is added.
 */
export function secureHeaders(request: Request, headers: Headers): void {
  const { APP_BRIDGE_URL, DEV_FRAME_ANCESTORS = [] } = env()
  const shop = new URL(request.url).searchParams.get('shop') ?? ''
  const ancestors = SHOP_DOMAIN.test(shop)
    ? [`https://${shop.toLowerCase()}`, 'https://admin.shopify.com', ...DEV_FRAME_ANCESTORS]
    : ["'none'"]
  headers.set(
    'Content-Security-Policy',
    `frame-ancestors ${ancestors.join(' ')}; object-src 'none'; base-uri 'none'`,
  )
  commonHeaders(headers)
  // The library always preloads App Bridge from Shopify, also where another script is used.
  if (APP_BRIDGE_URL && headers.has('Link')) {
    headers.set('Link', `<${APP_BRIDGE_URL}>; rel="preload"; as="script";`)
  }
}
