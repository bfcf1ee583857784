import { z } from 'zod'
import type { OutboundResponse } from '#app/platform/outbound-http.server.ts'
import { readAnswer, type Answer, type ErrorIn } from '../../kit/http/answer.ts'
import { isNothing } from '../../kit/wire/shapes.ts'
import { TABLE } from './recovery.ts'

export type WooAnswer = Answer & {
  /** `X-WP-Total`: records the query finds on all pages; null when the header is missing. */
  total: number | null
}

const wireError = z.object({ code: z.string(), message: z.string().catch('') })
/** An error of WordPress whose own status a proxy or a plugin replaced. */
const hiddenError = z.object({
  code: z.string(),
  message: z.string(),
  data: z.object({ status: z.number().int().min(400).max(599) }),
})

export const errorIn: ErrorIn = (body, status) => {
  const error = wireError.safeParse(body)
  if (!error.success) return null
  const hidden = status < 300 ? hiddenError.safeParse(body).data : undefined
  return { ...error.data, status: hidden?.data.status }
}

/** @throws SourceRequestError for every answer that is not a whole JSON document with status 2xx. */
export function readWooAnswer(response: OutboundResponse, now: number): WooAnswer {
  const answer = readAnswer(response, now, { errorIn, table: TABLE })
  const total = response.headers.get('x-wp-total')
  return {
    ...answer,
    // PHP told to write lists as dictionaries; only with the count of none it is surely no record.
    body: total === '0' && isNothing(answer.body) ? [] : answer.body,
    total: total !== null && /^\d+$/.test(total) ? Number(total) : null,
  }
}
