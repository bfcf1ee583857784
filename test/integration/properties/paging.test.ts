import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { RetriableError } from '#app/migration/engine/ports/errors.ts'
import { startWooHarness, tampering } from '#test/carts/woocommerce-harness.ts'
import { holdsEventually } from '#test/helpers/arithmetic/property.ts'

/** What happens in the store between two answers of it. */
type Event =
  | { do: 'create' | 'wait'; which: number }
  | { do: 'edit' | 'remove'; which: number }
  | { do: 'burst'; which: number }
const event: fc.Arbitrary<Event> = fc.record({
  do: fc.constantFrom('create', 'edit', 'edit', 'remove', 'wait', 'burst'),
  which: fc.nat(30),
})
const script = fc.record({
  kind: fc.constantFrom<EntityKind>('product', 'customer', 'order'),
  pageSize: fc.integer({ min: 1, max: 5 }),
  /** Seconds between the records that are there before: 0 puts them into one second. */
  gaps: fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: 1, maxLength: 14 }),
  between: fc.array(fc.array(event, { maxLength: 3 }), { maxLength: 12 }),
})

describe('reading a window while the store is being edited', () => {
  it('delivers every record at its last version, or leaves it to the next window, and comes to an end', async () => {
    await holdsEventually(
      fc.asyncProperty(script, async ({ kind, pageSize, gaps, between }) => {
        const store = await startWooHarness()
        try {
          const alive = new Map<string, true>()
          const create = () => void alive.set(store.create(kind), true)
          for (const gap of gaps) {
            await store.advance(gap * 1000)
            create()
          }
          const to = store.now()
          await store.advance(1000)
          let turn = 0
          store.afterEachList(kind, async () => {
            for (const { do: what, which } of between[turn++] ?? []) {
              const ids = [...alive.keys()]
              const victim = ids[which % Math.max(1, ids.length)]
              if (what === 'create') create()
              if (what === 'wait') await store.advance(1000)
              // Many records that get one and the same change second.
              if (what === 'burst') for (const id of ids.slice(0, which)) store.edit(kind, id)
              if (what === 'edit' && victim !== undefined) store.edit(kind, victim)
              if (what === 'remove' && victim !== undefined) {
                store.remove(kind, victim)
                alive.delete(victim)
              }
            }
          })
          const window = { from: null, to }
          const delivered = new Map<string, string | null>()
          const begun = store.requests()
          for await (const page of store.connector({ pageSize }).readChanged(kind, window)) {
            expect(page.rejected.filter(({ code }) => code !== 'SOURCE_RECORD_GONE')).toEqual([])
            for (const { sourceId, changedAt } of page.records) delivered.set(sourceId, changedAt)
          }
          expect(store.requests() - begun).toBeLessThan(400)
          // The store comes to rest.
          turn = between.length
          const now = await store.connector().readByIds(kind, [...alive.keys()])
          expect(now.records).toHaveLength(alive.size)
          for (const { sourceId, changedAt } of now.records) {
            const later = Date.parse(changedAt ?? '') > Date.parse(to)
            if (!later) expect(delivered.get(sourceId), `${kind} ${sourceId}`).toBe(changedAt)
          }
        } finally {
          await store.close()
        }
      }),
      45,
    )
  })

  it('goes on after any page and still misses nothing, while the store is edited in between', async () => {
    await holdsEventually(
      fc.asyncProperty(script, fc.nat(5), async ({ kind, pageSize, gaps, between }, stopAfter) => {
        const store = await startWooHarness()
        try {
          const alive = new Set<string>()
          for (const gap of gaps) {
            await store.advance(gap * 1000)
            alive.add(store.create(kind))
          }
          const window = { from: null, to: store.now() }
          await store.advance(1000)
          const delivered = new Map<string, string | null>()
          let resume: string | undefined
          let pages = 0
          for await (const page of store.connector({ pageSize }).readChanged(kind, window)) {
            for (const { sourceId, changedAt } of page.records) delivered.set(sourceId, changedAt)
            resume = page.resume
            if (pages++ === stopAfter) break
          }
          for (const { do: what, which } of between.flat()) {
            const victim = [...alive][which % Math.max(1, alive.size)]
            if (victim === undefined) break
            if (what === 'remove') {
              store.remove(kind, victim)
              alive.delete(victim)
            } else if (what === 'edit') store.edit(kind, victim)
          }
          for await (const page of store
            .connector({ pageSize })
            .readChanged(kind, window, resume)) {
            for (const { sourceId, changedAt } of page.records) delivered.set(sourceId, changedAt)
          }
          const now = await store.connector().readByIds(kind, [...alive])
          for (const { sourceId, changedAt } of now.records) {
            const later = Date.parse(changedAt ?? '') > Date.parse(window.to)
            if (!later) expect(delivered.get(sourceId), `${kind} ${sourceId}`).toBe(changedAt)
          }
        } finally {
          await store.close()
        }
      }),
      12,
    )
  })
})

describe('a list that never ends', () => {
  it.each(['customer', 'product'] as const)(
    'of %ss that gives the same page whatever is asked is given up',
    async (kind) => {
      const store = await startWooHarness()
      try {
        for (let i = 0; i < 6; i += 1) store.create(kind)
        await store.advance(1000)
        const first = new Map<string, unknown>()
        const http = tampering(store.http, (url, body) => {
          if (!Array.isArray(body) || body.length < 2) return body
          const { pathname } = new URL(url)
          if (!first.has(pathname)) first.set(pathname, body)
          return first.get(pathname)
        })
        // No total to hold on to, and no filter that is obeyed.
        const deaf = {
          ...http,
          request: async (url: string, init?: Parameters<typeof http.request>[1]) => {
            const response = await http.request(url, init)
            response.headers.delete('x-wp-total')
            return response
          },
        }
        const connector = store.connect({}, { pageSize: 3 }, deaf)
        const reading = (async () => {
          for await (const page of connector.readChanged(kind, { from: null, to: store.now() }))
            void page
        })()
        await expect(reading).rejects.toThrow(/^kit\./)
        expect(store.requests()).toBeLessThan(200)
      } finally {
        await store.close()
      }
    },
  )

  it('is not begun because of a total beyond all reason', async () => {
    const store = await startWooHarness()
    try {
      for (let i = 0; i < 4; i += 1) store.create('customer')
      const http = {
        ...store.http,
        request: async (url: string, init?: Parameters<typeof store.http.request>[1]) => {
          const response = await store.http.request(url, init)
          if (response.headers.has('x-wp-total')) response.headers.set('x-wp-total', '9'.repeat(15))
          return response
        },
      }
      const ids: string[] = []
      const connector = store.connect({}, { pageSize: 3 }, http)
      for await (const page of connector.readChanged('customer', { from: null, to: store.now() })) {
        ids.push(...page.records.map(({ sourceId }) => sourceId))
      }
      expect(ids).toHaveLength(4)
      expect(store.requests()).toBeLessThan(100)
    } finally {
      await store.close()
    }
  })
})

it('a store that stops answering is told from one that has nothing more', async () => {
  const store = await startWooHarness()
  try {
    store.create('order')
    store.woo.faults.add({ times: 50, fault: { kind: 'server-error', status: 502 } })
    const reading = (async () => {
      const connector = store.connect({}, { maxAttempts: 2 })
      for await (const page of connector.readChanged('order', { from: null, to: store.now() }))
        void page
    })()
    await expect(reading).rejects.toBeInstanceOf(RetriableError)
  } finally {
    await store.close()
  }
})
