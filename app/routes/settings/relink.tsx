import { projectSays } from '#app/migration/messages/projects.ts'
import { shown } from '#app/words/sentence.server.ts'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { BlockStack, Page } from '@shopify/polaris'
import { z } from 'zod'
import { readForm, rowId } from '#app/web/form.server.ts'
import { embeddedHeaders, idFrom, merchant, orNotFound } from '#app/web/merchant.server.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import {
  confirmProposals,
  dismissProposals,
  listProposals,
  relinkView,
  startRelink,
} from '#app/runs/relink/relink.server.ts'
import { isLive } from '#app/runs/run-states.ts'
import { MAX_CHOSEN, RELINK_KEYS } from '#app/runs/run-task.ts'
import { latestRun } from '#app/runs/life/runs.server.ts'
import { LiveRunBanner } from '#app/ui/shared/run/live-run-banner.tsx'
import { NextPage } from '#app/ui/shared/page/next-page.tsx'
import { ProblemList } from '#app/ui/shared/page/problem-list.tsx'
import { ProposalsCard } from '#app/ui/relink/proposals-card.tsx'
import { RelinkStartCard } from '#app/ui/relink/relink-start-card.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const cursor = new URL(request.url).searchParams.get('after')
  const project = await linkedProject(services, shop)
  if (!project) throw goTo('/app/connect')
  const [view, page, latest] = await Promise.all([
    relinkView(services, shop, project.id),
    listProposals(services, shop, project.id, { cursor }),
    latestRun(services, shop, project.id),
  ])
  const liveRunId = latest && isLive(latest.state) ? latest.id : null
  return { projectId: project.id, view, page: shown(page), liveRunId, cursor }
}

const ids = z.array(rowId).min(1).max(MAX_CHOSEN)
const formSchema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('start'),
    projectId: z.string(),
    by: z.array(z.enum(RELINK_KEYS)),
  }),
  z.object({ intent: z.literal('link'), projectId: z.string(), ids }),
  z.object({ intent: z.literal('link_all'), projectId: z.string() }),
  z.object({ intent: z.literal('dismiss'), projectId: z.string(), ids }),
])

export async function action({ request }: ActionFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const { fields, all } = await readForm(request)
  const form = formSchema.safeParse({ ...fields, by: all('by'), ids: all('id') })
  if (!form.success) {
    const message = projectSays('formIncomplete')
    return data({ problems: shown([{ code: 'FORM_INCOMPLETE', message }]) }, { status: 400 })
  }
  const projectId = idFrom(form.data.projectId)
  switch (form.data.intent) {
    case 'dismiss':
      await orNotFound(dismissProposals(services, shop, projectId, form.data.ids))
      return { problems: [] }
    case 'start': {
      const started = await orNotFound(startRelink(services, shop, projectId, form.data.by))
      return started.ok ? goTo(`/app/runs/${started.runId}`) : { problems: shown(started.problems) }
    }
    case 'link':
    case 'link_all': {
      const selection = form.data.intent === 'link' ? { ids: form.data.ids } : 'unambiguous'
      const started = await orNotFound(confirmProposals(services, shop, projectId, selection))
      return started.ok ? goTo(`/app/runs/${started.runId}`) : { problems: shown(started.problems) }
    }
  }
}

export const headers = embeddedHeaders

export default function Relink() {
  const { projectId, view, page, liveRunId, cursor } = useLoaderData<typeof loader>()
  const fetcher = useFetcher<typeof action>()
  const problems = fetcher.state === 'idle' ? (fetcher.data?.problems ?? []) : []
  const send = (fields: [string, string][]) => {
    const form = new FormData()
    form.set('projectId', projectId)
    for (const [name, value] of fields) form.append(name, value)
    void fetcher.submit(form, { method: 'post' })
  }
  const sending = String(fetcher.formData?.get('intent') ?? '')
  const startCard = (
    <RelinkStartCard
      lastRun={view.lastRun}
      disabled={liveRunId !== null}
      sending={sending === 'start'}
      isPrimary={view.open === 0}
      onStart={(by) =>
        send([['intent', 'start'], ...by.map((key): [string, string] => ['by', key])])
      }
    />
  )
  return (
    <Page
      title="Match records"
      subtitle="Link old records to the ones already in Shopify"
      backAction={{ content: 'Settings', url: '/app/settings' }}
    >
      <BlockStack gap="400">
        <LiveRunBanner runId={liveRunId} waits="You can match records" />
        {problems.length > 0 ? (
          <ProblemList title="Nothing was linked" problems={problems} />
        ) : null}
        {view.open === 0 ? startCard : null}
        <ProposalsCard
          key={cursor ?? 'first'}
          page={page}
          open={view.open}
          unambiguous={view.unambiguous}
          hasRun={view.lastRun !== null}
          disabled={liveRunId !== null}
          sending={sending}
          onSend={(intent, chosen) =>
            send([['intent', intent], ...chosen.map((id): [string, string] => ['id', id])])
          }
        />
        <NextPage path="/app/relink" cursor={cursor} next={page.next} />
        {view.open > 0 ? startCard : null}
      </BlockStack>
    </Page>
  )
}

export const ErrorBoundary = RouteError
