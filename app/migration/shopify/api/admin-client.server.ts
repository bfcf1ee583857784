import { z } from 'zod'
import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import {
  addressRefused,
  FatalError,
  PauseRun,
  RetriableError,
} from '#app/migration/engine/ports/errors.ts'
import type { SendGuard } from '#app/migration/engine/ports/target.ts'
import {
  envelopeSchema,
  graphqlErrors,
  type Envelope,
  type GraphqlError,
} from './admin-envelope.ts'
import { createCostBudget } from './cost-budget.ts'
import type { AdminOperation } from './operation.ts'
import { withoutContacts } from './without-contacts.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'
import type { Message } from '#app/migration/messages/message.ts'

/** What a call belongs to, besides its shop. */
export type CallScope = {
  guard?: SendGuard
  logger?: Logger
  /** Shopify said "not now": the call waits so long before it is sent again. */
  onThrottle?: (waitMs: number) => void
  /** How often a query is sent while it finds no usable answer. Default 6. */
  attempts?: number
}

/**
 * One GraphQL call. The transport gets a fresh access token for every call (tokens expire). It asks
 * the guard last of all; what the guard holds back must never be sent.
 * @throws RetriableError | PauseRun | FatalError only when nothing was sent
 */
export type AdminTransport = (
  request: { query: string; variables: unknown },
  signal?: AbortSignal,
  guard?: SendGuard,
) => Promise<{ status: number; headers: Headers; body: unknown }>

type AdminCallEvent = {
  operation: string
  kind: 'query' | 'mutation'
  outcome: 'ok' | 'throttled' | 'failed'
  requestedCost: number | null
  actualCost: number | null
  ms: number
}

export type AdminClient = {
  /**
   * Sends one document when the cost budget allows it. THROTTLED is waited out and never an error.
   * Queries are repeated after a 5xx or a lost connection; mutations never are.
   * @throws ResultUnknown a mutation whose answer was lost: look the record up before repeating
   * @throws RequestRejected Shopify refused exactly this request; repeating changes nothing
   * @throws RetriableError | PauseRun | FatalError
   */
  run<Data, Variables>(
    operation: AdminOperation<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
    scope?: CallScope,
  ): Promise<Data>
  readonly maxInFlight: number
}

/**
 * The request left, and no answer tells whether Shopify did it. Never sent again blindly: the
 * writer looks the source reference up first.
 */
export class ResultUnknown extends RetriableError {}

/** Top-level refusal of one request (bad variable, list too long, unknown definition). */
export class RequestRejected extends Error {
  override readonly name = 'RequestRejected'
  readonly code: string
  constructor(code: string, message: string) {
    super(withoutContacts(message))
    this.code = code
  }
}

/** The same client and budget, for calls that belong together. */
export function inScope(client: AdminClient, scope: CallScope): AdminClient {
  return {
    ...client,
    run: (operation, variables, signal) => client.run(operation, variables, signal, scope),
  }
}

const userErrorsSchema = z.object({
  userErrors: z.array(z.unknown()).nullish(),
  orderCancelUserErrors: z.array(z.unknown()).nullish(),
})

const QUERY_ATTEMPTS = 6
const FIRST_BACKOFF_MS = 500

/** Codes that say "not now" with HTTP 200; like a 5xx nothing is known about a mutation. */
const TROUBLE_CODES = new Set(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT'])

/** Something in this very request (a broken character, its size): others may pass. */
const BAD_REQUEST = new Set([400, 413, 422])

type Answer =
  | { kind: 'data'; data: unknown; envelope: Envelope }
  | { kind: 'throttled'; waitMs: number; envelope: Envelope | null }
  | {
      kind: 'trouble'
      what: Message
      status?: number
      retryAfterMs: number | null
      envelope: Envelope | null
    }
  | { kind: 'error'; error: Error; envelope: Envelope | null }

export function createAdminClient(deps: {
  transport: AdminTransport
  clock: Clock
  logger: Logger
  maxInFlight?: number
  onCall?: (event: AdminCallEvent) => void
}): AdminClient {
  const { transport, clock, logger } = deps
  const maxInFlight = deps.maxInFlight ?? 24
  const budget = createCostBudget({ clock, maxInFlight })

  async function send(
    operation: AdminOperation<unknown, unknown>,
    variables: unknown,
    signal?: AbortSignal,
    guard?: SendGuard,
  ): Promise<Answer> {
    try {
      const response = await transport({ query: operation.text, variables }, signal, guard)
      return classify(response, operation.kind)
    } catch (cause) {
      if (signal?.aborted) throw signal.reason
      if (
        cause instanceof PauseRun ||
        cause instanceof FatalError ||
        cause instanceof RetriableError
      ) {
        return { kind: 'error', error: cause, envelope: null }
      }
      const what = shopifySays('connectionLost')
      return { kind: 'trouble', what, retryAfterMs: null, envelope: null }
    }
  }

  async function run<Data, Variables>(
    operation: AdminOperation<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
    scope: CallScope = {},
  ): Promise<Data> {
    const log = scope.logger ?? logger
    const attempts = scope.attempts ?? QUERY_ATTEMPTS
    let ticket = await budget.enter(operation.text, signal)
    for (let attempt = 1; ;) {
      const startedAt = clock.now()
      let answer: Answer | null = null
      try {
        answer = await send(operation, variables, signal, scope.guard)
      } finally {
        budget.leave(operation.text, ticket, answer?.envelope?.extensions?.cost ?? null)
      }
      const cost = answer.envelope?.extensions?.cost
      deps.onCall?.({
        operation: operation.name,
        kind: operation.kind,
        outcome:
          answer.kind === 'data' ? 'ok' : answer.kind === 'throttled' ? 'throttled' : 'failed',
        requestedCost: cost?.requestedQueryCost ?? null,
        actualCost: cost?.actualQueryCost ?? null,
        ms: clock.now() - startedAt,
      })
      switch (answer.kind) {
        case 'data':
          return operation.data.parse(answer.data)
        case 'error':
          throw answer.error
        case 'throttled':
          log.debug({ operation: operation.name, waitMs: answer.waitMs }, 'throttled by Shopify')
          scope.onThrottle?.(answer.waitMs)
          ticket = await budget.reenter(operation.text, answer.waitMs, signal)
          break
        case 'trouble': {
          log.warn(
            { operation: operation.name, attempt, reason: answer.what.key },
            'no usable answer',
          )
          if (operation.kind === 'mutation') {
            throw new ResultUnknown(shopifySays('lookedUpFirst', { what: answer.what }), {
              retryAfterMs: answer.retryAfterMs,
              reason: answer.what,
              status: answer.status ?? null,
            })
          }
          if (attempt >= attempts) {
            throw new RetriableError(shopifySays('nothingLost', { what: answer.what }), {
              retryAfterMs: answer.retryAfterMs,
              reason: answer.what,
              status: answer.status ?? null,
            })
          }
          await clock.sleep(answer.retryAfterMs ?? FIRST_BACKOFF_MS * 2 ** (attempt - 1), signal)
          attempt += 1
          ticket = await budget.enter(operation.text, signal)
          break
        }
      }
    }
  }

  return { run, maxInFlight }
}

/** The one table from an HTTP answer of the Admin API to what must happen now. */
function classify(
  response: { status: number; headers: Headers; body: unknown },
  kind: 'query' | 'mutation',
): Answer {
  const { status } = response
  const retryAfterMs = retryAfter(response.headers)
  const parsed = envelopeSchema.safeParse(response.body)
  const envelope = parsed.success ? parsed.data : null
  const errors = envelope ? graphqlErrors(envelope) : []
  const codes = errors.map((error) => error.extensions?.code ?? '')

  if (status === 429 || codes.includes('THROTTLED')) {
    return { kind: 'throttled', waitMs: retryAfterMs ?? throttleWait(envelope), envelope }
  }
  if (status === 403) return failed(addressRefused(), envelope)
  if (status === 401) {
    return failed(new PauseRun('TARGET_CREDENTIALS', shopifySays('accessRefused')), envelope)
  }
  if (status === 402 || status === 404 || status === 423) {
    return failed(
      new PauseRun('TARGET_UNREACHABLE', shopifySays(SHOP_STATES[status]), { status }),
      envelope,
    )
  }
  if (status >= 500 || status === 408) {
    return {
      kind: 'trouble',
      what: shopifySays('httpStatus', { status }),
      status,
      retryAfterMs,
      envelope,
    }
  }
  if (BAD_REQUEST.has(status)) {
    const message = errors[0]?.message ?? ''
    return failed(new RequestRejected(`HTTP_${status}`, message || `HTTP ${status}`), envelope)
  }
  if (status >= 300) {
    return failed(new FatalError(shopifySays('refusedWithStatus', { status })), envelope)
  }
  if (!envelope) {
    return {
      kind: 'trouble',
      what: shopifySays('unreadableAnswer'),
      retryAfterMs,
      envelope,
    }
  }
  const first = errors[0]
  if (!first) {
    const isShown = kind === 'query' || changeIn(envelope.data, errors) !== null
    if (envelope.data != null && isShown) return { kind: 'data', data: envelope.data, envelope }
    return { kind: 'trouble', what: shopifySays('emptyAnswer'), retryAfterMs, envelope }
  }

  if (kind === 'mutation') {
    // Its own words about the change count, whatever else could not be shown.
    const outcome = changeIn(envelope.data, errors)
    if (outcome === 'refused') return { kind: 'data', data: envelope.data, envelope }
    if (outcome === 'done' && !codes.some((code) => TROUBLE_CODES.has(code))) {
      const what = shopifySays('doneButNotShown')
      return { kind: 'trouble', what, retryAfterMs, envelope }
    }
  }
  const denied = errors.find((error) => error.extensions?.code === 'ACCESS_DENIED')
  if (denied) {
    const needed = denied.extensions?.requiredAccess ?? denied.message
    return failed(
      new PauseRun(
        'TARGET_SCOPE_MISSING',
        shopifySays('permissionMissing', { scope: scopeName(needed) }),
      ),
      envelope,
    )
  }
  if (codes.includes('SHOP_INACTIVE')) {
    return failed(
      new PauseRun('TARGET_UNREACHABLE', shopifySays('frozen'), { status: 402 }),
      envelope,
    )
  }
  if (codes.some((code) => TROUBLE_CODES.has(code))) {
    return { kind: 'trouble', what: shopifySays('internalError'), retryAfterMs, envelope }
  }
  const coded = errors.find((error) => error.extensions?.code) ?? first
  return failed(new RequestRejected(coded.extensions?.code ?? 'UNKNOWN', coded.message), envelope)
}

/**
 * What an answer to a mutation says of the change itself, beside top-level errors or without them.
 * Recorded: a part that the app may not see gave ACCESS_DENIED beside filled data, and the change was
 * made. Such a part may take everything around it along: an error from inside of what the mutation
 * shows came after the work, also where nothing is shown. Where `userErrors` stand in the data, it was
 * refused. Null: the data says nothing (recorded: refusals before the work name the mutation alone).
 */
function changeIn(data: unknown, errors: readonly GraphqlError[]): 'done' | 'refused' | null {
  if (typeof data !== 'object' || !data) return null
  const payloads = Object.values(data).filter((payload) => payload != null)
  if (payloads.length === 0) {
    return errors.some(({ path }) => (path?.length ?? 0) > 1) ? 'done' : null
  }
  return payloads.some(hasUserErrors) ? 'refused' : 'done'
}

function hasUserErrors(payload: unknown): boolean {
  const parsed = userErrorsSchema.safeParse(payload)
  return parsed.success && Object.values(parsed.data).some((errors) => (errors?.length ?? 0) > 0)
}

function failed(error: Error, envelope: Envelope | null): Answer {
  return { kind: 'error', error, envelope }
}

/** Names the scope out of "`write_orders` access scope. Also: …". */
function scopeName(requiredAccess: string): string {
  const scope = /`(\w+)` access scope/.exec(requiredAccess)?.[1]
  return scope ?? requiredAccess
}

const SHOP_STATES = { 402: 'frozen', 404: 'notKnown', 423: 'locked' } as const

/** Time until the bucket holds what the refused request asked for; a second when it does not say. */
function throttleWait(envelope: Envelope | null): number {
  const cost = envelope?.extensions?.cost
  if (!cost || cost.throttleStatus.restoreRate <= 0) return 1000
  const asked = Math.min(cost.requestedQueryCost ?? 0, cost.throttleStatus.maximumAvailable)
  const missing = asked - cost.throttleStatus.currentlyAvailable
  return Math.max(100, Math.ceil((missing / cost.throttleStatus.restoreRate) * 1000))
}

/** `Retry-After` in seconds, as Shopify sends it ("2.0"). */
function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : null
}
