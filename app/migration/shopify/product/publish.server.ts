import type { Gid, WriteNote } from '#app/migration/engine/ports/target.ts'
import { RequestRejected } from '../api/admin-client.server.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { PUBLISH, UNPUBLISH } from '../online-store-documents.ts'
import type { TargetContext } from '../target-context.ts'
import { notPossible } from '../write-notes.ts'
import { productsSay } from '#app/migration/messages/products.ts'

/**
 * Whether the product is in the Online Store afterwards, null when there is none; a refusal is a note,
 * the product is there.
 */
export async function publish(
  ctx: TargetContext,
  id: Gid,
  visible: boolean,
  notes: WriteNote[],
): Promise<boolean | null> {
  const publicationId = await ctx.onlineStore()
  if (!publicationId) {
    if (visible && ctx.once('no Online Store')) {
      notes.push(notPossible('published', productsSay('noOnlineStore')))
    }
    return null
  }
  try {
    if (visible) {
      const { publishablePublish } = await ctx.run(PUBLISH, { id, publicationId })
      checkUserErrors(publishablePublish)
    } else {
      const { publishableUnpublish } = await ctx.run(UNPUBLISH, { id, publicationId })
      checkUserErrors(publishableUnpublish)
    }
    return visible
  } catch (error) {
    if (!(error instanceof ShopifyRefused) && !(error instanceof RequestRejected)) throw error
    const words = error.message
    const told = productsSay(visible ? 'notPublished' : 'notUnpublished', { words })
    notes.push(notPossible('published', told))
    return !visible
  }
}
