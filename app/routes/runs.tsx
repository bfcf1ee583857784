import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Card, IndexTable, InlineStack, Link, Page, Text, useBreakpoints } from '@shopify/polaris'
import { embeddedHeaders, merchant } from '#app/routes/merchant.server.ts'
import { listRuns } from '#app/runs/runs.server.ts'
import type { RunView } from '#app/runs/run-types.ts'
import { NothingHere } from '#app/ui/nothing-here.tsx'
import { NextPage } from '#app/ui/next-page.tsx'
import { RouteError } from '#app/ui/route-error.tsx'
import { RunStateBadge } from '#app/ui/run-state-badge.tsx'
import { useFormat } from '#app/ui/use-format.ts'
import { MODE_NAMES } from '#app/ui/words.ts'

const PAGE_SIZE = 25

export async function loader({ request }: LoaderFunctionArgs) {
  const { services, shop } = await merchant(request)
  const cursor = new URL(request.url).searchParams.get('after')
  return { cursor, page: await listRuns(services, shop, { cursor, limit: PAGE_SIZE }) }
}

export const headers = embeddedHeaders

export default function Runs() {
  const { page, cursor } = useLoaderData<typeof loader>()
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
            { title: 'Kind of run' },
            { title: 'Project' },
            { title: 'State' },
            { title: 'Entity Points', alignment: 'end' },
          ]}
        >
          {page.items.map((run, at) =>
            smDown ? (
              <NarrowRow key={run.id} run={run} at={at} />
            ) : (
              <WideRow key={run.id} run={run} at={at} />
            ),
          )}
        </IndexTable>
      </Card>
      <NextPage path="/app/runs" cursor={cursor} next={page.next} />
    </Page>
  )
}

function WideRow({ run, at }: { run: RunView; at: number }) {
  const format = useFormat()
  return (
    <IndexTable.Row id={run.id} position={at}>
      <IndexTable.Cell>
        <Link url={`/app/runs/${run.id}`} dataPrimaryLink monochrome>
          {format.moment(run.startedAt ?? run.createdAt)}
        </Link>
      </IndexTable.Cell>
      <IndexTable.Cell>{MODE_NAMES[run.mode]}</IndexTable.Cell>
      <IndexTable.Cell>{run.projectName}</IndexTable.Cell>
      <IndexTable.Cell>
        <RunStateBadge state={run.state} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.points(run.points)}
        </Text>
      </IndexTable.Cell>
    </IndexTable.Row>
  )
}

function NarrowRow({ run, at }: { run: RunView; at: number }) {
  const format = useFormat()
  return (
    <IndexTable.Row id={run.id} position={at}>
      <div className="narrow-row">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Link url={`/app/runs/${run.id}`} dataPrimaryLink>
            {format.moment(run.startedAt ?? run.createdAt)}
          </Link>
          <RunStateBadge state={run.state} />
        </InlineStack>
        <Text as="p">{MODE_NAMES[run.mode]}</Text>
        <Text as="p" tone="subdued">
          {run.projectName} · {format.points(run.points)} Entity Points
        </Text>
      </div>
    </IndexTable.Row>
  )
}

export const ErrorBoundary = RouteError
