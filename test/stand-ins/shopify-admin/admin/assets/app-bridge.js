/**
 * The App Bridge of the stand-in: what an embedded app loads in place of Shopify's script.
 *
 * It lives in the app's frame and talks to the admin page around it by postMessage. It changes no
 * node of the document while the page loads (an app that hydrates its whole document would throw
 * such nodes away): styles are adopted, dialogs are added when they open.
 */
;(() => {
  if (window.shopify) return
  const CHANNEL = 'shopify-admin-stand-in'
  const script = document.currentScript ?? document.querySelector('script[src*="app-bridge"]')
  const embedded = window.parent !== window
  const adminUrl = /^(?:shopify:\/*admin|https:\/\/admin\.shopify\.com\/store\/[^/]+)(\/.*)?$/i
  const sessionParameters =
    'appLoadId embedded hmac host id_token locale protocol session shop timestamp'.split(' ')

  // ---- configuration: an app's later addresses no longer carry it -------------------------------

  const query = new URLSearchParams(location.search)
  const remembered = JSON.parse(sessionStorage.getItem(CHANNEL) ?? '{}')
  const config = {
    apiKey:
      script?.dataset.apiKey ??
      document.querySelector('meta[name="shopify-api-key"]')?.getAttribute('content') ??
      '',
    shop: query.get('shop') ?? remembered.shop,
    host: query.get('host') ?? remembered.host,
    locale: query.get('locale') ?? remembered.locale ?? 'en',
  }
  sessionStorage.setItem(CHANNEL, JSON.stringify(config))

  // ---- talking to the admin ---------------------------------------------------------------------

  const native = { fetch: window.fetch.bind(window), open: window.open.bind(window) }
  const waiting = []
  const pending = new Map()
  const handlers = new Map()
  let adminOrigin = location.ancestorOrigins?.[0] ?? (script ? new URL(script.src).origin : '')
  let connected = false
  let lastId = 0
  const ready = Promise.withResolvers()

  function send(type, payload) {
    const message = { channel: CHANNEL, type, payload }
    if (connected) window.parent.postMessage(message, adminOrigin)
    else waiting.push(message)
  }

  function ask(type, payload) {
    if (!embedded) return Promise.reject(new Error('This page is not inside the Shopify admin.'))
    const id = ++lastId
    const answer = Promise.withResolvers()
    pending.set(id, answer)
    send(type, { ...payload, id })
    return answer.promise
  }

  handlers.set('welcome', (_payload, origin) => {
    adminOrigin = origin
    connected = true
    for (const message of waiting.splice(0)) window.parent.postMessage(message, adminOrigin)
    ready.resolve()
  })
  handlers.set('answer', ({ id, value, error }) => {
    const answer = pending.get(id)
    pending.delete(id)
    if (error) answer?.reject(new Error(error))
    else answer?.resolve(value)
  })

  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || event.data?.channel !== CHANNEL) return
    handlers.get(event.data.type)?.(event.data.payload, event.origin)
  })

  // ---- session tokens ---------------------------------------------------------------------------

  const EXPIRY_MARGIN_MS = 5_000
  let token = { value: '', until: 0 }

  function lifetimeMs(value) {
    const claims = JSON.parse(atob(value.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')))
    return (claims.exp - claims.iat) * 1_000
  }

  async function idToken({ fresh = false } = {}) {
    if (!fresh && performance.now() < token.until) return token.value
    const value = await ask('id-token')
    // Counted from now on this clock: the clocks of browser and server need not agree.
    token = { value, until: performance.now() + lifetimeMs(value) - EXPIRY_MARGIN_MS }
    return value
  }

  /** Calls to the app's own server carry the merchant's session token. */
  async function fetchWithToken(input, init) {
    const request = new Request(input, init)
    if (new URL(request.url).origin !== location.origin || request.headers.has('Authorization')) {
      return native.fetch(input, init)
    }
    const attempt = async (options) => {
      const copy = request.clone()
      copy.headers.set('Authorization', `Bearer ${await idToken(options)}`)
      copy.headers.set('X-Requested-With', 'XMLHttpRequest')
      return await native.fetch(copy)
    }
    let response = await attempt()
    if (response.headers.has('X-Shopify-Retry-Invalid-Session-Request')) {
      response = await attempt({ fresh: true })
    }
    const elsewhere = response.headers.get('X-Shopify-API-Request-Failure-Reauthorize-Url')
    if (elsewhere) open(elsewhere, '_top')
    return response
  }

  // ---- addresses --------------------------------------------------------------------------------

  /** The path inside the store's admin, or null for any other address. */
  function adminPath(url) {
    const match = adminUrl.exec(String(url))
    return match ? (match[1] ?? '/') : null
  }

  function open(url, target, features) {
    const path = adminPath(url ?? '')
    if (path === null) return native.open(url, target, features)
    send('navigate', { path, newTab: target === '_blank' || target === undefined })
    return null
  }

  function followAdminLinks(event) {
    if (event.defaultPrevented || event.button !== 0) return
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement)
    const path = link ? adminPath(link.getAttribute('href') ?? '') : null
    if (path === null) return
    event.preventDefault()
    send('navigate', {
      path,
      newTab: link.target === '_blank' || event.metaKey || event.ctrlKey || event.shiftKey,
    })
  }

  function reportLocation() {
    const url = new URL(location.href)
    for (const name of sessionParameters) url.searchParams.delete(name)
    send('location', { path: url.pathname + url.search + url.hash })
  }

  function watchLocation() {
    for (const name of ['pushState', 'replaceState']) {
      const original = history[name].bind(history)
      history[name] = (...args) => {
        original(...args)
        reportLocation()
      }
    }
    window.addEventListener('popstate', reportLocation)
    window.addEventListener('hashchange', reportLocation)
    reportLocation()
  }

  // ---- window.shopify ---------------------------------------------------------------------------

  const toasts = new Map()
  handlers.set('toast-action', ({ id }) => toasts.get(id)?.onAction?.())
  handlers.set('toast-dismiss', ({ id }) => {
    toasts.get(id)?.onDismiss?.()
    toasts.delete(id)
  })

  const toast = {
    show(message, { duration = 5_000, isError = false, action, onAction, onDismiss } = {}) {
      const id = `toast-${++lastId}`
      toasts.set(id, { onAction, onDismiss })
      send('toast-show', { id, message: String(message), duration, isError, action })
      return id
    },
    hide: (id) => send('toast-hide', { id }),
  }

  /** `modal` and `saveBar` find their element by id. */
  const byId = (tag) => {
    const call = (method) => async (id) => {
      const element = document.getElementById(id)
      if (element?.localName !== tag) throw new Error(`There is no ${tag} with the id "${id}".`)
      await element[method]()
    }
    return { show: call('show'), hide: call('hide'), toggle: call('toggle') }
  }

  const vitals = { callback: null, metrics: new Map() }
  function watchVitals() {
    const note = (name, value) => vitals.metrics.set(name, { id: `${name}-1`, name, value })
    const observe = (type, read) =>
      new PerformanceObserver((list) => list.getEntries().forEach(read)).observe({
        type,
        buffered: true,
      })
    let shift = 0
    observe('largest-contentful-paint', (entry) => note('LCP', entry.startTime))
    observe('paint', (e) => e.name === 'first-contentful-paint' && note('FCP', e.startTime))
    observe('navigation', (entry) => note('TTFB', entry.responseStart))
    observe('layout-shift', (entry) => {
      if (!entry.hadRecentInput) note('CLS', (shift += entry.value))
    })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && vitals.metrics.size > 0) {
        void vitals.callback?.({ metrics: [...vitals.metrics.values()] })
      }
    })
  }

  window.shopify = {
    config,
    origin: adminOrigin,
    ready: ready.promise,
    environment: {
      mobile: /Shopify Mobile\//.test(navigator.userAgent),
      embedded,
      pos: false,
      intent: false,
    },
    idToken: () => idToken(),
    toast,
    modal: byId('ui-modal'),
    saveBar: { ...byId('ui-save-bar'), leaveConfirmation: () => ask('leave-confirmation') },
    loading: (isLoading = true) => send('loading', { isLoading: Boolean(isLoading) }),
    resourcePicker: (options) => ask('resource-picker', { options }),
    scopes: {
      query: () => ask('scopes-query'),
      request: (scopes) => ask('scopes-request', { scopes }),
      revoke: (scopes) => ask('scopes-revoke', { scopes }),
    },
    user: () => ask('user'),
    webVitals: {
      onReport: async (callback) => {
        vitals.callback = callback
      },
    },
  }
  window.shopifyStandInBridge = { send, handlers }

  // ---- start ------------------------------------------------------------------------------------

  if (!embedded) return
  window.parent.postMessage({ channel: CHANNEL, type: 'hello' }, '*')

  const reload = query.get('shopify-reload')
  if (reload) {
    const url = new URL(reload, location.href)
    if (url.origin !== location.origin) throw new Error('The page to reload is not of this app.')
    void idToken().then((value) => {
      url.searchParams.set('id_token', value)
      location.replace(url)
    })
    return
  }
  window.fetch = fetchWithToken
  window.open = open
  document.addEventListener('click', followAdminLinks, true)
  watchLocation()
  watchVitals()
})()
