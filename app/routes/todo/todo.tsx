import { decisionSays } from '#app/migration/messages/decisions.ts'
import { projectSays } from '#app/migration/messages/projects.ts'
import { shown } from '#app/words/sentence.server.ts'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Page } from '@shopify/polaris'
import { z } from 'zod'
import { chosenRecords, decide, undoDecisions } from '#app/decisions/decide.server.ts'
import { parseAlike } from '#app/decisions/decision-list.server.ts'
import { CHOICES, type DecisionAnswer } from '#app/decisions/decision-types.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import { readForm, rowId } from '#app/web/form.server.ts'
import {
  embeddedHeaders,
  idFrom,
  merchant,
  orNotFound,
  waiterOf,
} from '#app/web/merchant.server.ts'
import { startRetry } from '#app/runs/life/retry.server.ts'
import { MAX_CHOSEN } from '#app/runs/run-task.ts'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'
import { todoList } from '#app/decisions/todo-list.server.ts'
import { todoTab } from '#app/decisions/todo-query.ts'
import { TodoView } from '#app/ui/todo/todo-view.tsx'

export async function loader(args: LoaderFunctionArgs) {
  const { request } = args
  const { services, shop, staff, isDocument, goTo } = await merchant(request)
  const project = await linkedProject(services, shop)
  if (!project) throw goTo('/app/connect')
  const params = new URL(request.url).searchParams
  const list = await todoList(services, shop, project.id, {
    tab: todoTab(params.get('tab')),
    open: parseAlike(params.get('open')),
    cursor: params.get('after'),
    waiter: isDocument ? null : waiterOf(args),
  })
  return { projectId: project.id, staff, isDocument, ...list }
}

const alike = z.string().transform((key, ctx) => {
  const parsed = parseAlike(key)
  if (parsed) return parsed
  ctx.addIssue({ code: 'custom', message: 'Not a group' })
  return z.NEVER
})
const projectId = z.string()
const some = z.array(rowId).min(1).max(MAX_CHOSEN)
/** One or some by their ids, or all that are alike. */
const about = z.union([z.object({ alike }), z.object({ issueIds: some })])
const formSchema = z.union([
  z.object({ projectId, intent: z.literal('decide'), choice: z.enum(CHOICES), about }),
  z.object({ projectId, intent: z.literal('retry'), about }),
  z.object({ projectId, intent: z.literal('bring'), issueIds: some }),
  z.object({ projectId, intent: z.literal('undo'), decidedAt: z.iso.datetime() }),
  z.object({ projectId, intent: z.literal('undo'), issueIds: some }),
])

const NOTHING: DecisionAnswer = { toast: null, undo: null, refused: [], problems: [] }

export async function action({ request }: ActionFunctionArgs) {
  const { services, shop, staff } = await merchant(request)
  const { fields, all } = await readForm(request)
  const issueIds = all('issueId')
  const form = formSchema.safeParse({ ...fields, issueIds, about: { ...fields, issueIds } })
  if (!form.success) {
    const message = projectSays('formIncomplete')
    const answer: DecisionAnswer = { ...NOTHING, problems: [{ code: 'FORM_INCOMPLETE', message }] }
    return data(shown(answer), { status: 400 })
  }
  const wish = form.data
  const who = { shop, projectId: idFrom(wish.projectId), staff }
  const answer = async (): Promise<DecisionAnswer> => {
    switch (wish.intent) {
      case 'decide': {
        const { choice } = wish
        const { decided, undo, refused, problem } = await decide(services, who, choice, wish.about)
        return {
          toast: decided > 0 ? decisionSays('decidedLabel', { choice, count: decided }) : null,
          undo,
          refused,
          problems: problem ? [problem] : [],
        }
      }
      case 'undo': {
        const count = await undoDecisions(
          services,
          who,
          'decidedAt' in wish ? { decidedAt: new Date(wish.decidedAt) } : wish,
        )
        return {
          ...NOTHING,
          toast: decisionSays(count > 0 ? 'openAgainLabel' : 'nothingToUndoLabel'),
        }
      }
      case 'bring': {
        const records = await chosenRecords(services, who, wish, MAX_CHOSEN)
        const count = await undoDecisions(services, who, wish)
        if (count === 0) return { ...NOTHING, toast: decisionSays('notLeftLabel') }
        const started = await startRetry(services, shop, who.projectId, { records })
        return started.ok
          ? { ...NOTHING, toast: decisionSays('triedNowLabel') }
          : { ...NOTHING, toast: decisionSays('onTheListLabel'), problems: started.problems }
      }
      case 'retry': {
        const records = await chosenRecords(services, who, wish.about, MAX_CHOSEN)
        const started = await startRetry(services, shop, who.projectId, { records })
        if (!started.ok) return { ...NOTHING, problems: started.problems }
        return { ...NOTHING, toast: decisionSays('triedAgainLabel') }
      }
    }
  }
  return data(shown(await orNotFound(answer())))
}

export const headers = embeddedHeaders

export default function Todo() {
  const loaded = useLoaderData<typeof loader>()
  return (
    <Page title="To do">
      <TodoView {...loaded} />
    </Page>
  )
}

export const ErrorBoundary = RouteError
