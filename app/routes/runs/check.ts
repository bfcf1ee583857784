import { shown } from '#app/words/sentence.server.ts'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { readForm } from '#app/web/form.server.ts'
import { embeddedHeaders, idFrom, merchant, orNotFound } from '#app/web/merchant.server.ts'
import { startTask } from '#app/runs/life/runs.server.ts'
import type { NotStarted } from '#app/runs/run-types.ts'

/** There is nothing to see here: the button is on other screens. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { goTo } = await merchant(request)
  return goTo('/app')
}

/** Starts a comparison of everything and leads to its run. */
export async function action({ request }: ActionFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const projectId = idFrom((await readForm(request)).fields['projectId'])
  const result = await orNotFound(startTask(services, shop, projectId, { mode: 'comparison' }))
  if (result.ok) throw goTo(`/app/runs/${result.runId}`)
  return shown({ problems: result.problems } satisfies NotStarted)
}

export const headers = embeddedHeaders
