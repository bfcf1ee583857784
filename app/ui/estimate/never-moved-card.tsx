import { BlockStack, Card, List, Text } from '@shopify/polaris'

/** What stays in the old store by decision, and why: known before the run, not found out after. */
export function NeverMovedCard({ of }: { of: readonly string[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What is not moved
        </Text>
        <List>
          {of.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      </BlockStack>
    </Card>
  )
}
