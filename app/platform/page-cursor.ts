import { z } from 'zod'

/** Keyset page: give `next` back as cursor; null at the end. */
export type Page<T> = { items: T[]; next: string | null }

export type ListArgs = { cursor?: string | null; limit?: number }

/** A cursor comes back from the address bar: anything else than one of ours means "from the start". */
export function idCursor(cursor: string | null | undefined): bigint | null {
  return cursor && /^\d{1,18}$/.test(cursor) ? BigInt(cursor) : null
}

const timeCursorSchema = z.tuple([z.iso.datetime(), z.uuid()])

/** For rows ordered by (time, id). */
export function timeCursor(cursor: string | null | undefined): { at: Date; id: string } | null {
  const parsed = timeCursorSchema.safeParse((cursor ?? '').split('~'))
  return parsed.success ? { at: new Date(parsed.data[0]), id: parsed.data[1] } : null
}

export function toTimeCursor(row: { createdAt: Date; id: string }): string {
  return `${row.createdAt.toISOString()}~${row.id}`
}

/** Rows were asked for with one more than `limit`: the extra one says whether there is a next page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toItem),
    next: rows.length > limit && last !== undefined ? cursorOf(last) : null,
  }
}
