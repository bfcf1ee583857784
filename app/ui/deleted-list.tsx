import { useFetcher } from '@remix-run/react'
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  Checkbox,
  InlineStack,
  Link,
  List,
  Modal,
  Text,
} from '@shopify/polaris'
import { useState } from 'react'
import type { action } from '#app/routes/deleted.tsx'
import type { DeletedDecision, DeletedRecord } from '#app/runs/deleted-types.ts'
import { useFormat } from './use-format.ts'
import { KIND_NOUNS, referenceText, type Tone } from './words.ts'

type Asked = { decision: DeletedDecision; records: readonly DeletedRecord[] }

const STATES: Readonly<Record<DeletedRecord['state'], { text: string; tone: Tone } | null>> = {
  there: null,
  archived: { text: 'Archived in Shopify', tone: 'info' },
  cancelled: { text: 'Cancelled in Shopify', tone: 'info' },
  fulfilled: { text: 'Fulfilled: cannot be cancelled', tone: 'attention' },
  gone: { text: 'Not in Shopify any more', tone: 'info' },
  unknown: null,
}

/** What may be done about this record besides leaving it. */
const DECISION_OF: Readonly<Record<DeletedRecord['kind'], 'archive' | 'cancel' | null>> = {
  product: 'archive',
  order: 'cancel',
  customer: null,
}

function canBe(record: DeletedRecord, decision: DeletedDecision): boolean {
  if (decision === 'leave') return true
  return DECISION_OF[record.kind] === decision && STATES[record.state] === null
}

/** The records with what the merchant may do about each, or about the chosen ones. */
export function DeletedList({
  projectId,
  records,
}: {
  projectId: string
  records: readonly DeletedRecord[]
}) {
  const format = useFormat()
  const fetcher = useFetcher<typeof action>()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [asked, setAsked] = useState<Asked | null>(null)
  const isBusy = fetcher.state !== 'idle'
  const selected = records.filter(({ issueId }) => chosen.includes(issueId))
  const send = ({ decision, records: about }: Asked) => {
    setAsked(null)
    setChosen([])
    const form = new FormData()
    form.set('projectId', projectId)
    form.set('decision', decision)
    for (const { issueId } of about) form.append('issueId', issueId)
    void fetcher.submit(form, { method: 'post', action: '/app/deleted' })
  }
  // A cancelled order cannot be opened again, so that is asked twice.
  const choose = (wish: Asked) => (wish.decision === 'cancel' ? setAsked(wish) : send(wish))
  return (
    <BlockStack gap="400">
      {isBusy || !fetcher.data ? null : <Result {...fetcher.data} />}
      <Card>
        <BlockStack gap="300">
          <Text as="p" tone="subdued">
            These were migrated and then deleted in the old store, or moved to its bin. In Shopify
            they are as they were. Archiving takes a product out of sale; cancelling an order tells
            no customer, returns no stock and refunds nothing.
          </Text>
          <div className="choice-line">
            <InlineStack gap="300" align="space-between" blockAlign="center">
              <Checkbox
                label={
                  selected.length > 0
                    ? `${format.number(selected.length)} selected`
                    : 'Select all on this page'
                }
                checked={
                  selected.length === 0
                    ? false
                    : selected.length === records.length || 'indeterminate'
                }
                onChange={(all) => setChosen(all ? records.map(({ issueId }) => issueId) : [])}
              />
              <Choices records={selected} onChoose={choose} disabled={isBusy} />
            </InlineStack>
          </div>
        </BlockStack>
      </Card>
      <Card>
        <ul className="plain-list">
          {records.map((record) => (
            <li key={record.issueId}>
              <Row
                record={record}
                isChosen={chosen.includes(record.issueId)}
                isBusy={isBusy}
                onToggle={(on) =>
                  setChosen((now) =>
                    on
                      ? [...now, record.issueId]
                      : now.filter((issueId) => issueId !== record.issueId),
                  )
                }
                onChoose={choose}
              />
            </li>
          ))}
        </ul>
      </Card>
      <CancelModal
        asked={asked}
        onCancel={() => setAsked(null)}
        onConfirm={() => asked && send(asked)}
      />
    </BlockStack>
  )
}

function Row({
  record,
  isChosen,
  isBusy,
  onToggle,
  onChoose,
}: {
  record: DeletedRecord
  isChosen: boolean
  isBusy: boolean
  onToggle: (on: boolean) => void
  onChoose: (wish: Asked) => void
}) {
  const format = useFormat()
  const noun = KIND_NOUNS[record.kind]
  const name =
    record.label === record.reference
      ? referenceText(record.reference)
      : `${referenceText(record.reference)} · ${record.label}`
  const state = STATES[record.state]
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <InlineStack gap="200" blockAlign="center">
          <Checkbox
            label={`${noun} ${name}`}
            checked={isChosen}
            disabled={isBusy}
            onChange={onToggle}
          />
          {state ? <Badge {...(state.tone ? { tone: state.tone } : {})}>{state.text}</Badge> : null}
        </InlineStack>
        {record.adminPath ? (
          <Link
            url={`shopify://admin/${record.adminPath}`}
            target="_top"
            accessibilityLabel={`Open in Shopify: ${noun.toLowerCase()} ${name}`}
          >
            Open in Shopify
          </Link>
        ) : null}
      </InlineStack>
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <Text as="p" variant="bodySm" tone="subdued">
          Found {format.moment(record.toldAt)}
        </Text>
        <Choices
          records={[record]}
          onChoose={onChoose}
          disabled={isBusy}
          about={`${noun.toLowerCase()} ${name}`}
        />
      </InlineStack>
    </BlockStack>
  )
}

/** The buttons that fit these records; `about` names a single one for those who cannot see the row. */
function Choices({
  records,
  onChoose,
  disabled,
  about,
}: {
  records: readonly DeletedRecord[]
  onChoose: (wish: Asked) => void
  disabled: boolean
  about?: string
}) {
  if (records.length === 0) return null
  const products = records.filter((record) => canBe(record, 'archive'))
  const orders = records.filter((record) => canBe(record, 'cancel'))
  const named = (text: string) => (about ? { accessibilityLabel: `${text}: ${about}` } : {})
  /** For the row itself, and for so many chosen ones. */
  const words = (single: string, count: number, one: string, more: string) =>
    about ? single : (count === 1 ? one : more).replace('#', String(count))
  return (
    <ButtonGroup>
      {products.length > 0 ? (
        <Button
          disabled={disabled}
          onClick={() => onChoose({ decision: 'archive', records: products })}
          {...named('Archive product')}
        >
          {words('Archive product', products.length, 'Archive # product', 'Archive # products')}
        </Button>
      ) : null}
      {orders.length > 0 ? (
        <Button
          disabled={disabled}
          onClick={() => onChoose({ decision: 'cancel', records: orders })}
          {...named('Cancel order')}
        >
          {words('Cancel order', orders.length, 'Cancel # order', 'Cancel # orders')}
        </Button>
      ) : null}
      <Button
        disabled={disabled}
        onClick={() => onChoose({ decision: 'leave', records })}
        {...named('Leave as it is')}
      >
        {words('Leave as it is', records.length, 'Leave # as it is', 'Leave # as they are')}
      </Button>
    </ButtonGroup>
  )
}

function CancelModal({
  asked,
  onCancel,
  onConfirm,
}: {
  asked: Asked | null
  onCancel: () => void
  onConfirm: () => void
}) {
  const count = asked?.records.length ?? 0
  return (
    <Modal
      open={asked !== null}
      onClose={onCancel}
      title={count > 1 ? `Cancel ${count} orders in Shopify?` : 'Cancel this order in Shopify?'}
      primaryAction={{
        content: count > 1 ? 'Cancel the orders' : 'Cancel the order',
        destructive: true,
        onAction: onConfirm,
      }}
      secondaryActions={[{ content: 'Not now', onAction: onCancel }]}
    >
      <Modal.Section>
        <p>
          A cancelled order cannot be opened again. No customer gets an e-mail, no stock is returned
          and nothing is refunded.
        </p>
      </Modal.Section>
    </Modal>
  )
}

const DONE: Readonly<Record<DeletedDecision, string>> = {
  archive: 'archived in Shopify',
  cancel: 'cancelled in Shopify',
  leave: 'left as they are',
}

function Result({
  decision,
  settled,
  refused,
  problem,
}: {
  decision: DeletedDecision | null
  settled: number
  refused: readonly { reference: string; message: string }[]
  problem: { message: string } | null
}) {
  const format = useFormat()
  return (
    <BlockStack gap="300">
      {decision && settled > 0 ? (
        <Banner tone="success">
          <p>
            {format.plural(settled, 'record is', 'records are')} decided:{' '}
            {settled === 1 ? DONE[decision].replace('they are', 'it is') : DONE[decision]}.
          </p>
        </Banner>
      ) : null}
      {problem ? (
        <Banner tone="critical" title="Not everything was done">
          <p>{problem.message}</p>
        </Banner>
      ) : null}
      {refused.length > 0 ? (
        <Banner tone="warning" title="Some records stay on this list">
          <List>
            {refused.map(({ reference, message }) => (
              <List.Item key={reference}>
                {referenceText(reference)}: {message}
              </List.Item>
            ))}
          </List>
        </Banner>
      ) : null}
    </BlockStack>
  )
}
