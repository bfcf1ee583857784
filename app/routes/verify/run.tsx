import { projectSays } from '#app/migration/messages/projects.ts'
import { shown } from '#app/words/sentence.server.ts'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Banner, BlockStack, Card, InlineStack, Page, Text } from '@shopify/polaris'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { kindSchema } from '#app/migration/kinds/kind-schema.ts'
import { readForm, rowId } from '#app/web/form.server.ts'
import {
  embeddedHeaders,
  idFrom,
  merchant,
  orNotFound,
  waiterOf,
} from '#app/web/merchant.server.ts'
import { settleConflicts } from '#app/decisions/conflicts.server.ts'
import type { ConflictAnswer } from '#app/decisions/decision-types.ts'
import { getRun } from '#app/runs/life/runs.server.ts'
import { countFailures } from '#app/runs/history/run-lists.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import { CompareCard } from '#app/ui/shared/run/compare-card.tsx'
import { ConflictChoice } from '#app/ui/verify/conflict-choice.tsx'
import { NextPage } from '#app/ui/shared/page/next-page.tsx'
import { RetryRows } from '#app/ui/verify/retry-rows.tsx'
import { ReportCard } from '#app/ui/verify/report-card.tsx'
import { RowsSkeleton } from '#app/ui/shared/page/page-skeleton.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'
import { useAskOnceOpen, useLater } from '#app/ui/shared/page/use-coming.ts'
import { useFormat } from '#app/ui/shared/page/use-format.ts'
import { orNotCompared } from '#app/verification/verify-answer.server.ts'
import { VerifyNavigation } from '#app/ui/verify/verify-navigation.tsx'
import { parseVerifyQuery } from '#app/routes/verify/verify-query.server.ts'
import { FILTER_COUNTS, verifyPath, type VerifyQuery } from '#app/ui/verify/verify-query.ts'
import { VerifyRow } from '#app/ui/verify/verify-row.tsx'
import { KIND_NAMES } from '#app/words/names.ts'
import { MODE_NAMES } from '#app/runs/run-words.ts'
import type { ShownVerifyPage } from '#app/verification/verdict/verification-types.ts'
import { watchVerify } from '#app/verification/watch-verify.server.ts'

const PAGE_SIZE = 20

export async function loader(args: LoaderFunctionArgs) {
  const { request, params } = args
  const { services, shop, isDocument } = await merchant(request)
  const id = idFrom(params['runId'])
  const query = parseVerifyQuery(new URL(request.url).searchParams)
  const [run, counts] = await orNotFound(
    Promise.all([getRun(services, shop, id), runCounts(services, shop, id)]),
  )
  const { filter, cursor } = query
  const waiter = waiterOf(args)
  const page = isDocument
    ? null
    : orNotCompared(
        watchVerify(services, shop, id, query.kind, { filter, cursor, limit: PAGE_SIZE }, waiter),
        { logger: services.logger, shop, waiter },
      )
  const failures =
    filter === 'missing' ? await countFailures(services, shop, run.projectId, query.kind) : 0
  return { run, counts, query, isDocument, page, failures }
}

const decided = {
  intent: z.literal('settle'),
  decision: z.enum(['keep_target', 'take_source']),
  kind: kindSchema.optional(),
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
    const refused: ConflictAnswer = { ok: false, message: projectSays('formIncomplete') }
    return data(shown(refused), { status: 400 })
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
  const answer: ConflictAnswer = { ok: true, settled, decision }
  return data(shown(answer))
}

export const headers = embeddedHeaders

export default function VerifyRun() {
  const { run, counts, query, isDocument, page, failures } = useLoaderData<typeof loader>()
  useAskOnceOpen(isDocument)
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
        <Compared
          key={`${path}&after=${query.cursor}`}
          page={page}
          outline={
            <RowsSkeleton
              rows={Math.min(PAGE_SIZE, FILTER_COUNTS[query.filter](counts[query.kind]))}
              label="Reading both stores"
            />
          }
        >
          {(compared) => (
            // What stands below the list comes with it: nothing is pushed down.
            <BlockStack gap="400">
              <Records
                page={compared}
                runId={run.id}
                isOver={run.state === 'completed'}
                projectId={run.projectId}
                failures={failures}
                query={query}
                path={path}
              />
              <ReportCard runId={run.id} />
              {run.state === 'completed' && (run.mode === 'full' || run.mode === 'recent') ? (
                <CompareCard projectId={run.projectId} />
              ) : null}
            </BlockStack>
          )}
        </Compared>
      </BlockStack>
    </Page>
  )
}

type Came = ShownVerifyPage | null

/** The outline of a page of records, and then what comes, without a boundary that is swapped. */
function Compared({
  page,
  outline,
  children,
}: {
  page: Promise<Came> | null
  outline: ReactNode
  children: (page: Came) => ReactNode
}) {
  const came = useLater<Came | 'coming'>(page, 'coming', null)
  return came === 'coming' ? outline : children(came)
}

function Records({
  page,
  runId,
  isOver,
  projectId,
  failures,
  query,
  path,
}: {
  /** Null: the stores could not be compared. */
  page: ShownVerifyPage | null
  runId: string
  /** It read everything it was to read. */
  isOver: boolean
  projectId: string
  /** Open failures of this kind in the whole project. */
  failures: number
  query: VerifyQuery
  path: string
}) {
  if (!page) {
    return (
      <Banner tone="critical" title="The stores could not be compared">
        <p>Nothing was changed in either store. Try again in a minute.</p>
      </Banner>
    )
  }
  const { rows, next, problem } = page
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
              These fields were changed in both stores. Until you decide, Shopify’s values stay.
              Whether a record is still the same one, you decide one by one.
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
              ? isOver
                ? `This run moved no ${kindName}.`
                : `This run hasn’t read everything yet. So far it moved no ${kindName}.`
              : `No ${kindName} in this run match this filter.`}
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
