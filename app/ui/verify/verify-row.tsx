import { Badge, BlockStack, Button, InlineStack, Link, Text } from '@shopify/polaris'
import { useId, useState } from 'react'
import type {
  FieldComparison,
  ShownVerifyRow as Row,
} from '#app/verification/verdict/verification-types.ts'
import { KIND } from '#app/migration/kinds/kind.ts'
import { verdictOf } from '#app/verification/verdict/verdict-words.ts'
import { ConflictChoice } from './conflict-choice.tsx'
import { byQuestion } from '#app/words/conflict-words.ts'
import { ComparisonTable } from './comparison-table.tsx'
import { useFormat } from '../shared/page/use-format.ts'
import { KIND_NOUNS, OUTCOME_WORDS, referenceText } from '#app/words/names.ts'

const PRESENCE: Readonly<Record<Row['presence'], string | null>> = {
  both: null,
  missing_in_target: 'Not in Shopify.',
  gone_in_source: 'Your old store no longer shows it.',
  unreadable_in_source: 'Your old store’s answer about this record can’t be read.',
}

/** One record: who it is, what happened to it, and where the two stores differ. */
export function VerifyRow({ row, runId }: { row: Row; runId: string }) {
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const detailsId = useId()
  const closedCount = row.fields.filter((field) => isShownFirst(row, field)).length
  const foldText = isOpen
    ? 'Show less'
    : `Show ${format.count(row.fields.length - closedCount, 'more equal field', 'more equal fields')}`
  const shown = isOpen ? row.fields : row.fields.filter((field) => isShownFirst(row, field))
  const reference = referenceText(row.reference)
  const name = row.label === row.reference ? reference : `${reference} · ${row.label}`
  const outcome = OUTCOME_WORDS[row.outcome]
  const verdict = verdictOf(row)
  const presence = PRESENCE[row.presence]
  const isSaidTwice = row.verdict === 'missing' && ['failed', 'skipped'].includes(row.outcome)
  const conflicts = row.issues.filter(({ severity }) => severity === 'conflict')
  const remarks = row.issues.filter(
    (issue) => !row.fields.some((field) => field.note === issue.message),
  )

  return (
    <BlockStack gap="200">
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <InlineStack gap="200" align="start" blockAlign="center">
          <Text as="h3" variant="headingSm" breakWord>
            {name}
          </Text>
          {row.amount ? (
            <Text as="span" tone="subdued" numeric>
              {row.amount}
            </Text>
          ) : null}
          <Badge {...(outcome.tone ? { tone: outcome.tone } : {})}>{outcome.text}</Badge>
          {isSaidTwice ? null : (
            <Badge {...(verdict.tone ? { tone: verdict.tone } : {})}>{verdict.text}</Badge>
          )}
        </InlineStack>
        {row.adminPath ? (
          <Link
            url={`shopify://admin/${row.adminPath}`}
            target="_top"
            accessibilityLabel={`Open in Shopify: ${KIND_NOUNS[row.kind].toLowerCase()} ${reference}`}
          >
            Open in Shopify
          </Link>
        ) : null}
      </InlineStack>
      {row.notChecked ? <Text as="p">{row.notChecked}</Text> : null}
      {presence && remarks.length === 0 ? <Text as="p">{presence}</Text> : null}
      {remarks.map((issue) => (
        <BlockStack key={issue.id} gap="050">
          <Text
            as="p"
            breakWord
            {...(issue.severity === 'note' ? { tone: 'subdued' as const } : {})}
          >
            {issue.message}
          </Text>
          {issue.next ? (
            <Text as="p" tone="subdued">
              {issue.next}
            </Text>
          ) : null}
        </BlockStack>
      ))}
      <div id={detailsId}>
        {shown.length > 0 ? (
          <ComparisonTable
            label={`${name}: old store and Shopify`}
            fields={shown}
            currency={row.currency}
          />
        ) : null}
      </div>
      {byQuestion(conflicts).map(([code, some]) => (
        <ConflictChoice
          key={code ?? 'fields'}
          runId={runId}
          kind={row.kind}
          issueIds={some.map(({ id }) => id)}
          code={code}
          what={name}
        />
      ))}
      {row.fields.length > closedCount ? (
        <InlineStack>
          <Button
            variant="plain"
            disclosure={isOpen ? 'up' : 'down'}
            ariaExpanded={isOpen}
            ariaControls={detailsId}
            onClick={() => setOpen(!isOpen)}
            accessibilityLabel={`${foldText}: ${name}`}
          >
            {foldText}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  )
}

/** What tells at a glance that it is the right record, and everything that differs. */
function isShownFirst(row: Row, field: FieldComparison): boolean {
  return field.verdict !== 'equal' || KIND[row.kind].keyFields.includes(field.field)
}
