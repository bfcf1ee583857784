import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Banner, BlockStack, Card, InlineStack, Page, Text } from '@shopify/polaris'
import { z } from 'zod'
import { readForm, rowId } from '#app/routes/form.server.ts'
import {
  embeddedHeaders,
  idFrom,
  merchant,
  orNotFound,
  waiterOf,
} from '#app/routes/merchant.server.ts'
import { settleConflicts } from '#app/runs/conflicts.server.ts'
import { countFailures, getRun, runCounts } from '#app/runs/runs.server.ts'
import { CompareCard } from '#app/ui/compare-card.tsx'
import { ConflictChoice } from '#app/ui/conflict-choice.tsx'
import { NextPage } from '#app/ui/next-page.tsx'
import { RetryRows } from '#app/ui/retry-rows.tsx'
import { ReportCard } from '#app/ui/report-card.tsx'
import { Later } from '#app/ui/later.tsx'
import { RowsSkeleton } from '#app/ui/page-skeleton.tsx'
import { RouteError } from '#app/ui/route-error.tsx'
import { useFormat } from '#app/ui/use-format.ts'
import { verified, type VerifyAnswer } from '#app/ui/verify-answer.server.ts'
import { VerifyNavigation } from '#app/ui/verify-navigation.tsx'
import { parseVerifyQuery } from '#app/ui/verify-query.server.ts'
import { FILTER_COUNTS, verifyPath, type VerifyQuery } from '#app/ui/verify-query.ts'
import { VerifyRow } from '#app/ui/verify-row.tsx'
import { KIND_NAMES, MODE_NAMES } from '#app/ui/words.ts'
import { watchVerify } from '#app/verification/watch-verify.server.ts'

const PAGE_SIZE = 20

export async function loader(args: LoaderFunctionArgs) {
  const { request, params } = args
  const { services, shop } = await merchant(request)
  const id = idFrom(params['runId'])
  const query = parseVerifyQuery(new URL(request.url).searchParams)
  const [run, counts] = await orNotFound(
    Promise.all([getRun(services, shop, id), runCounts(services, shop, id)]),
  )
  const { filter, cursor } = query
  const waiter = waiterOf(args)
  const answer = verified(
    watchVerify(services, shop, id, query.kind, { filter, cursor, limit: PAGE_SIZE }, waiter),
    { logger: services.logger, shop, waiter },
  )
  const failures =
    filter === 'missing' ? await countFailures(services, shop, run.projectId, query.kind) : 0
  return { run, counts, query, answer, failures }
}

const decided = {
  intent: z.literal('settle'),
  decision: z.enum(['keep_target', 'take_source']),
  kind: z.enum(['order', 'customer', 'product']).optional(),
}
const formSchema = z.discriminatedUnion('selection', [
  z.object({ ...decided, selection: z.literal('all') }),
  z.object({
    ...decided,
    selection: z.literal('some'),
    issueIds: z.array(rowId).min(1).max(1000),
  }),
])

export async function action({ request, params }: ActionFunctionArgs) {
  const { services, shop, staff } = await merchant(request)
  const id = idFrom(params['runId'])
  const { fields, all } = await readForm(request)
  const form = formSchema.safeParse({ ...fields, issueIds: all('issueId') })
  if (!form.success) {
    const message = 'This decision was not understood, so nothing was changed. Reload the page.'
    return data({ ok: false as const, message }, { status: 400 })
  }
  const { decision, kind } = form.data
  const run = await orNotFound(getRun(services, shop, id))
  const settled = await orNotFound(
    settleConflicts(
      services,
      shop,
      run.projectId,
      form.data.selection === 'all'
        ? { all: true, ...(kind ? { kind } : {}) }
        : { issueIds: form.data.issueIds },
      decision,
      staff,
    ),
  )
  return data({ ok: true as const, settled, decision })
}

export const headers = embeddedHeaders

export default function VerifyRun() {
  const { run, counts, query, answer, failures } = useLoaderData<typeof loader>()
  const format = useFormat()
  const path = verifyPath(run.id, query)
  return (
    <Page
      title="Verify"
      subtitle={`${MODE_NAMES[run.mode]}, ${format.moment(run.startedAt ?? run.createdAt)}`}
      backAction={{ content: 'Run', url: `/app/runs/${run.id}` }}
    >
      <BlockStack gap="400">
        <VerifyNavigation runId={run.id} query={query} counts={counts} />
        <Later
          key={`${path}&after=${query.cursor}`}
          value={answer}
          outline={
            <RowsSkeleton
              rows={Math.min(PAGE_SIZE, FILTER_COUNTS[query.filter](counts[query.kind]))}
              label="Reading both stores"
            />
          }
        >
          {(resolved) => (
            // What stands below the list comes with it: nothing is pushed down.
            <BlockStack gap="400">
              <Records
                answer={resolved}
                runId={run.id}
                projectId={run.projectId}
                failures={failures}
                query={query}
                path={path}
              />
              <ReportCard runId={run.id} />
              {run.mode === 'full' || run.mode === 'recent' ? (
                <CompareCard projectId={run.projectId} />
              ) : null}
            </BlockStack>
          )}
        </Later>
      </BlockStack>
    </Page>
  )
}

function Records({
  answer,
  runId,
  projectId,
  failures,
  query,
  path,
}: {
  answer: VerifyAnswer
  runId: string
  projectId: string
  /** Open failures of this kind in the whole project. */
  failures: number
  query: VerifyQuery
  path: string
}) {
  if (!answer.ok) {
    return (
      <Banner tone="critical" title="The stores could not be compared">
        <p>{answer.message}</p>
      </Banner>
    )
  }
  const { rows, next, problem } = answer.page
  const kindName = KIND_NAMES[query.kind].toLowerCase()
  return (
    <BlockStack gap="400">
      {problem ? (
        <Banner tone="warning" title="Not everything could be compared">
          <p>{problem.message}</p>
        </Banner>
      ) : null}
      {query.filter === 'conflicts' && rows.length > 0 ? (
        <Card>
          <InlineStack gap="300" align="space-between" blockAlign="center">
            <Text as="p">
              These fields were changed in Shopify and in the old store. Until you decide, Shopify’s
              values stay. Whether a record is still the same one is asked for each by itself.
            </Text>
            <ConflictChoice
              runId={runId}
              kind={query.kind}
              issueIds={null}
              what={`all conflicts in ${kindName}`}
            />
          </InlineStack>
        </Card>
      ) : null}
      {rows.length === 0 ? (
        <Card>
          <Text as="p" tone="subdued">
            {query.filter === 'all'
              ? `This run moved no ${kindName}.`
              : `No ${kindName} of this run fall under this filter.`}
          </Text>
        </Card>
      ) : (
        <RetryRows
          projectId={projectId}
          rows={rows}
          all={query.filter === 'missing' ? { of: { kind: query.kind }, total: failures } : null}
        >
          {(row) => <VerifyRow row={row} runId={runId} />}
        </RetryRows>
      )}
      <NextPage path={path} cursor={query.cursor} next={next} />
    </BlockStack>
  )
}

export const ErrorBoundary = RouteError
