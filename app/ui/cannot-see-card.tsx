import { BlockStack, Card, List, Text } from '@shopify/polaris'
import type { SourceCapabilities } from '#app/migration/ports.ts'
import { KIND_NAMES, SHOWN_KINDS } from './words.ts'

/** How changes are found, and what this way cannot see: said before the run, not after. */
export function CannotSeeCard({ capabilities }: { capabilities: SourceCapabilities }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What {capabilities.cart} does not show
        </Text>
        <Text as="p" tone="subdued">
          These changes cannot be found by asking the old store what changed. If you made any of
          them, check those records yourself.
        </Text>
        {SHOWN_KINDS.map((kind) => {
          const { changesFoundBy, cannotSee } = capabilities.kinds[kind]
          return (
            <BlockStack key={kind} gap="150">
              <Text as="h3" variant="headingSm">
                {KIND_NAMES[kind]}
              </Text>
              <Text as="p">Found by {changesFoundBy}.</Text>
              {cannotSee.length === 0 ? null : (
                <List>
                  {cannotSee.map((sentence) => (
                    <List.Item key={sentence}>{sentence}</List.Item>
                  ))}
                </List>
              )}
            </BlockStack>
          )
        })}
      </BlockStack>
    </Card>
  )
}
