import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris'
import { useState } from 'react'
import { useFormat } from './use-format.ts'

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
                <Download entry={entry} />
              </InlineStack>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/**
 * A plain link would leave the frame without a session token, so the file is fetched (App Bridge adds
 * the token) and then saved.
 */
function Download({ entry }: { entry: Export }) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  async function save() {
    setState('busy')
    try {
      const response = await fetch(`/app/privacy-exports/${entry.id}`)
      if (!response.ok) return setState('failed')
      const url = URL.createObjectURL(await response.blob())
      const link = document.createElement('a')
      link.href = url
      link.download = `data-request-${entry.requestId}.json`
      link.click()
      URL.revokeObjectURL(url)
      setState('idle')
    } catch {
      setState('failed')
    }
  }
  return (
    <BlockStack gap="100">
      <Button
        onClick={() => void save()}
        loading={state === 'busy'}
        accessibilityLabel={`Download the answer to request ${entry.requestId}`}
      >
        Download
      </Button>
      {state === 'failed' ? (
        <Text as="p" tone="critical">
          The file could not be fetched. Try again.
        </Text>
      ) : null}
    </BlockStack>
  )
}
