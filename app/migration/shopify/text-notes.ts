import type { WriteNote } from '../engine/ports/target.ts'
import { isTooLong, MAX_TAGS, MAX_TEXT } from './values/normalize.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { ParamsOf } from '#app/migration/messages/message.ts'
import { shopifySays, type SHOPIFY } from '#app/migration/messages/shopify.ts'

/** A text with the field it goes to and the longest form Shopify takes. */
export type LimitedText = {
  field: string
  text: string | null | undefined
  max?: number
  what?: ParamsOf<(typeof SHOPIFY)['textShortened']>['what']
}

/** One note per field in which a text is cut. */
export function shortenedTexts(kind: EntityKind, texts: readonly LimitedText[]): WriteNote[] {
  const notes = new Map<string, WriteNote>()
  for (const { field, text, max = MAX_TEXT, what = 'text' } of texts) {
    if (notes.has(field) || !isTooLong(text, max)) continue
    notes.set(field, {
      code: 'TEXT_SHORTENED',
      field,
      message: shopifySays('textShortened', { kind, what }),
    })
  }
  return [...notes.values()]
}

/** A note when tags are cut or, beyond the number Shopify takes, left out. */
export function shortenedTags(
  kind: EntityKind,
  tags: readonly string[],
  max = MAX_TEXT,
): WriteNote[] {
  const single = tags
    .flatMap((text) => text.split(','))
    .map((tag) => tag.replace(/\s+/g, ' ').trim())
  const different = new Set(single.filter((tag) => tag !== '').map((tag) => tag.toLowerCase()))
  if (different.size <= MAX_TAGS && !single.some((tag) => isTooLong(tag, max))) return []
  return [
    {
      code: 'TEXT_SHORTENED',
      field: 'tags',
      message: shopifySays('tagsShortened', { kind, most: MAX_TAGS, longest: max }),
    },
  ]
}
