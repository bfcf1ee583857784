import {
  Badge,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  Link,
  Text,
} from '@shopify/polaris'
import type { ProjectView } from '#app/projects/project-types.ts'
import { isLive } from '#app/runs/run-states.ts'
import type { RunView } from '#app/runs/run-types.ts'
import { Facts } from './facts.tsx'
import { RunStateBadge } from './run-state-badge.tsx'
import { useFormat } from './use-format.ts'
import { CART_NAMES, MODE_NAMES } from './words.ts'

/** The linked project: where the data comes from, what ran last, and what to do next. */
export function LinkedProjectCard({
  project,
  latest,
  lastCompleted,
}: {
  project: ProjectView
  latest: RunView | null
  lastCompleted: RunView | null
}) {
  const format = useFormat()
  const live = latest && isLive(latest.state) ? latest : null
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {project.name}
          </Text>
          {live ? <RunStateBadge state={live.state} /> : <Badge tone="success">Linked</Badge>}
        </InlineStack>
        <Facts
          facts={[
            [
              'Old store',
              <Link key="source" url={project.sourceUrl} target="_blank">
                {project.sourceName}
              </Link>,
            ],
            [
              'System',
              `${CART_NAMES[project.cart]} ${project.sourceVersion}, ${project.sourceCurrency}`,
            ],
            [
              'Last completed run',
              lastCompleted ? (
                <Link key="run" url={`/app/runs/${lastCompleted.id}`}>
                  {MODE_NAMES[lastCompleted.mode]},{' '}
                  {format.moment(lastCompleted.finishedAt ?? lastCompleted.createdAt)}
                </Link>
              ) : (
                'None yet'
              ),
            ],
          ]}
        />
        <ButtonGroup>
          {live ? (
            <Button variant="primary" url={`/app/runs/${live.id}`}>
              See the run
            </Button>
          ) : (
            <Button variant="primary" url="/app/estimate">
              {lastCompleted ? 'Recent Data Migration' : 'Start the full migration'}
            </Button>
          )}
          {lastCompleted && lastCompleted.mode !== 'relink' ? (
            <Button url={`/app/verify/${lastCompleted.id}`}>Verify the last run</Button>
          ) : (
            <></>
          )}
        </ButtonGroup>
      </BlockStack>
    </Card>
  )
}
