import { z } from 'zod'
import type { OutboundResponse } from '#app/platform/outbound-http.server.ts'
import { jsonInText } from './json-in-text.ts'
import type { JudgedAnswer } from './recovery.ts'
import { judgeAnswer } from './recovery.ts'
import { isNothing } from '../wire/shapes.ts'

export type WooAnswer = {
  body: unknown
  /** `X-WP-Total`: records the query finds on all pages; null when the header is missing. */
  total: number | null
  /** The store's clock when it answered, milliseconds; null when it sent no `Date`. */
  dateMs: number | null
  /** How old the answer is, milliseconds, where a cache in front of the store gave a copy; else 0. */
  ageMs: number
  /** Something stood around the JSON: a comment of a plugin, messages of PHP. */
  isMixed: boolean
}

const wireError = z.object({ code: z.string(), message: z.string().catch('') })
/** An error of WordPress whose own status a proxy or a plugin replaced. */
const hiddenError = z.object({
  code: z.string(),
  message: z.string(),
  data: z.object({ status: z.number().int().min(400).max(599) }),
})

/** @throws SourceRequestError for every answer that is not a whole JSON document with status 2xx. */
export function readAnswer(response: OutboundResponse, now: number): WooAnswer {
  const { judged, body, isMixed } = judge(response)
  if (judged.form !== 'json' || judged.status < 200 || judged.status > 299) {
    throw judgeAnswer(judged, { retryAfterMs: retryAfter(response.headers, now) })
  }
  const total = response.headers.get('x-wp-total')
  return {
    // PHP told to write lists as dictionaries; only with the count of none it is surely no record.
    body: total === '0' && isNothing(body) ? [] : body,
    total: total !== null && /^\d+$/.test(total) ? Number(total) : null,
    dateMs: serverTime(response.headers),
    ageMs: ageOf(response.headers),
    isMixed,
  }
}

/** What only a page has; the JSON in its scripts is nobody's answer. */
const IS_PAGE = /<(!doctype|html|head|body|script)\b/i

export function judge(response: OutboundResponse): {
  judged: JudgedAnswer
  body: unknown
  isMixed: boolean
} {
  // NUL stands in no JSON: a buffer that was not full.
  const text = response.text
    .replaceAll('\0', '')
    .replace(/^\uFEFF/, '')
    .trim()
  let body: unknown
  let form: JudgedAnswer['form']
  let isMixed = false
  try {
    body = JSON.parse(text)
    // The API answers with objects and lists alone; "null" is what is left of an answer.
    form = typeof body === 'object' && body !== null ? 'json' : 'broken'
  } catch {
    // What begins with the answer may have a plugin's script behind it.
    const isPage = IS_PAGE.test(text) && !/^[[{]/.test(text)
    body = isPage ? undefined : jsonInText(text)
    isMixed = body !== undefined
    const type = response.headers.get('content-type') ?? ''
    const meant = /^[[{]/.test(text) || /json/i.test(type) || text === ''
    form = isMixed ? 'json' : meant ? 'broken' : 'html'
  }
  const error = wireError.safeParse(body)
  const hidden = response.status < 300 ? hiddenError.safeParse(body) : null
  return {
    body,
    isMixed,
    judged: {
      status: hidden?.data?.data.status ?? response.status,
      form,
      code: error.success ? error.data.code : null,
      message: error.success ? error.data.message : '',
      excerpt: form === 'html' ? text.slice(0, 4_000) : '',
    },
  }
}

/** The `Date` header plus the time a cache kept the answer; milliseconds. */
export function serverTime(headers: Headers): number | null {
  const date = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(date)) return null
  return date + ageOf(headers)
}

function ageOf(headers: Headers): number {
  const age = Number(headers.get('age') ?? '0')
  return Number.isFinite(age) && age > 0 ? age * 1_000 : 0
}

function retryAfter(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  if (/^\d+$/.test(value.trim())) return Number(value) * 1_000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
