import { sentenceOf } from '#app/words/sentence.server.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectSource } from '#app/projects/projects.server.ts'
import { watchEstimate } from '#app/runs/estimate/estimate.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'

let world: StandInServices
let projectId: string

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'small' })
  const result = await connectSource(world.services, SHOP, world.form())
  if (!result.ok) throw new Error(sentenceOf(result.problem.reason))
  projectId = result.project.id
})
afterAll(() => world.close())

const watch = (signal = new AbortController().signal) =>
  watchEstimate(world.services, SHOP, projectId, 'recent', signal)
test('fifty who look at the same time cost the old store what one costs', async () => {
  const before = world.woo.requests.length
  const [first] = await Promise.all([watch(), ...Array.from({ length: 49 }, () => watch())])
  const shared = await first?.coming
  expect(shared?.estimate?.kinds.order?.new).toBeGreaterThan(0)
  const ofFifty = world.woo.requests.length - before

  expect((await watch()).coming).toBeNull()
  expect(world.woo.requests.length - before).toBe(ofFifty)

  await world.services.prisma.projectEstimate.deleteMany({})
  await (
    await watch()
  ).coming
  expect(world.woo.requests.length - before).toBe(2 * ofFifty)
})
