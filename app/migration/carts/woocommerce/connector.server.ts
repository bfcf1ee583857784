import { wooSays } from './messages/woocommerce.ts'
import { SourceRequestError, toRunError } from '../kit/http/recovery.ts'
import { healthOf, translated } from '../kit/http/port-answers.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type {
  Count,
  RowsPage,
  SourceConnector,
  ChangedRow,
  SourceMoment,
  SourcePage,
  SourceWindow,
} from '#app/migration/engine/ports/source.ts'
import { type EntityKind, KINDS, perKind } from '#app/migration/kinds/kind.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { SourceConnection, SourceConnectorDeps } from '../cart.ts'
import { DEFAULT_TUNING, type SourceTuning } from '../kit/tuning.ts'
import { CAPABILITIES } from './capabilities.ts'
import { type Query, createWooClient } from './client/client.server.ts'
import { readHealth } from './client/health.server.ts'
import { shortPageNotice } from '../kit/lists/hidden-rows.ts'
import { listInside, listRowsById, readPlace } from '../kit/lists/list-by-id.ts'
import { WOO_KINDS } from './kinds.ts'
import { readMoment } from '../kit/lists/moment.ts'
import { askedOnce } from '../kit/asked-once.ts'
import { createNotices } from '../kit/notices.ts'
import { isInside, type Listing } from '../kit/lists/list.ts'
import { allInside, type Batch, readCursor, walkChanged } from '../kit/lists/walk-changed.ts'
import { createRecordReader } from '../kit/lists/record-reader.ts'
import { findRows, ownRow } from './lists/find-rows.server.ts'
import { stale } from './lists/parts.server.ts'
import { readProductFacts } from './product/facts.server.ts'
import { askedList } from './lists/asked-list.server.ts'
import { changedQuery, readRows, TICKS, type Row } from './lists/rows.ts'
import type { WireSummary } from './wire/listing.ts'
import type { WooStore } from './woo-kind.ts'

const STAMP_FIELDS = 'id,date_modified_gmt'

/** Lists that tell how far the clock has come, what changes most often first. */
const STAMPED = KINDS.toReversed().flatMap((kind) => {
  const { stampedBy: filter } = WOO_KINDS[kind]
  return filter ? [{ kind, filter }] : []
})

/**
 * The WooCommerce connector (REST v3, WooCommerce ≥ 5.8). Reads only. Everything is composed here:
 * client (who asks, how often), lists (what to ask for every record of a kind), paging (what
 * changed), reader (whole records), health (the check).
 */
export function createWooCommerceConnector(
  connection: SourceConnection<'consumerKey' | 'consumerSecret'>,
  deps: SourceConnectorDeps,
): SourceConnector {
  const tuning: SourceTuning = { ...DEFAULT_TUNING, ...deps.tuning }
  const notices = createNotices()
  const client = createWooClient(connection, { ...deps, tuning, notice: notices.add })
  const facts = askedOnce(() => readProductFacts(client, tuning.pageSize))
  const store: WooStore = {
    client,
    tuning,
    fingerprintKey: deps.fingerprintKey,
    orderStatuses: connection.orderStatuses,
    facts,
    notice: notices.add,
  }
  const kinds = perKind((kind) => WOO_KINDS[kind].in(store))
  const own = (kind: EntityKind) => kinds[kind]
  const filtersOf = async (kind: EntityKind) =>
    (await own(kind).filters?.()) ?? [WOO_KINDS[kind].filter]
  const reader = createRecordReader({
    own,
    find: async (kind, ids) =>
      findRows(
        { client, filters: await filtersOf(kind), pageSize: tuning.pageSize },
        WOO_KINDS[kind],
        ids,
      ),
    ownRow: (kind, id) => ownRow(client, WOO_KINDS[kind], id),
    stale: (kind, id) => stale(kind, id, 'record'),
    ticks: TICKS,
    pageSize: tuning.pageSize,
  })
  const wholeListings = new Map<string, Row[]>()
  const hidden = new Map<EntityKind, Message>()

  function asked(kind: EntityKind, filter: Query, summaryFields = WOO_KINDS[kind].summaryFields) {
    return askedList({
      client,
      path: WOO_KINDS[kind].path,
      filter,
      summaryFields,
      pageSize: tuning.pageSize,
    })
  }

  function listing(kind: EntityKind, filter: Query, wantWhole: boolean): Listing<Row> {
    return {
      ...asked(kind, filter),
      name: JSON.stringify([kind, filter]),
      wantWhole,
      filtersByChange: WOO_KINDS[kind].filtersByChange,
      isRecord: WOO_KINDS[kind].isRecord,
      wholeListings,
      tellShort: (page) => {
        // One sentence is enough: more pages say the same with other numbers.
        if (hidden.has(kind)) return
        hidden.set(kind, shortPageNotice(kind, page))
        notices.add(shortPageNotice(kind, page))
      },
    }
  }

  async function toPage(kind: EntityKind, batch: Batch<Row>, list: number): Promise<SourcePage> {
    const { records, rejected } = batch.whole
      ? await reader.complete(kind, batch.rows)
      : await reader.listed(kind, batch.rows)
    return {
      records,
      rejected: [...rejected, ...unreadableRows(kind, batch.unreadable)],
      resume: JSON.stringify({ list, cursor: batch.next }),
    }
  }

  async function* readChanged(
    kind: EntityKind,
    window: SourceWindow,
    resume?: string,
  ): AsyncGenerator<SourcePage> {
    try {
      const start = resume === undefined ? null : readCursor(resume)
      for (const [list, filter] of (await filtersOf(kind)).entries()) {
        if (list < (start?.list ?? 0)) continue
        const cursor = list === start?.list ? start.cursor : null
        for await (const batch of walkChanged(listing(kind, filter, true), window, cursor)) {
          yield await toPage(kind, batch, list)
        }
      }
    } catch (error) {
      throw toRunError(error)
    }
  }

  async function* listChanged(
    kind: EntityKind,
    window: SourceWindow,
  ): AsyncGenerator<ChangedRow[]> {
    try {
      for (const filter of await filtersOf(kind)) {
        const own = listing(kind, filter, false)
        const pages = own.filtersByChange ? walkChanged(own, window, null) : listInside(own, window)
        for await (const page of pages) {
          const rows = await arriving(kind, filter, page.rows)
          yield rows.map(({ summary, changedAt }) => ({
            sourceId: String(summary.id),
            changedAt,
            guestSourceId: guestOf(kind, summary),
          }))
        }
      }
    } catch (error) {
      throw toRunError(error)
    }
  }

  const arriving = async (kind: EntityKind, filter: Query, rows: Row[]) =>
    (await own(kind).arriving?.(filter, rows)) ?? rows

  const guestOf = (kind: EntityKind, summary: WireSummary) => own(kind).guestOf?.(summary) ?? null

  async function* listRows(kind: EntityKind, resume?: string): AsyncGenerator<RowsPage> {
    try {
      const start = resume === undefined ? null : readPlace(resume)
      const filters = await filtersOf(kind)
      const totals: (number | null)[] = []
      for (const [list, filter] of filters.entries()) {
        if (list < (start?.list ?? 0)) continue
        const place = list === start?.list ? start : null
        for await (const page of listRowsById(listing(kind, filter, true), place)) {
          const own = page.rows.filter(({ summary }) => WOO_KINDS[kind].isRecord(summary))
          const records = await arriving(kind, filter, own)
          const shown = page.whole ? await reader.shown(kind, records) : []
          totals[list] = page.total
          yield {
            rows: records.map(({ summary, changedAt }, i) => ({
              sourceId: String(summary.id),
              changedAt,
              ...(shown[i] ?? { rowHash: null }),
              guestSourceId: guestOf(kind, summary),
            })),
            total: filters.length === 1 ? page.total : null,
            resume: JSON.stringify({ ...page.next, list }),
          }
        }
      }
    } catch (error) {
      throw toRunError(error)
    }
  }

  async function moment(kind: EntityKind): Promise<SourceMoment> {
    const filters = await filtersOf(kind)
    const [first, ...others] = STAMPED
    if (!first) throw new Error('No list of WooCommerce proves its clock.')
    return readMoment({
      proofs: [
        asked(first.kind, first.filter, STAMP_FIELDS),
        ...others.map(({ kind: each, filter }) => asked(each, filter, STAMP_FIELDS)),
      ],
      lists: filters.map((filter) => asked(kind, filter)),
      notice: notices.add,
    })
  }

  async function count(kind: EntityKind, window: SourceWindow): Promise<Count> {
    const filters = await filtersOf(kind)
    const { path, filter: all, summaryFields, filtersByChange } = WOO_KINDS[kind]
    // Without a filter they are counted by listing them, which the pass needs anyway.
    if (!filtersByChange) {
      const rows = await allInside(listing(kind, filters[0] ?? all, false), window)
      return { count: rows.length, exact: true }
    }
    const bounds = changedQuery({ after: window.from === null ? null : TICKS.of(window.from) })
    const ask = async (filter: Query) => {
      const answer = await client.get(path, {
        ...filter,
        ...bounds,
        _fields: summaryFields,
        per_page: '1',
      })
      const { rows } = readRows(answer.body)
      const honest = rows.every((row) => isInside(row, window))
      return { count: answer.total ?? rows.length, exact: answer.total !== null && honest }
    }
    const found = await Promise.all(filters.map(ask))
    const counted = {
      count: found.reduce((sum, each) => sum + each.count, 0),
      exact: found.every(({ exact }) => exact),
    }
    const { countedInVain } = own(kind)
    if (!countedInVain) return counted
    const vain = await ask({ ...all, ...countedInVain }).catch((error: unknown) => {
      // Not every store knows the filter's value: then there is nothing of it.
      if (error instanceof SourceRequestError && error.status === 400)
        return { count: 0, exact: true }
      throw error
    })
    return {
      count: Math.max(0, counted.count - vain.count),
      exact: counted.exact && vain.exact,
    }
  }

  return {
    describe: () => CAPABILITIES,

    check: () => healthOf(() => readHealth(client, deps.clock)),

    now: (kind) => translated(() => moment(kind)),
    notices: notices.take,
    hides: () => [...hidden].map(([kind, message]) => ({ kind, message })),
    count: (kind, window) => translated(() => count(kind, window)),
    listChanged,
    readChanged,
    listAll: listRows,
    categories: async () => {
      const categories = (await translated(facts)).categories
      if (categories === null) notices.add(wooSays('categoriesNotListed'))
      return categories
    },

    readByIds: (kind, ids, { alone = false } = {}) => {
      // Guests and expanded variants have ids of our own making, which no store can look up.
      const own = [...new Set(ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number))]
      return translated(() => (alone ? reader.alone(kind, own) : reader.byIds(kind, own)))
    },
  }
}

function unreadableRows(kind: EntityKind, count: number): RecordError[] {
  return Array.from(
    { length: count },
    () => new RecordError('SOURCE_RECORD_INVALID', 'unknown', kitSays('recordWithoutId', { kind })),
  )
}
