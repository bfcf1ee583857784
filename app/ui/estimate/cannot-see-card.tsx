import { BlockStack, Card, List, Text } from '@shopify/polaris'
import type { SourceCapabilities } from '#app/migration/engine/ports/source.ts'
import { KIND_NAMES, SHOWN_KINDS } from '#app/words/names.ts'
import type { Shown } from '#app/words/shown.ts'

/** How changes are found, and what this way cannot see: said before the run, not after. */
export function CannotSeeCard({ capabilities }: { capabilities: Shown<SourceCapabilities> }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What {capabilities.cart} does not show
        </Text>
        <Text as="p" tone="subdued">
          Some changes don’t show when we ask your old store what changed. A full check compares
          every record and finds most of them. Run one right before you switch.
        </Text>
        {SHOWN_KINDS.map((kind) => {
          const { changesFoundBy, onlyComparisonSees, cannotSee } = capabilities.kinds[kind]
          return (
            <BlockStack key={kind} gap="150">
              <Text as="h3" variant="headingSm">
                {KIND_NAMES[kind]}
              </Text>
              <Text as="p">{changesFoundBy}</Text>
              <Sentences of={onlyComparisonSees} title="Only a full check finds:" />
              <Sentences of={cannotSee} title="Not found at all; check these yourself:" />
            </BlockStack>
          )
        })}
      </BlockStack>
    </Card>
  )
}

function Sentences({ of, title }: { of: readonly string[]; title: string }) {
  if (of.length === 0) return null
  return (
    <BlockStack gap="100">
      <Text as="p">{title}</Text>
      <List>
        {of.map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
    </BlockStack>
  )
}
