import type { LoaderFunctionArgs } from '@remix-run/node'
import { shopify } from '#app/shopify.server.ts'

/**
 * With a store in the address Shopify's library sends the visitor into its admin. Installation
 * begins on Shopify's own pages: nobody is asked for the address of a store here.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  if (new URL(request.url).searchParams.has('shop')) await shopify().login(request)
  return null
}

export default function Login() {
  return (
    <main className="plain-page">
      <h1>Recent Data Migration</h1>
      <p>
        This app works inside the Shopify admin. Open it there: under Apps in the menu on the left,
        or from the Shopify App Store if it is not installed yet.
      </p>
    </main>
  )
}
