import type { PauseCode } from '#app/migration/engine/ports/errors.ts'
import { FatalError, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import type { SourceProblemCode } from '#app/migration/engine/ports/source.ts'
import type { OutboundHttpProblem } from '#app/platform/outbound-http.server.ts'

/** An answer of the old store, as far as judging it needs. */
export type JudgedAnswer = {
  status: number
  /** What the body turned out to be. `broken`: announced or begun as JSON, but not readable. */
  form: 'json' | 'html' | 'broken'
  /** WordPress' error code and text ("woocommerce_rest_cannot_view"), when the body holds them. */
  code: string | null
  message: string
  /** Begin of the body, for pages that say "maintenance". */
  excerpt: string
}

/**
 * What a run does about it, after the tries are used up: `wait` and try the same again later,
 * `pause` until the merchant acted, `refused` when the store is well and means this one request.
 */
type Recovery =
  | { retry: boolean; then: 'wait' }
  | { retry: boolean; then: 'pause'; pause: PauseCode }
  | { retry: false; then: 'refused' }

type Verdict = { problem: SourceProblemCode; recovery: Recovery; say: string }
type Rule = { when: (answer: JudgedAnswer) => boolean; verdict: Verdict }

const CREDENTIALS: Recovery = { retry: false, then: 'pause', pause: 'SOURCE_CREDENTIALS' }
const UNREACHABLE: Recovery = { retry: true, then: 'pause', pause: 'SOURCE_UNREACHABLE' }
const WAIT: Recovery = { retry: true, then: 'wait' }
const REFUSED: Recovery = { retry: false, then: 'refused' }

const says = (pattern: RegExp) => (answer: JudgedAnswer) =>
  answer.code === 'woocommerce_rest_authentication_error' && pattern.test(answer.message)

/**
 * The one table from answer to recovery; the first rule that fits decides. 401 bodies measured on
 * WooCommerce 9.9: `woocommerce_rest_cannot_view` for an unknown key,
 * `woocommerce_rest_authentication_error` for a wrong secret and for a write-only key.
 */
const RULES: Rule[] = [
  {
    when: says(/read permission/i),
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: 'The API key of the old store may write but not read. In WooCommerce, open Settings → Advanced → REST API and give the key the permission "Read".',
    },
  },
  {
    when: says(/secret|signature/i),
    verdict: {
      problem: 'BAD_SECRET',
      recovery: CREDENTIALS,
      say: 'The old store knows the consumer key, but the consumer secret is wrong. Copy the secret again; if it is lost, create a new key in WooCommerce under Settings → Advanced → REST API.',
    },
  },
  {
    when: says(/consumer key/i),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: 'The old store does not know this consumer key. Check that it was copied whole (it begins with ck_) and that it was not revoked.',
    },
  },
  {
    when: says(/timestamp|nonce/i),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: { retry: true, then: 'pause', pause: 'SOURCE_CREDENTIALS' },
      say: 'The old store refused the time stamp of the request because its clock is wrong. Ask its host to set the clock, or use an address that begins with https://.',
    },
  },
  {
    when: ({ status, code }) => status === 401 && code === 'woocommerce_rest_cannot_view',
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: 'The old store does not accept the consumer key. Check that it was copied whole (it begins with ck_), that it was not revoked, and that its user may manage the shop.',
    },
  },
  {
    when: ({ status, code }) => status === 401 && (code?.startsWith('woocommerce_rest') ?? false),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: 'The old store does not accept the consumer key and secret, or the key may not read. Copy both again and make sure that the key has the permission "Read".',
    },
  },
  {
    when: ({ status, form }) => status === 401 && form === 'json',
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: 'The old store asks for a login before it answers its REST API. A security plugin may have closed it: allow the REST API for WooCommerce keys and try again.',
    },
  },
  {
    when: ({ status }) => status === 401,
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: 'The old store is behind a password of its web server, so the app cannot reach its data. Switch that password off for the REST API and try again.',
    },
  },
  {
    when: ({ status, form }) => status === 403 && form === 'json',
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: 'The old store does not let this key read what is needed. The key must have the permission "Read" and belong to a shop manager or an administrator.',
    },
  },
  {
    when: ({ status }) => status === 403,
    verdict: {
      problem: 'ANSWERED_HTML',
      recovery: UNREACHABLE,
      say: 'A firewall or a security plugin in front of the old store blocked the app. Allow requests to /wp-json/ there and try again.',
    },
  },
  {
    when: ({ status, code }) => status === 404 && code === 'rest_no_route',
    verdict: {
      problem: 'NOT_THIS_CART',
      recovery: { retry: false, then: 'pause', pause: 'SOURCE_CHANGED' },
      say: 'There is a WordPress site at this address, but its WooCommerce REST API is missing. Check that WooCommerce is active and at least version 5.8.',
    },
  },
  {
    when: ({ status, form }) =>
      form === 'json' && (status === 400 || status === 404 || status === 410),
    verdict: {
      problem: 'BROKEN_ANSWER',
      recovery: REFUSED,
      say: 'The old store refused a request of the app that a WooCommerce store normally understands. A plugin may have changed its REST API.',
    },
  },
  {
    when: ({ status }) => status === 404 || status === 410,
    verdict: {
      problem: 'NOT_THIS_CART',
      recovery: UNREACHABLE,
      say: 'No WooCommerce store was found at this address. Check the address; if the shop lies in a folder, add the folder.',
    },
  },
  {
    when: ({ status, excerpt, form }) =>
      status === 503 || (form === 'html' && status === 200 && saysMaintenance(excerpt)),
    verdict: {
      problem: 'MAINTENANCE',
      recovery: WAIT,
      say: 'The old store is in maintenance mode or overloaded. Nothing is lost; it goes on where it stopped as soon as the store answers again.',
    },
  },
  {
    when: ({ status }) => status === 429,
    verdict: {
      problem: 'SERVER_ERROR',
      recovery: WAIT,
      say: 'The old store asked the app to slow down. Nothing is lost; it goes on by itself after a pause.',
    },
  },
  {
    when: ({ status }) => status === 408 || status === 425 || status >= 500,
    verdict: {
      problem: 'SERVER_ERROR',
      recovery: WAIT,
      say: 'The old store answered with a server error. Nothing is lost; it is tried again. If it stays so, look into the error log of the old store.',
    },
  },
  {
    when: ({ form, status }) => form === 'html' && status < 300,
    verdict: {
      problem: 'ANSWERED_HTML',
      recovery: UNREACHABLE,
      say: 'The address answers with a web page instead of store data. Check that it is the address of the WooCommerce store itself and that no "coming soon" page or cache stands in front of /wp-json/.',
    },
  },
  {
    when: ({ form, status }) => form === 'broken' && status < 300,
    verdict: {
      problem: 'BROKEN_ANSWER',
      recovery: WAIT,
      say: 'The old store sent an answer that is cut off, or mixed with other text so that it cannot be read. Nothing is lost; it is tried again. If it stays so, ask its host about time and memory limits, and switch off WP_DEBUG_DISPLAY and plugins that change what is sent below its REST API.',
    },
  },
]

const UNKNOWN_ANSWER: Verdict = {
  problem: 'SERVER_ERROR',
  recovery: UNREACHABLE,
  say: 'The old store gave an answer the app cannot use. Check the address and that the store works in a browser.',
}

const TRANSPORT: Record<OutboundHttpProblem, Verdict> = {
  address_not_allowed: {
    problem: 'ADDRESS_NOT_ALLOWED',
    recovery: { retry: false, then: 'pause', pause: 'SOURCE_UNREACHABLE' },
    say: 'This address leads into a private network, which the app does not enter. Use the public address of the old store.',
  },
  bad_url: {
    problem: 'NOT_FOUND',
    recovery: { retry: false, then: 'pause', pause: 'SOURCE_UNREACHABLE' },
    say: 'This is not the web address of a store. It looks like https://my-old-store.com, without user name or password in it.',
  },
  too_many_redirects: {
    problem: 'NOT_FOUND',
    recovery: UNREACHABLE,
    say: 'The old store sends every request on to another address and never answers. Enter the address that a browser shows in the end.',
  },
  tls: {
    problem: 'TLS',
    recovery: UNREACHABLE,
    say: 'No secure connection to the old store: its certificate is missing, expired or made for another name. Ask its host to renew the certificate.',
  },
  timeout: {
    problem: 'TIMEOUT',
    recovery: WAIT,
    say: 'The old store did not answer in time. Nothing is lost; it is tried again. If it stays so, ask its host whether requests to /wp-json/ are blocked or slow.',
  },
  unreachable: {
    problem: 'NOT_FOUND',
    recovery: WAIT,
    say: 'The old store cannot be reached at this address. Check the spelling and that the site opens in a browser; nothing is lost.',
  },
  too_large: {
    problem: 'BROKEN_ANSWER',
    recovery: { retry: false, then: 'pause', pause: 'SOURCE_UNREACHABLE' },
    say: 'The old store sent far more data in one answer than a store normally does, so the app stopped reading. Nothing is lost; please contact support.',
  },
}

/** A request that got no usable answer; turned into an error of the ports at their edge. */
export class SourceRequestError extends Error {
  override readonly name = 'SourceRequestError'
  readonly problem: SourceProblemCode
  readonly recovery: Recovery
  readonly status: number | null
  /** WordPress' error code, for callers that expect a certain refusal. */
  readonly wireCode: string | null
  /** WordPress' own words, in the store's language. Never shown. */
  readonly wireMessage: string
  readonly retryAfterMs: number | null
  constructor(
    verdict: Verdict,
    options: {
      status?: number
      wireCode?: string | null
      wireMessage?: string
      retryAfterMs?: number | null
      cause?: unknown
    } = {},
  ) {
    super(verdict.say, { cause: options.cause })
    this.problem = verdict.problem
    this.recovery = verdict.recovery
    this.status = options.status ?? null
    this.wireCode = options.wireCode ?? null
    this.wireMessage = options.wireMessage ?? ''
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

export function judgeAnswer(
  answer: JudgedAnswer,
  options: { retryAfterMs?: number | null } = {},
): SourceRequestError {
  const rule = RULES.find(({ when }) => when(answer))
  return new SourceRequestError(rule?.verdict ?? UNKNOWN_ANSWER, {
    status: answer.status,
    wireCode: answer.code,
    wireMessage: answer.message,
    retryAfterMs: options.retryAfterMs ?? null,
  })
}

export function judgeTransport(reason: OutboundHttpProblem, cause: unknown): SourceRequestError {
  return new SourceRequestError(TRANSPORT[reason], { cause })
}

/** A finding that is no single answer's fault: wrong version, another cart, a missing clock. */
export function sourceProblem(problem: SourceProblemCode, say: string): SourceRequestError {
  const pause: PauseCode =
    problem === 'NO_READ_PERMISSION' || problem === 'BAD_CREDENTIALS'
      ? 'SOURCE_CREDENTIALS'
      : problem === 'VERSION_TOO_OLD' || problem === 'NOT_THIS_CART'
        ? 'SOURCE_CHANGED'
        : 'SOURCE_UNREACHABLE'
  return new SourceRequestError({ problem, recovery: { retry: false, then: 'pause', pause }, say })
}

/** The error the engine knows, whose type says the recovery. Others pass through unchanged. */
export function toRunError(error: unknown): unknown {
  if (!(error instanceof SourceRequestError)) return error
  switch (error.recovery.then) {
    case 'wait':
      return new RetriableError(error.message, {
        retryAfterMs: error.retryAfterMs,
        status: error.status,
        cause: error,
      })
    case 'pause':
      return new PauseRun(error.recovery.pause, error.message, {
        status: error.status,
        cause: error,
      })
    case 'refused':
      return new FatalError(error.message, { cause: error })
  }
}

function saysMaintenance(excerpt: string): boolean {
  return /maintenance|coming soon|under construction|briefly unavailable/i.test(excerpt)
}
