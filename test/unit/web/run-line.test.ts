import { describe, expect, test } from 'vitest'
import { noCounts, sumOf } from '#app/runs/outcome-counts.ts'
import { isLive, RUN_STATES, type RunState } from '#app/runs/run-states.ts'
import type { KindCounts, RunProgress, RunView } from '#app/runs/run-types.ts'
import { createFormat } from '#app/words/format.ts'
import { runLine } from '#app/ui/shared/run/run-line.ts'

const format = createFormat('America/Los_Angeles')
const at = (text: string) => new Date(`2026-11-29T${text}-08:00`)
const NOW = at('18:05:00')

type Parts = Omit<Partial<RunProgress>, 'run' | 'outcomes'> & {
  run?: Partial<RunView>
  outcomes?: Partial<KindCounts>
}

function progressOf(state: RunState, parts: Parts = {}): RunProgress {
  const outcomes = { ...sumOf(noCounts()), ...parts.outcomes }
  const kind = {
    state: 'waiting',
    total: null,
    totalExact: false,
    done: 0,
    percent: null,
    ratePerMinute: null,
    etaSeconds: null,
    counts: outcomes,
  } as const
  return {
    at: NOW,
    kinds: { product: kind, customer: kind, order: kind },
    done: 65,
    total: 80,
    percent: 81,
    etaSeconds: 180,
    waitingSince: null,
    comparison: null,
    result: null,
    later: null,
    paceNote: null,
    proposals: 0,
    issues: { failed: 0, conflicts: 0, toDo: 0, notes: 0 },
    ...parts,
    outcomes,
    run: {
      id: 'run-1',
      projectId: 'project-1',
      projectName: 'Alder & Loom',
      cartName: 'WooCommerce',
      mode: 'recent',
      state,
      reasonCode: null,
      reason: null,
      points: '26.2',
      createdAt: at('17:51:00'),
      startedAt: at('17:51:00'),
      finishedAt: null,
      pausedAt: null,
      resumeAt: null,
      away: null,
      waiting: null,
      allowed: { pause: false, resume: false, cancel: false },
      ...parts.run,
    },
  }
}

function said(state: RunState, parts?: Parts): { text: string; action: string | null } {
  const { text, action } = runLine(progressOf(state, parts), format)
  return { text, action: action?.content ?? null }
}

const away = (status: number | null, side: 'source' | 'target' = 'source') => ({
  side,
  status,
  since: at('18:00:00'),
  schedule: { tries: 2, until: at('23:00:00') },
})

describe('a run that waits', () => {
  test('for its first moments is starting, then in line, then unusually long', () => {
    expect(said('queued').text).toBe('Starting…')
    expect(said('queued', { waitingSince: at('18:04:40') }).text).toBe(
      'Other runs are ahead. Yours starts by itself.',
    )
    expect(said('queued', { waitingSince: at('17:50:00') }).text).toContain(
      'This takes longer than usual.',
    )
    expect(said('running', { waitingSince: at('18:04:40') }).text).toBe(
      'In line since 6:04 PM. It goes on by itself.',
    )
  })

  test('for a store says for which, how often it was tried and when next', () => {
    const waiting = (side: 'source' | 'target', tries: number | null, until: string) =>
      said('running', { run: { waiting: { side, tries, until: at(until) } } }).text
    expect(waiting('source', 3, '18:05:40')).toBe(
      'Waiting for your old store. Tried 3 times, next try in 40 s.',
    )
    expect(waiting('target', 1, '18:05:20')).toBe(
      'Waiting for Shopify. Tried once, next try in 20 s.',
    )
    expect(waiting('target', null, '18:05:12')).toBe(
      'Shopify asked us to slow down. We go on in 12 s.',
    )
    // A wait that is over is no news.
    expect(waiting('source', 3, '18:04:59')).not.toContain('Waiting')
  })

  test('has a line also while nothing is the matter', () => {
    for (const state of RUN_STATES.filter(isLive)) expect(said(state).text).not.toBe('')
  })
})

describe('a paused run', () => {
  test('by the merchant says when, and can be resumed', () => {
    const run = { reasonCode: 'STOPPED_BY_MERCHANT', reason: 'x', pausedAt: at('17:47:00') }
    expect(said('paused', { run })).toEqual({ text: 'Paused by you at 5:47 PM.', action: 'Resume' })
  })

  test('by a store’s absence says since when, why, and when it is tried again', () => {
    const run = { reasonCode: 'MAINTENANCE', away: away(503), resumeAt: at('18:10:00') }
    expect(said('paused', { run })).toEqual({
      text: 'Your old store hasn’t answered since 6:00 PM (error 503). Next try 6:10 PM; we keep trying for a day.',
      action: 'Try now',
    })
    const shopify = { ...run, reasonCode: 'TARGET_UNREACHABLE', away: away(null, 'target') }
    expect(said('paused', { run: shopify }).text).toMatch(
      /^Shopify hasn’t answered since 6:00 PM\. /,
    )
  })

  test('for more than a day says so, with the day it began', () => {
    const since = new Date(at('18:00:00').getTime() - 25 * 3_600_000)
    const run = { reasonCode: 'TIMEOUT', away: { ...away(null), since } }
    expect(said('paused', { run })).toEqual({
      text: 'Your old store hasn’t answered since Nov 28, 5:00 PM. We tried for a day and have stopped trying.',
      action: 'Try now',
    })
  })

  test.each([
    ['SOURCE_CREDENTIALS', 'Your old store refused the keys.', 'Reconnect old store'],
    ['BAD_SECRET', 'Your old store refused the keys.', 'Reconnect old store'],
    ['TARGET_CREDENTIALS', 'This app lost its access to Shopify.', 'Renew access'],
    ['APP_UNINSTALLED', 'This app lost its access to Shopify.', 'Renew access'],
  ])('that needs the merchant (%s) says what for, and leads there', (reasonCode, text, action) => {
    const line = runLine(progressOf('paused', { run: { reasonCode, reason: 'In full.' } }), format)
    expect(line).toMatchObject({ text, detail: 'In full.', action: { content: action } })
  })

  test('for a reason nobody thought of says that reason', () => {
    const run = { reasonCode: 'toString', reason: 'Something else.' }
    expect(said('paused', { run })).toEqual({ text: 'Something else.', action: 'Resume' })
  })
})

describe('a run that is over', () => {
  const finishedAt = at('17:55:00')

  test('by the merchant’s word says how far it came, and what of the rest', () => {
    expect(said('cancelled', { run: { finishedAt: at('18:02:00') } })).toEqual({
      text: 'Cancelled at 6:02 PM after 65 of 80. What arrived stays in Shopify; the next run brings the rest.',
      action: 'Plan a run',
    })
  })

  test('by a fault of ours says so', () => {
    const line = runLine(progressOf('failed', { run: { reasonCode: 'UNEXPECTED_ERROR' } }), format)
    expect(line).toMatchObject({
      badge: { text: 'Stopped', tone: 'critical' },
      text: 'An error in this app stopped the run. What arrived is safe, and nothing is sent twice.',
      action: { content: 'Start again' },
    })
  })

  const done = (outcomes: Partial<KindCounts>, parts: Parts = {}) => {
    const progress = progressOf('completed', {
      ...parts,
      outcomes,
      run: { finishedAt, ...parts.run },
    })
    const { badge, text, action } = runLine(progress, format)
    return { tone: badge.tone, text, action: action?.content ?? null }
  }

  test('is green only when added, updated and unchanged are all there is', () => {
    expect(done({ created: 50, updated: 17, unchanged: 13 })).toEqual({
      tone: 'success',
      text: 'Done in 4 min. All 80 records are in Shopify.',
      action: 'Verify this run',
    })
    const arrived = { created: 50, updated: 17, unchanged: 7 }
    for (const other of ['conflicts', 'skipped', 'failed'] as const) {
      const counts = { ...sumOf(noCounts()), ...arrived, [other]: 6 }
      expect(done(counts, { result: { counts, inShopify: 74 } }).tone).toBe('attention')
    }
    // One that arrived and of which a later change failed.
    const issues = { failed: 1, conflicts: 0, toDo: 1, notes: 0 }
    expect(done({ created: 3 }, { issues }).tone).toBe('attention')
  })

  const counts = {
    ...sumOf(noCounts()),
    created: 50,
    updated: 17,
    unchanged: 7,
    conflicts: 1,
    failed: 5,
  }
  const result = { counts, inShopify: 75 }
  const issues = { failed: 5, conflicts: 1, toDo: 6, notes: 0 }

  test('says how many did not arrive, and where they are', () => {
    expect(done(counts, { result, issues })).toEqual({
      tone: 'attention',
      text: 'Done in 4 min. 75 of 80 are in Shopify, 5 did not arrive. 1 changed in both stores.',
      action: 'Open to-do list',
    })
  })

  test('seen later says what became of them', () => {
    const later = { failed: 5, arrived: 3, leftBehind: 2, gone: 0, open: 0 }
    expect(done(counts, { result, later }).text).toBe(
      'Done in 4 min. 75 of 80 are in Shopify. 5 did not arrive then; 3 have arrived since, 2 were left behind. 1 changed in both stores.',
    )
    const still = { failed: 5, arrived: 1, leftBehind: 0, gone: 1, open: 3 }
    expect(done(counts, { result, later: still }).text).toContain(
      '5 did not arrive then; 1 has arrived since, 1 is not in your old store any more, 3 still do not.',
    )
  })

  test('counts a conflict over a record that is not there as undecided, not as arrived', () => {
    const undecided = { ...sumOf(noCounts()), created: 2, conflicts: 1 }
    expect(done(undecided, { result: { counts: undecided, inShopify: 2 } }).text).toBe(
      'Done in 4 min. 2 of 3 are in Shopify, 1 to be decided.',
    )
  })

  test('with nothing to do says nothing of records, and is not green', () => {
    expect(done({})).toEqual({
      tone: undefined,
      text: 'Done in 4 min. Nothing was new or changed.',
      action: null,
    })
  })
})
