import { Banner, BlockStack, Button, ButtonGroup } from '@shopify/polaris'
import { RetryProblems, useRetry } from './retry.tsx'
import { useFormat } from './use-format.ts'

/** What did not arrive so far, with the way to it and another try for all. */
export function FailuresBanner({
  projectId,
  count,
  canRetry,
}: {
  projectId: string
  count: number
  /** False while a run is on. */
  canRetry: boolean
}) {
  const format = useFormat()
  const retry = useRetry(projectId)
  return (
    <BlockStack gap="300">
      <Banner
        tone="warning"
        title={`${format.plural(count, 'record has', 'records have')} not arrived in Shopify`}
      >
        <BlockStack gap="200">
          <p>
            Nothing was lost: what is missing is still in the old store. Each record is listed with
            the reason and what to do; what may only need time is tried again by the next runs.
          </p>
          <ButtonGroup>
            <Button url="/app/did-not-arrive">See them</Button>
            {canRetry ? (
              <Button loading={retry.isSending} onClick={() => retry.all({})}>
                {count === 1 ? 'Retry' : `Retry all ${format.number(count)}`}
              </Button>
            ) : null}
          </ButtonGroup>
        </BlockStack>
      </Banner>
      <RetryProblems retry={retry} />
    </BlockStack>
  )
}
