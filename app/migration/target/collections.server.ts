import type { Gid } from '../ports.ts'
import { checkUserErrors, ShopifyRefused } from './check-user-errors.ts'
import { METAFIELDS_SET } from './documents/anchors.ts'
import {
  COLLECTION_BY_CUSTOM_ID,
  COLLECTION_BY_HANDLE,
  COLLECTION_CREATE,
  PUBLISH,
} from './documents/products.ts'
import { normalizeHandle } from './normalize.ts'
import { collectionReference, SOURCE_ID_KEY, WRITTEN_KEY } from './source-reference.ts'
import { parseWritten, writtenText, type Written } from './written.ts'
import type { TargetContext } from './target-context.server.ts'

export type CollectionBook = {
  /** Manual collections for these category names, found or created once each. */
  ids(names: readonly string[]): Promise<Gid[]>
}

/**
 * A category becomes one manual collection, tied to its name by a custom id. A collection of the
 * merchant with the same title is used, not doubled. Two workers creating the same one at once:
 * the second is told that the custom id is taken and takes the first one's.
 */
export function createCollectionBook(context: () => TargetContext): CollectionBook {
  const known = new Map<string, Promise<Gid>>()

  async function find(name: string, value: string): Promise<Gid | null> {
    const ctx = context()
    const namespace = ctx.options.metafieldNamespace
    const own = (await ctx.run(COLLECTION_BY_CUSTOM_ID, { namespace, value }))
      .collectionByIdentifier
    if (own) {
      // One that was finished stays as visible as the merchant wants it.
      if (parseWritten(own.written?.value).unpublished) await publish(ctx, own.id, name)
      return own.id
    }
    const handle = normalizeHandle(name)
    if (handle === null) return null
    const { collectionByIdentifier: other } = await ctx.run(COLLECTION_BY_HANDLE, {
      namespace,
      handle,
    })
    const usable =
      other &&
      !other.ruleSet &&
      !other.sourceId &&
      other.title.trim().toLowerCase() === name.toLowerCase()
    if (!usable) return null
    const metafields = ties(namespace, value, { name }).map((tie) => ({
      ownerId: other.id,
      ...tie,
    }))
    const answer = await ctx.run(METAFIELDS_SET, { metafields })
    checkUserErrors(answer.metafieldsSet)
    return other.id
  }

  /**
   * Publishes a new collection and then takes the mark off that says it is not published: whoever
   * finds the mark, in this run or after a crash, finishes the work.
   */
  async function publish(ctx: TargetContext, id: Gid, name: string): Promise<void> {
    const publicationId = await ctx.onlineStore()
    if (!publicationId) return
    const { publishablePublish } = await ctx.run(PUBLISH, { id, publicationId })
    checkUserErrors(publishablePublish)
    const namespace = ctx.options.metafieldNamespace
    const metafields = [{ ownerId: id, ...writtenTie(namespace, { name }) }]
    checkUserErrors((await ctx.run(METAFIELDS_SET, { metafields })).metafieldsSet)
  }

  async function findOrCreate(name: string): Promise<Gid> {
    const ctx = context()
    const value = collectionReference(ctx.options.projectId, name)
    const found = await find(name, value)
    if (found) return found
    try {
      const metafields = ties(ctx.options.metafieldNamespace, value, { name, unpublished: true })
      const { collectionCreate } = await ctx.run(COLLECTION_CREATE, {
        collection: { title: name, metafields },
      })
      const id = checkUserErrors(collectionCreate).collection?.id
      if (!id) throw new ShopifyRefused([{ message: 'The collection was not created.' }])
      await publish(ctx, id, name)
      return id
    } catch (error) {
      if (!(error instanceof ShopifyRefused)) throw error
      const now = await find(name, value)
      if (now) return now
      throw error
    }
  }

  return {
    ids: (names) =>
      Promise.all(
        names.map((name) => {
          const cached = known.get(name)
          if (cached) return cached
          const fresh = findOrCreate(name)
          known.set(name, fresh)
          // A failed try is not remembered: the next product tries again.
          fresh.catch(() => known.delete(name))
          return fresh
        }),
      ),
  }
}

/** The custom id, and the category's name for showing which of a product's collections are ours. */
function ties(namespace: string, value: string, written: Partial<Written>) {
  return [{ namespace, key: SOURCE_ID_KEY, type: 'id', value }, writtenTie(namespace, written)]
}

function writtenTie(namespace: string, written: Partial<Written>) {
  return { namespace, key: WRITTEN_KEY, type: 'json', value: writtenText(written) }
}
