import { isRouteErrorResponse, useRouteError } from '@remix-run/react'
import { Page } from '@shopify/polaris'
import { NothingHere } from './nothing-here.tsx'

/** What an embedded screen shows when it did not load: a sentence and a way back. */
export function RouteError() {
  const error = useRouteError()
  const isMissing = isRouteErrorResponse(error) && error.status === 404
  const refusal = isRouteErrorResponse(error) && error.status < 500 ? String(error.data) : null
  if (refusal && !isMissing) {
    return (
      <Page title="Not changed">
        <NothingHere heading="That didn’t work" action={{ content: 'Back to Home', url: '/app' }}>
          {refusal}
        </NothingHere>
      </Page>
    )
  }
  return (
    <Page title={isMissing ? 'Not found' : 'Something went wrong'}>
      <NothingHere
        heading={isMissing ? 'This page is not here' : 'This page didn’t load'}
        action={{ content: 'Back to Home', url: '/app' }}
      >
        {isMissing
          ? 'It does not exist in this store, or it was removed.'
          : 'Runs go on in the background. We’ve recorded the problem; try again in a moment.'}
      </NothingHere>
    </Page>
  )
}
