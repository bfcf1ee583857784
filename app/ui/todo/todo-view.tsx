import { useNavigate } from '@remix-run/react'
import { BlockStack, Box, Card, InlineStack, Link, Modal, Tabs, Text } from '@shopify/polaris'
import { DECISION_SECTIONS, type Section } from '#app/migration/ledger/queries/questions.ts'
import type { ConflictValues, Standing, TodoList } from '#app/decisions/todo-types.ts'
import type { Json } from '#app/migration/kinds/values/fingerprint.ts'
import { DecidedList } from './decided-list.tsx'
import { DecisionGroupRows, type BothSay, type InShopify } from './decision-group.tsx'
import { SECTION_NAMES } from '#app/decisions/decision-words.ts'
import { valueLines } from '#app/words/field-value.ts'
import type { Format } from '#app/words/format.ts'
import { NextPage } from '../shared/page/next-page.tsx'
import { ProblemList } from '../shared/page/problem-list.tsx'
import { SaveFileButton } from '../shared/page/save-file-button.tsx'
import { TAB_NAMES, TODO_TABS, todoPath, type TodoTab } from '#app/decisions/todo-query.ts'
import { LIST_HEADING, useDecide, type Decide } from './use-decide.ts'
import { useAskOnceOpen, useLater } from '../shared/page/use-coming.ts'
import { usePolling } from '../shared/page/use-polling.ts'
import { useFormat } from '../shared/page/use-format.ts'
import { KIND_NAMES } from '#app/words/names.ts'

const POLL_MS = 4000

type Loaded = TodoList & {
  projectId: string
  /** Shopify's id of whoever looks; null: not known. */
  staff: string | null
  isDocument: boolean
}

const STATES: Readonly<Record<string, { text: string; isSettled: boolean }>> = {
  archived: { text: 'Archived in Shopify', isSettled: true },
  cancelled: { text: 'Cancelled in Shopify', isSettled: true },
  fulfilled: { text: 'Fulfilled: can’t be cancelled', isSettled: true },
  gone: { text: 'No longer in Shopify', isSettled: true },
}

/** Everything only the merchant can decide. */
export function TodoView(loaded: Loaded) {
  const { projectId, tab, counts, liveRunId, decided, cursor, staff } = loaded
  const format = useFormat()
  const navigate = useNavigate()
  const decide = useDecide(projectId, liveRunId === null)
  // What a run brings or finds shows by itself.
  usePolling(liveRunId !== null && loaded.known.state !== 'stopped', POLL_MS)
  useAskOnceOpen(loaded.isDocument)
  const names = useLater(loaded.names, NO_NAMES)
  const values = useLater(loaded.values, NO_VALUES)
  const open = DECISION_SECTIONS.reduce((sum, section) => sum + counts[section], 0)
  const countOf: Readonly<Record<TodoTab, number>> = {
    all: open,
    didNotArrive: counts.didNotArrive,
    conflicts: counts.conflicts,
    deleted: counts.deleted,
    cannotFollow: counts.cannotFollow,
    decided: loaded.decidedCount,
    notes: loaded.noteCount,
  }
  return (
    <BlockStack gap="400">
      <Card padding="0">
        <Tabs
          tabs={TODO_TABS.map((each) => ({
            id: `todo-${each}`,
            content: `${TAB_NAMES[each]} (${format.number(countOf[each])})`,
            panelID: LIST_HEADING,
          }))}
          selected={TODO_TABS.indexOf(tab)}
          onSelect={(at) => {
            const chosen = TODO_TABS[at]
            if (chosen) void navigate(todoPath(chosen))
          }}
        />
        <Box padding="400">
          <BlockStack gap="100">
            <h2 id={LIST_HEADING} tabIndex={-1} className="focus-target plain-heading">
              {headingText(open, counts.leftBehind, format)}
            </h2>
            <Known {...loaded} isEmpty={open === 0} />
            {loaded.known.state !== 'no_run' && counts.didNotArrive + counts.leftBehind > 0 ? (
              <InlineStack>
                <SaveFileButton
                  path={`/app/verify/${loaded.known.runId}/missing`}
                  label="Download what did not arrive"
                />
              </InlineStack>
            ) : null}
          </BlockStack>
        </Box>
      </Card>
      {decide.problems.length > 0 ? (
        <div role="alert">
          <ProblemList title="Not changed" problems={decide.problems} />
        </div>
      ) : null}
      {decided ? (
        <>
          <DecidedList rows={decided.items} viewer={staff} decide={decide} />
          <NextPage path={todoPath('decided')} cursor={cursor} next={decided.next} />
        </>
      ) : (
        <Sections
          loaded={loaded}
          decide={decide}
          names={new Map(names.map((each) => [each.issueId, standing(each)]))}
          values={valuesShown(values, format)}
        />
      )}
      <CancelModal decide={decide} />
    </BlockStack>
  )
}

/** What a choice means, where the buttons alone do not say it. */
const HINTS: Readonly<Record<Section, string | null>> = {
  didNotArrive: 'A record left behind stays in your old store only, and is listed in the report.',
  conflicts: 'Until you decide, Shopify’s stays. The next run writes what you choose.',
  deleted:
    'They’re unchanged in Shopify. Archiving takes a product off sale; cancelling an order emails nobody, restocks nothing and refunds nothing.',
  cannotFollow: 'Do these in Shopify, or leave them.',
  notes: null,
}

/** So few groups are all open. */
const FEW_GROUPS = 4

/** An empty list says nothing yet: whether nothing is to decide, the line under it knows. */
function headingText(open: number, leftBehind: number, format: Format): string {
  const parts = [
    open > 0 ? `${format.number(open)} to decide` : null,
    leftBehind > 0 ? `${format.number(leftBehind)} left behind by you` : null,
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(' · ') : 'Decisions'
}

const NO_NAMES: Standing[] = []
const NO_VALUES: ConflictValues[] = []

function standing({ label, state }: Standing): InShopify {
  const { text = null, isSettled = false } = STATES[state] ?? {}
  return { label, state: text, isSettled }
}

function valuesShown(values: readonly ConflictValues[], format: Format): Map<string, BothSay> {
  const side = (field: string, value: Json, currency: string | null) =>
    valueLines(field, value, { moment: format.moment, currency }).join(', ') || 'nothing'
  return new Map(
    values.map(({ issueId, field, source, target, currency }) => [
      issueId,
      {
        source: side(field, source, currency.source),
        target: side(field, target, currency.target),
      },
    ]),
  )
}

function Sections({
  loaded,
  decide,
  names,
  values,
}: {
  loaded: Loaded
  decide: Decide
  names: ReadonlyMap<string, InShopify>
  values: ReadonlyMap<string, BothSay>
}) {
  const { groups, tab, openKey, cursor } = loaded
  const sections: Section[] = [...DECISION_SECTIONS, 'notes']
  return (
    <BlockStack gap="400">
      {sections.map((section) => {
        const own = groups.filter((group) => group.section === section)
        if (own.length === 0) return null
        return (
          <Card key={section}>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                {SECTION_NAMES[section]}
              </Text>
              {HINTS[section] ? (
                <Text as="p" tone="subdued">
                  {HINTS[section]}
                </Text>
              ) : null}
              {own.map((group) => (
                <DecisionGroupRows
                  key={`${group.key}${cursor ?? ''}`}
                  group={group}
                  isFirst={
                    openKey === null
                      ? group.key === own[0]?.key || groups.length <= FEW_GROUPS
                      : group.key === openKey
                  }
                  names={names}
                  values={values}
                  decide={decide}
                  path={todoPath(tab, group.key)}
                  cursor={openKey === group.key ? cursor : null}
                />
              ))}
            </BlockStack>
          </Card>
        )
      })}
    </BlockStack>
  )
}

/** Whether that is all there is, and since when that is known. */
function Known({ known, liveRunId, isEmpty }: Loaded & { isEmpty: boolean }) {
  const format = useFormat()
  if (liveRunId !== null && known.state !== 'stopped') {
    return (
      <Text as="p" tone="subdued">
        A run is going: your decisions apply after it.{' '}
        <Link url={`/app/runs/${liveRunId}`}>Open the run</Link>
      </Text>
    )
  }
  switch (known.state) {
    case 'no_run':
      return (
        <Text as="p" tone="subdued">
          Decisions show up here after the first run.
        </Text>
      )
    case 'running':
      return null
    case 'stopped':
      return (
        <Text as="p" tone="subdued">
          The last run stopped before it read{' '}
          {known.unread.length > 0
            ? format.list(known.unread.map((kind) => KIND_NAMES[kind].toLowerCase()))
            : 'everything'}
          , so there may be more. <Link url={`/app/runs/${known.runId}`}>Open the run</Link>
        </Text>
      )
    case 'whole':
      return (
        <Text as="p" tone="subdued">
          {isEmpty ? 'Nothing to decide. ' : ''}Checked by the run on {format.moment(known.at)}.
        </Text>
      )
  }
}

function CancelModal({ decide }: { decide: Decide }) {
  const count = decide.asked?.count ?? 0
  const what = count === 1 ? '1 order' : `${count} orders`
  return (
    <Modal
      open={decide.asked !== null}
      onClose={() => decide.confirm(false)}
      title={`Cancel ${what} in Shopify?`}
      primaryAction={{
        content: `Cancel ${what}`,
        destructive: true,
        onAction: () => decide.confirm(true),
      }}
      secondaryActions={[{ content: 'Not now', onAction: () => decide.confirm(false) }]}
    >
      <Modal.Section>
        <p>Shopify can’t reopen a cancelled order. No email, no refund, no stock change.</p>
      </Modal.Section>
    </Modal>
  )
}
