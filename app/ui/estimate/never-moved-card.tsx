import { BlockStack, Card, List, Text } from '@shopify/polaris'

/** What stays in the old store by decision, and why: known before the run, not found out after. */
export function NeverMovedCard({ of }: { of: readonly { what: string; why: string }[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What is not moved
        </Text>
        <List>
          {of.map(({ what, why }) => (
            <List.Item key={what}>
              {what}. {why}
            </List.Item>
          ))}
        </List>
      </BlockStack>
    </Card>
  )
}
