import {
  type PauseCode,
  FatalError,
  PauseRun,
  RetriableError,
} from '#app/migration/engine/ports/errors.ts'
import type { SourceProblemCode } from '#app/migration/engine/ports/source.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import { nameOf, type Message } from '#app/migration/messages/message.ts'
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

type Verdict = { problem: SourceProblemCode; recovery: Recovery; say: Message }

/** `when` an answer is so, it means that. The first rule of a table that fits decides. */
export type Rule = { when: (answer: JudgedAnswer) => boolean; verdict: Verdict }

export const CREDENTIALS: Recovery = { repeat: false, then: 'pause', pause: 'SOURCE_CREDENTIALS' }
const UNREACHABLE: Recovery = { repeat: true, then: 'pause', pause: 'SOURCE_UNREACHABLE' }
const WAIT: Recovery = { repeat: true, then: 'wait' }
const REFUSED: Recovery = { repeat: false, then: 'refused' }

/** What the sentences of the table speak of. */
export type StoreWords = {
  /** As the merchant knows it. */
  cart: string
  /** What of the store's address must be let through: "/rest/". */
  path: string
  /** What else may cut answers off or mix them up, as a request to the merchant. */
  mendMixed: Message
}

/**
 * What every store behind HTTP may answer whatever its cart, once the cart's own rules did not fit.
 * An answer in JSON is the cart's own word: 401 and 403 in JSON want a rule of the cart in front.
 */
function commonRules({ cart, path, mendMixed }: StoreWords): Rule[] {
  return [
    {
      when: ({ status }) => status === 401,
      verdict: {
        problem: 'BAD_CREDENTIALS',
        recovery: CREDENTIALS,
        say: kitSays('webServerPassword'),
      },
    },
    {
      when: ({ status }) => status === 403,
      verdict: {
        problem: 'ANSWERED_HTML',
        recovery: UNREACHABLE,
        say: kitSays('blocked', { path }),
      },
    },
    {
      when: ({ status, form }) =>
        form === 'json' && (status === 400 || status === 404 || status === 410),
      verdict: {
        problem: 'BROKEN_ANSWER',
        recovery: REFUSED,
        say: kitSays('requestRefused', { cart }),
      },
    },
    {
      when: ({ status }) => status === 404 || status === 410,
      verdict: {
        problem: 'NOT_THIS_CART',
        recovery: UNREACHABLE,
        say: kitSays('noStoreHere', { cart }),
      },
    },
    {
      when: ({ status, excerpt, form }) =>
        status === 503 || (form === 'html' && status === 200 && saysMaintenance(excerpt)),
      verdict: {
        problem: 'MAINTENANCE',
        recovery: WAIT,
        say: kitSays('maintenance'),
      },
    },
    {
      when: ({ status }) => status === 429,
      verdict: {
        problem: 'SERVER_ERROR',
        recovery: WAIT,
        say: kitSays('slowDown'),
      },
    },
    {
      when: ({ status }) => status === 408 || status === 425 || status >= 500,
      verdict: {
        problem: 'SERVER_ERROR',
        recovery: WAIT,
        say: kitSays('serverError'),
      },
    },
    {
      when: ({ form, status }) => form === 'html' && status < 300,
      verdict: {
        problem: 'ANSWERED_HTML',
        recovery: UNREACHABLE,
        say: kitSays('webPage', { cart, path }),
      },
    },
    {
      when: ({ form, status }) => form === 'broken' && status < 300,
      verdict: {
        problem: 'BROKEN_ANSWER',
        recovery: WAIT,
        say: kitSays('answerNotReadable', { advice: mendMixed }),
      },
    },
  ]
}

const UNKNOWN_ANSWER: Verdict = {
  problem: 'SERVER_ERROR',
  recovery: UNREACHABLE,
  say: kitSays('answerNotKnown'),
}

function transportTable({ path }: StoreWords): Record<OutboundHttpProblem, Verdict> {
  return {
    address_not_allowed: {
      problem: 'ADDRESS_NOT_ALLOWED',
      recovery: { repeat: false, then: 'pause', pause: 'SOURCE_UNREACHABLE' },
      say: kitSays('privateAddress'),
    },
    bad_url: {
      problem: 'NOT_FOUND',
      recovery: { repeat: false, then: 'pause', pause: 'SOURCE_UNREACHABLE' },
      say: kitSays('noAddress'),
    },
    too_many_redirects: {
      problem: 'NOT_FOUND',
      recovery: UNREACHABLE,
      say: kitSays('redirects'),
    },
    tls: {
      problem: 'TLS',
      recovery: UNREACHABLE,
      say: kitSays('certificate'),
    },
    timeout: {
      problem: 'TIMEOUT',
      recovery: WAIT,
      say: kitSays('tooSlow', { path }),
    },
    unreachable: {
      problem: 'NOT_FOUND',
      recovery: WAIT,
      say: kitSays('notReached'),
    },
    too_large: {
      problem: 'BROKEN_ANSWER',
      recovery: { repeat: false, then: 'pause', pause: 'SOURCE_UNREACHABLE' },
      say: kitSays('tooMuchData'),
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
  /** For the merchant. */
  readonly told: Message
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
    super(nameOf(verdict.say), { cause: options.cause })
    this.told = verdict.say
    this.problem = verdict.problem
    this.recovery = verdict.recovery
    this.status = options.status ?? null
    this.wireCode = options.wireCode ?? null
    this.wireMessage = options.wireMessage ?? ''
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

/** A finding that is no single answer's fault: wrong version, another cart, a missing clock. */
export function sourceProblem(problem: SourceProblemCode, say: Message): SourceRequestError {
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
      return new RetriableError(error.told, {
        retryAfterMs: error.retryAfterMs,
        status: error.status,
        cause: error,
      })
    case 'pause':
      return new PauseRun(error.recovery.pause, error.told, {
        status: error.status,
        cause: error,
      })
    case 'refused':
      return new FatalError(error.told, { cause: error })
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
