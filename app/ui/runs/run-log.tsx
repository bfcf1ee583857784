import { BlockStack, Button, InlineStack, Text } from '@shopify/polaris'
import type { RunEventView } from '#app/runs/run-types.ts'
import { FoldedCard } from '../shared/page/folded.tsx'
import { useFormat } from '../shared/page/use-format.ts'

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
  return (
    <FoldedCard title="Log" what="log" startsOpen={startsOpen}>
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
    </FoldedCard>
  )
}
