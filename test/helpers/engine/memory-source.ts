import { says } from '#test/helpers/said.ts'
import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import type { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import type {
  RowsPage,
  RecordIdentity,
  SourceConnector,
  SourcePage,
  SourceRecord,
  SourceWindow,
} from '#app/migration/engine/ports/source.ts'

export type MemorySource = SourceConnector & {
  /** Adds or changes records at the source's present time, which then moves on by a second. */
  put(...records: CanonicalRecord[]): void
  /** Adds or changes records behind the back of the change time: it stays as it was. */
  putQuietly(...records: CanonicalRecord[]): void
  remove(kind: EntityKind, sourceId: string): void
  /** Listed, but unreadable. */
  break(kind: EntityKind, error: RecordError | null, sourceId: string): void
  records(kind: EntityKind): CanonicalRecord[]
  setNow(time: string): void
  /** Ids asked for one by one. */
  readonly asked: string[]
  /** Runs before each page is handed out: the store is edited while it is read. */
  beforePage: ((page: number) => void) | null
  /** The same for pages of rows. */
  beforeList: ((kind: EntityKind, page: number) => void) | null
  /** What makes a record itself; by default its creation time is that of every record of its id. */
  identityOf: (record: CanonicalRecord) => RecordIdentity | null
  /** Pages of rows handed out. */
  listings: number
}

/** A cart in memory: a store whose change time and order by (time, id) can be relied on. */
export function createMemorySource(
  options: { now?: string; pageSize?: number | (() => number) } = {},
): MemorySource {
  const { pageSize: size = 2 } = options
  const pageSize = () => (typeof size === 'number' ? size : size())
  let now = Date.parse(options.now ?? '2026-03-01T00:00:00Z')
  const stored = new Map<string, { record: CanonicalRecord; changedAt: number }>()
  const broken = new Map<string, RecordError>()
  const asked: string[] = []
  const iso = (ms: number) => new Date(ms).toISOString()
  const all = (kind: EntityKind) =>
    [...stored.values()]
      .filter(({ record }) => record.kind === kind)
      .sort((a, b) => a.changedAt - b.changedAt || (a.record.sourceId < b.record.sourceId ? -1 : 1))
  const inWindow = (kind: EntityKind, window: SourceWindow) =>
    all(kind).filter(
      ({ changedAt }) =>
        changedAt > Date.parse(window.from ?? '0000') && changedAt <= Date.parse(window.to),
    )
  const latestStamp = () => {
    const past = [...stored.values()].map((entry) => entry.changedAt).filter((at) => at <= now)
    return past.length === 0 ? null : iso(Math.max(...past))
  }
  const sourceRecord = (entry: { record: CanonicalRecord; changedAt: number }): SourceRecord => ({
    kind: entry.record.kind,
    sourceId: entry.record.sourceId,
    changedAt: iso(entry.changedAt),
    rowHash: fingerprint('memory', entry.record),
    identity: source.identityOf(entry.record),
    remarks: [],
    record: structuredClone(entry.record),
  })

  /** As carts list it: an order that names an account is no guest's. */
  const guestOf = (record: CanonicalRecord) =>
    record.kind === 'order' && record.guest?.sourceId === record.customerSourceId
      ? (record.guest?.sourceId ?? null)
      : null

  const idOf = (entry: { record: CanonicalRecord }) => entry.record.sourceId.padStart(12, '0')

  const answer = (kind: EntityKind, entries: ReturnType<typeof all>) => {
    const error = (id: string) => broken.get(`${kind}:${id}`)
    return {
      records: entries.filter(({ record }) => !error(record.sourceId)).map(sourceRecord),
      rejected: entries.flatMap(({ record }) => error(record.sourceId) ?? []),
    }
  }

  const source: MemorySource = {
    asked,
    beforePage: null,
    beforeList: null,
    listings: 0,
    identityOf: ({ kind, sourceId }) => ({
      createdAt: '2026-01-01T00:00:00Z',
      fixed: { key: `${kind} ${sourceId}` },
      known: {},
    }),
    put(...records) {
      for (const record of records) {
        now += 1000
        stored.set(`${record.kind}:${record.sourceId}`, {
          record: structuredClone(record),
          changedAt: now,
        })
      }
    },
    putQuietly(...records) {
      for (const record of records) {
        const key = `${record.kind}:${record.sourceId}`
        const changedAt = stored.get(key)?.changedAt ?? now
        stored.set(key, { record: structuredClone(record), changedAt })
      }
    },
    remove: (kind, sourceId) => void stored.delete(`${kind}:${sourceId}`),
    break(kind, error, sourceId) {
      if (error) broken.set(`${kind}:${sourceId}`, error)
      else broken.delete(`${kind}:${sourceId}`)
    },
    records: (kind) => all(kind).map(({ record }) => structuredClone(record)),
    setNow(time) {
      now = Date.parse(time)
    },
    describe() {
      const kind = {
        changesFoundBy: says('Found by change time.'),
        onlyComparisonSees: [],
        cannotSee: [],
        deletesVisible: false,
        listedWhole: false,
        timeResolutionMs: 1000,
      }
      return {
        cart: 'memory',
        mappingVersion: 1,
        neverRead: [],
        kinds: { product: kind, customer: kind, order: kind },
      }
    },
    check: () =>
      Promise.resolve({
        ok: true,
        identity: { url: 'https://old.example', storeId: 'memory', name: 'Old store' },
        version: '1',
        timezone: 'UTC',
        currency: 'EUR',
        sourceNow: iso(now),
        clockSkewMs: 0,
      }),
    now: (kind) =>
      Promise.resolve({
        clock: iso(now),
        stamped: latestStamp(),
        newest: null,
        total: all(kind).length,
      }),
    notices: () => [],
    hides: () => [],
    count: (kind, window) => Promise.resolve({ count: inWindow(kind, window).length, exact: true }),
    async *listChanged(kind, window) {
      yield inWindow(kind, window).map(({ record, changedAt }) => ({
        sourceId: record.sourceId,
        changedAt: iso(changedAt),
        guestSourceId: guestOf(record),
      }))
    },
    async *readChanged(kind, window, resume): AsyncGenerator<SourcePage> {
      // Everything up to the last (time, id) handed out is done; what moves on is read again.
      let after = resume ?? ''
      const place = (entry: { record: CanonicalRecord; changedAt: number }) =>
        `${iso(entry.changedAt)} ${entry.record.sourceId}`
      for (let page = 1; ; page += 1) {
        source.beforePage?.(page)
        const entries = inWindow(kind, window)
          .filter((entry) => place(entry) > after)
          .slice(0, pageSize())
        const last = entries.at(-1)
        if (!last) return
        after = place(last)
        yield { ...answer(kind, entries), resume: after }
      }
    },
    async *listAll(kind, resume): AsyncGenerator<RowsPage> {
      let after = resume ?? ''
      for (let page = 1; ; page += 1) {
        source.beforeList?.(kind, page)
        const entries = all(kind)
          .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
          .filter((entry) => idOf(entry) > after)
        const listed = entries.slice(0, pageSize())
        const last = listed.at(-1)
        if (!last) return
        after = idOf(last)
        source.listings += 1
        yield {
          rows: listed.map(({ record, changedAt }) => ({
            sourceId: record.sourceId,
            changedAt: iso(changedAt),
            rowHash: broken.has(`${kind}:${record.sourceId}`)
              ? null
              : fingerprint('memory', record),
            guestSourceId: guestOf(record),
            ...(record.kind === 'order'
              ? {
                  total: {
                    currency: record.currency,
                    amount: record.total,
                    placedAt: record.placedAt,
                  },
                }
              : {}),
          })),
          total: all(kind).length,
          resume: after,
        }
      }
    },
    categories: () => Promise.resolve(null),
    readByIds(kind, ids) {
      asked.push(...ids.map((id) => `${kind}:${id}`))
      const entries = ids.flatMap((id) => stored.get(`${kind}:${id}`) ?? [])
      return Promise.resolve(answer(kind, entries))
    },
  }
  return source
}
