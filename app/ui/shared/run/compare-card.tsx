import { BlockStack, Card, Text } from '@shopify/polaris'
import { CheckEverything } from './check-everything.tsx'

/** Why a run is not the whole story, and the way to it. */
export function CompareCard({ projectId }: { projectId: string }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p">
          This run read what your old store says has changed. Some changes and deleted records don’t
          show there. A full check compares every record with what was moved, and brings what is
          missing.
        </Text>
        <CheckEverything projectId={projectId} />
      </BlockStack>
    </Card>
  )
}
