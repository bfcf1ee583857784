import { expect, test } from 'vitest'
import { isOfOurPages } from '#app/web/same-origin.server.ts'

const OURS = 'app.example'

test.each([
  ['from one of our pages', 'POST', { origin: 'https://app.example' }, true],
  ['from no page', 'POST', {}, true],
  ['from another site', 'POST', { origin: 'https://evil.example' }, false],
  ['from another site that only reads', 'GET', { origin: 'https://evil.example' }, true],
  ['from a page that hides where it is', 'POST', { origin: 'null' }, false],
  ['from something that is no site', 'DELETE', { origin: 'nonsense' }, false],
  [
    'through proxies',
    'POST',
    { origin: 'https://shown.example', 'x-forwarded-host': 'shown.example, inner' },
    true,
  ],
  [
    'from the name behind a proxy',
    'POST',
    { origin: 'https://app.example', 'x-forwarded-host': 'shown.example' },
    false,
  ],
] as const)('a request %s is told from others', (_what, method, headers, ours) => {
  expect(isOfOurPages(method, new Headers({ host: OURS, ...headers }))).toBe(ours)
})
