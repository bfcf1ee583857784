import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { ShopState } from '../store/state.ts'
import type { AdminHost } from './host.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
export type Section = 'home' | 'orders' | 'products' | 'customers' | 'app'

/** The name a store has in addresses: `demo` for `demo.myshopify.com`. */
export function shopHandle(shop: ShopState): string {
  return shop.domain.replace(/\.myshopify\.com$/, '')
}

/** The app's name as people read it, from its handle. */
export function appName(host: AdminHost): string {
  const words = host.app.handle.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function storePath(shop: ShopState): string {
  return `/store/${shopHandle(shop)}`
}

function navigation(host: AdminHost, shop: ShopState, section: Section): Html {
  const base = storePath(shop)
  const link = (name: Section, path: string, label: string) =>
    html`<li>
      <a href="${base}${path}" ${section === name ? html`aria-current="page"` : ''}>${label}</a>
    </li>`
  return html`<ul class="nav">
    ${link('home', '', 'Home')} ${link('orders', '/orders', 'Orders')}
    ${link('products', '/products', 'Products')} ${link('customers', '/customers', 'Customers')}
    <li>
      <p class="section">Apps</p>
      <a
        href="${base}/apps/${host.app.handle}"
        data-app-home
        ${section === 'app' ? html`aria-current="page"` : ''}
        >${appName(host)}</a
      >
      ${section === 'app' ? html`<ul data-app-nav hidden></ul>` : ''}
    </li>
  </ul>`
}

/** One page of the admin: top bar, navigation and the given content. */
export function layout(options: {
  host: AdminHost
  shop: ShopState
  section: Section
  title: string
  content: Html
}): Html {
  const { host, shop, section, title, content } = options
  const nav = () => navigation(host, shop, section)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${shop.name}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/admin.css" />
      </head>
      <body>
        <div class="shell">
          <header class="top">
            <a class="skip" href="#main">Skip to content</a>
            <details class="menu">
              <summary aria-label="Menu">☰</summary>
              <nav aria-label="Store">${nav()}</nav>
            </details>
            <a class="brand" href="${storePath(shop)}">Store admin<small>stand-in</small></a>
            <span class="shop">
              <span class="avatar" aria-hidden="true">${shop.name.slice(0, 1).toUpperCase()}</span>
              <span>${shop.name}</span>
            </span>
            ${
              section === 'app'
                ? html`<div id="save-bar" hidden>
                    <span>Unsaved changes</span>
                    <div id="save-bar-actions"></div>
                  </div>`
                : ''
            }
          </header>
          <nav class="side" aria-label="Store">${nav()}</nav>
          <main class="main" id="main">${content}</main>
        </div>
      </body>
    </html>`
}

/** What a page has to say about a thing that is not there. */
export function missing(what: string): Html {
  return html`<div class="page">
    <div class="card empty"><h1>${what} was not found</h1></div>
  </div>`
}
