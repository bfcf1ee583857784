import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RowKind } from '#app/migration/carts/woocommerce/fields/tables.ts'
import { createRawStore } from '../stand-ins/woocommerce/rest/raw.ts'
import {
  capturesOf,
  readCaptures,
  readExchanges,
  type CapturedExchange,
} from '../helpers/captures.ts'
import { writeRows } from './rows.ts'
import type { LoadedCase } from './run-cases.ts'

/** One row as a store gave it, or as a case makes one up. */
export type WireRow = { kind: RowKind; row: unknown; from: string }

const PATHS: readonly [RegExp, RowKind][] = [
  [/^products(\/\d+)?$/, 'product'],
  [/^products\/\d+\/variations(\/\d+)?$/, 'variation'],
  [/^customers(\/\d+)?$/, 'customer'],
  [/^orders(\/\d+)?$/, 'order'],
  [/^(orders\/\d+\/)?refunds(\/\d+)?$/, 'refund'],
  [/^orders\/\d+\/notes(\/\d+)?$/, 'note'],
  [/^products\/categories(\/\d+)?$/, 'category'],
]

const kindOf = (path: string) =>
  PATHS.find(([pattern]) => pattern.test(path.replace(/^.*\/wc\/v3\//, '')))?.[1]

function rowsOf({ request, response, file }: CapturedExchange): WireRow[] {
  const kind = kindOf(request.path)
  if (!kind || response.status >= 300 || request.method === 'HEAD') return []
  const rows: unknown[] = Array.isArray(response.body) ? response.body : [response.body]
  return rows
    .filter((row) => typeof row === 'object' && row !== null && 'id' in row)
    .map((row) => ({ kind, row, from: file }))
}

const FIXTURES = fileURLToPath(new URL('../fixtures/woocommerce/', import.meta.url))

/** Recorded rows that are kept here, and all recordings where they lie beside the checkout. */
export function recordedRows(): WireRow[] {
  const kept = fs.existsSync(FIXTURES) ? readExchanges(FIXTURES) : []
  const more = capturesOf('woocommerce').available ? readCaptures('woocommerce') : []
  return [...kept, ...more].flatMap(rowsOf)
}

/** The rows of one case at its beginning and after each step. */
export function rowsOfCase({ name, file }: LoadedCase): WireRow[] {
  const store = createRawStore()
  const seen: WireRow[] = []
  const collect = () => {
    for (const [collection, rows] of store.collections) {
      const kind = kindOf(collection)
      if (kind) for (const row of rows.values()) seen.push({ kind, row, from: name })
    }
  }
  writeRows(store, file.source)
  collect()
  for (const step of file.then) {
    writeRows(store, step.source, { when: '2026-03-02T10:00:00' })
    collect()
  }
  return seen
}
