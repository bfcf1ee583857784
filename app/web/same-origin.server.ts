/**
 * Whether a request that may change something comes from a page of ours, or from no page at all
 * (Shopify's webhooks, monitoring). Browsers say where a page that posts came from.
 */
export function isOfOurPages(method: string, headers: Headers): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  const origin = headers.get('origin')
  if (origin === null) return true
  // Behind a proxy the address people see is the first of these.
  const host = headers.get('x-forwarded-host')?.split(',')[0]?.trim() || headers.get('host')
  return URL.canParse(origin) && new URL(origin).host === host
}
