import type { EntityKind } from '../../kinds/kind.ts'
import type { Sentences, Words } from '../language.ts'
import type { RUNS } from '../runs.ts'

const REQUESTED = {
  full: 'A full migration was requested.',
  recent: 'A Recent Data migration was requested.',
  comparison: 'A full check was requested.',
  retry: 'Trying records again was requested.',
  relink: 'Matching records was requested.',
} as const

/** "Orders" */
function title(kind: EntityKind, { many }: Words): string {
  return many(kind).charAt(0).toUpperCase() + many(kind).slice(1)
}

export const runs: Sentences<typeof RUNS> = {
  requested: ({ mode }) => REQUESTED[mode],
  pauseRequested: 'Pausing was requested.',
  resumed: 'The run was resumed.',
  cancelRequested: 'Cancelling was requested.',
  pausedByYouBefore: 'You paused this run before it began.',
  pausedByYou: 'You paused this run: resume it whenever you like.',
  begun: 'The run has begun.',
  goesOn: 'The run goes on where it stopped.',
  triesAgain: 'Trying again by itself.',
  triedForADay:
    'We tried for a day without an answer, so the run stays paused from now on. Press “Try now” when the store answers again.',
  complete: 'The run is complete.',
  completeWith: ({ done, created, updated, unchanged, conflicts, skipped, failed }, words) => {
    const { number, count } = words
    return `The run is complete. ${count(done, 'record', 'records')}: ${number(created)} added, ${number(updated)} updated, ${number(unchanged)} no change, ${count(conflicts, 'conflict', 'conflicts')}, ${number(skipped)} left out, ${number(failed)} did not arrive.`
  },
  cancelled: 'The run was cancelled. What was moved stays; the next run goes on from there.',
  cancelledBefore: 'The run was cancelled.',
  uninstalled:
    'The app was uninstalled from the Shopify store. Nothing was lost: reinstall it, then try again.',
  keepsStopping:
    'This app crashed several times at the same place, so the run was stopped. Everything moved so far is recorded, and nothing is sent twice. Resume the run to try again. If it stops here again, contact support with the time of this run.',
  unexpected:
    'The run stopped because of an error in this app. Everything moved so far is recorded, and nothing is sent twice: start the run again. If it stops again, contact support with the time of this run.',
  noTask:
    'The run stopped because this app lost track of what it was to do. Nothing was changed: start it again.',
  erasedStayAway: ({ count }, words) =>
    `${count === 1 ? 'One customer who asked' : `${words.number(count)} customers who asked`} to be erased won’t be brought again. Their orders arrive without a customer, email address or phone number.`,
  passGoesOn: ({ kind }, words) => `${title(kind, words)}: going on where the run stopped.`,
  passReadsChosen: ({ kind }, words) =>
    `${title(kind, words)}: reading the chosen records by their IDs.`,
  passLooksForUnlinked: ({ kind }, words) =>
    `${title(kind, words)}: looking for records that aren’t linked to Shopify.`,
  passReadsAll: ({ kind, to }, words) =>
    `${title(kind, words)}: reading everything up to ${words.moment(to)}.`,
  passReadsChanges: ({ kind, from, to }, words) =>
    `${title(kind, words)}: reading what changed from ${words.moment(from)} to ${words.moment(to)}.`,
  passSettled: ({ kind }, words) => `${title(kind, words)}: everything up to now is settled.`,
  settledSoFar: ({ kind, count }, words) =>
    `${title(kind, words)}: ${words.number(count)} records settled.`,
  sourceChanged: ({ url, name }) =>
    `The store at ${url} isn’t the one this project was linked to: it now calls itself “${name}”. Nothing was read from it. If you moved the old store, connect it again at its new address.`,
  recordsGone: ({ gone, asked }, { number }) =>
    `${number(gone)} of ${number(asked)} records are gone from Shopify, so nothing was written. If they were moved or merged, match records. If you emptied the store on purpose, archive this project and start over.`,
  targetDidNotAnswer:
    'Shopify didn’t answer as expected, so nothing was started. Try again in a few minutes.',
  sourceStopped: ({ reason }, { say }) =>
    `The old store stopped answering while we listed its changes, so nothing was started. ${say(reason)}`,

  anotherRunning:
    'A run isn’t finished yet. Wait for it, or resume or cancel it, then start the next one.',
  archived: 'This project is archived. Link its store again to bring it back.',
  fullMigrationMissing:
    'This project has no complete full migration yet, so there’s nothing to add recent data to. Run the full migration first.',
  overLimit: ({ points: needed, limit, isLeast }, { points }) =>
    `This run needs ${isLeast ? 'at least ' : ''}${points(needed)} points; your limit is ${points(limit)} per run. Raise the limit in Settings, then start it.`,
  cannotTell: ({ why }, { say }) => `We can’t tell. ${say(why)}`,
  countTooSlow: ({ seconds }, { count }) =>
    `Your old store didn’t answer within ${count(seconds, 'second', 'seconds')}, so nothing could be counted. Try again when it’s less busy.`,
  countFailed:
    'An error in this app stopped the count. Nothing was changed. Try again in a minute.',
  countedElsewhere:
    'We’re counting already, and it’s taking longer than usual. Try again in a minute.',
  cannotPause: 'This run has stopped already, so it can’t be paused.',
  cannotResume: 'Only a paused run can be resumed. Wait until it has paused, or start a new run.',
  cannotCancel: 'This run is over, or is being cancelled already.',
  nothingToRetry:
    'These records have arrived in the meantime, or are no longer open, so there’s nothing to try again.',
  tooManyChosen: ({ most }, { number }) =>
    `You chose more than ${number(most)} records. Nothing was started: choose fewer, or try all of them again.`,
  retryOverLimit: ({ points: needed, limit }, { points }) =>
    `If all of these arrive, the run needs ${points(needed)} points; your limit is ${points(limit)} per run. Nothing was started. Choose fewer records, or raise the limit in Settings.`,
  nothingToLink: 'None of these matches is open any more, so nothing was linked. Reload the page.',
  developmentStore:
    'This is a development store: Shopify lets it create five orders a minute, so orders take longer than in a live store.',
  sentAgainWhenChanged:
    'We send it again when it or your settings change, or when you try it again.',
  triedOut: ({ tries }, { count }) =>
    `Tried ${count(tries, 'time', 'times')}. Fix the cause, then try again.`,
  triedNext: ({ tries, most }, { number, count }) =>
    `The next run tries it again (tried ${number(tries)} of ${count(most, 'time', 'times')}).`,
}
