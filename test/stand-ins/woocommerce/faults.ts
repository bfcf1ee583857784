import { z } from 'zod'
import type { WooState } from './state.ts'
import { createOrder, deleteOrder, updateOrder } from './writes/orders.ts'
import { createCustomer, deleteCustomer, updateCustomer } from './writes/customers.ts'
import { createProduct, deleteProduct, updateProduct } from './writes/products.ts'

const change = z.object({
  record: z.enum(['order', 'customer', 'product']),
  action: z.enum(['edit', 'create', 'delete']),
  /** Which one to edit or delete. */
  id: z.number().optional(),
  /** REST body for edit and create; an empty edit still moves the date. */
  body: z.record(z.string(), z.json()).optional(),
})
export type StoreChange = z.infer<typeof change>

const fault = z.discriminatedUnion('kind', [
  /** 429; `retryAfter` in seconds or an HTTP date, left out: no header. */
  z.object({
    kind: z.literal('rate-limit'),
    retryAfter: z.union([z.number(), z.string()]).optional(),
  }),
  z.object({ kind: z.literal('server-error'), status: z.number().default(500) }),
  /** WordPress's own maintenance page: 503, HTML, Retry-After. */
  z.object({ kind: z.literal('maintenance') }),
  /** A login wall: 200 and HTML. */
  z.object({ kind: z.literal('login-page') }),
  /** JSON cut in half. */
  z.object({ kind: z.literal('truncated') }),
  /** No answer until the stand-in closes or faults are cleared. */
  z.object({ kind: z.literal('timeout') }),
  z.object({ kind: z.literal('slow'), ms: z.number() }),
  /** The connection ends without an answer; `after` the store did its work, or before. */
  z.object({ kind: z.literal('reset'), after: z.boolean().default(false) }),
  /** X-WP-Total and X-WP-TotalPages are wrong by so much. */
  z.object({ kind: z.literal('wrong-total'), by: z.number() }),
  /** Answers the page before the one asked for. */
  z.object({ kind: z.literal('repeat-page') }),
  /** A cache in front of the store gives its last answer again: the same list, another part of it. */
  z.object({ kind: z.literal('repeat-answer') }),
  /** From now on the store's clock, its Date header and its timestamps, is off by so much. */
  z.object({ kind: z.literal('clock-skew'), ms: z.number() }),
  /** The clock moves by so much once. */
  z.object({ kind: z.literal('clock-jump'), ms: z.number() }),
  /** A proxy in front of the store puts its own time into `Date`, off by so much. */
  z.object({ kind: z.literal('proxy-date'), ms: z.number() }),
  /**
   * A cache in front of the store keeps answers by their address and gives them again, with `Age`.
   * `stubborn`: it takes no notice of parameters that were put there to get past it.
   */
  z.object({ kind: z.literal('cache'), ms: z.number(), stubborn: z.boolean().default(false) }),
  /**
   * A cache of objects behind the API gives these records as they were once, wherever an answer shows
   * them; an answer that is one of them as well. Records it knew nothing of are left out of lists.
   */
  z.object({
    kind: z.literal('older-rows'),
    rows: z.array(z.record(z.string(), z.json())),
    unknown: z.array(z.number()).default([]),
  }),
  /** A list is empty, and says so: a plugin, or rights of the key, hide its records. */
  z.object({ kind: z.literal('empty-list') }),
  /** Something stands around the JSON: comments of a caching plugin, PHP's messages. */
  z.object({
    kind: z.literal('mixed'),
    before: z.string().default(''),
    after: z.string().default(''),
  }),
  /** All keys stop working, from this request on. */
  z.object({ kind: z.literal('revoke-keys') }),
  /** Someone works in the store right after this request was answered. */
  z.object({ kind: z.literal('change'), change }),
])
export type Fault = z.infer<typeof fault>

export const faultRule = z.object({
  /** Part of the path with query as sent, or `/regular expression/`; empty matches all API requests. */
  path: z.string().default(''),
  method: z.string().optional(),
  /** Strikes at the nth matching request from now, counted from 1. */
  nth: z.number().int().min(1).default(1),
  /** For how many matching requests in a row; 0 for ever. */
  times: z.number().int().min(0).default(1),
  fault,
})
type FaultRule = z.input<typeof faultRule>

/** The target is path and query as sent. */
type Hook = (target: string) => void
type Match = { path?: string; method?: string; nth?: number; times?: number }

type Armed = z.output<typeof faultRule> & {
  id: number
  seen: number
  before?: Hook
  after?: Hook
  onStrike?: Hook
}

export type FaultControl = {
  /** Returns an id for `remove`. `onStrike` is told each time. */
  add(rule: FaultRule, onStrike?: Hook): number
  /** In process: runs `hook` right before the store looks at the nth matching request. */
  before(match: Match, hook: Hook): number
  /** In process: runs `hook` right after the nth matching request was answered. */
  after(match: Match, hook: Hook): number
  remove(id: number): void
  /** Removes all rules, lets held requests go, gives keys and clock back. */
  clear(): void
  /** How often each kind struck. */
  fired(): Record<string, number>
  /** For the server: the faults that strike this request. */
  take(
    method: string,
    target: string,
  ): { fault: Fault | null; before: Hook | null; after: Hook | null }[]
  /** For the server: resolves when held requests may go. */
  released(): Promise<void>
}

export function applyChange(state: WooState, { record, action, id, body = {} }: StoreChange) {
  const pick = (records: Map<number, unknown>) => id ?? [...records.keys()].at(-1) ?? 0
  switch (record) {
    case 'order':
      if (action === 'edit') updateOrder(state, pick(state.orders), body)
      else if (action === 'delete') deleteOrder(state, pick(state.orders))
      else createOrder(state, body)
      return
    case 'customer':
      if (action === 'edit') updateCustomer(state, pick(state.customers), body)
      else if (action === 'delete') deleteCustomer(state, pick(state.customers))
      else createCustomer(state, { email: `guest-${state.nextId.user}@example.test`, ...body })
      return
    case 'product':
      if (action === 'edit') updateProduct(state, pick(state.products), body)
      else if (action === 'delete') deleteProduct(state, pick(state.products))
      else createProduct(state, { name: 'Made while reading', regular_price: '10.00', ...body })
      return
  }
}

export function createFaultControl(state: WooState): FaultControl {
  let rules: Armed[] = []
  let nextId = 1
  const counts: Record<string, number> = {}
  let release = () => {}
  let gate = new Promise<void>((resolve) => (release = resolve))

  const matches = (rule: Armed, method: string, target: string) => {
    if (rule.method !== undefined && rule.method.toUpperCase() !== method) return false
    const expression = /^\/(.+)\/$/.exec(rule.path)?.[1]
    if (expression !== undefined && /[\\^$.*+?()[\]{}|]/.test(expression)) {
      return new RegExp(expression).test(target)
    }
    return target.includes(rule.path)
  }

  const arm = (rule: FaultRule, hooks: Pick<Armed, 'before' | 'after' | 'onStrike'>) => {
    const armed: Armed = { ...faultRule.parse(rule), id: nextId++, seen: 0, ...hooks }
    rules.push(armed)
    return armed.id
  }
  // The fault itself is never looked at when there is a hook.
  const nothing = { fault: { kind: 'slow', ms: 0 } } as const

  return {
    add: (rule, onStrike) => arm(rule, onStrike ? { onStrike } : {}),
    before: (match, hook) => arm({ ...match, ...nothing }, { before: hook }),
    after: (match, hook) => arm({ ...match, ...nothing }, { after: hook }),
    remove: (id) => {
      rules = rules.filter((rule) => rule.id !== id)
    },
    clear: () => {
      rules = []
      for (const key of state.keys) key.revoked = false
      state.clockSkewMs = 0
      state.dateSkewMs = 0
      release()
      gate = new Promise<void>((resolve) => (release = resolve))
    },
    fired: () => ({ ...counts }),
    released: () => gate,
    take: (method, target) =>
      rules.flatMap((rule) => {
        if (!matches(rule, method, target)) return []
        rule.seen++
        const last = rule.times === 0 ? Number.POSITIVE_INFINITY : rule.nth + rule.times - 1
        if (rule.seen < rule.nth || rule.seen > last) return []
        const { before = null, after = null } = rule
        const fault = before || after ? null : rule.fault
        const kind = fault?.kind ?? 'hook'
        counts[kind] = (counts[kind] ?? 0) + 1
        rule.onStrike?.(target)
        return [{ fault, before, after }]
      }),
  }
}
