import { z } from 'zod'
import { kitSays } from '#app/migration/messages/kit.ts'
import { sourceProblem } from '../../kit/http/recovery.ts'
import { entries, id } from '../../kit/wire/shapes.ts'
import { rowsOf, type Ask } from '../facts/ask.ts'

const wirePage = z.object({ items: z.unknown(), total_count: z.coerce.number().catch(0) })
const wireFamily = z.object({
  id,
  extension_attributes: z
    .object({ configurable_product_links: entries('configurable_product_links[]', id) })
    .nullish()
    .catch(null),
})

/**
 * In which configurable products each child is: a change of a child moves its own date alone. Read
 * behind the last number known, so that nothing deleted meanwhile moves what follows.
 * @throws SourceRequestError
 */
export async function readFamilies(
  ask: Ask,
  pageSize: number,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const parents = new Map<number, number[]>()
  for (let last = 0; ;) {
    const families = await behind(ask, pageSize, last)
    for (const { id: parent, extension_attributes } of families) {
      for (const child of extension_attributes?.configurable_product_links ?? []) {
        parents.set(child, [...(parents.get(child) ?? []), parent])
      }
    }
    const next = families.at(-1)?.id ?? last
    if (next <= last) return parents
    last = next
  }
}

type Families = z.infer<typeof wireFamily>[]

/**
 * The next ones by number. A page whose rows the store counts and hides is none: the next one is read.
 * @throws SourceRequestError
 */
async function behind(ask: Ask, pageSize: number, last: number): Promise<Families> {
  for (let at = 1; ; at += 1) {
    const { families, total } = await page(ask, pageSize, last, at)
    if (families !== null) return families
    if (at * pageSize >= total) return []
  }
}

/** `families`: null where the page is empty. */
async function page(
  ask: Ask,
  pageSize: number,
  last: number,
  at: number,
): Promise<{ families: Families | null; total: number }> {
  const filter = (group: number, field: string, condition: string, value: string) => {
    const path = `searchCriteria[filter_groups][${group}][filters][0]`
    return {
      [`${path}[field]`]: field,
      [`${path}[value]`]: value,
      [`${path}[condition_type]`]: condition,
    }
  }
  const body = wirePage.safeParse(
    await ask('products', {
      ...filter(0, 'type_id', 'eq', 'configurable'),
      ...filter(1, 'entity_id', 'gt', String(last)),
      'searchCriteria[sortOrders][0][field]': 'entity_id',
      'searchCriteria[sortOrders][0][direction]': 'ASC',
      'searchCriteria[pageSize]': String(pageSize),
      'searchCriteria[currentPage]': String(at),
      fields: 'items[id,extension_attributes[configurable_product_links]],total_count',
    }),
  )
  const rows = body.success ? rowsOf(body.data.items) : null
  const read = (rows ?? []).flatMap((row) => wireFamily.safeParse(row).data ?? [])
  // Without its parents, every child would pass for a product of its own.
  const isUnreadable = rows === null || (rows.length > 0 && read.length === 0)
  if (!body.success || isUnreadable) {
    throw sourceProblem('BROKEN_ANSWER', kitSays('noList', { advice: kitSays('mendApi') }))
  }
  const families = read.filter((family) => family.id > last).toSorted((a, b) => a.id - b.id)
  return { families: rows.length > 0 ? families : null, total: body.data.total_count }
}
