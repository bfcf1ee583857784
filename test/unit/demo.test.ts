import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import type { Child } from '../../scripts/processes/child-process.ts'
import { parseDemoArguments } from '../../scripts/demo/arguments.ts'
import { endingLines, whatToTry } from '../../scripts/demo/ending.ts'
import { createTerminal } from '../../scripts/demo/terminal.ts'
import { supervised } from '../../scripts/processes/supervised.ts'

const ON_PURPOSE = { kind: 'order', sourceId: '9402', why: 'This order has no items.' }
const ended = (faults: string[], impossible = [ON_PURPOSE]) =>
  endingLines({ faults, impossible, ms: 61_000, logDir: '/tmp/logs' })

it('the story ends well only without a fault, and names what is impossible on purpose', () => {
  const good = ended([]).join('\n')
  expect(good).toContain('order 9402: This order has no items.')
  expect(good).toContain('✓ Everything else arrived once')
  const bad = ended(['Did not arrive: product 7: It has no title.'], []).join('\n')
  expect(bad).toContain('✗ Did not arrive: product 7: It has no title.')
  expect(bad).not.toContain('✓')
})

it('afterwards the addresses are told, and the keys of an invented store', () => {
  const adminAppUrl = 'http://127.0.0.1:1/store/a/apps/b'
  const told = whatToTry({
    adminAppUrl,
    source: { url: 'http://127.0.0.1:2', typed: { consumerKey: 'ck_1', consumerSecret: 'cs_1' } },
  }).join('\n')
  expect(told).toContain(adminAppUrl)
  expect(told).toMatch(/old store: +http:\/\/127\.0\.0\.1:2/)
  expect(told).toMatch(/consumer key +ck_1\n +consumer secret +cs_1/)
  expect(whatToTry({ adminAppUrl, source: null }).join('\n')).not.toContain('old store:')
})

it('progress is seen without a terminal too: now and then, when it moved, and at last', () => {
  const written: string[] = []
  let now = 0
  const terminal = createTerminal(
    { write: (text) => Boolean(written.push(String(text))) },
    () => now,
  )
  for (const [at, text] of [
    [0, '1 of 9'],
    [5, '2 of 9'],
    [10, '3 of 9'],
    [25, '3 of 9'],
    [30, '9 of 9'],
  ] as const) {
    now = at * 1_000
    terminal.progress(text)
  }
  terminal.endProgress()
  expect(written).toEqual(['1 of 9\n', '3 of 9\n', '9 of 9\n'])
})

function aChild(): Child & { die(): void } {
  const process = Object.assign(new EventEmitter(), {
    exitCode: null as number | null,
    signalCode: null as string | null,
  })
  const die = () => {
    process.signalCode = 'SIGKILL'
    process.emit('exit')
  }
  return {
    name: 'worker',
    process: process as unknown as Child['process'],
    line: () => Promise.reject(new Error('not asked')),
    stop: () => Promise.resolve(die()),
    die,
  }
}

it('a worker that dies is replaced, however often, and that is said', async () => {
  const [first, second, third] = [aChild(), aChild(), aChild()]
  const next = [second, third]
  const said: string[] = []
  const again = () => {
    const child = next.shift()
    return child ? Promise.resolve(child) : Promise.reject(new Error('no more'))
  }
  const kept = supervised(first, again, (text) => said.push(text), 1)
  first.die()
  await vi.waitFor(() => expect(kept.current()).toBe(second))
  await vi.waitFor(() => expect(said).toHaveLength(2))
  second.die()
  await vi.waitFor(() => expect(kept.current()).toBe(third))
  expect(said[0]).toContain('The worker died (SIGKILL)')
  await kept.stop()
  expect(said).toHaveLength(4)
})

it('one that is stopped is not replaced', async () => {
  const child = aChild()
  const said: string[] = []
  await supervised(
    child,
    () => Promise.reject(new Error('must not start')),
    (text) => said.push(text),
    1,
  ).stop()
  expect(said).toEqual([])
})

it('the story is told of whichever cart is named, invented or real', () => {
  const told = (source: string, environment: Record<string, string> = {}) =>
    parseDemoArguments(['--source', source], { NODE_ENV: 'test', ...environment })
  expect(parseDemoArguments([], { NODE_ENV: 'test' })).toMatchObject({
    source: null,
    invented: 'woocommerce',
  })
  expect(told('magento')).toMatchObject({ source: null, invented: 'magento' })
  const url = 'https://old-store.example'
  expect(told(`magento=${url}`, { MAGENTO_TOKEN: 'abc' }).source).toEqual({
    cart: 'magento',
    url,
    typed: { accessToken: 'abc' },
  })
  expect(() => told(`magento=${url}`)).toThrow('MAGENTO_TOKEN')
  expect(() => told(`woocommerce=${url}`, { WOOCOMMERCE_KEY: 'ck' })).toThrow('WOOCOMMERCE_SECRET')
  expect(() => told('opencart')).toThrow('--source takes')
})
