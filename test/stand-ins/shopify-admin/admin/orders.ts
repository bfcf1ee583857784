import { html } from 'hono/html'
import { z } from 'zod'
import { addBags, isZero, subtractBags, timesBag, ZERO_BAG } from '../store/money.ts'
import {
  allTaxLines,
  financialStatus,
  fulfillmentStatus,
  totalsOf,
} from '../resolvers/orders/math.ts'
import { saveOrder } from '../resolvers/orders/store.ts'
import { legacyId, metafieldsOf } from '../store/state.ts'
import type { Bag, LineItem, Order, ShopState } from '../store/state.ts'
import { addressBlock, customerName, customerPath } from './customers.ts'
import { storePath } from './layout.ts'
import type { Html } from './layout.ts'
import { listPage, matching } from './lists.ts'
import type { Column, ListQuery } from './lists.ts'
import {
  badge,
  card,
  facts,
  metafieldCard,
  moment,
  money,
  notice,
  tagList,
  words,
} from './pieces.ts'
import { productPath } from './products.ts'

const orderPath = (shop: ShopState, gid: string) => `${storePath(shop)}/orders/${legacyId(gid)}`

export function findOrder(shop: ShopState, id: string): Order | undefined {
  return shop.orders.get(`gid://shopify/Order/${id}`)
}

/** Amounts as the customer saw them. */
const amount = (order: Order, bag: Bag) => money(bag.presentment, order.presentmentCurrency)

const customerOf = (shop: ShopState, order: Order) =>
  order.customerId === null ? undefined : shop.customers.get(order.customerId)

function newestFirst(shop: ShopState): Order[] {
  return [...shop.orders.values()].toSorted(
    (a, b) =>
      b.processedAt.localeCompare(a.processedAt) || Number(legacyId(b.id)) - Number(legacyId(a.id)),
  )
}

function buyer(shop: ShopState, order: Order): string {
  const customer = customerOf(shop, order)
  return customer ? customerName(customer) : (order.email ?? 'No customer')
}

const columns = (shop: ShopState): Column<Order>[] => [
  {
    label: 'Order',
    cell: (o) =>
      html`<a href="${orderPath(shop, o.id)}">${o.name}</a>
        ${o.cancelledAt ? badge('CANCELLED') : ''}`,
  },
  { label: 'Date', cell: (o) => moment(o.processedAt, shop.timezone) },
  { label: 'Customer', cell: (o) => buyer(shop, o) },
  { label: 'Total', number: true, cell: (o) => amount(o, totalsOf(o).total) },
  { label: 'Payment', cell: (o) => badge(financialStatus(o)) },
  { label: 'Fulfilment', cell: (o) => badge(fulfillmentStatus(o)) },
  {
    label: 'Items',
    number: true,
    cell: (o) => String(o.lines.reduce((sum, line) => sum + line.quantity, 0)),
  },
]

export function ordersPage(shop: ShopState, query: ListQuery): Html {
  const all = newestFirst(shop)
  const text = (order: Order) =>
    [
      order.name,
      order.email,
      order.phone,
      buyer(shop, order),
      order.note,
      order.sourceIdentifier,
      ...order.tags,
      ...order.lines.flatMap((line) => [line.title, line.sku]),
    ].join(' ')
  return listPage({
    title: 'Orders',
    path: `${storePath(shop)}/orders`,
    query,
    hint: 'Search number, customer, e-mail, product, tag',
    total: all.length,
    found: matching(all, query.query, text),
    columns: columns(shop),
  })
}

function linesCard(shop: ShopState, order: Order): Html {
  const { presentmentCurrency } = order
  const name = (line: LineItem) =>
    line.productId !== null && shop.products.has(line.productId)
      ? html`<a href="${productPath(shop, line.productId)}">${line.title}</a>`
      : html`<strong>${line.title}</strong>`
  const detail = (line: LineItem) =>
    [
      line.variantTitle,
      line.sku && `SKU ${line.sku}`,
      ...line.customAttributes.map(({ key, value }) => `${key}: ${value}`),
      ...line.taxLines.map(
        (tax) => `${tax.title} ${money(tax.price.presentment, presentmentCurrency)}`,
      ),
      line.removed > 0 ? `${line.removed} removed` : null,
      line.refunded > 0 ? `${line.refunded} refunded` : null,
    ]
      .filter(Boolean)
      .join(' · ')
  return html`<section class="card flush">
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col" class="number">Price</th>
          <th scope="col" class="number">Quantity</th>
          <th scope="col" class="number">Discount</th>
          <th scope="col" class="number">Total</th>
        </tr>
      </thead>
      <tbody>
        ${order.lines.map((line) => {
          const full = timesBag(line.unitPrice, line.quantity)
          const total = subtractBags(full, line.discount)
          const discount = isZero(line.discount) ? '' : `−${amount(order, line.discount)}`
          return html`<tr>
            <td>
              <div>${name(line)}<br /><span class="quiet">${detail(line)}</span></div>
            </td>
            <td data-label="Price" class="number">${amount(order, line.unitPrice)}</td>
            <td data-label="Quantity" class="number">${line.quantity}</td>
            <td data-label="Discount" class="number">${discount}</td>
            <td data-label="Total" class="number">${amount(order, total)}</td>
          </tr>`
        })}
      </tbody>
    </table>
  </section>`
}

function discountName(order: Order): string {
  const { discount } = order
  if (!discount) return ''
  if (discount.kind === 'percentage') return `${discount.code} (${discount.percentage}%)`
  return discount.code
}

function taxRows(order: Order): { label: string; price: Bag }[] {
  const sums = new Map<string, Bag>()
  for (const tax of allTaxLines(order)) {
    const label = `${tax.title} ${Number((tax.rate * 100).toFixed(4))}%`
    sums.set(label, addBags(sums.get(label) ?? ZERO_BAG, tax.price))
  }
  return [...sums].map(([label, price]) => ({ label, price }))
}

const lineDiscounts = (order: Order) =>
  addBags(ZERO_BAG, ...order.lines.map((line) => line.discount))

function sumsCard(order: Order): Html {
  const totals = totalsOf(order)
  const row = (name: string, note: string, value: Bag, kind = '') =>
    html`<tr class="${kind}">
      <td>${name}</td>
      <td class="quiet">${note}</td>
      <td class="number">${amount(order, value)}</td>
    </tr>`
  const minus = (bag: Bag) => subtractBags(ZERO_BAG, bag)
  return card(
    'Payment',
    html`<table class="sums">
      <tbody>
        ${row('Items', '', addBags(totals.subtotal, lineDiscounts(order)))}
        ${order.discount ? row('Discount', discountName(order), minus(lineDiscounts(order))) : ''}
        ${order.shippingLines.map((line) =>
          row('Shipping', line.title, subtractBags(line.price, line.discount)),
        )}
        ${taxRows(order).map(({ label, price }) =>
          row(order.taxesIncluded ? 'Tax (included)' : 'Tax', label, price),
        )}
        ${row('Total', '', totals.total, 'total')} ${row('Received', '', totals.received)}
        ${isZero(totals.refunded) ? '' : row('Refunded', '', minus(totals.refunded))}
        ${isZero(totals.outstanding) ? '' : row('Outstanding', '', totals.outstanding)}
      </tbody>
    </table>`,
  )
}

function transactionsCard(shop: ShopState, order: Order): Html | '' {
  if (order.transactions.length === 0) return ''
  return card(
    'Transactions',
    html`<ul class="rows">
      ${order.transactions.map(
        (one) =>
          html`<li>
            ${words(one.kind)} ${amount(order, one.amount)} · ${one.gateway ?? 'no gateway'} ·
            ${words(one.status)}
            <span class="quiet">${moment(one.processedAt, shop.timezone)}</span>
          </li>`,
      )}
    </ul>`,
  )
}

function refundsCard(shop: ShopState, order: Order): Html | '' {
  if (order.refunds.length === 0) return ''
  const title = (id: string) => order.lines.find((line) => line.id === id)?.title ?? 'Item'
  return card(
    `Refunds (${order.refunds.length})`,
    html`<ul class="rows">
      ${order.refunds.map(
        (refund) =>
          html`<li>
            <strong>${amount(order, refund.total)}</strong>
            <span class="quiet">${moment(refund.processedAt, shop.timezone)}</span>
            ${refund.note ? html`<br />${refund.note}` : ''}
            ${refund.lines.map(
              (line) =>
                html`<br />${line.quantity} × ${title(line.lineItemId)}
                  <span class="quiet">${amount(order, line.subtotal)}</span>`,
            )}
          </li>`,
      )}
    </ul>`,
  )
}

function fulfillmentsCard(shop: ShopState, order: Order): Html | '' {
  if (order.fulfillments.length === 0) return ''
  return card(
    `Fulfilments (${order.fulfillments.length})`,
    html`<ul class="rows">
      ${order.fulfillments.map(
        (one) =>
          html`<li>
            ${one.name} ${badge(one.status)}
            <span class="quiet">${moment(one.createdAt, shop.timezone)}</span>
            ${one.tracking.map(
              ({ company, number }) =>
                html`<br />${[company, number].filter(Boolean).join(' ') || 'No tracking number'}`,
            )}
            <br /><span class="quiet"
              >${one.lines.reduce((sum, line) => sum + line.quantity, 0)} items from
              ${shop.locationList.get(one.locationId)?.name ?? 'a location'}</span
            >
          </li>`,
      )}
    </ul>`,
  )
}

function editCard(shop: ShopState, order: Order): Html {
  return card(
    'Note and tags',
    html`<form class="stack" method="post" action="${orderPath(shop, order.id)}">
      <label>Note <textarea name="note" maxlength="5000">${order.note ?? ''}</textarea></label>
      <label>Tags <input name="tags" value="${order.tags.join(', ')}" /></label>
      <button class="button primary">Save</button>
    </form>`,
  )
}

export function orderPage(shop: ShopState, order: Order, saved: boolean): Html {
  const totals = totalsOf(order)
  const customer = customerOf(shop, order)
  const twoCurrencies = order.presentmentCurrency !== order.currency
  return html`<div class="page">
    <a class="back" href="${storePath(shop)}/orders">‹ Orders</a>
    <div class="page-title">
      <h1>${order.name}</h1>
      ${badge(financialStatus(order))} ${badge(fulfillmentStatus(order))}
      ${order.cancelledAt ? badge('CANCELLED') : ''} ${order.closedAt ? badge('ARCHIVED') : ''}
      <span class="quiet">${moment(order.processedAt, shop.timezone)}</span>
    </div>
    ${notice(saved)}
    <div class="columns">
      <div>
        ${linesCard(shop, order)} ${sumsCard(order)} ${transactionsCard(shop, order)}
        ${refundsCard(shop, order)} ${fulfillmentsCard(shop, order)}
        ${metafieldCard(metafieldsOf(shop, order.id))}
      </div>
      <div>
        ${card(
          'Customer',
          facts([
            [
              'Name',
              customer
                ? html`<a href="${customerPath(shop, customer.id)}">${customerName(customer)}</a>`
                : 'No customer',
            ],
            ['E-mail', order.email],
            ['Phone', order.phone],
          ]),
        )}
        ${card('Shipping address', addressBlock(order.shippingAddress))}
        ${card('Billing address', addressBlock(order.billingAddress))} ${editCard(shop, order)}
        ${card('Tags', tagList(order.tags))}
        ${card(
          'Details',
          facts([
            ['In store currency', twoCurrencies ? money(totals.total.shop, order.currency) : null],
            ['Cancelled', moment(order.cancelledAt, shop.timezone)],
            ['Reason', order.cancelReason && words(order.cancelReason)],
            ['Archived', moment(order.closedAt, shop.timezone)],
            ['Source', order.sourceName],
            ['Source id', order.sourceIdentifier],
            ['Purchase order', order.poNumber],
            ['Prices', order.taxesIncluded ? 'Include tax' : 'Without tax'],
            ...order.customAttributes.map(({ key, value }) => [key, value] as const),
            ['Created', moment(order.createdAt, shop.timezone)],
            ['Updated', moment(order.updatedAt, shop.timezone)],
          ]),
        )}
      </div>
    </div>
  </div>`
}

const orderForm = z.object({ note: z.string().max(5000), tags: z.string() })

/** A merchant's edit. False when the form holds nothing a store would accept. */
export function saveOrderForm(shop: ShopState, order: Order, form: unknown): boolean {
  const parsed = orderForm.safeParse(form)
  if (!parsed.success) return false
  order.note = parsed.data.note || null
  order.tags = [...new Set(parsed.data.tags.split(',').map((tag) => tag.trim()))]
    .filter(Boolean)
    .toSorted((a, b) => a.localeCompare(b))
  saveOrder(shop, order)
  return true
}

/** The last orders of the store, for its home page. */
export function recentOrdersTable(shop: ShopState): Html {
  const orders = newestFirst(shop).slice(0, 8)
  if (orders.length === 0) return html`<p class="empty">No orders have arrived yet.</p>`
  return html`<table class="list">
    <thead>
      <tr>
        <th scope="col">Latest orders</th>
        <th scope="col">Date</th>
        <th scope="col">Customer</th>
        <th scope="col" class="number">Total</th>
      </tr>
    </thead>
    <tbody>
      ${orders.map(
        (order) =>
          html`<tr>
            <td><a href="${orderPath(shop, order.id)}">${order.name}</a></td>
            <td data-label="Date">${moment(order.processedAt, shop.timezone)}</td>
            <td data-label="Customer">${buyer(shop, order)}</td>
            <td data-label="Total" class="number">${amount(order, totalsOf(order).total)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}
