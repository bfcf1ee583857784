import type { SourceWindow } from '#app/migration/engine/ports/source.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { Ticks } from './ticks.ts'

/** What every listed row shows. Ids grow: a record made later has a higher one. */
export type Summary = { id: number }

/** A listed row: what paging needs of it, and the row itself for whoever asked for whole records. */
export type Row<S extends Summary = Summary> = {
  summary: S
  changedAt: string | null
  raw: unknown
}

/**
 * What one request asks a list for. The cart says it in its own words: parameters, a GraphQL document,
 * a slice of a file.
 */
export type Question = {
  /** What of each row: all there is, what paging needs, or hardly more than its id. */
  show: 'whole' | 'summary' | 'ids'
  /** Ascending, unless `newestFirst`. Left out: in whatever order the store likes. */
  order?: 'change' | 'id'
  newestFirst?: boolean
  /** Changed later than this tick. Rows without a change time lie outside of every bound. */
  after?: number
  /** Changed at this tick at the latest. */
  upTo?: number
  /**
   * Rows to leave out in front. A cart that only knows pages by their number cuts it out of the two
   * pages it lies on.
   */
  offset?: number
  /** Of a list in the order of ids: only rows with a higher one. Asked of lists that are `keyed` alone. */
  afterId?: number
  /** Rows to give at the most. */
  most: number
}

export type ListAnswer<R extends Row = Row> = {
  rows: R[]
  /** Rows of the answer that do not even have an id. */
  unreadable: number
  /** Rows that the question finds on all pages, as the store counts them; null: it does not say. */
  total: number | null
  /** The store's clock when it answered, milliseconds; null when it does not say. */
  dateMs: number | null
}

/** A list of the old store, as its cart asks for it. */
export type AskedList<R extends Row = Row> = {
  /** @throws SourceRequestError */
  ask(question: Question): Promise<ListAnswer<R>>
  /** Whether this refusal means that the store knows no order by change time. */
  refusesOrder(error: unknown): boolean
  ticks: Ticks
  /**
   * It can be asked for rows behind an id. Then a page begins behind the last row known, wherever that
   * one stood, and nothing that is deleted or restored in front of it moves what follows.
   */
  keyed?: boolean
  pageSize: number
  /** What the merchant can do when a list contradicts itself. */
  advice: Message
}

/** One list of a kind, and how it is to be read. */
export type Listing<R extends Row = Row> = AskedList<R> & {
  /** Of all lists of a source, this one. */
  name: string
  /** Hand out whole records where that costs no further request. */
  wantWhole: boolean
  /** False when the cart cannot filter by change time: everything is listed and picked by hand. */
  filtersByChange: boolean
  /** Rows that are no records of this kind: drafts of a checkout, staff. */
  isRecord(summary: R['summary']): boolean
  /** Complete listings made after a window's end; they stay valid for that window. */
  wholeListings: Map<string, R[]>
  /** Told of each page that counts rows which it does not show, also when it is asked again. */
  tellShort(page: ShortPage): void
}

/** What the old store counted on one page of a list, and what it showed of it. */
export type ShortPage = { counted: number; listed: number }

/** The tick of a row's change; null without a date. */
export function tickOf(ticks: Ticks, row: Row | undefined): number | null {
  return row === undefined || row.changedAt === null ? null : ticks.of(row.changedAt)
}

/** Changed behind the window's beginning, or nobody can say that it did not. */
export function isInside({ summary, changedAt }: Row, window: SourceWindow): boolean {
  if (changedAt === null || window.from === null) return true
  return Date.parse(changedAt) > Date.parse(window.from) || isNewer(summary.id, window)
}

/** Made after the window before was opened. */
function isNewer(id: number, { knownUpTo }: SourceWindow): boolean {
  const known = Number(knownUpTo ?? Number.NaN)
  return id > known
}
