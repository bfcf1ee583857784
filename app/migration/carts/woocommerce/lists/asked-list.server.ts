import { wooSays } from '../messages/woocommerce.ts'
import { SourceRequestError } from '../../kit/http/recovery.ts'
import type { AskedList, Question } from '../../kit/lists/list.ts'
import type { Query, WooClient } from '../client/client.server.ts'
import { changedQuery, readRows, TICKS, type Row } from './rows.ts'

type Asked = {
  client: Pick<WooClient, 'get'>
  /** "products", "orders", "products/7/variations". */
  path: string
  /** Sent with every request of the list. */
  filter: Query
  /** What a row must hold at least to be listed: sent as `_fields` where whole records are not needed. */
  summaryFields: string
  pageSize: number
}

/**
 * A list of the REST API. WooCommerce orders by one thing alone and cuts pages by places.
 *
 * A missing change time: posts keep one as 0000-00-00, which lies before every lower bound; order
 * tables keep none, which lies outside of every bound and in front of a list that has none. A product
 * or an order that is inserted with a past date is stamped with it (measured on 10.5).
 */
export function askedList({
  client,
  path,
  filter,
  summaryFields,
  pageSize,
}: Asked): AskedList<Row> {
  const fields = { whole: {}, summary: { _fields: summaryFields }, ids: { _fields: 'id' } }
  return {
    ask: async ({ show, most, offset = 0, ...question }) => {
      const { body, total, dateMs } = await client.get(path, {
        ...filter,
        ...fields[show],
        ...orderQuery(question),
        ...changedQuery(question),
        per_page: String(most),
        ...(offset === 0 ? {} : { offset: String(offset) }),
      })
      return { ...readRows(body), total, dateMs }
    },
    refusesOrder: (error) =>
      error instanceof SourceRequestError && error.wireCode === 'rest_invalid_param',
    ticks: TICKS,
    pageSize,
    advice: wooSays('mendLists'),
  }
}

function orderQuery({ order, newestFirst }: Pick<Question, 'order' | 'newestFirst'>): Query {
  if (order === undefined) return {}
  return { orderby: order === 'change' ? 'modified' : 'id', order: newestFirst ? 'desc' : 'asc' }
}
