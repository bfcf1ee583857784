import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris'
import { CheckEverything } from './check-everything.tsx'
import { isReadyToCompare, isReadyToGoLive, type GoLiveStep } from './go-live.ts'

export function GoLiveCard({
  steps,
  projectId,
}: {
  steps: readonly GoLiveStep[]
  /** Null while everything cannot be compared: before the full migration, or during a run. */
  projectId: string | null
}) {
  const isReady = isReadyToGoLive(steps)
  const isLastStep = !isReady && isReadyToCompare(steps)
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Before you switch the domain
          </Text>
          {isReady ? <Badge tone="success">Ready</Badge> : <Badge tone="attention">Not yet</Badge>}
        </InlineStack>
        <ol className="plain-list">
          {steps.map((step) => (
            <li key={step.text}>
              <BlockStack gap="050">
                <InlineStack gap="200" align="space-between" blockAlign="start" wrap={false}>
                  <Text as="span">{step.text}</Text>
                  <StepBadge done={step.done} />
                </InlineStack>
                {step.hint ? (
                  <Text as="p" tone="subdued">
                    {step.hint}
                  </Text>
                ) : null}
              </BlockStack>
            </li>
          ))}
        </ol>
        {isReady ? (
          <Text as="p">
            Stop taking orders in the old store, press “Check everything” once more so that nothing
            of the last minutes is missing, then point your domain at Shopify.
          </Text>
        ) : null}
        {isLastStep ? (
          <Text as="p">
            Stop taking orders in the old store, then prepare the switch: this brings what is still
            new or changed and compares every record.
          </Text>
        ) : null}
        {projectId === null ? null : (
          <CheckEverything projectId={projectId} primary={isLastStep}>
            {isLastStep ? 'Prepare the switch' : 'Check everything'}
          </CheckEverything>
        )}
      </BlockStack>
    </Card>
  )
}

function StepBadge({ done }: { done: boolean | null }) {
  if (done === null) return <Badge>Checking</Badge>
  return done ? <Badge tone="success">Done</Badge> : <Badge tone="attention">Open</Badge>
}
