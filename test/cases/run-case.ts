import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '#app/db.server.ts'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import { openBothStores, type BothStores } from '../helpers/stores/both-stores.ts'
import { ID_DISTANCE } from './batches.ts'
import type { CaseFile, Expectation, Step } from './case-file.ts'
import { judge, type Failure, type RunEnd } from './judge.ts'
import { removeRows, writeRows } from './rows.ts'
import type { LoadedCase } from './run-cases.ts'
import { createShopifyReader, type ShopifyReader } from './shopify-reader.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

/** A case that hangs is a crash of its own, not of all. */
const PATIENCE_MS = 60_000

/** Takes one case through connector, engine, ledger and both stand-ins, and says what is not as expected. */
export async function runCase(prisma: Database, name: string, file: CaseFile): Promise<Failure[]> {
  try {
    return await patiently(play(prisma, name, file))
  } catch (error) {
    const got = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return [{ case: name, kind: 'crashed', what: 'the case', expected: 'no exception', got }]
  }
}

/**
 * Several cases in two stores and one run: the failures of each, as if it had been alone.
 * @throws when it does not end, as one case that hangs would have it
 */
export async function runTogether(
  prisma: Database,
  cases: readonly LoadedCase[],
): Promise<Map<string, Failure[]>> {
  return patiently(playTogether(prisma, cases))
}

async function patiently<T>(work: Promise<T>): Promise<T> {
  const gaveUp = new AbortController()
  try {
    return await Promise.race([
      work,
      pause(PATIENCE_MS, undefined, { signal: gaveUp.signal }).then(() => {
        throw new Error(`it did not end within ${PATIENCE_MS / 1000} seconds`)
      }),
    ])
  } finally {
    gaveUp.abort()
  }
}

async function playTogether(
  prisma: Database,
  cases: readonly LoadedCase[],
): Promise<Map<string, Failure[]>> {
  const stores = await openBothStores(prisma, {
    woocommerce: { dataset: 'empty', timezone: 'UTC' },
    currency: 'USD',
  })
  try {
    const { raw } = stores.woo.state
    cases.forEach(({ file }, at) => writeRows(raw, file.source, { shift: at * ID_DISTANCE }))
    const reader = createShopifyReader(stores)
    const end = await migrate(stores, 'full')
    const results = new Map<string, Failure[]>()
    for (const [at, { name, file }] of cases.entries()) {
      const shifted = file.expect.records.map((record) => ({
        ...record,
        sourceId: String(Number(record.sourceId) + at * ID_DISTANCE),
      }))
      const expectation = { ...file.expect, records: shifted }
      results.set(name, await judge({ prisma, stores, reader, expectation, end, name, when: '' }))
    }
    return results
  } finally {
    await stores.close()
  }
}

async function play(prisma: Database, name: string, file: CaseFile): Promise<Failure[]> {
  const { store } = file
  const stores = await openBothStores(prisma, {
    woocommerce: { dataset: 'empty', timezone: store.timezone },
    currency: store.currency,
  })
  try {
    const { raw, settings } = stores.woo.state
    settings.weightUnit = store.weightUnit
    settings.customStatuses = store.statuses
    writeRows(raw, file.source, { time: stores.woo.state.time })
    raw.answers = structuredClone(file.answers)
    const reader = createShopifyReader(stores)
    const judged = (expectation: Expectation, end: RunEnd, when: string) =>
      judge({ prisma, stores, reader, expectation, end, name, when })

    const failures: Failure[] = []
    let end = await migrate(stores, 'full')
    if (file.first) failures.push(...(await judged(file.first, end, 'after the first run')))
    for (const [at, step] of file.then.entries()) {
      end = (await play1(stores, reader, step)) ?? end
      if (step.expect) failures.push(...(await judged(step.expect, end, `after step ${at + 1}`)))
    }
    failures.push(...(await judged(file.expect, end, '')))
    return failures
  } finally {
    await stores.close()
  }
}

async function play1(
  stores: BothStores,
  reader: ShopifyReader,
  step: Step,
): Promise<RunEnd | null> {
  const { clock, woo } = stores
  await clock.advance(step.minutes * 60_000)
  const when = woo.state.time.gmt(woo.state.now())
  const { raw, time } = woo.state
  removeRows(raw, step.remove, { when, time })
  writeRows(raw, step.source, { when, time })
  if (step.answers) woo.state.raw.answers = structuredClone(step.answers)
  for (const document of step.shopify) await reader.run(await withGids(reader, document))
  // The run begins after what happened, as it does in a real store.
  await clock.advance(60_000)
  return step.run === 'none' ? null : migrate(stores, step.run)
}

async function withGids(reader: ShopifyReader, document: string): Promise<string> {
  let filled = document
  for (const [place, kind, id] of document.matchAll(/\{\{(product|customer|order) ([^}]+)\}\}/g)) {
    if (kind !== 'product' && kind !== 'customer' && kind !== 'order') continue
    const gid = await reader.find(kind, id ?? '')
    if (!gid) throw new Error(`${place} is not in Shopify`)
    filled = filled.replaceAll(place, gid)
  }
  return filled
}

/** One run; how it ended is data, anything but an ordinary pause is thrown. */
async function migrate(stores: BothStores, mode: 'full' | 'recent' | 'compare'): Promise<RunEnd> {
  try {
    await stores.migrate(mode)
    return { how: 'completed' }
  } catch (error) {
    if (error instanceof PauseRun)
      return { how: 'paused', code: error.code, message: sentenceOf(error.told) }
    throw error
  }
}
