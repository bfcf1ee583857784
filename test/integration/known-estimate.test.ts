import { afterAll, beforeAll, expect, test } from 'vitest'
import { NotFound } from '#app/projects/not-found.ts'
import { knownEstimate } from '#app/runs/known-estimate.server.ts'
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts'
import { createRunServices, type RunServices } from '../helpers/run-services.ts'

let database: TestDatabase
let app: RunServices

beforeAll(async () => {
  database = await createTestDatabase()
  app = createRunServices(database)
})
afterAll(async () => {
  await app.close()
  await database.close()
})

test('before anything was counted nothing is known, and that is not zero', async () => {
  const { shop, project } = await app.createShop()
  expect(await knownEstimate(app.services, shop, project.id)).toEqual({
    estimate: null,
    failed: null,
    isCounting: false,
  })
})

test("what is known of another shop's project is not told", async () => {
  const mine = await app.createShop()
  const theirs = await app.createShop()
  await expect(knownEstimate(app.services, mine.shop, theirs.project.id)).rejects.toThrow(NotFound)
})
