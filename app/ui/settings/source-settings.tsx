import type { Shown } from '#app/words/shown.ts'
import { useFetcher } from '@remix-run/react'
import { useAppBridge } from '@shopify/app-bridge-react'
import { Banner, BlockStack, Button, ButtonGroup, Card, Link } from '@shopify/polaris'
import { useEffect } from 'react'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { SaveResult } from '#app/settings/settings-types.ts'
import { Facts } from '../shared/page/facts.tsx'
import { useFormat } from '../shared/page/use-format.ts'

export function SourceSettings({ project }: { project: ProjectView }) {
  const format = useFormat()
  const shopify = useAppBridge()
  const fetcher = useFetcher<Shown<SaveResult>>()
  const answer = fetcher.state === 'idle' ? fetcher.data : undefined
  useEffect(() => {
    if (answer?.ok) shopify.toast.show('Setup repaired')
  }, [answer, shopify])
  return (
    <Card>
      <BlockStack gap="400">
        {answer && !answer.ok ? (
          <Banner tone="critical" title="Nothing was changed">
            <p>{answer.message}</p>
          </Banner>
        ) : null}
        <Facts
          facts={[
            ['Name', project.sourceName],
            [
              'Address',
              <Link key="url" url={project.sourceUrl} target="_blank">
                {project.sourceUrl}
              </Link>,
            ],
            ['System', `${project.cartName} ${project.sourceVersion}`],
            ['Currency', project.sourceCurrency],
            ['Time zone', project.sourceTimezone],
            ['Linked since', format.moment(project.createdAt)],
          ]}
        />
        <ButtonGroup>
          <Button url={`/app/connect?project=${project.id}`}>Reconnect</Button>
          <Button
            loading={fetcher.state !== 'idle'}
            onClick={() => void fetcher.submit({ intent: 'restore' }, { method: 'post' })}
          >
            Repair setup
          </Button>
          <Button url="/app/relink">Match records</Button>
        </ButtonGroup>
      </BlockStack>
    </Card>
  )
}
