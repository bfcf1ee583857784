import { sentenceOf } from '#app/words/sentence.server.ts'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectSource } from '#app/projects/projects.server.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
import { projectIssues } from '#app/runs/history/run-lists.server.ts'
import { decide, undoDecisions } from '#app/decisions/decide.server.ts'
import { missingReport, proofReport } from '#app/verification/proof-report.server.ts'
import { parseCsv } from '#test/helpers/web/parse-csv.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'

let world: StandInServices
let runId: string
let projectId: string

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'small' })
  const { services, woo } = world
  const product = [...woo.state.products.values()].find(
    ({ sku, type, status }) => sku !== '' && type === 'simple' && status === 'publish',
  )
  if (!product) throw new Error('The small store has no such product')
  product.sku = '=HYPERLINK("https://evil.example")'
  const connected = await connectSource(services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  projectId = connected.project.id
  const started = await startRun(services, SHOP, projectId, 'full')
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  runId = started.runId
  const idle = new AbortController().signal
  const shutdown = { soft: idle, hard: idle }
  expect(await executeRun(services, { runId, workerId: 'w', shutdown })).toEqual({
    taken: true,
    state: 'completed',
  })
})
afterAll(() => world?.close())

async function lines(report: typeof proofReport): Promise<Record<string, string>[]> {
  const { csv } = await report(world.services, SHOP, runId)
  const [header = [], ...rows] = parseCsv((await text(csv)).replace('\uFEFF', ''))
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])))
}

describe('the report of what arrived', () => {
  test('has a line per record the run touched, and its amounts in both stores', async () => {
    const rows = await lines(proofReport)
    const touched = await world.services.prisma.outcome.count({
      where: { runId, outcome: { not: 'unchanged' } },
    })
    expect(rows).toHaveLength(touched)
    const orders = rows.filter((row) => row['Kind'] === 'Order' && row['What happened'] === 'Added')
    expect(orders.length).toBeGreaterThan(20)
    for (const order of orders) {
      expect(order).toMatchObject({
        'Amount in the old store': expect.stringMatching(/^\d+(\.\d+)?$/),
        'Amount in Shopify': order['Amount in the old store'],
        Difference: expect.stringMatching(/^0(\.0+)?$/),
        Currency: expect.stringMatching(/^[A-Z]{3}$/),
        Link: expect.stringMatching(
          /^https:\/\/admin\.shopify\.com\/store\/new-store\/orders\/\d+$/,
        ),
      })
    }
  })

  test('shows a SKU that is a formula as text', async () => {
    const rows = await lines(proofReport)
    expect(rows.map((row) => row['Reference'])).toContain('\'=HYPERLINK("https://evil.example")')
  })

  test('names nobody', async () => {
    const file = await text((await proofReport(world.services, SHOP, runId)).csv)
    const { customers, orders } = world.woo.state
    for (const { email, lastName } of customers.values()) {
      expect(file).not.toContain(email)
      if (lastName.length > 4) expect(file).not.toMatch(new RegExp(`\\b${lastName}\\b`))
    }
    for (const { billing } of orders.values()) {
      if (billing.address_1.length > 4) expect(file).not.toContain(billing.address_1)
      if (billing.email !== '') expect(file).not.toContain(billing.email)
    }
  })

  test('says what could not be read instead of ending', async () => {
    const { prisma } = world.services
    const { credentialsKeyId } = await prisma.project.findUniqueOrThrow({
      where: { id: projectId },
    })
    await prisma.project.update({ where: { id: projectId }, data: { credentialsKeyId: 'gone' } })
    try {
      const rows = await lines(proofReport)
      const arrived = rows.filter((row) => row['What happened'] === 'Added')
      expect(arrived.length).toBeGreaterThan(20)
      for (const row of arrived) {
        expect(row).toMatchObject({
          'In Shopify now': 'Not checked',
          Remarks: expect.stringContaining('Connect the same store again'),
        })
      }
    } finally {
      await prisma.project.update({ where: { id: projectId }, data: { credentialsKeyId } })
    }
  })
})

describe('the list of what did not arrive', () => {
  test('has every open failure with its reason', async () => {
    const rows = await lines(missingReport)
    const failed = await projectIssues(world.services, SHOP, projectId, {
      severity: 'failed',
      limit: 250,
    })
    expect(failed.items.length).toBeGreaterThan(0)
    expect(rows.map((row) => row['Id in the old store'])).toEqual(
      failed.items.map(({ sourceId }) => sourceId),
    )
    for (const row of rows) expect(row['Reason']).not.toBe('')
  })

  test('has what was left behind at its end, with when and by whom', async () => {
    const { items } = await projectIssues(world.services, SHOP, projectId, { severity: 'failed' })
    const [issue] = items
    const who = { shop: SHOP, projectId, staff: '7' }
    const issueIds = [issue?.id ?? '']
    await decide(world.services, who, 'leave_behind', { issueIds })
    const rows = await lines(missingReport)
    expect(rows).toHaveLength(items.length)
    expect(rows.at(-1)).toMatchObject({
      'Id in the old store': issue?.sourceId,
      'Left behind': expect.stringMatching(/^\d{4}-/),
      'Left behind by': 'Staff 7',
      'Tried again by the next run': 'No',
    })
    expect(rows.slice(0, -1).every((row) => row['Left behind'] === '')).toBe(true)
    await undoDecisions(world.services, who, { issueIds })
  })
})

describe('both', () => {
  test.each([
    ['what arrived', proofReport],
    ['what did not', missingReport],
  ])('are not found by another store: %s', async (_name, report) => {
    await expect(report(world.services, 'other.myshopify.com', runId)).rejects.toThrow(NotFound)
  })

  test.each([
    ['what arrived', proofReport],
    ['what did not', missingReport],
  ])('have a name that is safe everywhere: %s', async (_name, report) => {
    const { fileName, csv } = await report(world.services, SHOP, runId)
    csv.destroy()
    expect(fileName).toMatch(/^[a-z-]+-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}\.csv$/)
  })
})
