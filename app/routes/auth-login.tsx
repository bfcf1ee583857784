import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { shopify } from '#app/shopify.server.ts'

/** With a store in the address or the form, Shopify's library sends the visitor there. */
async function login(request: Request): Promise<{ problem: string | null }> {
  const hasShop = request.method === 'POST' || new URL(request.url).searchParams.has('shop')
  const errors = hasShop ? await shopify().login(request) : null
  if (!errors || !('shop' in errors)) return { problem: null }
  return { problem: 'Enter the address of your store, for example my-store.myshopify.com.' }
}

export const loader = ({ request }: LoaderFunctionArgs) => login(request)
export const action = ({ request }: ActionFunctionArgs) => login(request)

export default function Login() {
  const loaded = useLoaderData<typeof loader>()
  const { problem } = useActionData<typeof action>() ?? loaded
  return (
    <main className="plain-page">
      <h1>Recent Data Migration</h1>
      <p>
        This app works inside the Shopify admin. Open it there under Apps, or enter your store’s
        address.
      </p>
      <Form method="post">
        <label htmlFor="shop">Store address</label>
        <input
          id="shop"
          name="shop"
          type="text"
          autoComplete="on"
          placeholder="my-store.myshopify.com"
          aria-describedby={problem ? 'shop-problem' : undefined}
          aria-invalid={problem ? true : undefined}
        />
        {problem ? (
          <p id="shop-problem" role="alert">
            {problem}
          </p>
        ) : null}
        <button type="submit">Open the app</button>
      </Form>
    </main>
  )
}
