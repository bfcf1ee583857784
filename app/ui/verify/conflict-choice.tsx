import type { Shown } from '#app/words/shown.ts'
import { useFetcher } from '@remix-run/react'
import { Banner, BlockStack, Button, ButtonGroup, Modal, Text } from '@shopify/polaris'
import { useState } from 'react'
import type { Resolution } from '#app/migration/engine/ports/settlement.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { ConflictAnswer } from '#app/decisions/decision-types.ts'
import { conflictWords } from '#app/words/conflict-words.ts'

const DECISIONS = ['keep_target', 'take_source'] as const satisfies Resolution[]

/**
 * Settles conflicts: of one record, or of all of this kind (`issueIds` null), which is
 * asked twice because it overwrites what the merchant edited.
 */
export function ConflictChoice({
  runId,
  kind,
  issueIds,
  code = null,
  what,
}: {
  runId: string
  kind: EntityKind
  issueIds: readonly string[] | null
  /** The conflicts' code where they ask something else than which value is right. */
  code?: string | null
  what: string
}) {
  const fetcher = useFetcher<Shown<ConflictAnswer>>()
  const [asked, setAsked] = useState<Resolution | null>(null)
  const sending = fetcher.formData?.get('decision') ?? null
  const answer = fetcher.state === 'idle' ? fetcher.data : undefined
  const send = (decision: Resolution) => {
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
  const words = conflictWords(code)
  return (
    <BlockStack gap="200">
      {answer?.ok ? (
        <Text as="p" tone="subdued">
          {words[answer.decision].decided}
        </Text>
      ) : null}
      {answer && !answer.ok ? (
        <Banner tone="critical" title="Nothing was changed">
          <p>{answer.message}</p>
        </Banner>
      ) : null}
      <ButtonGroup>
        {DECISIONS.map((decision) => (
          <Button
            key={decision}
            onClick={() => choose(decision)}
            loading={sending === decision}
            accessibilityLabel={`${words[decision].button}${issueIds ? ':' : ' for'} ${what}`}
          >
            {`${words[decision].button}${issueIds ? '' : ' for all'}`}
          </Button>
        ))}
      </ButtonGroup>
      <Modal
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={`${words[asked ?? 'keep_target'].label} ${what}?`}
        primaryAction={{
          content: words[asked ?? 'keep_target'].button,
          destructive: asked === 'take_source',
          onAction: () => asked && send(asked),
        }}
        secondaryActions={[{ content: 'Decide later', onAction: () => setAsked(null) }]}
      >
        <Modal.Section>
          <p>
            {asked === 'take_source'
              ? 'The next run replaces your edits to these fields in Shopify with the old store’s values.'
              : 'Your edits in Shopify stay. The old store’s values for these fields are not written.'}
          </p>
        </Modal.Section>
      </Modal>
    </BlockStack>
  )
}
