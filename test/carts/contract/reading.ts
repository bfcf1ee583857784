import assert from 'node:assert/strict'
import type {
  SourceConnector,
  SourcePage,
  SourceRecord,
  SourceWindow,
} from '#app/migration/engine/ports/source.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Made, Store, Works } from './store.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND

/** Smallest step of the store's change times. */
export function tickOf(store: Store, kind: EntityKind): number {
  return store.connector().describe().kinds[kind].timeResolutionMs
}

/** Makes records, `step` milliseconds after each other, and leaves the clock at the last one. */
export async function several(
  store: Store & Pick<Works, 'advance' | 'create'>,
  kind: EntityKind,
  count: number,
  step: number,
): Promise<Made[]> {
  const made: Made[] = []
  const tick = tickOf(store, kind)
  for (let i = 0; i < count; i += 1) {
    await store.advance(i === 0 ? tick : step)
    made.push({ id: store.create(kind), at: store.now() })
  }
  return made
}

export async function readPages(
  connector: SourceConnector,
  kind: EntityKind,
  window: SourceWindow,
  resume?: string,
): Promise<SourcePage[]> {
  const pages: SourcePage[] = []
  for await (const page of connector.readChanged(kind, window, resume)) pages.push(page)
  return pages
}

/** A record may come twice; here it counts once. */
export function idsOf(pages: readonly SourcePage[]): string[] {
  const ids = pages.flatMap((page) => page.records.map((record) => record.sourceId))
  return [...new Set(ids)].toSorted()
}

export async function readIds(
  connector: SourceConnector,
  kind: EntityKind,
  window: SourceWindow,
): Promise<string[]> {
  return idsOf(await readPages(connector, kind, window))
}

/** What the cheap list of a window shows. */
export async function changedIds(
  connector: SourceConnector,
  kind: EntityKind,
  window: SourceWindow,
): Promise<string[]> {
  const ids = new Set<string>()
  for await (const rows of connector.listChanged(kind, window)) {
    for (const { sourceId } of rows) ids.add(sourceId)
  }
  return [...ids].toSorted()
}

/** One row of a complete list, in the contract's own words. */
export type ListedRow = {
  id: string
  rowHash: string | null
  guest: string | null
  total: unknown
}
export type ListedPage = { rows: ListedRow[]; resume: string }

export async function listedPages(
  connector: SourceConnector,
  kind: EntityKind,
  resume?: string,
): Promise<ListedPage[]> {
  const pages: ListedPage[] = []
  for await (const page of connector.listAll(kind, resume)) {
    const rows = page.rows.map(({ sourceId, rowHash, guestSourceId, total }) => ({
      id: sourceId,
      rowHash,
      guest: guestSourceId,
      total,
    }))
    pages.push({ rows, resume: page.resume })
  }
  return pages
}

export const rowHashOf = (record: SourceRecord): string | null => record.rowHash

/** Row hashes by id. */
export function hashesOf(pages: readonly ListedPage[]): Map<string, string | null> {
  return new Map(pages.flatMap(({ rows }) => rows.map(({ id, rowHash }) => [id, rowHash])))
}

export async function listed(
  connector: SourceConnector,
  kind: EntityKind,
  resume?: string,
): Promise<Map<string, string | null>> {
  return hashesOf(await listedPages(connector, kind, resume))
}

export const sorted = (made: readonly Made[]): string[] => made.map(({ id }) => id).toSorted()

/** Each of them is there; others may be. */
export function assertHolds(found: Iterable<string>, wanted: Iterable<string>, what: string): void {
  const known = new Set(found)
  const omitted = [...wanted].filter((id) => !known.has(id))
  assert.deepEqual(omitted, [], `${what} omits records`)
}

export function at(made: readonly Made[], index: number): Made {
  const one = made.at(index)
  assert.ok(one, `there is no record number ${index}`)
  return one
}

/** What was thrown; fails when nothing was. */
export async function thrownBy(work: () => Promise<unknown>): Promise<Error> {
  let result: unknown
  try {
    result = await work()
  } catch (error) {
    assert.ok(error instanceof Error, 'what is thrown is an error')
    return error
  }
  assert.fail(
    `nothing was thrown, and there was an answer: ${JSON.stringify(result)?.slice(0, 200)}`,
  )
}
