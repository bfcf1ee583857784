import { BlockStack, Card, List, Text } from '@shopify/polaris'

/** What the app does not look at in an old store: known before it is connected. */
export function NeverReadCard({ of }: { of: readonly string[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What this app does not read
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
