import type { DECISIONS } from '../decisions.ts'
import type { Sentences } from '../language.ts'

export const decisions: Sentences<typeof DECISIONS> = {
  refused: ({ words }) =>
    `Shopify refused: “${words}”. Nothing was changed. If you still want it, do it in Shopify.`,
  onlyLeft: ({ kind }, { many }) =>
    `This can’t be done with ${many(kind)}. The record stays as it is.`,
  stopped:
    'Shopify stopped answering, so the rest was left as it is. Try again in a few minutes; nothing is done twice.',
  decidedLabel: ({ choice, count }, words) => {
    const records = words.count(count, 'record', 'records')
    switch (choice) {
      case 'leave_behind':
        return `${records} left behind`
      case 'keep_target':
      case 'take_source':
        return `${words.number(count)} decided`
      case 'leave':
        return `${words.number(count)} left as ${count === 1 ? 'it is' : 'they are'}`
      case 'archive':
        return `${records} archived in Shopify`
      case 'cancel':
        return `${words.count(count, 'order', 'orders')} cancelled in Shopify`
    }
  },
  openAgainLabel: 'Open again',
  nothingToUndoLabel: 'Nothing left to undo',
  notLeftLabel: 'It’s no longer left behind',
  triedNowLabel: 'Trying it again now',
  triedAgainLabel: 'Trying again now',
  onTheListLabel: 'Back on the list',
}
