import Big from 'big.js'
import { html } from 'hono/html'
import { decode } from 'html-entities'
import { decimalsOf } from '../store/money.ts'
import type { Metafield } from '../store/state.ts'
import type { Html } from './layout.ts'

/** An amount as people read it; every digit that is there is shown. */
export function money(amount: string, currency: string): string {
  const value = new Big(amount)
  const places = value.toFixed().split('.')[1]?.length ?? 0
  const [whole = '0', decimals] = value
    .abs()
    .toFixed(Math.max(places, decimalsOf(currency)))
    .split('.')
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return `${value.lt(0) ? '−' : ''}${grouped}${decimals ? `.${decimals}` : ''} ${currency}`
}

/** A moment in the store's own time zone. */
export function moment(iso: string | null, timezone: string): string {
  if (!iso) return ''
  return new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: timezone,
  }).format(new Date(iso))
}

const TONES: Record<string, string> = {
  ACTIVE: 'good',
  DRAFT: 'info',
  PAID: '',
  FULFILLED: '',
  PENDING: 'warn',
  AUTHORIZED: 'warn',
  UNFULFILLED: 'warn',
  PARTIALLY_FULFILLED: 'warn',
  PARTIALLY_PAID: 'warn',
  PARTIALLY_REFUNDED: 'info',
  REFUNDED: 'info',
  VOIDED: 'bad',
  EXPIRED: 'bad',
  CANCELLED: 'bad',
  FAILURE: 'bad',
  ERROR: 'bad',
}

/** A state in words, "PARTIALLY_REFUNDED" → "Partially refunded". */
export function words(state: string): string {
  const text = state.toLowerCase().replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function badge(state: string | null): Html | '' {
  if (!state) return ''
  return html`<span class="badge ${TONES[state] ?? ''}">${words(state)}</span>`
}

export function tagList(tags: readonly string[]): Html {
  if (tags.length === 0) return html`<p class="quiet">No tags</p>`
  return html`<div class="tags">${tags.map((tag) => html`<span class="badge">${tag}</span>`)}</div>`
}

export function facts(rows: readonly (readonly [string, string | Html | null])[]): Html {
  const filled = rows.filter(([, value]) => value !== null && value !== '')
  return html`<dl class="facts">
    ${filled.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`
}

export function card(title: string, content: Html | Html[] | string): Html {
  return html`<section class="card">
    <h2>${title}</h2>
    ${content}
  </section>`
}

export function metafieldCard(metafields: readonly Metafield[]): Html | '' {
  if (metafields.length === 0) return ''
  const rows = metafields.map((field) => [`${field.namespace}.${field.key}`, field.value] as const)
  return card('Metafields', facts(rows))
}

/** What a saved form says on the page it comes back to. */
export function notice(saved: boolean): Html | '' {
  return saved ? html`<p class="notice" role="status">Saved.</p>` : ''
}

/** What a reader would read of HTML, as one paragraph. */
export function plainText(markup: string): string {
  return decode(markup.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim()
}
