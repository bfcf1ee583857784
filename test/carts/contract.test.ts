import { describe, expect, it } from 'vitest'
import type { SourceConnector, SourcePage } from '#app/migration/engine/ports/source.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { COLUMNS, WOOCOMMERCE_DIALECT } from './columns.ts'
import { judge, rowName } from './contract/clause.ts'
import { CLAUSES } from './contract/clauses.ts'
import type { AnyColumn } from './contract/store.ts'

/** The same store, seen through a connector that does one thing wrong. */
function spoilt(spoil: (good: SourceConnector) => Partial<SourceConnector>): AnyColumn {
  const { open } = WOOCOMMERCE_DIALECT
  const wrong = (good: SourceConnector): SourceConnector => ({ ...good, ...spoil(good) })
  return {
    ...WOOCOMMERCE_DIALECT,
    open: async () => {
      const store = await open()
      const { connector, through, withUnknownKey } = store
      return {
        ...store,
        connector: (options) => wrong(connector(options)),
        ...(through ? { through: (way, options) => wrong(through(way, options)) } : {}),
        ...(withUnknownKey ? { withUnknownKey: () => wrong(withUnknownKey()) } : {}),
      }
    },
  }
}

async function statusOf(column: AnyColumn, row: string): Promise<string> {
  for (const clause of CLAUSES) {
    for (const kind of clause.kinds) {
      if (rowName(clause, kind) === row) return (await judge(column, clause, kind)).status
    }
  }
  throw new Error(`there is no row ${row}`)
}

async function* each(
  pages: AsyncIterable<SourcePage>,
  change: (page: SourcePage) => Partial<SourcePage>,
): AsyncGenerator<SourcePage> {
  for await (const page of pages) yield { ...page, ...change(page) }
}

const aSecondEarlier = (from: string | null) =>
  from === null ? null : new Date(Date.parse(from) - 1_000).toISOString()

/** What a connector may do wrong, and a row that must not let it pass. */
const WRONGS: Record<string, [string, (good: SourceConnector) => Partial<SourceConnector>]> = {
  'leaves out the last record of a page': [
    'window.nothing-omitted/order',
    (good) => ({
      readChanged: (...asked) =>
        each(good.readChanged(...asked), ({ records }) => ({ records: records.slice(0, -1) })),
    }),
  ],
  'reads what was stamped at the beginning': [
    'window.strict/order',
    (good) => ({
      readChanged: (kind, { from, ...window }, resume) =>
        good.readChanged(kind, { ...window, from: aSecondEarlier(from) }, resume),
    }),
  ],
  'ends a window at its end': [
    'window.later-than-its-end/order',
    (good) => ({
      readChanged: (kind, window, resume) =>
        each(good.readChanged(kind, window, resume), ({ records }) => ({
          records: records.filter(({ changedAt }) => (changedAt ?? '') <= window.to),
        })),
    }),
  ],
  'goes by dates alone': [
    'window.made-since-the-newest-known/product',
    (good) => ({
      readChanged: (kind, { from, to }, resume) => good.readChanged(kind, { from, to }, resume),
    }),
  ],
  'begins a page too late when it goes on': [
    'resume.after-any-page/order',
    (good) => ({
      readChanged: async function* (kind, window, resume) {
        let isFirst = resume !== undefined
        for await (const page of good.readChanged(kind, window, resume)) {
          if (!isFirst) yield page
          isFirst = false
        }
      },
    }),
  ],
  'reads on when nobody does': [
    'abort.nobody-reads-on/order',
    (good) => ({
      readChanged: async function* (kind, window, resume) {
        try {
          yield* good.readChanged(kind, window, resume)
        } finally {
          void good.now(kind)
        }
      },
    }),
  ],
  'answers for one request of ids only': [
    'ids.many/product',
    (good) => ({ readByIds: (kind, ids, how) => good.readByIds(kind, ids.slice(0, 2), how) }),
  ],
  'counts one too many': [
    'window.lists-and-counts-the-same/order',
    (good) => ({
      count: async (kind, window) => {
        const { count, exact } = await good.count(kind, window)
        return { count: count + 1, exact }
      },
    }),
  ],
  'gives every row the same hash': [
    'listing.row-hash-moves/customer',
    (good) => ({
      listAll: async function* (kind, resume) {
        for await (const page of good.listAll(kind, resume)) {
          yield { ...page, rows: page.rows.map((row) => ({ ...row, rowHash: 'same' })) }
        }
      },
    }),
  ],
  'says nothing of what it cannot read': [
    'rejected.alone/order',
    (good) => ({
      readChanged: (...asked) => each(good.readChanged(...asked), () => ({ rejected: [] })),
    }),
  ],
  'takes its own clock for the store’s': [
    'clock.skew',
    (good) => ({
      now: async (kind) => ({ ...(await good.now(kind)), clock: '2026-03-02T09:00:00Z' }),
    }),
  ],
  'takes an error for the end': [
    'trouble.stays',
    (good) => ({
      readChanged: async function* (...asked) {
        try {
          yield* good.readChanged(...asked)
        } catch {
          return
        }
      },
    }),
  ],
  'lets errors out as they come': [
    'trouble.errors-of-the-port',
    (good) => ({
      now: (kind) =>
        good.now(kind).catch(() => {
          throw new TypeError('Cannot read properties of undefined')
        }),
    }),
  ],
  'finds every store usable': [
    'check.bad_credentials',
    () => ({
      check: () =>
        Promise.resolve({
          ok: true,
          identity: { url: '', storeId: '', name: '' },
          version: '1',
          timezone: 'UTC',
          currency: 'USD',
          sourceNow: '2026-03-02T09:00:00Z',
          clockSkewMs: 0,
        }),
    }),
  ],
  'gives guests no id': [
    'guests.one-address-one-guest',
    (good) => ({
      readByIds: async (kind, ids) => {
        const { records, rejected } = await good.readByIds(kind, ids)
        const without = records.map((each) =>
          each.record.kind === 'order'
            ? { ...each, record: { ...each.record, customerSourceId: null } }
            : each,
        )
        return { records: without, rejected }
      },
    }),
  ],
}

describe('the contract catches a connector that', () => {
  it.each(Object.entries(WRONGS))('%s', async (_what, [row, spoil]) => {
    expect(
      await statusOf(
        spoilt((good) => ({ ...good })),
        row,
      ),
    ).toBe('pass')
    expect(await statusOf(spoilt(spoil), row)).toBe('fail')
  })
})

describe('a row', () => {
  const good = WOOCOMMERCE_DIALECT

  it('is limited, and not run, where the store cannot do what it needs', async () => {
    const column: AnyColumn = {
      ...good,
      reasonAgainst: (work) => (work === 'edit' ? 'nobody edits files' : null),
      open: () => Promise.reject(new Error('it was opened')),
    }
    const clause = CLAUSES.find(({ id }) => id === 'window.changed-again')
    expect(clause && (await judge(column, clause, 'order'))).toEqual({
      cart: column.cart,
      clause: 'window.changed-again/order',
      status: 'limited',
      why: 'nobody edits files',
    })
  })

  it('fails where it is said that it cannot be judged, and it holds', async () => {
    const limits = { 'describe.sentences': 'never recorded' }
    expect(await statusOf({ ...good, limits }, 'describe.sentences')).toBe('fail')
  })

  it('fails where the store was asked what it has no answer to', async () => {
    const open = async () => ({ ...(await good.open()), unexpected: () => ['GET /nowhere'] })
    expect(await statusOf({ ...good, open }, 'describe.sentences')).toBe('fail')
  })
})

describe('the clauses', () => {
  it('have an id each, and speak of kinds that exist', () => {
    const ids = CLAUSES.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
    for (const { kinds } of CLAUSES) {
      for (const kind of kinds) expect([null, ...KINDS]).toContain(kind)
    }
  })

  it('are all there where a column names one', () => {
    const names = new Set(
      CLAUSES.flatMap((clause) => [
        clause.id,
        ...clause.kinds.map((kind) => rowName(clause, kind)),
      ]),
    )
    for (const { limits } of COLUMNS) {
      for (const name of Object.keys(limits)) expect(names).toContain(name)
    }
  })
})
