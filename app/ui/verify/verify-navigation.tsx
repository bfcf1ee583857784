import { useNavigate } from '@remix-run/react'
import { BlockStack, Card, Select, Tabs } from '@shopify/polaris'
import type { RunCounts } from '#app/runs/run-types.ts'
import { useFormat } from '../shared/page/use-format.ts'
import {
  FILTER_COUNTS,
  FILTER_NAMES,
  VERIFY_FILTERS,
  verifyPath,
  type VerifyQuery,
} from './verify-query.ts'
import { KIND_NAMES, SHOWN_KINDS } from '#app/words/names.ts'

/** Which records are shown: a tab per kind, and what happened to them in this run. */
export function VerifyNavigation({
  runId,
  query,
  counts,
}: {
  runId: string
  query: VerifyQuery
  counts: RunCounts
}) {
  const format = useFormat()
  const navigate = useNavigate()
  const go = (next: Pick<VerifyQuery, 'kind' | 'filter'>) => void navigate(verifyPath(runId, next))
  return (
    <Card padding="0">
      <Tabs
        tabs={SHOWN_KINDS.map((kind) => ({
          id: `tab-${kind}`,
          content: `${KIND_NAMES[kind]} (${format.number(FILTER_COUNTS.all(counts[kind]))})`,
          panelID: 'verify-records',
        }))}
        selected={SHOWN_KINDS.indexOf(query.kind)}
        onSelect={(at) => {
          const kind = SHOWN_KINDS[at]
          if (kind) go({ kind, filter: 'all' })
        }}
      >
        <BlockStack>
          <div className="verify-filter">
            <Select
              label="Show"
              labelInline
              options={VERIFY_FILTERS.map((filter) => ({
                value: filter,
                label: `${FILTER_NAMES[filter]} (${format.number(FILTER_COUNTS[filter](counts[query.kind]))})`,
              }))}
              value={query.filter}
              onChange={(value) => {
                const filter = VERIFY_FILTERS.find((known) => known === value)
                if (filter) go({ kind: query.kind, filter })
              }}
            />
          </div>
        </BlockStack>
      </Tabs>
    </Card>
  )
}
