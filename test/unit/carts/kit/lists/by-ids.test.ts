import { says } from '#test/helpers/said.ts'
import { describe, expect, it } from 'vitest'
import { kitSays } from '#app/migration/messages/kit.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { recoveryTable, SourceRequestError } from '#app/migration/carts/kit/http/recovery.ts'
import { findByIds, forThisRecord } from '#app/migration/carts/kit/lists/by-ids.ts'
import { joined, readEach } from '#app/migration/carts/kit/lists/read-each.ts'

const words = { cart: 'Example', path: '/', mendMixed: kitSays('mendApi') }
const { judgeAnswer } = recoveryTable(words, [])
const failure = (status: number) =>
  judgeAnswer({ status, form: 'json', code: null, message: '', excerpt: '' })

const row = (id: number) => ({ summary: { id }, changedAt: null, raw: {} })
const invalid = (id: number) => new RecordError('SOURCE_RECORD_INVALID', String(id), says('broken'))

/** A store whose list fails as soon as one of these is asked for. */
function storeOf(has: readonly number[], { fails = [0], hides = [0] } = {}) {
  const asked: (readonly number[])[] = []
  const alone: number[] = []
  const list = (ids: readonly number[]) => {
    asked.push(ids)
    if (ids.some((id) => fails.includes(id))) return Promise.reject(failure(500))
    return Promise.resolve(has.filter((id) => ids.includes(id) && !hides.includes(id)).map(row))
  }
  const own = (id: number) => {
    alone.push(id)
    return Promise.resolve(has.includes(id) ? row(id) : null)
  }
  const ofRecord = (error: unknown, id: number) => forThisRecord(error, 'order', String(id))
  return { asked, alone, how: { lists: [list], own, ofRecord } }
}

const ids = (rows: readonly { summary: { id: number } }[]) => rows.map(({ summary }) => summary.id)

describe('records by id', () => {
  it('come with one request where the list has them all', async () => {
    const store = storeOf([1, 2, 3])
    expect(ids((await findByIds([1, 2, 3], store.how)).rows)).toEqual([1, 2, 3])
    expect([store.asked.length, store.alone]).toEqual([1, []])
  })

  it('are halved until the one the store stumbles over stands alone', async () => {
    const store = storeOf([1, 2, 3, 4, 5, 6, 7, 8], { fails: [6] })
    const { rows, rejected } = await findByIds([1, 2, 3, 4, 5, 6, 7, 8], store.how)
    expect(ids(rows)).toEqual([1, 2, 3, 4, 5, 7, 8])
    expect(rejected).toMatchObject([
      { code: 'SOURCE_RECORD_INVALID', sourceId: '6', isTransient: true },
    ])
    expect(store.asked.length).toBeLessThan(8)
  })

  it('that the list hides come from their own address, and what is gone is missing', async () => {
    const store = storeOf([1, 2], { hides: [2] })
    expect(ids((await findByIds([1, 2, 3], store.how)).rows)).toEqual([1, 2])
    expect(store.alone).toEqual([2, 3])
  })

  it('are not halved for a failure that asking for less does not mend', async () => {
    const { how } = storeOf([1])
    const lists = [() => Promise.reject(failure(403))]
    await expect(findByIds([1, 2], { ...how, lists })).rejects.toBeInstanceOf(SourceRequestError)
  })
})

describe('reading each row', () => {
  const read = (id: number) => Promise.resolve(id === 0 ? null : invalid(id))

  it('tells of each that cannot be read, and drops what is no record', async () => {
    const { records, rejected } = joined([await readEach([0, 1], read), await readEach([2], read)])
    expect(records).toEqual([])
    expect(rejected.map(({ sourceId }) => sourceId)).toEqual(['1', '2'])
  })

  it('fails as the store does when it fails at every one of many', async () => {
    const cause = failure(500)
    const fail = (id: number) => Promise.resolve(forThisRecord(cause, 'order', String(id)))
    await expect(readEach([1, 2, 3, 4, 5], fail)).rejects.toBe(cause)
    expect((await readEach([1, 2, 3, 4], fail)).rejected).toHaveLength(4)
  })
})
