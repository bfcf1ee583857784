import { beforeEach, describe } from 'vitest'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { createMemoryTarget } from '../helpers/engine/memory-target.ts'
import { ownRecords, type OwnRecordsHarness } from './target-writer/own-records.ts'

describe('target writer: in memory', () => {
  let target: OwnRecordsHarness
  beforeEach(() => {
    const writer = createMemoryTarget()
    const remove = (gid: string) => {
      for (const kind of KINDS) {
        const record = writer.records(kind).find((each) => each.gid === gid)
        if (record?.sourceId != null) writer.remove(kind, record.sourceId)
      }
    }
    target = { writer, merchant: { remove } }
  })

  ownRecords(() => target)
})
