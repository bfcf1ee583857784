import { RecordError } from '#app/migration/errors.ts'
import type {
  Count,
  EntityKind,
  MarksPage,
  SourceCapabilities,
  SourceConnector,
  SourceHealth,
  SourceMark,
  SourcePage,
  SourceWindow,
} from '#app/migration/ports.ts'
import type {
  SourceConnection,
  SourceConnectorDeps,
} from '#app/migration/sources/registry.server.ts'
import { createWooClient } from './client.server.ts'
import { noClock, readHealth } from './health.server.ts'
import { listRowsById, readPlace } from './list-marks.server.ts'
import type { Batch, Listing } from './paging.server.ts'
import { readCursor, sweep, walkChanged } from './paging.server.ts'
import { LISTS, createRecordReader, isRealOrder } from './reader.server.ts'
import { SourceRequestError, toRunError } from './recovery.ts'
import { isRealProduct } from './product-to-canonical.ts'
import { isInside, readRows, windowQuery } from './rows.ts'
import type { Row } from './rows.ts'
import { SECOND, toIso, toSecond } from './time.ts'
import { guestSourceId } from './to-canonical.ts'
import type { WooCommerceTuning } from './tuning.ts'
import { DEFAULT_TUNING } from './tuning.ts'
import type { WireMark } from './wire/listing.ts'

/** Fields that say "new or changed" without the record; for orders also whose guest it is. */
const MARK_FIELDS: Record<EntityKind, string> = {
  product: 'id,status,date_modified_gmt',
  customer: 'id,role,date_modified_gmt',
  order: 'id,status,date_modified_gmt,customer_id,billing.email',
}

/** Accounts of the people who run the shop. Those who ordered come along as their order's customer. */
const STAFF = new Set(['administrator', 'shop_manager', 'editor', 'author', 'contributor'])

/**
 * The WooCommerce connector (REST v3, WooCommerce ≥ 5.8). Reads only. Everything is composed here:
 * client (who asks, how often), paging (what changed), reader (whole records), health (the check).
 */
export function createWooCommerceConnector(
  connection: SourceConnection,
  deps: SourceConnectorDeps,
): SourceConnector {
  const tuning: WooCommerceTuning = { ...DEFAULT_TUNING, ...deps.tuning }
  const client = createWooClient(connection, { ...deps, tuning })
  const reader = createRecordReader({
    client,
    tuning,
    fingerprintKey: deps.fingerprintKey,
    orderStatuses: connection.orderStatuses,
  })
  const sweeps = new Map<string, Row[]>()

  function listing(kind: EntityKind, wantWhole: boolean): Listing {
    return {
      client,
      ...LISTS[kind],
      markFields: MARK_FIELDS[kind],
      wantWhole,
      filtersByChange: kind !== 'customer',
      isRecord: (mark) =>
        kind === 'customer'
          ? !STAFF.has(mark.role ?? '')
          : kind === 'product'
            ? isRealProduct(mark.status)
            : isRealOrder(mark.status),
      pageSize: tuning.pageSize,
      sweeps,
    }
  }

  async function toPage(kind: EntityKind, batch: Batch): Promise<SourcePage> {
    const { records, rejected } = batch.whole
      ? await reader.complete(kind, batch.rows)
      : await reader.byIds(
          kind,
          batch.rows.map(({ mark }) => mark.id),
        )
    return {
      records,
      rejected: [...rejected, ...unreadableRows(kind, batch.unreadable)],
      resume: JSON.stringify(batch.next),
    }
  }

  async function* readChanged(
    kind: EntityKind,
    window: SourceWindow,
    resume?: string,
  ): AsyncGenerator<SourcePage> {
    try {
      const start = resume === undefined ? null : readCursor(resume)
      for await (const batch of walkChanged(listing(kind, true), window, start)) {
        yield await toPage(kind, batch)
      }
    } catch (error) {
      throw toRunError(error)
    }
  }

  async function* listChanged(
    kind: EntityKind,
    window: SourceWindow,
  ): AsyncGenerator<SourceMark[]> {
    try {
      for await (const batch of walkChanged(listing(kind, false), window, null)) {
        yield batch.rows.map(({ mark, changedAt }) => ({
          sourceId: String(mark.id),
          changedAt,
          guestSourceId: guestOf(kind, mark),
        }))
      }
    } catch (error) {
      throw toRunError(error)
    }
  }

  function guestOf(kind: EntityKind, mark: WireMark): string | null {
    return kind === 'order' && (mark.customer_id ?? 0) === 0 && mark.billing?.email.trim()
      ? guestSourceId(deps.fingerprintKey, mark.billing.email)
      : null
  }

  async function* listMarks(kind: EntityKind, resume?: string): AsyncGenerator<MarksPage> {
    try {
      const start = resume === undefined ? null : readPlace(resume)
      const { isRecord, ...list } = listing(kind, true)
      for await (const { rows, whole, total, next } of listRowsById(list, start)) {
        const records = rows.filter(({ mark }) => isRecord(mark))
        const marks = whole ? await reader.marks(kind, records) : []
        yield {
          marks: records.map(({ mark }, i) => ({
            sourceId: String(mark.id),
            mark: marks[i] ?? null,
            guestSourceId: guestOf(kind, mark),
          })),
          total,
          resume: JSON.stringify(next),
        }
      }
    } catch (error) {
      throw toRunError(error)
    }
  }

  async function count(kind: EntityKind, window: SourceWindow): Promise<Count> {
    // Customers have no filter: they are counted by listing them, which the pass needs anyway.
    if (kind === 'customer') {
      return { count: (await sweep(listing(kind, false), window)).length, exact: true }
    }
    const { path, filter } = LISTS[kind]
    const bounds = windowQuery(
      window.from === null ? null : toSecond(window.from),
      toSecond(window.to),
    )
    const ask = async (status: Record<string, string>) => {
      const answer = await client.get(path, {
        ...filter,
        ...status,
        ...bounds,
        _fields: MARK_FIELDS[kind],
        per_page: '1',
      })
      const { rows } = readRows(answer.body)
      const honest = rows.every(({ changedAt }) => isInside(changedAt, window))
      return { count: answer.total ?? rows.length, exact: answer.total !== null && honest }
    }
    const all = await ask({})
    if (kind !== 'order') return all
    const drafts = await ask({ status: 'checkout-draft' }).catch((error: unknown) => {
      // Stores without the block checkout do not know this status.
      if (error instanceof SourceRequestError && error.status === 400)
        return { count: 0, exact: true }
      throw error
    })
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
          return { ok: false, code: error.problem, reason: error.message }
        }
        throw error
      }
    },

    now: () =>
      translated(async () => {
        const { dateMs } = await client.get('products', { per_page: '1', _fields: 'id' })
        if (dateMs === null) throw noClock()
        return toIso(dateMs)
      }),

    count: (kind, window) => translated(() => count(kind, window)),
    listChanged,
    readChanged,
    listAll: listMarks,

    readByIds: (kind, ids) =>
      // Guests and expanded variants have ids of our own making, which no store can look up.
      translated(() =>
        reader.byIds(kind, [...new Set(ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number))]),
      ),
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

const CAPABILITIES: SourceCapabilities = {
  cart: 'WooCommerce',
  kinds: {
    product: {
      changesFoundBy: 'the date WooCommerce last modified the product or one of its variations',
      onlyComparisonSees: [
        'A renamed category, tag or attribute value: the products that use it keep their date.',
        'A sale that begins or ends by its schedule, where it moves the lowest price of the product or ends its last sale.',
        'A product that was deleted for good or moved to the bin.',
        'A change made by a plugin or an import that leaves the date alone.',
      ],
      cannotSee: [
        'A variation changed by a plugin that leaves the date alone, and a sale of one variation that ends by its schedule, when neither the lowest price nor the list of variations changes: both show with the product’s next change.',
        'Another picture at the same address.',
      ],
      deletesVisible: false,
      timeResolutionMs: SECOND,
    },
    customer: {
      changesFoundBy:
        'listing all accounts and comparing the date each was last modified (WooCommerce cannot filter customers by date); guests are found on their orders',
      onlyComparisonSees: [
        'A change made past WooCommerce that leaves the date alone, such as by a plugin or an import.',
        'An account that was deleted.',
      ],
      cannotSee: [
        'Accounts of the staff (administrators, shop managers, editors), unless they placed an order.',
        'Guests: they exist on their orders only, and each is written from the first order that shows it.',
      ],
      deletesVisible: false,
      timeResolutionMs: SECOND,
    },
    order: {
      changesFoundBy: 'the date WooCommerce last modified the order',
      onlyComparisonSees: [
        'Lines, addresses or notes of the customer changed by a plugin or an import that leaves the date alone.',
        'A refund that was deleted.',
        'An order that was deleted for good or moved to the bin.',
      ],
      cannotSee: [
        'A note of the staff added to an order that did not change otherwise.',
        'A refund whose lines were changed while its amount and reason stayed.',
        'The product behind an order line: when it is deleted or gets another SKU, the old store shows its old orders without or with another SKU, and Shopify’s keep the one they were sold with.',
      ],
      deletesVisible: false,
      timeResolutionMs: SECOND,
    },
  },
}
