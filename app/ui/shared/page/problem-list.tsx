import type { Shown } from '#app/words/shown.ts'
import { Banner, BlockStack, Button, InlineStack } from '@shopify/polaris'
import type { Problem } from '#app/words/problem.ts'

/** Where a merchant can do something about a problem. */
const WAYS_ON: Readonly<Record<string, { content: string; url: string }>> = {
  FULL_MIGRATION_MISSING: { content: 'Full migration first', url: '/app/estimate' },
  SOURCE_CREDENTIALS: { content: 'Reconnect the old store', url: '/app/connect' },
  BAD_CREDENTIALS: { content: 'Reconnect the old store', url: '/app/connect' },
  BAD_SECRET: { content: 'Reconnect the old store', url: '/app/connect' },
  NO_READ_PERMISSION: { content: 'Reconnect the old store', url: '/app/connect' },
  RUN_IN_PROGRESS: { content: 'See the runs', url: '/app/runs' },
  OVER_LIMIT: { content: 'See the limit', url: '/app/settings' },
  TARGET_RECORDS_GONE: { content: 'Match records', url: '/app/relink' },
  LOCATION_GONE: { content: 'Choose a location', url: '/app/settings' },
  LOCATION_INACTIVE: { content: 'Choose a location', url: '/app/settings' },
}

/** Why something does not start, each reason by itself. */
export function ProblemList({
  title,
  problems,
}: {
  title: string
  problems: readonly Shown<Problem>[]
}) {
  const here = problems.map((problem) => ({ ...problem, way: WAYS_ON[problem.code] }))
  return (
    <Banner tone="warning" title={title}>
      <BlockStack gap="300">
        {here.map(({ code, message, way }) => (
          <BlockStack key={code + message} gap="200">
            <p>{message}</p>
            {way ? (
              <InlineStack>
                <Button url={way.url}>{way.content}</Button>
              </InlineStack>
            ) : null}
          </BlockStack>
        ))}
      </BlockStack>
    </Banner>
  )
}
