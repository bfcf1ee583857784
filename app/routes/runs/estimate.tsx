import type { Shown } from '#app/words/shown.ts'
import { projectSays } from '#app/migration/messages/projects.ts'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, useActionData, useFetcher, useLoaderData, useNavigation } from '@remix-run/react'
import { BlockStack, Box, Button, Card, InlineStack, Page, Text } from '@shopify/polaris'
import { z } from 'zod'
import { readForm } from '#app/web/form.server.ts'
import {
  embeddedHeaders,
  idFrom,
  merchant,
  orNotFound,
  waiterOf,
} from '#app/web/merchant.server.ts'
import { cartOf } from '#app/migration/carts/registry.server.ts'
import { sharedOrderNames } from '#app/projects/order-names.server.ts'
import type { Problem } from '#app/words/problem.ts'
import { shown } from '#app/words/sentence.server.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import { countAgain, watchEstimate } from '#app/runs/estimate/estimate.server.ts'
import { openSource } from '#app/runs/needs/open-source.server.ts'
import { knownEstimate } from '#app/runs/estimate/known-estimate.server.ts'
import { isLive } from '#app/runs/run-states.ts'
import { lastCompletedRun, latestRun, startRun } from '#app/runs/life/runs.server.ts'
import type { KnownEstimate, PassMode } from '#app/runs/run-types.ts'
import { LiveRunBanner } from '#app/ui/shared/run/live-run-banner.tsx'
import { CannotSeeCard } from '#app/ui/estimate/cannot-see-card.tsx'
import { CheckEverything } from '#app/ui/shared/run/check-everything.tsx'
import { EstimateCard } from '#app/ui/estimate/estimate-card.tsx'
import { asksFirst, isNothing, isUnknown } from '#app/ui/estimate/estimate-words.ts'
import { Folded } from '#app/ui/shared/page/folded.tsx'
import { NeverMovedCard } from '#app/ui/estimate/never-moved-card.tsx'
import { NotKnownCard } from '#app/ui/estimate/not-known-card.tsx'
import { OrderNamesBanner } from '#app/ui/estimate/order-names-banner.tsx'
import { ProblemList } from '#app/ui/shared/page/problem-list.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'
import { useAskOnceOpen, useComing } from '#app/ui/shared/page/use-coming.ts'
import { useFormat } from '#app/ui/shared/page/use-format.ts'
import { MODE_NAMES } from '#app/runs/run-words.ts'

export async function loader(args: LoaderFunctionArgs) {
  const { services, shop, isDocument, goTo } = await merchant(args.request)
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
  const watched = live
    ? null
    : isDocument
      ? { known: await knownEstimate(services, shop, project.id, mode), coming: null }
      : await watchEstimate(services, shop, project.id, mode, waiterOf(args))
  return {
    project: { id: project.id, name: project.name, sourceName: project.sourceName },
    mode,
    liveRunId: live?.id ?? null,
    capabilities: shown(source?.describe() ?? null),
    sharedNames,
    notMoved: shown(cartOf(project.cart).neverMoved),
    since: lastCompleted?.finishedAt ?? null,
    known: shown(watched?.known ?? null),
    coming: watched?.coming?.then((known) => shown(known)) ?? null,
    isDocument,
  }
}

const formSchema = z.object({
  intent: z.enum(['start', 'count']),
  mode: z.enum(['full', 'recent']),
  projectId: z.string(),
})

export async function action({ request }: ActionFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const form = formSchema.safeParse((await readForm(request)).fields)
  if (!form.success) {
    const message = projectSays('formIncomplete')
    return data({ problems: shown([{ code: 'FORM_INCOMPLETE', message }]) }, { status: 400 })
  }
  const projectId = idFrom(form.data.projectId)
  const { intent, mode } = form.data
  if (intent === 'count') {
    await orNotFound(countAgain(services, shop, projectId, mode))
    return { problems: [] }
  }
  const result = await orNotFound(startRun(services, shop, projectId, mode))
  if (result.ok) return goTo(`/app/runs/${result.runId}`)
  return { problems: shown(result.problems) }
}

export const headers = embeddedHeaders

export default function EstimateAndStart() {
  const { project, mode, liveRunId, capabilities, sharedNames, notMoved, known, ...loaded } =
    useLoaderData<typeof loader>()
  useAskOnceOpen(loaded.isDocument)
  const refused = useActionData<typeof action>()?.problems ?? []
  return (
    <Page
      title={MODE_NAMES[mode]}
      subtitle={project.name}
      backAction={{ content: 'Home', url: '/app' }}
    >
      <BlockStack gap="400">
        <OrderNamesBanner shared={sharedNames} />
        <LiveRunBanner runId={liveRunId} waits="The next run can start" />
        <div className="plan">
          {known ? (
            <Plan projectId={project.id} {...{ ...loaded, known, mode, refused }} />
          ) : (
            <NotStarted refused={refused} told={[]} />
          )}
        </div>
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <Folded title="What your old store can’t tell, and what is never moved">
            <BlockStack gap="400">
              {capabilities ? <CannotSeeCard capabilities={capabilities} /> : null}
              <NeverMovedCard of={notMoved} />
            </BlockStack>
          </Folded>
        </Box>
      </BlockStack>
    </Page>
  )
}

type PlanProps = {
  coming: Promise<Shown<KnownEstimate>> | null
  /** It asks in a moment. */
  isDocument: boolean
  projectId: string
  mode: PassMode
  /** When the last run ended that moved everything. */
  since: Date | null
  /** Why it was not started just now. */
  refused: readonly Shown<Problem>[]
}

function Plan({
  known,
  coming,
  isDocument,
  projectId,
  mode,
  since,
  refused,
}: PlanProps & { known: Shown<KnownEstimate> }) {
  const format = useFormat()
  const { value, ...asked } = useComing(known, coming)
  const isAsking = asked.isAsking || isDocument
  const { estimate, failed } = value
  const count = (label: string) => (
    <CountButton projectId={projectId} mode={mode} isAsking={isAsking} label={label} />
  )
  const isFirst = isAsking && (failed !== null || !estimate)
  if (!isFirst && (failed || !estimate)) {
    return (
      <BlockStack gap="400">
        <NotStarted refused={refused} told={failed ? [failed] : []} />
        <NotKnownCard known={value} again={count('Try again')} />
      </BlockStack>
    )
  }
  const shown = isFirst ? null : estimate
  const problems = shown?.problems ?? []
  const hasNothing =
    mode === 'recent' && shown !== null && isNothing(shown) && problems.length === 0
  const hasNoAnswer = shown !== null && isUnknown(shown)
  const start = (
    <StartForm
      projectId={projectId}
      mode={mode}
      canStart={shown?.canStart ?? false}
      isPrimary={!hasNothing && !hasNoAnswer}
    />
  )
  if (hasNoAnswer) {
    return (
      <BlockStack gap="400">
        <NotStarted refused={refused} told={problems} />
        {shown.canStart ? null : (
          <ProblemList title="The run cannot start yet" problems={problems} />
        )}
        <NotKnownCard known={value} again={count('Try again')}>
          {asksFirst(shown) ? (
            <Text as="p">
              If it is right that so few are left, start a run: it stops and asks you before it goes
              on.
            </Text>
          ) : null}
          {shown.canStart ? start : null}
        </NotKnownCard>
      </BlockStack>
    )
  }
  if (hasNothing) {
    return (
      <BlockStack gap="400">
        <NotStarted refused={refused} told={problems} />
        <Card>
          <BlockStack gap="400">
            <Text as="h2" variant="headingMd">
              {since
                ? `Nothing new or changed since ${format.moment(since)}`
                : 'Nothing new or changed'}
            </Text>
            <InlineStack gap="200" blockAlign="center">
              <Text as="p" tone="subdued">
                Counted {format.moment(shown.at)}. Some changes leave no date; a full check finds
                them.
              </Text>
              {count('Count again')}
            </InlineStack>
            <CheckEverything projectId={projectId} />
            {start}
          </BlockStack>
        </Card>
      </BlockStack>
    )
  }
  return (
    <BlockStack gap="400">
      <NotStarted refused={refused} told={problems} />
      {shown && problems.length > 0 ? (
        <ProblemList
          title={shown.canStart ? 'These numbers are not sure' : 'The run cannot start yet'}
          problems={problems}
        />
      ) : null}
      <EstimateCard
        estimate={shown}
        mode={mode}
        heading={
          mode === 'full'
            ? 'Everything your old store has now'
            : since
              ? `New and changed since ${format.moment(since)}`
              : 'New and changed'
        }
        again={count('Count again')}
      >
        {start}
      </EstimateCard>
    </BlockStack>
  )
}

/** Why a press on Start came to nothing, but for what the plan says as well. */
function NotStarted({
  refused,
  told,
}: {
  refused: readonly Shown<Problem>[]
  told: readonly Pick<Problem, 'code'>[]
}) {
  const codes = new Set(told.map(({ code }) => code))
  const problems = refused.filter(({ code }) => !codes.has(code))
  if (problems.length === 0) return null
  return <ProblemList title="The run was not started" problems={problems} />
}

function CountButton({
  projectId,
  mode,
  isAsking,
  label,
}: {
  projectId: string
  mode: PassMode
  isAsking: boolean
  label: string
}) {
  const fetcher = useFetcher<typeof action>()
  return (
    <Button
      loading={isAsking || fetcher.state !== 'idle'}
      onClick={() => void fetcher.submit({ intent: 'count', mode, projectId }, { method: 'post' })}
    >
      {label}
    </Button>
  )
}

function StartForm({
  projectId,
  mode,
  canStart,
  isPrimary,
}: {
  projectId: string
  mode: PassMode
  canStart: boolean
  isPrimary: boolean
}) {
  const isStarting = useNavigation().formMethod === 'POST'
  return (
    <Form method="post" aria-label="Start the run">
      <input type="hidden" name="intent" value="start" />
      <input type="hidden" name="mode" value={mode} />
      <input type="hidden" name="projectId" value={projectId} />
      <InlineStack gap="300" align="space-between" blockAlign="center">
        <Text as="p" tone="subdued">
          No emails, no stock changes. You can close the tab.
        </Text>
        <Button
          submit
          variant={isPrimary ? 'primary' : 'secondary'}
          disabled={!canStart}
          loading={isStarting}
        >
          {mode === 'recent' ? 'Start Recent Data Migration' : 'Start full migration'}
        </Button>
      </InlineStack>
    </Form>
  )
}

export const ErrorBoundary = RouteError
