import { z } from 'zod'
import { SHOPIFY_API_VERSION } from '#app/shop/shopify-api-version.ts'

export type TargetStore = {
  domain: string
  name: string
  plan: 'plus'
  currency: string
  timezone: string
}

const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/
const FALLBACK_DOMAIN = 'migration-target.myshopify.com'

const answerSchema = z.object({
  data: z.object({
    shop: z.object({
      name: z.string(),
      myshopifyDomain: z.string(),
      currencyCode: z.string(),
    }),
  }),
})

/**
 * Asks a store who it is, so that nothing is written to the wrong one.
 * @throws Error with a sentence when it does not answer, or not as a Shopify store does.
 */
export async function describeTarget(target: {
  url: string
  accessToken: string
}): Promise<TargetStore> {
  const endpoint = target.url.endsWith('graphql.json')
    ? target.url
    : `${target.url}/admin/api/${SHOPIFY_API_VERSION}/graphql.json`
  let answer: Response
  try {
    answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': target.accessToken },
      body: JSON.stringify({
        query: 'query DescribeStore { shop { name myshopifyDomain currencyCode } }',
      }),
      signal: AbortSignal.timeout(15_000),
    })
  } catch {
    throw new Error(`No Shopify store answers at ${target.url}. Nothing was written.`)
  }
  if (answer.status === 401 || answer.status === 403) {
    throw new Error(`${target.url} does not accept SHOPIFY_ACCESS_TOKEN. Nothing was written.`)
  }
  const parsed = answerSchema.safeParse(await answer.json().catch(() => null))
  if (!parsed.success) {
    throw new Error(
      `${target.url} does not answer as Shopify's Admin GraphQL API (HTTP ${answer.status}). Nothing was written.`,
    )
  }
  const { shop } = parsed.data.data
  return {
    // Shopify's library knows stores by such a name only; another simulator may call itself otherwise.
    domain: SHOP_DOMAIN.test(shop.myshopifyDomain) ? shop.myshopifyDomain : FALLBACK_DOMAIN,
    name: shop.name,
    // Only the frame around the app needs these two; the app asks the store itself.
    plan: 'plus',
    currency: shop.currencyCode,
    timezone: 'UTC',
  }
}
