import { projectSays } from '#app/migration/messages/projects.ts'
import { shown } from '#app/words/sentence.server.ts'
import { data, type ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { readForm } from '#app/web/form.server.ts'
import { idFrom, merchant, orNotFound } from '#app/web/merchant.server.ts'
import { kindSchema } from '#app/migration/kinds/kind-schema.ts'
import { startRetry } from '#app/runs/life/retry.server.ts'
import { MAX_CHOSEN } from '#app/runs/run-task.ts'
import type { NotStarted } from '#app/runs/run-types.ts'

/** "order:1001": a record as the forms name it. */
const recordSchema = z
  .string()
  .max(300)
  // Ids of carts and hashes of ours hold nothing else.
  .regex(/^[!-~]+$/)
  .transform((text, ctx) => {
    const at = text.indexOf(':')
    const parsed = kindSchema.safeParse(text.slice(0, at))
    const sourceId = text.slice(at + 1)
    if (parsed.success && at > 0 && sourceId !== '') return { kind: parsed.data, sourceId }
    ctx.addIssue({ code: 'custom', message: 'Not a record' })
    return z.NEVER
  })

const formSchema = z.discriminatedUnion('selection', [
  z.object({
    selection: z.literal('some'),
    projectId: z.string(),
    records: z.array(recordSchema).min(1).max(MAX_CHOSEN),
  }),
  z.object({
    selection: z.literal('all'),
    projectId: z.string(),
    kind: kindSchema.optional(),
    reportedBy: z.string().optional(),
  }),
])

/** Tries records again that did not arrive: chosen ones, or all of a project, kind or run. */
export async function action({ request }: ActionFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const { fields, all } = await readForm(request)
  const form = formSchema.safeParse({ ...fields, records: all('record') })
  if (!form.success) {
    const message = projectSays('formIncomplete')
    const refused: NotStarted = { problems: [{ code: 'FORM_INCOMPLETE', message }] }
    return data(shown(refused), { status: 400 })
  }
  const projectId = idFrom(form.data.projectId)
  const selection =
    form.data.selection === 'some'
      ? { records: form.data.records }
      : {
          all: {
            kind: form.data.kind ?? null,
            reportedBy: form.data.reportedBy ? idFrom(form.data.reportedBy) : null,
          },
        }
  const result = await orNotFound(startRetry(services, shop, projectId, selection))
  if (result.ok) return goTo(`/app/runs/${result.runId}`)
  return shown({ problems: result.problems } satisfies NotStarted)
}
