import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BlockStack, Page } from '@shopify/polaris'
import { embeddedHeaders, merchant } from '#app/routes/merchant.server.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import { isLive } from '#app/runs/run-states.ts'
import { countFailures, latestRun, projectIssues } from '#app/runs/runs.server.ts'
import { IssueCard } from '#app/ui/issue-list.tsx'
import { LiveRunBanner } from '#app/ui/live-run-banner.tsx'
import { NextPage } from '#app/ui/next-page.tsx'
import { RouteError } from '#app/ui/route-error.tsx'

const PAGE_SIZE = 25

export async function loader({ request }: LoaderFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const cursor = new URL(request.url).searchParams.get('after')
  const project = await linkedProject(services, shop)
  if (!project) throw goTo('/app/connect')
  const [page, total, latest] = await Promise.all([
    projectIssues(services, shop, project.id, { severity: 'failed', cursor, limit: PAGE_SIZE }),
    countFailures(services, shop, project.id),
    latestRun(services, shop, project.id),
  ])
  const liveRunId = latest && isLive(latest.state) ? latest.id : null
  return { projectId: project.id, page, total, liveRunId, cursor }
}

export const headers = embeddedHeaders

export default function DidNotArrive() {
  const { projectId, page, total, liveRunId, cursor } = useLoaderData<typeof loader>()
  return (
    <Page
      title="Did not arrive"
      subtitle="Records of the old store that are not in Shopify as they should be, each with the reason"
      backAction={{ content: 'Home', url: '/app' }}
    >
      <BlockStack gap="400">
        <LiveRunBanner runId={liveRunId} waits="Records can be tried again" />
        <IssueCard
          projectId={projectId}
          issues={page.items}
          title="Records"
          nothing="Everything has arrived. A record that cannot be moved is listed here with the reason."
          retryAll={liveRunId ? null : { of: {}, total }}
        />
        <NextPage path="/app/did-not-arrive" cursor={cursor} next={page.next} />
      </BlockStack>
    </Page>
  )
}

export const ErrorBoundary = RouteError
