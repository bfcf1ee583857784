import type { OutboundResponse } from '#app/platform/outbound-http.server.ts'
import { jsonInText } from './json-in-text.ts'
import type { JudgedAnswer, RecoveryTable } from './recovery.ts'

export type Answer = {
  body: unknown
  /** The store's clock when it answered, milliseconds; null when it sent no `Date`. */
  dateMs: number | null
  /** How old the answer is, milliseconds, where a cache in front of the store gave a copy; else 0. */
  ageMs: number
  /** Something stood around the JSON: a comment of a plugin, messages of the server. */
  isMixed: boolean
}

/** How a cart says that something went wrong. */
export type WireError = {
  code: string | null
  message: string
  /** What the answer should have had, where a success hides the error. */
  status?: number | undefined
}

/** The error an answer's body holds; null for none. `status` is the one the answer came with. */
export type ErrorIn = (body: unknown, status: number) => WireError | null

/** @throws SourceRequestError for every answer that is not a whole JSON document with status 2xx. */
export function readAnswer(
  response: OutboundResponse,
  now: number,
  cart: { errorIn: ErrorIn; table: RecoveryTable },
): Answer {
  const { judged, body, isMixed } = judge(response, cart.errorIn)
  if (judged.form !== 'json' || judged.status < 200 || judged.status > 299) {
    throw cart.table.judgeAnswer(judged, { retryAfterMs: retryAfter(response.headers, now) })
  }
  return { body, dateMs: serverTime(response.headers), ageMs: ageOf(response.headers), isMixed }
}

/** What only a page has; the JSON in its scripts is nobody's answer. */
const IS_PAGE = /<(!doctype|html|head|body|script)\b/i

export function judge(
  response: OutboundResponse,
  errorIn: ErrorIn,
): { judged: JudgedAnswer; body: unknown; isMixed: boolean } {
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
    // An API answers with objects and lists alone; "null" is what is left of an answer.
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
  const error = errorIn(body, response.status)
  return {
    body,
    isMixed,
    judged: {
      status: error?.status ?? response.status,
      form,
      code: error?.code ?? null,
      message: error?.message ?? '',
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
