import { projectSays } from '#app/migration/messages/projects.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { z } from 'zod'

export type Form = {
  /** Each field once; of a field that came twice, the last. */
  fields: Record<string, string>
  /** All that came under this name, in order. */
  all(name: string): string[]
}

/**
 * The fields of a form that was sent. Files are no fields of any form of ours.
 * @throws Response 400 for a body that is no form
 */
export async function readForm(request: Request): Promise<Form> {
  let sent: FormData
  try {
    sent = await request.formData()
  } catch {
    // Whatever is wrong with the body, its sender made it so.
    throw new Response(sentenceOf(projectSays('formIncomplete')), {
      status: 400,
    })
  }
  const isText = (value: FormDataEntryValue) => typeof value === 'string'
  return {
    fields: Object.fromEntries(
      [...sent].flatMap(([name, value]) => (isText(value) ? [[name, value]] : [])),
    ),
    all: (name) => sent.getAll(name).filter(isText),
  }
}

/** The id of a row that is counted, as forms send it. */
export const rowId = z.string().regex(/^\d{1,18}$/)
