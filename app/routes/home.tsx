import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Banner, BlockStack, Layout, Page } from '@shopify/polaris'
import { embeddedHeaders, merchant, waiterOf } from '#app/routes/merchant.server.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import { watchEstimate } from '#app/runs/estimate.server.ts'
import { lastComparison } from '#app/runs/comparison.server.ts'
import { countDeleted } from '#app/runs/deleted-records.server.ts'
import { isLive } from '#app/runs/run-states.ts'
import { countFailures, lastCompletedRun, latestRun, projectIssues } from '#app/runs/runs.server.ts'
import { BehindCard } from '#app/ui/behind-card.tsx'
import { NothingHere } from '#app/ui/nothing-here.tsx'
import { answerOf } from '#app/ui/estimate-answer.server.ts'
import { DeletedBanner } from '#app/ui/deleted-banner.tsx'
import { FailuresBanner } from '#app/ui/failures-banner.tsx'
import { GoLiveCard } from '#app/ui/go-live-card.tsx'
import { goLiveSteps, knownBehind } from '#app/ui/go-live.ts'
import { LinkedProjectCard } from '#app/ui/linked-project-card.tsx'
import { Later } from '#app/ui/later.tsx'
import { CardSkeleton } from '#app/ui/page-skeleton.tsx'
import { RouteError } from '#app/ui/route-error.tsx'

export async function loader(args: LoaderFunctionArgs) {
  const { request } = args
  const { services, shop } = await merchant(request)
  const connected = new URL(request.url).searchParams.get('connected')
  const project = await linkedProject(services, shop)
  if (!project) return { project: null }
  const [latest, lastCompleted, failed, conflicts, comparison, deleted] = await Promise.all([
    latestRun(services, shop, project.id),
    lastCompletedRun(services, shop, project.id),
    countFailures(services, shop, project.id),
    projectIssues(services, shop, project.id, { severity: 'conflict', limit: 250 }),
    lastComparison(services, shop, project.id),
    countDeleted(services, shop, project.id),
  ])
  const open = {
    failed,
    // A decided conflict is not open any more, also before the next run acts on it.
    conflicts: conflicts.items.filter(({ resolution }) => resolution === null).length,
  }
  const canCount = lastCompleted !== null && !(latest && isLive(latest.state))
  const watched = canCount
    ? await watchEstimate(services, shop, project.id, 'recent', waiterOf(args))
    : null
  const behind = watched && answerOf(watched)
  const comparable = canCount ? project.id : null
  return {
    project,
    latest,
    lastCompleted,
    open,
    behind,
    connected,
    comparison,
    comparable,
    deleted,
  }
}

export const headers = embeddedHeaders

export default function Home() {
  const loaded = useLoaderData<typeof loader>()
  if (!loaded.project) return <Welcome />
  const { project, latest, lastCompleted, behind, connected, comparable, deleted } = loaded
  const comparison = loaded.comparison.state
  const fullCompleted = lastCompleted !== null
  const open = fullCompleted ? loaded.open : null
  const stepsWithout = goLiveSteps({ fullCompleted, behind: null, open, comparison })
  return (
    <Page title="Recent Data Migration">
      <Layout>
        {connected ? (
          <Layout.Section variant="fullWidth">
            <Banner tone="success" title={`${project.sourceName} is connected`}>
              <p>{connectedText(connected)}</p>
            </Banner>
          </Layout.Section>
        ) : null}
        {loaded.open.failed > 0 ? (
          <Layout.Section variant="fullWidth">
            <FailuresBanner
              projectId={project.id}
              count={loaded.open.failed}
              canRetry={!(latest && isLive(latest.state))}
            />
          </Layout.Section>
        ) : null}
        {deleted > 0 ? (
          <Layout.Section variant="fullWidth">
            <DeletedBanner count={deleted} />
          </Layout.Section>
        ) : null}
        <Layout.Section>
          <BlockStack gap="400">
            <LinkedProjectCard project={project} latest={latest} lastCompleted={lastCompleted} />
            {behind ? (
              <Later
                value={behind}
                outline={<CardSkeleton lines={3} label="Counting what is new" />}
              >
                {(answer) => <BehindCard answer={answer} missing={loaded.open.failed} />}
              </Later>
            ) : null}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          {behind ? (
            <Later
              value={behind}
              outline={<GoLiveCard steps={stepsWithout} projectId={comparable} />}
            >
              {(answer) => (
                <GoLiveCard
                  projectId={comparable}
                  steps={goLiveSteps({
                    fullCompleted,
                    behind: answer.ok ? knownBehind(answer.estimate) : null,
                    open,
                    comparison,
                  })}
                />
              )}
            </Later>
          ) : (
            <GoLiveCard steps={stepsWithout} projectId={comparable} />
          )}
        </Layout.Section>
      </Layout>
    </Page>
  )
}

function Welcome() {
  return (
    <Page title="Recent Data Migration">
      <NothingHere
        heading="Bring what is new in your old store to Shopify"
        action={{ content: 'Connect your old store', url: '/app/connect' }}
      >
        Your old store keeps selling until you switch the domain. This app finds every order,
        customer and product that is new or changed there, moves it once, and lets you check each
        one.
      </NothingHere>
    </Page>
  )
}

/** What to say after a store was linked; `how` as the Connect screen put it into the address. */
function connectedText(how: string): string {
  switch (how) {
    case 'moved':
      return 'The old store is read at its new address from now on; everything the project remembers was kept.'
    case 'again':
      return 'The keys were renewed; everything the project remembers was kept.'
    default:
      return 'The connection was tested. Next, see what would move.'
  }
}

export const ErrorBoundary = RouteError
