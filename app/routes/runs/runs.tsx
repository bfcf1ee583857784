import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Card, IndexTable, InlineStack, Link, Page, Text, useBreakpoints } from '@shopify/polaris'
import { embeddedHeaders, merchant } from '#app/web/merchant.server.ts'
import { SIX_OUTCOMES } from '#app/runs/outcome-counts.ts'
import { runResults } from '#app/runs/progress/run-results.server.ts'
import { listRuns } from '#app/runs/history/run-lists.server.ts'
import type { RunResult, RunView } from '#app/runs/run-types.ts'
import { NothingHere } from '#app/ui/shared/page/nothing-here.tsx'
import { NextPage } from '#app/ui/shared/page/next-page.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'
import { ResultBadge } from '#app/ui/runs/result-badge.tsx'
import { useFormat } from '#app/ui/shared/page/use-format.ts'
import { COUNTER_NAMES, MODE_NAMES } from '#app/runs/run-words.ts'

const PAGE_SIZE = 25

export async function loader({ request }: LoaderFunctionArgs) {
  const { services, shop } = await merchant(request)
  const cursor = new URL(request.url).searchParams.get('after')
  const page = await listRuns(services, shop, { cursor, limit: PAGE_SIZE })
  return { cursor, page, results: await runResults(services, shop, page.items) }
}

export const headers = embeddedHeaders

export default function Runs() {
  const { page, cursor, results } = useLoaderData<typeof loader>()
  const { smDown } = useBreakpoints()
  if (page.items.length === 0 && !cursor) {
    return (
      <Page title="Runs">
        <NothingHere
          heading="No run yet"
          action={{ content: 'See what would move', url: '/app/estimate' }}
        >
          Every run is listed here with what it did and its log.
        </NothingHere>
      </Page>
    )
  }
  return (
    <Page title="Runs" subtitle="Every run of this store, newest first">
      <Card padding="0">
        <IndexTable
          condensed={smDown}
          selectable={false}
          resourceName={{ singular: 'run', plural: 'runs' }}
          itemCount={page.items.length}
          headings={[
            { title: 'Started' },
            { title: 'Run' },
            { title: 'Result' },
            ...SIX_OUTCOMES.map((counter) => ({
              title: COUNTER_NAMES[counter],
              alignment: 'end' as const,
            })),
            { title: 'Points', alignment: 'end' },
          ]}
        >
          {page.items.map((run, at) => {
            const result = results[run.id]
            const Row = smDown ? NarrowRow : WideRow
            return result ? <Row key={run.id} run={run} result={result} at={at} /> : null
          })}
        </IndexTable>
      </Card>
      <NextPage path="/app/runs" cursor={cursor} next={page.next} />
    </Page>
  )
}

type RowProps = { run: RunView; result: RunResult; at: number }

function WideRow({ run, result, at }: RowProps) {
  const format = useFormat()
  const { counts } = result
  return (
    <IndexTable.Row id={run.id} position={at}>
      <IndexTable.Cell>
        <Link url={`/app/runs/${run.id}`} dataPrimaryLink monochrome>
          {format.moment(run.startedAt ?? run.createdAt)}
        </Link>
      </IndexTable.Cell>
      <IndexTable.Cell>{MODE_NAMES[run.mode]}</IndexTable.Cell>
      <IndexTable.Cell>
        <ResultBadge run={run} result={result} />
      </IndexTable.Cell>
      {SIX_OUTCOMES.map((counter) => (
        <IndexTable.Cell key={counter}>
          <Text
            as="span"
            alignment="end"
            numeric
            {...(counts[counter] === 0 ? { tone: 'subdued' as const } : {})}
          >
            {format.number(counts[counter])}
          </Text>
        </IndexTable.Cell>
      ))}
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.points(run.points)}
        </Text>
      </IndexTable.Cell>
    </IndexTable.Row>
  )
}

function NarrowRow({ run, result, at }: RowProps) {
  const format = useFormat()
  const { counts } = result
  const some = SIX_OUTCOMES.filter((counter) => counts[counter] > 0)
  return (
    <IndexTable.Row id={run.id} position={at}>
      <div className="narrow-row">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Link url={`/app/runs/${run.id}`} dataPrimaryLink>
            {MODE_NAMES[run.mode]}
          </Link>
          <ResultBadge run={run} result={result} />
        </InlineStack>
        <Text as="p" tone="subdued">
          {format.moment(run.startedAt ?? run.createdAt)} · {format.points(run.points)} points
        </Text>
        {some.length > 0 ? (
          <Text as="p" tone="subdued">
            {some
              .map((counter) => `${COUNTER_NAMES[counter]} ${format.number(counts[counter])}`)
              .join(' · ')}
          </Text>
        ) : null}
      </div>
    </IndexTable.Row>
  )
}

export const ErrorBoundary = RouteError
