import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readAhead } from '#app/migration/engine/run/pages.server.ts'
import { DEFAULT_PASS_OPTIONS } from '#app/migration/engine/run/pass-options.ts'
import type { LastWindow } from '#app/migration/engine/ports/window-ledger.ts'
import type { SourcePage } from '#app/migration/engine/ports/source.ts'
import { planWindow } from '#app/migration/engine/run/window.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { startWooHarness, type WooHarness } from '#test/carts/woocommerce-harness.ts'
import { holdsEventually } from '#test/helpers/arithmetic/property.ts'
import { createOrder, deleteOrder, updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import {
  createProduct,
  deleteProduct,
  updateProduct,
} from '#test/stand-ins/woocommerce/writes/products.ts'

let store: WooHarness
beforeAll(async () => {
  store = await startWooHarness()
})
afterAll(() => store.close())

/** What happens in the store. Its clock stands still for as long as nothing moves it. */
const event = fc.record({
  do: fc.constantFrom('touch', 'touch', 'touch', 'create', 'remove', 'several', 'wait'),
  which: fc.nat(40),
})
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never
const events = (maxLength: number) => fc.array(event, { maxLength })

const oneRun = fc.record({
  before: events(5),
  /** In the second in which the window is opened, behind the question for the time. */
  justAfter: events(2),
  /** After each listing. */
  whileListed: fc.array(events(2), { maxLength: 10 }),
  /** Behind these pages the run is paused, and asks for the time again when it goes on. */
  pauses: fc.array(fc.record({ afterPage: fc.nat(3), meanwhile: events(4) }), { maxLength: 2 }),
})
const life = fc.record({
  kind: fc.constantFrom('product', 'order'),
  storage: fc.constantFrom('tables', 'posts'),
  pageSize: fc.integer({ min: 1, max: 5 }),
  /** Where in a second it all begins. */
  millisecond: fc.nat(999),
  records: fc.integer({ min: 0, max: 12 }),
  runs: fc.array(oneRun, { minLength: 1, maxLength: 3 }),
})
type Life = typeof life extends fc.Arbitrary<infer L> ? L : never

/** The records of a store, and what each of them says now. */
function liveIn({ kind, storage, millisecond }: Life) {
  const { state } = store.woo
  state.products.clear()
  state.orders.clear()
  state.settings.orderStorage = storage
  const now = store.clock.now()
  store.clock.set(now - (now % 1000) + 3_600_000 + millisecond)
  const said = new Map<string, string>()
  let words = 0
  const word = () => `Word ${++words}`

  const pick = (which: number) => [...said.keys()][which % Math.max(1, said.size)]
  function create() {
    const text = word()
    const { id } =
      kind === 'product'
        ? createProduct(state, { name: text })
        : createOrder(state, { customer_note: text, status: 'processing' })
    said.set(String(id), text)
  }
  function touch(which: number) {
    const id = pick(which)
    if (id === undefined) return
    const text = word()
    if (kind === 'product') updateProduct(state, Number(id), { name: text })
    else updateOrder(state, Number(id), { customer_note: text })
    said.set(id, text)
  }
  function remove(which: number) {
    const id = pick(which)
    if (id === undefined) return
    if (kind === 'product') deleteProduct(state, Number(id))
    else deleteOrder(state, Number(id))
    said.delete(id)
  }
  function happen(list: readonly Event[]) {
    for (const { do: what, which } of list) {
      if (what === 'create') create()
      if (what === 'touch') touch(which)
      if (what === 'remove') remove(which)
      if (what === 'several') for (let i = 0; i < which % 9; i += 1) touch(which + i)
      if (what === 'wait') store.clock.set(store.clock.now() + which * 77)
    }
  }
  return { said, create, happen }
}

const QUIET: Life['runs'][number] = {
  before: [{ do: 'wait', which: 40 }],
  justAfter: [],
  whileListed: [],
  pauses: [],
}

it('what was changed before a run asked for the time has arrived when it is complete, run after run', async () => {
  await holdsEventually(
    fc.asyncProperty(life, async (plan) => {
      const { kind, pageSize } = plan
      const { said, create, happen } = liveIn(plan)
      for (let i = 0; i < plan.records; i += 1) create()
      const connector = () => store.connect({}, { pageSize, staffNotes: false })
      const arrived = new Map<string, string | null>()
      const take = ({ records, rejected }: SourcePage) => {
        expect(rejected.filter(({ code }) => code !== 'SOURCE_RECORD_GONE')).toEqual([])
        for (const { sourceId, record } of records) {
          if (record.kind === 'product') arrived.set(sourceId, record.title)
          if (record.kind === 'order') arrived.set(sourceId, record.note)
        }
      }

      let source = connector()
      let last: (LastWindow & { openedAt: number }) | null = null
      for (const { before, justAfter, whileListed, pauses } of [...plan.runs, QUIET]) {
        happen(before)
        const toArrive = new Map(said)
        const moment = await source.now(kind)
        const openedAt = store.clock.now()
        const { window, opening } = planWindow({
          mode: last === null ? 'full' : 'recent',
          last: last && { ...last, ageMs: openedAt - last.openedAt },
          moment,
          overlapMs: 1000,
        })
        happen(justAfter)
        let listings = 0
        const path = `/\\/${kind}s\\?(?=.*orderby=modified)(?=.*order=asc)/`
        const rule = store.woo.faults.after({ path, times: 0 }, () =>
          happen(whileListed[listings++] ?? []),
        )
        let resume: string | null = null
        for (const pause of [...pauses, null]) {
          const ctx = {
            clock: store.clock,
            logger: silentLogger,
            options: DEFAULT_PASS_OPTIONS,
            signal: new AbortController().signal,
          }
          let pages = 0
          const open = (from?: string) => source.readChanged(kind, window, from)
          for await (const page of readAhead(ctx, resume, open)) {
            take(page)
            resume = page.resume
            if (pages++ === pause?.afterPage) break
          }
          if (pause === null) break
          happen(pause.meanwhile)
          source = connector()
          await source.now(kind)
        }
        store.woo.faults.remove(rule)
        const { completeUpTo: watermark, clock, newest } = opening
        last = { watermark, clock, newest: newest ?? '0', ageMs: 0, openedAt }
        for (const [id, text] of toArrive) {
          // What changed again meanwhile may arrive as it is now, or with the next run.
          if (said.get(id) === text) expect(arrived.get(id), `${kind} ${id}`).toBe(text)
        }
      }
      for (const [id, text] of said) expect(arrived.get(id), `${kind} ${id}`).toBe(text)
    }),
    12,
  )
})
