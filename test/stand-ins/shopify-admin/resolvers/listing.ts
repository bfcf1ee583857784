import type { GraphQLResolveInfo } from 'graphql'
import { z } from 'zod'
import { connect, type Connection } from './connection.ts'
import type { Args, Ctx } from '../context.ts'
import { type IndexedKind, legacyId } from '../store/state.ts'

const SEARCH_FIELDS: Record<IndexedKind, ReadonlySet<string>> = {
  product: new Set(
    'id title handle vendor product_type status tag sku barcode price created_at updated_at published_at'.split(
      ' ',
    ),
  ),
  customer: new Set(
    'id email phone first_name last_name tag customer_date updated_at state country'.split(' '),
  ),
  order: new Set(
    'id name email tag source_identifier source_name financial_status fulfillment_status status created_at updated_at processed_at customer_id sku test po_number'.split(
      ' ',
    ),
  ),
  collection: new Set('id title handle collection_type updated_at'.split(' ')),
  file: new Set('id ids filename created_at updated_at media_type'.split(' ')),
}

type Listed = { id: string; createdAt: string; updatedAt: string }

/** Records that the (lagging) search finds; without a query all of them, at once. */
export function searched<T extends Listed>(
  ctx: Ctx,
  kind: IndexedKind,
  records: ReadonlyMap<string, T>,
  args: Args,
  info: GraphQLResolveInfo,
  fields: ReadonlySet<string> = SEARCH_FIELDS[kind],
): T[] {
  const query = z.string().nullish().parse(args.query)
  const all = [...records.values()]
  if (!query || query.trim() === '') return all
  const { ids, warnings } = ctx.shop.index[kind].find(query, fields)
  const path = [info.path.key]
  ctx.search.push(...warnings.map((warning) => ({ path, ...warning })))
  return all.filter((record) => ids.has(record.id))
}

export function listed<T extends Listed>(
  ctx: Ctx,
  kind: IndexedKind,
  records: ReadonlyMap<string, T>,
  args: Args,
  info: GraphQLResolveInfo,
  sortValue: (record: T, key: string) => string | number,
): Connection<T> {
  const key = z.string().parse(args.sortKey ?? 'ID')
  const value = (record: T): string | number => {
    switch (key) {
      case 'ID':
      case 'RELEVANCE':
        return Number(legacyId(record.id))
      case 'CREATED_AT':
        return Date.parse(record.createdAt)
      case 'UPDATED_AT':
        return Date.parse(record.updatedAt)
      default:
        return sortValue(record, key)
    }
  }
  const sorted = searched(ctx, kind, records, args, info)
    .map((record) => ({ record, value: value(record), id: Number(legacyId(record.id)) }))
    .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.id - b.id))
  const page = connect(sorted, args, (entry) => ({
    id: legacyId(entry.record.id),
    value: entry.value,
  }))
  return {
    nodes: page.nodes.map(({ record }) => record),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.record })),
    pageInfo: page.pageInfo,
  }
}

/** `…Count`: exact up to the limit, else at least the limit. */
export function counted(length: number, args: Args): { count: number; precision: string } {
  const limit = typeof args.limit === 'number' ? args.limit : null
  return limit !== null && length > limit
    ? { count: limit, precision: 'AT_LEAST' }
    : { count: length, precision: 'EXACT' }
}

const NO_FIELDS: ReadonlySet<string> = new Set()

/** Recorded: `customersCount` knows none of the fields that `customers` knows. */
export function customersCounted(ctx: Ctx, args: Args, info: GraphQLResolveInfo) {
  return counted(searched(ctx, 'customer', ctx.shop.customers, args, info, NO_FIELDS).length, args)
}
