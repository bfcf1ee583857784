import { says } from '#test/helpers/said.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import assert from 'node:assert/strict'
import {
  FatalError,
  PauseRun,
  RecordError,
  RetriableError,
} from '#app/migration/engine/ports/errors.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import { ofKinds, ofStore } from '../clause.ts'
import type { Clause } from '../clause.ts'
import {
  assertHolds,
  at,
  changedIds,
  listed,
  readIds,
  readPages,
  SECOND,
  several,
  sorted,
  thrownBy,
} from '../reading.ts'
import type { Through } from '../store.ts'
import { answering, cutInHalf } from './check.ts'

/** Every way into a connector but its check. */
const entrances = (connector: SourceConnector, to: string): [string, () => Promise<unknown>][] => [
  ['now', () => connector.now('order')],
  ['count of orders', () => connector.count('order', { from: null, to })],
  ['count of customers', () => connector.count('customer', { from: null, to })],
  ['changed orders', () => readPages(connector, 'order', { from: null, to })],
  ['changed customers', () => readPages(connector, 'customer', { from: null, to })],
  ['list of changed products', () => changedIds(connector, 'product', { from: null, to })],
  ['list of products', () => listed(connector, 'product')],
  ['products by ids', () => connector.readByIds('product', ['1'])],
]

/** Lets everything pass until it is told what to answer instead, and how often. */
function interruption(): {
  way: Through
  strike(odd: Through, times?: number): void
  struck: number
} {
  let odd: Through | null = null
  let left = 0
  const self = {
    struck: 0,
    way: ((inner) => ({
      close: () => inner.close(),
      request: (url, init) => {
        if (odd === null || left <= 0) return inner.request(url, init)
        left -= 1
        self.struck += 1
        return odd(inner).request(url, init)
      },
    })) satisfies Through,
    strike: (way: Through, times = Number.POSITIVE_INFINITY) => {
      odd = way
      left = times
    },
  }
  return self
}

const isOfThePorts = (error: Error) =>
  error instanceof RetriableError || error instanceof PauseRun || error instanceof FatalError

/**
 * Records by ids may be set aside one by one, as long as they are tried again: the store may fail on
 * one of them alone. @throws RetriableError that says so
 */
function onlyWhatIsKnown(answer: unknown): unknown {
  const setAside = typeof answer === 'object' && answer !== null && 'rejected' in answer
  const rejected = setAside && Array.isArray(answer.rejected) ? answer.rejected : []
  const isTransient = rejected.every((error) => error instanceof RecordError && error.isTransient)
  if (rejected.length > 0 && isTransient)
    throw new RetriableError(says('It is set aside and tried again.'))
  return answer
}

const PERSON = 'ida.berg@example.test'
const leaky = JSON.stringify({
  code: 'internal_error',
  message: `Database error for ${PERSON}: SELECT secret_token`,
  data: { status: 500 },
})

/** A store that does not answer well. */
export const troubleClauses: readonly Clause[] = [
  ofStore('waits and tries again without losing anything', {
    id: 'trouble.passes',
    needs: ['advance', 'create', 'through'],
    async run(store) {
      const made = await several(store, 'order', 4, SECOND)
      const window = { from: null, to: store.now() }
      for (const odd of [answering(502, ''), answering(503, ''), cutInHalf]) {
        const trouble = interruption()
        const connector = store.through(trouble.way, { pageSize: 2 })
        // A store is found without a second try: a person may have mistyped its address.
        await connector.now('order')
        trouble.strike(odd, 2)
        assert.deepEqual(await readIds(connector, 'order', window), sorted(made))
        assert.equal(trouble.struck, 2)
      }
    },
  }),

  ofStore('gives up after some tries and says that trying later helps', {
    id: 'trouble.stays',
    needs: ['through'],
    async run(store) {
      const trouble = interruption()
      const connector = store.through(trouble.way)
      const { clock: to } = await connector.now('order')
      trouble.strike(answering(502, ''))
      const error = await thrownBy(() => readPages(connector, 'order', { from: null, to }))
      assert.ok(error instanceof RetriableError, `${error.name}: ${error.message}`)
      assert.ok(trouble.struck > 1 && trouble.struck < 40, `${trouble.struck} requests`)
    },
  }),

  ofStore('pauses the run when it is not let in any more, from every entrance', {
    id: 'trouble.credentials',
    needs: ['revokeCredentials'],
    async run(store) {
      const connector = store.connector()
      const { clock } = await connector.now('order')
      store.revokeCredentials()
      for (const [, enter] of entrances(connector, clock)) {
        const error = await thrownBy(enter)
        assert.ok(error instanceof PauseRun, `${error.name}: ${error.message}`)
        assert.equal(error.code, 'SOURCE_CREDENTIALS')
      }
      const health = await connector.check()
      assert.deepEqual(health.ok || health.code, 'BAD_CREDENTIALS')
    },
  }),

  ofStore('throws nothing but the errors of its port, from every entrance', {
    id: 'trouble.errors-of-the-port',
    needs: ['through'],
    async run(store) {
      const odd: Through[] = [
        answering(500, leaky, 'application/json'),
        answering(200, 'null', 'application/json'),
        answering(200, '"text"', 'application/json'),
        answering(200, '{"a":1}', 'application/json'),
        answering(404, '<html></html>'),
        answering(200, '<html></html>'),
        cutInHalf,
      ]
      for (const way of odd) {
        for (const [name] of entrances(store.connector(), store.now())) {
          const trouble = interruption()
          const connector = store.through(trouble.way)
          const { clock: to } = await connector.now('order')
          trouble.strike(way)
          const enter = entrances(connector, to).find(([each]) => each === name)
          const error = await thrownBy(async () => onlyWhatIsKnown(await enter?.[1]()))
          assert.ok(isOfThePorts(error), `${name}: ${error.name}: ${error.message}`)
          assert.match(sentenceOf(error.told), /^[A-Z].*\.$/s, 'the merchant is told in sentences')
        }
      }
    },
  }),

  ofStore('repeats nothing in its errors that the store or the merchant wrote', {
    id: 'trouble.nothing-personal',
    needs: ['through'],
    async run(store) {
      for (const status of [400, 401, 403, 404, 500]) {
        const trouble = interruption()
        const connector = store.through(trouble.way)
        const { clock: to } = await connector.now('order')
        trouble.strike(answering(status, leaky, 'application/json'))
        const error = await thrownBy(() => readPages(connector, 'order', { from: null, to }))
        const told = `${error.message} ${JSON.stringify(await connector.check())}`
        for (const secret of [PERSON, 'secret_token', 'SELECT', ...store.secrets()]) {
          assert.ok(!told.includes(secret), `what must not be told stands in: ${told}`)
        }
      }
    },
  }),

  ofStore('names a record it sets aside without telling what is in it', {
    id: 'rejected.nothing-personal',
    needs: ['advance', 'orderAsGuest', 'corrupt'],
    async run(store) {
      const id = store.orderAsGuest(PERSON)
      store.corrupt('order', id)
      const { rejected } = await store.connector().readByIds('order', [id])
      assert.equal(rejected.length, 1)
      const told = rejected.map((error) => `${error.message} ${sentenceOf(error.told)}`).join()
      assert.ok(!/ida|berg|example/i.test(told), told)
    },
  }),

  ofKinds('reads all, or says that it cannot, where the list counts too many or too few', {
    id: 'odd.wrong-total',
    needs: ['advance', 'create', 'miscount'],
    async run(store, kind) {
      const made = await several(store, kind, 11, SECOND)
      const window = { from: null, to: store.now() }
      for (const by of [7, -4]) {
        store.miscount(kind, by)
        const connector = store.connector({ pageSize: 4 })
        assertHolds(await readIds(connector, kind, window), sorted(made), `miscounted by ${by}`)
        const all = await listed(store.connector({ pageSize: 4 }), kind)
        assertHolds(all.keys(), sorted(made), `the list, miscounted by ${by}`)
      }
    },
  }),

  ofKinds('comes to an end where every page is the first one, and omits nothing in silence', {
    id: 'odd.repeated-page',
    needs: ['advance', 'create', 'repeatPages'],
    async run(store, kind) {
      const made = await several(store, kind, 11, SECOND)
      store.repeatPages(kind)
      const window = { from: null, to: store.now() }
      const ways = [
        () => readIds(store.connector({ pageSize: 4 }), kind, window),
        async () => [...(await listed(store.connector({ pageSize: 4 }), kind)).keys()],
      ]
      for (const way of ways) {
        const before = store.requests()
        const read = await way().catch((error: unknown) => error)
        assert.ok(store.requests() - before < 400, 'it asks and asks')
        if (Array.isArray(read)) assertHolds(read, sorted(made), 'a list of first pages')
        else assert.ok(read instanceof Error && isOfThePorts(read), String(read))
      }
    },
  }),

  ofKinds('tells where a list counts a record that it does not show', {
    id: 'odd.withheld',
    needs: ['advance', 'create', 'withhold'],
    async run(store, kind) {
      const made = await several(store, kind, 6, SECOND)
      store.withhold(kind, at(made, 2).id)
      const connector = store.connector({ pageSize: 4 })
      const read = await readIds(connector, kind, { from: null, to: store.now() })
      assertHolds(read, sorted(made.filter((_, index) => index !== 2)), 'reading around it')
      assert.deepEqual(
        connector.hides().map((hidden) => hidden.kind),
        [kind],
      )
    },
  }),
]
