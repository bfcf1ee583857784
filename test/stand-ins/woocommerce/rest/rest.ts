import { z } from 'zod'
import { invalidParams, noRoute, RestError } from './errors.ts'
import { linkHeader, listPage, pageAddress, type ListSpec } from './listing.ts'
import { text, type Query } from './query.ts'
import type { Json } from '../records.ts'
import type { Context, Wire } from '../shapes/parts.ts'
import type { WooState } from '../state.ts'

export type RestRequest = {
  state: WooState
  method: string
  /** Below the API's root: `/wc/v3/orders`. */
  path: string
  query: Query
  body: Json
  params: Record<string, string>
  /** Address of this route without its query, for the Link header. */
  address: string
}

export type RestAnswer = {
  status?: number
  body: Json
  headers?: Record<string, string>
  /** Overrides the route's; null leaves the header out. */
  allow?: string | null
}

export type Access = 'public' | 'list' | 'view' | 'create' | 'edit' | 'delete'

export type Route = {
  methods: readonly string[]
  pattern: RegExp
  names: readonly string[]
  access: Access
  allow: string
  handle: (request: RestRequest) => RestAnswer
}

const EDIT = ['POST', 'PUT', 'PATCH']
export const ITEM_ALLOW = 'GET, POST, PUT, PATCH, DELETE'
export const LIST_ALLOW = 'GET, POST'

/** `:id` stands for a number, `*name` for a word. */
export function route(
  methods: 'GET' | 'POST' | 'EDIT' | 'DELETE',
  path: string,
  access: Access,
  allow: string,
  handle: Route['handle'],
): Route {
  const names: string[] = []
  const pattern = path.replace(/([:*])([a-z_]+)/gi, (_whole, sign: string, name: string) => {
    names.push(name)
    return sign === ':' ? '(\\d+)' : '([\\w-]+)'
  })
  return {
    methods: methods === 'EDIT' ? EDIT : [methods],
    pattern: new RegExp(`^/wc/v3${pattern}$`),
    names,
    access,
    allow,
    handle,
  }
}

const REFUSALS: Record<Exclude<Access, 'public'>, [string, string]> = {
  list: ['woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.'],
  view: ['woocommerce_rest_cannot_view', 'Sorry, you cannot view this resource.'],
  create: ['woocommerce_rest_cannot_create', 'Sorry, you are not allowed to create resources.'],
  edit: ['woocommerce_rest_cannot_edit', 'Sorry, you are not allowed to edit this resource.'],
  delete: ['woocommerce_rest_cannot_delete', 'Sorry, you are not allowed to delete this resource.'],
}

export function findRoute(routes: readonly Route[], method: string, path: string) {
  const wanted = method === 'HEAD' ? 'GET' : method
  for (const candidate of routes) {
    if (!candidate.methods.includes(wanted)) continue
    const match = candidate.pattern.exec(path)
    if (!match) continue
    const params = Object.fromEntries(
      candidate.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
    )
    return { route: candidate, params }
  }
  return null
}

/** Runs the route, turns what it throws into WordPress's error bodies. */
export function dispatch(
  routes: readonly Route[],
  request: Omit<RestRequest, 'params'>,
  signedIn: boolean,
): RestAnswer {
  const found = findRoute(routes, request.method, request.path)
  if (!found) return errorAnswer(noRoute(), null)
  const { access, allow } = found.route
  try {
    if (access !== 'public' && !signedIn) throw new RestError(401, ...REFUSALS[access])
    const answer = found.route.handle({ ...request, params: found.params })
    return { allow, ...answer }
  } catch (error) {
    const known = toRestError(error)
    // Measured: 295, 304.
    const silent = ['rest_no_route', 'woocommerce_rest_product_variation_invalid_id']
    return errorAnswer(known, signedIn && !silent.includes(known.code) ? allow : null)
  }
}

function toRestError(error: unknown): RestError {
  if (error instanceof RestError) return error
  if (error instanceof z.ZodError) {
    return invalidParams(
      error.issues.map((issue) => {
        const name = String(issue.path[0] ?? 'body')
        return { name, message: `${name}: ${issue.message}`, code: 'rest_invalid_type' }
      }),
    )
  }
  throw error
}

export function errorAnswer(error: RestError, allow: string | null): RestAnswer {
  return {
    status: error.status,
    body: { code: error.code, message: error.message, data: error.data },
    allow,
  }
}

export const numberParam = (request: RestRequest, name: string) => Number(request.params[name])
export const contextOf = (query: Query): Context =>
  text(query, 'context') === 'edit' ? 'edit' : 'view'
export const decimalsOf = (query: Query): number => {
  const dp = Number(text(query, 'dp') ?? 2)
  return Number.isInteger(dp) && dp >= 0 && dp <= 10 ? dp : 2
}

export function answerList<R>(
  request: RestRequest,
  spec: ListSpec<R>,
  shape: (record: R) => Wire,
  added: (page: { empty: boolean }) => readonly (readonly [string, string])[] = () => [],
): RestAnswer {
  const page = listPage(request.query, spec, request.state.time)
  const options = {
    listParams: ['include', 'exclude', ...(spec.listParams ?? [])],
    added: added({ empty: page.records.length === 0 }),
  }
  const link = linkHeader(page, (number) =>
    pageAddress(request.address, request.query, number, options),
  )
  return {
    body: page.records.map(shape),
    headers: {
      'X-WP-Total': String(page.total),
      'X-WP-TotalPages': String(page.totalPages),
      ...(link ? { Link: link } : {}),
    },
  }
}

export const created = (request: RestRequest, body: Wire, location: string): RestAnswer => ({
  status: 201,
  body,
  headers: { Location: `${request.state.homeUrl}/wp-json/wc/v3${location}` },
})

/** Bodies are objects; anything else counts as none. */
export const bodyOf = (request: RestRequest): { [key: string]: Json } =>
  request.body !== null && typeof request.body === 'object' && !Array.isArray(request.body)
    ? request.body
    : {}

const batchInput = z.object({
  create: z.array(z.record(z.string(), z.json())).optional(),
  update: z.array(z.looseObject({ id: z.number() })).optional(),
  delete: z.array(z.number()).optional(),
})

/** At most 100 records; each one succeeds or fails for itself. */
export function batch(
  request: RestRequest,
  actions: {
    create: (body: unknown) => Wire
    update: (id: number, body: unknown) => Wire
    delete: (id: number) => Wire
  },
): RestAnswer {
  const input = batchInput.parse(request.body)
  const size =
    (input.create?.length ?? 0) + (input.update?.length ?? 0) + (input.delete?.length ?? 0)
  if (size > 100) {
    throw new RestError(
      413,
      'woocommerce_rest_request_entity_too_large',
      'Unable to accept more than 100 items for this request.',
    )
  }
  const attempt = (id: number, act: () => Wire): Wire => {
    try {
      return act()
    } catch (error) {
      const { code, message, data } = toRestError(error)
      return { id, error: { code, message, data } }
    }
  }
  return {
    body: {
      ...(input.create
        ? { create: input.create.map((one) => attempt(0, () => actions.create(one))) }
        : {}),
      ...(input.update
        ? { update: input.update.map((one) => attempt(one.id, () => actions.update(one.id, one))) }
        : {}),
      ...(input.delete
        ? { delete: input.delete.map((id) => attempt(id, () => actions.delete(id))) }
        : {}),
    },
    allow: 'POST, PUT, PATCH',
  }
}
