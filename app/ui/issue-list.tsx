import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris'
import type { IssueView } from '#app/runs/run-types.ts'
import { fieldName } from './field-value.ts'
import { useFormat } from './use-format.ts'
import { KIND_NOUNS, referenceText, type Tone } from './words.ts'

const SEVERITIES: Readonly<Record<IssueView['severity'], { text: string; tone: Tone }>> = {
  failed: { text: 'Did not arrive', tone: 'critical' },
  conflict: { text: 'Conflict', tone: 'warning' },
  note: { text: 'Remark', tone: 'info' },
}

/** Records that did not arrive, or arrived with a known difference. */
function IssueList({ issues }: { issues: readonly IssueView[] }) {
  return (
    <ul className="plain-list">
      {issues.map((issue) => (
        <li key={issue.id}>
          <Issue issue={issue} />
        </li>
      ))}
    </ul>
  )
}

function Issue({ issue }: { issue: IssueView }) {
  const format = useFormat()
  const { text, tone } = SEVERITIES[issue.severity]
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" fontWeight="semibold">
          {KIND_NOUNS[issue.kind]} {referenceText(issue.reference)}
        </Text>
        <Badge {...(tone ? { tone } : {})}>{text}</Badge>
        {issue.resolvedAt ? <Badge tone="success">Settled</Badge> : null}
      </InlineStack>
      <Text as="p" breakWord>
        {issue.message}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {issue.field ? `${fieldName(issue.field)} · ` : ''}
        {issue.code} · {format.moment(issue.createdAt)}
      </Text>
    </BlockStack>
  )
}

export function IssueCard({ issues, more }: { issues: readonly IssueView[]; more: boolean }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Issues
        </Text>
        {issues.length === 0 ? (
          <Text as="p" tone="subdued">
            None so far. A record that cannot be moved is listed here with the reason.
          </Text>
        ) : (
          <IssueList issues={issues} />
        )}
        {more ? (
          <Text as="p" tone="subdued">
            There are more. Verify lists every record.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  )
}
