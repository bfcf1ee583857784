import type { Shown } from '#app/words/shown.ts'
import { useFetcher } from '@remix-run/react'
import { BlockStack, Button, ButtonGroup, Modal, Text } from '@shopify/polaris'
import { useState } from 'react'
import type { RunAnswer, RunView } from '#app/runs/run-types.ts'
import type { RunAction } from './run-line.ts'

type RunRequest = ReturnType<typeof useRunRequest>

/** Asks something of a run, from whichever screen. */
function useRunRequest(runId: string) {
  const fetcher = useFetcher<Shown<RunAnswer>>()
  return {
    /** What it is being asked just now. */
    asked: fetcher.formData?.get('intent') ?? null,
    problem: fetcher.state === 'idle' ? (fetcher.data?.problem?.message ?? null) : null,
    send: (intent: 'pause' | 'resume' | 'cancel') =>
      void fetcher.submit({ intent }, { method: 'post', action: `/app/runs/${runId}` }),
  }
}

/** What the run's line offers, where the run is shown in short, and the way to it. */
export function RunShortcuts({ runId, action }: { runId: string; action: RunAction | null }) {
  const request = useRunRequest(runId)
  return (
    <BlockStack gap="200">
      <ButtonGroup>
        {action ? <Offered action={action} request={request} /> : null}
        <Button {...(action ? {} : { variant: 'primary' as const })} url={`/app/runs/${runId}`}>
          Open the run
        </Button>
      </ButtonGroup>
      <Refusal request={request} />
    </BlockStack>
  )
}

/** What the run's line offers first; then pause, resume and cancel. Cancelling is asked twice. */
export function RunControls({ run, action }: { run: RunView; action: RunAction | null }) {
  const request = useRunRequest(run.id)
  const { asked, problem } = request
  const [isAsking, setAsking] = useState(false)
  const send: RunRequest['send'] = (intent) => {
    setAsking(false)
    request.send(intent)
  }
  const { pause, resume, cancel } = run.allowed
  const resumes = action !== null && 'intent' in action
  if (!action && !pause && !resume && !cancel && !problem) return null
  return (
    <BlockStack gap="200">
      <ButtonGroup>
        {action ? <Offered action={action} request={request} /> : null}
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
      <Refusal request={request} />
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

function Offered({ action, request }: { action: RunAction; request: RunRequest }) {
  return 'url' in action ? (
    <Button variant="primary" url={action.url}>
      {action.content}
    </Button>
  ) : (
    <Button
      variant="primary"
      onClick={() => request.send(action.intent)}
      loading={request.asked === action.intent}
    >
      {action.content}
    </Button>
  )
}

function Refusal({ request: { problem } }: { request: RunRequest }) {
  if (!problem) return null
  return (
    <div role="alert">
      <Text as="p" tone="critical">
        Not changed: {problem}
      </Text>
    </div>
  )
}
