import { useFetcher } from '@remix-run/react'
import { Banner, BlockStack, Box, Button, ButtonGroup, Modal } from '@shopify/polaris'
import { useState } from 'react'
import type { action } from '#app/routes/run.tsx'
import type { RunView } from '#app/runs/run-types.ts'

/** Pause, resume and cancel; cancelling is asked twice. */
export function RunControls({ run }: { run: RunView }) {
  const fetcher = useFetcher<typeof action>()
  const [isAsking, setAsking] = useState(false)
  const asked = fetcher.formData?.get('intent') ?? null
  const send = (intent: 'pause' | 'resume' | 'cancel') => {
    setAsking(false)
    void fetcher.submit({ intent }, { method: 'post', action: `/app/runs/${run.id}` })
  }
  const problem = fetcher.state === 'idle' ? (fetcher.data?.problem ?? null) : null
  const { pause, resume, cancel } = run.allowed
  if (!pause && !resume && !cancel && !problem) return null
  return (
    <BlockStack gap="300">
      {problem ? (
        <Banner tone="critical" title="Nothing was changed">
          <p>{problem}</p>
        </Banner>
      ) : null}
      <Box paddingInline={{ xs: '400', sm: '0' }}>
        <ButtonGroup>
          {pause ? (
            <Button onClick={() => send('pause')} loading={asked === 'pause'}>
              Pause
            </Button>
          ) : null}
          {resume ? (
            <Button variant="primary" onClick={() => send('resume')} loading={asked === 'resume'}>
              Resume
            </Button>
          ) : null}
          {cancel ? (
            <Button tone="critical" onClick={() => setAsking(true)} loading={asked === 'cancel'}>
              Cancel run
            </Button>
          ) : null}
        </ButtonGroup>
      </Box>
      <Modal
        open={isAsking}
        onClose={() => setAsking(false)}
        title="Cancel this run?"
        primaryAction={{ content: 'Cancel run', destructive: true, onAction: () => send('cancel') }}
        secondaryActions={[{ content: 'Keep running', onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <p>
            What has arrived in Shopify stays there and is remembered. The rest is picked up by the
            next run. To stop for a while only, pause the run instead.
          </p>
        </Modal.Section>
      </Modal>
    </BlockStack>
  )
}
