import { sentenceOf } from '#app/words/sentence.server.ts'
import { credentialNames } from '#app/migration/carts/registry.server.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '#app/platform/logger.server.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { getRun, startRun } from '#app/runs/life/runs.server.ts'
import { everyRow, type StoredRow } from '#test/helpers/database/every-row.ts'
import { found, persons } from '#test/helpers/records/persons.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'

let world: StandInServices
let log = ''
let rows: StoredRow[]

beforeAll(async () => {
  const logger = createLogger(
    { level: 'trace', name: 'test', secretNames: credentialNames() },
    { write: (line) => void (log += line) },
  )
  world = await startStandInServices({ dataset: 'small' }, logger)
  const { services, woo } = world
  const refused = await connectSource(services, SHOP, world.form({ consumerSecret: 'cs_mistyped' }))
  expect(refused.ok).toBe(false)
  const connected = await connectSource(services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))

  for (const mode of ['full', 'recent'] as const) {
    const started = await startRun(services, SHOP, connected.project.id, mode)
    if (!started.ok) throw new Error(JSON.stringify(started.problems))
    if (mode === 'full') addFaults()
    const idle = new AbortController().signal
    await executeRun(services, {
      runId: started.runId,
      workerId: 'test',
      shutdown: { soft: idle, hard: idle },
    })
    const run = await getRun(services, SHOP, started.runId)
    expect({ mode, state: run.state, reason: run.reason }).toMatchObject({ state: 'completed' })
    if (mode === 'full') await woo.applyStory()
  }
  rows = await everyRow(services.prisma)
})
afterAll(() => world?.close())

/** What goes wrong is what gets written down. */
function addFaults(): void {
  const { shopify, woo } = world
  for (const field of ['customerSet', 'orderCreate']) {
    shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field, nth: 2 })
    shopify.faults.add({ fault: { kind: 'status', status: 502 }, field, nth: 4 })
  }
  woo.faults.add({ path: '/orders', nth: 3, fault: { kind: 'truncated' } })
  woo.faults.add({ path: '/customers', nth: 3, fault: { kind: 'truncated' } })
}

describe('after a migration with refusals, lost answers and torn pages', () => {
  test('no table holds anything of a customer', () => {
    const people = persons(world.woo.state)
    expect(people.length).toBeGreaterThan(100)
    const tables = new Set(rows.map(({ table }) => table))
    for (const table of ['Mapping', 'Outcome', 'Issue', 'RunEvent']) {
      expect(tables).toContain(`public."${table}"`)
    }
    for (const { table, text } of rows) {
      expect({ table, text, found: found(text, people) }).toMatchObject({ found: [] })
    }
  })

  test('no log line holds anything of a customer', () => {
    const people = persons(world.woo.state)
    expect(log).not.toBe('')
    for (const line of log.split('\n')) {
      expect({ line, found: found(line, people) }).toMatchObject({ found: [] })
    }
  })

  test('neither a table nor the log holds a secret', () => {
    const { consumerKey, consumerSecret } = world.woo
    const everything = [log, ...rows.map(({ text }) => text)].join('\n')
    for (const secret of [consumerKey, consumerSecret, 'cs_mistyped', 'oauth_signature']) {
      expect({ secret, kept: everything.includes(secret) }).toEqual({ secret, kept: false })
    }
    expect(everything).not.toMatch(/shp(at|rt|ca)_/)
  })
})
