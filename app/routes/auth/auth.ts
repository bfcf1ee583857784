import type { LoaderFunctionArgs } from '@remix-run/node'
import { secureHeaders } from '#app/web/security-headers.server.ts'
import { authenticateAdmin } from '#app/shopify.server.ts'

/** The pages of Shopify's library: where App Bridge fetches a session token, where it leaves the frame. */
export async function loader({ request }: LoaderFunctionArgs) {
  try {
    await authenticateAdmin(request)
    return null
  } catch (thrown) {
    if (thrown instanceof Response && thrown.headers.has('Content-Security-Policy')) {
      secureHeaders(request, thrown.headers)
    }
    throw thrown
  }
}
