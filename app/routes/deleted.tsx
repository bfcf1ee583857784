import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Banner, BlockStack, Page } from '@shopify/polaris'
import { z } from 'zod'
import { readForm, rowId } from '#app/routes/form.server.ts'
import { embeddedHeaders, idFrom, merchant, orNotFound } from '#app/routes/merchant.server.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import { lastComparison } from '#app/runs/comparison.server.ts'
import { deletedRecords, MOST_AT_ONCE, settleDeleted } from '#app/runs/deleted-records.server.ts'
import { DELETED_DECISIONS } from '#app/runs/deleted-types.ts'
import { DeletedList } from '#app/ui/deleted-list.tsx'
import { NextPage } from '#app/ui/next-page.tsx'
import { NothingHere } from '#app/ui/nothing-here.tsx'
import { RouteError } from '#app/ui/route-error.tsx'
import { useFormat } from '#app/ui/use-format.ts'

const PAGE_SIZE = 20

/** Records that were migrated and are not in the old store any more. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const project = await linkedProject(services, shop)
  if (!project) throw goTo('/app/connect')
  const cursor = new URL(request.url).searchParams.get('after')
  const [page, comparison] = await Promise.all([
    deletedRecords(services, shop, project.id, { cursor, limit: PAGE_SIZE }),
    lastComparison(services, shop, project.id),
  ])
  return { projectId: project.id, page, cursor, comparedAt: comparison.at }
}

const formSchema = z.object({
  projectId: z.string(),
  decision: z.enum(DELETED_DECISIONS),
  issueIds: z.array(rowId).min(1).max(MOST_AT_ONCE),
})

export async function action({ request }: ActionFunctionArgs) {
  const { services, shop, staff } = await merchant(request)
  const { fields, all } = await readForm(request)
  const form = formSchema.safeParse({ ...fields, issueIds: all('issueId') })
  if (!form.success) {
    const message = 'This decision was not understood, so nothing was changed. Reload the page.'
    return data(
      { decision: null, settled: 0, refused: [], problem: { code: 'FORM_INCOMPLETE', message } },
      { status: 400 },
    )
  }
  const { projectId, decision, issueIds } = form.data
  const result = await orNotFound(
    settleDeleted(services, shop, idFrom(projectId), issueIds, decision, staff),
  )
  return data({ decision, ...result })
}

export const headers = embeddedHeaders

export default function Deleted() {
  const { projectId, page, cursor, comparedAt } = useLoaderData<typeof loader>()
  const format = useFormat()
  return (
    <Page
      title="Deleted in the old store"
      subtitle={
        comparedAt ? `Everything was last compared ${format.moment(comparedAt)}` : undefined
      }
      backAction={{ content: 'Home', url: '/app' }}
    >
      <BlockStack gap="400">
        {page.problem ? (
          <Banner tone="warning" title="Shopify could not be asked how these records stand">
            <p>{page.problem.message}</p>
          </Banner>
        ) : null}
        {page.items.length === 0 && !cursor ? (
          <NothingHere heading="Nothing to decide" action={{ content: 'Home', url: '/app' }}>
            {comparedAt
              ? 'Every record that was migrated is still in the old store, or you have decided what becomes of it.'
              : 'Records that were migrated and then deleted in the old store are found by “Check everything” and listed here. They are never deleted in Shopify.'}
          </NothingHere>
        ) : (
          <DeletedList projectId={projectId} records={page.items} />
        )}
        <NextPage path="/app/deleted" cursor={cursor} next={page.next} />
      </BlockStack>
    </Page>
  )
}

export const ErrorBoundary = RouteError
