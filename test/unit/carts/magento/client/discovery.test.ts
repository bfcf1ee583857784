import { afterEach, expect, test } from 'vitest'
import { closeOddServers } from '#test/helpers/stores/odd-servers.ts'
import {
  ALL_FOUR,
  clientOf,
  CURRENCY,
  noRoute,
  notAuthorized,
  refusalOf,
  smallStore,
  type Answer,
} from '../small-store.ts'

afterEach(closeOddServers)

const page: Answer = { status: 404, text: '<html><body>Nothing here</body></html>' }

const storeAt = (root: string) =>
  smallStore(({ path }) =>
    path === `${root}/rest/V1/directory/currency` ? { body: CURRENCY } : page,
  )

test.for<[string, string, string, string]>([
  ['at the address', '', '', ''],
  ['in a folder', '/shop', '/shop', ''],
  ['at the root, of which a page was copied', '/catalog/product/view/id/3', '', ''],
  ['of which the admin was copied', '/shop/admin_1xy/sales/order/', '/shop', ''],
  ['without rewritten addresses', '', '', '/index.php'],
])('a store is found %s', async ([, typed, root, below]) => {
  const { origin } = await storeAt(root + below)
  const { client } = clientOf(origin + typed, ALL_FOUR)
  await expect(client.site()).resolves.toMatchObject({
    url: origin + root,
    root: origin + root + below,
  })
})

test('a store that tells strangers nothing is one by the words it says so in', async () => {
  const { origin } = await smallStore(() => notAuthorized('Magento_Directory::currency'))
  await expect(clientOf(origin, ALL_FOUR).client.site()).resolves.toMatchObject({ root: origin })
})

test('whoever is asked whether it is the store learns no credential', async () => {
  const { origin, asked } = await smallStore(() => page)
  await refusalOf(clientOf(origin, ALL_FOUR).client.get('orders', {}))
  const seen = asked.map(({ url, authorization }) => `${url.href} ${authorization ?? ''}`).join()
  for (const secret of Object.values(ALL_FOUR)) {
    if (secret !== '') expect(seen).not.toContain(secret)
  }
})

test.for<[string, Answer, string]>([
  ['a page', page, 'NOT_THIS_CART'],
  ['another service', { body: { name: 'something else' } }, 'NOT_THIS_CART'],
  ['an API without such a route', noRoute, 'BROKEN_ANSWER'],
  ['a store that is down', { status: 503, text: 'down' }, 'MAINTENANCE'],
])('%s is no store', async ([, answer, problem]) => {
  const { origin } = await smallStore(() => answer)
  expect(await refusalOf(clientOf(origin, ALL_FOUR).client.site())).toMatchObject({ problem })
})

test('a store that is down is not looked for in other folders', async () => {
  const { origin, asked } = await smallStore(() => ({ status: 503, text: 'down' }))
  await refusalOf(clientOf(`${origin}/a/b`, ALL_FOUR).client.site())
  expect(asked).toHaveLength(1)
})
