import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  ProgressBar,
  Text,
} from '@shopify/polaris'
import type { EntityKind } from '#app/migration/ports.ts'
import { isAllInShopify } from '#app/runs/outcome-counts.ts'
import type { RunProgress } from '#app/runs/run-types.ts'
import { sweepSentence } from '#app/migration/sweep/sweep-sentence.ts'
import { formatDuration } from './format.ts'
import { OutcomesTable } from './outcomes-table.tsx'
import { useFormat } from './use-format.ts'

/** Reasons a merchant settles by renewing the old store's keys. */
const RECONNECT = new Set(['SOURCE_CREDENTIALS', 'SOURCE_CHANGED'])

/** What is to be said of the records that are not at issue. */
function restOf({ run, done, issues }: RunProgress): string {
  if (run.mode === 'relink') return 'The records are linked, and Shopify’s values were kept.'
  if (run.mode === 'retry' && issues.failed >= done) {
    return 'Nothing was lost: what did not arrive is still in the old store.'
  }
  return 'Every other record of this run is in Shopify.'
}

/** The whole run in one line, and why it stands still when it does. */
export function RunSummary({
  progress,
  shownKinds,
}: {
  progress: RunProgress
  /** Empty for a run that moves no records. */
  shownKinds: readonly EntityKind[]
}) {
  const format = useFormat()
  const { run, issues } = progress
  const left =
    run.state === 'running' && progress.etaSeconds !== null
      ? `${formatDuration(progress.etaSeconds)} left`
      : null
  const percent = run.state === 'completed' ? 100 : progress.percent
  const open = [
    issues.failed > 0
      ? format.plural(issues.failed, 'record did', 'records did') + ' not arrive'
      : null,
    issues.conflicts > 0 ? format.plural(issues.conflicts, 'conflict', 'conflicts') : null,
  ].filter((part) => part !== null)
  return (
    <BlockStack gap="400">
      {run.reason ? (
        <Banner
          tone={run.state === 'failed' ? 'critical' : 'warning'}
          title={run.state === 'failed' ? 'The run failed' : 'The run stands still'}
        >
          <BlockStack gap="200">
            <p>{run.reason}</p>
            {RECONNECT.has(run.reasonCode ?? '') ? (
              <InlineStack>
                <Button url={`/app/connect?project=${run.projectId}`}>
                  Reconnect the old store
                </Button>
              </InlineStack>
            ) : null}
          </BlockStack>
        </Banner>
      ) : null}
      {progress.waitingSince ? (
        <Banner
          tone="warning"
          title={`Waiting for a worker since ${format.moment(progress.waitingSince)}`}
        >
          <p>
            Nothing was lost: the run goes on by itself as soon as a worker of this app is free. If
            it still waits in an hour, contact support with the time of this run.
          </p>
        </Banner>
      ) : null}
      {run.state === 'completed' && open.length > 0 ? (
        <Banner tone="warning" title={`The run is complete: ${open.join(', ')}`}>
          <p>{restOf(progress)} See below or under Verify what to do about these.</p>
        </Banner>
      ) : null}
      {progress.sweep ? (
        // In a box of its own: banners that follow one another directly stand further apart.
        <Box>
          <Banner
            tone={run.state === 'completed' ? 'success' : 'info'}
            title="Everything was compared"
            {...(progress.sweep.deleted > 0
              ? { action: { content: 'See what was deleted', url: '/app/todo?tab=deleted' } }
              : {})}
          >
            <p>
              {sweepSentence(progress.sweep)}
              {progress.sweep.deleted > 0 ? ' Nothing was deleted in Shopify.' : ''}
            </p>
          </Banner>
        </Box>
      ) : null}
      {run.state === 'completed' && run.mode === 'relink' ? (
        <Box>
          <Banner
            tone={progress.proposals > 0 ? 'info' : 'success'}
            title={
              progress.done === 0
                ? 'The run is complete'
                : `${format.plural(progress.done, 'record is', 'records are')} linked`
            }
            {...(progress.proposals > 0
              ? { action: { content: 'See the proposals', url: '/app/relink' } }
              : {})}
          >
            <p>
              {progress.proposals > 0
                ? `${format.plural(progress.proposals, 'record', 'records')} in Shopify may belong to the old store: decide which to link.`
                : progress.done === 0
                  ? 'Every record that carries an id of the old store was linked already.'
                  : 'Nothing was changed in Shopify but these links.'}
            </p>
          </Banner>
        </Box>
      ) : null}
      {run.state === 'completed' &&
      open.length === 0 &&
      isAllInShopify(progress.outcomes) &&
      run.mode !== 'sweep' &&
      run.mode !== 'relink' ? (
        <Banner tone="success" title="The run is complete">
          <p>Every record of this run is in Shopify.</p>
        </Banner>
      ) : null}
      <Card>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              Progress
            </Text>
            <Text as="p" tone="subdued">
              {format.points(run.points)} Entity Points used
            </Text>
          </InlineStack>
          {percent === null ? null : (
            <ProgressBar
              progress={percent}
              tone={run.state === 'completed' ? 'success' : 'highlight'}
              animated={false}
              ariaLabelledBy="progress-all"
            />
          )}
          <div id="progress-all" aria-live="polite">
            <InlineStack align="space-between" gap="200">
              <Text as="p">
                {run.mode === 'relink'
                  ? format.plural(progress.done, 'record linked', 'records linked')
                  : progress.total === null
                    ? `${format.number(progress.done)} records done`
                    : `${format.number(progress.done)} of ${format.number(progress.total)} records done`}
              </Text>
              {left ? <Text as="p">{left}</Text> : null}
            </InlineStack>
          </div>
          {progress.paceNote ? (
            <Text as="p" tone="subdued">
              {progress.paceNote}
            </Text>
          ) : null}
          {shownKinds.length > 0 ? (
            <OutcomesTable kinds={progress.kinds} shown={shownKinds} />
          ) : null}
        </BlockStack>
      </Card>
    </BlockStack>
  )
}
