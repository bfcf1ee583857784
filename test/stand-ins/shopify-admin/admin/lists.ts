import { html } from 'hono/html'
import { z } from 'zod'
import type { Html } from './layout.ts'

const PAGE_SIZE = 50

/** What the address of a list says: text to look for and page, from 1. */
export const listQuery = z.object({
  query: z.string().max(200).default('').catch(''),
  page: z.coerce.number().int().min(1).default(1).catch(1),
})
export type ListQuery = z.infer<typeof listQuery>

export type Column<T> = { label: string; number?: boolean; cell: (record: T) => Html | string }

/** Records that hold every word of the query, ignoring case. */
export function matching<T>(records: T[], query: string, text: (record: T) => string): T[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return records
  return records.filter((record) => {
    const searched = text(record).toLowerCase()
    return wanted.every((word) => searched.includes(word))
  })
}

export function listPage<T>(options: {
  title: string
  path: string
  query: ListQuery
  hint: string
  total: number
  found: T[]
  columns: Column<T>[]
}): Html {
  const { title, path, query, hint, total, found, columns } = options
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE))
  const page = Math.min(query.page, pages)
  const from = (page - 1) * PAGE_SIZE
  const shown = found.slice(from, from + PAGE_SIZE)
  const pageLink = (target: number, label: string) => {
    const address = `${path}?${new URLSearchParams({ query: query.query, page: String(target) })}`
    return target >= 1 && target <= pages
      ? html`<a class="button" href="${address}">${label}</a>`
      : html`<span class="button" aria-disabled="true">${label}</span>`
  }
  const count = query.query ? `${found.length} of ${total}` : String(total)
  return html`<div class="page">
    <div class="page-title">
      <h1>${title}</h1>
      <span class="quiet" data-count="${found.length}">${count}</span>
    </div>
    <div class="card flush">
      <form class="search" role="search" action="${path}">
        <input
          type="search"
          name="query"
          value="${query.query}"
          placeholder="${hint}"
          aria-label="${hint}"
        />
        <button class="button">Search</button>
      </form>
      ${
        shown.length === 0
          ? html`<p class="empty">
              ${total === 0 ? 'Nothing has arrived here yet.' : 'Nothing matches this search.'}
            </p>`
          : html`<table class="list">
              <thead>
                <tr>
                  ${columns.map(
                    (column) =>
                      html`<th scope="col" class="${column.number ? 'number' : ''}">
                        ${column.label}
                      </th>`,
                  )}
                </tr>
              </thead>
              <tbody>
                ${shown.map(
                  (record) =>
                    html`<tr>
                      ${columns.map(
                        (column) =>
                          html`<td
                            data-label="${column.label}"
                            class="${column.number ? 'number' : ''}"
                          >
                            ${column.cell(record)}
                          </td>`,
                      )}
                    </tr>`,
                )}
              </tbody>
            </table>`
      }
      <div class="pager">
        ${pageLink(page - 1, 'Previous')}
        <span class="quiet">
          ${shown.length === 0 ? '0' : `${from + 1}–${from + shown.length}`} of ${found.length}
        </span>
        ${pageLink(page + 1, 'Next')}
      </div>
    </div>
  </div>`
}
