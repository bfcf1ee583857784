import { BlockStack, Box, Button, Card, Text } from '@shopify/polaris'
import type { ReactNode } from 'react'

/**
 * An empty state: what will be here, and the way to it. (Polaris's own shows its picture only when
 * the picture arrives after hydration, and its heading is none.)
 */
export function NothingHere({
  heading,
  action,
  children,
}: {
  heading: string
  action?: { content: string; url: string }
  children: ReactNode
}) {
  return (
    <Card>
      <Box paddingBlock="800">
        <BlockStack gap="400" inlineAlign="center">
          <img src="/empty.svg" alt="" width="240" height="135" />
          <div className="nothing-here">
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd" alignment="center">
                {heading}
              </Text>
              <Text as="p" tone="subdued" alignment="center">
                {children}
              </Text>
            </BlockStack>
          </div>
          {action ? (
            <Button variant="primary" url={action.url}>
              {action.content}
            </Button>
          ) : null}
        </BlockStack>
      </Box>
    </Card>
  )
}
