import { TargetFails } from '../ports/errors.ts'
import type { PassDeps } from '../run/pass-context.ts'
import type { PassEvent } from '../run/pass-options.ts'
import type { CategoryFollowed } from '../ports/target.ts'
import type { KnownCategory } from '../ports/category-ledger.ts'
import { withRetries } from '../run/backoff.server.ts'
import { planCategories, type CategoryPlan } from './plan-categories.ts'

/** Names in one sentence of the log. */
const MOST_NAMES = 12

/**
 * Brings collections in line with the source's categories before any product is read: a new name
 * moves no product's date, so only the list of categories shows it. Costs no call to the target
 * unless a category changed. Safe to repeat: what is remembered is saved last.
 *
 * @throws as `runPass`
 */
export async function followCategories(deps: PassDeps): Promise<void> {
  const { source, target, ledger, onEvent, signal } = deps
  const now = await withRetries(deps, 'source', () => source.categories())
  if (now === null) return
  const known = await ledger.categories()
  const plan = planCategories(known, now)
  const remember: KnownCategory[] = [...plan.remember]
  const forgotten: string[] = []
  const follow = async ({ why, ...change }: Follow): Promise<CategoryFollowed | Failed> => {
    signal.throwIfAborted()
    const followed = await withRetries(deps, 'target', () => target.followCategory(change)).catch(
      (error: unknown): Failed => {
        if (!(error instanceof TargetFails)) throw error
        return { result: 'failed', reason: error.reason }
      },
    )
    if (followed.result === 'failed') return followed
    remember.push({ sourceId: change.sourceId, name: change.name, isGone: false })
    if (why === 'remade' && change.before) forgotten.push(change.before.sourceId)
    return followed
  }
  const tell = async (change: Follow, followed: CategoryFollowed | Failed) => {
    const event = followedEvent(change, change.why, followed)
    if (event) await onEvent?.(event)
  }
  const failed: Follow[] = []
  for (const change of plan.follow) {
    const followed = await follow(change)
    if (followed.result === 'failed') failed.push(change)
    else await tell(change, followed)
  }
  // Once more when the others are done. Of what fails then nothing is known: the next run looks again.
  for (const change of failed) await tell(change, await follow(change))
  await ledger.rememberCategories(remember, forgotten)
  for (const event of listEvents(plan)) await onEvent?.(event)
  if (now.length === 0 && known.some(({ isGone }) => !isGone)) await onEvent?.(NO_LIST)
}

const NO_LIST: PassEvent = {
  level: 'warn',
  message:
    'The old store lists no categories any more, although it had some. This may be a fault there, so collections stay as they are, and renamed categories are not noticed until it lists them again.',
}

type Follow = CategoryPlan['follow'][number]
type Failed = { result: 'failed'; reason: string }

/** What the merchant should know of it; null: nothing. */
function followedEvent(
  { name, before }: Pick<Follow, 'name' | 'before'>,
  why: Follow['why'],
  followed: CategoryFollowed | Failed,
): PassEvent | null {
  const what = {
    renamed: `The category “${before?.name ?? name}” is called “${name}” in the old store now.`,
    remade: `The category “${name}” was deleted in the old store and made anew.`,
    new: `The category “${name}” is new in the old store.`,
  }[why]
  switch (followed.result) {
    case 'none':
      return null
    case 'same':
      return why === 'remade'
        ? { level: 'info', message: `${what} Its collection in Shopify is used again.` }
        : null
    case 'renamed':
      return {
        level: 'info',
        message: `${what} Its collection in Shopify was renamed and keeps its web address.`,
      }
    case 'kept':
      return {
        level: 'warn',
        message: `${what} Its collection in Shopify has a title of your own and keeps it; rename it there if you like.`,
      }
    case 'refused':
      return {
        level: 'warn',
        message: `${what} Shopify did not take the name for its collection (“${followed.reason}”). Rename it in Shopify; nothing else is affected.`,
      }
    case 'failed':
      return {
        level: 'warn',
        message: `${what} Shopify couldn’t save its collection (“${followed.reason}”). The next run tries again; nothing else is affected.`,
      }
  }
}

function listEvents({ gone, shared }: CategoryPlan): PassEvent[] {
  const events: PassEvent[] = shared.map(({ name, collections }) => ({
    level: 'info',
    message: `Several categories of the old store are called “${name}”. Each has a collection of its own: ${listed(collections)}.`,
  }))
  if (gone.length > 0) {
    events.push({
      level: 'warn',
      message: `No longer among the categories of the old store: ${listed(gone)}. Their collections stay in Shopify. Products leave them when they change, or with a full check.`,
    })
  }
  return events
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `“${name}”`)
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
