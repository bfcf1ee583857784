import { html } from 'hono/html'
import { z } from 'zod'
import { legacyId, metafieldsOf, saveCustomer } from '../store/state.ts'
import type { Address, Customer, ShopState } from '../store/state.ts'
import { storePath } from './layout.ts'
import type { Html } from './layout.ts'
import { listPage, matching } from './lists.ts'
import type { ListQuery } from './lists.ts'
import { badge, card, facts, metafieldCard, moment, notice, tagList } from './pieces.ts'

export const customerPath = (shop: ShopState, gid: string) =>
  `${storePath(shop)}/customers/${legacyId(gid)}`

export function findCustomer(shop: ShopState, id: string): Customer | undefined {
  return shop.customers.get(`gid://shopify/Customer/${id}`)
}

export function customerName(customer: Customer): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(' ')
  return name || customer.email || customer.phone || 'No name'
}

/** An address line by line, as on a label; empty when there is none. */
function addressLines(address: Address | null): string[] {
  if (!address) return []
  const lines = [
    [address.firstName, address.lastName].filter(Boolean).join(' '),
    address.company,
    address.address1,
    address.address2,
    [address.zip, address.city, address.province ?? address.provinceCode].filter(Boolean).join(' '),
    address.country ?? address.countryCode,
    address.phone,
  ]
  return lines.filter((line): line is string => Boolean(line))
}

export function addressBlock(address: Address | null): Html {
  const lines = addressLines(address)
  if (lines.length === 0) return html`<p class="quiet">No address</p>`
  return html`<address>${lines.map((line) => html`${line}<br />`)}</address>`
}

const ordersOf = (shop: ShopState, customer: Customer) =>
  [...shop.orders.values()].filter((order) => order.customerId === customer.id)

export function customersPage(shop: ShopState, query: ListQuery): Html {
  const all = [...shop.customers.values()].toReversed()
  const orders = Map.groupBy(shop.orders.values(), (order) => order.customerId)
  const text = (customer: Customer) =>
    [customerName(customer), customer.email, customer.phone, customer.note, ...customer.tags].join(
      ' ',
    )
  return listPage({
    title: 'Customers',
    path: `${storePath(shop)}/customers`,
    query,
    hint: 'Search name, e-mail, phone, tag',
    total: all.length,
    found: matching(all, query.query, text),
    columns: [
      {
        label: 'Customer',
        cell: (c) => html`<a href="${customerPath(shop, c.id)}">${customerName(c)}</a>`,
      },
      { label: 'E-mail', cell: (c) => c.email ?? '' },
      { label: 'E-mail marketing', cell: (c) => badge(c.emailConsent.state) },
      {
        label: 'Location',
        cell: (c) => {
          const home = c.addresses.find((address) => address.id === c.defaultAddressId)
          return [home?.city, home?.country].filter(Boolean).join(', ')
        },
      },
      { label: 'Orders', number: true, cell: (c) => String(orders.get(c.id)?.length ?? 0) },
    ],
  })
}

export function customerPage(shop: ShopState, customer: Customer, saved: boolean): Html {
  const path = customerPath(shop, customer.id)
  const orders = ordersOf(shop, customer).toReversed()
  return html`<div class="page">
    <a class="back" href="${storePath(shop)}/customers">‹ Customers</a>
    <div class="page-title"><h1>${customerName(customer)}</h1></div>
    ${notice(saved)}
    <div class="columns">
      <div>
        ${card(
          `Orders (${orders.length})`,
          orders.length === 0
            ? html`<p class="quiet">No orders yet</p>`
            : html`<ul class="rows">
                ${orders.map(
                  (order) =>
                    html`<li>
                      <a href="${storePath(shop)}/orders/${legacyId(order.id)}">${order.name}</a>
                      <span class="quiet">${moment(order.processedAt, shop.timezone)}</span>
                    </li>`,
                )}
              </ul>`,
        )}
        ${card(
          `Addresses (${customer.addresses.length})`,
          html`<div class="tiles">
            ${customer.addresses.map(
              (address) =>
                html`<div>
                  ${address.id === customer.defaultAddressId ? badge('DEFAULT') : ''}
                  ${addressBlock(address)}
                </div>`,
            )}
          </div>`,
        )}
        ${metafieldCard(metafieldsOf(shop, customer.id))}
      </div>
      <div>
        ${card(
          'Contact',
          facts([
            ['E-mail', customer.email],
            ['Phone', customer.phone],
            ['Language', customer.locale],
            ['E-mail marketing', badge(customer.emailConsent.state) || null],
            ['SMS marketing', badge(customer.smsConsent.state) || null],
            ['Tax', customer.taxExempt ? 'Exempt' : 'Collected'],
            ['Created', moment(customer.createdAt, shop.timezone)],
            ['Updated', moment(customer.updatedAt, shop.timezone)],
          ]),
        )}
        ${card(
          'Note',
          html`<form class="stack" method="post" action="${path}">
            <textarea name="note" aria-label="Note" maxlength="5000">
${customer.note ?? ''}</textarea>
            <button class="button primary">Save</button>
          </form>`,
        )}
        ${card('Tags', tagList(customer.tags))}
      </div>
    </div>
  </div>`
}

const customerForm = z.object({ note: z.string().max(5000) })

/** A merchant's edit. False when the form holds nothing a store would accept. */
export function saveCustomerForm(shop: ShopState, customer: Customer, form: unknown): boolean {
  const parsed = customerForm.safeParse(form)
  if (!parsed.success) return false
  customer.note = parsed.data.note
  saveCustomer(shop, customer)
  return true
}
