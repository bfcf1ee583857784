import type { Fault, StruckRequest } from '#test/stand-ins/shopify-admin/faults.ts'
import type { ShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import { between, later, type Arm } from './armed.ts'
import type { Card } from '../schedule.ts'
import { SHOPIFY_TIMEOUT_MS } from '../world/world.ts'

type Rule = { fault: Fault; operation?: 'query' | 'mutation'; times?: number }

const said = ({ fields, operation }: StruckRequest) => `${operation ?? 'request'} ${fields.join()}`

/** A fault of the stand-in that strikes `times` requests in a row; counted once. */
function plain(ruleOf: (card: Card) => Rule): Arm {
  return ({ world, shop }, card, struck) => {
    let counted = false
    const id = world.shopify.faults.add({ ...ruleOf(card), shop, nth: card.nth }, (request) => {
      if (!counted) struck(said(request))
      counted = true
    })
    return () => world.shopify.faults.remove(id)
  }
}

const some = (card: Card, most: number) => 1 + Math.floor(card.size * most)
/** Half of the trouble is for writing, where it hurts, half for anything. */
const mostly = (card: Card) => (card.pick < 0.5 ? { operation: 'mutation' as const } : {})

export const shopifyThrottleStorm = plain((card) => ({
  fault: { kind: 'throttled' },
  times: 4 + some(card, 8),
}))

export const shopify429 = plain((card) => ({
  fault: {
    kind: 'status',
    status: 429,
    ...(card.pick < 0.5 ? { retryAfterSeconds: 1 } : {}),
  },
  times: some(card, 3),
}))

export const shopify500 = plain((card) => ({
  fault: { kind: 'status', status: 500 },
  ...mostly(card),
  times: some(card, 2),
}))

export const shopify502 = plain((card) => ({
  fault: { kind: 'status', status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' },
  ...mostly(card),
  times: some(card, 2),
}))

export const shopifyResetBeforeCommit = plain((card) => ({
  fault: { kind: 'reset_before_commit' },
  ...mostly(card),
}))

export const shopifyResetAfterCommit = plain(() => ({
  fault: { kind: 'reset_after_commit' },
  operation: 'mutation',
}))

export const shopifyAnswerLost = plain(() => ({
  fault: { kind: 'answer_lost' },
  operation: 'mutation',
}))

/** Shopify works so slowly that it commits when the caller has given up, and perhaps looked already. */
export const shopifySlowAnswer = plain((card) => ({
  fault: { kind: 'latency', ms: SHOPIFY_TIMEOUT_MS + between(card, 50, 2500) },
  operation: 'mutation',
}))

export const shopifyTokenExpired = plain(() => ({ fault: { kind: 'token_expired' } }))

export const shopifySearchLag = plain((card) => ({
  fault: { kind: 'search_lag', ms: between(card, 60_000, 300_000) },
  operation: 'mutation',
}))

/** The scope the mutation at hand needs is taken away before it is carried out. */
export const shopifyScopeRemoved: Arm = ({ world, shop }, card, struck) => {
  const id = world.shopify.faults.hook(
    { shop, operation: 'mutation', nth: card.nth },
    {
      before: (request) => {
        const scope = scopeFor(request.fields[0] ?? '')
        world.shopify.auth.removeScope(shop, scope)
        struck(`${scope} at ${said(request)}`)
      },
    },
  )
  return () => world.shopify.faults.remove(id)
}

function scopeFor(field: string): string {
  if (/customer/i.test(field)) return 'write_customers'
  return /order|refund|fulfillment/i.test(field) ? 'write_orders' : 'write_products'
}

/** The merchant takes the app off; Shopify's webhook comes a moment later. */
export const shopifyUninstalled: Arm = ({ world, shop }, card, struck) => {
  const id = world.shopify.faults.hook(
    { shop, ...mostly(card), nth: card.nth },
    {
      before: (request) => {
        world.shopify.auth.uninstall(shop)
        struck(`at ${said(request)}`)
        void later(between(card, 0, 1200))
          .then(() => world.tellUninstalled(shop))
          .catch(() => undefined)
      },
    },
  )
  return () => world.shopify.faults.remove(id)
}

/** What names one record in a request: its gid, or the custom id it is made under. */
const RECORD =
  /"gid:\/\/shopify\/(?:Product|Customer|Order)\/\d+"|"[0-9a-f-]{36}:(?:product|customer|order):[^"]+"/

/** From its second change on Shopify fails on one record, until somebody mends it after the run. */
export const shopifyOneRecordFails: Arm = ({ world, shop }, card, struck) => {
  const { faults } = world.shopify
  const rules: number[] = []
  rules.push(
    faults.hook(
      { shop, operation: 'mutation', nth: card.nth, times: 'always' },
      {
        before: ({ variables }) => {
          const [record] = RECORD.exec(JSON.stringify(variables)) ?? []
          if (record === undefined || rules.length > 1) return
          rules.push(failAlways(world.shopify, shop, record, struck))
        },
      },
    ),
  )
  return () => {
    for (const id of rules) faults.remove(id)
  }
}

/** Every change of the record that is named so ends in an internal error. */
export function failAlways(
  { faults }: Pick<ShopifyStandIn, 'faults'>,
  shop: string,
  record: string,
  struck: (detail: string) => void,
): number {
  return faults.add(
    {
      fault: { kind: 'internal_error' },
      shop,
      operation: 'mutation',
      about: record,
      times: 'always',
    },
    (request) => struck(`${record} at ${said(request)}`),
  )
}
