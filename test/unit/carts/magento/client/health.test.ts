import { afterEach, describe, expect, test } from 'vitest'
import type { Right } from '#app/migration/carts/magento/messages/magento.ts'
import type { MagentoList } from '#app/migration/carts/magento/magento-kind.ts'
import { readHealth } from '#app/migration/carts/magento/client/health.server.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { closeOddServers } from '#test/helpers/stores/odd-servers.ts'
import {
  ALL_FOUR,
  clientOf,
  CURRENCY,
  noRoute,
  notAuthorized,
  NOW,
  refusalOf,
  smallStore,
  TOKEN_ALONE,
  type Answer,
} from '../small-store.ts'

afterEach(closeOddServers)

const list = (kind: EntityKind, path: string, right: Right): MagentoList => ({
  kind,
  path,
  right,
  siteField: kind === 'order' ? 'store_id' : 'website_id',
  summaryFields: 'updated_at',
  idField: kind === 'order' ? 'entity_id' : 'id',
  own: null,
})
const KINDS: Record<EntityKind, MagentoList> = {
  product: list('product', 'products', 'products'),
  customer: list('customer', 'customers/search', 'customers'),
  order: list('order', 'orders', 'orders'),
}

const view = (id: number, code: string, website: number, currency = 'USD') => ({
  id,
  code,
  website_id: website,
  base_currency_code: currency,
  default_display_currency_code: currency,
  timezone: 'Europe/Berlin',
  weight_unit: 'kgs',
  base_url: 'https://old.example/',
})
const VIEWS = [view(1, 'default', 1), view(2, 'eur', 2, 'EUR')]

const LISTS = ['products', 'customers/search', 'orders', 'invoices', 'shipments', 'creditmemos']

/** A store that answers each path so, and everything else as a good one. */
async function healthOf(
  answers: Readonly<Record<string, Answer>> = {},
  credentials = ALL_FOUR,
  storeView = '',
) {
  const { origin, asked } = await smallStore(({ path }) => {
    const own = Object.entries(answers).find(([each]) => path.endsWith(each))
    if (own) return own[1]
    if (path.endsWith('/directory/currency')) return { body: CURRENCY }
    if (path.endsWith('/store/storeConfigs')) return { body: VIEWS }
    if (path.endsWith('/store/websites')) {
      return {
        body: [
          { id: 0, code: 'admin', name: 'Admin', default_group_id: 0 },
          { id: 1, code: 'base', name: 'Lamps & more', default_group_id: 1 },
          { id: 2, code: 'eu', name: 'Lampen', default_group_id: 2 },
        ],
      }
    }
    if (path.endsWith('/store/storeGroups')) {
      return {
        body: [
          { id: 0, website_id: 0, default_store_id: 0 },
          { id: 1, website_id: 1, default_store_id: 1 },
          { id: 2, website_id: 2, default_store_id: 2 },
        ],
      }
    }
    if (path === '/magento_version') return { text: 'Magento/2.4 (Community)' }
    if (LISTS.some((each) => path.endsWith(`/V1/${each}`))) return { body: { total_count: 3 } }
    return noRoute
  })
  const { client, clock } = clientOf(origin, { ...credentials, storeView })
  return { health: readHealth(client, KINDS, storeView, clock), origin, asked }
}

const refuse = (paths: readonly string[]) =>
  Object.fromEntries(paths.map((path) => [`/V1/${path}`, notAuthorized(`for ${path}`)]))

test('a store that is well says what it is', async () => {
  const { health, origin } = await healthOf()
  await expect(health).resolves.toMatchObject({
    identity: { url: origin, name: 'Lamps & more' },
    version: '2.4',
    timezone: 'Europe/Berlin',
    currency: 'USD',
    sourceNow: NOW,
  })
})

test('the website of the chosen store view gives its name and the currency of its prices', async () => {
  const { health } = await healthOf({}, ALL_FOUR, 'eur')
  await expect(health).resolves.toMatchObject({ identity: { name: 'Lampen' }, currency: 'EUR' })
})

test('another store view is the same store', async () => {
  const { health, origin } = await healthOf()
  const { client, clock } = clientOf(origin, { ...ALL_FOUR, storeView: 'eur' })
  const other = await readHealth(client, KINDS, 'eur', clock)
  expect(other.identity.storeId).toBe((await health).identity.storeId)
})

describe('what the integration may not read', () => {
  test.for<[string, string]>([
    ['products', 'Products'],
    ['customers/search', 'Customers'],
    ['orders', 'Orders'],
    ['invoices', 'Invoices'],
    ['shipments', 'Shipments'],
    ['creditmemos', 'Credit Memos'],
    ['store/storeConfigs', 'Stores'],
  ])('%s: the right is named as the admin names it', async ([path, name]) => {
    const { health } = await healthOf(refuse([path]))
    const refusal = await refusalOf(health)
    expect(refusal).toMatchObject({ problem: 'NO_READ_PERMISSION', then: 'pause' })
    expect(refusal.said).toContain(name)
  })

  test('all that is missing is said at once', async () => {
    const { health } = await healthOf(refuse(['invoices', 'creditmemos']))
    const { said } = await refusalOf(health)
    expect(said).toContain('Invoices')
    expect(said).toContain('Credit Memos')
  })

  const everything = refuse([...LISTS, 'store/storeConfigs', 'store/websites'])

  test('a signature that is accepted and may read nothing wants rights, not other keys', async () => {
    const { health } = await healthOf(everything)
    expect(await refusalOf(health)).toMatchObject({ problem: 'NO_READ_PERMISSION' })
  })

  test('a token alone that may read nothing is told all that may be wrong with it', async () => {
    const { health } = await healthOf(everything, TOKEN_ALONE)
    const refusal = await refusalOf(health)
    expect(refusal).toMatchObject({ problem: 'BAD_CREDENTIALS' })
    expect(refusal.said).toMatch(/2\.4\.4/)
  })
})

test('a store view that is not there is told with those that are', async () => {
  const { health } = await healthOf({}, ALL_FOUR, 'fr')
  const { said } = await refusalOf(health)
  expect(said).toContain('“fr”')
  expect(said).toMatch(/default.*eur/)
})

test('what fails is told before what is missing', async () => {
  const { health } = await healthOf({
    ...refuse(['invoices']),
    '/V1/orders': { status: 503, text: 'down' },
  })
  expect(await refusalOf(health)).toMatchObject({ problem: 'MAINTENANCE' })
})

test('an old version is refused by its number', async () => {
  const { health } = await healthOf({ '/magento_version': { text: 'Magento/2.1 (Enterprise)' } })
  const refusal = await refusalOf(health)
  expect(refusal).toMatchObject({ problem: 'VERSION_TOO_OLD' })
  expect(refusal.said).toContain('2.1')
})

test.for<[string, Answer]>([
  ['does not tell its version', { status: 404, text: 'no' }],
  ['shows a page there', { text: '<html>Welcome</html>' }],
])('a store that %s is not refused for it', async ([, answer]) => {
  const { health } = await healthOf({ '/magento_version': answer })
  await expect(health).resolves.toMatchObject({ ok: true })
})

test('a store without a clock cannot be read', async () => {
  const { health } = await healthOf({
    ...Object.fromEntries(
      LISTS.map((path) => [`/V1/${path}`, { body: { total_count: 1 }, date: null }]),
    ),
  })
  expect(await refusalOf(health)).toMatchObject({ problem: 'BROKEN_ANSWER' })
})
