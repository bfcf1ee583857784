import { readFileSync } from 'node:fs'
import type { Env, Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import { z } from 'zod'
import type { ShopState } from '../store/state.ts'
import { appPage } from './app-page.ts'
import {
  customerName,
  customerPage,
  customersPage,
  findCustomer,
  saveCustomerForm,
} from './customers.ts'
import { homePage } from './home.ts'
import type { AdminHost } from './host.ts'
import { appName, layout, missing, storePath } from './layout.ts'
import type { Html, Section } from './layout.ts'
import { listQuery } from './lists.ts'
import type { ListQuery } from './lists.ts'
import { findOrder, orderPage, ordersPage, saveOrderForm } from './orders.ts'
import { findProduct, productPage, productsPage, saveProductForm } from './products.ts'
import { pickable } from './resources.ts'

const asset = (name: string) => readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8')

const JAVASCRIPT = 'text/javascript; charset=utf-8'
const ASSETS: Record<string, { type: string; body: string }> = {
  '/admin.css': { type: 'text/css; charset=utf-8', body: asset('admin.css') },
  '/app-frame.js': { type: JAVASCRIPT, body: asset('app-frame.js') },
  '/app-bridge.js': {
    type: JAVASCRIPT,
    body: asset('app-bridge.js') + asset('app-bridge-elements.js'),
  },
}

const pickerQuery = z.object({
  type: z.enum(['product', 'variant', 'collection']),
  query: z.string().default(''),
})

/**
 * Puts the store admin on the stand-in's server: `/store/{shop}` with plain lists and details of
 * what the store holds, `/store/{shop}/apps/{handle}/*` with the app in a frame, and the
 * `/app-bridge.js` that the app loads in place of Shopify's own.
 */
export function mountAdmin<E extends Env>(app: Hono<E>, host: AdminHost): void {
  const findShop = (name: string): ShopState | null => {
    const domain = host
      .shopDomains()
      .find((known) => known === name || known === `${name}.myshopify.com`)
    return domain === undefined ? null : host.store(domain)
  }

  for (const [path, { type, body }] of Object.entries(ASSETS)) {
    app.get(path, () => new Response(body, { headers: { 'content-type': type } }))
  }

  const page = (shop: ShopState, section: Section, title: string, content: Html, status = 200) => {
    const document = Promise.resolve(layout({ host, shop, section, title, content }))
    return document.then((text) => htmlResponse(String(text), status))
  }
  const notFound = (shop: ShopState, section: Section, what: string) =>
    page(shop, section, what, missing(what), 404)

  app.get('/', (c) => {
    const [first] = host.shopDomains()
    return first === undefined ? c.notFound() : c.redirect(storePath(host.store(first)))
  })

  // No other page may post a merchant's edit, read a token or frame the admin.
  for (const path of ['/store/*', '/admin-data/*']) {
    app.use(
      path,
      csrf(),
      secureHeaders({ xFrameOptions: 'DENY', referrerPolicy: 'strict-origin-when-cross-origin' }),
    )
  }

  app.get('/store/:shop', (c) => {
    const shop = findShop(c.req.param('shop'))
    return shop ? page(shop, 'home', 'Home', homePage(shop)) : c.notFound()
  })

  /** List, detail and the merchant's edit of one kind of record. */
  function records<T extends { id: string }>(kind: {
    section: 'orders' | 'products' | 'customers'
    name: string
    list: (shop: ShopState, query: ListQuery) => Html
    find: (shop: ShopState, id: string) => T | undefined
    title: (record: T) => string
    detail: (shop: ShopState, record: T, saved: boolean) => Html
    save: (shop: ShopState, record: T, form: unknown) => boolean
  }): void {
    const { section, name } = kind
    app.get(`/store/:shop/${section}`, (c) => {
      const shop = findShop(c.req.param('shop'))
      if (!shop) return c.notFound()
      const content = kind.list(shop, listQuery.parse(c.req.query()))
      return page(shop, section, `${name}s`, content)
    })
    app.get(`/store/:shop/${section}/:id`, (c) => {
      const shop = findShop(c.req.param('shop'))
      if (!shop) return c.notFound()
      const record = kind.find(shop, c.req.param('id'))
      if (!record) return notFound(shop, section, name)
      const saved = c.req.query('saved') !== undefined
      return page(shop, section, kind.title(record), kind.detail(shop, record, saved))
    })
    app.post(`/store/:shop/${section}/:id`, async (c) => {
      const shop = findShop(c.req.param('shop'))
      if (!shop) return c.notFound()
      const record = kind.find(shop, c.req.param('id'))
      if (!record) return notFound(shop, section, name)
      if (!kind.save(shop, record, await c.req.parseBody())) {
        const refused = html`<div class="page">
          <p class="notice bad" role="alert">
            The ${name.toLowerCase()} was not changed: the form holds a value the store does not
            accept.
          </p>
        </div>`
        return page(shop, section, name, refused, 422)
      }
      return c.redirect(`${storePath(shop)}/${section}/${c.req.param('id')}?saved`, 303)
    })
  }
  records({
    section: 'orders',
    name: 'Order',
    list: ordersPage,
    find: findOrder,
    title: (order) => order.name,
    detail: orderPage,
    save: saveOrderForm,
  })
  records({
    section: 'products',
    name: 'Product',
    list: productsPage,
    find: findProduct,
    title: (product) => product.title,
    detail: productPage,
    save: saveProductForm,
  })
  records({
    section: 'customers',
    name: 'Customer',
    list: customersPage,
    find: findCustomer,
    title: customerName,
    detail: customerPage,
    save: saveCustomerForm,
  })

  app.get('/store/:shop/apps/:handle/*', (c) => {
    const shop = findShop(c.req.param('shop'))
    if (!shop) return c.notFound()
    const handle = c.req.param('handle')
    const { pathname, search } = new URL(c.req.url)
    const path = (pathname.split('/').slice(5).join('/') || '') + search
    // Shopify's library names the app by its key when it sends people to the admin.
    if (handle === host.app.apiKey) {
      return c.redirect(`${storePath(shop)}/apps/${host.app.handle}/${path}`)
    }
    if (handle !== host.app.handle) return notFound(shop, 'app', 'App')
    return page(shop, 'app', appName(host), appPage(host, shop, `/${path}`))
  })

  app.get('/store/:shop/*', (c) => {
    const shop = findShop(c.req.param('shop'))
    return shop ? notFound(shop, 'home', 'This page') : c.notFound()
  })

  app.post('/admin-data/:shop/session-token', (c) => {
    const shop = findShop(c.req.param('shop'))
    return shop ? c.json({ idToken: host.sessionToken(shop.domain) }) : c.notFound()
  })
  app.get('/admin-data/:shop/resources', (c) => {
    const shop = findShop(c.req.param('shop'))
    const asked = pickerQuery.safeParse(c.req.query())
    if (!shop || !asked.success) return c.notFound()
    return c.json({ resources: pickable(shop, asked.data.type, asked.data.query) })
  })
}

function htmlResponse(text: string, status: number): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
