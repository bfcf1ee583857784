import type { Shown } from '#app/words/shown.ts'
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
  Text,
} from '@shopify/polaris'
import type { Proposal, ProposalPage } from '#app/runs/relink/relink-types.ts'
import type { RelinkKey } from '#app/runs/run-task.ts'
import { useChosen } from '../shared/run/retry.tsx'
import { useFormat } from '../shared/page/use-format.ts'
import { KIND_NOUNS } from '#app/words/names.ts'

const MATCHED: Readonly<Record<RelinkKey, string>> = {
  order_name: 'Same order number',
  email: 'Same email address',
  handle: 'Same handle',
  sku: 'Same SKU',
}

type Intent = 'link' | 'link_all' | 'dismiss'

/** Records of Shopify that may be records of the old store, for the merchant to decide. */
export function ProposalsCard({
  page,
  open,
  unambiguous,
  hasRun,
  disabled,
  sending,
  onSend,
}: {
  page: Shown<ProposalPage>
  open: number
  unambiguous: number
  hasRun: boolean
  /** While a run is on nothing can be linked. */
  disabled: boolean
  sending: string
  onSend: (intent: Intent, ids: string[]) => void
}) {
  const format = useFormat()
  // What is certain is chosen beforehand; what is not, never.
  const choice = useChosen(
    page.items,
    ({ id }) => id,
    page.items.filter(({ ambiguous, target }) => !ambiguous && target !== null),
  )
  if (open === 0) {
    return hasRun ? (
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Proposals
          </Text>
          <Text as="p" tone="subdued">
            Nothing to decide.
          </Text>
        </BlockStack>
      </Card>
    ) : null
  }
  const ids = choice.chosen.map(({ id }) => id)
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {`${format.count(open, 'possible match', 'possible matches')} to decide`}
        </Text>
        <Text as="p">
          Linking only writes the old store’s ID to the Shopify record. What Shopify has stays, and
          later changes in your old store are brought over.
        </Text>
        {page.problem ? (
          <Banner tone="warning" title="Shopify did not show these records">
            <p>{page.problem.message}</p>
          </Banner>
        ) : null}
        <ButtonGroup>
          <Button
            variant="primary"
            disabled={disabled || ids.length === 0}
            loading={sending === 'link'}
            onClick={() => onSend('link', ids)}
          >
            {ids.length === 0 ? 'Link selected' : `Link selected (${format.number(ids.length)})`}
          </Button>
          <Button
            disabled={disabled || unambiguous === 0}
            loading={sending === 'link_all'}
            onClick={() => onSend('link_all', [])}
          >
            {`Link all clear matches (${format.number(unambiguous)})`}
          </Button>
          <Button
            disabled={ids.length === 0}
            loading={sending === 'dismiss'}
            onClick={() => onSend('dismiss', ids)}
          >
            Dismiss selected
          </Button>
        </ButtonGroup>
        <ul className="plain-list">
          {page.items.map((proposal) => (
            <li key={proposal.id}>
              <Row
                proposal={proposal}
                checked={choice.has(proposal)}
                onChange={(on) => choice.toggle(proposal, on)}
              />
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  )
}

function Row({
  proposal,
  checked,
  onChange,
}: {
  proposal: Proposal
  checked: boolean
  onChange: (on: boolean) => void
}) {
  const format = useFormat()
  const { kind, reference, target, matchedBy, ambiguous, adminPath } = proposal
  const name = `${KIND_NOUNS[kind]} ${reference}`
  return (
    <div className="proposal">
      <Checkbox label={name} checked={checked} onChange={onChange} />
      <BlockStack gap="050">
        <InlineStack gap="200" blockAlign="center">
          {target ? (
            <Link url={`shopify://admin/${adminPath}`} target="_top">
              {target.label}
            </Link>
          ) : (
            <Text as="span" tone="subdued">
              No longer in Shopify, or not shown now
            </Text>
          )}
          <Badge>{MATCHED[matchedBy]}</Badge>
          {ambiguous ? <Badge tone="warning">More than one match</Badge> : null}
        </InlineStack>
        {target?.detail || target?.at ? (
          <Text as="p" tone="subdued" breakWord>
            {[target.detail, target.at ? format.moment(target.at) : null]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        ) : null}
        {ambiguous ? (
          <Text as="p" tone="subdued">
            One of the two records also matches another one. Look at both before you link.
          </Text>
        ) : null}
      </BlockStack>
    </div>
  )
}
