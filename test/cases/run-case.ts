import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '#app/db.server.ts'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import { openStores, type Stores } from '../helpers/stores/both-stores.ts'
import { ID_DISTANCE } from './batches.ts'
import type { CaseFile, Expectation, Step } from './case-file.ts'
import { judge, type Failure, type RunEnd } from './judge.ts'
import type { CaseStore } from './old-stores/case-store.ts'
import { openMagento } from './old-stores/magento.ts'
import { openWooCommerce } from './old-stores/woocommerce.ts'
import type { LoadedCase } from './run-cases.ts'
import { createShopifyReader, type ShopifyReader } from './shopify-reader.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

/** A case that hangs is a crash of its own, not of all. */
const PATIENCE_MS = 240_000

/** Takes one case through connector, engine, ledger and both stand-ins, and says what is not as expected. */
export async function runCase(prisma: Database, name: string, file: CaseFile): Promise<Failure[]> {
  try {
    const results = await runTogether(prisma, [{ name, file }])
    return results.get(name) ?? []
  } catch (error) {
    const got = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return [{ case: name, kind: 'crashed', what: 'the case', expected: 'no exception', got }]
  }
}

/**
 * Several cases in two stores and the same runs: the failures of each, as if it had been alone.
 * @param cases those of one batch; the first one's store is the store of all
 * @throws when it does not end, as one case that hangs would have it
 */
export async function runTogether(
  prisma: Database,
  cases: readonly LoadedCase[],
): Promise<Map<string, Failure[]>> {
  return patiently(play(prisma, cases))
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

async function play(
  prisma: Database,
  cases: readonly LoadedCase[],
): Promise<Map<string, Failure[]>> {
  const results = new Map(cases.map(({ name }): [string, Failure[]] => [name, []]))
  const [leader] = cases
  if (!leader) return results
  const { cart, store, answers } = leader.file
  const open = cart === 'magento' ? openMagento : openWooCommerce
  const stores = await openStores(prisma, (clock) => open(store, clock), store)
  try {
    const places = cases.map(({ name, file }, at) => ({ name, file, shift: at * ID_DISTANCE }))
    const room = cases.length > 1 ? ID_DISTANCE : Infinity
    for (const { file, shift } of places)
      stores.old.write(file.source, { shift, room, isLater: false })
    stores.old.answer(answers)

    const reader = createShopifyReader(stores)
    let end = await migrate(stores, 'full')
    const judgeEach = async (of: (file: CaseFile) => Expectation | undefined, when: string) => {
      for (const { name, file, shift } of places) {
        const expectation = shifted(of(file), shift)
        if (!expectation) continue
        const failures = await judge({ prisma, stores, reader, expectation, end, name, when })
        results.get(name)?.push(...failures)
      }
    }
    await judgeEach(({ first }) => first, 'after the first run')
    for (const [at, { minutes, run }] of leader.file.then.entries()) {
      await stores.clock.advance(minutes * 60_000)
      for (const { file, shift } of places) {
        const step = file.then[at]
        if (step) await happen(stores, reader, step, { shift, room })
      }
      // The run begins after what happened, as it does in a real store.
      await stores.clock.advance(60_000)
      if (run !== 'none') end = await migrate(stores, run)
      await judgeEach(({ then }) => then[at]?.expect, `after step ${at + 1}`)
    }
    await judgeEach((file) => file.expect, '')
    return results
  } finally {
    await stores.close()
  }
}

function shifted(expectation: Expectation | undefined, shift: number): Expectation | undefined {
  if (!expectation || shift === 0) return expectation
  const records = expectation.records.map((record) => ({
    ...record,
    sourceId: String(Number(record.sourceId) + shift),
  }))
  return { ...expectation, records }
}

/** What a step changes, in the source and in Shopify. */
async function happen(
  stores: { old: CaseStore },
  reader: ShopifyReader,
  step: Step,
  { shift, room }: { shift: number; room: number },
): Promise<void> {
  const { old } = stores
  old.remove(step.remove, { shift, room })
  old.write(step.source, { shift, room, isLater: true })
  if (step.answers) old.answer(step.answers)
  for (const document of step.shopify) await reader.run(await withGids(reader, document, shift))
}

async function withGids(reader: ShopifyReader, document: string, shift: number): Promise<string> {
  let filled = document
  for (const [place, kind, id] of document.matchAll(/\{\{(product|customer|order) ([^}]+)\}\}/g)) {
    if (kind !== 'product' && kind !== 'customer' && kind !== 'order') continue
    const gid = await reader.find(kind, String(Number(id) + shift))
    if (!gid) throw new Error(`${place} is not in Shopify`)
    filled = filled.replaceAll(place, gid)
  }
  return filled
}

/** One run; how it ended is data, anything but an ordinary pause is thrown. */
async function migrate(stores: Stores, mode: 'full' | 'recent' | 'compare'): Promise<RunEnd> {
  try {
    await stores.migrate(mode)
    return { how: 'completed' }
  } catch (error) {
    if (error instanceof PauseRun)
      return { how: 'paused', code: error.code, message: sentenceOf(error.told) }
    throw error
  }
}
