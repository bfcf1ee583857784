import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris'
import { isReadyToGoLive, type GoLiveStep } from './go-live.ts'

export function GoLiveCard({ steps }: { steps: readonly GoLiveStep[] }) {
  const isReady = isReadyToGoLive(steps)
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
            Stop taking orders in the old store, run one more Recent Data Migration, then point your
            domain at Shopify.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  )
}

function StepBadge({ done }: { done: boolean | null }) {
  if (done === null) return <Badge>Checking</Badge>
  return done ? <Badge tone="success">Done</Badge> : <Badge tone="attention">Open</Badge>
}
