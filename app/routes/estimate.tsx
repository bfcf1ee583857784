import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { Banner, BlockStack, Button, Card, InlineStack, Layout, Page, Text } from '@shopify/polaris'
import { z } from 'zod'
import { readForm } from '#app/routes/form.server.ts'
import {
  embeddedHeaders,
  idFrom,
  merchant,
  orNotFound,
  waiterOf,
} from '#app/routes/merchant.server.ts'
import { neverMoved } from '#app/migration/sources/registry.server.ts'
import { sharedOrderNames } from '#app/projects/order-names.server.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import { watchEstimate } from '#app/runs/estimate.server.ts'
import { openSource } from '#app/runs/open-source.server.ts'
import { isLive } from '#app/runs/run-states.ts'
import { lastCompletedRun, latestRun, startRun } from '#app/runs/runs.server.ts'
import type { PassMode } from '#app/runs/run-types.ts'
import { LiveRunBanner } from '#app/ui/live-run-banner.tsx'
import { CannotSeeCard } from '#app/ui/cannot-see-card.tsx'
import { answerOf, type EstimateAnswer } from '#app/ui/estimate-answer.server.ts'
import { EstimateCard } from '#app/ui/estimate-card.tsx'
import { Later } from '#app/ui/later.tsx'
import { NeverMovedCard } from '#app/ui/never-moved-card.tsx'
import { OrderNamesBanner } from '#app/ui/order-names-banner.tsx'
import { CardSkeleton } from '#app/ui/page-skeleton.tsx'
import { ProblemList } from '#app/ui/problem-list.tsx'
import { RouteError } from '#app/ui/route-error.tsx'
import { useFormat } from '#app/ui/use-format.ts'
import { MODE_NAMES } from '#app/ui/words.ts'

export async function loader(args: LoaderFunctionArgs) {
  const { services, shop, goTo } = await merchant(args.request)
  const project = await linkedProject(services, shop)
  if (!project) throw goTo('/app/connect')
  const [latest, lastCompleted, sharedNames] = await Promise.all([
    latestRun(services, shop, project.id),
    lastCompletedRun(services, shop, project.id),
    sharedOrderNames(services, project),
  ])
  const live = latest && isLive(latest.state) ? latest : null
  const mode: PassMode = lastCompleted ? 'recent' : 'full'
  // Keys that cannot be opened any more are told by the estimate, with what to do.
  const { source } = await openSource(services, project)
  return {
    project: { id: project.id, name: project.name, sourceName: project.sourceName },
    mode,
    liveRunId: live?.id ?? null,
    capabilities: source?.describe() ?? null,
    sharedNames,
    notMoved: neverMoved(project.cart),
    answer: live
      ? null
      : answerOf(await watchEstimate(services, shop, project.id, mode, waiterOf(args))),
  }
}

const formSchema = z.object({
  intent: z.literal('start'),
  mode: z.enum(['full', 'recent']),
  projectId: z.string(),
})

export async function action({ request }: ActionFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const form = formSchema.safeParse((await readForm(request)).fields)
  if (!form.success) {
    const message = 'This form was not complete, so no run was started. Reload the page.'
    return data({ problems: [{ code: 'FORM_INCOMPLETE', message }] }, { status: 400 })
  }
  const projectId = idFrom(form.data.projectId)
  const result = await orNotFound(startRun(services, shop, projectId, form.data.mode))
  if (result.ok) return goTo(`/app/runs/${result.runId}`)
  return { problems: result.problems }
}

export const headers = embeddedHeaders

export default function EstimateAndStart() {
  const { project, mode, liveRunId, capabilities, sharedNames, notMoved, answer } =
    useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <Page
      title={MODE_NAMES[mode]}
      subtitle={project.name}
      backAction={{ content: 'Home', url: '/app' }}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {refused ? (
              <ProblemList title="The run was not started" problems={refused.problems} />
            ) : null}
            {mode === 'full' ? (
              <Banner title="The full migration comes first">
                <p>
                  It moves everything the old store has now. After it, a Recent Data Migration moves
                  only what is new or changed, as often as you like.
                </p>
              </Banner>
            ) : null}
            <OrderNamesBanner shared={sharedNames} />
            <LiveRunBanner runId={liveRunId} waits="The next run can start" />
            {answer ? (
              <Later
                value={answer}
                outline={<CardSkeleton lines={6} label="Counting what is new and changed" />}
              >
                {(resolved) => <Answer answer={resolved} projectId={project.id} mode={mode} />}
              </Later>
            ) : null}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            {capabilities ? <CannotSeeCard capabilities={capabilities} /> : null}
            <NeverMovedCard of={notMoved} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  )
}

function Answer({
  answer,
  projectId,
  mode,
}: {
  answer: EstimateAnswer
  projectId: string
  mode: PassMode
}) {
  const format = useFormat()
  const isStarting = useNavigation().formMethod === 'POST'
  if (!answer.ok) {
    return (
      <Banner
        tone="critical"
        title="The old store could not be counted"
        action={{ content: 'Try again', url: '/app/estimate' }}
      >
        <p>{answer.message}</p>
      </Banner>
    )
  }
  const { estimate } = answer
  const isEmpty = Object.values(estimate.kinds).every(
    (kind) => kind !== null && kind.new + kind.changed === 0,
  )
  return (
    <BlockStack gap="400">
      {estimate.problems.length > 0 ? (
        <ProblemList
          title={
            estimate.canStart
              ? 'These numbers are not sure'
              : estimate.overBy === null
                ? 'The run cannot start yet'
                : `${format.points(estimate.overBy)} Entity Points over the limit`
          }
          problems={estimate.problems}
        />
      ) : null}
      <EstimateCard estimate={estimate} />
      <Card>
        <Form method="post" aria-label="Start the run">
          <input type="hidden" name="intent" value="start" />
          <input type="hidden" name="mode" value={mode} />
          <input type="hidden" name="projectId" value={projectId} />
          <InlineStack gap="300" align="space-between" blockAlign="center">
            <Text as="p">
              {isEmpty && estimate.problems.length === 0
                ? 'Nothing is new or changed. A run would find nothing to write.'
                : 'The run works in the background; you can close this page. No customer gets an e-mail, and no stock level of an existing product changes.'}
            </Text>
            <Button submit variant="primary" disabled={!estimate.canStart} loading={isStarting}>
              {mode === 'recent' ? 'Start Recent Data Migration' : 'Start full migration'}
            </Button>
          </InlineStack>
        </Form>
      </Card>
    </BlockStack>
  )
}

export const ErrorBoundary = RouteError
