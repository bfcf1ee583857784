import type { PublicationsQuery } from '#app/types/admin-operations.ts'
import type { Gid } from '../engine/ports/target.ts'
import { PUBLICATIONS } from './online-store-documents.ts'
import type { StoreContext } from './store-context.ts'

/**
 * Shopify's own app behind the channel, the same in every store; its title and the publication's
 * name are in the store's language. Seen in many public integrations, not recorded here: the
 * channel's and the app's handle and, last, the English name count as well.
 */
const ONLINE_STORE_APP = 'gid://shopify/App/580111'
const ONLINE_STORE_HANDLE = 'online_store'
const ENGLISH_NAME = 'Online Store'

type Publication = PublicationsQuery['publications']['nodes'][number]

/** The Online Store's publication, whatever its language; null when the store has none. */
export async function findOnlineStore(ctx: Pick<StoreContext, 'run'>): Promise<Gid | null> {
  let byName: Gid | null = null
  let after: string | null = null
  do {
    const answer: PublicationsQuery = await ctx.run(PUBLICATIONS, { after })
    const { publications } = answer
    const found = publications.nodes.find(isOnlineStore)
    if (found) return found.id
    byName ??= publications.nodes.find(({ name }) => name === ENGLISH_NAME)?.id ?? null
    const { hasNextPage, endCursor } = publications.pageInfo
    after = hasNextPage ? (endCursor ?? null) : null
  } while (after !== null)
  return byName
}

function isOnlineStore({ channels }: Publication): boolean {
  return (channels?.nodes ?? []).some(
    ({ handle, app }) =>
      app.id === ONLINE_STORE_APP ||
      app.handle === ONLINE_STORE_HANDLE ||
      handle === ONLINE_STORE_HANDLE,
  )
}
