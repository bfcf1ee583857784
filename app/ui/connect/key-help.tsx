import { BlockStack, Card, List, Text } from '@shopify/polaris'
import type { KeyHelp as Help } from '#app/migration/carts/cart.ts'
import type { Shown } from '#app/words/shown.ts'

/** The way to what the form asks for, in the old store’s own screens. */
export function KeyHelp({ title, steps, note }: Shown<Help>) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        <List type="number">
          {steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <Text as="p" tone="subdued">
          {note}
        </Text>
      </BlockStack>
    </Card>
  )
}
