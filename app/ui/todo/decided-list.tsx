import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris'
import type { DecidedRow } from '#app/decisions/decision-types.ts'
import { byWhom, decisionText } from '#app/decisions/decision-words.ts'
import { fieldName } from '#app/migration/messages/en/field-name.ts'
import type { Decide } from './use-decide.ts'
import { useFormat } from '../shared/page/use-format.ts'
import { KIND_NOUNS, referenceText } from '#app/words/names.ts'

/** What was decided, by whom and when, and the way back where there is one. */
export function DecidedList({
  rows,
  viewer,
  decide,
}: {
  rows: readonly DecidedRow[]
  /** Shopify's id of who looks. */
  viewer: string | null
  decide: Decide
}) {
  const format = useFormat()
  if (rows.length === 0) {
    return (
      <Card>
        <Text as="p" tone="subdued">
          No decisions yet. They are listed here, with a way to undo them.
        </Text>
      </Card>
    )
  }
  return (
    <Card>
      <ul className="plain-list">
        {rows.map((row) => {
          const spoken = `${KIND_NOUNS[row.kind].toLowerCase()} ${referenceText(row.reference)}`
          const when = [byWhom(row.by, viewer), row.at ? format.moment(row.at) : '']
          return (
            <li key={row.issueId}>
              <BlockStack gap="100">
                <InlineStack gap="200" align="space-between" blockAlign="center">
                  <Text as="span" fontWeight="medium" breakWord>
                    {KIND_NOUNS[row.kind]} {referenceText(row.reference)}
                    {row.field ? `, ${fieldName(row.field).toLowerCase()}` : ''}
                  </Text>
                  {row.canUndo ? (
                    row.choice === 'left_behind' ? (
                      <Button
                        size="slim"
                        disabled={decide.isSending}
                        onClick={() => decide.bring([row.issueId])}
                        accessibilityLabel={`Bring it after all: ${spoken}`}
                      >
                        Bring it after all
                      </Button>
                    ) : (
                      <Button
                        size="slim"
                        disabled={decide.isSending}
                        onClick={() => decide.undo([row.issueId])}
                        accessibilityLabel={`Undo: ${spoken}`}
                      >
                        Undo
                      </Button>
                    )
                  ) : (
                    <Badge>Written</Badge>
                  )}
                </InlineStack>
                <Text as="p" breakWord>
                  {decisionText(row)}
                </Text>
                <Text as="p" variant="bodySm" tone="subdued">
                  {when.filter((part) => part !== '').join(', ')}
                </Text>
              </BlockStack>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
