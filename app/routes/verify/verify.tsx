import type { LoaderFunctionArgs } from '@remix-run/node'
import { Page } from '@shopify/polaris'
import { embeddedHeaders, merchant } from '#app/web/merchant.server.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import { lastMovingRun } from '#app/runs/life/runs.server.ts'
import { NothingHere } from '#app/ui/shared/page/nothing-here.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'

/** Leads to the last run that brought something. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const project = await linkedProject(services, shop)
  if (!project) return null
  const run = await lastMovingRun(services, shop, project.id)
  if (run) throw goTo(`/app/verify/${run.id}`)
  return null
}

export const headers = embeddedHeaders

export default function NothingToVerify() {
  return (
    <Page title="Verify">
      <NothingHere
        heading="Nothing was moved yet"
        action={{ content: 'See what would move', url: '/app/estimate' }}
      >
        After a run, every order, customer and product it moved is listed here, the old store beside
        Shopify.
      </NothingHere>
    </Page>
  )
}

export const ErrorBoundary = RouteError
