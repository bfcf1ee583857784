import { sentenceOf } from '#app/words/sentence.server.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { connectSource } from '#app/projects/projects.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
import { writeRows } from '#test/cases/rows.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'

let world: StandInServices
beforeAll(async () => {
  world = await startStandInServices({ dataset: 'empty' })
})
afterAll(() => world.close())

const many = <T>(size: number, each: (i: number) => T): T[] =>
  Array.from({ length: size }, (_, i) => each(i))
const line = (changes: object = {}) => ({
  id: 1,
  name: 'Mug',
  product_id: 0,
  variation_id: 0,
  quantity: 1,
  subtotal: '10.00',
  subtotal_tax: '0.00',
  total: '10.00',
  total_tax: '0.00',
  taxes: [],
  meta_data: [],
  ...changes,
})

test('records of a size that nobody has keep the lease, and arrive or are told', async () => {
  const engravings = many(10_000, (id) => ({ id, key: `Engraving ${id}`, value: `Line ${id}` }))
  writeRows(world.woo.state.raw, {
    products: [
      {
        id: 21,
        name: 'Every attribute there is',
        type: 'variable',
        attributes: many(1_200, (i) => ({
          id: 0,
          name: `a${i}`,
          slug: `a${i}`,
          position: i,
          visible: true,
          variation: true,
          options: ['x'],
        })),
      },
      { id: 22, name: 'Plain mug' },
    ],
    variations: {
      '21': many(1_200, (i) => ({
        id: 2_100 + i,
        attributes: [{ id: 0, name: 'a0', slug: 'a0', option: `${i}` }],
      })),
    },
    orders: [
      { id: 31, number: '31', total: '10.00', line_items: [line({ meta_data: engravings })] },
      { id: 32, number: '32', total: '10.00', line_items: [line()] },
      {
        id: 33,
        number: '33',
        total: '12000.00',
        line_items: many(1_200, (i) => line({ id: i + 1, name: `Mug ${i}` })),
      },
    ],
    refunds: {
      '32': [
        {
          id: 321,
          amount: '5.00',
          line_items: many(5_000, (id) => ({
            id,
            quantity: -1,
            total: '-0.001',
            total_tax: '0',
            meta_data: [{ id: 1, key: '_refunded_item_id', value: '1' }],
          })),
        },
      ],
    },
  })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  const { project } = connected
  const started = await startRun(world.services, SHOP, project.id, 'full')
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const leaseLost = vi.fn()
  const services = { ...world.services, metrics: { ...world.services.metrics, leaseLost } }
  const idle = new AbortController().signal
  const shutdown = { soft: idle, hard: idle }
  const ended = await executeRun(services, {
    runId: started.runId,
    workerId: 'worker',
    shutdown,
  })

  expect(ended).toEqual({ taken: true, state: 'completed' })
  expect(leaseLost).not.toHaveBeenCalled()
  const outcomes = await services.prisma.outcome.findMany({
    where: { shop: SHOP, projectId: project.id },
    select: { kind: true, sourceId: true, outcome: true },
    orderBy: [{ kind: 'desc' }, { sourceId: 'asc' }],
  })
  const became = Object.fromEntries(outcomes.map((each) => [each.sourceId, each.outcome]))
  expect(became).toMatchObject({
    21: 'failed',
    22: 'created',
    31: 'created',
    32: 'created',
    33: 'failed',
  })
  const issues = await services.prisma.issue.findMany({
    where: { shop: SHOP, projectId: project.id },
    select: { sourceId: true, code: true, field: true },
  })
  expect(issues).toEqual(
    expect.arrayContaining([
      { sourceId: '21', code: 'TOO_MANY_OPTIONS', field: '' },
      { sourceId: '31', code: 'CUSTOM_DATA_LEFT_BEHIND', field: 'tooMany' },
      { sourceId: '33', code: 'TOO_MANY_LINES', field: '' },
    ]),
  )
})
