import { BlockStack, Card, InlineStack, Link, ProgressBar, Text } from '@shopify/polaris'
import { useState } from 'react'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { isLive } from '#app/runs/run-states.ts'
import type { RunProgress } from '#app/runs/run-types.ts'
import { formatDuration, type Format } from '#app/words/format.ts'
import { OutcomesTable } from './outcomes-table.tsx'
import { RunControls } from '../shared/run/run-controls.tsx'
import type { RunLine } from '../shared/run/run-line.ts'
import { useFormat } from '../shared/page/use-format.ts'

/** How far a run is, how it stands, what can be done about it, and what became of its records. */
export function RunCard({
  progress,
  compared,
  line,
  shownKinds,
}: {
  progress: RunProgress
  /** What its comparison of everything found, in a sentence. */
  compared: string | null
  line: RunLine
  /** Empty for a run that moves no records. */
  shownKinds: readonly EntityKind[]
}) {
  const format = useFormat()
  const { run, comparison } = progress
  // The column stays in an open page when the run ends: without it all others would move.
  const [hasPace] = useState(isLive(run.state))
  const percent = run.state === 'completed' ? 100 : progress.percent
  const left =
    run.state === 'running' && progress.etaSeconds !== null
      ? `${formatDuration(progress.etaSeconds)} left`
      : null
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd" id="progress-all">
            {doneText(progress, format)}
          </Text>
          {left ? <Text as="p">{left}</Text> : null}
          <Text as="p" tone="subdued">
            {format.points(run.points)} points
          </Text>
        </InlineStack>
        {/* Paused and stopped runs keep their bar and numbers. */}
        <ProgressBar
          progress={percent ?? 0}
          tone={line.badge.tone === 'success' ? 'success' : 'highlight'}
          animated={false}
          ariaLabelledBy="progress-all"
        />
        <div aria-live="polite" className="run-line">
          <BlockStack gap="100">
            <Text as="p" {...(line.badge.tone === 'critical' ? { tone: 'critical' as const } : {})}>
              {line.text}
            </Text>
            {line.detail ? (
              <Text as="p" tone="subdued" breakWord>
                {line.detail}
              </Text>
            ) : null}
          </BlockStack>
        </div>
        <div className="run-controls">
          <RunControls run={run} action={line.action} />
        </div>
        {shownKinds.length > 0 ? (
          <OutcomesTable
            kinds={progress.kinds}
            shown={shownKinds}
            hasPace={hasPace && run.mode !== 'comparison'}
          />
        ) : null}
        {comparison ? (
          <BlockStack gap="100">
            <Text as="h3" variant="headingSm">
              Everything was compared
            </Text>
            <Text as="p">
              {compared}
              {comparison.deleted > 0 ? ' Nothing was deleted in Shopify. ' : ''}
              {comparison.deleted > 0 && line.action?.content !== DELETED ? (
                <Link url="/app/todo?tab=deleted">{DELETED}</Link>
              ) : null}
            </Text>
          </BlockStack>
        ) : null}
      </BlockStack>
    </Card>
  )
}

const DELETED = 'See what was deleted'

function doneText({ run, done, total, result }: RunProgress, format: Format): string {
  if (run.mode === 'relink') return format.count(done, 'record matched', 'records matched')
  // A run that is over says what came of it, not how many records it looked at.
  if (result && done > 0) {
    return `${format.number(result.inShopify)} of ${format.count(done, 'record', 'records')} in Shopify`
  }
  if (total === null) return format.count(done, 'record', 'records')
  return `${format.number(done)} of ${format.count(total, 'record', 'records')}`
}
