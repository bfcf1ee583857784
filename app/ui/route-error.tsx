import { isRouteErrorResponse, useRouteError } from '@remix-run/react'
import { BlockStack, Card, EmptyState, Page, Text } from '@shopify/polaris'
import { EMPTY_IMAGE } from './empty-image.ts'

/** What an embedded screen shows when its data cannot be had: a sentence and a way back. */
export function RouteError() {
  const error = useRouteError()
  const isMissing = isRouteErrorResponse(error) && error.status === 404
  return (
    <Page>
      <Card>
        <EmptyState
          heading={isMissing ? 'This page is not here' : 'This page could not be shown'}
          image={EMPTY_IMAGE}
          action={{ content: 'Back to Home', url: '/app' }}
        >
          <BlockStack gap="200">
            <Text as="p">
              {isMissing
                ? 'It does not exist in this store, or it was removed.'
                : 'Nothing was lost, and work in the background goes on. The problem was recorded; try again in a moment.'}
            </Text>
          </BlockStack>
        </EmptyState>
      </Card>
    </Page>
  )
}
