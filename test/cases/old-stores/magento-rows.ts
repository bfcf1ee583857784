import type { RowStore, Table } from '../../stand-ins/magento/rows.ts'
import type { Json, PartialRow, SourceRows } from '../case-file.ts'
import { exactly, isObject, merge, repeated, type Row } from '../overlay.ts'
import { PLAIN } from './magento-plain.ts'
import { completeMemo, completeOrder, ordersOwnParts } from './magento-sums.ts'

/** Partial rows of Magento's tables, laid over plain valid ones. */

type Kind = {
  table: Table
  plain: string
  firstId: number
  key: 'id' | 'entity_id' | 'attribute_id'
}

const KINDS = {
  groups: { table: 'groups', plain: 'group', firstId: 4, key: 'id' },
  attributes: { table: 'attributes', plain: 'attribute', firstId: 141, key: 'attribute_id' },
  categories: { table: 'categories', plain: 'category', firstId: 61, key: 'id' },
  products: { table: 'products', plain: 'product', firstId: 501, key: 'id' },
  customers: { table: 'customers', plain: 'customer', firstId: 11, key: 'id' },
  orders: { table: 'orders', plain: 'order', firstId: 101, key: 'entity_id' },
  invoices: { table: 'invoices', plain: 'invoice', firstId: 401, key: 'entity_id' },
  shipments: { table: 'shipments', plain: 'shipment', firstId: 451, key: 'entity_id' },
  creditmemos: { table: 'creditmemos', plain: 'creditmemo', firstId: 901, key: 'entity_id' },
} as const satisfies Partial<Record<keyof SourceRows, Kind>>

/** @param when what happened since the first run: UTC, "2026-03-02 10:00:00"; null: the first state */
export function writeMagentoRows(store: RowStore, source: SourceRows, when: string | null): void {
  const write = (name: keyof typeof KINDS) => {
    for (const partial of source[name] ?? []) writeRow(store, KINDS[name], partial, when)
  }
  write('groups')
  write('attributes')
  write('categories')
  write('products')
  write('customers')
  write('orders')
  for (const [sku, stock] of Object.entries(source.stock ?? {})) {
    store.stock.set(sku, { manage_stock: true, use_config_manage_stock: true, ...stock })
  }
  write('invoices')
  write('shipments')
  write('creditmemos')
  ordersOwnParts(store, source, when)
}

const CHANGES: readonly string[] = ['products', 'customers', 'orders']

function writeRow(store: RowStore, kind: Kind, partial: PartialRow, when: string | null): void {
  const rows = store.tables[kind.table]
  const given = partial[kind.key]
  const id = typeof given === 'number' ? given : Math.max(kind.firstId - 1, ...rows.keys()) + 1
  const before = rows.get(id)
  const dates: Row = when === null ? {} : { created_at: when, updated_at: when }
  const isDated = kind.table !== 'groups' && kind.table !== 'attributes'
  const under = before ?? { ...PLAIN[kind.plain], ...(isDated ? dates : {}), [kind.key]: id }
  const unfolded = repeated(partial)
  const over = isObject(unfolded) ? unfolded : {}
  const merged = merge(under, over)
  const row: Row = isObject(merged) ? merged : {}
  const isChanged = before && when !== null && CHANGES.includes(kind.table)
  if (isChanged && !('updated_at' in over)) row['updated_at'] = when
  complete(store, kind, row, over, before)
  const { $breaks: breaks, ...rest } = row
  if (breaks === true) store.broken.add(`${kind.table} ${id}`)
  const whole = exactly(rest)
  rows.set(id, isObject(whole) ? whole : {})
}

function complete(store: RowStore, kind: Kind, row: Row, over: Row, before: Row | undefined): void {
  const id = Number(row[kind.key])
  switch (kind.table) {
    case 'products':
      if (!before && !('sku' in over)) row['sku'] = `SKU-${id}`
      completeAttributes(row, over, before, [['url_key', `plain-${id}`]])
      return
    case 'customers':
      if (!before && !('email' in over)) row['email'] = `kim.${id}@example.com`
      completeEntries(row, 'addresses', 'customer_address', { customer_id: id })
      return
    case 'categories':
      row['path'] ??= `1/2/${id}`
      completeAttributes(row, over, before, [['url_key', `category-${id}`]])
      return
    case 'orders':
      completeEntries(row, 'items', 'item', { order_id: id }, before)
      completeOrder(store, row, over, before)
      return
    case 'shipments':
      completeEntries(row, 'tracks', 'track', { order_id: row['order_id'] ?? null, parent_id: id })
      row['increment_id'] ??= String(id).padStart(9, '0')
      return
    case 'invoices':
    case 'creditmemos':
      row['increment_id'] ??= String(id).padStart(9, '0')
      completeMemo(store, kind.table, row, over)
      return
    case 'attributes':
      row['default_frontend_label'] ||= row['attribute_code'] ?? ''
      return
    case 'groups':
      return
  }
}

/** Each attribute a file gives takes the place of the one of its code; the others stay. */
function completeAttributes(
  row: Row,
  over: Row,
  before: Row | undefined,
  more: readonly [string, Json][],
): void {
  const given = over['custom_attributes']
  if (isObject(given)) return
  const under = before?.['custom_attributes'] ?? PLAIN['product']?.['custom_attributes']
  const code = (each: Json) => (isObject(each) ? each['attribute_code'] : undefined)
  const list = (value: Json | undefined) => (Array.isArray(value) ? value : [])
  const own = list(given)
  const added = before ? [] : more.map(([attribute_code, value]) => ({ attribute_code, value }))
  const kept = [...list(under), ...added].filter(
    (each) => !own.some((one) => code(one) === code(each)),
  )
  row['custom_attributes'] = [...kept, ...own]
}

/** Each entry over the one of the same id that was there, or over a plain one. */
function completeEntries(row: Row, name: string, plain: string, more: Row, before?: Row): void {
  const list = row[name]
  if (!Array.isArray(list)) return
  const key = name === 'items' ? 'item_id' : name === 'tracks' ? 'entity_id' : 'id'
  const owner = Number(row['entity_id'] ?? row['id'])
  const earlier = before?.[name]
  row[name] = list.map((each, at): Json => {
    if (!isObject(each)) return each
    const known = Array.isArray(earlier)
      ? earlier.find((one) => isObject(one) && one[key] === each[key])
      : undefined
    const under = known ?? { ...PLAIN.entries[plain], [key]: owner * 100 + at, ...more }
    return merge(under, each)
  })
}
