import { BlockStack, Button, Card, Collapsible, InlineStack, Text } from '@shopify/polaris'
import { useId, useState } from 'react'
import type { RunEventView } from '#app/runs/run-types.ts'
import { useFormat } from './use-format.ts'

/** The log of a run, newest entry first; folded, because the card above says what matters. */
export function RunLog({
  events,
  olderUrl,
  startsOpen,
}: {
  events: readonly RunEventView[]
  olderUrl: string | null
  /** For who leafs through it. */
  startsOpen: boolean
}) {
  const format = useFormat()
  const [isOpen, setOpen] = useState(startsOpen)
  const id = useId()
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Log
          </Text>
          <Button
            variant="plain"
            disclosure={isOpen ? 'up' : 'down'}
            ariaExpanded={isOpen}
            ariaControls={id}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Hide log' : 'Show log'}
          </Button>
        </InlineStack>
        <Collapsible id={id} open={isOpen}>
          <BlockStack gap="300">
            {events.length === 0 ? (
              <Text as="p" tone="subdued">
                Nothing has happened yet.
              </Text>
            ) : (
              <ol className="log">
                {events.map((event) => (
                  <li key={event.id} className={`log-${event.level}`}>
                    <time dateTime={event.at.toISOString()}>{format.exactMoment(event.at)}</time>
                    <span>
                      {event.level === 'info'
                        ? ''
                        : event.level === 'warn'
                          ? 'Warning: '
                          : 'Error: '}
                      {event.message}
                    </span>
                  </li>
                ))}
              </ol>
            )}
            {olderUrl ? (
              <InlineStack>
                <Button url={olderUrl}>Older entries</Button>
              </InlineStack>
            ) : null}
          </BlockStack>
        </Collapsible>
      </BlockStack>
    </Card>
  )
}
