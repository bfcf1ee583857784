import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris'
import { SaveFileButton } from '../shared/page/save-file-button.tsx'

/** Both reports of a run, to keep. */
export function ReportCard({ runId }: { runId: string }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Proof report
        </Text>
        <Text as="p" tone="subdued">
          Files for a spreadsheet, without names or addresses. Each record is read from both stores
          while the file is written, so a large run takes a while.
        </Text>
        <InlineStack gap="300">
          <SaveFileButton path={`/app/verify/${runId}/report`} label="Download what arrived" />
          <SaveFileButton
            path={`/app/verify/${runId}/missing`}
            label="Download what did not arrive"
          />
        </InlineStack>
      </BlockStack>
    </Card>
  )
}
