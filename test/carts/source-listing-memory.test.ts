import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import { createMemorySource } from '../helpers/engine/memory-source.ts'
import { aCustomer, anOrder, aProduct } from '../helpers/records/canonical-samples.ts'
import { describeSourceListing } from './source-listing.ts'

const make: Record<EntityKind, (sourceId: string, text: string) => CanonicalRecord> = {
  product: (sourceId, title) => aProduct({ sourceId, title }),
  customer: (sourceId, lastName) => aCustomer({ sourceId, lastName }),
  order: (sourceId, note) => anOrder({ sourceId, note }),
}

describeSourceListing('the store in memory', async () => {
  const hidden = new Map<string, CanonicalRecord>()
  const works: { kind: EntityKind; work: () => void }[] = []
  let pageSize = 100
  let serial = 100
  // One store for all connectors; the size of its pages is theirs.
  const source = createMemorySource({ pageSize: () => pageSize })
  source.beforeList = (kind, page) => {
    if (page > 1) for (const each of works) if (each.kind === kind) each.work()
  }
  return Promise.resolve({
    connector: (options = {}) => {
      pageSize = options.pageSize ?? 100
      return source
    },
    create: (kind) => {
      const id = String(serial++)
      source.put(make[kind](id, 'first'))
      return id
    },
    edit: (kind, id) => source.put(make[kind](id, 'edited')),
    editQuietly: (kind, id) => source.putQuietly(make[kind](id, 'edited quietly')),
    remove: (kind, id) => source.remove(kind, id),
    hide: (kind, id) => {
      const record = source.records(kind).find(({ sourceId }) => sourceId === id)
      if (record) hidden.set(id, record)
      source.remove(kind, id)
    },
    show: (_kind, id) => {
      const record = hidden.get(id)
      if (record) source.putQuietly(record)
    },
    afterEachList: (kind, work) => void works.push({ kind, work }),
    corrupt: (kind, id) =>
      source.break(kind, new RecordError('SOURCE_RECORD_INVALID', id, 'Unreadable.'), id),
    requests: () => source.listings,
    close: () => Promise.resolve(),
  })
})
