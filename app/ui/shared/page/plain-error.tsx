import { isRouteErrorResponse, useRouteError } from '@remix-run/react'

/** A sentence and a way on, without Polaris: for pages outside the Shopify admin. */
export function PlainError() {
  const error = useRouteError()
  const isMissing = isRouteErrorResponse(error) && error.status === 404
  return (
    <main className="plain-page">
      <h1>{isMissing ? 'This page does not exist' : 'Something went wrong'}</h1>
      <p>
        {isMissing
          ? 'The address may be old or mistyped.'
          : 'We’ve recorded the problem. Try again in a moment.'}
      </p>
      <p>
        <a href="/auth/login">Open the app from your Shopify admin</a>
      </p>
    </main>
  )
}
