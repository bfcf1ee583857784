import { afterEach, describe, expect, test } from 'vitest'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { closeOddServers } from '#test/helpers/stores/odd-servers.ts'
import {
  ALL_FOUR,
  clientOf,
  CURRENCY,
  isProven,
  notAuthorized,
  NOW,
  refusalOf,
  smallStore,
  TOKEN_ALONE,
  type Answer,
  type Asked,
} from '../small-store.ts'

afterEach(closeOddServers)

/** Answers who has proven to be somebody. */
const guarded =
  (more: (asked: Asked) => Answer | null = () => null) =>
  (asked: Asked): Answer => {
    if (asked.path.endsWith('/directory/currency')) return { body: CURRENCY }
    return (
      more(asked) ?? (isProven(asked) ? { body: { items: [], total_count: 0 } } : notAuthorized())
    )
  }

const filters = {
  'searchCriteria[filter_groups][0][filters][0][field]': 'updated_at',
  'searchCriteria[filter_groups][0][filters][0][value]': "2026-03-02 08:00:00 !'()*~ü",
  'searchCriteria[filter_groups][0][filters][0][condition_type]': 'gt',
}

describe('who asks', () => {
  test('the token alone is sent as it is', async () => {
    const { origin, asked } = await smallStore(guarded())
    await clientOf(origin, TOKEN_ALONE).client.get('orders', filters)
    expect(asked.at(-1)?.authorization).toBe(`Bearer ${TOKEN_ALONE.accessToken}`)
  })

  test('all four values sign each request, whatever it asks for', async () => {
    const { origin, asked } = await smallStore(guarded())
    const { client } = clientOf(origin, ALL_FOUR)
    await client.get('orders', filters)
    await client.get('orders', { fields: 'items[entity_id,items[sku]],total_count' })
    expect(asked.slice(1).map(({ authorization }) => authorization?.slice(0, 6))).toEqual([
      'OAuth ',
      'OAuth ',
    ])
    expect(asked.slice(1).every((each) => isProven(each))).toBe(true)
    expect(asked.map(({ url }) => url.href).join()).not.toContain(ALL_FOUR.accessToken)
  })

  test('no two requests are signed with the same nonce', async () => {
    const { origin, asked } = await smallStore(guarded())
    const { client } = clientOf(origin, ALL_FOUR)
    for (let n = 0; n < 3; n += 1) await client.get('orders', {})
    const nonces = asked.flatMap(
      ({ authorization = '' }) => /oauth_nonce="([^"]+)"/.exec(authorization)?.[1] ?? [],
    )
    expect(new Set(nonces).size).toBe(3)
  })

  test('where the store sees http behind its proxy, the address is signed as it sees it', async () => {
    const schemes: string[] = []
    const http: OutboundHttp = {
      close: () => Promise.resolve(),
      request: (address, init = {}) => {
        const url = new URL(address)
        const authorization = init.headers?.['authorization']
        const asked = { path: url.pathname, url, authorization }
        const isKnown = url.pathname.endsWith('currency') || isProven(asked, 'http:')
        if (authorization !== undefined) schemes.push(isKnown ? 'accepted' : 'refused')
        const body = url.pathname.endsWith('currency')
          ? CURRENCY
          : isKnown
            ? { items: [], total_count: 0 }
            : { message: 'The signature is invalid. Verify and try again.' }
        return Promise.resolve({
          status: isKnown ? 200 : 401,
          headers: new Headers({ date: new Date(NOW).toUTCString() }),
          text: JSON.stringify(body),
          finalUrl: address,
        })
      },
    }
    const { client } = clientOf('https://old-store.example', ALL_FOUR, { http })
    await client.get('orders', {})
    await client.get('products', {})
    expect(schemes).toEqual(['refused', 'accepted', 'accepted'])
  })

  describe('a SKU with a slash in the address', () => {
    const SKU = 'stockItems/FF%2FWHI%2007%20%C3%BC'

    /** @param seen the path as the store has it when it checks */
    async function askedTwice(seen: (path: string) => string) {
      const { origin, asked } = await smallStore(
        guarded((each) => {
          const url = new URL(each.url.origin + seen(each.path) + each.url.search)
          return isProven({ ...each, url })
            ? { body: { qty: 1 } }
            : { status: 401, body: { message: 'The signature is invalid. Verify and try again.' } }
        }),
      )
      const { client } = clientOf(origin, ALL_FOUR)
      await client.get('orders', {})
      await client.get(SKU, {})
      await client.get(SKU, {})
      return asked.filter(({ path }) => path.includes('stockItems')).length
    }

    test('is signed as it is sent', async () => {
      expect(await askedTwice((path) => path)).toBe(2)
    })

    test('is signed decoded where the store decodes it, and so from then on', async () => {
      expect(await askedTwice((path) => path.replaceAll('%2F', '/'))).toBe(3)
    })
  })

  test('some of the other three values are not taken for none of them', async () => {
    const { origin, paths } = await smallStore(guarded())
    const { client } = clientOf(origin, { ...ALL_FOUR, consumerSecret: '' })
    const refusal = await refusalOf(client.get('orders', {}))
    expect(refusal).toMatchObject({ problem: 'BAD_SECRET', then: 'pause' })
    expect(paths().filter((path) => path.endsWith('/orders'))).toEqual([])
  })
})

describe('a signature that is too old', () => {
  const late = (asked: Asked, storeNow: number): Answer | null => {
    const at = Number(/oauth_timestamp="(\d+)"/.exec(asked.authorization ?? '')?.[1])
    return Math.abs(at * 1_000 - storeNow) > 600_000
      ? {
          status: 401,
          body: { message: 'Incorrect timestamp value in the oauth_timestamp parameter' },
          date: new Date(storeNow).toUTCString(),
        }
      : null
  }

  test('is signed by the clock that the store shows', async () => {
    const storeNow = Date.parse(NOW) + 3_600_000
    const date = new Date(storeNow).toUTCString()
    const { origin } = await smallStore((asked) => ({
      ...guarded((each) => late(each, storeNow))(asked),
      date,
    }))
    const { client } = clientOf(origin, ALL_FOUR)
    await expect(client.get('orders', {})).resolves.toMatchObject({ dateMs: storeNow })
  })

  test('is signed by our clock where the store shows the clock of a proxy', async () => {
    const storeNow = Date.parse(NOW)
    const date = new Date(storeNow + 3_600_000).toUTCString()
    const { origin } = await smallStore((asked) => ({
      ...guarded((each) => late(each, storeNow))(asked),
      date,
    }))
    const { client } = clientOf(origin, ALL_FOUR)
    await expect(client.get('orders', {})).resolves.toMatchObject({ body: { total_count: 0 } })
  })
})

describe('where it asks', () => {
  test('without a chosen store view the default one is asked', async () => {
    const { origin, paths } = await smallStore(guarded())
    await clientOf(origin, TOKEN_ALONE).client.get('orders', {})
    expect(paths().at(-1)).toBe('/rest/V1/orders')
  })

  test('a chosen store view is asked by its code, and what concerns all of them is not', async () => {
    const { origin, paths } = await smallStore(guarded())
    const { client } = clientOf(origin, { ...TOKEN_ALONE, storeView: 'eur' })
    await client.get('orders', {})
    await client.get('store/storeConfigs', {}, { anyView: true })
    expect(paths().slice(1)).toEqual(['/rest/eur/V1/orders', '/rest/V1/store/storeConfigs'])
  })
})

describe('refusals', () => {
  const SIGNATURE = 'The signature is invalid. Verify and try again.'
  test.for<[string, Answer, string, string]>([
    ['an unknown token', notAuthorized(), 'NO_READ_PERMISSION', 'pause'],
    ['a wrong secret', { status: 401, body: { message: SIGNATURE } }, 'BAD_SECRET', 'pause'],
    [
      'an unknown consumer',
      { status: 401, body: { message: 'A consumer having the specified key does not exist' } },
      'BAD_CREDENTIALS',
      'pause',
    ],
    [
      'a refusal in a language nobody reads here',
      { status: 401, body: { message: 'Die Signatur ist ungültig.' } },
      'BAD_CREDENTIALS',
      'pause',
    ],
    [
      'a store view that is gone',
      { status: 400, body: { message: 'Specified request cannot be processed.' } },
      'NOT_FOUND',
      'pause',
    ],
    [
      'a field that is not there',
      {
        status: 400,
        body: { message: 'The "%1" attribute name is invalid.', parameters: ['no_such_field'] },
      },
      'BROKEN_ANSWER',
      'refused',
    ],
    [
      'a store in maintenance',
      { status: 503, text: '<html>Service Temporarily Unavailable</html>' },
      'MAINTENANCE',
      'wait',
    ],
    [
      'a page in place of an answer',
      { text: '<html><body>Hello</body></html>' },
      'ANSWERED_HTML',
      'pause',
    ],
  ])('%s', async ([, answer, problem, then]) => {
    const { origin } = await smallStore(guarded(() => answer))
    const { client } = clientOf(origin, ALL_FOUR, { tuning: { maxAttempts: 2 } })
    expect(await refusalOf(client.get('orders', {}))).toMatchObject({ problem, then })
  })

  test('what stands beside a message fills its places', async () => {
    const { origin } = await smallStore(guarded(() => notAuthorized('Magento_Sales::ship')))
    const { client } = clientOf(origin, TOKEN_ALONE)
    await expect(client.get('shipments', {})).rejects.toMatchObject({
      wireMessage: "The consumer isn't authorized to access Magento_Sales::ship.",
    })
  })

  test('a report of an internal error is tried again, and then the run waits', async () => {
    let tries = 0
    const { origin } = await smallStore(
      guarded(() => {
        tries += 1
        return { status: 500, body: { message: 'Internal Error. Report ID: webapi-6b03337fca5d8' } }
      }),
    )
    const { client } = clientOf(origin, TOKEN_ALONE, { tuning: { maxAttempts: 3 } })
    expect(await refusalOf(client.get('orders', {}))).toMatchObject({ then: 'wait' })
    expect(tries).toBe(3)
  })
})

test('messages of the server around an answer are told, and the answer is read', async () => {
  const text = `<br />\n<b>Deprecated</b>: something in x.php\n${JSON.stringify({ items: [], total_count: 0 })}`
  const { origin } = await smallStore(guarded(() => ({ text })))
  const { client, told } = clientOf(origin, TOKEN_ALONE)
  await expect(client.get('orders', {})).resolves.toMatchObject({ body: { total_count: 0 } })
  expect(told).toHaveLength(1)
})
