import fs from 'node:fs'
import { expect, test } from 'vitest'
import { isClean, runChaos } from '#test/chaos/run-chaos.ts'
import type { FaultKind } from '#test/chaos/faults/kinds.ts'
import type { LifeKind } from '#test/chaos/life/life-kinds.ts'

/** A few of each side: the whole list is what `npm run chaos` is for. */
const KINDS: readonly FaultKind[] = [
  'kill',
  'killAfterShopifyCommit',
  'killBeforeDatabaseCommit',
  'killAfterDatabaseCommit',
  'postgresStoppedFast',
  'shopifyResetAfterCommit',
  'shopifyTokenExpired',
  'source5xx',
  'sourceWrongTotal',
]

const LIFE: readonly LifeKind[] = [
  'idReuse',
  'emailsSwap',
  'emailTakenOver',
  'orderReassigned',
  'simpleBecomesVariable',
  'categoryRenamed',
  'tagsAtBothSides',
  'severalRefunds',
  'variantsOfOneProduct',
  'pastDate',
  'shrunkenList',
  'staleRecord',
  'editBeforeWrite',
]

test('workers die, PostgreSQL restarts, answers are lost, and every record is in Shopify once and true', async () => {
  const { report, stories, logDir } = await runChaos({
    seed: 4,
    runs: 4,
    runsPerLane: 4,
    side: 1,
    only: KINDS,
    life: LIFE,
    cardsPerRun: 3,
  })
  // Everything that happened is in the failure's message.
  expect(stories.map(({ findings, lines }) => [...findings, ...lines].join('\n'))).toEqual([])
  expect(isClean(report)).toBe(true)
  expect(report.modes).toEqual({ full: 1, recent: 2, retry: 1 })
  expect(report.kills).toBeGreaterThanOrEqual(6)
  const strikes = Object.values(report.faults).reduce((sum, count) => sum + count, 0)
  expect(strikes).toBeGreaterThanOrEqual(9)
  expect(Object.keys(report.faults).length).toBeGreaterThanOrEqual(6)
  expect(Object.keys(report.life).length).toBeGreaterThanOrEqual(10)
  fs.rmSync(logDir, { recursive: true, force: true })
})
