import { z } from 'zod'
import { accessDenied } from '../request/access.ts'
import { type Args, type Ctx, idArg, type Resolvers, userError } from '../context.ts'
import { isGranted } from '../schema.ts'
import { gidType } from '../store/state.ts'
import { OWNER_TYPES } from './metafields/metafields.ts'
import { reindexOwner } from './metafields/owners.ts'
import { normalizeTags } from './text.ts'

function change(args: Args, ctx: Ctx, field: string, add: boolean) {
  const id = idArg(args)
  const owner = OWNER_TYPES[gidType(id) ?? '']
  if (owner && !isGranted([owner.write], ctx.scopes)) {
    throw accessDenied(field, `\`${owner.write}\` access scope.`)
  }
  const { shop } = ctx
  const node = shop.products.get(id) ?? shop.customers.get(id) ?? shop.orders.get(id) ?? null
  if (!node) return { node: null, userErrors: [userError(['id'], 'Node does not exist')] }
  const tags = normalizeTags(z.array(z.string()).parse(args.tags))
  const removed = new Set(tags.map((tag) => tag.toLowerCase()))
  node.tags = add
    ? normalizeTags([...node.tags, ...tags])
    : node.tags.filter((tag) => !removed.has(tag.toLowerCase()))
  reindexOwner(shop, id)
  return { node, userErrors: [] }
}

export const tagResolvers: Record<string, Resolvers<never>> = {
  Mutation: {
    tagsAdd: (_source, args, ctx) => change(args, ctx, 'tagsAdd', true),
    tagsRemove: (_source, args, ctx) => change(args, ctx, 'tagsRemove', false),
  },
}
