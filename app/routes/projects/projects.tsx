import { projectSays } from '#app/migration/messages/projects.ts'
import { shown } from '#app/words/sentence.server.ts'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Banner, BlockStack, Page } from '@shopify/polaris'
import { z } from 'zod'
import { readForm } from '#app/web/form.server.ts'
import { embeddedHeaders, idFrom, merchant, orNotFound } from '#app/web/merchant.server.ts'
import { archiveProject, listProjects } from '#app/projects/projects.server.ts'
import { ProjectListCard } from '#app/ui/projects/project-list-card.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'
import { NothingHere } from '#app/ui/shared/page/nothing-here.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const { services, shop } = await merchant(request)
  return { projects: await listProjects(services, shop) }
}

const formSchema = z.object({ intent: z.literal('archive'), projectId: z.string() })

export async function action({ request }: ActionFunctionArgs) {
  const { services, shop } = await merchant(request)
  const form = formSchema.safeParse((await readForm(request)).fields)
  if (!form.success) {
    return data({ problem: shown(projectSays('formIncomplete')) }, { status: 400 })
  }
  const projectId = idFrom(form.data.projectId)
  const result = await orNotFound(archiveProject(services, shop, projectId))
  return { problem: result.ok ? null : shown(result.problem.message) }
}

export const headers = embeddedHeaders

export default function Projects() {
  const { projects } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <Page
      title="Migration Tool Management"
      subtitle="Every old store that is or was linked to this Shopify store"
      primaryAction={{ content: 'Connect a store', url: '/app/connect' }}
    >
      <BlockStack gap="400">
        {refused?.problem ? (
          <Banner tone="critical" title="Nothing was changed">
            <p>{refused.problem}</p>
          </Banner>
        ) : null}
        {projects.length === 0 ? (
          <NothingHere heading="No store is linked yet">
            Connect the store you are moving from. The app only reads from it.
          </NothingHere>
        ) : (
          projects.map((project) => <ProjectListCard key={project.id} project={project} />)
        )}
      </BlockStack>
    </Page>
  )
}

export const ErrorBoundary = RouteError
