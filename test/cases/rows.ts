import fs from 'node:fs'
import Big from 'big.js'
import { z } from 'zod'
import { rawRows, type RawStore } from '../stand-ins/woocommerce/rest/raw.ts'
import { createSiteTime, type SiteTime } from '../stand-ins/woocommerce/time.ts'
import { json, type Json, type PartialRow, type SourceRows, type Step } from './case-file.ts'
import { exactly, isObject, merge, repeated, type Row } from './overlay.ts'
import { changedAt, completeDates, createdAt, datesOfStatus, type Moment } from './dates.ts'

/**
 * Partial rows laid over plain valid ones. What stands in a file is taken as it is; what does not
 * is filled in so that the whole row could be a real store's.
 */

type RowKind = 'product' | 'variation' | 'customer' | 'order' | 'refund' | 'note' | 'category'

const plain = z
  .object({ entries: z.record(z.string(), z.record(z.string(), json)) })
  .catchall(z.record(z.string(), json))
  .parse(JSON.parse(fs.readFileSync(new URL('./plain/woocommerce.json', import.meta.url), 'utf8')))

const FIRST_ID: Record<RowKind, number> = {
  product: 501,
  variation: 8001,
  customer: 11,
  order: 101,
  refund: 901,
  note: 701,
  category: 61,
}

type WriteOptions = {
  /** UTC, without a zone: the rows are what changed since. Absent: they are the first state. */
  when?: string
  /** Added to ids, where several cases share a store. */
  shift?: number
  /** How many ids of each kind are this case's own. */
  room?: number
  /** The store's zone; UTC when absent. */
  time?: SiteTime
}

const UTC = createSiteTime('UTC')

/** Writes one state of the source into the stand-in. */
export function writeRows(store: RawStore, source: SourceRows, options: WriteOptions = {}): void {
  const { when, shift = 0, room = Infinity, time = UTC } = options
  for (const name of ['products', 'customers', 'orders', 'products/categories'])
    rawRows(store, name)
  /** What the file itself says, by the row it became. */
  const said = new Map<Row, PartialRow>()
  const write = (kind: RowKind, collection: string, partials: readonly PartialRow[]) => {
    const rows = rawRows(store, collection)
    for (const given of partials) {
      const partial = withReferences(given, shift)
      const id = idOf(partial, { first: FIRST_ID[kind] + shift, shift, room }, store, collection)
      const row = complete(kind, id, partial, rows.get(id), { when, time })
      if (kind === 'refund' || kind === 'variation') {
        row['parent_id'] ??= Number(collection.split('/')[1])
      }
      rows.set(id, row)
      said.set(row, partial)
    }
  }
  write('category', 'products/categories', source.categories ?? [])
  write('product', 'products', source.products ?? [])
  write('customer', 'customers', source.customers ?? [])
  write('order', 'orders', source.orders ?? [])
  const below = (
    kind: RowKind,
    parents: 'products' | 'orders',
    key: string,
    lists: SourceRows['refunds'],
    entry: ((row: Row) => Json) | null,
  ) => {
    for (const [given, list] of Object.entries(lists ?? {})) {
      const parentId = Number(given) + shift
      const rows = rawRows(store, `${parents}/${parentId}/${key}`)
      write(kind, `${parents}/${parentId}/${key}`, list)
      const parent = rawRows(store, parents).get(parentId)
      // The parent's row names the rows below it, unless the file says what it names.
      if (!parent || !entry || key in (said.get(parent) ?? {})) continue
      Object.assign(parent, { [key]: [...rows.values()].map(entry) }, changedAt({ when, time }))
    }
    for (const id of rawRows(store, parents).keys()) rawRows(store, `${parents}/${id}/${key}`)
  }
  below('variation', 'products', 'variations', source.variations, (row) => row['id'] ?? null)
  below('refund', 'orders', 'refunds', source.refunds, (row) => ({
    id: row['id'] ?? null,
    reason: row['reason'] ?? '',
    total: `-${typeof row['amount'] === 'string' ? row['amount'] : '0.00'}`,
  }))
  below('note', 'orders', 'notes', source.notes, null)
  nameCategories(store)
}

export function removeRows(
  store: RawStore,
  remove: Step['remove'],
  { when, time, shift = 0 }: { when: string; time: SiteTime; shift?: number },
): void {
  for (const kind of ['products', 'customers', 'orders'] as const) {
    for (const id of remove[kind] ?? []) rawRows(store, kind).delete(id + shift)
  }
  for (const id of remove.categories ?? []) rawRows(store, 'products/categories').delete(id + shift)
  for (const [parents, key] of [
    ['orders', 'refunds'],
    ['products', 'variations'],
  ] as const) {
    for (const [given, gone] of Object.entries(remove[key] ?? {})) {
      const parent = Number(given) + shift
      const ids = gone.map((id) => id + shift)
      const rows = rawRows(store, `${parents}/${parent}/${key}`)
      for (const id of ids) rows.delete(id)
      const row = rawRows(store, parents).get(parent)
      const named = row?.[key]
      if (!row || !Array.isArray(named)) continue
      const left = named.filter((each) => !ids.includes(Number(isObject(each) ? each['id'] : each)))
      rawRows(store, parents).set(parent, {
        ...row,
        [key]: left,
        ...changedAt({ when, time }),
      })
    }
  }
}

/** Keys of rows, and of entries in them, that name another row of the same file by its id. */
const REFERENCES = ['customer_id', 'parent_id', 'product_id', 'variation_id']

const shiftedId = (id: Json, shift: number): Json =>
  typeof id === 'number' && id > 0 ? id + shift : id

function withReferences(partial: PartialRow, shift: number): PartialRow {
  if (shift === 0) return partial
  const follow = (value: Json, key?: string): Json => {
    if (key !== undefined && REFERENCES.includes(key)) return shiftedId(value, shift)
    if (Array.isArray(value)) {
      return value.map((each) => (key === 'variations' ? shiftedId(each, shift) : follow(each)))
    }
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, follow(own, name)]))
  }
  return Object.fromEntries(Object.entries(partial).map(([name, own]) => [name, follow(own, name)]))
}

/** Ids of variations and refunds are nobody else's in the store either. */
function idOf(
  partial: PartialRow,
  { first, shift, room }: { first: number; shift: number; room: number },
  store: RawStore,
  collection: string,
): number {
  const given = Number(partial['id'])
  if (partial['id'] !== undefined && Number.isInteger(given)) return given + shift
  const last = collection.split('/').at(-1) ?? ''
  const taken = [...store.collections]
    .filter(([name]) => name === collection || name.endsWith(`/${last}`))
    .flatMap(([, others]) => [...others.keys()])
    .filter((id) => id < first + room)
  return Math.max(first - 1, ...taken) + 1
}

function complete(
  kind: RowKind,
  id: number,
  partial: PartialRow,
  before: Row | undefined,
  moment: Moment,
): Row {
  const unfolded = repeated(partial)
  const over = isObject(unfolded) ? unfolded : {}
  const isDatedTwice = kind !== 'note' && kind !== 'refund'
  // Categories carry no dates.
  const isDated = kind !== 'category'
  const dates = isDated ? createdAt(isDatedTwice, moment) : {}
  const under: Row = before ?? { ...plain[kind], ...dates, id }
  // An id of another form is left as it was given.
  const given = 'id' in over && !Number.isInteger(over['id']) ? { id: over['id'] ?? null } : { id }
  const merged = merge(under, { ...over, ...given })
  const row: Row = isObject(merged) ? merged : {}
  completeDates(row, over, moment.time)
  if (before && isDated && !('date_modified_gmt' in over)) Object.assign(row, changedAt(moment))
  switch (kind) {
    case 'product':
    case 'variation':
      completeProduct(kind, row, over, before)
      break
    case 'customer':
      completeCustomer(row, over, before)
      break
    case 'order':
      completeOrder(row, over, before, moment.time)
      break
    case 'refund':
    case 'note':
      break
    case 'category':
      row['slug'] =
        row['slug'] ||
        String(row['name'])
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
  }
  const whole = exactly(row)
  return isObject(whole) ? whole : {}
}

/**
 * Each entry over the one of the same id that was there, or over a plain one; entries that are no
 * objects stay as they are.
 */
function completeEntries(row: Row, before: Row | undefined, name: string, firstId: number): void {
  const list = row[name]
  const done = namedEntries(list).map(([key, each], at): [string, Json] => {
    if (!isObject(each)) return [key, each]
    const earlier = before && entriesOf(before, name).find(({ id }) => id === each['id'])
    const under = earlier ?? { id: firstId + at, ...plain.entries[name] }
    return [key, merge(under, name === 'line_items' && !earlier ? completeLine(each) : each)]
  })
  if (Array.isArray(list)) row[name] = done.map(([, each]) => each)
  else if (done.length > 0) row[name] = Object.fromEntries(done)
}

/** One amount given stands for both. */
function completeLine(line: Row): Row {
  if ('$exactly' in line) return line
  const total = line['total'] ?? line['subtotal'] ?? '10.00'
  const quantity = Number(line['quantity'] ?? 1) || 1
  const price = Number(amountOf(total).div(quantity))
  return { total, subtotal: total, price, ...line }
}

const namedEntries = (list: Json | undefined): [string, Json][] => {
  if (Array.isArray(list)) return list.map((each, at) => [String(at), each])
  return isObject(list) && !('$exactly' in list) ? Object.entries(list) : []
}
const entriesOf = (row: Row, name: string): Row[] =>
  namedEntries(row[name])
    .map(([, each]) => each)
    .filter(isObject)

const amountOf = (value: Json | undefined): Big => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  return /^-?\d*\.?\d+$/.test(text) ? new Big(text) : new Big(0)
}
const add = (amounts: readonly (Json | undefined)[]) =>
  amounts.reduce<Big>((total, each) => total.plus(amountOf(each)), new Big(0))

function completeProduct(kind: RowKind, row: Row, over: Row, before: Row | undefined): void {
  const id = Number(row['id'])
  if (kind === 'product') {
    completeEntries(row, before, 'attributes', 0)
    completeEntries(row, before, 'images', id * 10)
    if (!before && !('slug' in over)) row['slug'] = `plain-${id}`
    if (!before && !('sku' in over)) row['sku'] = `SKU-${id}`
  } else if (!before && !('sku' in over)) row['sku'] = `SKU-${id}`
  if ('price' in over && !('regular_price' in over) && !('sale_price' in over)) {
    row['regular_price'] = over['price'] ?? ''
  }
  if ('regular_price' in over && !('price' in over) && !('sale_price' in over)) {
    row['price'] = over['regular_price'] ?? ''
  }
}

function completeCustomer(row: Row, over: Row, before: Row | undefined): void {
  if (before) return
  if (!('email' in over)) row['email'] = `kim.${String(row['id'])}@example.com`
  if (!('username' in over)) row['username'] = `kim${String(row['id'])}`
}

const LINES = ['line_items', 'shipping_lines', 'fee_lines', 'tax_lines', 'coupon_lines']

function completeOrder(row: Row, over: Row, before: Row | undefined, time: SiteTime): void {
  const id = Number(row['id'])
  LINES.forEach((name, at) => completeEntries(row, before, name, (id * 10 + at) * 1000))
  if (!before) {
    if (!('number' in over)) row['number'] = String(id)
    row['order_key'] = row['order_key'] || `wc_order_${id}`
    const billing = over['billing']
    if (isObject(row['billing']) && !(isObject(billing) && 'email' in billing)) {
      row['billing'] = { ...row['billing'], email: `pat.${id}@example.com` }
    }
    datesOfStatus(row, over, time)
  }
  totals(row, over)
}

function totals(row: Row, over: Row): void {
  const has = (name: string) => name in over
  const touched = LINES.some(has)
  if (!touched) return
  const taxes = entriesOf(row, 'tax_lines')
  const lines = entriesOf(row, 'line_items')
  const shipping = entriesOf(row, 'shipping_lines')
  const fees = entriesOf(row, 'fee_lines')
  const set = (name: string, amount: Big) => {
    if (!has(name)) row[name] = amount.toFixed(2)
  }
  set('cart_tax', add(taxes.map((tax) => tax['tax_total'])))
  set('shipping_tax', add(taxes.map((tax) => tax['shipping_tax_total'])))
  set('total_tax', add(taxes.flatMap((tax) => [tax['tax_total'], tax['shipping_tax_total']])))
  set('shipping_total', add(shipping.map((line) => line['total'])))
  set(
    'discount_total',
    add(lines.map((line) => line['subtotal'])).minus(add(lines.map((line) => line['total']))),
  )
  set(
    'total',
    add([...lines, ...shipping, ...fees].map((line) => line['total'])).plus(
      amountOf(row['total_tax']),
    ),
  )
  taxOfFirstLine(row, taxes)
}

/** Taxes a file gives for the order only lie on its first line and its first way of shipping. */
function taxOfFirstLine(row: Row, taxes: readonly Row[]): void {
  const places = [
    ['line_items', 'tax_total'],
    ['shipping_lines', 'shipping_tax_total'],
  ] as const
  for (const [list, amount] of places) {
    const entries = entriesOf(row, list)
    const [first] = entries
    const taxed = taxes.filter((tax) => !amountOf(tax[amount]).eq(0))
    const said = entries.some(
      (entry) => !amountOf(entry['total_tax']).eq(0) || entriesOf(entry, 'taxes').length > 0,
    )
    if (!first || taxed.length === 0 || said) continue
    const total = add(taxed.map((tax) => tax[amount])).toFixed(2)
    first['total_tax'] = total
    if (list === 'line_items') first['subtotal_tax'] = total
    first['taxes'] = taxed.map((tax) => ({
      id: tax['rate_id'] ?? null,
      total: tax[amount] ?? '',
      subtotal: tax[amount] ?? '',
    }))
  }
}

/** Products name their categories by id; the rest is in the category's own row. */
function nameCategories(store: RawStore): void {
  const categories = rawRows(store, 'products/categories')
  for (const row of rawRows(store, 'products').values()) {
    const named = row['categories']
    if (!Array.isArray(named)) continue
    row['categories'] = named.map((each): Json => {
      const own = isObject(each) ? categories.get(Number(each['id'])) : undefined
      if (!isObject(each) || !own) return each
      return { name: own['name'] ?? '', slug: own['slug'] ?? '', ...each }
    })
  }
}
