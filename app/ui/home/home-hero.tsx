import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris'
import type { ReactNode } from 'react'
import { lastCount, type Waiting } from '#app/readiness/source-statements.ts'
import type { Statement, StatementId } from '#app/readiness/statement.ts'
import type { RunProgress } from '#app/runs/run-types.ts'
import { CheckEverything } from '../shared/run/check-everything.tsx'
import type { Format } from '#app/words/format.ts'
import { HowWeKnow } from './how-we-know.tsx'
import { RunShortcuts } from '../shared/run/run-controls.tsx'
import { runLine } from '../shared/run/run-line.ts'
import { Asking } from './statement-line.tsx'
import { useFormat } from '../shared/page/use-format.ts'
import type { CurrentReadiness } from './use-readiness.ts'
import { MODE_NAMES } from '#app/runs/run-words.ts'

/** What is missing in Shopify, as far as it is known, and the one thing to do next. */
export function HomeHero({
  readiness,
  progress,
  projectId,
  onAsk,
}: {
  readiness: CurrentReadiness
  /** Of the run that is not over; null: there is none. */
  progress: RunProgress | null
  projectId: string
  /** Null while a run asks. */
  onAsk: (() => void) | null
}) {
  const format = useFormat()
  const { facts, statements, headline, isAsking } = readiness
  const said = (id: StatementId) => statements.find((each) => each.id === id)
  const [waiting, arrived, decided, checked] = [
    said('waiting'),
    said('arrived'),
    said('decided'),
    said('checked'),
  ]
  const count = lastCount(facts, format)
  const { live } = facts

  if (live && progress) {
    const line = runLine(progress, format)
    return (
      <Hero
        heading={`${MODE_NAMES[live.mode]}: ${line.badge.text.toLowerCase()}`}
        primary={<RunShortcuts runId={live.id} action={line.action} />}
      >
        <Text as="p">{line.text}</Text>
        {line.detail === null ? null : (
          <Text as="p" tone="subdued">
            {line.detail}
          </Text>
        )}
        {count && count.total > 0 ? (
          <Text as="p" tone="subdued">
            Missing before it: {count.isExact ? '' : 'at least '}
            {countWords(count, format)}, counted {format.moment(count.at)}.
          </Text>
        ) : null}
      </Hero>
    )
  }
  if (!facts.full) {
    return (
      <Hero
        heading="Bring in what you already have"
        primary={link('Count what would move', '/app/estimate')}
      >
        <Text as="p">
          {count && count.fresh !== ''
            ? `Your old store has ${count.isExact ? '' : 'at least '}${count.fresh} that are not in Shopify (counted ${format.moment(count.at)}).`
            : 'The full migration moves everything your old store has now. After it, only what is new or changed moves.'}
        </Text>
        {isAsking ? <Asking /> : null}
      </Hero>
    )
  }
  if (waiting?.state === 'not_true' && count) {
    return (
      <Hero
        heading={missingHeading(count, format)}
        evidence={waiting}
        onAsk={isAsking ? null : onAsk}
        primary={link('Review Recent Data Migration', '/app/estimate')}
      >
        <Missing readiness={readiness} count={count} format={format} />
        {isAsking ? <Asking /> : null}
      </Hero>
    )
  }
  if (waiting?.state !== 'true') {
    const action = waiting?.action
    return (
      <Hero
        heading="We can’t tell what is missing"
        primary={
          isAsking || !action ? null : 'url' in action ? (
            link(action.label, action.url)
          ) : (
            <Button variant="primary" onClick={() => onAsk?.()}>
              {action.label}
            </Button>
          )
        }
      >
        <Text as="p" tone="subdued">
          {waiting?.why}
        </Text>
        {isAsking ? <Asking /> : null}
      </Hero>
    )
  }
  const open = [arrived, decided].find((each) => each?.state === 'not_true')
  const isChecked = checked?.state === 'true'
  if (open) {
    return (
      <Hero
        heading={open.title}
        evidence={open}
        primary={
          open.action && 'url' in open.action ? link(open.action.label, open.action.url) : null
        }
      >
        <Text as="p">{open.why}</Text>
        <Text as="p" tone="subdued">
          Otherwise nothing is new or changed{isChecked ? '' : ', as far as dates tell'}
          {count ? ` (counted ${format.moment(count.at)})` : ''}.
        </Text>
        {isAsking ? <Asking /> : null}
      </Hero>
    )
  }
  return (
    <Hero
      heading={
        headline === 'Ready'
          ? 'Ready to switch'
          : `Nothing new or changed${isChecked ? '' : ', as far as dates tell'}`
      }
      evidence={waiting}
      onAsk={isAsking ? null : onAsk}
      primary={isChecked ? null : <CheckEverything projectId={projectId} variant="primary" />}
    >
      <Text as="p">
        {headline === 'Ready'
          ? 'Everything your old store has is in Shopify, or left behind by you.'
          : isChecked
            ? 'The full check found nothing more.'
            : 'Some changes leave no date. A full check finds them.'}
      </Text>
      {count ? (
        <Text as="p" tone="subdued">
          Counted {format.moment(count.at)}.
        </Text>
      ) : null}
      {isAsking ? <Asking /> : null}
    </Hero>
  )
}

function Hero({
  heading,
  evidence,
  onAsk,
  primary,
  children,
}: {
  heading: string
  evidence?: Statement
  onAsk?: (() => void) | null
  primary: ReactNode
  children: ReactNode
}) {
  return (
    <Card>
      <div className="hero">
        <BlockStack gap="300">
          <InlineStack gap="200" align="space-between" blockAlign="start" wrap={false}>
            <Text as="h2" variant="headingLg">
              {heading}
            </Text>
            {evidence?.evidence ? (
              <HowWeKnow of={heading} evidence={evidence.evidence} onAsk={onAsk ?? null} />
            ) : null}
          </InlineStack>
          {children}
          {primary ? <InlineStack>{primary}</InlineStack> : null}
        </BlockStack>
      </div>
    </Card>
  )
}

function Missing({
  readiness,
  count,
  format,
}: {
  readiness: CurrentReadiness
  count: Waiting
  format: Format
}) {
  const { counted } = readiness.facts.waiting
  if (!counted) return null
  const least = count.isExact ? '' : 'At least '
  return (
    <BlockStack gap="100">
      {count.fresh !== '' && count.changed > 0 ? (
        <Text as="p">{format.number(count.changed)} more were changed.</Text>
      ) : null}
      <Text as="p">
        {least}
        {format.points(counted.points)} of {format.points(counted.limit)} points per run.
      </Text>
      {counted.overBy === null ? null : (
        <Text as="p" tone="caution">
          That is {format.points(counted.overBy)} points over the limit for one run.
        </Text>
      )}
      <Text as="p" tone="subdued">
        Counted {format.moment(count.at)}.
      </Text>
    </BlockStack>
  )
}

function missingHeading(count: Waiting, format: Format): string {
  const least = count.isExact ? '' : 'At least '
  if (count.fresh === '') {
    return `${least}${format.count(count.changed, 'record was', 'records were')} changed in your old store`
  }
  const isOne = count.total - count.changed === 1
  return `${least}${count.fresh} ${isOne ? 'is' : 'are'} not in Shopify yet`
}

function countWords(count: Waiting, format: Format): string {
  const changed = count.changed > 0 ? format.count(count.changed, 'change', 'changes') : ''
  return [count.fresh, changed].filter(Boolean).join(' and ')
}

function link(label: string, url: string) {
  return (
    <Button variant="primary" url={url}>
      {label}
    </Button>
  )
}
