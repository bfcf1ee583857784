import { useFetcher } from '@remix-run/react'
import { BlockStack, Button, ButtonGroup, Modal, Text } from '@shopify/polaris'
import { useState } from 'react'
import type { action as runAction } from '#app/routes/run.tsx'
import type { RunView } from '#app/runs/run-types.ts'
import type { RunAction } from './run-line.ts'

/** What the run's line offers first; then pause, resume and cancel. Cancelling is asked twice. */
export function RunControls({ run, action }: { run: RunView; action: RunAction | null }) {
  const fetcher = useFetcher<typeof runAction>()
  const [isAsking, setAsking] = useState(false)
  const asked = fetcher.formData?.get('intent') ?? null
  const send = (intent: 'pause' | 'resume' | 'cancel') => {
    setAsking(false)
    void fetcher.submit({ intent }, { method: 'post', action: `/app/runs/${run.id}` })
  }
  const problem = fetcher.state === 'idle' ? (fetcher.data?.problem ?? null) : null
  const { pause, resume, cancel } = run.allowed
  const resumes = action !== null && 'intent' in action
  if (!action && !pause && !resume && !cancel && !problem) return null
  return (
    <BlockStack gap="200">
      <ButtonGroup>
        {action === null ? null : 'url' in action ? (
          <Button variant="primary" url={action.url}>
            {action.content}
          </Button>
        ) : (
          <Button
            variant="primary"
            onClick={() => send(action.intent)}
            loading={asked === 'resume'}
          >
            {action.content}
          </Button>
        )}
        {resume && !resumes ? (
          <Button onClick={() => send('resume')} loading={asked === 'resume'}>
            Resume
          </Button>
        ) : null}
        {pause ? (
          <Button onClick={() => send('pause')} loading={asked === 'pause'}>
            Pause
          </Button>
        ) : null}
        {cancel ? (
          <Button tone="critical" onClick={() => setAsking(true)} loading={asked === 'cancel'}>
            Cancel run
          </Button>
        ) : null}
      </ButtonGroup>
      {problem ? (
        <div role="alert">
          <Text as="p" tone="critical">
            Not changed: {problem}
          </Text>
        </div>
      ) : null}
      <Modal
        open={isAsking}
        onClose={() => setAsking(false)}
        title="Cancel this run?"
        primaryAction={{ content: 'Cancel run', destructive: true, onAction: () => send('cancel') }}
        secondaryActions={[{ content: 'Keep running', onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <p>
            What arrived stays in Shopify. The next run brings the rest. To stop for a while only,
            pause the run instead.
          </p>
        </Modal.Section>
      </Modal>
    </BlockStack>
  )
}
