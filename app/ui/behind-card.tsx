import { Banner, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris'
import type { EstimateAnswer } from './estimate-answer.server.ts'
import { listOf } from './format.ts'
import { ProblemList } from './problem-list.tsx'
import { useFormat } from './use-format.ts'
import { SHOWN_KINDS } from './words.ts'

/** How far Shopify is behind the old store, counted just now. */
export function BehindCard({
  answer,
  missing,
}: {
  answer: EstimateAnswer
  /** Records that did not arrive in earlier runs. */
  missing: number
}) {
  const format = useFormat()
  if (!answer.ok) {
    return (
      <Banner tone="warning" title="It could not be counted how far Shopify is behind">
        <p>{answer.message}</p>
      </Banner>
    )
  }
  const { estimate } = answer
  if (estimate.problems.length > 0 && estimate.overBy === null) {
    return (
      <ProblemList
        title={
          estimate.canStart
            ? 'It is not known how far Shopify is behind'
            : 'A Recent Data Migration cannot start now'
        }
        problems={estimate.problems}
      />
    )
  }
  const counted = (which: 'new' | 'changed') =>
    SHOWN_KINDS.flatMap((kind) => {
      const count = estimate.kinds[kind]?.[which] ?? 0
      return count > 0 ? format.count(kind, count) : []
    })
  const [fresh, changed] = [counted('new'), counted('changed')]
  const isCurrent = fresh.length + changed.length === 0
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          How far Shopify is behind
        </Text>
        <Text as="p" variant="headingLg">
          {isCurrent
            ? missing > 0
              ? 'Nothing new or changed is left in the old store.'
              : 'Shopify has everything the old store has.'
            : fresh.length > 0
              ? listOf(fresh)
              : 'Nothing new'}
        </Text>
        {changed.length > 0 ? (
          <Text as="p">
            {fresh.length > 0 ? 'And changed since the last run: ' : 'Changed since the last run: '}
            {listOf(changed)}.
          </Text>
        ) : null}
        <Text as="p" tone="subdued">
          {isCurrent
            ? ''
            : `A run now would use ${format.points(estimate.points)} of ${format.points(estimate.limit)} Entity Points. `}
          Counted {format.moment(estimate.at)}.
        </Text>
        {estimate.overBy === null ? null : (
          <Banner tone="warning">
            <p>
              That is {format.points(estimate.overBy)} Entity Points over the limit for one run, so
              it cannot start.
            </p>
          </Banner>
        )}
        {isCurrent ? null : (
          <InlineStack>
            <Button url="/app/estimate">See the details</Button>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  )
}
