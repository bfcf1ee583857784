import { isDeepStrictEqual } from 'node:util'
import { isTooMuch } from '../../kit/http/recovery.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import type { AskedList, ListAnswer, Question } from '../../kit/lists/list.ts'
import type { MagentoClient } from '../client/client.server.ts'
import { changed, criteria, type Condition } from './criteria.ts'
import { readPage, rowsOf, TICKS, type Row } from './rows.ts'

type Asked = {
  client: Pick<MagentoClient, 'get'>
  /** "products", "customers/search", "invoices". */
  path: string
  /** What it calls the number of its rows. */
  idField: 'id' | 'entity_id'
  /** What a row must hold at least to be listed, beside its number. */
  summaryFields: string
  /** Asked of each row. */
  scope: readonly Condition[]
  pageSize: number
}

/** So many rows that cannot be listed, and none that can: then it is the store that fails. */
const MOST_BROKEN = 4

/** A part of an answer: entries in order, and places whose entry the store cannot build. */
type Part = { items: unknown[]; broken: number; total: number | null; dateMs: number | null }

/**
 * A list of the REST API. It filters and orders by number and by change time, with the number among
 * equals. What is no row it can build makes all of its page a 500 (reported), whatever fields are
 * asked for: such a page is halved until that row stands alone, and is counted as one without a
 * number.
 */
export function askedList(asked: Asked): AskedList<Row> {
  const { client, path, idField, summaryFields, scope, pageSize } = asked
  const shown = {
    whole: {},
    summary: { fields: `items[${idField},${summaryFields}],total_count` },
    ids: { fields: `items[${idField}],total_count` },
  }

  async function given(question: Question, size: number, number: number, attempts?: number) {
    const { order, newestFirst = false, afterId } = question
    const number_ = { by: 'entity_id', down: newestFirst }
    const { body, dateMs } = await client.get(
      path,
      {
        ...criteria({
          where: [
            ...scope,
            ...changed(question),
            ...(afterId === undefined
              ? []
              : [{ field: 'entity_id', is: 'gt', value: String(afterId) } as const]),
          ],
          ...(order === undefined
            ? {}
            : {
                sort:
                  order === 'change'
                    ? [{ by: 'updated_at', down: newestFirst }, number_]
                    : [number_],
              }),
          size,
          page: number,
        }),
        ...shown[question.show],
      },
      attempts === undefined ? {} : { attempts },
    )
    return { ...readPage(body), dateMs }
  }

  /** Behind the end, some versions give the last page again; and a total may be too low. */
  async function page(question: Question, size: number, number: number, attempts?: number) {
    const found = await given(question, size, number, attempts)
    const last = found.total === null ? number : Math.max(1, Math.ceil(found.total / size))
    if (number <= last || found.items.length === 0) return found
    const { items } = await given(question, size, last, attempts)
    return isDeepStrictEqual(items, found.items) ? { ...found, items: [] } : found
  }

  /** Entries from place `offset` on: there are pages by their numbers only, so it may lie on two. */
  async function part(question: Question, offset: number, most: number, attempts?: number) {
    const first = Math.floor(offset / most)
    const skip = offset - first * most
    const here = await page(question, most, first + 1, attempts)
    if (skip === 0) return { ...here, broken: 0 }
    const next = await page(question, most, first + 2, attempts)
    const items = [...here.items.slice(skip), ...next.items.slice(0, skip)]
    return { ...here, items, broken: 0 }
  }

  async function inHalves(question: Question, offset: number, most: number): Promise<Part> {
    const seen = { good: 0, broken: 0 }
    const read = async (from: number, size: number): Promise<Part> => {
      try {
        // What fails is asked again in halves, and only a row alone as often as anything else.
        const found = await part(question, from, size, size === 1 ? undefined : 1)
        seen.good += found.items.length
        return found
      } catch (error) {
        if (!isTooMuch(error)) throw error
        if (size === 1) {
          seen.broken += 1
          if (seen.broken >= MOST_BROKEN && seen.good === 0) throw error
          return { items: [], broken: 1, total: null, dateMs: null }
        }
      }
      const half = Math.ceil(size / 2)
      const front = await read(from, half)
      const back = await read(from + half, size - half)
      return {
        items: [...front.items, ...back.items],
        broken: front.broken + back.broken,
        total: front.total ?? back.total,
        dateMs: front.dateMs ?? back.dateMs,
      }
    }
    return read(offset, most)
  }

  /** Of a part that fails as a whole. @throws `error` where nothing else can be read either */
  async function around(question: Question, error: unknown): Promise<Part> {
    const { most, offset = 0 } = question
    if (most > 1) {
      const found = await inHalves(question, offset, most)
      if (found.items.length > 0) return found
      if (found.broken === 0) return found
    }
    // Nothing but what fails: only a row behind it tells that the store is well.
    const behind = await part(question, offset + most, most)
    if (behind.items.length === 0) throw error
    // Whoever asks for the newest wants one that can be read.
    return question.newestFirst ? behind : { ...behind, items: [], broken: most }
  }

  return {
    ask: async (question): Promise<ListAnswer<Row>> => {
      const { most, offset = 0, show } = question
      const found = await part(question, offset, most).catch((error: unknown) => {
        // Whoever asked for whole rows asks for less by themselves.
        if (show === 'whole' || !isTooMuch(error)) throw error
        return around(question, error)
      })
      const { rows, unreadable } = rowsOf(found.items)
      return {
        rows,
        unreadable: unreadable + found.broken,
        total: found.total,
        dateMs: found.dateMs,
      }
    },
    // An order that it does not know is ignored, or a 500 (measured: 136, 153, 171).
    refusesOrder: () => false,
    ticks: TICKS,
    keyed: true,
    pageSize,
    advice: kitSays('mendApi'),
  }
}
