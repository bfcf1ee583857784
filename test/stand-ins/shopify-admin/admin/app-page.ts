import { createHmac, randomBytes } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { ShopState } from '../store/state.ts'
import type { AdminHost } from './host.ts'
import { appName, shopHandle, storePath } from './layout.ts'
import type { Html } from './layout.ts'

/** Parameters of the admin's own that an address inside the app never keeps. */
const OWN_PARAMETERS = [
  'embedded',
  'hmac',
  'host',
  'id_token',
  'locale',
  'session',
  'shop',
  'timestamp',
]

/**
 * The address the admin opens in the frame. `host` names admin.shopify.com as in the real one,
 * because Shopify's library accepts nothing else; App Bridge finds out by itself who frames it.
 */
function frameUrl(host: AdminHost, shop: ShopState, appUrl: string, path: string): string {
  const url = new URL(appUrl.replace(/\/+$/, '') + path)
  for (const name of OWN_PARAMETERS) url.searchParams.delete(name)
  const admin = Buffer.from(`admin.shopify.com${storePath(shop)}`).toString('base64')
  const parameters: Record<string, string> = {
    embedded: '1',
    host: admin.replace(/=+$/, ''),
    id_token: host.sessionToken(shop.domain),
    locale: 'en',
    session: randomBytes(32).toString('hex'),
    shop: shop.domain,
    timestamp: String(Math.floor(shop.now() / 1000)),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const message = [...url.searchParams]
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('&')
  const hmac = createHmac('sha256', host.app.apiSecret).update(message).digest('hex')
  url.searchParams.set('hmac', hmac)
  return url.href
}

/** JSON inside a script element: nothing in it may end the element. */
function jsonScript(value: unknown): Html {
  return raw(JSON.stringify(value).replaceAll('<', '\\u003c'))
}

/** What frames the app. `path` is the app's own path with its query, `/` at least. */
export function appPage(host: AdminHost, shop: ShopState, path: string): Html {
  const appUrl = host.appUrl()
  const name = appName(host)
  const settings = appUrl && {
    appName: name,
    appOrigin: new URL(appUrl).origin,
    basePath: `${storePath(shop)}/apps/${host.app.handle}`,
    frameUrl: frameUrl(host, shop, appUrl, path),
    path,
    resourcesUrl: `/admin-data/${shopHandle(shop)}/resources`,
    scopes: host.app.scopes,
    shopName: shop.name,
    storePath: storePath(shop),
    tokenUrl: `/admin-data/${shopHandle(shop)}/session-token`,
    user: { accountAccess: 'full', accountType: 'regular', firstName: 'Store', lastName: 'Owner' },
  }
  if (!settings) {
    return html`<div class="page">
      <div class="card empty">
        <h1>${name} is not running</h1>
        <p>The stand-in has not been told the app’s address yet. Start the app, then reload.</p>
      </div>
    </div>`
  }
  return html`<div class="app">
    <div class="title-bar">
      <div id="title-breadcrumb"></div>
      <h1 id="title-text">${name}</h1>
      <div id="title-actions"></div>
    </div>
    <ul class="app-tabs" data-app-nav aria-label="${name}" hidden></ul>
    <div class="frame-area">
      <div id="loading-bar" hidden role="progressbar" aria-label="Loading"></div>
      <p class="frame-wait">Opening ${name} …</p>
      <iframe id="app-frame" title="${name}" allow="clipboard-write"></iframe>
    </div>
    <div id="toasts" aria-live="polite"></div>
    <script type="application/json" id="frame-settings">
      ${jsonScript(settings)}
    </script>
    <script src="/app-frame.js"></script>
  </div>`
}
