import { BlockStack, Button, Card, InlineStack, Link, Text } from '@shopify/polaris'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { RunView } from '#app/runs/run-types.ts'
import { Facts } from '../shared/page/facts.tsx'
import { useFormat } from '../shared/page/use-format.ts'
import { MODE_NAMES } from '#app/runs/run-words.ts'

/** The linked project: where the data comes from, and what last moved some of it. */
export function LinkedProjectCard({
  project,
  lastMoving,
}: {
  project: ProjectView
  /** The last run that moved something; null: none did. */
  lastMoving: RunView | null
}) {
  const format = useFormat()
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {project.name}
        </Text>
        <Facts
          facts={[
            [
              'Old store',
              <Link key="source" url={project.sourceUrl} target="_blank">
                {project.sourceName}
              </Link>,
            ],
            ['System', `${project.cartName} ${project.sourceVersion}, ${project.sourceCurrency}`],
            [
              'Last run',
              lastMoving ? (
                <Link key="run" url={`/app/runs/${lastMoving.id}`}>
                  {MODE_NAMES[lastMoving.mode]},{' '}
                  {format.moment(lastMoving.finishedAt ?? lastMoving.createdAt)}
                </Link>
              ) : (
                'Nothing was moved yet'
              ),
            ],
          ]}
        />
        {lastMoving ? (
          <InlineStack>
            <Button url={`/app/verify/${lastMoving.id}`}>Verify the last run</Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  )
}
