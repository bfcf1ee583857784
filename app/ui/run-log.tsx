import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris'
import type { RunEventView } from '#app/runs/run-types.ts'
import { useFormat } from './use-format.ts'

/** The log of a run, newest entry first. */
export function RunLog({
  events,
  olderUrl,
}: {
  events: readonly RunEventView[]
  olderUrl: string | null
}) {
  const format = useFormat()
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Log
        </Text>
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
                  {event.level === 'info' ? '' : event.level === 'warn' ? 'Warning: ' : 'Error: '}
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
    </Card>
  )
}
