import { z } from 'zod'
import { type ShopifyStandIn, startShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'

const DOMAIN = 'first-store.myshopify.com'

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
})

/** The Shopify stand-in with one store, asked as an app with these scopes asks. */
export async function openShopifyAdmin(scopes: readonly string[]) {
  const clock = { now: Date.parse('2026-03-02T09:00:00Z') }
  const standIn: ShopifyStandIn = await startShopifyStandIn({
    now: () => clock.now,
    shops: [
      {
        domain: DOMAIN,
        plan: 'plus',
        currency: 'USD',
        timezone: 'America/New_York',
        name: 'A store',
        locations: ['Warehouse', 'Printer'],
      },
    ],
    app: { apiKey: 'key', apiSecret: 'secret', handle: 'the-app', url: null, scopes: [...scopes] },
  })
  const token = standIn.issueOfflineToken(DOMAIN)
  const send = async (query: string, variables: unknown = {}) => {
    const response = await fetch(`${standIn.url}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query, variables }),
    })
    return answerSchema.parse(await response.json())
  }
  return {
    standIn,
    clock,
    shop: standIn.store(DOMAIN),
    send,
    /** The data of an answer; fails on an error at its top. */
    async ask<T extends z.ZodType>(shape: T, query: string, variables: unknown = {}) {
      const answer = await send(query, variables)
      if (answer.errors) throw new Error(JSON.stringify(answer.errors))
      return shape.parse(answer.data)
    },
    close: () => standIn.close(),
  }
}

export type ShopifyAdmin = Awaited<ReturnType<typeof openShopifyAdmin>>

export const userErrors = z.array(
  z.object({
    field: z.array(z.string()).nullable(),
    message: z.string(),
    code: z.string().nullish(),
  }),
)
