import { z } from 'zod'
import { gathered } from '../../kit/lists/gathered.ts'
import type { Ask } from '../facts/ask.ts'
import { rowsWhere } from '../facts/rows-where.ts'
import { text } from '../../kit/wire/shapes.ts'

const wireState = z.object({ entity_id: z.coerce.number(), state: text })
const wireNumber = z.object({ entity_id: z.coerce.number(), increment_id: text })

/** What an order has to know of others; asked for all orders of a page at once. */
export function otherOrdersReader(ask: Ask, most: number) {
  const states = gathered(async (ids: readonly number[]) => {
    const rows = await rowsWhere(
      ask,
      'orders',
      'entity_id',
      ids,
      'items[entity_id,state],total_count',
    )
    return new Map(
      rows.flatMap((row): [number, string][] => {
        const own = wireState.safeParse(row)
        return own.success ? [[own.data.entity_id, own.data.state]] : []
      }),
    )
  }, most)

  const firsts = gathered(async (numbers: readonly string[]) => {
    const rows = await rowsWhere(
      ask,
      'orders',
      'increment_id',
      numbers,
      'items[entity_id,increment_id],total_count',
    )
    const found = new Map<string, number>()
    for (const row of rows) {
      const own = wireNumber.safeParse(row)
      if (!own.success) continue
      const { entity_id, increment_id } = own.data
      found.set(increment_id, Math.min(entity_id, found.get(increment_id) ?? entity_id))
    }
    return found
  }, most)

  return {
    /** Whether that order is still an order: neither cancelled nor gone. */
    async isOpen(id: number): Promise<boolean> {
      const state = (await states([id])).get(id)
      return state !== undefined && state !== 'canceled'
    },
    /** Whether an earlier order has the same number: stores of one installation count by themselves. */
    async hasEarlier(number: string, id: number): Promise<boolean> {
      // The values of a filter are parted by commas.
      if (number === '' || number.includes(',')) return false
      return ((await firsts([number])).get(number) ?? id) < id
    },
  }
}
