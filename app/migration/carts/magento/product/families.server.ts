import { z } from 'zod'
import { kitSays } from '#app/migration/messages/kit.ts'
import { sourceProblem } from '../../kit/http/recovery.ts'
import { entries, id } from '../../kit/wire/shapes.ts'
import { rowsOf, type Ask } from '../facts/ask.ts'

const wirePage = z.object({ items: z.unknown() })
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
    const families = await page(ask, pageSize, last)
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

async function page(ask: Ask, pageSize: number, last: number) {
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
      'searchCriteria[currentPage]': '1',
      fields: 'items[id,extension_attributes[configurable_product_links]],total_count',
    }),
  )
  const rows = body.success ? rowsOf(body.data.items) : null
  if (rows === null) {
    throw sourceProblem('BROKEN_ANSWER', kitSays('noList', { advice: kitSays('mendApi') }))
  }
  return rows
    .flatMap((row) => wireFamily.safeParse(row).data ?? [])
    .filter((family) => family.id > last)
    .toSorted((a, b) => a.id - b.id)
}
