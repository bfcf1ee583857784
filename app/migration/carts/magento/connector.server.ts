import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type {
  ChangedRow,
  Count,
  RowsPage,
  SourceCapabilities,
  SourceConnector,
  SourceMoment,
  SourcePage,
  SourceWindow,
} from '#app/migration/engine/ports/source.ts'
import { type EntityKind, KINDS, perKind } from '#app/migration/kinds/kind.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { SourceConnection, SourceConnectorDeps } from '../cart.ts'
import { askedOnce } from '../kit/asked-once.ts'
import { toRunError } from '../kit/http/recovery.ts'
import { healthOf, translated } from '../kit/http/port-answers.ts'
import { shortPageNotice } from '../kit/lists/hidden-rows.ts'
import { isInside, type AskedList, type Listing } from '../kit/lists/list.ts'
import { listRowsById, readPlace } from '../kit/lists/list-by-id.ts'
import { readMoment } from '../kit/lists/moment.ts'
import { joined } from '../kit/lists/read-each.ts'
import { createRecordReader } from '../kit/lists/record-reader.ts'
import { readCursor, walkChanged } from '../kit/lists/walk-changed.ts'
import { createNotices } from '../kit/notices.ts'
import { DEFAULT_TUNING, type SourceTuning } from '../kit/tuning.ts'
import { createMagentoClient } from './client/client.server.ts'
import { readHealth } from './client/health.server.ts'
import { scopeOf } from './client/views.server.ts'
import { askedList } from './lists/asked-list.server.ts'
import { findRows, ownRow } from './lists/find-rows.server.ts'
import { TICKS, type Row } from './lists/rows.ts'
import { createWholes, type Wholes } from './lists/wholes.server.ts'
import type { MagentoKind, MagentoStore } from './magento-kind.ts'
import { magentoSays } from './messages/magento.ts'

export type MagentoKinds = Readonly<Record<EntityKind, MagentoKind>>

export type MagentoConnection = SourceConnection<
  'accessToken' | 'accessTokenSecret' | 'consumerKey' | 'consumerSecret' | 'storeView'
>

/** So many pages are listed to count them; what is more is told as an estimate. */
const MOST_COUNTED_PAGES = 20

const isHonest = (rows: readonly Row[], window: SourceWindow) =>
  rows.every((row) => isInside(row, window))

/**
 * The Magento connector (REST, 2.3 or newer). Reads only. Everything is composed here: client (who
 * asks, how often), lists (what to ask for every record of a kind, and whose rows are that are none),
 * paging (what changed), reader (whole records), health (the check).
 */
export function createMagentoConnector(
  kinds: MagentoKinds,
  capabilities: SourceCapabilities,
  connection: MagentoConnection,
  deps: SourceConnectorDeps,
): SourceConnector {
  const tuning: SourceTuning = { ...DEFAULT_TUNING, ...deps.tuning }
  const notices = createNotices()
  const client = createMagentoClient(connection, { ...deps, tuning, notice: notices.add })
  const scope = askedOnce(() => scopeOf(client, connection.credentials.storeView, notices.add))
  const store: MagentoStore = {
    ask: async (path, query = {}) => (await client.get(path, query)).body,
    view: async () => (await scope()).view,
    isPart: async () => (await scope()).isPart,
    tuning,
    fingerprintKey: deps.fingerprintKey,
    orderStatuses: connection.orderStatuses,
    now: client.storeTime,
    notice: notices.add,
  }
  const inStore = perKind((kind) => kinds[kind].in(store))
  const wholes = perKind((kind) => createWholes(inStore[kind].owners, client.storeTime))
  const reader = createRecordReader({
    own: (kind) => inStore[kind],
    find: async (kind, ids) => {
      const found = await findRows(client, kinds[kind], ids)
      const whole = await wholes[kind].of(found.rows)
      return { ...found, rows: found.rows.filter(({ summary }) => !whole.isPart(summary.id)) }
    },
    ownRow: async (kind, id) => {
      const row = await ownRow(client, kinds[kind], id)
      if (row === null || row instanceof RecordError) return row
      return (await wholes[kind].of([row])).isPart(id) ? null : row
    },
    stale: (kind, id) =>
      new RecordError('SOURCE_RECORD_STALE', String(id), magentoSays('twoAnswers', { kind }), {
        isTransient: true,
      }),
    ticks: TICKS,
    pageSize: tuning.pageSize,
  })
  const hidden = new Map<EntityKind, Message>()

  async function asked(kind: EntityKind): Promise<AskedList<Row>> {
    const { path, idField, summaryFields, siteField } = kinds[kind]
    const { pageSize } = tuning
    const { conditions } = await scope()
    const ofSite = conditions[siteField]
    return askedList({ client, path, idField, summaryFields, scope: ofSite, pageSize })
  }

  function listing(kind: EntityKind, list: AskedList<Row>, wantWhole: boolean): Listing<Row> {
    return {
      ...list,
      name: kind,
      wantWhole,
      filtersByChange: true,
      isRecord: () => true,
      wholeListings: new Map(),
      tellShort: (page) => {
        // One sentence is enough: more pages say the same with other numbers.
        if (hidden.has(kind)) return
        hidden.set(kind, shortPageNotice(kind, page))
        notices.add(shortPageNotice(kind, page))
      },
    }
  }

  /**
   * What a walk over changes has to list: the records, and what belongs to them and has dates of its
   * own. From the beginning the records are all there is.
   */
  async function listsOf(kind: EntityKind, window: SourceWindow) {
    const main = { list: await asked(kind), isOwn: true, window }
    if (window.from === null) return [main]
    const { conditions } = await scope()
    const parts = (kinds[kind].also ?? []).map((path) => ({
      list: askedList({
        client,
        path,
        idField: 'entity_id',
        summaryFields: 'updated_at,order_id',
        scope: conditions[kinds[kind].siteField],
        pageSize: tuning.pageSize,
      }),
      isOwn: false,
      // Its numbers are those of another list.
      window: { from: window.from, to: window.to },
    }))
    return [main, ...parts]
  }

  /** Rows that are records, and the numbers of the records that the others belong to. */
  function sorted(rows: readonly Row[], isOwn: boolean, whole: Wholes) {
    const own = isOwn ? rows.filter(({ summary }) => !whole.isPart(summary.id)) : []
    const there = new Set(own.map(({ summary }) => summary.id))
    const others = new Map<number, Row>()
    for (const row of rows) {
      const { id, order_id } = row.summary
      const wholeIds = isOwn ? whole.of(id) : order_id === null ? [] : [order_id]
      for (const each of wholeIds) if (!there.has(each)) others.set(each, row)
    }
    return { own, others }
  }

  async function* readChanged(
    kind: EntityKind,
    window: SourceWindow,
    resume?: string,
  ): AsyncGenerator<SourcePage> {
    try {
      const start = resume === undefined ? null : readCursor(resume)
      await wholes[kind].now()
      for (const [at, { list, isOwn, window: own }] of (await listsOf(kind, window)).entries()) {
        if (at < (start?.list ?? 0)) continue
        const cursor = at === start?.list ? start.cursor : null
        for await (const batch of walkChanged(listing(kind, list, isOwn), own, cursor)) {
          const rows = sorted(batch.rows, isOwn, await wholes[kind].of(batch.rows))
          const { records, rejected } = joined([
            batch.whole
              ? await reader.complete(kind, rows.own)
              : await reader.listed(kind, rows.own),
            await reader.byIds(kind, [...rows.others.keys()]),
          ])
          yield {
            records,
            rejected: [...rejected, ...unreadableRows(kind, batch.unreadable)],
            resume: JSON.stringify({ list: at, cursor: batch.next }),
          }
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
      await wholes[kind].now()
      for (const { list, isOwn, window: own } of await listsOf(kind, window)) {
        for await (const page of walkChanged(listing(kind, list, false), own, null)) {
          const rows = sorted(page.rows, isOwn, await wholes[kind].of(page.rows))
          yield [
            ...rows.own.map((row) => ({
              sourceId: String(row.summary.id),
              changedAt: row.changedAt,
              guestSourceId: guestOf(kind, row),
            })),
            // Known records, but for those that are new themselves and listed as such.
            ...[...rows.others].map(([id, { changedAt }]) => ({
              sourceId: String(id),
              changedAt,
              guestSourceId: null,
            })),
          ]
        }
      }
    } catch (error) {
      throw toRunError(error)
    }
  }

  const guestOf = (kind: EntityKind, { summary }: Row) => inStore[kind].guestOf?.(summary) ?? null

  async function* listAll(kind: EntityKind, resume?: string): AsyncGenerator<RowsPage> {
    try {
      // One that became a part since is noticed when it is read.
      const whole = await wholes[kind].now()
      const place = resume === undefined ? null : readPlace(resume)
      for await (const page of listRowsById(listing(kind, await asked(kind), true), place)) {
        const { own } = sorted(page.rows, true, whole)
        if (page.whole && own.length > 0) await inStore[kind].prepare?.()
        const shown = page.whole ? await reader.shown(kind, own) : []
        yield {
          rows: own.map((row, at) => ({
            sourceId: String(row.summary.id),
            changedAt: row.changedAt,
            ...(shown[at] ?? { rowHash: null }),
            guestSourceId: guestOf(kind, row),
          })),
          total: page.total === null ? null : Math.max(0, page.total - whole.parts),
          resume: JSON.stringify(page.next),
        }
      }
    } catch (error) {
      throw toRunError(error)
    }
  }

  async function moment(kind: EntityKind): Promise<SourceMoment> {
    const [newest, ...others] = KINDS.toReversed()
    if (!newest) throw new Error('There is no kind of record to ask for.')
    const moment = await readMoment({
      proofs: [await asked(newest), ...(await Promise.all(others.map(asked)))],
      lists: [await asked(kind)],
      notice: notices.add,
    })
    const { parts } = await wholes[kind].lately()
    return { ...moment, total: moment.total === null ? null : Math.max(0, moment.total - parts) }
  }

  async function count(kind: EntityKind, window: SourceWindow): Promise<Count> {
    const lists = await listsOf(kind, window)
    const after = window.from === null ? {} : { after: TICKS.of(window.from) }
    const found = await Promise.all(
      lists.map(async ({ list }) => {
        const { rows, total } = await list.ask({ show: 'summary', most: 1, ...after })
        return { total: total ?? rows.length, isSure: total !== null && isHonest(rows, window) }
      }),
    )
    const isSure = found.every((each) => each.isSure)
    const { parts } = await wholes[kind].lately()
    const [own, ...others] = found.map(({ total }) => total)
    if (window.from === null) {
      const { isPart } = await scope()
      // Parts of other websites are not counted here.
      const exact = isSure && !(isPart && parts > 0)
      return { count: Math.max(0, (own ?? 0) - parts), exact }
    }
    const all = found.reduce((sum, { total }) => sum + total, 0)
    const isPlain = parts === 0 && others.every((total) => total === 0)
    if (isPlain || all > tuning.pageSize * MOST_COUNTED_PAGES) {
      return { count: all, exact: isSure && isPlain }
    }
    // What changed may be a part of records that changed themselves: only the list tells.
    const ids = new Set<string>()
    for await (const rows of listChanged(kind, window)) {
      for (const { sourceId } of rows) ids.add(sourceId)
    }
    return { count: ids.size, exact: isSure }
  }

  return {
    describe: () => capabilities,

    check: () =>
      healthOf(() => readHealth(client, kinds, connection.credentials.storeView, deps.clock)),

    now: (kind) => translated(() => moment(kind)),
    notices: notices.take,
    hides: () => [...hidden].map(([kind, message]) => ({ kind, message })),
    count: (kind, window) => translated(() => count(kind, window)),
    listChanged,
    readChanged,
    listAll,
    categories: () => translated(async () => (await inStore.product.categories?.()) ?? null),

    readByIds: (kind, ids, { alone = false } = {}) =>
      translated(async () => {
        await wholes[kind].lately()
        // Guests and variants have ids of our own making, which no store can look up.
        const own = [...new Set(ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number))]
        return alone ? reader.alone(kind, own) : reader.byIds(kind, own)
      }),
  }
}

function unreadableRows(kind: EntityKind, count: number): RecordError[] {
  return Array.from(
    { length: count },
    () =>
      new RecordError('SOURCE_RECORD_INVALID', 'unknown', magentoSays('rowNotReadable', { kind })),
  )
}
