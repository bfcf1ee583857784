import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startWebApp, type WebApp } from '#test/helpers/web/web-app.ts'

const SHOP = 'away.myshopify.com'

let app: WebApp
let admin: pg.Client

beforeAll(async () => {
  app = await startWebApp([SHOP])
  admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await app.close()
})

/** For this one database: nobody is let in, and who is in is thrown out. */
async function setAway(isAway: boolean): Promise<void> {
  const name = new URL(app.database.url).pathname.slice(1)
  await admin.query(`alter database "${name}" with allow_connections ${!isAway}`)
  if (isAway) {
    await admin.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1',
      [name],
    )
  }
}

test('while the database is away, the web server says so plainly, and afterwards it goes on', async () => {
  expect((await app.request('/healthz')).status).toBe(200)
  expect((await app.asMerchant(SHOP, '/app')).status).toBe(200)

  await setAway(true)
  const health = await app.request('/healthz')
  expect(health.status).toBe(503)
  expect(await health.json()).toEqual({ ok: false, reason: 'The database does not answer.' })
  const page = await app.asMerchant(SHOP, '/app')
  expect(page.status).toBe(500)
  const text = await page.text()
  expect(text).toContain('Try again in a moment')
  expect(text).not.toMatch(/prisma\.|postgres|ECONN|not currently accepting|terminat/i)

  await setAway(false)
  expect((await app.request('/healthz')).status).toBe(200)
  expect((await app.asMerchant(SHOP, '/app')).status).toBe(200)
})
