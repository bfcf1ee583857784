import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris'
import type { Headline } from '#app/readiness/readiness.ts'
import { CheckEverything } from '../shared/run/check-everything.tsx'
import { StatementLine } from './statement-line.tsx'
import type { CurrentReadiness } from './use-readiness.ts'

/** The seven statements before the domain is switched, each with what it rests on. */
export function GoLiveCard({
  readiness,
  projectId,
  onAsk,
}: {
  readiness: CurrentReadiness
  projectId: string
  /** Null while a run asks. */
  onAsk: (() => void) | null
}) {
  const { headline, statements, isAsking, facts } = readiness
  const isChecked = statements.some(({ id, state }) => id === 'checked' && state === 'true')
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Before you switch
          </Text>
          <HeadlineBadge headline={headline} />
        </InlineStack>
        <ol className="plain-list">
          {statements.map((statement) => (
            <StatementLine key={statement.id} {...{ statement, projectId, isAsking, onAsk }} />
          ))}
        </ol>
        {isChecked && !facts.live ? <CheckEverything projectId={projectId} /> : null}
        {headline === 'Ready' ? (
          <Text as="p">
            Stop taking orders in your old store, run one more full check to catch the last few
            minutes, then point your domain at Shopify.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  )
}

function HeadlineBadge({ headline }: { headline: Headline }) {
  switch (headline) {
    case 'Ready':
      return <Badge tone="success">{headline}</Badge>
    case 'Not yet':
      return <Badge tone="attention">{headline}</Badge>
    case 'Can’t say yet':
      return <Badge>{headline}</Badge>
  }
}
