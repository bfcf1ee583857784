import assert from 'node:assert/strict'
import type { SourceConnector, SourceProblemCode } from '#app/migration/engine/ports/source.ts'
import { OutboundHttpError } from '#app/platform/outbound-http.server.ts'
import type { OutboundHttp, OutboundHttpProblem } from '#app/platform/outbound-http.server.ts'
import { ofStore } from '../clause.ts'
import type { Clause } from '../clause.ts'
import type { Through } from '../store.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

async function assertProblem(connector: SourceConnector, code: SourceProblemCode): Promise<void> {
  const health = await connector.check()
  assert.ok(!health.ok, `the check says that all is well, not ${code}`)
  assert.equal(health.code, code)
  assert.match(sentenceOf(health.reason), /^[A-Z].*\.$/s, 'the merchant is told in sentences')
}

/** Everything is answered so, whatever is asked. */
export function answering(status: number, text: string, type = 'text/html'): Through {
  return (inner) => ({
    close: () => inner.close(),
    request: (url) =>
      Promise.resolve({
        status,
        text,
        finalUrl: url,
        headers: new Headers({ 'content-type': type, date: new Date(0).toUTCString() }),
      }),
  })
}

function unanswered(reason: OutboundHttpProblem): Through {
  return (inner: OutboundHttp) => ({
    close: () => inner.close(),
    request: () => Promise.reject(new OutboundHttpError(reason, 'no answer')),
  })
}

const page = (text: string) => `<!doctype html><html><body>${text}</body></html>`

/** What stands in the store's place, and what the check makes of it. */
const ANSWERS: readonly [SourceProblemCode, string, Through][] = [
  ['ANSWERED_HTML', 'a web page in its place', answering(200, page('Welcome'))],
  ['ANSWERED_HTML', 'a firewall in front of it', answering(403, page('Blocked'))],
  ['MAINTENANCE', 'a store in maintenance', answering(503, page('Back in a minute'))],
  ['SERVER_ERROR', 'a server that fails', answering(500, page('Error'))],
  ['NOT_THIS_CART', 'an address where nothing is', answering(404, page('Not found'))],
  ['NOT_THIS_CART', 'another web service', answering(200, '{"hello":"world"}', 'application/json')],
  ['TIMEOUT', 'a store that never answers', unanswered('timeout')],
  ['TLS', 'a certificate that does not fit', unanswered('tls')],
  ['NOT_FOUND', 'a host that does not exist', unanswered('unreachable')],
  ['ADDRESS_NOT_ALLOWED', 'a private address', unanswered('address_not_allowed')],
]

/** Each text that comes is cut in half. */
export const cutInHalf: Through = (inner) => ({
  close: () => inner.close(),
  request: async (url, init) => {
    const response = await inner.request(url, init)
    return { ...response, text: response.text.slice(0, Math.floor(response.text.length / 2)) }
  },
})

type Refused = 'withUnknownKey' | 'withWrongSecret' | 'withoutRightToRead'
const REFUSALS: readonly [SourceProblemCode, string, Refused][] = [
  ['BAD_CREDENTIALS', 'a key the store does not know', 'withUnknownKey'],
  ['BAD_SECRET', 'a wrong secret', 'withWrongSecret'],
  ['NO_READ_PERMISSION', 'a key that may not read', 'withoutRightToRead'],
]

/** Whether the store can be used, and if not, why: the check never throws. */
export const checkClauses: readonly Clause[] = [
  ofStore('finds the store usable, and the same one each time', {
    id: 'check.usable',
    needs: [],
    async run(store) {
      const first = await store.connector().check()
      const second = await store.connector().check()
      assert.ok(first.ok && second.ok, 'the store is usable')
      assert.deepEqual(second.identity, first.identity)
      for (const part of [first.identity.storeId, first.identity.name, first.version]) {
        assert.notEqual(part, '')
      }
      assert.match(first.currency, /^[A-Z]{3}$/)
      assert.match(first.timezone, /^([A-Z]\w+(\/\w+)*|[+-]\d\d:\d\d)$/)
    },
  }),

  ...ANSWERS.map(([code, what, way], index) =>
    ofStore(`says ${code} of ${what}`, {
      id: `check.${code.toLowerCase()}.${index + 1}`,
      needs: ['through'],
      run: (store) => assertProblem(store.through(way), code),
    }),
  ),

  ofStore('says BROKEN_ANSWER of answers that are cut in half', {
    id: 'check.broken_answer',
    needs: ['through'],
    run: (store) => assertProblem(store.through(cutInHalf), 'BROKEN_ANSWER'),
  }),

  ...REFUSALS.map(([code, what, need]) =>
    ofStore(`says ${code} of ${what}`, {
      id: `check.${code.toLowerCase()}`,
      needs: [need],
      run: (store) => assertProblem(store[need](), code),
    }),
  ),

  ofStore('says VERSION_TOO_OLD of a store that is older than any it can read', {
    id: 'check.version_too_old',
    needs: ['ofOldVersion'],
    run: (store) => assertProblem(store.ofOldVersion(), 'VERSION_TOO_OLD'),
  }),
]
