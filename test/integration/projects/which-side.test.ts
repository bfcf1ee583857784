import { afterEach, beforeEach, expect, it } from 'vitest'
import { FatalError } from '#app/migration/engine/ports/errors.ts'
import { projectSays } from '#app/migration/messages/projects.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'

let world: StandInServices
beforeEach(async () => {
  world = await startStandInServices({ dataset: 'empty' })
})
afterEach(() => world.close())

const connect = () => connectSource(world.services, SHOP, world.form())

it('says that Shopify did not answer, when the old store did', async () => {
  world.shopify.faults.add({ fault: { kind: 'status', status: 503 }, times: 5 })
  const result = await connect()
  expect(result).toMatchObject({
    ok: false,
    problem: { code: 'TARGET_UNREACHABLE', side: 'target' },
  })
  expect(!result.ok && result.problem.reason).toEqual(projectSays('targetSilent'))
})

it('says that Shopify answered and refused, in its own words', async () => {
  world.shopify.faults.add({
    fault: { kind: 'status', status: 400, body: '{"errors":"Unfit for this store"}' },
  })
  const result = await connect()
  expect(result).toMatchObject({ ok: false, problem: { code: 'TARGET_REFUSED', side: 'target' } })
  expect(!result.ok && sentenceOf(result.problem.reason)).toMatch(
    /^Your old store answered, but nothing was linked\. .*Unfit for this store/,
  )
})

it('says that it is the old store, when that one does not answer', async () => {
  const form = world.form({ consumerSecret: 'cs_wrong' })
  const result = await connectSource(world.services, SHOP, form)
  expect(result).toMatchObject({ ok: false, problem: { side: 'source' } })
  expect(await world.services.prisma.project.count()).toBe(0)
})

it('a request that Shopify refuses leaves no caller with an unknown error', async () => {
  world.shopify.faults.add({
    fault: { kind: 'status', status: 400, body: '{"errors":"Unfit for this store"}' },
  })
  const refused = await world.services
    .targetStore(SHOP)
    .locations()
    .catch((error: unknown) => error)
  if (!(refused instanceof FatalError)) throw new Error('Nothing was refused.', { cause: refused })
  expect(sentenceOf(refused.told)).toMatch(/Shopify refused a request/)
})
