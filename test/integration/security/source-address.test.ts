import type { LookupAddress } from 'node:dns'
import { createServer } from 'node:http'
import { BlockList, createServer as createTcpServer, isIPv6, type AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  createOutboundHttp,
  isPublicAddress,
  OutboundHttpError,
  type OutboundHttp,
} from '#app/platform/outbound-http.server.ts'

/** Where a merchant's "old store" must never lead: what only this machine or its network can reach. */
const INSIDE: readonly [address: string, prefix: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Answers only inside Azure, where it hands out the machine's settings.
  ['168.63.129.16', 32],
]
const INSIDE_6: readonly [address: string, prefix: number][] = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

// An own list, so that the library that decides is not asked about itself.
const inside = new BlockList()
for (const [address, prefix] of INSIDE) inside.addSubnet(address, prefix, 'ipv4')
for (const [address, prefix] of INSIDE_6) inside.addSubnet(address, prefix, 'ipv6')

const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
const hextets = (value: number) => `${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`
const numberOf = (address: string) =>
  address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0)

/** Every way to write one IPv4 address in the address of a page. */
const SPELLINGS: Readonly<Record<string, (value: number) => string>> = {
  dotted,
  decimal: String,
  hexadecimal: (value) => `0x${value.toString(16)}`,
  'upper-case hexadecimal': (value) => `0X${value.toString(16).toUpperCase()}`,
  octal: (value) => `0${value.toString(8)}`,
  'octal parts': (value) =>
    dotted(value)
      .split('.')
      .map((part) => `0${Number(part).toString(8)}`)
      .join('.'),
  'hexadecimal parts': (value) =>
    dotted(value)
      .split('.')
      .map((part) => `0x${Number(part).toString(16)}`)
      .join('.'),
  'two parts': (value) => `${value >>> 24}.${value & 0xffffff}`,
  'three parts': (value) => `${value >>> 24}.${(value >>> 16) & 255}.${value & 0xffff}`,
  'a dot at the end': (value) => `${dotted(value)}.`,
  'full-width digits': (value) =>
    dotted(value).replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  'digits in circles': (value) =>
    dotted(value).replaceAll(/[1-9]/g, (digit) => String.fromCodePoint(0x245f + Number(digit))),
  'ideographic full stops': (value) => dotted(value).replaceAll('.', '。'),
  'escaped characters': (value) => dotted(value).replaceAll('.', '%2e'),
  'mapped into IPv6': (value) => `[::ffff:${dotted(value)}]`,
  'mapped into IPv6, in hexadecimal': (value) => `[::ffff:${hextets(value)}]`,
  'compatible with IPv6': (value) => `[::${hextets(value)}]`,
  'translated to IPv6': (value) => `[64:ff9b::${hextets(value)}]`,
  '6to4': (value) => `[2002:${hextets(value)}::1]`,
}

let door: { port: number; knocks: number; close(): Promise<void> }
let http: OutboundHttp
let dns: Record<string, (attempt: number) => LookupAddress[]>
let asked: string[]

beforeAll(async () => {
  // Whatever connects to this machine is counted, on every address it has.
  const server = createTcpServer((socket) => {
    door.knocks += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '::', resolve))
  const { port } = server.address() as AddressInfo
  door = { port, knocks: 0, close: () => new Promise((resolve) => server.close(() => resolve())) }
})
afterAll(async () => {
  await http?.close()
  await door?.close()
})
beforeEach(async () => {
  await http?.close()
  door.knocks = 0
  asked = []
  dns = {}
  http = createOutboundHttp({
    allowPrivateAddresses: false,
    timeoutMs: 5_000,
    resolve: async (host) => {
      asked.push(host)
      const answer = dns[host]
      if (!answer) throw new Error('ENOTFOUND')
      return answer(asked.filter((name) => name === host).length)
    },
  })
})

async function reasonOf(url: string): Promise<string> {
  try {
    await http.request(url)
    return 'answered'
  } catch (error) {
    if (error instanceof OutboundHttpError) return error.reason
    throw error
  }
}

const v4 = (address: string): LookupAddress => ({ address, family: 4 })
const v6 = (address: string): LookupAddress => ({ address, family: 6 })

const insideAddress = fc
  .tuple(fc.constantFrom(...INSIDE), fc.nat(0xffffffff))
  .map(([[base, prefix], random]) => {
    const mask = prefix === 32 ? 0xffffffff : ~(0xffffffff >>> prefix) >>> 0
    return ((numberOf(base) & mask) | (random & ~mask)) >>> 0
  })

describe('an address inside our own network is refused', () => {
  test.each(Object.entries(SPELLINGS))('written with %s', async (_name, spell) => {
    await fc.assert(
      fc.asyncProperty(insideAddress, async (value) => {
        const reason = await reasonOf(`http://${spell(value)}:${door.port}/`)
        expect(['address_not_allowed', 'bad_url']).toContain(reason)
      }),
      { numRuns: 60, examples: ['127.0.0.1', '169.254.169.254'].map((each) => [numberOf(each)]) },
    )
    expect({ knocks: door.knocks, asked }).toEqual({ knocks: 0, asked: [] })
  })

  test.each([
    'http://[::1]',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[fd00:ec2::254]',
    'http://[FE80::1]',
    'http://[fe80::1%25eth0]',
    'http://[::ffff:0:127.0.0.1]',
    'http://[64:ff9b:1::7f00:1]',
    'http://[2001:0:7f00:1::]',
    'http://0',
    'http://127.1',
    'http://0x7f.1',
    'http://017700000001',
    'http://４２９４９６７２９５',
  ])('%s', async (base) => {
    expect(['address_not_allowed', 'bad_url']).toContain(await reasonOf(`${base}:${door.port}/`))
    expect(door.knocks).toBe(0)
  })

  test('whatever the list of ranges of the library says, for any address', () => {
    const any6 = fc
      .array(fc.nat(0xffff), { minLength: 8, maxLength: 8 })
      .map((parts) => parts.map((part) => part.toString(16)).join(':'))
    const near6 = fc
      .tuple(fc.constantFrom(...INSIDE_6), fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }))
      .map(([[base, prefix], random]) => withPrefix(base, prefix, random))
    const any4 = fc.oneof(fc.nat(0xffffffff), insideAddress).map(dotted)
    fc.assert(
      fc.property(fc.oneof(any4, any6, near6), (address) => {
        const local = inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
        if (local)
          expect({ address, allowed: isPublicAddress(address) }).toMatchObject({ allowed: false })
        // Of IPv6 only what is handed out today is the open internet.
        if (isIPv6(address) && !/^[23]/.test(address.padStart(4, '0'))) {
          if (!address.startsWith('::ffff:')) expect(isPublicAddress(address)).toBe(false)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('a name is no way in', () => {
  test.each<[name: string, answer: LookupAddress[]]>([
    ['metadata.google.internal', [v4('169.254.169.254')]],
    ['metadata.google.internal.', [v4('169.254.169.254')]],
    ['localhost', [v4('127.0.0.1'), v6('::1')]],
    ['localhost.', [v6('::1')]],
    ['shop.example', [v4('10.0.0.5')]],
    ['shop.example', [v6('fd00:ec2::254')]],
    ['shop.example', [v6('::ffff:127.0.0.1')]],
    ['shop.example', [v4('93.184.216.34'), v4('127.0.0.1')]],
    ['shop.example', [v6('2606:4700:4700::1111'), v6('fe80::1')]],
    ['shop.example', [v4('168.63.129.16')]],
    ['xn--shp-epa.example', [v4('192.168.0.1')]],
  ])('%s that leads to %j', async (name, answer) => {
    dns[name] = () => answer
    expect(await reasonOf(`http://${name}:${door.port}/`)).toBe('address_not_allowed')
    expect(door.knocks).toBe(0)
  })

  test('in any letters: it is the name itself that is looked up', async () => {
    dns['localhost'] = () => [v4('127.0.0.1')]
    for (const name of ['LOCALHOST', 'lOcalhosT', 'ｌｏｃａｌｈｏｓｔ', 'local%68ost']) {
      expect(await reasonOf(`http://${name}:${door.port}/`)).toBe('address_not_allowed')
    }
    expect(new Set(asked)).toEqual(new Set(['localhost']))
    expect(door.knocks).toBe(0)
  })

  test('that answers differently the second time: what was checked is what is connected to', async () => {
    let served = 0
    const server = createServer((_, response) => {
      served += 1
      response.setHeader('connection', 'close').end('the checked one')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const lookups: number[] = []
    const trusting = createOutboundHttp({
      allowPrivateAddresses: false,
      // The one address of this machine that passes for public in this test.
      allowAddress: (address) => address === '127.0.0.1',
      resolve: async () => {
        lookups.push(1)
        return [v4(lookups.length === 1 ? '127.0.0.1' : '127.0.0.2')]
      },
    })
    try {
      expect((await trusting.request(`http://shop.example:${port}/`)).text).toBe('the checked one')
      expect(lookups).toHaveLength(1)
      // The next connection is looked up and checked anew.
      await expect(trusting.request(`http://shop.example:${port}/`)).rejects.toMatchObject({
        reason: 'address_not_allowed',
      })
      expect(served).toBe(1)
    } finally {
      await trusting.close()
      await new Promise((resolve) => server.close(resolve))
    }
  })

  test('that is not found, or found nowhere, is told as that', async () => {
    expect(await reasonOf('https://nowhere.example/')).toBe('unreachable')
    dns['empty.example'] = () => []
    expect(await reasonOf('https://empty.example/')).toBe('unreachable')
  })
})

describe('what is no address of a web page', () => {
  test.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1:70/_x',
    'dict://127.0.0.1:11211/stats',
    'ftp://shop.example/',
    'ws://shop.example/',
    'data:text/html,x',
    'javascript:alert(1)',
    'jar:http://shop.example!/',
    'blob:http://shop.example/1',
    'http://good@127.0.0.1/',
    'http://good:secret@shop.example/',
    'http://shop.example@127.0.0.1/',
    'http://127.0.0.1\\@shop.example/',
    'http:///127.0.0.1/',
    'http://127.0.0.1#@shop.example/',
    'http://127.0.0.1?@shop.example/',
    'http://shop.example:80@127.0.0.1/',
    'http://',
    '//127.0.0.1/',
    '',
  ])('%s', async (url) => {
    dns['shop.example'] = () => [v4('93.184.216.34')]
    expect(['bad_url', 'address_not_allowed']).toContain(await reasonOf(url))
    expect(door.knocks).toBe(0)
  })

  test.each([22, 25, 110, 143, 6000, 6667])(
    'port %i, where something else than a web server listens',
    async (port) => {
      dns['shop.example'] = () => [v4('93.184.216.34')]
      expect(await reasonOf(`http://shop.example:${port}/`)).toBe('unreachable')
      expect(asked).toEqual([])
    },
  )
})

/** The range's leading bits, then random ones. */
function withPrefix(base: string, prefix: number, random: readonly number[]): string {
  const [head = '', tail = ''] = base.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const parts = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right].map(
    (part) => Number.parseInt(part, 16),
  )
  return parts
    .map((part, at) => {
      const bits = Math.min(16, Math.max(0, prefix - at * 16))
      const mask = bits === 0 ? 0 : (0xffff << (16 - bits)) & 0xffff
      return ((part & mask) | ((random[at] ?? 0) & ~mask & 0xffff)).toString(16)
    })
    .join(':')
}
