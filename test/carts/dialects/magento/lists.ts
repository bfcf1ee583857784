import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { filterFields } from '../../../stand-ins/magento/rest/fields.ts'
import { listBody, type ListOf } from '../../../stand-ins/magento/rest/list.ts'
import type { Answer, Asked, Wire } from '../../store/dialect.ts'
import type { Stamped } from '../../store/shop.ts'

/** One of Magento's lists: what stands in it, and how an unknown name ends. */
export function listAnswer<R extends Stamped>(
  { shop, url }: Asked,
  {
    kind,
    records,
    shape,
    ...rest
  }: Pick<ListOf, 'fields' | 'names'> & {
    kind: EntityKind | null
    records: readonly R[]
    shape(record: R): Wire
  },
): Answer {
  const rows = records.map((record) => ({ ...record, row: shape(record) }))
  return { body: listBody(shop.faults, url, { kind, rows, ...rest }) }
}

/** `fields` leaves of every good answer what it names. */
export const cut = ({ body, ...rest }: Answer, { url }: Asked): Answer => ({
  ...rest,
  body: filterFields(body, url.searchParams.get('fields')),
})
