import { useFetcher } from '@remix-run/react'
import { Banner, BlockStack, Button, ButtonGroup, Modal, Text } from '@shopify/polaris'
import { useState } from 'react'
import type { EntityKind } from '#app/migration/ports.ts'
import type { action } from '#app/routes/verify-run.tsx'

export type Decision = 'keep_target' | 'take_source'

/**
 * Settles conflicts: of one record, or of all of this kind (`issueIds` null), which is
 * asked twice because it overwrites what the merchant edited.
 */
export function ConflictChoice({
  runId,
  kind,
  issueIds,
  what,
}: {
  runId: string
  kind: EntityKind
  issueIds: readonly string[] | null
  what: string
}) {
  const fetcher = useFetcher<typeof action>()
  const [asked, setAsked] = useState<Decision | null>(null)
  const sending = fetcher.formData?.get('decision') ?? null
  const answer = fetcher.state === 'idle' ? fetcher.data : undefined
  const send = (decision: Decision) => {
    setAsked(null)
    const form = new FormData()
    form.set('intent', 'settle')
    form.set('decision', decision)
    form.set('selection', issueIds ? 'some' : 'all')
    form.set('kind', kind)
    for (const id of issueIds ?? []) form.append('issueId', id)
    void fetcher.submit(form, { method: 'post', action: `/app/verify/${runId}` })
  }
  const choose = issueIds ? send : setAsked
  return (
    <BlockStack gap="200">
      {answer?.ok ? (
        <Text as="p" tone="subdued">
          {answer.decision === 'take_source'
            ? 'Decided: the next run writes the old store’s value.'
            : 'Decided: Shopify’s value stays.'}
        </Text>
      ) : null}
      {answer && !answer.ok ? (
        <Banner tone="critical" title="Nothing was changed">
          <p>{answer.message}</p>
        </Banner>
      ) : null}
      <ButtonGroup>
        <Button
          onClick={() => choose('keep_target')}
          loading={sending === 'keep_target'}
          accessibilityLabel={`Keep Shopify’s values for ${what}`}
        >
          {issueIds ? 'Keep Shopify’s' : 'Keep Shopify’s for all'}
        </Button>
        <Button
          onClick={() => choose('take_source')}
          loading={sending === 'take_source'}
          accessibilityLabel={`Take the old store’s values for ${what}`}
        >
          {issueIds ? 'Take the old store’s' : 'Take the old store’s for all'}
        </Button>
      </ButtonGroup>
      <Modal
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={
          asked === 'take_source'
            ? `Take the old store’s values for ${what}?`
            : `Keep Shopify’s values for ${what}?`
        }
        primaryAction={{
          content: asked === 'take_source' ? 'Take the old store’s' : 'Keep Shopify’s',
          destructive: asked === 'take_source',
          onAction: () => asked && send(asked),
        }}
        secondaryActions={[{ content: 'Decide later', onAction: () => setAsked(null) }]}
      >
        <Modal.Section>
          <p>
            {asked === 'take_source'
              ? 'The next run overwrites what was edited in Shopify in these fields with what the old store says.'
              : 'What was edited in Shopify stays. The old store’s values of these fields are not written.'}
          </p>
        </Modal.Section>
      </Modal>
    </BlockStack>
  )
}
