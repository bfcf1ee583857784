import { projectSays } from '#app/migration/messages/projects.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { getRun, startRun, startTask } from '#app/runs/life/runs.server.ts'
import { verifyRun } from '#app/verification/verify-run.server.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'
import { shopWithEverything, type Belongings } from '#test/helpers/database/shop-with-everything.ts'
import { startWebApp, type WebApp } from '#test/helpers/web/web-app.ts'

const SHOP = 'one.myshopify.com'
const WHAT_TO_DO = 'Connect the same store again'

describe('when the stored keys of the old store cannot be opened any more', () => {
  let app: WebApp
  let things: Belongings

  beforeAll(async () => {
    app = await startWebApp([SHOP])
    await app.asMerchant(SHOP, '/app/settings.data')
    things = await shopWithEverything(app.database.prisma, SHOP, 'own')
    const where = { id: things.runId }
    await app.database.prisma.run.update({ where, data: { state: 'completed' } })
    await app.database.prisma.project.update({
      where: { id: things.projectId },
      data: { credentialsKeyId: 'gone' },
    })
  })
  afterAll(() => app?.close())

  const open = (path: string) => {
    const search = new URLSearchParams({
      shop: SHOP,
      host: Buffer.from('admin.shopify.com/store/one').toString('base64'),
      embedded: '1',
      id_token: app.shopify.sessionToken(SHOP),
    })
    return app.request(`${path}?${search}`)
  }

  test.each([
    ['home', () => '/app'],
    ['what a run would move', () => '/app/estimate'],
    ['the verification of a run', ({ runId }: Belongings) => `/app/verify/${runId}`],
  ])(
    '%s is painted all the same, and says so and what to do as soon as it asks',
    async (_name, path) => {
      expect((await open(path(things))).status).toBe(200)
      const asked = await app.asMerchant(SHOP, `${path(things)}.data`)
      expect(asked.status).toBe(200)
      expect((await asked.text()).includes(WHAT_TO_DO)).toBe(true)
    },
  )

  test.each([
    ['the list of runs', () => '/app/runs'],
    ['a run', ({ runId }: Belongings) => `/app/runs/${runId}`],
    ['the list of projects', () => '/app/projects'],
    ['the settings', () => '/app/settings'],
    [
      'the form to connect again',
      ({ projectId }: Belongings) => `/app/connect?project=${projectId}`,
    ],
  ])('%s is shown as ever', async (_name, path) => {
    const page = await app.asMerchant(SHOP, path(things).replace(/(?=\?|$)/, '.data'))
    expect(page.status).toBe(200)
    await page.text()
  })

  test('a run is not started, and the form says why', async () => {
    const answer = await app.asMerchant(SHOP, '/app/estimate.data', {
      intent: 'start',
      mode: 'recent',
      projectId: things.projectId,
    })
    expect(answer.status).toBe(200)
    expect((await answer.text()).includes(WHAT_TO_DO)).toBe(true)
    expect(await app.database.prisma.run.count({ where: { shop: SHOP } })).toBe(1)
  })

  test('the report has its lines, and what could not be compared says why', async () => {
    const report = await app.asMerchant(SHOP, `/app/verify/${things.runId}/report`)
    expect(report.status).toBe(200)
    expect(report.headers.get('content-disposition')).toMatch(
      /^attachment; filename="migration-report-[\w.-]+\.csv"$/,
    )
    expect(report.headers.get('cache-control')).toBe('no-store')
    await report.text()
  })

  test('sessions that cannot be opened either are asked for anew, and the app opens', async () => {
    await app.database.prisma.session.updateMany({ data: { keyId: 'gone' } })
    expect((await open('/app/settings')).status).toBe(200)
    const session = await app.database.prisma.session.findFirstOrThrow({ where: { shop: SHOP } })
    expect(session.keyId).toBe('k1')
  })
})

describe('a run whose keys cannot be opened any more', () => {
  let database: TestDatabase
  let running: RunServices
  let fixture: ShopFixture

  beforeAll(async () => {
    database = await createTestDatabase()
    running = createRunServices(database)
  })
  afterAll(async () => {
    await running?.close()
    await database?.close()
  })
  beforeEach(async () => {
    fixture = await running.createShop()
  })

  const lose = () =>
    database.prisma.project.update({
      where: { id: fixture.project.id },
      data: { credentialsKeyId: 'gone' },
    })
  const perform = (runId: string) => {
    const idle = new AbortController().signal
    const shutdown = { soft: idle, hard: idle }
    return executeRun(running.services, { runId, workerId: 'w', shutdown })
  }

  test('pauses with the reason, and goes on when they are back', async () => {
    const { services } = running
    const { shop, project } = fixture
    const started = await startRun(services, shop, project.id, 'full')
    if (!started.ok) throw new Error(JSON.stringify(started.problems))
    await lose()
    expect(await perform(started.runId)).toEqual({ taken: true, state: 'paused' })
    const run = await getRun(services, shop, started.runId)
    expect(run).toMatchObject({
      state: 'paused',
      reasonCode: 'SOURCE_CREDENTIALS',
      reason: expect.stringContaining(WHAT_TO_DO),
      allowed: { resume: true },
    })
  })

  test('is not started, whatever it is to do', async () => {
    const { services } = running
    const { shop, project } = fixture
    await lose()
    const told = { code: 'SOURCE_CREDENTIALS', message: projectSays('keysUnreadable') }
    for (const result of [
      await startRun(services, shop, project.id, 'full'),
      await startTask(services, shop, project.id, { mode: 'comparison' }),
      await startTask(services, shop, project.id, {
        mode: 'retry',
        records: [{ kind: 'order', sourceId: '1' }],
      }),
      await startTask(services, shop, project.id, { mode: 'relink', by: [] }),
    ]) {
      expect(result).toMatchObject({ ok: false, problems: expect.arrayContaining([told]) })
    }
    expect((await estimateRun(services, shop, project.id, 'full')).problems).toContainEqual(told)
  })

  test('can still be looked at: Shopify’s side is shown, and the reason', async () => {
    const { services } = running
    const { shop, project } = fixture
    const run = await database.prisma.run.create({
      data: { shop, projectId: project.id, mode: 'full', state: 'completed' },
    })
    await database.prisma.outcome.create({
      data: {
        shop,
        projectId: project.id,
        runId: run.id,
        kind: 'product',
        sourceId: '1',
        classification: 'new',
        outcome: 'created',
        gid: 'gid://shopify/Product/1',
        reference: 'SKU',
      },
    })
    await lose()
    const page = await verifyRun(services, shop, run.id, 'product')
    expect(page.problem?.message).toEqual(projectSays('keysUnreadable'))
    expect(page.rows).toMatchObject([{ sourceId: '1', reference: 'SKU' }])
  })
})
