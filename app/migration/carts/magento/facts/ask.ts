import { z } from 'zod'
import { kitSays } from '#app/migration/messages/kit.ts'
import { sourceProblem, SourceRequestError } from '../../kit/http/recovery.ts'
import { isNothing, listOf } from '../../kit/wire/shapes.ts'

/** A question to the chosen store view: the body of its answer. @throws SourceRequestError */
export type Ask = (path: string, query?: Readonly<Record<string, string>>) => Promise<unknown>

const PAGE_SIZE = 100

const wirePage = z.object({ items: z.unknown(), total_count: z.coerce.number().catch(0) })

/**
 * All rows of a short list (attributes, groups). Counts pages from 1 and ends with one that is not full
 * where the store counts no more (its count may be too low or missing), or that brings nothing new:
 * behind the end, some versions give the last page again. Sorted, because pages without an order have
 * left rows out.
 * @param key by which rows are told apart; null for what is none
 */
export async function allRows(
  ask: Ask,
  path: string,
  sortBy: string,
  key: (row: unknown) => string | null,
): Promise<unknown[]> {
  const found = new Map<string, unknown>()
  for (let page = 1; ; page += 1) {
    const body = wirePage.safeParse(
      await ask(path, {
        'searchCriteria[sortOrders][0][field]': sortBy,
        'searchCriteria[sortOrders][0][direction]': 'ASC',
        'searchCriteria[pageSize]': String(PAGE_SIZE),
        'searchCriteria[currentPage]': String(page),
      }),
    )
    const rows = body.success ? rowsOf(body.data.items) : null
    if (!body.success || rows === null) {
      throw sourceProblem('BROKEN_ANSWER', kitSays('noList', { advice: kitSays('mendApi') }))
    }
    const before = found.size
    for (const row of rows) {
      const own = key(row)
      if (own !== null) found.set(own, row)
    }
    const isLast = rows.length < PAGE_SIZE && found.size >= body.data.total_count
    if (isLast || found.size === before) return [...found.values()]
  }
}

/** An empty page is `[]`, and null where fields were chosen. */
export function rowsOf(items: unknown): unknown[] | null {
  return isNothing(items) ? [] : listOf(items)
}

/**
 * Null where the token may not read this, or the store does not have it. A token that ended is refused
 * in the same words: then nothing may be done without, because records would arrive with less than the
 * store knows. So the list that every token must read is asked as well.
 * @param refused told when the token may read others and not this
 * @param isInEveryStore a store that says it has no such thing is in trouble, and not without it
 */
export async function unlessLesserRight<T>(
  ask: Ask,
  work: () => Promise<T>,
  { refused, isInEveryStore = false }: { refused?: () => void; isInEveryStore?: boolean } = {},
): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SourceRequestError)) throw error
    const isAbsent = error.status === 404 || error.status === 400
    if (isAbsent && !isInEveryStore) return null
    if (error.status !== 401 && error.status !== 403) throw error
    await ask('products', { 'searchCriteria[pageSize]': '1', fields: 'items[id],total_count' })
    refused?.()
    return null
  }
}
