/**
 * What a variant is known by. A child of a configurable product may belong to several of them, and a
 * product that is sold alone today may be a child tomorrow: its own number would then be in Shopify
 * twice, which is refused. So a child is known by both numbers.
 */
export function childVariantId(configurableId: number | string, childId: number | string): string {
  return `${configurableId}:${childId}`
}
