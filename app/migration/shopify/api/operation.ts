import { z } from 'zod'

/**
 * One GraphQL document with the types that codegen derived from Shopify's schema. The text is
 * validated against the schema when the types are generated, so an answer without errors has
 * exactly this shape; only that it is an object is checked again at run time.
 */
export type AdminOperation<Data, Variables> = {
  readonly name: string
  readonly kind: 'query' | 'mutation'
  readonly text: string
  readonly data: z.ZodType<Data>
  /** Carries the type only. */
  readonly variables?: Variables
}

export function operation<Data, Variables>(text: string): AdminOperation<Data, Variables> {
  const head = /\b(query|mutation)\s+(\w+)/.exec(text)
  if (!head?.[1] || !head[2]) throw new Error('A GraphQL document needs a named operation')
  return {
    name: head[2],
    kind: head[1] === 'query' ? 'query' : 'mutation',
    text,
    data: z.custom<Data>((value) => typeof value === 'object' && value !== null),
  }
}

/**
 * The records among `nodes(ids:)`: Shopify leaves null in the place of an id that is gone, and an
 * object without our fields for an id of another type.
 */
export function found<Node extends { id: string }>(
  nodes: readonly (Node | Record<PropertyKey, never> | null)[],
): Node[] {
  return nodes.filter((node): node is Node => node !== null && 'id' in node)
}
