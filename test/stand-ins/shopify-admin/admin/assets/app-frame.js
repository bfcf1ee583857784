/** The admin's side of the conversation with the app in the frame. */
;(() => {
  const CHANNEL = 'shopify-admin-stand-in'
  const settings = JSON.parse(document.getElementById('frame-settings').textContent)
  const element = (id) => document.getElementById(id)
  const frame = element('app-frame')
  const state = { path: settings.path, saveBar: null, items: [] }

  function create(tag, properties = {}, ...children) {
    const node = Object.assign(document.createElement(tag), properties)
    node.append(...children)
    return node
  }

  function send(type, payload) {
    frame.contentWindow.postMessage({ channel: CHANNEL, type, payload }, settings.appOrigin)
  }

  async function getJson(url, init) {
    const response = await fetch(url, init)
    if (!response.ok) throw new Error(`The admin answered ${response.status}.`)
    return await response.json()
  }

  // ---- navigation -------------------------------------------------------------------------------

  const shellPath = (path) => settings.basePath + (path === '/' ? '' : path)

  /** Resolves to whether the merchant agrees to lose what is not saved; asks only when needed. */
  async function mayLeave() {
    if (!state.saveBar) return true
    return await confirmDialog(
      'Leave page with unsaved changes?',
      'Leaving this page will discard all unsaved changes.',
      'Leave page',
    )
  }

  function confirmDialog(title, message, action) {
    return new Promise((resolve) => {
      const dialog = create('dialog', { className: 'dialog' })
      const close = (value) => {
        dialog.close()
        dialog.remove()
        resolve(value)
      }
      dialog.append(
        create('h2', { textContent: title }),
        create('p', { textContent: message }),
        create(
          'div',
          { className: 'dialog-actions' },
          create('button', {
            className: 'button',
            textContent: 'Stay',
            onclick: () => close(false),
          }),
          create('button', {
            className: 'button critical',
            textContent: action,
            onclick: () => close(true),
          }),
        ),
      )
      dialog.addEventListener('cancel', () => close(false))
      document.body.append(dialog)
      dialog.showModal()
    })
  }

  document.addEventListener('click', async (event) => {
    const link = event.target.closest('a[href]')
    if (!link || !state.saveBar || event.defaultPrevented) return
    event.preventDefault()
    if (await mayLeave()) location.assign(link.href)
  })

  const withoutQuery = (path) => path.split(/[?#]/)[0].replace(/(.)\/$/, '$1')

  /** The menu entry with the longest path that the shown page lies under. */
  function currentHref() {
    const path = withoutQuery(state.path)
    const under = (href) => path === withoutQuery(href) || path.startsWith(`${withoutQuery(href)}/`)
    const hits = state.items.map((item) => item.href).filter(under)
    return hits.toSorted((a, b) => b.length - a.length)[0] ?? null
  }

  function drawNav() {
    const current = currentHref()
    for (const list of document.querySelectorAll('[data-app-nav]')) {
      list.replaceChildren(
        ...state.items
          .filter((item) => !item.home)
          .map((item) => {
            const link = create('a', { href: shellPath(item.href), textContent: item.label })
            if (item.href === current) link.setAttribute('aria-current', 'page')
            link.addEventListener('click', (event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              void visit(item.href)
            })
            return create('li', {}, link)
          }),
      )
      list.hidden = list.childElementCount === 0
    }
  }

  async function visit(href) {
    if (!(await mayLeave())) return
    drawSaveBar({ visible: false })
    for (const menu of document.querySelectorAll('details.menu[open]')) menu.open = false
    send('nav-click', { href })
  }

  for (const home of document.querySelectorAll('[data-app-home]')) {
    home.addEventListener('click', (event) => {
      const item = state.items.find((candidate) => candidate.home)
      if (!item || event.defaultPrevented || event.metaKey || event.ctrlKey) return
      event.preventDefault()
      event.stopPropagation()
      void visit(item.href)
    })
  }

  // ---- title bar, save bar, toasts, loading -----------------------------------------------------

  function actionButton(action, type) {
    const button = create('button', {
      type: 'button',
      className: `button ${action.variant === 'primary' ? 'primary' : ''} ${action.tone ?? ''}`,
      textContent: action.label,
      disabled: action.disabled,
    })
    button.addEventListener('click', () => send(type, { key: action.key }))
    return button
  }

  function drawTitleBar({ title, actions }) {
    element('title-text').textContent = title ?? settings.appName
    document.title = `${title ? `${title} · ` : ''}${settings.appName} · ${settings.shopName}`
    const breadcrumb = actions.find((action) => action.variant === 'breadcrumb')
    const others = actions.filter((action) => action.variant !== 'breadcrumb')
    const groups = Map.groupBy(
      others.filter((action) => action.group),
      (action) => action.group,
    )
    const menus = [...groups].map(([label, members]) =>
      create(
        'details',
        { className: 'menu' },
        create('summary', { className: 'button', textContent: label }),
        create(
          'div',
          { className: 'menu-items' },
          ...members.map((action) => actionButton(action, 'title-action')),
        ),
      ),
    )
    const plain = others
      .filter((action) => !action.group)
      .toSorted((a, b) => Number(a.variant === 'primary') - Number(b.variant === 'primary'))
      .map((action) => actionButton(action, 'title-action'))
    element('title-breadcrumb').replaceChildren(
      ...(breadcrumb
        ? [actionButton({ ...breadcrumb, label: `‹ ${breadcrumb.label}` }, 'title-action')]
        : []),
    )
    element('title-actions').replaceChildren(...menus, ...plain)
  }

  function drawSaveBar({ visible, confirmDiscard, actions = [] }) {
    state.saveBar = visible ? actions : null
    const bar = element('save-bar')
    bar.hidden = !visible
    const buttons = actions.map((action) => {
      const primary = action.variant === 'primary'
      const label = action.label || (primary ? 'Save' : 'Discard')
      const button = create('button', {
        type: 'button',
        className: `button ${primary ? 'primary' : ''}`,
        textContent: label,
        disabled: action.disabled,
      })
      button.addEventListener('click', async () => {
        const question = 'Discard all unsaved changes?'
        const text =
          'If you discard changes, you will delete any edits you made since you last saved.'
        if (
          primary ||
          !confirmDiscard ||
          (await confirmDialog(question, text, 'Discard changes'))
        ) {
          send('save-bar-action', { key: action.key })
        }
      })
      return { primary, button }
    })
    element('save-bar-actions').replaceChildren(
      ...buttons.toSorted((a, b) => Number(a.primary) - Number(b.primary)).map((b) => b.button),
    )
  }

  const toasts = new Map()
  function hideToast(id) {
    const toast = toasts.get(id)
    if (!toast) return
    clearTimeout(toast.timer)
    toast.node.remove()
    toasts.delete(id)
    send('toast-dismiss', { id })
  }

  function showToast({ id, message, duration, isError, action }) {
    const node = create(
      'div',
      { className: `toast ${isError ? 'error' : ''}`, role: isError ? 'alert' : 'status' },
      create('span', { textContent: message }),
    )
    if (action) {
      const button = create('button', { type: 'button', textContent: action })
      button.addEventListener('click', () => {
        send('toast-action', { id })
        hideToast(id)
      })
      node.append(button)
    }
    const close = create('button', { type: 'button', textContent: '×' })
    close.setAttribute('aria-label', 'Dismiss')
    close.addEventListener('click', () => hideToast(id))
    node.append(close)
    element('toasts').append(node)
    toasts.set(id, { node, timer: setTimeout(() => hideToast(id), duration) })
  }

  // ---- questions of the app ---------------------------------------------------------------------

  /** Lets the merchant choose among the store's records; undefined when they close it. */
  function pickResources({ type = 'product', multiple = false, query = '', selectionIds = [] }) {
    const limit = multiple === true ? Infinity : Number(multiple) || 1
    const chosen = new Map(selectionIds.map((resource) => [resource.id, resource]))
    return new Promise((resolve) => {
      const list = create('div', { className: 'picker-list' })
      const search = create('input', { type: 'search', value: query, placeholder: 'Search' })
      search.setAttribute('aria-label', 'Search')
      const dialog = create('dialog', { className: 'dialog picker' })
      const close = (value) => {
        dialog.close()
        dialog.remove()
        resolve(value)
      }
      async function load() {
        const parameters = new URLSearchParams({ type, query: search.value })
        const { resources } = await getJson(`${settings.resourcesUrl}?${parameters}`)
        const rows = resources.map((resource) => {
          const box = create('input', { type: 'checkbox', checked: chosen.has(resource.id) })
          box.addEventListener('change', () => {
            if (!box.checked) chosen.delete(resource.id)
            else if (chosen.size < limit) chosen.set(resource.id, resource)
            else box.checked = false
          })
          return create('label', {}, box, create('span', { textContent: resource.title }))
        })
        list.replaceChildren(
          ...(rows.length ? rows : [create('p', { textContent: 'Nothing found.' })]),
        )
      }
      search.addEventListener('input', () => void load())
      dialog.addEventListener('cancel', () => close(undefined))
      dialog.append(
        create('h2', { textContent: `Select ${type}s` }),
        search,
        list,
        create(
          'div',
          { className: 'dialog-actions' },
          create('button', {
            className: 'button',
            textContent: 'Cancel',
            onclick: () => close(undefined),
          }),
          create('button', {
            className: 'button primary',
            textContent: 'Select',
            onclick: () => close([...chosen.values()]),
          }),
        ),
      )
      document.body.append(dialog)
      dialog.showModal()
      void load()
    })
  }

  const scopes = { granted: settings.scopes, required: settings.scopes, optional: [] }
  const questions = {
    'id-token': async () => (await getJson(settings.tokenUrl, { method: 'POST' })).idToken,
    'leave-confirmation': async () => {
      if (!(await mayLeave())) throw new Error('The merchant stays on the page.')
    },
    'resource-picker': ({ options }) => pickResources(options),
    'scopes-query': async () => scopes,
    'scopes-request': async ({ scopes: asked }) => ({
      result: asked.every((scope) => scopes.granted.includes(scope))
        ? 'granted-all'
        : 'declined-all',
      detail: scopes,
    }),
    'scopes-revoke': async () => ({ detail: scopes }),
    user: async () => settings.user,
  }

  const statements = {
    hello: () => {
      // A fresh page in the frame: what the last one showed in the admin is gone.
      drawSaveBar({ visible: false })
      element('loading-bar').hidden = true
      frame.classList.add('ready')
      send('welcome', {})
    },
    location: ({ path }) => {
      state.path = path
      history.replaceState(null, '', shellPath(path))
      drawNav()
    },
    nav: ({ items }) => {
      state.items = items
      drawNav()
    },
    'title-bar': drawTitleBar,
    'save-bar': drawSaveBar,
    'toast-show': showToast,
    'toast-hide': ({ id }) => hideToast(id),
    loading: ({ isLoading }) => {
      element('loading-bar').hidden = !isLoading
    },
    navigate: async ({ path, newTab }) => {
      const url = settings.storePath + (path === '/' ? '' : path)
      if (newTab) window.open(url, '_blank')
      else if (await mayLeave()) location.assign(url)
    },
  }

  window.addEventListener('message', async (event) => {
    if (event.source !== frame.contentWindow || event.origin !== settings.appOrigin) return
    if (event.data?.channel !== CHANNEL) return
    const { type, payload } = event.data
    if (Object.hasOwn(statements, type)) {
      void statements[type](payload)
    } else if (Object.hasOwn(questions, type)) {
      const answer = await questions[type](payload).then(
        (value) => ({ value }),
        (error) => ({ error: error.message }),
      )
      send('answer', { id: payload.id, ...answer })
    }
  })

  // Only now, so that no greeting of the app is missed.
  frame.src = settings.frameUrl
})()
