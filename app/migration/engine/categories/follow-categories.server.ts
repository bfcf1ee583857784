import { TargetFails } from '../ports/errors.ts'
import type { PassDeps } from '../run/pass-context.ts'
import type { PassEvent } from '../run/pass-options.ts'
import type { CategoryFollowed } from '../ports/target.ts'
import type { KnownCategory } from '../ports/category-ledger.ts'
import { withBackoff } from '../run/backoff.server.ts'
import { planCategories, type CategoryPlan } from './plan-categories.ts'
import { engineSays } from '#app/migration/messages/engine.ts'
import type { Message } from '#app/migration/messages/message.ts'

/**
 * Brings collections in line with the source's categories before any product is read: a new name
 * moves no product's date, so only the list of categories shows it. Costs no call to the target
 * unless a category changed. Safe to repeat: what is remembered is saved last.
 *
 * @throws as `runPass`
 */
export async function followCategories(deps: PassDeps): Promise<void> {
  const { source, target, ledger, onEvent, signal } = deps
  const now = await withBackoff(deps, 'source', () => source.categories())
  if (now === null) return
  const known = await ledger.categories()
  const plan = planCategories(known, now)
  const remember: KnownCategory[] = [...plan.remember]
  const forgotten: string[] = []
  const follow = async ({ why, ...change }: Follow): Promise<CategoryFollowed | Failed> => {
    signal.throwIfAborted()
    const followed = await withBackoff(deps, 'target', () => target.followCategory(change)).catch(
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

const NO_LIST: PassEvent = { level: 'warn', message: engineSays('noCategories') }

type Follow = CategoryPlan['follow'][number]
type Failed = { result: 'failed'; reason: Message }

/** What the merchant should know of it; null: nothing. */
function followedEvent(
  { name, before }: Pick<Follow, 'name' | 'before'>,
  why: Follow['why'],
  followed: CategoryFollowed | Failed,
): PassEvent | null {
  const about = { name, before: before?.name ?? name, why }
  switch (followed.result) {
    case 'none':
      return null
    case 'same':
      return why === 'remade'
        ? { level: 'info', message: engineSays('categoryFollowed', { ...about, result: 'same' }) }
        : null
    case 'renamed':
      return {
        level: 'info',
        message: engineSays('categoryFollowed', { ...about, result: 'renamed' }),
      }
    case 'kept':
      return {
        level: 'warn',
        message: engineSays('categoryFollowed', { ...about, result: 'kept' }),
      }
    case 'refused':
      return {
        level: 'warn',
        message: engineSays('categoryRefused', { ...about, words: followed.reason }),
      }
    case 'failed':
      return {
        level: 'warn',
        message: engineSays('categoryFailed', { ...about, reason: followed.reason }),
      }
  }
}

function listEvents({ gone, shared }: CategoryPlan): PassEvent[] {
  const events: PassEvent[] = shared.map(({ name, collections }) => ({
    level: 'info',
    message: engineSays('categoriesShareName', { name, collections }),
  }))
  if (gone.length > 0) {
    events.push({ level: 'warn', message: engineSays('categoriesGone', { names: gone }) })
  }
  return events
}
