import type { Gid, WriteNote } from '../ports.ts'
import { checkUserErrors } from './check-user-errors.ts'
import { PUBLISH, UNPUBLISH } from './documents/products.ts'
import { notPossible, type TargetContext } from './target-context.server.ts'

export async function publish(
  ctx: TargetContext,
  id: Gid,
  visible: boolean,
  notes: WriteNote[],
): Promise<boolean> {
  const publicationId = await ctx.onlineStore()
  if (!publicationId) {
    const message =
      'This Shopify store has no Online Store channel, so the product was not published there.'
    notes.push(notPossible('published', message))
    return false
  }
  if (visible) {
    const { publishablePublish } = await ctx.run(PUBLISH, { id, publicationId })
    checkUserErrors(publishablePublish)
  } else {
    const { publishableUnpublish } = await ctx.run(UNPUBLISH, { id, publicationId })
    checkUserErrors(publishableUnpublish)
  }
  return visible
}
