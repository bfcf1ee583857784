import { Badge, BlockStack, Box, Card, InlineStack, Text } from '@shopify/polaris'
import type { EntityKind } from '#app/migration/ports.ts'
import { POINTS } from '#app/plans/entity-points.ts'
import type { Estimate } from '#app/runs/run-types.ts'
import { useFormat } from './use-format.ts'
import { KIND_NAMES, MODE_NAMES, SHOWN_KINDS } from './words.ts'

/** What one run would move and cost, against the plan's limit for one run. */
export function EstimateCard({ estimate }: { estimate: Estimate }) {
  const format = useFormat()
  const { kinds, overBy } = estimate
  const isFull = estimate.mode === 'full'
  const isExact = SHOWN_KINDS.every((kind) => kinds[kind]?.exact)
  const about = (kind: EntityKind, which: 'new' | 'changed') => {
    const counted = kinds[kind]
    if (!counted) return 'Not counted'
    return counted.exact ? format.number(counted[which]) : `${format.number(counted[which])}+`
  }
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {MODE_NAMES[estimate.mode]}: what would move
          </Text>
          {overBy === null ? (
            <Badge tone="success">Within the limit</Badge>
          ) : (
            <Badge tone="critical">Over the limit</Badge>
          )}
        </InlineStack>
        <div className="table-scroll">
          <table className="numbers">
            <caption className="visually-hidden">
              New and changed records per kind, and what the new ones cost
            </caption>
            <thead>
              <tr>
                <th scope="col">Records</th>
                <th scope="col">New</th>
                {isFull ? null : <th scope="col">Changed</th>}
                <th scope="col">Points each</th>
              </tr>
            </thead>
            <tbody>
              {SHOWN_KINDS.map((kind) => (
                <tr key={kind}>
                  <th scope="row">{KIND_NAMES[kind]}</th>
                  <td>{about(kind, 'new')}</td>
                  {isFull ? null : <td>{about(kind, 'changed')}</td>}
                  <td>{POINTS[kind]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Box background="bg-surface-secondary" padding="300" borderRadius="200">
          <InlineStack align="space-between" gap="200">
            <Text as="p" fontWeight="semibold">
              {format.points(estimate.points)} Entity Points
            </Text>
            <Text as="p" tone="subdued">
              Limit for one run: {format.points(estimate.limit)}
            </Text>
          </InlineStack>
        </Box>
        <BlockStack gap="100">
          {isExact ? null : (
            <Text as="p" tone="subdued">
              + means at least so many: the old store does not say exactly without being read whole.
            </Text>
          )}
          <Text as="p" tone="subdued">
            Only new records cost points. Changed records, images, categories and variants are free.
          </Text>
          {estimate.guests > 0 ? (
            <Text as="p" tone="subdued">
              {format.plural(estimate.guests, 'customer exists', 'customers exist')} only as a guest
              on orders.
            </Text>
          ) : null}
          {estimate.retrying > 0 ? (
            <Text as="p" tone="subdued">
              {format.plural(estimate.retrying, 'record', 'records')} that did not arrive earlier
              will be tried again.
            </Text>
          ) : null}
          <Text as="p" tone="subdued">
            Counted {format.moment(estimate.at)}.
          </Text>
        </BlockStack>
      </BlockStack>
    </Card>
  )
}
