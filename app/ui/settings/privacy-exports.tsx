import { Card, InlineStack, Text } from '@shopify/polaris'
import { SaveFileButton } from '../shared/page/save-file-button.tsx'
import { useFormat } from '../shared/page/use-format.ts'

type Export = { id: string; requestId: string; createdAt: Date }

export function PrivacyExports({ exports }: { exports: readonly Export[] }) {
  const format = useFormat()
  return (
    <Card>
      {exports.length === 0 ? (
        <Text as="p" tone="subdued">
          No customer has asked for their data in the last 30 days.
        </Text>
      ) : (
        <ul className="plain-list">
          {exports.map((entry) => (
            <li key={entry.id}>
              <InlineStack align="space-between" blockAlign="center" gap="200">
                <Text as="span">
                  Request {entry.requestId}, {format.moment(entry.createdAt)}
                </Text>
                <SaveFileButton
                  path={`/app/privacy-exports/${entry.id}`}
                  label="Download"
                  accessibilityLabel={`Download: the answer to request ${entry.requestId}`}
                />
              </InlineStack>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
