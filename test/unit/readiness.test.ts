import { describe, expect, test } from 'vitest'
import type { ShownFacts } from '#app/readiness/facts.ts'
import { readinessOf } from '#app/readiness/readiness.ts'
import type { StatementId, StatementState } from '#app/readiness/statement.ts'
import { createFormat } from '#app/words/format.ts'

const format = createFormat('UTC')
/** All times of these tests are minutes of one day. */
const at = (time: string) => `2026-11-29T${time}:00.000Z`
const NOW = at('18:20')

const answer = { readAt: at('18:18'), failed: null }
const exact = (count = 0) => ({ new: count, changed: 0, exact: true })

const cost = { points: '0.0', limit: '1000.0', overBy: null }

const FULL = { id: 'full', at: at('12:00'), settled: 2565, gaps: [] }

/** A project that is ready; each test spoils one thing. */
const READY: ShownFacts = {
  at: NOW,
  answers: { product: answer, customer: answer, order: answer },
  full: FULL,
  isMatched: false,
  waiting: {
    counted: {
      at: at('18:18'),
      kinds: { product: exact(), customer: exact(), order: exact() },
      doubt: null,
      ...cost,
    },
    failed: null,
    isCounting: false,
    movedAt: at('17:00'),
  },
  live: null,
  lastRun: { id: 'check', state: 'completed', at: at('18:15'), isComplete: true },
  open: { didNotArrive: 0, leftBehind: 0, conflicts: 0, deleted: 0, cannotFollow: 0 },
  check: { state: 'done', at: at('18:15'), runId: 'check', unread: 0 },
  money: { state: 'agrees', at: at('18:15'), unexplained: 0, days: [], unread: 0 },
}

const PAUSED = { id: 'r', mode: 'recent', state: 'paused', reasonCode: 'BAD_CREDENTIALS' } as const

type Facts = Partial<ShownFacts>
const readiness = (facts: Facts = {}, now = NOW) =>
  readinessOf({ ...READY, ...facts }, Date.parse(now), format)
const said = (id: StatementId, facts: Facts = {}, now = NOW) => {
  const found = readiness(facts, now).statements.find((each) => each.id === id)
  if (!found) throw new Error(`Nothing is said about ${id}`)
  return found
}

const failed = (how: 'refused' | 'another' | 'silent', code: string, since = at('17:44')) => ({
  readAt: at('17:12'),
  failed: { since, how, code },
})
const allAnswer = (each: ShownFacts['answers']['order']) => ({
  answers: { product: each, customer: each, order: each },
})
const counted = (
  more: Partial<NonNullable<ShownFacts['waiting']['counted']>>,
  waiting: Partial<ShownFacts['waiting']> = {},
) => ({
  waiting: {
    ...READY.waiting,
    counted: { ...cost, at: at('18:18'), doubt: null, kinds: kindsOf(0), ...more },
    ...waiting,
  },
})
const LISTS_NONE = {
  code: 'SOURCE_LISTS_LESS',
  message: 'We can’t tell. Your old store lists no orders, but 53 were moved from it before.',
}
const kindsOf = (orders: number, isExact = true) => ({
  product: exact(),
  customer: exact(),
  order: { new: orders, changed: 0, exact: isExact },
})
const uncounted = (waiting: Partial<ShownFacts['waiting']>) => ({
  waiting: { ...READY.waiting, counted: null, ...waiting },
})
const open = (more: Partial<ShownFacts['open']>) => ({ open: { ...READY.open, ...more } })
const lastRun = (
  state: 'completed' | 'cancelled' | 'failed' | 'paused' | 'running',
  done = false,
) => ({
  lastRun: { id: 'r', state, at: at('18:02'), isComplete: done },
})
const check = (state: ShownFacts['check']['state'], unread: number | null = 0) => ({
  check: { ...READY.check, state, unread },
})
const money = (more: Partial<NonNullable<ShownFacts['money']>>) => ({
  money: {
    state: 'agrees' as const,
    at: at('18:15'),
    unexplained: 0,
    days: [],
    unread: 0,
    ...more,
  },
})

test('a project of which all seven are true is ready, and each rests on something with a time', () => {
  const { headline, statements, expiresAt } = readiness()
  expect(headline).toBe('Ready')
  expect(statements.map(({ title }) => title)).toEqual([
    'Old store answers',
    'Old records are here',
    'Nothing is waiting',
    'Everything arrived',
    'Nothing to decide',
    'Full check passed',
    'Money agrees',
  ])
  for (const { state, evidence, why } of statements) {
    expect({ state, why }).toEqual({ state: 'true', why: null })
    expect(evidence?.asked).toBeTruthy()
    expect(Number.isNaN(Date.parse(evidence?.at ?? ''))).toBe(false)
    expect(evidence?.until).toMatch(/^Good /)
  }
  expect(expiresAt).toBe(at('18:33'))
})

/** Each cell of the table: what is so, what is said, and words of why. */
const CELLS: [string, StatementId, Facts, StatementState, RegExp | null][] = [
  [
    'keys that are refused',
    'answers',
    allAnswer(failed('refused', 'BAD_CREDENTIALS')),
    'not_true',
    /refused the keys since Nov 29, 2026, 5:44 PM/,
  ],
  [
    'a permission that is missing',
    'answers',
    { answers: { ...READY.answers, customer: failed('refused', 'NO_READ_PERMISSION') } },
    'not_true',
    /refused to show its customers/,
  ],
  [
    'another store at the address',
    'answers',
    allAnswer(failed('another', 'SOURCE_CHANGED')),
    'not_true',
    /another store/,
  ],
  [
    'no answer',
    'answers',
    allAnswer(failed('silent', 'TIMEOUT')),
    'not_known',
    /didn’t answer in time \(since .*5:44 PM\)\. It last answered at .*5:12 PM/,
  ],
  [
    'lists far shorter than before',
    'answers',
    counted({ doubt: LISTS_NONE }),
    'not_known',
    /^We can’t tell: .*lists far fewer records than were moved from it/,
  ],
  [
    'lists so short that the run stopped to ask',
    'answers',
    { live: { ...PAUSED, reasonCode: 'SOURCE_LISTS_LESS' } },
    'not_known',
    /lists far fewer records/,
  ],
  [
    'a server error of one kind',
    'answers',
    { answers: { ...READY.answers, order: failed('silent', 'SERVER_ERROR') } },
    'not_known',
    /server error/,
  ],
  [
    'keys that this app cannot open',
    'answers',
    allAnswer(failed('silent', 'KEYS_UNREADABLE')),
    'not_known',
    /can’t open the stored keys/,
  ],
  [
    'an old store that was never asked',
    'answers',
    allAnswer(null),
    'not_known',
    /orders, customers, and products with these keys yet/,
  ],
  [
    'one kind that was never asked',
    'answers',
    { answers: { ...READY.answers, order: null } },
    'not_known',
    /its orders with these keys/,
  ],
  [
    'an answer of 15 minutes ago',
    'answers',
    allAnswer({ readAt: at('18:05'), failed: null }),
    'not_known',
    /last answered at .*6:05 PM/,
  ],
  [
    'one kind whose answer is that old',
    'answers',
    { answers: { ...READY.answers, product: { readAt: at('18:05'), failed: null } } },
    'not_known',
    /last answered/,
  ],

  ['no full migration', 'history', { full: null }, 'not_true', /No full migration/],
  [
    'a full migration under way',
    'history',
    { full: null, live: { id: 'r', mode: 'full', state: 'running', reasonCode: null } },
    'not_true',
    /not done yet/,
  ],
  [
    'records that were only matched',
    'history',
    { full: null, isMatched: true },
    'not_known',
    /nobody counted/,
  ],
  [
    'sums that do not come out',
    'history',
    {
      full: { ...FULL, gaps: [{ kind: 'order', counted: 1530, settled: 1527 }] },
      ...check('never'),
    },
    'not_known',
    /of 1,530 orders the full migration settled 1,527/,
  ],
  [
    'a kind that was not counted',
    'history',
    {
      full: { ...FULL, gaps: [{ kind: 'order', counted: null, settled: 9 }] },
      ...check('interrupted'),
    },
    'not_known',
    /orders were not counted/,
  ],
  [
    'sums that a full check proved since',
    'history',
    { full: { ...FULL, gaps: [{ kind: 'order', counted: 1530, settled: 1527 }] } },
    'true',
    null,
  ],

  [
    'orders that are new',
    'waiting',
    counted({ kinds: kindsOf(26) }),
    'not_true',
    /^26 orders are new\.$/,
  ],
  [
    'one that is new and others that changed',
    'waiting',
    counted({ kinds: { ...kindsOf(1), product: { new: 0, changed: 25, exact: true } } }),
    'not_true',
    /^1 order is new, 25 were changed\.$/,
  ],
  [
    'at least some',
    'waiting',
    counted({ kinds: kindsOf(24, false) }),
    'not_true',
    /24 orders are new/,
  ],
  [
    'none, but not counted to the end',
    'waiting',
    counted({ kinds: kindsOf(0, false) }),
    'not_known',
    /^We can’t tell: the last count didn’t finish\.$/,
  ],
  [
    'none, but one kind not counted',
    'waiting',
    counted({ kinds: { ...kindsOf(0), customer: null } }),
    'not_known',
    /didn’t finish/,
  ],
  [
    'a list far shorter than before',
    'waiting',
    counted({ doubt: LISTS_NONE }),
    'not_known',
    /^We can’t tell\. Your old store lists no orders, but 53 were moved from it before\.$/,
  ],
  [
    'a list that counts orders it does not show',
    'waiting',
    counted({
      kinds: kindsOf(0, false),
      doubt: {
        code: 'SOURCE_LISTS_HIDE',
        message: 'We can’t tell. The old store counts 8 orders and shows 5.',
      },
    }),
    'not_known',
    /^We can’t tell\. The old store counts 8 orders and shows 5\.$/,
  ],
  [
    'Shopify in the way of a count',
    'waiting',
    counted({ doubt: { code: 'TARGET_CREDENTIALS', message: 'Shopify lets nobody in.' } }),
    'not_known',
    /^Shopify lets nobody in\.$/,
  ],
  [
    'a count that failed',
    'waiting',
    counted(
      { at: at('17:12'), kinds: kindsOf(26) },
      { failed: { since: at('17:44'), code: 'BAD_CREDENTIALS', message: '' } },
    ),
    'not_known',
    /^We can’t tell: your old store refused the keys \(since Nov 29, 2026, 5:44 PM\)\. Last known at Nov 29, 2026, 5:12 PM: 26 orders waiting\.$/,
  ],
  [
    'a count of 0 that failed since',
    'waiting',
    counted(
      { at: at('18:12') },
      { failed: { since: at('18:14'), code: 'SERVER_ERROR', message: '' } },
    ),
    'not_known',
    /server error .*nothing waiting/,
  ],
  [
    'a reading that failed after the count',
    'waiting',
    { ...counted({}), ...allAnswer(failed('silent', 'TIMEOUT', at('18:19'))) },
    'not_known',
    /didn’t answer in time/,
  ],
  [
    'a reading that had failed before the count',
    'waiting',
    { ...counted({}), ...allAnswer(failed('silent', 'TIMEOUT', at('18:00'))) },
    'true',
    null,
  ],
  ['no count yet', 'waiting', uncounted({}), 'not_known', /nobody has counted yet/],
  [
    'the first count under way',
    'waiting',
    uncounted({ isCounting: true }),
    'not_known',
    /counting just now/,
  ],
  [
    'a count before the last run',
    'waiting',
    counted({ at: at('16:00') }),
    'not_known',
    /a run has moved records/,
  ],
  [
    'a count before the full migration',
    'waiting',
    { ...counted({}), full: null },
    'not_known',
    /only after the full migration/,
  ],
  ['a count of 15 minutes ago', 'waiting', counted({ at: at('18:05') }), 'not_known', /too old/],

  [
    'records that did not arrive',
    'arrived',
    open({ didNotArrive: 5, leftBehind: 2 }),
    'not_true',
    /5 records are in the old store only, and 2 left behind by you/,
  ],
  ['those left behind alone', 'arrived', open({ leftBehind: 2 }), 'true', null],
  ['no run', 'arrived', { lastRun: null }, 'not_known', /no run has read/],
  ['a cancelled run', 'arrived', lastRun('cancelled'), 'not_known', /was cancelled .*6:02 PM/],
  ['a run that stopped', 'arrived', lastRun('failed'), 'not_known', /stopped .*6:02 PM/],
  ['a run that goes on', 'arrived', lastRun('running'), 'not_known', /a run is going/],
  ['a run that left a kind out', 'arrived', lastRun('completed'), 'not_known', /every kind/],
  [
    'a paused run',
    'arrived',
    {
      ...lastRun('paused'),
      live: PAUSED,
    },
    'not_known',
    /is paused before it has read everything\.$/,
  ],

  [
    'what waits for a decision',
    'decided',
    open({ conflicts: 3, deleted: 3, cannotFollow: 1 }),
    'not_true',
    /^3 changed in both stores, 3 deleted in the old store, and 1 can’t follow\.$/,
  ],
  ['a cancelled run', 'decided', lastRun('cancelled'), 'not_known', /was cancelled/],
  ['no run', 'decided', { lastRun: null }, 'not_known', /no run has read/],

  ['no full check', 'checked', check('never'), 'not_true', /leave no date/],
  [
    'a full check before the last run',
    'checked',
    check('outdated'),
    'not_true',
    /moved records since/,
  ],
  ['a full check under way', 'checked', check('running'), 'not_known', /until it is done/],
  ['a full check that broke off', 'checked', check('interrupted'), 'not_known', /didn’t finish/],
  ['a clock that went back', 'checked', check('needed'), 'not_known', /clock went back/],
  ['a list taken as it was', 'checked', check('odd'), 'not_known', /far fewer records/],
  [
    'sums of it that do not come out',
    'checked',
    check('unread', 2),
    'not_known',
    /what became of 2 listed records/,
  ],
  ['sums nobody made', 'checked', check('unread', null), 'not_known', /earlier version/],

  [
    'money that differs',
    'money',
    money({
      state: 'differs',
      unexplained: 3,
      days: [{ day: '2026-11-28', currency: 'USD', difference: '-72.1' }],
    }),
    'not_true',
    /3 orders differ without a reason/,
  ],
  [
    'a total that was not read',
    'money',
    money({ state: 'unknown', unread: 1 }),
    'not_known',
    /1 order’s total could not be read/,
  ],
  [
    'a check that did not look at it',
    'money',
    money({ state: 'unknown' }),
    'not_known',
    /did not compare the money/,
  ],
  [
    'money nobody compared',
    'money',
    { money: null, ...check('never'), check: { ...READY.check, state: 'never', at: null } },
    'not_known',
    /no full check has compared/,
  ],
  [
    'money of a check that is out of date',
    'money',
    { money: null, ...check('outdated') },
    'not_known',
    /out of date/,
  ],
]

describe('each cell of the table:', () => {
  test.each(CELLS)('%s (%s)', (_, id, facts, state, why) => {
    const statement = said(id, facts)
    expect(statement.state).toBe(state)
    if (why === null) expect(statement.why).toBeNull()
    else expect(statement.why).toMatch(why)
    // Green is never without evidence, and what is not green never passes for ready.
    if (state === 'true') expect(statement.evidence).not.toBeNull()
    else expect(readiness(facts).headline).not.toBe('Ready')
  })

  test('whatever is not green says what to do about it', () => {
    for (const [what, id, facts, state] of CELLS) {
      if (state === 'true') continue
      expect(said(id, facts).action, `${id}: ${what}`).not.toBeNull()
    }
  })
})

describe('the headline', () => {
  test('is “Not yet” as soon as one is not true, whatever is not known beside it', () => {
    expect(readiness({ ...open({ didNotArrive: 1 }), ...uncounted({}) }).headline).toBe('Not yet')
  })

  test('is “Can’t say yet” while one is not known and none is untrue', () => {
    expect(readiness(uncounted({})).headline).toBe('Can’t say yet')
  })
})

test('an answer and a count grow old by themselves; the same facts say less a quarter of an hour later', () => {
  expect(readiness({}, at('18:32')).headline).toBe('Ready')
  const later = readiness({}, at('18:33'))
  expect(later.headline).toBe('Can’t say yet')
  const known = later.statements.map(({ id, state }) => [id, state])
  expect(known.filter(([, state]) => state !== 'true')).toEqual([
    ['answers', 'not_known'],
    ['waiting', 'not_known'],
  ])
  expect(later.expiresAt).toBeNull()
})

test('keys that are refused are to be reconnected, a silent store is to be asked again', () => {
  const refused = allAnswer(failed('refused', 'SOURCE_CREDENTIALS', at('18:19')))
  for (const id of ['answers', 'waiting'] as const) {
    expect(said(id, refused).action).toMatchObject({ url: '/app/connect' })
  }
  const silent = allAnswer(failed('silent', 'MAINTENANCE', at('18:19')))
  for (const id of ['answers', 'waiting'] as const) {
    expect(said(id, silent).action).toMatchObject({ does: 'ask' })
  }
})

test('while a run is on its way, what it is to bring leads to the run', () => {
  const live = { id: 'r', mode: 'recent', state: 'running', reasonCode: null } as const
  for (const facts of [counted({ kinds: kindsOf(26) }), uncounted({}), { full: null }]) {
    expect(said('waiting', { ...facts, live }).action).toMatchObject({ url: '/app/runs/r' })
  }
})
