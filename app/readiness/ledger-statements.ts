import { KIND } from '#app/migration/kinds/kind.ts'
import { moneyText } from '#app/migration/kinds/values/money.ts'
import type { Format } from '#app/words/format.ts'
import { todoPath } from '#app/decisions/todo-query.ts'
import type { ShownFacts } from './facts.ts'
import {
  COUNT_FIRST,
  FULL_CHECK,
  openRun,
  type Evidence,
  type Statement,
  type StatementAction,
} from './statement.ts'

/** Old records are here: a full migration was completed, and what it counted was settled. */
export function oldRecordsAreHere(facts: ShownFacts, format: Format): Statement {
  const { full, isMatched, live } = facts
  const base = { id: 'history', evidence: null } as const
  if (!full) {
    const action = live ? openRun(live.id) : COUNT_FIRST
    if (isMatched) {
      const why =
        'We can’t tell: records were matched, but nobody counted whether that is all of them.'
      return { ...base, state: 'not_known', title: 'Old records: matched only', why, action }
    }
    const why =
      live?.mode === 'full'
        ? 'The full migration is not done yet.'
        : 'No full migration was completed yet.'
    return { ...base, state: 'not_true', title: 'Old records are not here yet', why, action }
  }
  const isProved = full.gaps.length === 0 || isWhole(facts)
  const asked = `Full migration: ${format.count(full.settled, 'record', 'records')} of the old store settled.`
  const evidence: Evidence = {
    asked,
    at: full.at,
    until: 'Good while the options stay.',
    expiresAt: null,
  }
  if (isProved) {
    return {
      id: 'history',
      state: 'true',
      title: 'Old records are here',
      evidence,
      why: null,
      action: null,
    }
  }
  const gaps = full.gaps.map(({ kind, counted, settled }) =>
    counted === null
      ? `the ${KIND[kind].noun.many} were not counted`
      : `of ${format.records(kind, counted)} the full migration settled ${format.number(settled)}`,
  )
  return {
    id: 'history',
    state: 'not_known',
    title: 'Old records don’t add up',
    evidence,
    why: `We can’t tell: ${format.list(gaps)}. A full check finds what is missing.`,
    action: FULL_CHECK,
  }
}

/** A full check since then has looked at every record that the old store lists. */
function isWhole({ check }: ShownFacts): boolean {
  return check.state === 'done' || check.state === 'outdated'
}

/** Everything arrived: no record failed that the merchant did not leave behind. */
export function everythingArrived(facts: ShownFacts, format: Format): Statement {
  const { didNotArrive, leftBehind } = facts.open
  const left = leftBehind > 0 ? `${format.number(leftBehind)} left behind by you` : ''
  if (didNotArrive > 0) {
    return {
      id: 'arrived',
      state: 'not_true',
      title: `${format.number(didNotArrive)} did not arrive`,
      evidence: ofLastRun(facts, 'Records that no run could bring, and why.'),
      why: `${format.count(didNotArrive, 'record is', 'records are')} in the old store only${left ? `, and ${left}` : ''}.`,
      action: { label: 'See what did not arrive', url: todoPath('didNotArrive') },
    }
  }
  const unread = unreadWhy(facts, format)
  if (unread) {
    return { id: 'arrived', ...unread, title: 'Not known whether everything arrived' }
  }
  return {
    id: 'arrived',
    state: 'true',
    title: left ? `Everything arrived, ${left}` : 'Everything arrived',
    evidence: ofLastRun(facts, 'The last run read every kind, and no record is left that failed.'),
    why: null,
    action: null,
  }
}

/** Nothing to decide: no conflict, nothing deleted over there, nothing Shopify cannot follow. */
export function nothingToDecide(facts: ShownFacts, format: Format): Statement {
  const { conflicts, deleted, cannotFollow } = facts.open
  const total = conflicts + deleted + cannotFollow
  if (total > 0) {
    const parts = [
      conflicts > 0 ? `${format.number(conflicts)} changed in both stores` : '',
      deleted > 0 ? `${format.number(deleted)} deleted in the old store` : '',
      cannotFollow > 0 ? `${format.number(cannotFollow)} can’t follow` : '',
    ].filter(Boolean)
    return {
      id: 'decided',
      state: 'not_true',
      title: `${format.number(total)} to decide`,
      evidence: ofLastRun(facts, 'What only you can decide.'),
      why: `${format.list(parts)}.`,
      action: { label: 'Open to-do list', url: todoPath('all') },
    }
  }
  const unread = unreadWhy(facts, format)
  if (unread) return { id: 'decided', ...unread, title: 'Not known what needs a decision' }
  return {
    id: 'decided',
    state: 'true',
    title: 'Nothing to decide',
    evidence: ofLastRun(facts, 'The last run read every kind, and nothing waits for you.'),
    why: null,
    action: null,
  }
}

/** Why what the runs know is not the whole; null: the last one read everything. */
function unreadWhy(
  { lastRun }: ShownFacts,
  format: Format,
): Omit<Statement, 'id' | 'title'> | null {
  const unknown = (why: string, action: StatementAction) => ({
    state: 'not_known' as const,
    evidence: null,
    why: `We can’t tell: ${why}`,
    action,
  })
  if (!lastRun) return unknown('no run has read the old store yet.', COUNT_FIRST)
  const { id, state, isComplete, at } = lastRun
  const action = openRun(id)
  switch (state) {
    case 'completed':
      if (isComplete) return null
      return unknown('the last run ended before it had read every kind.', action)
    case 'cancelled':
      return unknown(
        `the last run was cancelled ${format.moment(at)}, before it had read everything.`,
        action,
      )
    case 'failed':
      return unknown(
        `the last run stopped ${format.moment(at)}, before it had read everything.`,
        action,
      )
    case 'paused':
      return unknown('the last run is paused before it has read everything.', action)
    default:
      return unknown('a run is going and has not read everything yet.', action)
  }
}

function ofLastRun({ lastRun, at }: ShownFacts, asked: string): Evidence {
  return { asked, at: lastRun?.at ?? at, until: 'Good until the next run.', expiresAt: null }
}

/** Full check passed: nothing was written since, and what it listed adds up. */
export function fullCheckPassed(facts: ShownFacts, format: Format): Statement {
  const { state, at, runId, unread } = facts.check
  const action = facts.live ? openRun(facts.live.id) : facts.full ? FULL_CHECK : null
  const said = (
    which: 'not_true' | 'not_known',
    title: string,
    why: string,
    does: StatementAction | null = action,
  ): Statement => ({ id: 'checked', state: which, title, evidence: null, why, action: does })
  switch (state) {
    case 'never':
      return said(
        'not_true',
        'Full check never ran',
        'Some changes, and records deleted in the old store, leave no date. A full check finds them.',
      )
    case 'outdated':
      return said(
        'not_true',
        'Full check is out of date',
        `A run has moved records since${at ? ` the full check of ${format.moment(at)}` : ''}. Run it once more, as the last step.`,
      )
    case 'running':
      return said(
        'not_known',
        'Full check is running',
        'We can’t tell until it is done.',
        runId ? openRun(runId) : action,
      )
    case 'interrupted':
      return said(
        'not_known',
        'Full check was interrupted',
        'We can’t tell: the last full check didn’t finish.',
        facts.live || runId === null ? action : FULL_CHECK,
      )
    case 'needed':
      return said(
        'not_known',
        'Full check needed',
        'We can’t tell: the old store’s clock went back, or its lists were short, so changes may have been missed.',
      )
    case 'odd':
      return said(
        'not_known',
        'Full check met a short list',
        'We can’t tell: your old store listed far fewer records than were moved from it.',
      )
    case 'unread':
      return said(
        'not_known',
        'Full check doesn’t add up',
        unread === null
          ? 'We can’t tell: it was made by an earlier version of this app, which did not add it up.'
          : `We can’t tell what became of ${format.count(unread, 'listed record', 'listed records')}.`,
      )
    case 'done':
      return {
        id: 'checked',
        state: 'true',
        title: 'Full check passed',
        evidence: {
          asked:
            'Read all of your old store again: each record is the same, kept by you, left out, or on the to-do list.',
          at: at ?? facts.at,
          until: 'Good until the next run that writes.',
          expiresAt: null,
        },
        why: null,
        action: null,
      }
  }
}

/** Money agrees: each day and currency is equal, or each difference is explained. */
export function moneyAgrees(facts: ShownFacts, format: Format): Statement {
  const { money, check } = facts
  const action = facts.live ? openRun(facts.live.id) : facts.full ? FULL_CHECK : null
  const unknown = (why: string): Statement => ({
    id: 'money',
    state: 'not_known',
    title: 'Money not compared',
    evidence: null,
    why: `We can’t tell: ${why}`,
    action,
  })
  if (check.state !== 'done' && check.at !== null) {
    return unknown('the full check that compared it is out of date.')
  }
  if (!money || money.at === null) return unknown('no full check has compared the money yet.')
  const evidence: Evidence = {
    asked: 'Added up the orders of each day and currency in both stores.',
    at: money.at,
    until: 'Good as long as the full check.',
    expiresAt: null,
  }
  if (money.state === 'differs') {
    const where = money.days.map(
      ({ day, currency, difference }) => `${format.day(day)} (${moneyText(difference, currency)})`,
    )
    const why = `${format.count(money.unexplained, 'order differs', 'orders differ')} without a reason${where.length > 0 ? `: ${format.list(where)}` : ''}.`
    const see = { label: 'Open Verify', url: '/app/verify' }
    return { id: 'money', state: 'not_true', title: 'Money differs', evidence, why, action: see }
  }
  if (money.state === 'unknown') {
    return unknown(
      money.unread > 0
        ? `${format.count(money.unread, 'order’s total', 'orders’ totals')} could not be read.`
        : 'the last full check did not compare the money.',
    )
  }
  return { id: 'money', state: 'true', title: 'Money agrees', evidence, why: null, action: null }
}
