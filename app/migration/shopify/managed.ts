import { z } from 'zod'
import { METAFIELD_NAMESPACE, MANAGED_KEY } from './identity/source-reference.ts'
import type { Fields, Json } from '../kinds/values/fingerprint.ts'

const json = z.custom<Json>((value) => value !== undefined)

/**
 * What this app wrote into places that the merchant also writes into, kept as JSON beside the
 * custom id on the record itself. With it, the merchant's own tags and attributes are neither
 * touched by an update nor mistaken for a difference, and a changed wish for a handle or an order
 * name is told apart from the suffix Shopify needed.
 */
const managedSchema = z.object({
  tags: z.array(z.string()).default([]),
  /** Keys of an order's custom attributes. */
  attributes: z.array(z.string()).default([]),
  /** The handle or order name that was wished for; of a collection the category's name. */
  name: z.string().nullable().default(null),
  /** The title we gave a collection; null: an older version of this app did, and it was the name. */
  title: z.string().nullable().default(null),
  /** What a collection's category was called before, oldest first, and until when (epoch ms). */
  former: z
    .array(z.object({ name: z.string(), until: z.number() }))
    .default([])
    .catch([]),
  /** The source's own order number: what the wished name was made of, under the prefix of that day. */
  number: z.string().nullable().default(null),
  /** A collection that was created and is not in the Online Store yet, as far as we know. */
  unpublished: z.boolean().default(false),
  /** Null when the source names none: Shopify then shows the store's own name (fills it in itself). */
  vendor: z.string().nullable().default(null),
  /** The source's own date when Shopify could not take it. */
  placedAt: z.string().nullable().default(null),
  /** Variants of the product have custom data: reading it takes a request of its own. */
  variantData: z.boolean().default(false),
  /** A product's pictures in order, by name, and a hash of their texts; null: not kept by older versions. */
  pictures: z
    .object({ names: z.array(z.string()), texts: z.string() })
    .nullable()
    .default(null)
    .catch(null),
  /**
   * A product's pictures are being changed: what it showed before, the names of those it had by id, and
   * the texts of those to come. Null once they are all there.
   */
  changing: z
    .object({
      images: json,
      pictures: json.optional(),
      names: z.record(z.string(), z.string().nullable()),
      fresh: z.array(z.string()),
    })
    .nullable()
    .default(null)
    .catch(null),
  /** An order was created with several payments; absent: with one at most. */
  payments: z.boolean().optional(),
  /** An order was created in two currencies; absent: in one. */
  presentment: z.boolean().optional(),
  /** What an edited order held before it was cancelled: Shopify then shows nothing of it any more. */
  content: z
    .custom<Fields>((value) => typeof value === 'object' && value !== null)
    .nullable()
    .default(null)
    .catch(null),
})

export type Managed = z.infer<typeof managedSchema>

const NOTHING_MANAGED: Managed = {
  tags: [],
  attributes: [],
  name: null,
  title: null,
  former: [],
  number: null,
  unpublished: false,
  vendor: null,
  placedAt: null,
  variantData: false,
  pictures: null,
  changing: null,
  content: null,
}

export function parseManaged(value: string | null | undefined): Managed {
  if (!value) return NOTHING_MANAGED
  try {
    return managedSchema.parse(JSON.parse(value))
  } catch {
    // Somebody edited it by hand: as if nothing of the lists were ours.
    return NOTHING_MANAGED
  }
}

export function managedText(managed: Partial<Managed>): string {
  const { content, variantData, pictures, changing, former, ...rest } = {
    ...NOTHING_MANAGED,
    ...managed,
  }
  return JSON.stringify({
    ...rest,
    ...(variantData ? { variantData } : {}),
    ...(former.length > 0 ? { former } : {}),
    ...(pictures === null ? {} : { pictures }),
    ...(changing === null ? {} : { changing }),
    ...(content === null ? {} : { content }),
  })
}

/** As it is kept on the record. */
export const managedMetafield = (managed: Partial<Managed>) => ({
  namespace: METAFIELD_NAMESPACE,
  key: MANAGED_KEY,
  type: 'json',
  value: managedText(managed),
})

/** The wish itself when the present name is that wish or the wish with a suffix. */
export function nameWithoutSuffix(actual: string, wished: string | null): string {
  return wished !== null && (actual === wished || actual.startsWith(`${wished}-`)) ? wished : actual
}
