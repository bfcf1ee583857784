import { z } from 'zod'

/**
 * - `latency`: waits before the request is looked at; `slow_answer`: waits after the commit.
 * - `status`: answers with that HTTP status and does nothing (429 with Retry-After, 500, 502, 503).
 * - `throttled`: answers THROTTLED (HTTP 200, or 429 with `as429`) and does nothing.
 * - `reset_before_commit`: closes the connection, nothing happened.
 * - `reset_after_commit`: does everything, then closes the connection: the answer is lost.
 * - `internal_error`: a GraphQL INTERNAL_SERVER_ERROR, nothing happened.
 * - `token_expired`, `token_revoked`, `scope_removed`, `uninstalled`: from this request on.
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
  z.object({ kind: z.literal('internal_error') }),
  z.object({ kind: z.literal('token_expired') }),
  z.object({ kind: z.literal('token_revoked') }),
  z.object({ kind: z.literal('scope_removed'), scope: z.string() }),
  z.object({ kind: z.literal('uninstalled') }),
])

export type Fault = z.infer<typeof faultSchema>

export const faultRuleSchema = z.object({
  fault: faultSchema,
  /** Root field the request must hold; absent: any Admin API request. */
  field: z.string().optional(),
  /** The first matching request it strikes, counted from now; default 1. */
  nth: z.number().int().min(1).optional(),
  /** How many matching requests in a row it strikes; default 1. */
  times: z.number().int().min(1).optional(),
  /** Shop domain; absent: every shop. */
  shop: z.string().optional(),
})

export type FaultRule = z.infer<typeof faultRuleSchema>

export type FaultControl = {
  add(rule: FaultRule): void
  /** The next `times` requests are throttled. */
  throttleStorm(times: number, options?: { field?: string; as429?: boolean }): void
  clear(): void
  /** Rules that still wait for a request. */
  pending(): FaultRule[]
  /** How often each kind has struck. */
  fired: Record<string, number>
  /** Called by the server for each request. */
  strike(request: { shop: string; fields: readonly string[] }): Fault[]
}

export function createFaults(): FaultControl {
  let rules: { rule: FaultRule; seen: number }[] = []
  const fired: Record<string, number> = {}
  const isSpent = ({ rule, seen }: { rule: FaultRule; seen: number }) =>
    seen >= (rule.nth ?? 1) + (rule.times ?? 1) - 1
  return {
    add(rule) {
      rules.push({ rule, seen: 0 })
    },
    throttleStorm(times, options = {}) {
      const { field, as429 } = options
      rules.push({
        rule: {
          fault: { kind: 'throttled', ...(as429 === undefined ? {} : { as429 }) },
          times,
          ...(field === undefined ? {} : { field }),
        },
        seen: 0,
      })
    },
    clear() {
      rules = []
    },
    pending: () => rules.map(({ rule }) => rule),
    fired,
    strike({ shop, fields }) {
      const struck: Fault[] = []
      for (const entry of rules) {
        const { rule } = entry
        if (rule.shop !== undefined && rule.shop !== shop) continue
        if (rule.field !== undefined && !fields.includes(rule.field)) continue
        entry.seen += 1
        if (entry.seen < (rule.nth ?? 1)) continue
        struck.push(rule.fault)
        fired[rule.fault.kind] = (fired[rule.fault.kind] ?? 0) + 1
      }
      rules = rules.filter((entry) => !isSpent(entry))
      return struck
    },
  }
}
