import type { RecordError } from '#app/migration/errors.ts'
import type {
  CanonicalRecord,
  EntityKind,
  SourceConnector,
  SourcePage,
  SourceRecord,
  SourceWindow,
} from '#app/migration/ports.ts'

export type MemorySource = SourceConnector & {
  /** Adds or changes records at the source's present time, which then moves on by a second. */
  put(...records: CanonicalRecord[]): void
  remove(kind: EntityKind, sourceId: string): void
  /** Listed, but unreadable. */
  break(kind: EntityKind, error: RecordError | null, sourceId: string): void
  records(kind: EntityKind): CanonicalRecord[]
  setNow(time: string): void
  /** Ids asked for one by one. */
  readonly asked: string[]
  /** Runs before each page is handed out: the store is edited while it is read. */
  beforePage: ((page: number) => void) | null
}

/** A cart in memory: a store whose change time and order by (time, id) can be relied on. */
export function createMemorySource(
  options: { now?: string; pageSize?: number } = {},
): MemorySource {
  const pageSize = options.pageSize ?? 2
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
  const sourceRecord = (entry: { record: CanonicalRecord; changedAt: number }): SourceRecord => ({
    kind: entry.record.kind,
    sourceId: entry.record.sourceId,
    changedAt: iso(entry.changedAt),
    record: structuredClone(entry.record),
  })

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
    put(...records) {
      for (const record of records) {
        now += 1000
        stored.set(`${record.kind}:${record.sourceId}`, {
          record: structuredClone(record),
          changedAt: now,
        })
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
        changesFoundBy: 'change time',
        cannotSee: [],
        deletesVisible: false,
        timeResolutionMs: 1000,
      }
      return { cart: 'memory', kinds: { product: kind, customer: kind, order: kind } }
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
    now: () => Promise.resolve(iso(now)),
    count: (kind, window) => Promise.resolve({ count: inWindow(kind, window).length, exact: true }),
    async *listChanged(kind, window) {
      yield inWindow(kind, window).map(({ record, changedAt }) => ({
        sourceId: record.sourceId,
        changedAt: iso(changedAt),
        guestSourceId: record.kind === 'order' ? (record.guest?.sourceId ?? null) : null,
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
          .slice(0, pageSize)
        const last = entries.at(-1)
        if (!last) return
        after = place(last)
        yield { ...answer(kind, entries), resume: after }
      }
    },
    readByIds(kind, ids) {
      asked.push(...ids.map((id) => `${kind}:${id}`))
      const entries = ids.flatMap((id) => stored.get(`${kind}:${id}`) ?? [])
      return Promise.resolve(answer(kind, entries))
    },
  }
  return source
}
