import {
  type PauseCode,
  FatalError,
  PauseRun,
  RetriableError,
} from '#app/migration/engine/ports/errors.ts'
import type { SourceProblemCode } from '#app/migration/engine/ports/source.ts'
import type { OutboundHttpProblem } from '#app/platform/outbound-http.server.ts'

/** An answer of the old store, as far as judging it needs. */
export type JudgedAnswer = {
  status: number
  /** What the body turned out to be. `broken`: announced or begun as JSON, but not readable. */
  form: 'json' | 'html' | 'broken'
  /** The cart's own error code and text, when the body holds them. */
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
  | { repeat: boolean; then: 'wait' }
  | { repeat: boolean; then: 'pause'; pause: PauseCode }
  | { repeat: false; then: 'refused' }

type Verdict = { problem: SourceProblemCode; recovery: Recovery; say: string }

/** `when` an answer is so, it means that. The first rule of a table that fits decides. */
export type Rule = { when: (answer: JudgedAnswer) => boolean; verdict: Verdict }

export const CREDENTIALS: Recovery = { repeat: false, then: 'pause', pause: 'SOURCE_CREDENTIALS' }
const UNREACHABLE: Recovery = { repeat: true, then: 'pause', pause: 'SOURCE_UNREACHABLE' }
const WAIT: Recovery = { repeat: true, then: 'wait' }
const REFUSED: Recovery = { repeat: false, then: 'refused' }

/** What the sentences of the table call things. */
export type StoreWords = {
  /** "a Magento store" */
  aStore: string
  /** "the Magento store" */
  theStore: string
  /** "its REST API" */
  api: string
  /** What of the store's address must be let through: "/rest/". */
  path: string
  /** What else may cut answers off or mix them up, as a request to the merchant. */
  mendMixed: string
}

/**
 * What every store behind HTTP may answer whatever its cart, once the cart's own rules did not fit.
 * An answer in JSON is the cart's own word: 401 and 403 in JSON want a rule of the cart in front.
 */
function commonRules({ aStore, theStore, api, path, mendMixed }: StoreWords): Rule[] {
  return [
    {
      when: ({ status }) => status === 401,
      verdict: {
        problem: 'BAD_CREDENTIALS',
        recovery: CREDENTIALS,
        say: `The old store is behind a password of its web server, so the app cannot reach its data. Switch that password off for ${api} and try again.`,
      },
    },
    {
      when: ({ status }) => status === 403,
      verdict: {
        problem: 'ANSWERED_HTML',
        recovery: UNREACHABLE,
        say: `A firewall or a security plugin in front of the old store blocked the app. Allow requests to ${path} there and try again.`,
      },
    },
    {
      when: ({ status, form }) =>
        form === 'json' && (status === 400 || status === 404 || status === 410),
      verdict: {
        problem: 'BROKEN_ANSWER',
        recovery: REFUSED,
        say: `The old store refused a request of the app that ${aStore} normally understands. A plugin may have changed ${api}.`,
      },
    },
    {
      when: ({ status }) => status === 404 || status === 410,
      verdict: {
        problem: 'NOT_THIS_CART',
        recovery: UNREACHABLE,
        say: `No ${aStore.replace(/^an? /, '')} was found at this address. Check the address; if the shop lies in a folder, add the folder.`,
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
        say: `The address answers with a web page instead of store data. Check that it is the address of ${theStore} itself and that no "coming soon" page or cache stands in front of ${path}.`,
      },
    },
    {
      when: ({ form, status }) => form === 'broken' && status < 300,
      verdict: {
        problem: 'BROKEN_ANSWER',
        recovery: WAIT,
        say: `The old store sent an answer that is cut off, or mixed with other text so that it cannot be read. Nothing is lost; it is tried again. If it stays so, ask its host about time and memory limits, and ${mendMixed}.`,
      },
    },
  ]
}

const UNKNOWN_ANSWER: Verdict = {
  problem: 'SERVER_ERROR',
  recovery: UNREACHABLE,
  say: 'The old store gave an answer the app cannot use. Check the address and that the store works in a browser.',
}

function transportTable({ path }: StoreWords): Record<OutboundHttpProblem, Verdict> {
  return {
    address_not_allowed: {
      problem: 'ADDRESS_NOT_ALLOWED',
      recovery: { repeat: false, then: 'pause', pause: 'SOURCE_UNREACHABLE' },
      say: 'This address leads into a private network, which the app does not enter. Use the public address of the old store.',
    },
    bad_url: {
      problem: 'NOT_FOUND',
      recovery: { repeat: false, then: 'pause', pause: 'SOURCE_UNREACHABLE' },
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
      say: `The old store did not answer in time. Nothing is lost; it is tried again. If it stays so, ask its host whether requests to ${path} are blocked or slow.`,
    },
    unreachable: {
      problem: 'NOT_FOUND',
      recovery: WAIT,
      say: 'The old store cannot be reached at this address. Check the spelling and that the site opens in a browser; nothing is lost.',
    },
    too_large: {
      problem: 'BROKEN_ANSWER',
      recovery: { repeat: false, then: 'pause', pause: 'SOURCE_UNREACHABLE' },
      say: 'The old store sent far more data in one answer than a store normally does, so the app stopped reading. Nothing is lost; please contact support.',
    },
  }
}

export type RecoveryTable = {
  judgeAnswer(answer: JudgedAnswer, options?: { retryAfterMs?: number | null }): SourceRequestError
  judgeTransport(reason: OutboundHttpProblem, cause: unknown): SourceRequestError
}

/** A cart's one table from answer to recovery: its own rules, then what every store may answer. */
export function recoveryTable(words: StoreWords, own: readonly Rule[]): RecoveryTable {
  const rules = [...own, ...commonRules(words)]
  const transport = transportTable(words)
  return {
    judgeAnswer: (answer, { retryAfterMs = null } = {}) => {
      const rule = rules.find(({ when }) => when(answer))
      return new SourceRequestError(rule?.verdict ?? UNKNOWN_ANSWER, {
        status: answer.status,
        wireCode: answer.code,
        wireMessage: answer.message,
        retryAfterMs,
      })
    },
    judgeTransport: (reason, cause) => new SourceRequestError(transport[reason], { cause }),
  }
}

/** A request that got no usable answer; turned into an error of the ports at their edge. */
export class SourceRequestError extends Error {
  override readonly name = 'SourceRequestError'
  readonly problem: SourceProblemCode
  readonly recovery: Recovery
  readonly status: number | null
  /** The cart's error code, for callers that expect a certain refusal. */
  readonly wireCode: string | null
  /** The cart's own words, in the store's language. Never shown. */
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

/** A finding that is no single answer's fault: wrong version, another cart, a missing clock. */
export function sourceProblem(problem: SourceProblemCode, say: string): SourceRequestError {
  const pause: PauseCode =
    problem === 'NO_READ_PERMISSION' || problem === 'BAD_CREDENTIALS'
      ? 'SOURCE_CREDENTIALS'
      : problem === 'VERSION_TOO_OLD' || problem === 'NOT_THIS_CART'
        ? 'SOURCE_CHANGED'
        : 'SOURCE_UNREACHABLE'
  return new SourceRequestError({ problem, recovery: { repeat: false, then: 'pause', pause }, say })
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

/** An answer that failed in a way that asking for less may get past. */
export function isTooMuch(error: unknown): boolean {
  return (
    error instanceof SourceRequestError &&
    (error.status === 500 || error.problem === 'TIMEOUT' || error.problem === 'BROKEN_ANSWER') &&
    error.recovery.then !== 'refused'
  )
}

/** The store itself says, in its own words, that there is no such record. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof SourceRequestError && error.status === 404 && error.recovery.then === 'refused'
  )
}

/** Null where our key may not read this, or where the store does not have it. */
export async function unlessForbidden<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    const refused =
      error instanceof SourceRequestError &&
      (error.status === 401 || error.status === 403 || error.status === 404 || error.status === 400)
    if (refused) return null
    throw error
  }
}

function saysMaintenance(excerpt: string): boolean {
  return /maintenance|coming soon|under construction|briefly unavailable/i.test(excerpt)
}
