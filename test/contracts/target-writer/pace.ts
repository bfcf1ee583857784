import { beforeEach, describe, expect, it } from 'vitest'
import type { TargetWriter, WriteResult } from '#app/migration/engine/ports/target.ts'
import { aCustomer } from '#test/helpers/records/canonical-samples.ts'
import { type TargetHarness } from './harness.ts'
import { create, writeAll, writeOne } from './intents.ts'

export function pace(current: () => TargetHarness): void {
  let target: TargetHarness
  let writer: TargetWriter
  beforeEach(() => {
    target = current()
    writer = target.writer
  })

  describe('when the target is slow to take more', () => {
    it('lives through a throttle storm without a failure or a double', async () => {
      target.throttle(40)
      const records = Array.from({ length: 15 }, (_, n) =>
        aCustomer({ sourceId: `${n}`, email: `c${n}@example.com` }),
      )
      const results = await writeAll(
        writer,
        records.map((record) => create(record)),
      )
      expect(results.every(({ ok }) => ok)).toBe(true)
      expect(target.count('customer')).toBe(15)
    })

    it('tells the engine to try again later when nothing can be known for long', async () => {
      target.fail(50)
      await expect(writeOne(writer, create(aCustomer({ sourceId: '1' })))).rejects.toMatchObject({
        name: 'RetriableError',
      })
      expect(target.count('customer')).toBe(0)
    })

    it('yields what was written before it says why it stopped', async () => {
      const done: string[] = []
      const records = Array.from({ length: 60 }, (_, n) =>
        aCustomer({ sourceId: `${n}`, email: `c${n}@example.com` }),
      )
      target.revokeAfter(20)
      const writing = (async () => {
        for await (const result of writer.write(records.map((record) => create(record)))) {
          if (result.ok) done.push(result.intent.record.sourceId)
        }
      })()
      await expect(writing).rejects.toMatchObject({
        name: 'PauseRun',
        code: 'TARGET_CREDENTIALS',
      })
      expect(done.length).toBe(target.count('customer'))
      expect(done.length).toBeGreaterThan(0)
      expect(done.length).toBeLessThan(60)
    })

    it('goes on when the access token expires half way', async () => {
      await writeOne(writer, create(aCustomer({ sourceId: '1' })))
      target.expireToken()
      await writeOne(writer, create(aCustomer({ sourceId: '2', email: 'two@example.com' })))
      expect(target.count('customer')).toBe(2)
    })

    it('begins no further record once it is told to stop, and finishes those under way', async () => {
      const stop = new AbortController()
      const records = Array.from({ length: 200 }, (_, index) =>
        aCustomer({ sourceId: `s${index}`, email: `s${index}@example.com`, phone: null }),
      )
      const done: WriteResult[] = []
      for await (const result of writer.write(
        records.map((record) => create(record)),
        stop.signal,
      )) {
        done.push(result)
        stop.abort()
      }
      expect(done.every((result) => result.ok)).toBe(true)
      expect(done.length).toBeLessThan(200)
      expect(target.count('customer')).toBe(done.length)
    })
  })
}
