import type { Gid, WriteNote } from '#app/migration/engine/ports/target.ts'
import { RequestRejected } from '../api/admin-client.server.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { PUBLISH, UNPUBLISH } from '../online-store-documents.ts'
import type { TargetContext } from '../target-context.ts'
import { notPossible } from '../write-notes.ts'

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
      notes.push(
        notPossible(
          'published',
          'This Shopify store has no Online Store sales channel, so this product and all others of this run arrive unpublished. Add the channel in Shopify’s settings, then publish the products there; nothing else is affected.',
        ),
      )
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
    const change = visible ? 'published in' : 'taken out of'
    const message = `The product could not be ${change} the Online Store (Shopify says: “${error.message}”). Do it in Shopify.`
    notes.push(notPossible('published', message))
    return !visible
  }
}
