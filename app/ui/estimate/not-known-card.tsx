import type { Shown } from '#app/words/shown.ts'
import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris'
import type { ReactNode } from 'react'
import { needsKeys } from '#app/readiness/source-statements.ts'
import type { KnownEstimate } from '#app/runs/run-types.ts'
import { doubtOf, lackOf, waitingText } from './estimate-words.ts'
import { useFormat } from '../shared/page/use-format.ts'

/** What would move is not known: why, since when, what was known last, and what to do. */
export function NotKnownCard({
  known,
  again,
  children,
}: {
  /** A try that failed, or a count that found nothing and says nothing by that. */
  known: Shown<KnownEstimate>
  again: ReactNode
  /** What can be done all the same. */
  children?: ReactNode
}) {
  const format = useFormat()
  const { estimate, failed } = known
  const waited = estimate && waitingText(estimate, format)
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            We can’t tell what would move
          </Text>
          <Badge>Not known</Badge>
        </InlineStack>
        <Text as="p">
          {failed?.message ??
            (estimate ? (doubtOf(estimate) ?? lackOf(estimate)) : 'The count didn’t finish.')}
        </Text>
        <Text as="p" tone="subdued">
          {failed ? `Not known since ${format.moment(failed.since)}. ` : ''}
          {waited ? `Last known ${format.moment(estimate.at)}: ${waited}.` : ''}
          {!failed && estimate ? `Asked ${format.moment(estimate.at)}.` : ''}
        </Text>
        <InlineStack gap="200">
          {failed && needsKeys(failed.code) ? (
            <Button variant="primary" url="/app/connect">
              Reconnect old store
            </Button>
          ) : null}
          {again}
        </InlineStack>
        {children}
      </BlockStack>
    </Card>
  )
}
