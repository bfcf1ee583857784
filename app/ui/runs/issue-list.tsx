import { Badge, BlockStack, Checkbox, InlineStack, Text } from '@shopify/polaris'
import type { IssueView } from '#app/runs/run-types.ts'
import { fieldName } from '#app/migration/messages/en/field-name.ts'
import {
  RetryButtons,
  RetryOne,
  RetryProblems,
  recordKey,
  useChosen,
  useRetry,
  type AllOf,
  type Retry,
} from '../shared/run/retry.tsx'
import { useFormat } from '../shared/page/use-format.ts'
import { KIND_NOUNS, referenceText, type Tone } from '#app/words/names.ts'

const SEVERITIES: Readonly<Record<IssueView['severity'], { text: string; tone: Tone }>> = {
  failed: { text: 'Did not arrive', tone: 'critical' },
  conflict: { text: 'Conflict', tone: 'warning' },
  // Only those are listed that ask for somebody.
  note: { text: 'Can’t follow', tone: 'attention' },
}

/** A record that is not in Shopify and may be tried again. */
function canRetry(issue: IssueView): boolean {
  return (
    issue.resolvedAt === null &&
    (issue.severity === 'failed' || issue.code === 'SOURCE_RECORD_GONE')
  )
}

const nameOf = (issue: IssueView) => `${KIND_NOUNS[issue.kind]} ${referenceText(issue.reference)}`

function Issue({
  issue,
  retry,
  choice,
}: {
  issue: IssueView
  retry: Retry | null
  choice: ReturnType<typeof useChosen<IssueView>>
}) {
  const format = useFormat()
  const { text, tone } = SEVERITIES[issue.severity]
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center" align="space-between">
        <InlineStack gap="200" blockAlign="center">
          {retry ? (
            <Checkbox
              label={`Select ${nameOf(issue)}`}
              labelHidden
              checked={choice.has(issue)}
              onChange={(on) => choice.toggle(issue, on)}
            />
          ) : null}
          <Text as="span" fontWeight="semibold">
            {nameOf(issue)}
          </Text>
          <Badge {...(tone ? { tone } : {})}>{text}</Badge>
          {issue.resolvedAt ? <Badge>No longer open</Badge> : null}
        </InlineStack>
        {retry ? <RetryOne retry={retry} record={issue} what={nameOf(issue)} /> : null}
      </InlineStack>
      <Text as="p" breakWord>
        {issue.message}
      </Text>
      {issue.next ? (
        <Text as="p" tone="subdued">
          {issue.next}
        </Text>
      ) : null}
      <Text as="p" variant="bodySm" tone="subdued">
        {issue.field ? `${fieldName(issue.field)} · ` : ''}
        {format.moment(issue.toldAt)} · Code for support: {issue.code}
      </Text>
    </BlockStack>
  )
}

/** Records that did not arrive, or arrived with a known difference, and the means to try them again. */
export function IssueList({
  projectId,
  issues,
  more,
  nothing,
  retryAll,
}: {
  projectId: string
  issues: readonly IssueView[]
  /** Where the rest is, in words; null: these are all. */
  more: string | null
  nothing: string
  /** Null while a run is on: then nothing can be tried again. */
  retryAll: { of: AllOf; total: number } | null
}) {
  const retry = useRetry(projectId)
  const retriable = issues.filter(canRetry)
  const choice = useChosen(retriable, recordKey)
  const isOffered = retryAll !== null && retriable.length > 0
  const hasChoice = isOffered && (retriable.length > 1 || retryAll.total > 1)
  return (
    <BlockStack gap="300">
      {hasChoice ? (
        <InlineStack gap="300" align="space-between" blockAlign="center">
          <Checkbox
            label="Select all on this page"
            checked={
              choice.chosen.length === retriable.length
                ? true
                : choice.chosen.length > 0
                  ? 'indeterminate'
                  : false
            }
            onChange={choice.setAll}
          />
          <RetryButtons
            retry={retry}
            chosen={choice.chosen}
            all={retryAll.of}
            total={retryAll.total}
          />
        </InlineStack>
      ) : null}
      <RetryProblems retry={retry} />
      {issues.length === 0 ? (
        <Text as="p" tone="subdued">
          {nothing}
        </Text>
      ) : (
        <ul className="plain-list">
          {issues.map((issue) => (
            <li key={issue.id}>
              <Issue
                issue={issue}
                retry={isOffered && canRetry(issue) ? retry : null}
                choice={choice}
              />
            </li>
          ))}
        </ul>
      )}
      {more ? (
        <Text as="p" tone="subdued">
          {more}
        </Text>
      ) : null}
    </BlockStack>
  )
}
