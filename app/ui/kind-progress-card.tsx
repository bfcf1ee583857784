import {
  Badge,
  BlockStack,
  Card,
  InlineGrid,
  InlineStack,
  ProgressBar,
  Text,
} from '@shopify/polaris'
import type { EntityKind } from '#app/migration/ports.ts'
import type { KindProgress } from '#app/runs/run-types.ts'
import { formatDuration, type Format } from './format.ts'
import { useFormat } from './use-format.ts'
import { DONE_COUNTERS, KIND_NAMES } from './words.ts'

const STATES = {
  waiting: { text: 'Waiting', tone: undefined },
  running: { text: 'Working', tone: 'info' },
  done: { text: 'Done', tone: 'success' },
} as const

export function KindProgressCard({
  kind,
  progress,
  isLive,
}: {
  kind: EntityKind
  progress: KindProgress
  isLive: boolean
}) {
  const format = useFormat()
  const { text, tone } = STATES[progress.state]
  const isMoving = isLive && progress.state === 'running'
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h3" variant="headingMd">
            {KIND_NAMES[kind]}
          </Text>
          {progress.state === 'running' && !isLive ? null : (
            <Badge {...(tone ? { tone } : {})}>{text}</Badge>
          )}
        </InlineStack>
        <ProgressBar
          size="small"
          progress={progress.percent ?? (progress.state === 'done' ? 100 : 0)}
          tone={progress.state === 'done' ? 'success' : 'highlight'}
          animated={false}
          ariaLabelledBy={`progress-${kind}`}
        />
        <InlineStack align="space-between" gap="200">
          <Text as="p" id={`progress-${kind}`}>
            {doneText(progress, format)}
          </Text>
          <Text as="p" tone="subdued">
            {isMoving ? paceText(progress, format) : ''}
          </Text>
        </InlineStack>
        <InlineGrid columns={{ xs: 3, sm: 6, lg: 3 }} gap="200">
          {DONE_COUNTERS.map(([counter, label]) => (
            <BlockStack key={counter}>
              <Text as="span" variant="bodySm" tone="subdued">
                {label}
              </Text>
              <Text
                as="span"
                variant="headingSm"
                numeric
                {...(counter === 'failed' && progress.counts.failed > 0
                  ? { tone: 'critical' as const }
                  : {})}
              >
                {format.number(progress.counts[counter])}
              </Text>
            </BlockStack>
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  )
}

function doneText(progress: KindProgress, format: Format): string {
  const done = format.number(progress.done)
  if (progress.state === 'waiting') return 'Not begun'
  if (progress.total === null) return `${done} done`
  const total = format.number(progress.total)
  return progress.totalExact ? `${done} of ${total}` : `${done} of about ${total}`
}

function paceText(progress: KindProgress, format: Format): string {
  const parts: string[] = []
  if (progress.ratePerMinute !== null) {
    parts.push(`${format.number(Math.round(progress.ratePerMinute))} a minute`)
  }
  if (progress.etaSeconds !== null) parts.push(`${formatDuration(progress.etaSeconds)} left`)
  return parts.join(', ')
}
