import type { Shown } from '#app/words/shown.ts'
import { Badge, BlockStack, Button, Card, InlineStack, Popover, Box, Text } from '@shopify/polaris'
import { useState, type ReactNode } from 'react'
import { type EntityKind, perKind } from '#app/migration/kinds/kind.ts'
import { pointsFor, POINTS } from '#app/plans/entity-points.ts'
import type { Estimate, PassMode } from '#app/runs/run-types.ts'
import { countedText, doubtOf, isExact, lackOf, leastText } from './estimate-words.ts'
import type { Format } from '#app/words/format.ts'
import { useFormat } from '../shared/page/use-format.ts'
import { KIND_NAMES, SHOWN_KINDS } from '#app/words/names.ts'

/**
 * What one run would move and cost; the two numbers say whether it is within the limit. While the old
 * store is asked for the first time it has its shape already, so that nothing jumps.
 */
export function EstimateCard({
  estimate,
  mode,
  heading,
  again,
  children,
}: {
  /** Null: it is being counted for the first time. */
  estimate: Shown<Estimate> | null
  mode: PassMode
  heading: string
  /** Counts anew. */
  again: ReactNode
  /** The way to start it. */
  children: ReactNode
}) {
  const format = useFormat()
  const overBy = estimate?.overBy ?? null
  const isWhole = !estimate || isExact(estimate)
  const isDoubted = estimate !== null && doubtOf(estimate) !== null
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
          <Text as="h2" variant="headingMd">
            {heading}
          </Text>
          <InlineStack gap="200" blockAlign="center">
            {overBy === null ? null : (
              <Badge tone="critical">{`Over by ${format.points(overBy)}`}</Badge>
            )}
            {isWhole ? null : <Badge tone="attention">At least</Badge>}
          </InlineStack>
        </InlineStack>
        <Numbers estimate={estimate} mode={mode} format={format} />
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <Text as="p" tone="subdued">
              {estimate
                ? `${isDoubted ? 'Not sure' : isWhole ? 'Exact' : 'Not exact'}, counted ${format.moment(estimate.at)}.`
                : 'Asking your old store…'}
            </Text>
            {again}
            <HowWeCount mode={mode} />
          </InlineStack>
          {estimate ? <Notes {...{ estimate, isDoubted, format }} /> : null}
        </BlockStack>
        {children}
      </BlockStack>
    </Card>
  )
}

function Notes({
  estimate,
  isDoubted,
  format,
}: {
  estimate: Shown<Estimate>
  /** Why is told above already. */
  isDoubted: boolean
  format: Format
}) {
  const { guests, retrying } = estimate
  const notes = [
    isExact(estimate) || isDoubted ? null : lackOf(estimate),
    guests > 0
      ? format.count(guests, 'customer is a guest on orders.', 'customers are guests on orders.')
      : null,
    retrying > 0
      ? format.count(
          retrying,
          'record that didn’t arrive earlier is included and tried again.',
          'records that didn’t arrive earlier are included and tried again.',
        )
      : null,
  ]
  return notes.map((note) =>
    note === null ? null : (
      <Text as="p" tone="subdued" key={note}>
        {note}
      </Text>
    ),
  )
}

function Numbers({
  estimate,
  mode,
  format,
}: {
  estimate: Shown<Estimate> | null
  mode: PassMode
  format: Format
}) {
  const cell = (kind: EntityKind, which: 'new' | 'changed') =>
    estimate ? countedText(estimate.kinds[kind], which, format) : ASKING
  const total = (which: 'new' | 'changed') =>
    estimate
      ? leastText(
          SHOWN_KINDS.reduce((sum, kind) => sum + (estimate.kinds[kind]?.[which] ?? 0), 0),
          isExact(estimate),
          format,
        )
      : ASKING
  const isRecent = mode === 'recent'
  return (
    <table className="numbers estimate" aria-busy={!estimate}>
      <caption className="visually-hidden">
        New and changed records of each kind, and what the new ones cost
      </caption>
      <thead>
        <tr>
          <th scope="col">Records</th>
          <th scope="col">New</th>
          {isRecent ? <th scope="col">Changed</th> : null}
          <th scope="col">Points each</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        {SHOWN_KINDS.map((kind) => (
          <tr key={kind}>
            <th scope="row">{KIND_NAMES[kind]}</th>
            {estimate?.kinds[kind] === null ? (
              <td colSpan={isRecent ? 2 : 1}>Not counted</td>
            ) : (
              <>
                <td data-label="new">{cell(kind, 'new')}</td>
                {isRecent ? <td data-label="changed">{cell(kind, 'changed')}</td> : null}
              </>
            )}
            <td className="wide">{POINTS[kind]}</td>
            <td className="wide">{estimate ? pointsOf(estimate, kind, format) : ASKING}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Total</th>
          <td data-label="new">{total('new')}</td>
          {isRecent ? <td data-label="changed">{total('changed')}</td> : null}
          <td className="cost" colSpan={2}>
            {estimate ? (
              <>
                {pointsText(estimate.points, isExact(estimate), format)}
                <span className="of-limit"> of {format.points(estimate.limit)} points per run</span>
              </>
            ) : (
              ASKING
            )}
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

const ASKING = '…'

function pointsOf({ kinds }: Shown<Estimate>, kind: EntityKind, format: Format): string {
  const counted = kinds[kind]
  if (!counted) return 'Not counted'
  const points = pointsFor({ ...perKind(() => 0), [kind]: counted.new })
  return pointsText(points, counted.new > 0 || counted.exact, format)
}

function pointsText(points: string, isWhole: boolean, format: Format): string {
  if (isWhole) return format.points(points)
  return Number(points) === 0 ? 'Not known' : `At least ${format.points(points)}`
}

function HowWeCount({ mode }: { mode: PassMode }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      activator={
        <Button variant="plain" disclosure onClick={() => setOpen(!isOpen)}>
          How we know
        </Button>
      }
    >
      <Box padding="400" maxWidth="20rem">
        <BlockStack gap="200">
          <Text as="p">
            {mode === 'recent'
              ? 'We asked your old store what changed since the last run, and compared that with what is in Shopify.'
              : 'We asked your old store how much it has, and took off what was moved already.'}
          </Text>
          <Text as="p">
            New records count once, when they arrive. Updates, images, variants and what doesn’t
            arrive are free.
          </Text>
          <Text as="p">We count again when you look after 15 minutes, or after a run.</Text>
        </BlockStack>
      </Box>
    </Popover>
  )
}
