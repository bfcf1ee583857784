import { BlockStack, Card, Checkbox, InlineStack, Text } from '@shopify/polaris'
import type { ReactNode } from 'react'
import type { ShownVerifyRow as Row } from '#app/verification/verdict/verification-types.ts'
import {
  RetryButtons,
  RetryOne,
  RetryProblems,
  recordKey,
  useChosen,
  useRetry,
  type AllOf,
} from '../shared/run/retry.tsx'
import { KIND_NOUNS, referenceText } from '#app/words/names.ts'

/** What may be tried again: it failed, or the old store did not give it any more. */
const isMissing = (row: Row) =>
  row.outcome === 'failed' || row.issues.some(({ code }) => code === 'SOURCE_RECORD_GONE')

/** Rows of Verify, of which those that did not arrive can be tried again, some or all. */
export function RetryRows({
  projectId,
  rows,
  all,
  children,
}: {
  projectId: string
  rows: readonly Row[]
  /** What "Retry all" stands for, and how many; null offers none. */
  all: { of: AllOf; total: number } | null
  children: (row: Row) => ReactNode
}) {
  const retry = useRetry(projectId)
  const missing = rows.filter(isMissing)
  const choice = useChosen(missing, recordKey)
  return (
    <BlockStack gap="400">
      {missing.length > 0 ? (
        <Card>
          <BlockStack gap="300">
            <InlineStack gap="300" align="space-between" blockAlign="center">
              <Text as="p">
                You can try what didn’t arrive again, for example after fixing it in your old store.
              </Text>
              <RetryButtons
                retry={retry}
                chosen={choice.chosen}
                all={all?.of ?? null}
                total={all?.total ?? 0}
              />
            </InlineStack>
            <RetryProblems retry={retry} />
          </BlockStack>
        </Card>
      ) : null}
      <Card>
        <ul className="plain-list">
          {rows.map((row) => (
            <li key={row.sourceId}>
              <BlockStack gap="200">
                {children(row)}
                {isMissing(row) ? (
                  <InlineStack gap="300" blockAlign="center">
                    <Checkbox
                      label={`Select ${KIND_NOUNS[row.kind].toLowerCase()} ${referenceText(row.reference)}`}
                      checked={choice.has(row)}
                      onChange={(on) => choice.toggle(row, on)}
                    />
                    <RetryOne
                      retry={retry}
                      record={row}
                      what={`${KIND_NOUNS[row.kind]} ${referenceText(row.reference)}`}
                    />
                  </InlineStack>
                ) : null}
              </BlockStack>
            </li>
          ))}
        </ul>
      </Card>
    </BlockStack>
  )
}
