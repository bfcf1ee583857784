import { shown } from '#app/words/sentence.server.ts'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { useAppBridge } from '@shopify/app-bridge-react'
import { BlockStack, Layout, Page } from '@shopify/polaris'
import { useEffect } from 'react'
import { embeddedHeaders, merchant, waiterOf } from '#app/web/merchant.server.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import { collectFacts } from '#app/readiness/collect-facts.server.ts'
import { countAgain, watchEstimate } from '#app/runs/estimate/estimate.server.ts'
import { lastMovingRun } from '#app/runs/life/runs.server.ts'
import { runProgress } from '#app/runs/progress/progress.server.ts'
import { GoLiveCard } from '#app/ui/home/go-live-card.tsx'
import { HomeHero } from '#app/ui/home/home-hero.tsx'
import { LinkedProjectCard } from '#app/ui/home/linked-project-card.tsx'
import { NothingHere } from '#app/ui/shared/page/nothing-here.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'
import { ToDoCard } from '#app/ui/home/to-do-card.tsx'
import { useAskOnceOpen } from '#app/ui/shared/page/use-coming.ts'
import { usePolling } from '#app/ui/shared/page/use-polling.ts'
import { useReadiness } from '#app/ui/home/use-readiness.ts'

/** A run shows its state here, not its progress. */
const LIVE_MS = 5_000
/** An old store that did not answer is asked again while somebody looks. */
const FAILING_MS = 60_000

export async function loader(args: LoaderFunctionArgs) {
  const { services, shop, isDocument } = await merchant(args.request)
  const project = await linkedProject(services, shop)
  if (!project) return { project: null }
  const connected = new URL(args.request.url).searchParams.get('connected')
  const [facts, lastMoving] = await Promise.all([
    collectFacts(services, shop, project.id),
    lastMovingRun(services, shop, project.id),
  ])
  const mode = facts.full ? 'recent' : 'full'
  const { coming } = isDocument
    ? { coming: null }
    : await watchEstimate(services, shop, project.id, mode, waiterOf(args))
  return {
    project,
    lastMoving,
    progress: facts.live && (await runProgress(services, shop, facts.live.id)),
    connected,
    facts: shown(facts),
    isDocument,
    coming:
      coming && coming.then(async () => shown(await collectFacts(services, shop, project.id))),
  }
}

/** “Ask again”: the next look asks the old store, however young the last answer is. */
export async function action({ request }: ActionFunctionArgs) {
  const { services, shop } = await merchant(request)
  const project = await linkedProject(services, shop)
  if (project) {
    await Promise.all([
      countAgain(services, shop, project.id, 'full'),
      countAgain(services, shop, project.id, 'recent'),
    ])
  }
  return null
}

export const headers = embeddedHeaders

export default function Home() {
  const loaded = useLoaderData<typeof loader>()
  if (!loaded.project) return <Welcome />
  return <Linked {...loaded} />
}

type Loaded = Exclude<ReturnType<typeof useLoaderData<typeof loader>>, { project: null }>

function Linked({
  project,
  lastMoving,
  progress,
  connected,
  facts: known,
  isDocument,
  coming,
}: Loaded) {
  useAskOnceOpen(isDocument)
  const readiness = useReadiness(known, coming)
  const { facts, statements } = readiness
  const fetcher = useFetcher()
  const ask = () => void fetcher.submit(null, { method: 'post', action: '/app?index' })
  const onAsk = facts.live ? null : ask
  const isRunning = facts.live !== null && facts.live.state !== 'paused'
  const isFailing = facts.waiting.failed !== null
  usePolling(isRunning || isFailing, isRunning ? LIVE_MS : FAILING_MS)
  useConnectedToast(connected, project.sourceName)
  const shown = { ...readiness, isAsking: readiness.isAsking || fetcher.state !== 'idle' }
  return (
    <Page title="Recent Data Migration">
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <HomeHero readiness={shown} progress={progress} projectId={project.id} onAsk={onAsk} />
            <ToDoCard open={facts.open} statements={statements} />
            <LinkedProjectCard project={project} lastMoving={lastMoving} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <GoLiveCard readiness={shown} projectId={project.id} onAsk={onAsk} />
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

/** @param how as the Connect screen put it into the address; null: the page was not come to from there */
function useConnectedToast(how: string | null, name: string): void {
  const shopify = useAppBridge()
  useEffect(() => {
    if (how !== null) shopify.toast.show(connectedText(how, name))
  }, [shopify, how, name])
}

function connectedText(how: string, name: string): string {
  switch (how) {
    case 'moved':
      return `${name} is read at its new address from now on`
    case 'again':
      return `${name} is connected with its new keys`
    default:
      return `${name} is connected`
  }
}

export const ErrorBoundary = RouteError
