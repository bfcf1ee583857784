/** How a run stands, in a sentence and with what the merchant can do about it. Pure. */
import { doneOf, isAllInShopify } from '#app/runs/outcome-counts.ts'
import type { RunProgress } from '#app/runs/run-types.ts'
import type { FailedLater } from '#app/migration/ledger/queries/kept-rows.ts'
import type { Side } from '#app/runs/away.ts'
import { formatSeconds, type Format } from '#app/words/format.ts'
import type { Tone } from '#app/words/names.ts'

/** Leads somewhere, or resumes the run. */
export type RunAction = { content: string } & ({ url: string } | { intent: 'resume' })

export type RunLine = {
  badge: { text: string; tone: Tone }
  text: string
  /** More about it, where the sentence is the short of a longer one. */
  detail: string | null
  action: RunAction | null
}

/** Longer than this in line is said. */
const UNUSUAL_MS = 10 * 60_000

const STORES: Readonly<Record<Side, string>> = { source: 'Your old store', target: 'Shopify' }

/** @param now when `progress` was read */
export function runLine(progress: RunProgress, format: Format, now = progress.at): RunLine {
  const { run } = progress
  const line = (
    badge: string,
    tone: Tone,
    text: string,
    action: RunAction | null = null,
    detail: string | null = null,
  ): RunLine => ({ badge: { text: badge, tone }, text, detail, action })
  switch (run.state) {
    case 'queued':
      return inLine(progress, format, now) ?? line('Starting', 'info', 'Starting…')
    case 'running':
      return (
        inLine(progress, format, now) ??
        line('Running', 'info', waitLine(progress, format, now) ?? goingOn(progress))
      )
    case 'pausing':
      return line('Pausing', 'attention', 'Finishing the records in hand.')
    case 'paused':
      return pausedLine(progress, format, now)
    case 'cancelling':
      return line('Cancelling', 'attention', 'Finishing the records in hand, then cancelling.')
    case 'cancelled': {
      const at = run.finishedAt ? ` at ${format.clock(run.finishedAt, now)}` : ''
      return line(
        'Cancelled',
        undefined,
        `Cancelled${at} ${reached(progress, format)}. ${rest(run.mode)}`,
        planned(run),
      )
    }
    case 'failed':
      return run.reasonCode === 'UNEXPECTED_ERROR' || !run.reason
        ? line(
            'Stopped',
            'critical',
            'An error in this app stopped the run. What arrived is safe, and nothing is sent twice.',
            planned(run, 'Start again'),
          )
        : line(
            'Stopped',
            'critical',
            'The run could not go on. What arrived is safe, and nothing is sent twice.',
            planned(run, 'Start again'),
            run.reason,
          )
    case 'completed':
      return doneLine(progress, format)
  }

  function pausedLine({ run }: RunProgress, format: Format, now: Date): RunLine {
    const at = run.pausedAt ? ` at ${format.clock(run.pausedAt, now)}` : ''
    const paused = (text: string, action: RunAction, detail: string | null = run.reason) =>
      line('Paused', 'attention', text, action, detail)
    if (run.reasonCode === 'STOPPED_BY_MERCHANT') return paused(`Paused by you${at}.`, RESUME, null)
    if (run.away) {
      const { side, since, status } = run.away
      const error = status === null ? '' : ` (error ${status})`
      const next = run.resumeAt
        ? `Next try ${format.clock(run.resumeAt, now)}; we keep trying for a day.`
        : 'We tried for a day and have stopped trying.'
      return paused(
        `${STORES[side]} hasn’t answered since ${format.clock(since, now)}${error}. ${next}`,
        TRY_NOW,
      )
    }
    const known = NEEDS_YOU.get(run.reasonCode ?? '')
    if (known) return paused(known.text(run.cartName), known.action(run.projectId))
    return paused(run.reason ?? `Paused${at}.`, RESUME, null)
  }
}

const RESUME: RunAction = { content: 'Resume', intent: 'resume' }
const TRY_NOW: RunAction = { content: 'Try now', intent: 'resume' }
const RENEW: RunAction = { content: 'Renew access', intent: 'resume' }

type Needed = {
  text: (cartName: string) => string
  action: (projectId: string) => RunAction
}
const always = (text: string) => () => text
const reconnect = (projectId: string): RunAction => ({
  content: 'Reconnect old store',
  url: `/app/connect?project=${projectId}`,
})
const REFUSED: Needed = { text: always('Your old store refused the keys.'), action: reconnect }
const NO_ACCESS: Needed = {
  text: always('This app lost its access to Shopify.'),
  action: () => RENEW,
}

/** Pauses that need the merchant, by their code. */
const NEEDS_YOU: ReadonlyMap<string, Needed> = new Map(
  Object.entries<Needed>({
    SOURCE_CREDENTIALS: REFUSED,
    BAD_CREDENTIALS: REFUSED,
    BAD_SECRET: REFUSED,
    NO_READ_PERMISSION: {
      text: always('Your old store doesn’t let these keys read everything.'),
      action: reconnect,
    },
    SOURCE_CHANGED: {
      text: always('Another store answers at your old store’s address.'),
      action: reconnect,
    },
    NOT_THIS_CART: {
      text: (cartName) => `No ${cartName} answers at your old store’s address.`,
      action: reconnect,
    },
    VERSION_TOO_OLD: {
      text: (cartName) => `Your old store’s ${cartName} is too old.`,
      action: () => TRY_NOW,
    },
    SOURCE_RESTORED: {
      text: always('Your old store looks restored from a backup. Is that right?'),
      action: () => ({ content: 'Yes, go on', intent: 'resume' }),
    },
    SOURCE_LISTS_LESS: {
      text: always('Your old store lists far fewer records than before. Is that right?'),
      action: () => ({ content: 'Yes, go on', intent: 'resume' }),
    },
    TARGET_CREDENTIALS: NO_ACCESS,
    APP_UNINSTALLED: NO_ACCESS,
    TARGET_SCOPE_MISSING: {
      text: always('This app lacks a permission in Shopify.'),
      action: () => RENEW,
    },
    TARGET_ADDRESS_REFUSED: {
      text: always('Shopify refused this app’s server. That’s ours to fix.'),
      action: () => TRY_NOW,
    },
    TARGET_RECORDS_GONE: {
      text: always('Records of earlier runs are gone from Shopify, so nothing was written.'),
      action: () => ({ content: 'Match records', url: '/app/relink' }),
    },
    DEFINITIONS_MISSING: {
      text: always('A field this app needs was removed in Shopify, so nothing was written.'),
      action: () => ({ content: 'Repair setup', url: '/app/settings' }),
    },
    ENTITY_POINTS_LIMIT: {
      text: always('What is missing needs more points than one run may use.'),
      action: () => ({ content: 'Raise the limit', url: '/app/settings' }),
    },
    RUN_KEEPS_STOPPING: {
      text: always('This app crashed several times at the same place.'),
      action: () => TRY_NOW,
    },
  }),
)

/** A run that a worker should have and none has; null while one has, or a moment ago had it. */
function inLine({ run, waitingSince }: RunProgress, format: Format, now: Date): RunLine | null {
  if (!waitingSince) return null
  const isLong = now.getTime() - waitingSince.getTime() > UNUSUAL_MS
  const text = isLong
    ? `In line since ${format.clock(waitingSince, now)}. This takes longer than usual.`
    : run.state === 'queued'
      ? 'Other runs are ahead. Yours starts by itself.'
      : `In line since ${format.clock(waitingSince, now)}. It goes on by itself.`
  return { badge: { text: 'In line', tone: 'info' }, text, detail: null, action: null }
}

/** What the worker waits for at this moment. */
function waitLine({ run }: RunProgress, format: Format, now: Date): string | null {
  const { waiting, away } = run
  const seconds = waiting ? Math.ceil((waiting.until.getTime() - now.getTime()) / 1000) : 0
  if (waiting && seconds > 0) {
    const { side, tries } = waiting
    if (tries === null)
      return `Shopify asked us to slow down. We go on in ${formatSeconds(seconds)}.`
    const tried = tries === 1 ? 'once' : `${format.number(tries)} times`
    const store = side === 'source' ? 'your old store' : 'Shopify'
    return `Waiting for ${store}. Tried ${tried}, next try in ${formatSeconds(seconds)}.`
  }
  if (!away) return null
  return `${STORES[away.side]} hasn’t answered since ${format.clock(away.since, now)}. Trying again now.`
}

function goingOn(progress: RunProgress): string {
  if (progress.paceNote) return progress.paceNote
  return progress.etaSeconds === null
    ? 'Measuring how long it takes. You can close this tab.'
    : 'You can close this tab. The run goes on by itself.'
}

/** "after 65 of 80", as far as it is known. */
function reached({ done, total }: RunProgress, format: Format): string {
  if (total === null) return `after ${format.count(done, 'record', 'records')}`
  return `after ${format.number(done)} of ${format.number(total)}`
}

function rest(mode: RunProgress['run']['mode']): string {
  switch (mode) {
    case 'full':
    case 'recent':
    case 'retry':
      return 'What arrived stays in Shopify; the next run brings the rest.'
    case 'comparison':
      return 'What arrived stays in Shopify; the next full check begins anew.'
    case 'relink':
      return 'What was matched stays; start it again for the rest.'
  }
}

/** Where a run like this one is started. */
function planned({ mode }: RunProgress['run'], content = 'Plan a run'): RunAction {
  switch (mode) {
    case 'full':
    case 'recent':
      return { content, url: '/app/estimate' }
    case 'retry':
      return { content: 'Open to-do list', url: '/app/todo' }
    case 'relink':
      return { content: 'Match records', url: '/app/relink' }
    case 'comparison':
      return { content: 'Open Home', url: '/app' }
  }
}

function doneLine(progress: RunProgress, format: Format): RunLine {
  const { run, outcomes, result, later, issues, proposals, comparison } = progress
  const seconds =
    run.startedAt && run.finishedAt
      ? (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000
      : null
  const took =
    seconds === null ? 'Done.' : `Done in ${formatSeconds(Math.max(1, Math.round(seconds)))}.`
  const line = (tone: Tone, text: string, action: RunAction | null): RunLine => ({
    badge: { text: 'Done', tone },
    text: `${took} ${text}`,
    detail: null,
    action,
  })
  const all = doneOf(outcomes)
  const verify: RunAction = { content: 'Verify this run', url: `/app/verify/${run.id}` }
  const toDo: RunAction = { content: 'Open to-do list', url: '/app/todo' }
  if (run.mode === 'relink') {
    const linked =
      all === 0
        ? 'Every record that carries an ID of your old store was matched already.'
        : `${format.count(all, 'record is', 'records are')} matched.`
    return proposals === 0
      ? line(undefined, linked, null)
      : line(
          'attention',
          `${linked} ${format.count(proposals, 'record', 'records')} in Shopify may belong to your old store.`,
          { content: 'See possible matches', url: '/app/relink' },
        )
  }
  if (all === 0) return line(undefined, 'Nothing was new or changed.', null)
  // A record that came up twice may have failed the second time.
  if (isAllInShopify(outcomes) && issues.failed === 0) {
    return line(
      'success',
      all === 1 ? 'The record is in Shopify.' : `All ${format.number(all)} records are in Shopify.`,
      verify,
    )
  }
  const there = result?.inShopify ?? 0
  const deleted = Math.min(comparison?.deleted ?? 0, outcomes.skipped)
  const undecided = all - there - outcomes.failed - outcomes.skipped
  const leftOut = outcomes.skipped - deleted
  const parts = [
    `${format.number(there)} of ${format.number(all)} are in Shopify`,
    outcomes.failed > 0 ? `${format.number(outcomes.failed)} did not arrive` : null,
    undecided > 0 ? `${format.number(undecided)} to be decided` : null,
    leftOut > 0 ? `${format.number(leftOut)} left out` : null,
    deleted > 0 ? `${format.number(deleted)} deleted in your old store` : null,
  ].filter((part) => part !== null)
  const sentences = [`${parts.join(', ')}.`]
  if (later && later.failed > later.open) {
    sentences.splice(0, 1, `${parts[0]}. ${laterText(later, format)}`)
  }
  const both = outcomes.conflicts - undecided
  if (both > 0) sentences.push(`${format.number(both)} changed in both stores.`)
  if (outcomes.failed === 0 && issues.failed > 0) {
    sentences.push(`${format.count(issues.failed, 'change', 'changes')} did not arrive.`)
  }
  const needsYou = issues.failed > 0 || issues.conflicts > 0
  const action =
    deleted > 0 && !needsYou
      ? { content: 'See what was deleted', url: '/app/todo?tab=deleted' }
      : needsYou
        ? toDo
        : verify
  return line('attention', sentences.join(' '), action)
}

/** "5 did not arrive then; 3 have arrived since, 2 were left behind." */
function laterText(
  { failed, arrived, leftBehind, gone, open }: FailedLater,
  format: Format,
): string {
  const parts = [
    arrived > 0 ? `${format.count(arrived, 'has', 'have')} arrived since` : null,
    leftBehind > 0 ? `${format.count(leftBehind, 'was', 'were')} left behind` : null,
    gone > 0 ? `${format.count(gone, 'is', 'are')} not in your old store any more` : null,
    open > 0 ? `${format.number(open)} still ${open === 1 ? 'does' : 'do'} not` : null,
  ].filter((part) => part !== null)
  return `${format.number(failed)} did not arrive then; ${parts.join(', ')}.`
}
