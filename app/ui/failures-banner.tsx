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
            Each has a reason and says what to do. What may heal by itself is tried again in the
            next runs; the rest waits for you.
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
