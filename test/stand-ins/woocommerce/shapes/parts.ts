import { createHash } from 'node:crypto'
import { fixed } from '../totals/money.ts'
import type { Address, BillingAddress, Image, Json, Meta } from '../records.ts'
import type { WooState } from '../state.ts'

export type Wire = { [key: string]: Json }
export type Context = 'view' | 'edit'

export const api = (state: WooState, path: string) => `${state.homeUrl}/wp-json/wc/v3${path}`

const ALL = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

export function links(
  state: WooState,
  self: string,
  more: { up?: string; customer?: string; allow?: string[]; extra?: Wire } = {},
): Wire {
  const collection = self.replace(/\/[^/]+$/, '')
  return {
    self: [{ href: api(state, self), targetHints: { allow: more.allow ?? ALL } }],
    collection: [{ href: api(state, collection) }],
    ...(more.extra ?? {}),
    ...(more.customer ? { customer: [{ href: api(state, more.customer) }] } : {}),
    ...(more.up ? { up: [{ href: api(state, more.up) }] } : {}),
  }
}

/** `date_x` and `date_x_gmt`, null where there is none. */
export function dates(state: WooState, name: string, at: number | null): Wire {
  return {
    [name]: at === null ? null : state.time.local(at),
    [`${name}_gmt`]: at === null ? null : state.time.gmt(at),
  }
}

export const metaData = (meta: readonly Meta[]): Json =>
  meta.map(({ id, key, value }) => ({ id, key, value }))

/** Media dates are wrong by the site's offset, applied twice (measured: `028`). */
export function image(state: WooState, { id, at, src, name, alt }: Image): Wire {
  const wrong = state.time.local(at + (state.time.wall(at) - at))
  return {
    id,
    date_created: wrong,
    date_created_gmt: state.time.gmt(at),
    date_modified: wrong,
    date_modified_gmt: state.time.gmt(at),
    src: src.startsWith('/') ? state.homeUrl + src : src,
    name,
    alt,
  }
}

export const orderBilling = (a: BillingAddress): Wire => ({
  first_name: a.first_name,
  last_name: a.last_name,
  company: a.company,
  address_1: a.address_1,
  address_2: a.address_2,
  city: a.city,
  state: a.state,
  postcode: a.postcode,
  country: a.country,
  email: a.email,
  phone: a.phone,
})
export const orderShipping = (a: Address): Wire => ({
  first_name: a.first_name,
  last_name: a.last_name,
  company: a.company,
  address_1: a.address_1,
  address_2: a.address_2,
  city: a.city,
  state: a.state,
  postcode: a.postcode,
  country: a.country,
  phone: a.phone,
})

export const avatar = (email: string, size = 96) =>
  `https://secure.gravatar.com/avatar/${createHash('sha256').update(email.trim().toLowerCase()).digest('hex')}?s=${size}&d=mm&r=g`

const SYMBOLS: Record<string, { text: string; html: string; name: string }> = {
  USD: { text: '$', html: '&#36;', name: 'United States (US) dollar' },
  EUR: { text: '€', html: '&euro;', name: 'Euro' },
  GBP: { text: '£', html: '&pound;', name: 'Pound sterling' },
  JPY: { text: '¥', html: '&yen;', name: 'Japanese yen' },
  CAD: { text: '$', html: '&#36;', name: 'Canadian dollar' },
  AUD: { text: '$', html: '&#36;', name: 'Australian dollar' },
  CHF: { text: 'CHF', html: '&#67;&#72;&#70;', name: 'Swiss franc' },
  SEK: { text: 'kr', html: '&#107;&#114;', name: 'Swedish krona' },
}
export const currencySymbol = (code: string) => SYMBOLS[code] ?? { text: '', html: '', name: code }

/** `price_html` is full of entities; nobody should parse it. */
export function priceSpan(state: WooState, price: string): string {
  const symbol = currencySymbol(state.settings.currency).html
  return `<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">${symbol}</span>${fixed(price === '' ? 0 : price)}</bdi></span>`
}

const BLOCK = 'ul|ol|table|tbody|thead|tr|blockquote|div'

/** WordPress `wpautop`, as far as shop texts need it: the view context shows paragraphs. */
export function paragraphs(text: string): string {
  if (text.trim() === '') return ''
  const broken = text
    .replace(new RegExp(`\\s*(</?(?:${BLOCK})[^>]*>)\\s*`, 'g'), '\n$1\n')
    .replace(/(<\/(?:li|p|h[1-6]|td|th)>)\s*/g, '$1\n')
    .trim()
  const blocks = broken.split(/\n\s*\n/).map((block) => block.trim())
  const wrapped = blocks.map((block) =>
    /^<(?:p|ul|ol|li|h[1-6]|table|div|blockquote)/.test(block)
      ? block
      : `<p>${block.replaceAll('\n', '<br />\n')}</p>`,
  )
  return `${wrapped.join('\n').replace(/\n{2,}/g, '\n')}\n`
}
