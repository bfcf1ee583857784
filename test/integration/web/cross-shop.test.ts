import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MIXED, TABLE, type Attempt, type Tried } from '#test/helpers/web/cross-shop-attempts.ts'
import { everyRow } from '#test/helpers/database/every-row.ts'
import { shopWithEverything, type Belongings } from '#test/helpers/database/shop-with-everything.ts'
import { startWebApp, type WebApp } from '#test/helpers/web/web-app.ts'

const OWNER = 'owner.myshopify.com'
const STRANGER = 'stranger.myshopify.com'

let app: WebApp
let owner: Belongings
let stranger: Belongings

beforeAll(async () => {
  app = await startWebApp([OWNER, STRANGER])
  for (const shop of [OWNER, STRANGER]) await app.asMerchant(shop, '/app/settings.data')
  owner = await shopWithEverything(app.database.prisma, OWNER, 'owner’s secret')
  stranger = await shopWithEverything(app.database.prisma, STRANGER, 'own')
})
afterAll(() => app?.close())

/** What would give the owner away. */
const labels = () => [
  'owner’s secret',
  OWNER,
  owner.projectId,
  owner.runId,
  owner.exportId,
  owner.sourceUrl,
]

async function ownersRows(): Promise<string[]> {
  const rows = await everyRow(app.database.prisma)
  const ids = [OWNER, owner.projectId, owner.runId]
  return rows
    .filter(({ text }) => ids.some((id) => text.includes(id)))
    .map(({ table, text }) => `${table} ${text}`)
    .toSorted()
}

/** As the running app asks (with a token in the header) and as a page is opened (in the address). */
const WAYS = [
  ['as data', (attempt: Attempt) => ask(attempt, true)],
  ['as a page', (attempt: Attempt) => ask(attempt, false)],
] as const

function ask({ path, form: fields }: Attempt, asData: boolean): Promise<Response> {
  const token = app.shopify.sessionToken(STRANGER)
  const url = new URL(path, 'https://app.example')
  const headers = new Headers()
  if (asData) {
    url.pathname = url.pathname === '/app' ? '/app.data' : `${url.pathname}.data`
    headers.set('authorization', `Bearer ${token}`)
  } else {
    url.searchParams.set('shop', STRANGER)
    url.searchParams.set('host', Buffer.from('admin.shopify.com/store/stranger').toString('base64'))
    url.searchParams.set('embedded', '1')
    url.searchParams.set('id_token', token)
  }
  return app.request(
    url.pathname + url.search,
    fields ? { method: 'POST', headers, body: new URLSearchParams(fields) } : { headers },
  )
}

type Case = { name: string; tried: Tried }

const cases: Case[] = Object.entries(TABLE).flatMap(([id, row]) =>
  (['loader', 'action'] as const).flatMap((part) => {
    const tried = row[part]
    return tried ? [{ name: `the ${part} of ${id}`, tried }] : []
  }),
)

describe('every route', () => {
  test('is tried with another store’s ids', () => {
    const untried = app.routes.flatMap(({ id, hasLoader, hasAction }) => {
      const row = TABLE[id]
      return [
        ...(hasLoader && !row?.loader ? [`the loader of ${id}`] : []),
        ...(hasAction && !row?.action ? [`the action of ${id}`] : []),
      ].map(
        (part) =>
          `Nobody tries ${part} with another store’s ids: add it to test/helpers/web/cross-shop-attempts.ts.`,
      )
    })
    expect(untried).toEqual([])
  })

  test('in the table exists', () => {
    const known = new Map(app.routes.map((each) => [each.id, each]))
    const gone = Object.entries(TABLE).flatMap(([id, { loader, action }]) => {
      const there = known.get(id)
      if (!there) return [`${id} is no route any more.`]
      return [
        ...(loader && !there.hasLoader ? [`${id} has no loader.`] : []),
        ...(action && !there.hasAction ? [`${id} has no action.`] : []),
      ]
    })
    expect(gone).toEqual([])
  })
})

describe('a stranger finds nothing', () => {
  test.each(WAYS)('of another store, %s', async (_way, send) => {
    const before = await ownersRows()
    expect(before.length).toBeGreaterThan(10)
    for (const { name, tried } of cases) {
      if (!('absent' in tried)) continue
      const imagined = { ...owner, ...nowhere() }
      const never = tried.absent(imagined)
      for (const [at, attempt] of tried.absent(owner).entries()) {
        const answer = await send(attempt)
        const text = await answer.text()
        expect({ name, attempt, status: answer.status }).toMatchObject({ status: 404 })
        for (const label of labels()) {
          if (JSON.stringify(attempt).toLowerCase().includes(label.toLowerCase())) continue
          expect({ name, attempt, tells: text.includes(label) ? label : null }).toMatchObject({
            tells: null,
          })
        }
        // A thing that never was is answered in the same words.
        const other = await send(never[at] ?? attempt)
        expect({ name, status: other.status }).toEqual({ name, status: 404 })
        expect({ name, attempt, said: said(text) }).toEqual({
          name,
          attempt,
          said: said(await other.text()),
        })
      }
    }
    expect(await ownersRows()).toEqual(before)
  })

  test.each(WAYS)('where it may look, %s', async (_way, send) => {
    const before = await ownersRows()
    for (const { name, tried } of cases) {
      if (!('ownOnly' in tried)) continue
      for (const attempt of tried.ownOnly(owner, stranger)) {
        const answer = await send(attempt)
        expect({ name, status: answer.status }).toEqual({ name, status: expect.any(Number) })
        expect(answer.status).toBeLessThan(500)
        const text = await answer.text()
        for (const label of labels()) {
          if (JSON.stringify(attempt).includes(label)) continue
          expect({ name, attempt, tells: text.includes(label) ? label : null }).toMatchObject({
            tells: null,
          })
        }
      }
    }
    expect(await ownersRows()).toEqual(before)
  })
})

describe('ids of another store among one’s own', () => {
  test.each(MIXED)('$what are passed over as if they never were', async ({ attempt }) => {
    const before = await ownersRows()
    const real = await ask(attempt(owner, stranger), true)
    const imagined = await ask(attempt({ ...owner, ...nowhere() }, stranger), true)
    expect(real.status).toBe(imagined.status)
    expect(said(await real.text())).toBe(said(await imagined.text()))
    expect(await ownersRows()).toEqual(before)
  })
})

const nowhere = () => ({
  projectId: randomUUID(),
  runId: randomUUID(),
  exportId: randomUUID(),
  issueIds: ['999999991', '999999992'],
})

/** An answer without what the question itself put into it. */
function said(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, 'ID')
    .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'TOKEN')
    .replaceAll(/\d{10,}/g, 'NUMBER')
}
