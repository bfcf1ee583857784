import { z } from 'zod'

/**
 * - `latency`: waits before the request is looked at; `slow_answer`: waits after the commit.
 * - `status`: answers with that HTTP status and does nothing (429 with Retry-After, 500, 502, 503).
 * - `throttled`: answers THROTTLED (HTTP 200, or 429 with `as429`) and does nothing.
 * - `reset_before_commit`: closes the connection, nothing happened.
 * - `reset_after_commit`: does everything, then closes the connection: the answer is lost.
 * - `answer_lost`: does everything, then says nothing until the caller gives up.
 * - `internal_error`: a GraphQL INTERNAL_SERVER_ERROR, nothing happened.
 * - `error_beside`: does everything, then answers with a top-level error beside what it did; with
 *   `withoutData` it shows nothing of it (recorded: ACCESS_DENIED beside filled data).
 * - `token_expired`, `token_revoked`, `scope_removed`, `uninstalled`: from this request on.
 * - `search_lag`: what the shop's search is told from this request on, it knows so much later.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('latency'), ms: z.number() }),
  z.object({ kind: z.literal('slow_answer'), ms: z.number() }),
  z.object({
    kind: z.literal('status'),
    status: z.number().int(),
    retryAfterSeconds: z.number().optional(),
    body: z.string().optional(),
  }),
  z.object({ kind: z.literal('throttled'), as429: z.boolean().optional() }),
  z.object({ kind: z.literal('reset_before_commit') }),
  z.object({ kind: z.literal('reset_after_commit') }),
  z.object({ kind: z.literal('answer_lost') }),
  z.object({ kind: z.literal('internal_error') }),
  z.object({
    kind: z.literal('error_beside'),
    /** Default INTERNAL_SERVER_ERROR. */
    code: z.string().optional(),
    withoutData: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('token_expired') }),
  z.object({ kind: z.literal('token_revoked') }),
  z.object({ kind: z.literal('scope_removed'), scope: z.string() }),
  z.object({ kind: z.literal('uninstalled') }),
  z.object({ kind: z.literal('search_lag'), ms: z.number() }),
])

export type Fault = z.infer<typeof faultSchema>

export const faultRuleSchema = z.object({
  fault: faultSchema,
  /** Root field the request must hold; absent: any Admin API request. */
  field: z.string().optional(),
  /** Only requests of this kind; absent: both. */
  operation: z.enum(['query', 'mutation']).optional(),
  /** The first matching request it strikes, counted from now; default 1. */
  nth: z.number().int().min(1).optional(),
  /** How many matching requests in a row it strikes; default 1. */
  times: z.union([z.number().int().min(1), z.literal('always')]).optional(),
  /**
   * Sticks to one record: only requests whose variables hold this text, as JSON (a custom id, a gid
   * with its quotes, a title).
   */
  about: z.string().optional(),
  /** Shop domain; absent: every shop. */
  shop: z.string().optional(),
})

export type FaultRule = z.infer<typeof faultRuleSchema>

/** One request, as faults see it. */
export type StruckRequest = {
  shop: string
  fields: readonly string[]
  operation: 'query' | 'mutation' | null
  variables: Readonly<Record<string, unknown>>
  /** The process that sent it, where the redirect told. */
  clientPid: number | null
}

/** In process: runs before the request is executed, or after it and before the answer. */
export type FaultHook = {
  before?(request: StruckRequest): void | Promise<void>
  after?(request: StruckRequest): void | Promise<void>
}

export type FaultControl = {
  /** `onStrike` is told each time. Returns an id for `remove`. */
  add(rule: FaultRule, onStrike?: (request: StruckRequest) => void): number
  /** Like a rule; the hook is called instead of a fault. Returns an id for `remove`. */
  hook(match: Omit<FaultRule, 'fault'>, hook: FaultHook): number
  remove(id: number): void
  /** The next `times` requests are throttled. */
  throttleStorm(times: number, options?: { field?: string; as429?: boolean }): void
  clear(): void
  /** Rules that still wait for a request. */
  pending(): FaultRule[]
  /** How often each kind has struck. */
  fired: Record<string, number>
  /** Called by the server for each request. */
  strike(request: StruckRequest): { faults: Fault[]; hooks: FaultHook[] }
}

type Armed = Omit<FaultRule, 'fault'> & {
  id: number
  seen: number
  fault: Fault | null
  strike(request: StruckRequest): void
  hook: FaultHook | null
}

export function createFaults(): FaultControl {
  let rules: Armed[] = []
  let lastId = 0
  const fired: Record<string, number> = {}
  const isSpent = ({ nth, times, seen }: Armed) =>
    times !== 'always' && seen >= (nth ?? 1) + (times ?? 1) - 1
  const arm = (rule: Omit<Armed, 'id' | 'seen'>) => {
    lastId += 1
    rules.push({ ...rule, id: lastId, seen: 0 })
    return lastId
  }
  return {
    add: (rule, onStrike) => arm({ ...rule, hook: null, strike: (request) => onStrike?.(request) }),
    hook: (match, hook) => arm({ ...match, fault: null, hook, strike: () => undefined }),
    remove(id) {
      rules = rules.filter((rule) => rule.id !== id)
    },
    throttleStorm(times, options = {}) {
      const { field, as429 } = options
      arm({
        fault: { kind: 'throttled', ...(as429 === undefined ? {} : { as429 }) },
        times,
        ...(field === undefined ? {} : { field }),
        hook: null,
        strike: () => undefined,
      })
    },
    clear() {
      rules = []
    },
    pending: () =>
      rules.flatMap(({ fault, field, operation, nth, times, about, shop }) =>
        fault ? [{ fault, field, operation, nth, times, about, shop }] : [],
      ),
    fired,
    strike(request) {
      const faults: Fault[] = []
      const hooks: FaultHook[] = []
      const variables = JSON.stringify(request.variables)
      for (const rule of rules) {
        if (rule.shop !== undefined && rule.shop !== request.shop) continue
        if (rule.field !== undefined && !request.fields.includes(rule.field)) continue
        if (rule.operation !== undefined && rule.operation !== request.operation) continue
        if (rule.about !== undefined && !variables.includes(rule.about)) continue
        rule.seen += 1
        if (rule.seen < (rule.nth ?? 1)) continue
        const kind = rule.fault?.kind ?? 'hook'
        fired[kind] = (fired[kind] ?? 0) + 1
        if (rule.fault) faults.push(rule.fault)
        if (rule.hook) hooks.push(rule.hook)
        rule.strike(request)
      }
      rules = rules.filter((rule) => !isSpent(rule))
      return { faults, hooks }
    },
  }
}
