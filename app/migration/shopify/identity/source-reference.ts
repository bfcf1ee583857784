import { createHash } from 'node:crypto'
import type { EntityKind } from '#app/migration/kinds/kind.ts'

/**
 * Namespace reserved for this app ("$app" becomes "app--<id>" in Shopify): neither other apps nor an
 * editor in the admin can break the link by accident.
 */
export const METAFIELD_NAMESPACE = '$app:migration'
/** Key of the metafield (type `id`, unique per owner type) that binds a target record to its source. */
export const SOURCE_ID_KEY = 'source_id'
/** Key of the metafield that remembers what of a mixed list is ours; see `managed.ts`. */
export const MANAGED_KEY = 'written'

/** Beside the kinds, what has an identity of its own inside or beside a record. */
type ReferenceKind = EntityKind | 'variant' | 'collection'

/**
 * The custom id of a record: unique in the target, also when two projects feed the same store.
 * Values of type `id` hold no white space.
 */
export function sourceReference(projectId: string, kind: ReferenceKind, sourceId: string): string {
  return `${projectId}:${kind}:${sourceId.replace(/[\s%]/gu, encodeURIComponent)}`
}

/** A metafield that makes the record known by this custom id. */
export const idMetafield = (value: string) => ({
  namespace: METAFIELD_NAMESPACE,
  key: SOURCE_ID_KEY,
  type: 'id',
  value,
})

/** The record that is known by this custom id, as mutations take it. */
export const byCustomId = (value: string) => ({
  customId: { namespace: METAFIELD_NAMESPACE, key: SOURCE_ID_KEY, value },
})

/** The source id out of a custom id of this project and kind; null for anybody else's. */
export function sourceIdOf(
  projectId: string,
  kind: ReferenceKind,
  reference: string | null | undefined,
): string | null {
  const prefix = sourceReference(projectId, kind, '')
  if (!reference?.startsWith(prefix)) return null
  try {
    return decodeURIComponent(reference.slice(prefix.length))
  } catch {
    return null
  }
}

/**
 * What a collection carries that an older version of this app made: the category's name as its id,
 * hashed because it may be long.
 */
export function byNameReference(projectId: string, name: string): string {
  const hash = createHash('sha256').update(name).digest('base64url').slice(0, 22)
  return sourceReference(projectId, 'collection', hash)
}
