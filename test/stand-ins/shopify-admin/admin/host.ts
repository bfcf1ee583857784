import type { ShopifyStandIn } from '../server.ts'

/** What the admin pages need of the stand-in they are mounted on. */
export type AdminHost = Pick<
  ShopifyStandIn,
  'app' | 'appUrl' | 'sessionToken' | 'shopDomains' | 'store'
>
