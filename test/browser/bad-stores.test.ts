import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createDatabase } from '#app/db.server.ts'
import { startWooCommerceStandIn, type WooStandIn } from '../stand-ins/woocommerce/server.ts'
import { createOrder } from '../stand-ins/woocommerce/writes/orders.ts'
import { openApp, type OpenApp } from './support/open-app.ts'

/** What no screen may say while the old store cannot be asked. */
const GREEN =
  /nothing (is )?(new|waiting)|within the limit|ready to switch|point your domain|has everything|everything arrived|is in Shopify\.|are in Shopify\./i

type Bad = {
  store: string
  /** From the next question on; gives back how it was. */
  spoil(): () => void
  /** Why it is not known, in words for people. */
  why: RegExp
  /** What the merchant can do. */
  does: RegExp
  /** A run may be started all the same: it looks for itself, and stops. */
  mayStart?: true
  /** What a run under way says. */
  run: RegExp
  /** What Verify says of what it would compare. */
  verify: RegExp
}

const faulty =
  (fault: Parameters<WooStandIn['faults']['add']>[0]['fault']): Bad['spoil'] =>
  () => {
    old.faults.add({ times: 0, fault })
    return () => old.faults.clear()
  }

const BAD: readonly Bad[] = [
  {
    store: 'whose keys were revoked',
    spoil: faulty({ kind: 'revoke-keys' }),
    why: /refused? the keys|consumer key|permission/i,
    does: /reconnect/i,
    run: /refused the keys|let these keys read/i,
    verify: /^Not checked$/,
  },
  {
    store: 'that answers 500',
    spoil: faulty({ kind: 'server-error', status: 500 }),
    why: /server error|n[o’]t answer/i,
    does: /try again|ask again|count again/i,
    run: /waiting for your old store|hasn’t answered/i,
    verify: /^(Not checked|Reading both stores)$/,
  },
  {
    store: 'that says nothing for a long time',
    spoil: faulty({ kind: 'timeout' }),
    why: /asking|counting|did(n’t| not) answer/i,
    does: /asking|counting|ask again|try again/i,
    run: /you can close this tab|waiting for your old store|reading|measuring/i,
    verify: /^(Not checked|Reading both stores)$/,
  },
]

/** As after an import that went wrong, or behind a filter somebody installed. */
const isEmpty: Bad = {
  store: 'that is suddenly empty',
  spoil: () => {
    const all = [old.state.orders, old.state.customers, old.state.products]
    const held = all.map((records): [Map<number, unknown>, [number, unknown][]] => [
      records,
      [...records],
    ])
    for (const records of all) records.clear()
    return () => {
      for (const [records, rows] of held) for (const [id, row] of rows) records.set(id, row)
    }
  },
  why: /lists|fewer|empty|less/i,
  does: /check the old store/i,
  mayStart: true,
  run: /lists|fewer|empty|less/i,
  verify: /^Not checked$/,
}

let old: WooStandIn
let it: OpenApp
let database: ReturnType<typeof createDatabase>

beforeAll(async () => {
  old = await startWooCommerceStandIn({ dataset: 'small' })
  it = await openApp({ oldStore: old })
  database = createDatabase({ url: it.stack.databaseUrl, poolSize: 2 })
  await it.connect()
  await it.open('/app/estimate')
  await it.app.getByRole('button', { name: 'Start full migration' }).click()
  await runEnds()
  await it.open('')
  await it.app
    .getByText(/nothing new or changed|nothing is waiting/i)
    .first()
    .waitFor()
})
afterAll(async () => {
  await it?.close()
  await database?.$disconnect()
  await old?.close()
})

const lastRun = () => database.run.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
const fullRun = () => database.run.findFirstOrThrow({ where: { mode: 'full' } })
const runEnds = () =>
  vi.waitUntil(
    async () => {
      const latest = await database.run.findFirst({ orderBy: { createdAt: 'desc' } })
      return /completed|cancelled|failed/.test(latest?.state ?? '')
    },
    { timeout: 120_000, interval: 100 },
  )

/** An order waits in the old store, and nobody has asked since. */
async function anOrderWaits(): Promise<void> {
  const from = [...old.state.orders.values()][0]
  createOrder(old.state, {
    status: 'processing',
    billing: { first_name: 'Late', email: 'late@example.test', country: 'US' },
    line_items: [{ product_id: from?.lines[0]?.productId ?? 0, quantity: 1 }],
  })
  await database.projectEstimate.deleteMany()
  const anHourAgo = new Date(Date.now() - 3_600_000)
  await database.sourceAnswer.updateMany({ data: { readAt: anHourAgo } })
}

/** All that is to be read, but for what says itself that it is of before. */
const shown = async () =>
  (await it.app.locator('body').innerText()).replaceAll(/last known[^.]*\./gi, '')

async function expectHonest(where: string, { why, does }: Pick<Bad, 'why' | 'does'>) {
  await expect.poll(shown, { message: `why, on ${where}` }).toMatch(why)
  const text = await shown()
  expect(text, where).not.toMatch(GREEN)
  expect(text, `what to do, on ${where}`).toMatch(does)
}

/** Shopify takes none of these, whatever is tried: three products and two orders of the old store. */
const IMPOSSIBLE = [
  /currency, “XBT”/,
  /no items/,
  /no title/,
  /4 options/,
  /two variants of this product have the same/i,
]

/** What may be said only of a run that brought everything. */
const FINISHED =
  /everything arrived|ready to switch|point your domain|has everything|all \d+ records|complete\b|finished|is in Shopify\./i

test('a run that ended over failures is never told as finished, and names each record and why (S26)', async () => {
  const { id } = await lastRun()
  const toldFrom = async (at: string) => {
    await it.open(at)
    await expect.poll(shown, { message: at }).toMatch(/did not arrive/i)
    expect(await shown(), at).not.toMatch(FINISHED)
    expect(await it.app.getByText('Ready', { exact: true }).count()).toBe(0)
    return await shown()
  }
  const run = await toldFrom(`/app/runs/${id}`)
  const [, here, all] = /(\d+) of (\d+) records in Shopify/.exec(run) ?? []
  expect(Number(all) - Number(here)).toBe(IMPOSSIBLE.length)
  for (const why of IMPOSSIBLE) expect(run).toMatch(why)
  expect(run).toMatch(/5 did not arrive/)
  expect(await it.app.locator('.Polaris-Badge--toneSuccess').count(), 'green on the run').toBe(0)

  const runs = await toldFrom('/app/runs')
  expect(runs).toContain(`${here} of ${all}`)
  const home = await toldFrom('')
  expect(home).toMatch(/To do: \d+\s+5 did not arrive/)
  expect(home).toMatch(/Not yet/)
  expect(await it.app.getByRole('heading', { level: 2 }).first().innerText()).toBe(
    '5 did not arrive',
  )

  let listed = ''
  for (const kind of ['order', 'product']) {
    await it.open(`/app/verify/${id}?kind=${kind}&filter=missing`)
    await it.app
      .getByRole('button', { name: /^Try again/ })
      .first()
      .waitFor()
    listed += await shown()
    expect(await it.app.getByText('Same', { exact: true }).count()).toBe(0)
  }
  for (const why of IMPOSSIBLE) expect(listed).toMatch(why)
  expect(listed).not.toMatch(FINISHED)
})

describe.each([...BAD, isEmpty])('an old store $store, while an order waits (S23)', (bad) => {
  test('before a run is told as not known, with why and what to do', async () => {
    await anOrderWaits()
    const mend = bad.spoil()
    try {
      await it.open('')
      await expectHonest('home', bad)
      expect(await it.app.getByText('Ready', { exact: true }).count()).toBe(0)
      await it.open('/app/estimate')
      await expectHonest('the estimate', bad)
      // While it is being asked the button is there, and cannot be pressed.
      const start = it.app.getByRole('button', { name: /^Start (Recent|full)/, disabled: false })
      if (!bad.mayStart) expect(await start.count()).toBe(0)
      else {
        // The run looks for itself; but no number is made of what is not known.
        await it.app.getByText('We can’t tell what would move').waitFor()
        await start.waitFor()
        expect(await it.app.getByRole('table').count()).toBe(0)
      }
      await it.open(`/app/verify/${(await fullRun()).id}?kind=product&filter=arrived`)
      await it.app.getByText(bad.verify).first().waitFor()
      expect(await it.app.getByText('Same', { exact: true }).count()).toBe(0)
    } finally {
      mend()
    }
  })

  test('during a run is told on the run, and home says that it is not over', async () => {
    await anOrderWaits()
    await it.open('/app/estimate')
    // Slow enough to be spoiled on the way.
    const slow = old.faults.add({ times: 0, fault: { kind: 'slow', ms: 300 } })
    await it.app.getByRole('button', { name: 'Start Recent Data Migration' }).click()
    await it.page.waitForURL(/\/app\/runs\//)
    const mend = bad.spoil()
    old.faults.remove(slow)
    try {
      await expect.poll(shown, { message: 'the run says why' }).toMatch(bad.run)
      expect(await shown()).not.toMatch(GREEN)
      await it.open('')
      await it.app.getByRole('link', { name: 'Open the run' }).first().waitFor()
      expect(await shown()).not.toMatch(GREEN)
      expect(await it.app.getByText('Ready', { exact: true }).count()).toBe(0)
      const { id } = await lastRun()
      await it.open(`/app/verify/${id}`)
      await it.app.getByText(/^This run hasn’t read everything/).waitFor()
      expect(await shown()).not.toMatch(GREEN)
      expect(await shown()).not.toMatch(/this run (read|moved)/i)
      await it.open('/app/estimate')
      await it.app.getByText('A run isn’t finished yet').waitFor()
      expect(await it.app.getByRole('table').count()).toBe(0)
      await it.open(`/app/runs/${id}`)
      await it.app.getByRole('button', { name: 'Cancel' }).first().click()
      await it.app.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click()
    } finally {
      mend()
    }
    await runEnds()
  })
})
