import { engineSays } from '#app/migration/messages/engine.ts'
import { projectSays } from '#app/migration/messages/projects.ts'
import { sentenceOf, shown } from '#app/words/sentence.server.ts'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BlockStack, Page } from '@shopify/polaris'
import { z } from 'zod'
import { readForm } from '#app/web/form.server.ts'
import { embeddedHeaders, idFrom, merchant, orNotFound } from '#app/web/merchant.server.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { isLive } from '#app/runs/run-states.ts'
import type { KindProgress, RunAnswer, RunMode } from '#app/runs/run-types.ts'
import { runNotes } from '#app/runs/history/run-notes.server.ts'
import { cancelRun, latestRun, pauseRun, resumeRun } from '#app/runs/life/runs.server.ts'
import { runProgress } from '#app/runs/progress/progress.server.ts'
import { runEvents, runIssues } from '#app/runs/history/run-lists.server.ts'
import { CompareCard } from '#app/ui/shared/run/compare-card.tsx'
import { FoldedCard } from '#app/ui/shared/page/folded.tsx'
import { IssueList } from '#app/ui/runs/issue-list.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'
import { RunCard } from '#app/ui/runs/run-card.tsx'
import { runLine } from '#app/ui/shared/run/run-line.ts'
import { RunLog } from '#app/ui/runs/run-log.tsx'
import { RunNotes } from '#app/ui/runs/run-notes.tsx'
import { ToneBadge } from '#app/ui/shared/run/run-state-badge.tsx'
import { useFormat } from '#app/ui/shared/page/use-format.ts'
import { usePolling } from '#app/ui/shared/page/use-polling.ts'
import { MODE_NAMES } from '#app/runs/run-words.ts'

const ISSUES_SHOWN = 20
const EVENTS_SHOWN = 50
/** What the merchant has to act on, most pressing first; of remarks only those that ask something. */
const TO_DO = [
  { severity: 'failed' },
  { severity: 'conflict' },
  { severity: 'note', onlyToDo: true },
] as const
const POLL_MS = 2_000

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { services, shop } = await merchant(request)
  const id = idFrom(params['id'])
  const cursor = new URL(request.url).searchParams.get('log')
  const [progress, issues, notes, events] = await orNotFound(
    Promise.all([
      runProgress(services, shop, id),
      Promise.all(
        TO_DO.map((some) =>
          runIssues(services, shop, id, { ...some, limit: ISSUES_SHOWN, includeResolved: true }),
        ),
      ),
      runNotes(services, shop, id),
      runEvents(services, shop, id, { cursor, limit: EVENTS_SHOWN, order: 'desc' }),
    ]),
  )
  const { run } = progress
  const isPass = run.mode === 'full' || run.mode === 'recent'
  const latest = isPass ? await latestRun(services, shop, run.projectId) : null
  const found = issues.flatMap(({ items }) => items)
  return {
    progress,
    compared: progress.comparison && sentenceOf(engineSays('compared', progress.comparison)),
    isLatestPass: latest?.id === run.id,
    events,
    isLeafing: cursor !== null,
    notes,
    issues: found.slice(0, ISSUES_SHOWN),
    moreIssues: found.length > ISSUES_SHOWN || issues.some(({ next }) => next !== null),
  }
}

const formSchema = z.object({ intent: z.enum(['pause', 'resume', 'cancel']) })
const REQUESTS = { pause: pauseRun, resume: resumeRun, cancel: cancelRun } as const

export async function action({ request, params }: ActionFunctionArgs) {
  const { services, shop } = await merchant(request)
  const id = idFrom(params['id'])
  const form = formSchema.safeParse((await readForm(request)).fields)
  if (!form.success) {
    const message = projectSays('formIncomplete')
    return data(shown({ problem: { code: 'FORM_INCOMPLETE', message } } satisfies RunAnswer), {
      status: 400,
    })
  }
  const result = await orNotFound(REQUESTS[form.data.intent](services, shop, id))
  return shown({ problem: result.ok ? null : result.problem } satisfies RunAnswer)
}

export const headers = embeddedHeaders

/** A re-link moves nothing, and a retry has nothing to say of kinds it was not asked for. */
function isShown(mode: RunMode, { state, done, total }: KindProgress): boolean {
  if (mode === 'relink') return false
  return mode !== 'retry' || state === 'running' || done > 0 || (total ?? 0) > 0
}

export default function Run() {
  const { progress, compared, isLatestPass, issues, moreIssues, notes, events, isLeafing } =
    useLoaderData<typeof loader>()
  const format = useFormat()
  const { run } = progress
  const shownKinds = KINDS.filter((kind) => isShown(run.mode, progress.kinds[kind]))
  const line = runLine(progress, format)
  // A paused run changes only when somebody resumes it, here or in another window.
  usePolling(isLive(run.state), run.state === 'paused' ? POLL_MS * 5 : POLL_MS)
  return (
    <Page
      title={MODE_NAMES[run.mode]}
      titleMetadata={<ToneBadge {...line.badge} />}
      subtitle={`${run.projectName} · ${format.moment(run.createdAt)}`}
      backAction={{ content: 'Runs', url: '/app/runs' }}
      {...(run.startedAt && (run.mode !== 'relink' || progress.done > 0)
        ? { secondaryActions: [{ content: 'Verify this run', url: `/app/verify/${run.id}` }] }
        : {})}
    >
      <BlockStack gap="400">
        <RunCard progress={progress} compared={compared} line={line} shownKinds={shownKinds} />
        {/* Folded while it grows, so that nothing below is pushed away. */}
        <FoldedCard
          title={`To do from this run: ${format.number(progress.issues.toDo)}`}
          what="records"
          startsOpen={!isLive(run.state)}
        >
          <IssueList
            projectId={run.projectId}
            issues={issues}
            more={moreIssues ? 'There are more. Verify lists every record.' : null}
            nothing={
              run.mode === 'relink'
                ? 'Nothing. Where a matched record differs between the two stores, it is listed here.'
                : 'Nothing so far. A record that cannot be moved is listed here with the reason.'
            }
            retryAll={
              isLive(run.state)
                ? null
                : { of: { reportedBy: run.id }, total: progress.issues.failed }
            }
          />
        </FoldedCard>
        <RunNotes notes={notes} />
        <RunLog
          events={events.items}
          startsOpen={isLeafing}
          olderUrl={events.next ? `/app/runs/${run.id}?log=${events.next}` : null}
        />
        {isLatestPass && run.state === 'completed' && !progress.comparison ? (
          <CompareCard projectId={run.projectId} />
        ) : null}
      </BlockStack>
    </Page>
  )
}

export const ErrorBoundary = RouteError
