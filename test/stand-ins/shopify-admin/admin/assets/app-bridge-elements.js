/** The custom elements of the stand-in's App Bridge. Served as one script behind its core. */
;(() => {
  if (!window.shopifyStandInBridge) return
  const { send, handlers } = window.shopifyStandInBridge
  delete window.shopifyStandInBridge

  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar, ui-modal { display: none }
    dialog.admin-modal { border: 0; border-radius: 12px; padding: 0; width: min(620px, 100vw - 32px);
      max-height: min(80vh, 100vh - 32px); box-shadow: 0 20px 60px rgb(0 0 0 / .35); color: inherit;
      font: 14px/1.45 system-ui, sans-serif; overflow: hidden }
    dialog.admin-modal[open] { display: flex; flex-direction: column }
    dialog.admin-modal::backdrop { background: rgb(0 0 0 / .5) }
    dialog.admin-modal[data-variant=small] { width: min(380px, 100vw - 32px) }
    dialog.admin-modal[data-variant=large] { width: min(980px, 100vw - 32px) }
    dialog.admin-modal[data-variant=max] { width: 100vw; max-width: 100vw; height: 100vh;
      max-height: 100vh; border-radius: 0 }
    .admin-modal header, .admin-modal footer { display: flex; align-items: center; gap: 8px;
      padding: 12px 16px; background: #f3f3f3 }
    .admin-modal header strong { flex: 1; font-size: 15px }
    .admin-modal footer { justify-content: flex-end; background: none; border-top: 1px solid #e3e3e3 }
    .admin-modal footer[hidden] { display: none }
    .admin-modal .admin-modal-body { overflow: auto; flex: 1 }
    .admin-modal iframe { border: 0; width: 100%; height: 60vh; display: block }
    .admin-modal button.admin-modal-action { font: inherit; border: 1px solid #8a8a8a;
      border-radius: 8px; background: #fff; padding: 6px 12px; cursor: pointer }
    .admin-modal button.admin-modal-action[data-variant=primary] { background: #303030; color: #fff }
    .admin-modal button.admin-modal-action[data-tone=critical] { background: #c70a24; color: #fff;
      border-color: #c70a24 }
    .admin-modal button.admin-modal-action:disabled { opacity: .5; cursor: default }
    .admin-modal button.admin-modal-close { border: 0; background: none; font-size: 20px;
      line-height: 1; padding: 4px 8px; cursor: pointer; border-radius: 8px }
  `)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]

  const text = (element) => (element.textContent ?? '').trim()
  const isOn = (element, name) =>
    element.hasAttribute(name) && element.getAttribute(name) !== 'false'

  /** An element that is not shown itself: the admin shows what it says, again at every change. */
  class PublishedElement extends HTMLElement {
    #observer = new MutationObserver(() => this.#schedule())
    #scheduled = false

    connectedCallback() {
      this.#observer.observe(this, {
        attributes: true,
        characterData: true,
        childList: true,
        subtree: true,
      })
      this.#schedule()
    }

    disconnectedCallback() {
      this.#observer.disconnect()
      this.#schedule()
    }

    #schedule() {
      if (this.#scheduled) return
      this.#scheduled = true
      queueMicrotask(() => {
        this.#scheduled = false
        this.publish()
      })
    }
  }

  // ---- navigation menu --------------------------------------------------------------------------

  const menuLinks = () => [
    ...document.querySelectorAll(
      'ui-nav-menu a[href], s-app-nav a[href], s-app-nav s-link[href], s-app-nav s-app-nav-link[href]',
    ),
  ]
  let navigationListeners = 0
  const { addEventListener, removeEventListener } = window
  window.addEventListener = function (type, ...rest) {
    if (type === 'shopify:navigate') navigationListeners += 1
    addEventListener.call(this ?? window, type, ...rest)
  }
  window.removeEventListener = function (type, ...rest) {
    if (type === 'shopify:navigate') navigationListeners -= 1
    removeEventListener.call(this ?? window, type, ...rest)
  }

  handlers.set('nav-click', ({ href }) => {
    const link = menuLinks().find((candidate) => candidate.getAttribute('href') === href)
    if (!link) return
    const event = new CustomEvent('shopify:navigate', { bubbles: true, cancelable: true })
    // An app with a router takes the event; any other gets an ordinary visit.
    if (link.dispatchEvent(event) && navigationListeners === 0) {
      const url = new URL(href, location.href)
      for (const name of ['shop', 'host', 'locale']) {
        const value = window.shopify.config[name]
        if (value) url.searchParams.set(name, value)
      }
      url.searchParams.set('embedded', '1')
      location.assign(url)
    }
  })

  class NavMenu extends PublishedElement {
    publish() {
      send('nav', {
        items: menuLinks().map((link) => ({
          label: text(link),
          href: link.getAttribute('href'),
          home: link.getAttribute('rel') === 'home',
        })),
      })
    }
  }

  // ---- title bar --------------------------------------------------------------------------------

  /** The bar's actions in document order; the position is the name the admin calls one by. */
  const actionElements = (bar) => [...bar.querySelectorAll('button, a')]
  const describeAction = (element, key) => ({
    key,
    label: text(element),
    variant: element.getAttribute('variant'),
    tone: element.getAttribute('tone'),
    disabled: isOn(element, 'disabled') || isOn(element, 'loading'),
    group: element.closest('section')?.getAttribute('label') ?? null,
  })
  const pageTitleBar = () =>
    [...document.querySelectorAll('ui-title-bar')].find((bar) => !bar.closest('ui-modal'))

  handlers.set('title-action', ({ key }) => {
    const bar = pageTitleBar()
    if (bar) actionElements(bar)[key]?.click()
  })

  class TitleBar extends PublishedElement {
    publish() {
      const bar = pageTitleBar()
      send('title-bar', {
        title: bar?.getAttribute('title') ?? null,
        actions: bar ? actionElements(bar).map(describeAction) : [],
      })
    }
  }

  // ---- save bar ---------------------------------------------------------------------------------

  const openSaveBar = () =>
    [...document.querySelectorAll('ui-save-bar')].find((bar) => bar.showing) ?? null

  handlers.set('save-bar-action', ({ key }) => {
    const bar = openSaveBar()
    if (bar) actionElements(bar)[key]?.click()
  })

  class SaveBar extends PublishedElement {
    showing = false

    get discardConfirmation() {
      return isOn(this, 'discardconfirmation')
    }
    set discardConfirmation(value) {
      this.toggleAttribute('discardconfirmation', Boolean(value))
    }

    async show() {
      this.#turn(true)
    }
    async hide() {
      this.#turn(false)
    }
    async toggle() {
      this.#turn(!this.showing)
    }

    #turn(showing) {
      if (this.showing === showing) return
      this.showing = showing
      this.publish()
      this.dispatchEvent(new CustomEvent(showing ? 'show' : 'hide'))
    }

    disconnectedCallback() {
      this.showing = false
      super.disconnectedCallback()
    }

    publish() {
      const bar = openSaveBar()
      send('save-bar', {
        visible: bar !== null,
        confirmDiscard: bar?.discardConfirmation ?? false,
        actions: bar ? actionElements(bar).map(describeAction) : [],
      })
    }
  }

  // ---- modal ------------------------------------------------------------------------------------

  class Modal extends HTMLElement {
    #content = null
    #dialog = null
    #observer = new MutationObserver(() => this.#drawBars())

    /** Where a framework renders into; plain children are moved here when the modal opens. */
    get content() {
      this.#content ??= document.createElement('div')
      return this.#content
    }
    get contentWindow() {
      return this.#dialog?.querySelector('iframe')?.contentWindow ?? null
    }
    get src() {
      return this.getAttribute('src') ?? undefined
    }
    set src(value) {
      this.setAttribute('src', value)
    }
    get variant() {
      return this.getAttribute('variant') ?? 'base'
    }
    set variant(value) {
      this.setAttribute('variant', value)
    }

    disconnectedCallback() {
      void this.hide()
    }

    async show() {
      if (this.#dialog) return
      const dialog = document.createElement('dialog')
      dialog.className = 'admin-modal'
      dialog.dataset.variant = this.variant
      const body = document.createElement('div')
      body.className = 'admin-modal-body'
      body.append(this.#body())
      dialog.append(document.createElement('header'), body, document.createElement('footer'))
      dialog.addEventListener('close', () => void this.hide())
      dialog.addEventListener('click', (event) => {
        if (event.target === dialog) dialog.close()
      })
      this.#dialog = dialog
      this.#drawBars()
      this.#observer.observe(this, {
        attributes: true,
        characterData: true,
        childList: true,
        subtree: true,
      })
      document.body.append(dialog)
      dialog.showModal()
      this.dispatchEvent(new CustomEvent('show'))
    }

    async hide() {
      const dialog = this.#dialog
      if (!dialog) return
      this.#dialog = null
      this.#observer.disconnect()
      dialog.close()
      dialog.remove()
      this.dispatchEvent(new CustomEvent('hide'))
    }

    async toggle() {
      await (this.#dialog ? this.hide() : this.show())
    }

    #body() {
      if (this.src) {
        const frame = document.createElement('iframe')
        frame.src = this.src
        return frame
      }
      if (this.content.childNodes.length === 0) {
        const bars = ['ui-title-bar', 'ui-save-bar']
        this.content.append(...[...this.childNodes].filter((n) => !bars.includes(n.localName)))
      }
      return this.content
    }

    #drawBars() {
      const bar = this.querySelector('ui-title-bar')
      const title = document.createElement('strong')
      title.textContent = bar?.getAttribute('title') ?? ''
      const close = document.createElement('button')
      close.type = 'button'
      close.className = 'admin-modal-close'
      close.setAttribute('aria-label', 'Close')
      close.textContent = '×'
      close.addEventListener('click', () => void this.hide())
      this.#dialog?.querySelector('header')?.replaceChildren(title, close)
      if (title.textContent) this.#dialog?.setAttribute('aria-label', title.textContent)

      const actions = bar ? actionElements(bar) : []
      const buttons = actions.map((element, key) => {
        const { label, variant, tone, disabled } = describeAction(element, key)
        const button = document.createElement('button')
        button.type = 'button'
        button.className = 'admin-modal-action'
        button.dataset.variant = variant ?? ''
        button.dataset.tone = tone ?? ''
        button.textContent = label
        button.disabled = disabled
        button.addEventListener('click', () => element.click())
        return button
      })
      const primaryLast = buttons.toSorted(
        (a, b) => Number(a.dataset.variant === 'primary') - Number(b.dataset.variant === 'primary'),
      )
      const footer = this.#dialog?.querySelector('footer')
      footer?.replaceChildren(...primaryLast)
      if (footer) footer.hidden = buttons.length === 0
    }
  }

  customElements.define('ui-nav-menu', class extends NavMenu {})
  customElements.define('s-app-nav', class extends NavMenu {})
  customElements.define('ui-title-bar', TitleBar)
  customElements.define('ui-save-bar', SaveBar)
  customElements.define('ui-modal', Modal)
})()
