import { z } from 'zod'
import type { Services } from '#app/services.server.ts'

export type MerchantEdit = { what: string; stillThere(): Promise<boolean> }

const productSchema = z.object({
  data: z.object({
    product: z.object({ vendor: z.string(), tags: z.array(z.string()) }).nullable(),
  }),
})

/**
 * Changes a migrated product in Shopify as a merchant might, so that the story can show that the
 * Recent Data run leaves it alone. Tells for each edit how to see that it is still there.
 */
export async function editAsMerchant(
  services: Services,
  shop: string,
  projectId: string,
): Promise<MerchantEdit[]> {
  const mapping = await services.prisma.mapping.findFirst({
    where: { shop, projectId, kind: 'product' },
    orderBy: { id: 'asc' },
  })
  if (!mapping) return []
  const call = services.adminTransport(shop)
  await call({
    query: `mutation MerchantEdit($product: ProductUpdateInput!) {
      productUpdate(product: $product) { product { id } userErrors { field message } }
    }`,
    variables: { product: { id: mapping.gid, vendor: 'Edited in Shopify' } },
  })
  await call({
    query: `mutation MerchantTag($id: ID!, $tags: [String!]!) {
      tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } }
    }`,
    variables: { id: mapping.gid, tags: ['window display'] },
  })
  const read = async () => {
    const answer = await call({
      query: 'query MerchantLook($id: ID!) { product(id: $id) { vendor tags } }',
      variables: { id: mapping.gid },
    })
    return productSchema.parse(answer.body).data.product
  }
  return [
    {
      what: 'changed the vendor of a product that was migrated before.',
      stillThere: async () => (await read())?.vendor === 'Edited in Shopify',
    },
    {
      what: 'added the tag "window display" to it.',
      stillThere: async () => (await read())?.tags.includes('window display') ?? false,
    },
  ]
}
