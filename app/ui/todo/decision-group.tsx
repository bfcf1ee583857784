import {
  Badge,
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Checkbox,
  Collapsible,
  InlineStack,
  Link,
  Text,
} from '@shopify/polaris'
import { useId, useState } from 'react'
import { KIND } from '#app/migration/kinds/kind.ts'
import type { Choice, DecisionRow } from '#app/decisions/decision-types.ts'
import type { SaidGroup } from '#app/decisions/decision-types.ts'
import type { ShownGroup } from '#app/decisions/todo-types.ts'
import { choiceButton, groupTitle } from '#app/decisions/decision-words.ts'
import { fieldName } from '#app/migration/messages/en/field-name.ts'
import { NextPage } from '../shared/page/next-page.tsx'
import type { Decide } from './use-decide.ts'
import { useFormat } from '../shared/page/use-format.ts'
import { KIND_NOUNS, referenceText } from '#app/words/names.ts'

/** As Shopify names a record now, and what stands in the way of a choice. */
export type InShopify = { label: string; state: string | null; isSettled: boolean }

/** What both stores say in a field that both changed. */
export type BothSay = { source: string; target: string }

/** A value as long as this has room in a button. */
const SHORT = 24

/** What may be decided about the records of a group. */
function choicesOf({ section, kind }: SaidGroup): Choice[] {
  switch (section) {
    case 'didNotArrive':
      return ['leave_behind']
    case 'conflicts':
      return ['take_source', 'keep_target']
    case 'deleted': {
      const { retire } = KIND[kind]
      return retire === null ? ['leave'] : [retire, 'leave']
    }
    case 'cannotFollow':
      return ['leave']
    case 'notes':
      return []
  }
}

/** Whether a record is the same is asked of each one. */
const isForAll = ({ code, count }: SaidGroup) => count > 1 && code !== 'ANOTHER_RECORD'

/** Alike questions: opened when wanted, decided one by one, some, or all at once. */
export function DecisionGroupRows({
  group,
  isFirst,
  names,
  values,
  decide,
  path,
  cursor,
}: {
  group: ShownGroup
  isFirst: boolean
  names: ReadonlyMap<string, InShopify>
  /** What both stores say, by the id of the conflict. */
  values: ReadonlyMap<string, BothSay>
  decide: Decide
  /** Of this group alone, for its pages. */
  path: string
  cursor: string | null
}) {
  const format = useFormat()
  const [isOpen, setOpen] = useState(isFirst)
  const [selected, setSelected] = useState<readonly string[]>([])
  const id = useId()
  const title = groupTitle(group)
  const rows = group.rows ?? []
  const chosen = rows.filter(({ issueId }) => selected.includes(issueId))
  const count = format.records(group.kind, group.count)
  const hasChoice = isForAll(group) && choicesOf(group).length > 0
  const some = chosen.length > 0
  const about = some ? { issueIds: chosen.map(({ issueId }) => issueId) } : { alike: group.key }
  const many = some ? chosen.length : group.count
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" align="space-between" blockAlign="center" wrap={false}>
        <div id={`group-${group.key}`} tabIndex={-1} className="focus-target">
          <Button
            variant="monochromePlain"
            textAlign="start"
            disclosure={isOpen ? 'up' : 'down'}
            ariaExpanded={isOpen}
            ariaControls={id}
            {...(group.rows === null ? { url: path } : { onClick: () => setOpen(!isOpen) })}
          >
            {title}
          </Button>
        </div>
        <Text as="span" tone="subdued" numeric>
          {count}
        </Text>
      </InlineStack>
      <Collapsible
        open={isOpen && group.rows !== null}
        id={id}
        transition={{ duration: '0ms', timingFunction: 'linear' }}
      >
        <Box paddingInlineStart="400" paddingBlockEnd="200">
          <BlockStack gap="300">
            {group.message && group.section !== 'deleted' ? (
              <Text as="p" breakWord>
                {group.message}
              </Text>
            ) : null}
            {hasChoice ? (
              <InlineStack gap="300" blockAlign="center">
                <Checkbox
                  label={
                    some
                      ? `${format.number(chosen.length)} selected`
                      : `Select all ${format.number(rows.length)}${rows.length < group.count ? ' on this page' : ''}`
                  }
                  checked={some ? chosen.length === rows.length || 'indeterminate' : false}
                  onChange={(all) => setSelected(all ? rows.map(({ issueId }) => issueId) : [])}
                />
                <ButtonGroup>
                  {group.section === 'didNotArrive' && decide.canRetry ? (
                    <Button
                      loading={decide.isSending}
                      onClick={() => decide.retry(about)}
                      accessibilityLabel={`Try again ${many}: ${title}`}
                    >
                      {`Try again ${many}`}
                    </Button>
                  ) : null}
                  {choicesOf(group).map((choice) => (
                    <Button
                      key={choice}
                      disabled={decide.isSending}
                      onClick={() => decide.choose(choice, about, many, [])}
                      accessibilityLabel={`${choiceButton(choice, group.code, many)}: ${title}`}
                    >
                      {choiceButton(choice, group.code, many)}
                    </Button>
                  ))}
                </ButtonGroup>
              </InlineStack>
            ) : null}
            <ul className="plain-list" aria-label={title}>
              {rows.map((row) => (
                <li
                  key={row.issueId}
                  id={`row-${row.issueId}`}
                  tabIndex={-1}
                  className="focus-target"
                >
                  <Row
                    row={row}
                    group={group}
                    inShopify={names.get(row.issueId) ?? null}
                    value={values.get(row.issueId) ?? null}
                    decide={decide}
                    selection={
                      hasChoice
                        ? {
                            isSelected: selected.includes(row.issueId),
                            toggle: (on) =>
                              setSelected((now) =>
                                on
                                  ? [...now, row.issueId]
                                  : now.filter((each) => each !== row.issueId),
                              ),
                          }
                        : null
                    }
                    following={rows.map(({ issueId }) => issueId)}
                  />
                </li>
              ))}
            </ul>
            <NextPage path={path} cursor={cursor} next={group.next} />
          </BlockStack>
        </Box>
      </Collapsible>
    </BlockStack>
  )
}

function Row({
  row,
  group,
  inShopify,
  value,
  decide,
  selection,
  following,
}: {
  row: DecisionRow
  group: ShownGroup
  inShopify: InShopify | null
  value: BothSay | null
  decide: Decide
  selection: { isSelected: boolean; toggle: (on: boolean) => void } | null
  /** Ids of the group's rows, to know where the eye goes when this one is gone. */
  following: readonly string[]
}) {
  const format = useFormat()
  const reference = referenceText(row.reference)
  const label = inShopify && inShopify.label !== row.reference ? ` · ${inShopify.label}` : ''
  const name = `${KIND_NOUNS[row.kind]} ${reference}${label}`
  const spoken = `${KIND_NOUNS[row.kind].toLowerCase()} ${reference}`
  const refused = decide.refused.get(row.issueId) ?? decide.refused.get(row.reference)
  const isVariant = group.field?.startsWith('variant.') ?? false
  const facts = [
    isVariant && row.field ? fieldName(row.field) : null,
    group.section === 'didNotArrive'
      ? `${triedText(row.tries)} ${format.moment(row.toldAt)}`
      : format.moment(row.toldAt),
  ].filter((fact) => fact !== null)
  const choices = choicesOf(group).filter(
    (choice) => choice === 'leave' || !inShopify?.isSettled || group.section !== 'deleted',
  )
  const about = { issueIds: [row.issueId] }
  const isShort = value !== null && Math.max(value.source.length, value.target.length) <= SHORT
  const words = (choice: Choice) => {
    const text = choiceButton(choice, group.code, null)
    if (value === null || group.code !== 'CONFLICT' || !isShort) return text
    return `${text}: ${choice === 'take_source' ? value.source : value.target}`
  }
  return (
    <BlockStack gap="150">
      <div className="decision-head">
        <div className="decision-name">
          {selection ? (
            <Checkbox
              label={name}
              checked={selection.isSelected}
              disabled={decide.isSending}
              onChange={selection.toggle}
            />
          ) : (
            <Text as="span" fontWeight="medium" breakWord>
              {name}
            </Text>
          )}
          {inShopify?.state ? <Badge>{inShopify.state}</Badge> : null}
        </div>
        {row.adminPath ? (
          <Link
            url={`shopify://admin/${row.adminPath}`}
            target="_top"
            accessibilityLabel={`Open in Shopify: ${spoken}`}
          >
            Open in Shopify
          </Link>
        ) : null}
      </div>
      {value && !isShort ? (
        <BlockStack gap="050">
          <Text as="p" breakWord>
            Old store: {value.source}
          </Text>
          <Text as="p" breakWord>
            Shopify: {value.target}
          </Text>
        </BlockStack>
      ) : null}
      {group.message === null && group.code !== 'CONFLICT' ? (
        <Text as="p" breakWord>
          {row.message}
        </Text>
      ) : null}
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <Text as="span" variant="bodySm" tone="subdued">
          {facts.join(' · ')}
        </Text>
        <ButtonGroup>
          {group.section === 'didNotArrive' && decide.canRetry ? (
            <Button
              size="slim"
              disabled={decide.isSending}
              onClick={() => decide.retry(about)}
              accessibilityLabel={`Try again: ${spoken}`}
            >
              Try again
            </Button>
          ) : null}
          {choices.map((choice) => (
            <Button
              key={choice}
              size="slim"
              disabled={decide.isSending}
              onClick={() => decide.choose(choice, about, 1, following)}
              accessibilityLabel={`${words(choice)}: ${spoken}`}
            >
              {words(choice)}
            </Button>
          ))}
        </ButtonGroup>
      </InlineStack>
      {refused ? (
        <div role="alert">
          <Text as="p" tone="critical" breakWord>
            Not changed: {refused}
          </Text>
        </div>
      ) : null}
    </BlockStack>
  )
}

const triedText = (tries: number) =>
  tries === 1
    ? 'tried once, last'
    : tries === 2
      ? 'tried twice, last'
      : `tried ${tries} times, last`
