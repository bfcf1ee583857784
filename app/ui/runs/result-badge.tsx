import { Badge } from '@shopify/polaris'
import { doneOf, isAllInShopify } from '#app/runs/outcome-counts.ts'
import type { RunResult, RunView } from '#app/runs/run-types.ts'
import { RunStateBadge } from '../shared/run/run-state-badge.tsx'
import { useFormat } from '../shared/page/use-format.ts'

/** A run of the list in two words: how many of its records are in Shopify, or how it stands. */
export function ResultBadge({
  run,
  result: { counts, inShopify },
}: {
  run: Pick<RunView, 'state' | 'mode'>
  result: RunResult
}) {
  const format = useFormat()
  const done = doneOf(counts)
  if (run.state === 'running') return <Badge tone="info">{`${format.number(done)} so far`}</Badge>
  if (run.state !== 'completed') return <RunStateBadge state={run.state} />
  if (done === 0) return <Badge>Nothing to move</Badge>
  if (run.mode === 'relink') return <Badge>{`${format.number(done)} matched`}</Badge>
  if (isAllInShopify(counts)) return <Badge tone="success">{`All ${format.number(done)}`}</Badge>
  return <Badge tone="attention">{`${format.number(inShopify)} of ${format.number(done)}`}</Badge>
}
