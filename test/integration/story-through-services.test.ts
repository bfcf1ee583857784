import { sentenceOf } from '#app/words/sentence.server.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { getRun, startRun } from '#app/runs/life/runs.server.ts'
import { runIssues } from '#app/runs/history/run-lists.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import type { PassMode } from '#app/runs/run-types.ts'
import { verifyAll } from '#app/verification/verify-all.server.ts'
import { verifyRun } from '#app/verification/verify-run.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '../helpers/stores/stand-in-services.ts'

let world: StandInServices
let project: ProjectView

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'small' })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  project = connected.project
})
afterAll(() => world.close())

async function run(mode: PassMode): Promise<string> {
  const { services } = world
  const started = await startRun(services, SHOP, project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const idle = new AbortController().signal
  const result = await executeRun(services, {
    runId: started.runId,
    workerId: 'test',
    shutdown: { soft: idle, hard: idle },
  })
  const { state, reason } = await getRun(services, SHOP, started.runId)
  expect({ result, state, reason }).toMatchObject({ state: 'completed' })
  return started.runId
}

test('full migration, changes, estimate, recent run, verification, and a second run with nothing to do', async () => {
  const { services, woo, shopify } = world
  const full = await run('full')
  const fullCounts = await runCounts(services, SHOP, full)
  for (const kind of KINDS) expect(fullCounts[kind].created).toBeGreaterThan(0)

  await woo.applyStory()
  const estimate = await estimateRun(services, SHOP, project.id)
  expect(estimate.problems).toEqual([])
  const recent = await run('recent')
  const counts = await runCounts(services, SHOP, recent)
  for (const kind of KINDS) {
    expect(counts[kind].created).toBeGreaterThan(0)
    expect(counts[kind].changed).toBeGreaterThan(0)
    // What the merchant was told before is what the run did; records refused before cost nothing.
    expect({ kind, new: estimate.kinds[kind]?.new }).toEqual({ kind, new: counts[kind].created })
  }

  const verified = await verifyAll(services, SHOP, project.id)
  expect(verified.samples).toEqual([])
  for (const kind of KINDS) {
    expect(verified.kinds[kind]).toMatchObject({
      missing: 0,
      fieldDifferences: 0,
      totalMismatches: 0,
      extra: 0,
    })
    expect(verified.kinds[kind].checked).toBeGreaterThan(0)
    const page = await verifyRun(services, SHOP, recent, kind, { filter: 'arrived', limit: 50 })
    expect(page.problem).toBeNull()
    expect(page.rows.length).toBeGreaterThan(0)
    for (const row of page.rows) {
      expect({ id: row.sourceId, verdict: row.verdict, presence: row.presence }).toEqual({
        id: row.sourceId,
        verdict: 'equal',
        presence: 'both',
      })
      expect(row.adminPath).toMatch(/^(products|customers|orders)\/\d+$/)
    }
  }
  const issues = await runIssues(services, SHOP, recent, { severity: 'failed', limit: 200 })
  for (const issue of issues.items) expect(issue.message.length).toBeGreaterThan(20)

  shopify.resetStats()
  const second = await run('recent')
  const secondCounts = await runCounts(services, SHOP, second)
  for (const kind of KINDS) {
    expect(secondCounts[kind]).toMatchObject({ created: 0, updated: 0 })
  }
  expect(shopify.stats()).toMatchObject({ mutations: 0, emails: 0, stockMoves: 0 })
})
