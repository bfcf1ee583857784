import { z } from 'zod'
import type { OutboundResponse } from '#app/platform/outbound-http.server.ts'
import { readAnswer, type Answer, type ErrorIn } from '../../kit/http/answer.ts'
import { NOT_AUTHORIZED, TABLE } from './recovery.ts'

export type MagentoAnswer = Answer

/**
 * Placeholders stay in the message, and what fills them stands beside it, as a dictionary or a list
 * (measured on 2.4.6). There are no codes; the message is in the language of the store view.
 */
const wireError = z.object({
  message: z.string(),
  parameters: z
    .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .optional()
    .catch(undefined),
})

export const errorIn: ErrorIn = (body, status) => {
  if (status < 300) return null
  const error = wireError.safeParse(body)
  if (!error.success) return null
  const { message, parameters = {} } = error.data
  const isRight = !Array.isArray(parameters) && 'resources' in parameters
  return { code: isRight ? NOT_AUTHORIZED : null, message: filled(message, parameters) }
}

/** "%resources" and "%1" with what they stand for; one pass, so that values are not read again. */
function filled(message: string, parameters: Record<string, unknown> | unknown[]): string {
  const named = Array.isArray(parameters)
    ? Object.fromEntries(parameters.map((value, at) => [String(at + 1), value]))
    : parameters
  return message.replace(/%(\w+)/g, (whole, name: string) => {
    const value = Object.hasOwn(named, name) ? named[name] : undefined
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole
  })
}

/** @throws SourceRequestError for every answer that is not a whole JSON document with status 2xx. */
export function readMagentoAnswer(response: OutboundResponse, now: number): MagentoAnswer {
  return readAnswer(response, now, { errorIn, table: TABLE })
}
