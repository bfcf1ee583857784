import { badRequest } from '../rest/errors.ts'
import type { Term } from '../records.ts'
import { encodeName, slugify, type WooState } from '../state.ts'

/** “Uncategorized” */
export const DEFAULT_CATEGORY = 15

/** The term of a global attribute, made when it is new. */
export function attributeTerm(state: WooState, attributeId: number, name: string): Term {
  const existing = [...state.terms.values()].find(
    (term) =>
      term.attributeId === attributeId && (term.name === encodeName(name) || term.slug === name),
  )
  return existing ?? addTerm(state, { taxonomy: 'attribute', attributeId, name })
}

export function addTerm(
  state: WooState,
  input: {
    taxonomy: Term['taxonomy']
    attributeId?: number
    name: string
    slug?: string
    parent?: number
    description?: string
    menuOrder?: number
  },
): Term {
  const slug = input.slug ?? slugify(input.name)
  const clash = [...state.terms.values()].find(
    (t) =>
      t.taxonomy === input.taxonomy &&
      t.attributeId === (input.attributeId ?? 0) &&
      t.slug === slug &&
      t.parent === (input.parent ?? 0),
  )
  if (clash) {
    throw badRequest(
      'term_exists',
      'A term with the name provided already exists with this parent.',
      { resource_id: clash.id },
    )
  }
  const taken = new Set(
    [...state.terms.values()]
      .filter((t) => t.taxonomy === input.taxonomy && t.attributeId === (input.attributeId ?? 0))
      .map((t) => t.slug),
  )
  const term: Term = {
    id: state.id('term'),
    taxonomy: input.taxonomy,
    attributeId: input.attributeId ?? 0,
    name: encodeName(input.name),
    slug: freeSlug(slug, state.terms.get(input.parent ?? 0)?.slug, taken),
    parent: input.parent ?? 0,
    description: (input.description ?? '').replace(/<[^>]*>/g, ''),
    menuOrder: input.menuOrder ?? 0,
  }
  state.terms.set(term.id, term)
  return term
}

/** As WordPress' `wp_unique_term_slug`: first with the parent's slug, then with a number. */
function freeSlug(wanted: string, parent: string | undefined, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  const base = parent === undefined ? wanted : `${wanted}-${parent}`
  if (!taken.has(base)) return base
  let number = 2
  while (taken.has(`${base}-${number}`)) number += 1
  return `${base}-${number}`
}

/** Moves no product's date (measured: d24, d36), and leaves the slug. */
export function renameTerm(state: WooState, id: number, name: string): void {
  const term = state.terms.get(id)
  if (term) term.name = encodeName(name)
}

/**
 * Takes it off its products, without moving their dates; one left without any is uncategorized. Its
 * children go to its parent (WordPress's `wp_delete_term`).
 */
export function deleteTerm(state: WooState, id: number): void {
  const parent = state.terms.get(id)?.parent ?? 0
  state.terms.delete(id)
  for (const term of state.terms.values()) if (term.parent === id) term.parent = parent
  for (const product of state.products.values()) {
    product.categoryIds = product.categoryIds.filter((each) => each !== id)
    if (product.categoryIds.length === 0) product.categoryIds = [DEFAULT_CATEGORY]
    product.tagIds = product.tagIds.filter((each) => each !== id)
    product.brandIds = product.brandIds.filter((each) => each !== id)
  }
}
