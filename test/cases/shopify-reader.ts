import { z } from 'zod'
import {
  METAFIELD_NAMESPACE,
  sourceReference,
} from '#app/migration/shopify/identity/source-reference.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Stores } from '../helpers/stores/both-stores.ts'
import { API_VERSION } from '../stand-ins/shopify-admin/server.ts'
import { json, type Json } from './case-file.ts'
import { readingOf } from './path.ts'

const answer = z.object({
  data: json.optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() }))
    .optional(),
})

export type ShopifyReader = {
  /** Any document, over HTTP. @throws Error with Shopify's words */
  run(query: string, variables?: Record<string, Json>): Promise<Record<string, Json>>
  /** The value at a path of one record. @throws PathError */
  read(kind: EntityKind, gid: string, path: string): Promise<Json>
  /** The record that carries this source reference. */
  find(kind: EntityKind, sourceId: string): Promise<string | null>
  /** All gids of a kind. */
  list(kind: EntityKind): Promise<string[]>
}

const TYPES = { product: 'Product', customer: 'Customer', order: 'Order' } as const

/** Reads the target as anybody would: by GraphQL, with a token of its own. */
export function createShopifyReader(stores: Stores): ShopifyReader {
  const { shopify, clock, project } = stores
  const [domain = ''] = shopify.shopDomains()
  const token = shopify.issueOfflineToken(domain)

  async function run(query: string, variables: Record<string, Json> = {}) {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(`${shopify.url}/admin/api/${API_VERSION}/graphql.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors = [] } = answer.parse(await response.json())
      if (errors.some(({ extensions }) => extensions?.code === 'THROTTLED') && attempt < 20) {
        await clock.advance(2_000)
        continue
      }
      const [error] = errors
      if (error) throw new Error(`Shopify answered "${error.message}".`)
      if (typeof data !== 'object' || data === null || Array.isArray(data)) return {}
      return data
    }
  }

  return {
    run,
    async read(kind, gid, path) {
      const { selection, pick } = readingOf(TYPES[kind], path)
      const { record = null } = await run(
        `query Read($id: ID!) { record: ${kind}(id: $id) { ${selection} } }`,
        { id: gid },
      )
      return record === null ? null : pick(record)
    },
    async find(kind, sourceId) {
      const value = sourceReference(project.projectId, kind, sourceId)
      const { record = null } = await run(
        `query Find($namespace: String!, $value: String!) {
          record: ${kind}ByIdentifier(
            identifier: { customId: { namespace: $namespace, key: "source_id", value: $value } }
          ) { id }
        }`,
        { namespace: METAFIELD_NAMESPACE, value },
      )
      return idIn(record)
    },
    async list(kind) {
      const { records = null } = await run(
        `query All { records: ${kind}s(first: 250) { nodes { id } } }`,
      )
      const nodes = z.object({ nodes: z.array(z.object({ id: z.string() })) }).parse(records)
      return nodes.nodes.map(({ id }) => id)
    },
  }
}

const idIn = (record: Json): string | null =>
  z.object({ id: z.string() }).nullable().parse(record)?.id ?? null
