import type { MetafieldsSetInput } from '#app/types/admin-operations.ts'
import type {
  CategoryChange,
  CategoryFollowed,
  Gid,
  WriteNote,
} from '#app/migration/engine/ports/target.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import {
  COLLECTION_BY_CUSTOM_ID,
  COLLECTION_BY_HANDLE,
  COLLECTION_CREATE,
  COLLECTION_UPDATE,
} from './documents.ts'
import { METAFIELDS_SET } from '../identity/anchor-documents.ts'
import { PUBLISH } from '../online-store-documents.ts'
import { normalizeHandle, shorten } from '../values/normalize.ts'
import type { Category, Label } from './labels.ts'
import {
  byNameReference,
  idMetafield,
  METAFIELD_NAMESPACE,
  sourceReference,
} from '../identity/source-reference.ts'
import type { StoreContext } from '../store-context.ts'
import { keptInShopify } from '../write-notes.ts'
import { parseManaged, type Managed, managedMetafield } from '../managed.ts'
import { productsSay } from '#app/migration/messages/products.ts'

/** A collection of ours, as it is now. */
type Own = { id: Gid; title: string; managed: Managed }
/** The same, and whether what it carries is the id of the category it is wanted for. */
type Bound = Own & { isById: boolean }

export type Collections = {
  /**
   * Manual collections of these categories, found or created once each. What the merchant should
   * know of them is added to the notes of the product that met it first.
   */
  ids(categories: readonly Category[], notes: WriteNote[]): Promise<Gid[]>
  /** What these categories were called before, as their collections tell. Asked once each. */
  former(categories: readonly Category[]): Promise<Label[]>
  /** See `TargetWriter.followCategory`. */
  follow(change: CategoryChange): Promise<CategoryFollowed>
}

/** Products that were last compared under an older name than these are not recognised by it. */
const MOST_FORMER = 20

/** Somebody else may do the same at the same time, and the one who comes second is refused. */
const TRIES = 3

/**
 * A category becomes one manual collection, known by the category's id, which the collection carries
 * as a custom id: whatever either is called, it stays the one. Collections that an older version of
 * this app bound to the category’s name are taken over; a collection of the merchant with the same
 * title is used, not doubled, unless it belongs to another category or fills itself.
 */
export function createCollections(ctx: StoreContext): Collections {
  const known = new Map<string, Promise<Gid>>()
  const labels = new Map<string, Promise<Label>>()

  const referenceOf = (sourceId: string) =>
    sourceReference(ctx.options.projectId, 'collection', sourceId)

  async function carrying(value: string): Promise<Own | null> {
    const { collectionByIdentifier: own } = await ctx.run(COLLECTION_BY_CUSTOM_ID, {
      namespace: METAFIELD_NAMESPACE,
      value,
    })
    return own && { id: own.id, title: own.title, managed: parseManaged(own.managed?.value) }
  }

  /** By its id, or as an older version of this app bound it to its name. */
  async function ownOf({ sourceId, name }: Category): Promise<Bound | null> {
    const own = await carrying(referenceOf(sourceId))
    if (own) return { ...own, isById: true }
    return await leftBehind(byNameReference(ctx.options.projectId, name))
  }

  async function leftBehind(reference: string): Promise<Bound | null> {
    const own = await carrying(reference)
    return own && { ...own, isById: false }
  }

  async function setMetafields(
    ownerId: Gid,
    metafields: Omit<MetafieldsSetInput, 'ownerId'>[],
  ): Promise<void> {
    const sent = metafields.map((metafield) => ({ ownerId, ...metafield }))
    checkUserErrors((await ctx.run(METAFIELDS_SET, { metafields: sent })).metafieldsSet)
  }

  /**
   * Title, custom id and label as the category has them now. The title first: a worker that dies in
   * between is repeated, and finds the new title, which is no edit of the merchant's.
   */
  async function bringInLine(
    own: Bound,
    { sourceId, name }: Category,
  ): Promise<{ followed: CategoryFollowed; managed: Partial<Managed> }> {
    const { unpublished, name: label } = own.managed
    const base = own.managed.title ?? label
    if (own.isById && label === name) {
      return { followed: { result: 'same' }, managed: own.managed }
    }
    const isAsWanted = own.title === name
    const followed: CategoryFollowed = isAsWanted
      ? { result: 'same' }
      : own.title === base
        ? await retitle(own.id, name)
        : // What the merchant called it is news only when the category has another name as well.
          { result: label === name ? 'same' : 'kept' }
    const isRenamed = followed.result === 'renamed'
    const managed = {
      name,
      title: isAsWanted || isRenamed ? name : base,
      unpublished,
      former: formerNames(own.managed, name, ctx.clock.now()),
    }
    await setMetafields(own.id, [
      ...(own.isById ? [] : [idMetafield(referenceOf(sourceId))]),
      managedMetafield(managed),
    ])
    return { followed, managed }
  }

  /** A refusal is told; the collection is the category's under whatever title. */
  async function retitle(id: Gid, title: string): Promise<CategoryFollowed> {
    try {
      const answer = await ctx.run(COLLECTION_UPDATE, { collection: { id, title } })
      checkUserErrors(answer.collectionUpdate)
      return { result: 'renamed' }
    } catch (error) {
      if (!(error instanceof ShopifyRefused)) throw error
      return { result: 'refused', reason: error.message }
    }
  }

  /**
   * Publishes a new collection and then removes the note that says it is not published: whoever
   * finds the note, in this run or after a crash, finishes the work. One that was finished stays as
   * visible as the merchant wants it.
   */
  async function publish(id: Gid, managed: Partial<Managed>): Promise<void> {
    const publicationId = await ctx.onlineStore()
    if (!publicationId) return
    const { publishablePublish } = await ctx.run(PUBLISH, { id, publicationId })
    checkUserErrors(publishablePublish)
    await setMetafields(id, [managedMetafield({ ...managed, unpublished: false })])
  }

  async function find(category: Category, notes: WriteNote[]): Promise<Gid | null> {
    const { name } = category
    const own = await ownOf(category)
    if (own) {
      const { followed, managed } = await bringInLine(own, category)
      if (followed.result === 'kept')
        notes.push(keptInShopify('collections', productsSay('collectionKeepsTitle', { name })))
      if (followed.result === 'refused') {
        notes.push(
          keptInShopify(
            'collections',
            productsSay('collectionNotRenamed', { name, words: followed.reason }),
          ),
        )
      }
      if (managed.unpublished) await publish(own.id, managed)
      return own.id
    }
    const handle = normalizeHandle(name)
    if (handle === null) return null
    const { collectionByIdentifier: other } = await ctx.run(COLLECTION_BY_HANDLE, {
      namespace: METAFIELD_NAMESPACE,
      handle,
    })
    if (!other || other.sourceId || other.title.trim().toLowerCase() !== name.toLowerCase()) {
      return null
    }
    if (other.ruleSet) {
      notes.push(keptInShopify('collections', productsSay('collectionFillsItself', { name })))
      return null
    }
    await setMetafields(other.id, [
      // Null: refused when another category was faster.
      { ...idMetafield(referenceOf(category.sourceId)), compareDigest: null },
      managedMetafield({ name, title: name }),
    ])
    return other.id
  }

  async function create({ sourceId, name }: Category): Promise<Gid> {
    const metafields = [
      idMetafield(referenceOf(sourceId)),
      managedMetafield({ name, title: name, unpublished: true }),
    ]
    const { collectionCreate } = await ctx.run(COLLECTION_CREATE, {
      collection: { title: name, metafields },
    })
    const id = checkUserErrors(collectionCreate).collection?.id
    if (!id) throw new ShopifyRefused([{ message: 'The collection was not created.' }])
    await publish(id, { name, title: name })
    return id
  }

  async function findOrCreate(category: Category, notes: WriteNote[]): Promise<Gid> {
    for (let attempt = 1; ; attempt += 1) {
      const told: WriteNote[] = []
      try {
        const id = (await find(category, told)) ?? (await create(category))
        notes.push(...told)
        return id
      } catch (error) {
        if (!(error instanceof ShopifyRefused) || attempt >= TRIES) throw error
      }
    }
  }

  async function follow({ before, ...change }: CategoryChange): Promise<CategoryFollowed> {
    const { projectId } = ctx.options
    const category = { ...change, name: shorten(change.name) }
    const byId = await carrying(referenceOf(category.sourceId))
    // The first of what the category was known by before, and never by the name that is new to it:
    // that may be another category's.
    const own: Bound | null = byId
      ? { ...byId, isById: true }
      : before === null
        ? await ownOf(category)
        : ((await leftBehind(referenceOf(before.sourceId))) ??
          (await leftBehind(byNameReference(projectId, shorten(before.name)))))
    if (!own) return { result: 'none' }
    return (await bringInLine(own, category)).followed
  }

  async function labelOf(category: Category): Promise<Label> {
    const own = await carrying(referenceOf(category.sourceId))
    return { name: category.name, former: own?.managed.former ?? [] }
  }

  return {
    follow,
    former: (categories) =>
      Promise.all(
        categories.map((category) => {
          const fresh = labels.get(category.sourceId) ?? labelOf(category)
          labels.set(category.sourceId, fresh)
          fresh.catch(() => labels.delete(category.sourceId))
          return fresh
        }),
      ),
    ids: (categories, notes) =>
      Promise.all(
        categories.map((category) => {
          const { sourceId } = category
          const cached = known.get(sourceId)
          if (cached) return cached
          const fresh = findOrCreate(category, notes)
          known.set(sourceId, fresh)
          // A failed try is not remembered: the next product tries again.
          fresh.catch(() => known.delete(sourceId))
          return fresh
        }),
      ),
  }
}

/** Its products are remembered under the name it has until now. */
function formerNames({ name, former }: Managed, next: string, now: number): Managed['former'] {
  if (name === null || name === next) return former
  // Each name has a time of its own, whatever the clock says.
  const until = Math.max(now, (former.at(-1)?.until ?? 0) + 1)
  return [...former, { name, until }].slice(-MOST_FORMER)
}
