import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  fieldFingerprints,
  stableJson,
  type Json,
} from '#app/migration/kinds/values/fingerprint.ts'
import { KINDS, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import {
  FINGERPRINT_KEY,
  openBothStores,
  type BothStores,
} from '#test/helpers/stores/both-stores.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'

let database: TestDatabase
let stores: BothStores
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  stores = await openBothStores(database.prisma, {
    woocommerce: { dataset: 'small' },
    currency: 'EUR',
  })
})
afterEach(() => stores.close())

const migrate = (mode: 'full' | 'recent') => stores.migrate(mode)

type ReadBack = {
  checked: number
  missing: string[]
  different: string[]
  /** Changed without any sign of it in the source's listing, as `describe()` says it can happen. */
  unseen: string[]
}

/** Reads every record back from Shopify; differences that no issue tells of are none we want. */
async function readBack(): Promise<ReadBack> {
  const { source } = stores
  const found: ReadBack = { checked: 0, missing: [], different: [], unseen: [] }
  for (const kind of KINDS) {
    const window = { from: null, to: (await source.now('order')).clock }
    for await (const page of source.readChanged(kind, window)) {
      await compare(kind, page.records, found)
    }
  }
  return found
}

async function compare(kind: EntityKind, records: SourceRecord[], found: ReadBack) {
  const { project, target } = stores
  const ledger = (await project.startRun()).ledger()
  const ids = records.map(({ sourceId }) => sourceId)
  const mappings = await ledger.mappings(kind, ids)
  const issues = await ledger.openIssues(kind, ids)
  const gids = [...new Set([...mappings.values()].map(({ gid }) => gid))]
  const snapshots = await target.readCurrent(kind, gids)
  const byGid = new Map(snapshots.map((snapshot) => [snapshot.gid, snapshot]))
  const notes = await database.prisma.issue.findMany({
    where: { projectId: project.projectId, kind, severity: 'note', resolvedAt: null },
  })
  const told = new Set(notes.map((note) => `${note.sourceId} ${note.field}`))
  for (const { sourceId, record, changedAt } of records) {
    if (issues.get(sourceId)?.some(({ severity }) => severity === 'failed')) continue
    found.checked += 1
    const mapping = mappings.get(sourceId)
    const snapshot = mapping && byGid.get(mapping.gid)
    if (!snapshot) {
      found.missing.push(`${kind} ${sourceId}`)
      continue
    }
    const wanted = target.expectedFields(record)
    const hashes = fieldFingerprints(FINGERPRINT_KEY, wanted)
    for (const [name, want] of Object.entries(wanted)) {
      if (sameValue(want, snapshot.fields[name]) || told.has(`${sourceId} ${name}`)) continue
      const unseen =
        mapping.sourceChangedAt === changedAt && mapping.sourceFields[name] !== hashes[name]
      found[unseen ? 'unseen' : 'different'].push(`${kind} ${sourceId} ${name}`)
    }
  }
}

function sameValue(want: Json, have: Json | undefined): boolean {
  return have !== undefined && stableJson(want) === stableJson(have)
}

function countOf(outcomes: Record<string, string>, what: string): number {
  return Object.values(outcomes)
    .flatMap((text) => [...text.matchAll(new RegExp(`${what} (\\d+)`, 'g'))])
    .reduce((total, match) => total + Number(match[1]), 0)
}

/** Records in the store that no mapping leads to: what a repeated write would leave behind. */
async function extraRecords(): Promise<number> {
  const { project, shop } = stores
  const mapped = await database.prisma.mapping.findMany({
    where: { projectId: project.projectId },
    distinct: ['gid'],
    select: { gid: true },
  })
  return shop.products.size + shop.customers.size + shop.orders.size - mapped.length
}

test('full, then what happened since, then nothing: each record arrives once and as it is', async () => {
  const { woo, shopify, clock } = stores
  const full = await migrate('full')
  expect(await readBack()).toMatchObject({ missing: [], different: [], unseen: [] })
  const refused = countOf(await full.outcomes(), 'failed')

  await clock.advance(3_600_000)
  const story = await woo.applyStory()
  const recent = await migrate('recent')
  const outcomes = await recent.outcomes()
  for (const kind of KINDS) {
    expect(outcomes[kind]).toMatch(/created [1-9].*updated [1-9]/)
  }
  expect(countOf(outcomes, 'failed'), 'only what could not arrive before').toBe(refused)
  const { checked, unseen, ...rest } = await readBack()
  expect(rest).toEqual({ missing: [], different: [] })
  expect(await extraRecords()).toBe(0)
  expect(checked).toBeGreaterThan(100)
  // WooCommerce moves no date for a note on an order.
  expect(unseen.length).toBeLessThanOrEqual(story.notes.length)

  const { mutations } = shopify.stats()
  const second = await migrate('recent')
  expect(countOf(await second.outcomes(), '(?:created|updated|conflict)')).toBe(0)
  expect(countOf(await second.outcomes(), 'failed'), 'told again').toBe(refused)
  expect(shopify.stats()).toMatchObject({ mutations, emails: 0, stockMoves: 0 })
})

test('lost answers, throttling and a source that stumbles lose nothing and double nothing', async () => {
  const { woo, shopify } = stores
  for (const field of ['productSet', 'customerSet', 'orderCreate', 'refundCreate']) {
    shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field, nth: 2 })
    shopify.faults.add({ fault: { kind: 'reset_before_commit' }, field, nth: 4 })
    shopify.faults.add({ fault: { kind: 'status', status: 502 }, field, nth: 5, times: 3 })
  }
  // More lost answers in a row than the writer takes on itself: the engine plans anew.
  shopify.faults.add({
    fault: { kind: 'reset_after_commit' },
    field: 'orderCreate',
    nth: 12,
    times: 40,
  })
  shopify.faults.throttleStorm(15)
  woo.faults.add({ path: '/orders', nth: 2, fault: { kind: 'server-error' } })
  woo.faults.add({ path: '/products', nth: 2, fault: { kind: 'truncated' } })
  woo.faults.add({ path: '/customers', nth: 1, fault: { kind: 'rate-limit', retryAfter: 2 } })

  await migrate('full')
  expect(await readBack()).toMatchObject({ missing: [], different: [] })
  expect(await extraRecords()).toBe(0)
  expect(shopify.faults.fired).toMatchObject({ reset_after_commit: 44, throttled: 15 })
  expect(shopify.stats()).toMatchObject({ emails: 0, stockMoves: 0 })
})
