import { says } from '#test/helpers/said.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import { createMemorySource } from '#test/helpers/engine/memory-source.ts'
import { aCustomer, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import { listingClauses } from './contract/clauses/listing.ts'
import { describeColumn } from './contract/describe-column.ts'
import { column } from './contract/store.ts'
import type { Work } from './contract/store.ts'

const make: Record<EntityKind, (sourceId: string, text: string) => CanonicalRecord> = {
  product: (sourceId, title) => aProduct({ sourceId, title }),
  customer: (sourceId, lastName) => aCustomer({ sourceId, lastName }),
  order: (sourceId, note) => anOrder({ sourceId, note }),
}

const NO_CART = 'the store in memory is no cart: it stands in for one in tests of the engine'
const cannot = {
  advance: NO_CART,
  skew: NO_CART,
  showClock: NO_CART,
  dateBack: NO_CART,
  part: NO_CART,
  orderAsGuest: NO_CART,
  miscount: NO_CART,
  withhold: NO_CART,
  repeatPages: NO_CART,
  revokeCredentials: NO_CART,
  withUnknownKey: NO_CART,
  withWrongSecret: NO_CART,
  withoutRightToRead: NO_CART,
  ofOldVersion: NO_CART,
  through: NO_CART,
} satisfies Partial<Record<Work, string>>

describeColumn(
  column({ cart: 'the store in memory', cannot, limits: {}, open: () => Promise.resolve(open()) }),
  listingClauses,
)

function open() {
  const hidden = new Map<string, CanonicalRecord>()
  const works: { kind: EntityKind; work: () => void }[] = []
  let pageSize = 100
  let serial = 100
  // One store for all connectors; the size of its pages is theirs.
  const source = createMemorySource({ pageSize: () => pageSize })
  source.beforeList = (kind, page) => {
    if (page > 1) for (const each of works) if (each.kind === kind) each.work()
  }
  const create = (kind: EntityKind) => {
    const id = String(serial)
    serial += 1
    source.put(make[kind](id, `first ${id}`))
    return id
  }
  return {
    connector: (options: { pageSize?: number } = {}) => {
      pageSize = options.pageSize ?? 100
      return source
    },
    settled: (kind: EntityKind) => {
      const ids = Array.from({ length: 7 }, () => create(kind))
      return Promise.resolve(ids.map((id) => ({ id, at: '' })))
    },
    now: () => '',
    secrets: () => [],
    unexpected: () => [],
    create,
    edit: (kind: EntityKind, id: string) => source.put(make[kind](id, 'edited')),
    editQuietly: (kind: EntityKind, id: string) =>
      source.putQuietly(make[kind](id, 'edited quietly')),
    remove: (kind: EntityKind, id: string) => source.remove(kind, id),
    hide: (kind: EntityKind, id: string) => {
      const record = source.records(kind).find(({ sourceId }) => sourceId === id)
      if (record) hidden.set(id, record)
      source.remove(kind, id)
    },
    show: (_kind: EntityKind, id: string) => {
      const record = hidden.get(id)
      if (record) source.putQuietly(record)
    },
    afterEachList: (kind: EntityKind, work: () => void) => void works.push({ kind, work }),
    corrupt: (kind: EntityKind, id: string) =>
      source.break(kind, new RecordError('SOURCE_RECORD_INVALID', id, says('Unreadable.')), id),
    requests: () => source.listings,
    close: () => Promise.resolve(),
  }
}
