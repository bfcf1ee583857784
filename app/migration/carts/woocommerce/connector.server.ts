import { SourceRequestError, toRunError } from '../kit/http/recovery.ts'
import { guestSourceId } from '#app/migration/kinds/customer/guest-id.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type {
  Count,
  RowsPage,
  SourceConnector,
  SourceHealth,
  ChangedRow,
  SourceMoment,
  SourcePage,
  SourceWindow,
} from '#app/migration/engine/ports/source.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceConnection, SourceConnectorDeps } from '../cart.ts'
import { DEFAULT_TUNING, type SourceTuning } from '../kit/tuning.ts'
import { CAPABILITIES } from './capabilities.ts'
import { type Query, createWooClient } from './client/client.server.ts'
import { readHealth } from './client/health.server.ts'
import { shortPageNotice } from '../kit/lists/hidden-rows.ts'
import { listInside, listRowsById, readPlace } from '../kit/lists/list-by-id.ts'
import { createKindLists, LISTS } from './lists/lists.server.ts'
import { readMoment } from '../kit/lists/moment.ts'
import { PART_FIELDS, withoutParts } from './lists/marketplace-parts.server.ts'
import { createNotices } from '../kit/notices.ts'
import { isInside, type Listing } from '../kit/lists/list.ts'
import { allInside, type Batch, readCursor, walkChanged } from '../kit/lists/walk-changed.ts'
import { createRecordReader, isRealOrder } from './lists/reader.server.ts'
import { isRealProduct } from './product/to-canonical.ts'
import { askedList } from './lists/asked-list.server.ts'
import { changedQuery, readRows, TICKS, type Row } from './lists/rows.ts'
import type { WireSummary } from './wire/listing.ts'

/** Fields that say "new or changed" without the record; for orders also whose it is, and what. */
const SUMMARY_FIELDS: Record<EntityKind, string> = {
  product: 'id,status,date_modified_gmt',
  customer: 'id,role,date_modified_gmt',
  order: `id,status,date_modified_gmt,customer_id,billing.email,${PART_FIELDS}`,
}

const STAMP_FIELDS = 'id,date_modified_gmt'

const CATEGORIES_NOT_LISTED =
  'The key of the old store may not list its categories, so two of the same name cannot be told apart by their parents, and a new name is seen only when a product of the category changes or with a full check. A key of an administrator may.'

/** Accounts of the people who run the shop. Those who ordered come along as their order's customer. */
const STAFF = new Set(['administrator', 'shop_manager', 'editor', 'author', 'contributor'])

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
  const lists = createKindLists(client, notices.add)
  const reader = createRecordReader({
    client,
    lists,
    tuning,
    fingerprintKey: deps.fingerprintKey,
    orderStatuses: connection.orderStatuses,
  })
  const wholeListings = new Map<string, Row[]>()
  const hidden = new Map<EntityKind, string>()

  function asked(kind: EntityKind, filter: Query, summaryFields = SUMMARY_FIELDS[kind]) {
    return askedList({
      client,
      path: LISTS[kind].path,
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
      filtersByChange: kind !== 'customer',
      isRecord: (summary) => isRecord(kind, summary),
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
      for (const [list, filter] of (await lists.of(kind)).entries()) {
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
      for (const filter of await lists.of(kind)) {
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

  /** Without what never arrives and is told once it is read. */
  async function arriving(kind: EntityKind, filter: Query, rows: readonly Row[]): Promise<Row[]> {
    if (kind !== 'order') return [...rows]
    return withoutParts({ client, pageSize: tuning.pageSize }, filter, rows)
  }

  function guestOf(kind: EntityKind, summary: WireSummary): string | null {
    return kind === 'order' && (summary.customer_id ?? 0) === 0 && summary.billing?.email.trim()
      ? guestSourceId(deps.fingerprintKey, summary.billing.email)
      : null
  }

  async function* listRows(kind: EntityKind, resume?: string): AsyncGenerator<RowsPage> {
    try {
      const start = resume === undefined ? null : readPlace(resume)
      const filters = await lists.of(kind)
      const totals: (number | null)[] = []
      for (const [list, filter] of filters.entries()) {
        if (list < (start?.list ?? 0)) continue
        const place = list === start?.list ? start : null
        for await (const page of listRowsById(listing(kind, filter, true), place)) {
          const own = page.rows.filter(({ summary }) => isRecord(kind, summary))
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
    const filters = await lists.of(kind)
    return readMoment({
      proofs: [
        asked('order', LISTS.order.filter, STAMP_FIELDS),
        // One that is scheduled carries the date it will be published at.
        asked('product', { status: 'publish' }, STAMP_FIELDS),
      ],
      lists: filters.map((filter) => asked(kind, filter)),
      notice: notices.add,
    })
  }

  async function count(kind: EntityKind, window: SourceWindow): Promise<Count> {
    const filters = await lists.of(kind)
    // Customers have no filter: they are counted by listing them, which the pass needs anyway.
    if (kind === 'customer') {
      const rows = await allInside(listing(kind, filters[0] ?? {}, false), window)
      return { count: rows.length, exact: true }
    }
    const bounds = changedQuery({ after: window.from === null ? null : TICKS.of(window.from) })
    const ask = async (filter: Query) => {
      const answer = await client.get(LISTS[kind].path, {
        ...filter,
        ...bounds,
        _fields: SUMMARY_FIELDS[kind],
        per_page: '1',
      })
      const { rows } = readRows(answer.body)
      const honest = rows.every((row) => isInside(row, window))
      return { count: answer.total ?? rows.length, exact: answer.total !== null && honest }
    }
    const found = await Promise.all(filters.map(ask))
    const all = {
      count: found.reduce((sum, each) => sum + each.count, 0),
      exact: found.every(({ exact }) => exact),
    }
    if (kind !== 'order') return all
    const drafts = await ask({ ...LISTS.order.filter, status: 'checkout-draft' }).catch(
      (error: unknown) => {
        // Stores without the block checkout do not know this status.
        if (error instanceof SourceRequestError && error.status === 400)
          return { count: 0, exact: true }
        throw error
      },
    )
    return {
      count: Math.max(0, all.count - drafts.count),
      exact: all.exact && drafts.exact,
    }
  }

  return {
    describe: () => CAPABILITIES,

    async check(): Promise<SourceHealth> {
      try {
        return await readHealth(client, deps.clock)
      } catch (error) {
        if (error instanceof SourceRequestError) {
          const { problem: code, message: reason, status } = error
          return { ok: false, code, reason, status }
        }
        throw error
      }
    },

    now: (kind) => translated(() => moment(kind)),
    notices: notices.take,
    hides: () => [...hidden].map(([kind, message]) => ({ kind, message })),
    count: (kind, window) => translated(() => count(kind, window)),
    listChanged,
    readChanged,
    listAll: listRows,
    categories: async () => {
      const categories = await translated(() => reader.categories())
      if (categories === null) notices.add(CATEGORIES_NOT_LISTED)
      return categories
    },

    readByIds: (kind, ids, { alone = false } = {}) => {
      // Guests and expanded variants have ids of our own making, which no store can look up.
      const own = [...new Set(ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number))]
      return translated(() => (alone ? reader.alone(kind, own) : reader.byIds(kind, own)))
    },
  }
}

function isRecord(kind: EntityKind, { role, status }: WireSummary): boolean {
  switch (kind) {
    case 'customer':
      return !STAFF.has(role ?? '')
    case 'product':
      return isRealProduct(status)
    case 'order':
      return isRealOrder(status)
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toRunError(error)
  }
}

function unreadableRows(kind: EntityKind, count: number): RecordError[] {
  return Array.from(
    { length: count },
    () =>
      new RecordError(
        'SOURCE_RECORD_INVALID',
        'unknown',
        `The old store listed a ${kind} without an id, which cannot be read. All others were read; a plugin that changes the REST API of the old store is the likely cause.`,
      ),
  )
}
