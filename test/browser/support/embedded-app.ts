import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { ShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'

export type EmbeddedApp = {
  url: string
  /** The `Authorization` header of every call to `/api/*`, in order. */
  bearers: (string | null)[]
  /** How many documents were asked for without a valid session token. */
  bounces: number
  /** Answers the next call to `/api/*` as Shopify's library does for a token that has expired. */
  refuseNextCall(): void
  close(): Promise<void>
}

/**
 * The smallest app that is truly embedded: it signs people in with Shopify's own library (session
 * token, bounce page, token exchange with the stand-in) and uses every part of App Bridge once.
 */
export async function startEmbeddedApp(standIn: ShopifyStandIn): Promise<EmbeddedApp> {
  // All three read the environment once, when they are imported.
  process.env['APP_BRIDGE_URL'] = `${standIn.url}/app-bridge.js`
  process.env['SHOPIFY_STAND_IN_URL'] = standIn.url
  await import('#test/stand-ins/shopify-admin/redirect.ts')
  await import('@shopify/shopify-app-remix/adapters/node')
  const { ApiVersion, LogSeverity, shopifyApp } = await import('@shopify/shopify-app-remix/server')

  const app = new Hono()
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(started),
    )
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  const url = `http://127.0.0.1:${address.port}`

  const sessions = new Map<string, Parameters<typeof storage.storeSession>[0]>()
  const storage = {
    storeSession: async (session: import('@shopify/shopify-app-remix/server').Session) => {
      sessions.set(session.id, session)
      return true
    },
    loadSession: async (id: string) => sessions.get(id),
    deleteSession: async (id: string) => sessions.delete(id),
    deleteSessions: async () => true,
    findSessionsByShop: async () => [...sessions.values()],
  }
  const shopify = shopifyApp({
    apiKey: standIn.app.apiKey,
    apiSecretKey: standIn.app.apiSecret,
    appUrl: url,
    apiVersion: ApiVersion.July26,
    sessionStorage: storage,
    logger: { level: LogSeverity.Error },
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  })

  const running: EmbeddedApp = {
    url,
    bearers: [],
    bounces: 0,
    refuseNextCall() {
      refuse = true
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
  let refuse = false

  app.onError((error) => {
    if (error instanceof Response) return error
    throw error
  })
  /** Hono hands only errors to `onError`; Shopify's library throws responses. */
  const authenticated = async (
    request: Request,
    answer: (shop: string) => Response | Promise<Response>,
  ): Promise<Response> => {
    try {
      const { session } = await shopify.authenticate.admin(request)
      return await answer(session.shop)
    } catch (thrown) {
      if (thrown instanceof Response) return framedBy(standIn, thrown)
      throw thrown
    }
  }

  app.get('/auth/*', (c) => {
    running.bounces += 1
    return authenticated(c.req.raw, () => new Response(null, { status: 404 }))
  })
  app.all('/api/whoami', (c) => {
    running.bearers.push(c.req.header('authorization') ?? null)
    if (refuse) {
      refuse = false
      const headers = { 'X-Shopify-Retry-Invalid-Session-Request': '1' }
      return new Response(null, { status: 401, headers })
    }
    return authenticated(c.req.raw, async (shop) =>
      Response.json({ shop, body: await c.req.text() }),
    )
  })
  app.get('*', (c) =>
    authenticated(c.req.raw, async () => {
      const response = await c.html(page(standIn))
      return framedBy(standIn, response)
    }),
  )
  return running
}

/** Opens the response to the stand-in's admin, and drops the library's preload from Shopify's CDN. */
function framedBy(standIn: ShopifyStandIn, response: Response): Response {
  response.headers.delete('link')
  response.headers.set('content-security-policy', `frame-ancestors ${standIn.url}`)
  return response
}

function page(standIn: ShopifyStandIn) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>App</title>
        <link rel="icon" href="data:," />
        <script src="${standIn.url}/app-bridge.js" data-api-key="${standIn.app.apiKey}"></script>
        <style>
          body {
            font: 14px system-ui;
            padding: 20px;
            background: #f1f1f1;
          }
        </style>
      </head>
      <body>
        <ui-nav-menu>
          <a href="/app" rel="home">Home</a>
          <a href="/app/runs">Runs</a>
          <a href="/app/settings">Settings</a>
        </ui-nav-menu>
        <ui-title-bar title="Migration">
          <button variant="breadcrumb" id="back">Projects</button>
          <button variant="primary" id="start">Start run</button>
          <button id="export">Export</button>
        </ui-title-bar>
        <ui-save-bar id="save">
          <button variant="primary" id="save-it">Save</button>
          <button id="discard-it">Discard</button>
        </ui-save-bar>
        <ui-modal id="ask">
          <p style="padding: 16px">Really start?</p>
          <ui-title-bar title="Start the run?">
            <button variant="primary" id="yes">Yes</button>
            <button>No</button>
          </ui-title-bar>
        </ui-modal>
        <h1>Path <output id="path"></output></h1>
        <p>Clicked: <output id="clicked"></output></p>
        <p>Answer: <output id="answer"></output></p>
        <p>
          <button onclick="call()">Call the server</button>
          <button
            onclick="shopify.toast.show('Run started', { action: 'Undo', onAction: () => note('undo') })"
          >
            Toast
          </button>
          <button onclick="shopify.saveBar.show('save')">Edit</button>
          <button onclick="shopify.modal.show('ask')">Ask</button>
          <button onclick="shopify.loading(true)">Load</button>
          <button onclick="pick()">Pick</button>
        </p>
        <p><a href="shopify://admin/products" target="_top">Products in the admin</a></p>
        <script>
          const show = (id, text) => (document.getElementById(id).textContent = text)
          const note = (text) => show('clicked', text)
          const showPath = () => show('path', location.pathname)
          document.addEventListener('click', (event) => {
            if (event.target.id) note(event.target.id)
          })
          addEventListener('shopify:navigate', (event) => {
            history.pushState(null, '', event.target.getAttribute('href'))
            showPath()
          })
          addEventListener('popstate', showPath)
          async function call() {
            const response = await fetch('/api/whoami', { method: 'POST', body: 'hello' })
            show('answer', JSON.stringify(await response.json()))
          }
          async function pick() {
            const picked = await shopify.resourcePicker({ type: 'product', multiple: true })
            show('answer', picked ? picked.map((one) => one.title).join(', ') : 'nothing')
          }
          showPath()
        </script>
      </body>
    </html>`
}
