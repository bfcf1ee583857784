import { z } from 'zod'
import type { Message } from '#app/migration/messages/message.ts'
import { gathered } from '../../kit/lists/gathered.ts'
import { unlessLesserRight, type Ask } from '../facts/ask.ts'
import { rowsWhere } from '../facts/rows-where.ts'
import { magentoSays } from '../messages/magento.ts'

const wireOwn = z.object({ entity_id: z.coerce.number(), order_id: z.coerce.number() })

/** Rows of what belongs to orders, by the number of the order. */
type ReadOwn = (orderIds: readonly number[]) => Promise<ReadonlyMap<number, unknown[]>>

const LISTS = ['invoices', 'shipments', 'creditmemos'] as const
type List = (typeof LISTS)[number]

export type OrderDocuments = Readonly<Record<List, readonly unknown[]>>

/**
 * Invoices, shipments and credit memos, which no order shows: those of the orders of a page are asked
 * for together. A token that may not read one of the lists costs what it tells, which is said once.
 */
export function documentsReader(
  ask: Ask,
  most: number,
  notice: (told: Message) => void,
): (orderId: number) => Promise<OrderDocuments> {
  const readers = new Map<List, ReadOwn>(
    LISTS.map((list) => [list, gathered((ids) => readOwn(list, ids), most)]),
  )

  async function readOwn(
    list: List,
    ids: readonly number[],
  ): Promise<ReadonlyMap<number, unknown[]>> {
    const rows = await unlessLesserRight(ask, () => rowsWhere(ask, list, 'order_id', ids), {
      refused: () => notice(magentoSays('documentsNotReadable', { list })),
      isInEveryStore: true,
    })
    const wanted = new Set(ids)
    const found = new Map<number, unknown[]>()
    for (const row of rows ?? []) {
      const own = wireOwn.safeParse(row)
      // A filter that is not understood may find what nobody asked for.
      if (!own.success || !wanted.has(own.data.order_id)) continue
      found.set(own.data.order_id, [...(found.get(own.data.order_id) ?? []), row])
    }
    return found
  }

  const of = async (list: List, orderId: number): Promise<readonly unknown[]> =>
    (await readers.get(list)?.([orderId]))?.get(orderId) ?? []

  return async (orderId) => {
    const [invoices, shipments, creditmemos] = await Promise.all([
      of('invoices', orderId),
      of('shipments', orderId),
      of('creditmemos', orderId),
    ])
    return { invoices, shipments, creditmemos }
  }
}
