import { html } from 'hono/html'
import type { ShopState } from '../store/state.ts'
import { storePath } from './layout.ts'
import type { Html } from './layout.ts'
import { recentOrdersTable } from './orders.ts'

export function homePage(shop: ShopState): Html {
  const base = storePath(shop)
  const tile = (path: string, label: string, count: number) =>
    html`<a class="card tile" href="${base}/${path}"
      ><span class="quiet">${label}</span><strong>${count}</strong></a
    >`
  return html`<div class="page">
    <div class="page-title"><h1>${shop.name}</h1></div>
    <p class="quiet">
      ${shop.domain} · ${shop.currency} · ${shop.timezone}. This is a stand-in for a Shopify store:
      it lives on this machine and forgets everything when it stops.
    </p>
    <div class="tiles">
      ${tile('orders', 'Orders', shop.orders.size)}
      ${tile('products', 'Products', shop.products.size)}
      ${tile('customers', 'Customers', shop.customers.size)}
    </div>
    <section class="card flush">${recentOrdersTable(shop)}</section>
  </div>`
}
