import { Form, useNavigation } from '@remix-run/react'
import {
  Badge,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  Link,
  Modal,
  Text,
} from '@shopify/polaris'
import { useState } from 'react'
import type { ProjectListItem } from '#app/projects/projects.server.ts'
import { isRunState } from '../shared/run/run-state-badge.tsx'
import { RunStateBadge } from '../shared/run/run-state-badge.tsx'
import { Facts } from '../shared/page/facts.tsx'
import { useFormat } from '../shared/page/use-format.ts'
import { MODE_NAMES } from '#app/runs/run-words.ts'

export function ProjectListCard({ project }: { project: ProjectListItem }) {
  const format = useFormat()
  const { lastRun } = project
  const isArchived = project.archivedAt !== null
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {project.name}
            </Text>
            {isArchived ? <Badge>Archived</Badge> : <Badge>Linked</Badge>}
          </InlineStack>
          <ButtonGroup>
            <Button url={`/app/connect?project=${project.id}`}>
              {isArchived ? 'Link again' : 'Reconnect'}
            </Button>
            {isArchived ? <></> : <ArchiveButton project={project} />}
          </ButtonGroup>
        </InlineStack>
        <Facts
          facts={[
            ['Old store', `${project.sourceName} (${project.sourceUrl})`],
            ['System', `${project.cartName} ${project.sourceVersion}`],
            ['Linked since', format.moment(project.createdAt)],
            ['Records linked', format.number(project.mapped)],
            [
              'Last run',
              lastRun ? (
                <InlineStack key="run" gap="200" blockAlign="center">
                  <Link url={`/app/runs/${lastRun.id}`}>
                    {MODE_NAMES[lastRun.mode]}, {format.moment(lastRun.createdAt)}
                  </Link>
                  {isRunState(lastRun.state) ? <RunStateBadge state={lastRun.state} /> : null}
                </InlineStack>
              ) : (
                'None yet'
              ),
            ],
          ]}
        />
      </BlockStack>
    </Card>
  )
}

function ArchiveButton({ project }: { project: ProjectListItem }) {
  const [isAsking, setAsking] = useState(false)
  const isBusy = useNavigation().state !== 'idle'
  const formId = `archive-${project.id}`
  return (
    <>
      <Button onClick={() => setAsking(true)} accessibilityLabel={`Archive: ${project.name}`}>
        Archive
      </Button>
      <Form method="post" id={formId} onSubmit={() => setAsking(false)}>
        <input type="hidden" name="intent" value="archive" />
        <input type="hidden" name="projectId" value={project.id} />
      </Form>
      <Modal
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Archive ${project.name}?`}
        primaryAction={{
          content: 'Archive project',
          loading: isBusy,
          onAction: () => {
            const form = document.getElementById(formId)
            if (form instanceof HTMLFormElement) form.requestSubmit()
          },
        }}
        secondaryActions={[{ content: 'Keep it', onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <p>
            We set aside the link to {project.sourceUrl}. Nothing is deleted, here or in Shopify.
            Link the same store again to bring the project back with everything it remembers.
          </p>
        </Modal.Section>
      </Modal>
    </>
  )
}
