import Big from 'big.js'
import type { RowStore, Table } from '../../stand-ins/magento/rows.ts'
import type { Json, SourceRows } from '../case-file.ts'
import { isObject, merge, type Row } from '../overlay.ts'
import { PLAIN } from './magento-plain.ts'

/** Sums, quantities and copies that Magento works out itself, where a file leaves them out. */

const amountOf = (value: Json | undefined): Big => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  return /^-?\d*\.?\d+$/.test(text) ? new Big(text) : new Big(0)
}

const sum = (rows: readonly Row[], ...names: string[]): Big =>
  rows.reduce<Big>(
    (total, row) => names.reduce((each, name) => each.plus(amountOf(row[name])), total),
    new Big(0),
  )

const rowsIn = (value: Json | undefined): Row[] =>
  Array.isArray(value) ? value.filter(isObject) : []

const UNPAID = ['new', 'pending_payment', 'canceled', 'holded', 'payment_review']
const isPaid = (order: Row) => !UNPAID.includes(String(order['state']))

/** Every amount again in the store's own currency, at the rate of the order. */
function mirror(row: Row, over: Row, names: readonly string[]): void {
  for (const name of names) {
    const base = `base_${name}`
    if (name in row && !(base in over)) row[base] = row[name] ?? null
  }
}

const LINE_AMOUNTS = [
  ...['discount_amount', 'original_price', 'price', 'price_incl_tax', 'row_invoiced', 'row_total'],
  ...['row_total_incl_tax', 'tax_amount', 'discount_tax_compensation_amount', 'amount_refunded'],
]
const ORDER_AMOUNTS = [
  ...['discount_amount', 'discount_tax_compensation_amount', 'grand_total', 'shipping_amount'],
  ...['shipping_discount_amount', 'shipping_incl_tax', 'shipping_tax_amount', 'subtotal'],
  ...['subtotal_incl_tax', 'tax_amount', 'total_due', 'total_paid', 'total_refunded'],
]

function completeItem(item: Row, order: Row): void {
  const quantity = amountOf(item['qty_ordered'])
  const net = amountOf(item['price']).times(quantity)
  const tax = amountOf(item['tax_amount'])
  const total = net.minus(amountOf(item['discount_amount']))
  item['original_price'] ??= item['price'] ?? 0
  item['price_incl_tax'] ??= Number(
    quantity.eq(0) ? net : amountOf(item['price']).plus(tax.div(quantity).round(2)),
  )
  // After the discount, over REST (measured).
  item['row_total'] ??= Number(total)
  item['row_total_incl_tax'] ??= Number(total.plus(tax))
  item['row_invoiced'] ??= isPaid(order) ? Number(net) : 0
  item['qty_invoiced'] ??= isPaid(order) ? (item['qty_ordered'] ?? 0) : 0
  item['qty_shipped'] ??= order['state'] === 'complete' ? (item['qty_ordered'] ?? 0) : 0
  mirror(item, item, LINE_AMOUNTS)
}

const sold = (items: readonly Row[]) => items.filter(({ parent_item_id }) => !parent_item_id)

export function completeOrder(store: RowStore, row: Row, over: Row, before: Row | undefined): void {
  const id = Number(row['entity_id'])
  const items = rowsIn(row['items'])
  const { currency } = store.settings
  if (!before) {
    for (const name of ['base', 'global', 'order', 'store']) {
      const key = `${name}_currency_code`
      if (!(key in over)) row[key] = currency
    }
    row['increment_id'] ??= String(id).padStart(9, '0')
    row['quote_id'] ??= id
    row['billing_address_id'] ??= id * 10
    const hasAccount = over['customer_id'] !== undefined
    row['customer_email'] ??= hasAccount
      ? `kim.${String(row['customer_id'])}@example.com`
      : `pat.${id}@example.com`
    if (hasAccount && !('customer_is_guest' in over)) {
      Object.assign(row, { customer_is_guest: 0, customer_group_id: 1 })
    }
  }
  for (const item of items) completeItem(item, row)
  for (const item of items) {
    const parent = items.find(({ item_id }) => item_id === item['parent_item_id'])
    if (parent) item['parent_item'] ??= { ...parent }
  }
  sumsOf(row, over, items, !before || 'items' in over)
  const total = amountOf(row['grand_total'])
  if (isPaid(row)) row['total_paid'] ??= Number(total)
  if (!('total_due' in over)) row['total_due'] = Number(total.minus(amountOf(row['total_paid'])))
  mirror(row, over, ORDER_AMOUNTS)
  completePayment(row, over)
  completeAddresses(row, over, before)
}

function sumsOf(row: Row, over: Row, items: readonly Row[], isNew: boolean): void {
  const set = (name: string, amount: Big) => {
    if (!(name in over) && isNew) row[name] = Number(amount)
  }
  const lines = sold(items)
  set(
    'subtotal',
    lines.reduce<Big>(
      (total, line) => total.plus(amountOf(line['price']).times(amountOf(line['qty_ordered']))),
      new Big(0),
    ),
  )
  set(
    'discount_amount',
    sum(lines, 'discount_amount').plus(amountOf(row['shipping_discount_amount'])).neg(),
  )
  set('discount_tax_compensation_amount', sum(lines, 'discount_tax_compensation_amount'))
  set('tax_amount', sum(lines, 'tax_amount').plus(amountOf(row['shipping_tax_amount'])))
  set('shipping_incl_tax', sum([row], 'shipping_amount', 'shipping_tax_amount'))
  set('subtotal_incl_tax', amountOf(row['subtotal']).plus(sum(lines, 'tax_amount')))
  const parts = ['subtotal', 'discount_amount', 'shipping_amount', 'tax_amount']
  set(
    'grand_total',
    sum([row], ...parts, 'discount_tax_compensation_amount').plus(
      sum(lines, 'weee_tax_applied_row_amount'),
    ),
  )
  row['total_item_count'] ??= lines.length
  row['total_qty_ordered'] ??= Number(sum(lines, 'qty_ordered'))
}

function completePayment(row: Row, over: Row): void {
  const { payment } = row
  if (!isObject(payment)) return
  const total = row['grand_total'] ?? 0
  const id = row['entity_id'] ?? 0
  const given = isObject(over['payment']) ? over['payment'] : {}
  row['payment'] = {
    ...payment,
    entity_id: id,
    parent_id: id,
    amount_ordered: total,
    base_amount_ordered: total,
    ...(isPaid(row) ? { amount_paid: total, base_amount_paid: total } : {}),
    ...given,
  }
}

/** Where the goods go stands in the assignments only; a virtual order has none. */
function completeAddresses(row: Row, over: Row, before: Row | undefined): void {
  const id = Number(row['entity_id'])
  const named = (type: string, at: number): Row => ({
    address_type: type,
    entity_id: id * 10 + at,
    parent_id: id,
    email: row['customer_email'] ?? '',
  })
  const billing = row['billing_address']
  if (isObject(billing)) row['billing_address'] = { ...named('billing', 0), ...billing }
  const extension = row['extension_attributes']
  const given = over['extension_attributes']
  const isGiven = isObject(given) && 'shipping_assignments' in given
  if (!isObject(extension) || isGiven || (before && !('items' in over))) return
  const ways = [
    'shipping_amount',
    'shipping_discount_amount',
    'shipping_incl_tax',
    'shipping_tax_amount',
  ]
  const total = Object.fromEntries(
    ways.flatMap((name): [string, Json][] => [
      [name, row[name] ?? 0],
      [`base_${name}`, row[`base_${name}`] ?? 0],
    ]),
  )
  const address = { ...named('shipping', 1), ...PLAIN.entries['address'] }
  const shipping: Row = row['is_virtual'] === 1 ? {} : { address, method: 'flatrate_flatrate' }
  row['extension_attributes'] = {
    ...extension,
    shipping_assignments: [{ shipping: { ...shipping, total }, items: row['items'] ?? [] }],
  }
}

/** An invoice's or a credit memo's entries and sums. */
export function completeMemo(store: RowStore, table: Table, row: Row, over: Row): void {
  const order = store.tables.orders.get(Number(row['order_id']))
  const items = rowsIn(order?.['items'])
  const entries = rowsIn(row['items']).map((entry, at): Row => {
    const line = items.find(({ item_id }) => item_id === entry['order_item_id'])
    const quantity = amountOf(entry['qty'])
    const price = entry['price'] ?? line?.['price'] ?? 0
    const net = Number(amountOf(price).times(quantity))
    const whole: Row = {
      entity_id: Number(row['entity_id']) * 100 + at,
      parent_id: row['entity_id'] ?? null,
      name: line?.['name'] ?? '',
      sku: line?.['sku'] ?? '',
      ...(line?.['product_id'] === undefined ? {} : { product_id: line['product_id'] }),
      price,
      row_total: net,
      row_total_incl_tax: Number(amountOf(net).plus(amountOf(entry['tax_amount']))),
      tax_amount: 0,
      discount_amount: 0,
      discount_tax_compensation_amount: 0,
      ...entry,
    }
    mirror(whole, whole, LINE_AMOUNTS)
    return whole
  })
  row['items'] = Array.isArray(row['items']) ? entries : (row['items'] ?? [])
  for (const name of ['base', 'global', 'order', 'store']) {
    const key = `${name}_currency_code`
    if (!(key in over)) row[key] = order?.[key] ?? store.settings.currency
  }
  const set = (name: string, amount: Big) => {
    if (!(name in over)) row[name] = Number(amount)
  }
  set('subtotal', sum(entries, 'row_total'))
  set('discount_amount', sum(entries, 'discount_amount').neg())
  set('tax_amount', sum(entries, 'tax_amount').plus(amountOf(row['shipping_tax_amount'])))
  set('subtotal_incl_tax', amountOf(row['subtotal']).plus(sum(entries, 'tax_amount')))
  if (table === 'creditmemos') {
    set(
      'adjustment',
      amountOf(row['adjustment_positive']).minus(amountOf(row['adjustment_negative'])),
    )
  } else row['total_qty'] ??= Number(sum(entries, 'qty'))
  const parts = ['subtotal', 'discount_amount', 'shipping_amount', 'tax_amount', 'adjustment']
  set('grand_total', sum([row], ...parts, 'discount_tax_compensation_amount'))
  mirror(row, over, ORDER_AMOUNTS)
}

/**
 * What orders say of their parts, and the parts they must have: an invoice of what is paid, a shipment
 * of what is complete. The order's own date stays: Magento's parts have theirs.
 */
export function ordersOwnParts(store: RowStore, source: SourceRows, when: string | null): void {
  const { orders, invoices, shipments, creditmemos } = store.tables
  const of = (rows: ReadonlyMap<number, Row>, id: Json | undefined) =>
    [...rows.values()].filter(({ order_id }) => order_id === id)
  for (const order of orders.values()) {
    const id = order['entity_id']
    const given = (source.orders ?? []).find((each) => each['entity_id'] === id)
    const items = rowsIn(order['items'])
    const at = when ?? order['created_at'] ?? ''
    if (source.invoices === undefined && isPaid(order) && of(invoices, id).length === 0) {
      const entries = sold(items)
        .filter((item) => !amountOf(item['qty_invoiced']).eq(0))
        .map((item) => ({
          order_item_id: item['item_id'] ?? null,
          qty: item['qty_invoiced'] ?? 0,
          price: item['price'] ?? 0,
          tax_amount: item['tax_amount'] ?? 0,
          discount_amount: item['discount_amount'] ?? 0,
        }))
      const amounts = [
        'subtotal',
        'tax_amount',
        'shipping_amount',
        'shipping_tax_amount',
        'discount_amount',
      ]
      const row = partOf(store, 'invoices', 'invoice', 401, order, at, {
        items: entries,
        ...Object.fromEntries(amounts.map((name) => [name, order[name] ?? 0])),
        grand_total: order['total_paid'] ?? order['grand_total'] ?? 0,
      })
      completeMemo(store, 'invoices', row, { ...row, discount_tax_compensation_amount: 0 })
    }
    if (
      source.shipments === undefined &&
      order['state'] === 'complete' &&
      of(shipments, id).length === 0
    ) {
      const entries = sold(items)
        .filter((item) => !amountOf(item['qty_shipped']).eq(0))
        .map((item) => ({ order_item_id: item['item_id'] ?? null, qty: item['qty_shipped'] ?? 0 }))
      if (entries.length > 0 && order['is_virtual'] !== 1)
        partOf(store, 'shipments', 'shipment', 451, order, at, { items: entries })
    }
    const memos = of(creditmemos, id)
    if (memos.length === 0 || (given && 'total_refunded' in given)) continue
    order['total_refunded'] = Number(sum(memos, 'grand_total'))
    order['base_total_refunded'] = order['total_refunded']
    for (const item of items) {
      const back = memos
        .flatMap(({ items: entries }) => rowsIn(entries))
        .filter(({ order_item_id }) => order_item_id === item['item_id'])
      if (back.length > 0) item['qty_refunded'] = Number(sum(back, 'qty'))
    }
  }
}

function partOf(
  store: RowStore,
  table: Table,
  plain: string,
  firstId: number,
  order: Row,
  at: Json,
  more: Row,
): Row {
  const rows = store.tables[table]
  const id = Math.max(firstId - 1, ...rows.keys()) + 1
  const merged = merge(
    { ...PLAIN[plain] },
    {
      entity_id: id,
      order_id: order['entity_id'] ?? null,
      increment_id: String(id).padStart(9, '0'),
      store_id: order['store_id'] ?? 1,
      created_at: at,
      updated_at: at,
      ...more,
    },
  )
  const row = isObject(merged) ? merged : {}
  rows.set(id, row)
  return row
}
