import net from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import {
  startPostgresProxy,
  type CommitAction,
  type CommitSeen,
  type PostgresProxy,
} from '#test/chaos/world/postgres-proxy.ts'

const RUN = '0682a286-f6de-4381-a4a1-1c7d18743b47'

function message(type: string, body: string): Buffer {
  const buffer = Buffer.alloc(5 + body.length)
  buffer.write(type, 0)
  buffer.writeInt32BE(4 + body.length, 1)
  buffer.write(body, 5)
  return buffer
}
const query = (sql: string) => message('Q', `${sql}\0`)
const parse = (sql: string) => message('P', `\0${sql}\0\0\0`)
const STARTUP = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0])

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A server that keeps what it was sent and answers each COMMIT. */
async function startServer() {
  let got = Buffer.alloc(0)
  const arrivals: (() => void)[] = []
  const server = net.createServer((socket) => {
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk])
      if (chunk.includes('COMMIT')) socket.write('committed')
      for (const arrive of arrivals.splice(0)) arrive()
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    until: async (text: string) => {
      while (!got.includes(text)) await new Promise<void>((resolve) => arrivals.push(resolve))
    },
    got: () => got,
  }
}

async function connect(onCommit: (seen: CommitSeen) => CommitAction | null) {
  const server = await startServer()
  const proxy: PostgresProxy = await startPostgresProxy({ targetPort: server.port, onCommit })
  closing.push(proxy.close)
  const client = net.connect(proxy.port, '127.0.0.1')
  closing.push(() => client.destroy())
  await new Promise((resolve) => client.once('connect', resolve))
  return { server, client }
}

describe('the proxy before PostgreSQL', () => {
  test('passes everything on as it came, however it is cut into pieces', async () => {
    const { server, client } = await connect(() => null)
    const sent = Buffer.concat([STARTUP, query('select 1'), parse('select 2'), query('end of it')])
    for (const byte of sent) client.write(Buffer.from([byte]))
    await server.until('end of it')
    expect(server.got().equals(sent)).toBe(true)
  })

  test('sees a COMMIT of either kind and which run its transaction named', async () => {
    const seen: string[][] = []
    const { server, client } = await connect(({ ids }) => {
      seen.push([...ids])
      return null
    })
    client.write(STARTUP)
    client.write(Buffer.concat([query('BEGIN'), message('B', `x${RUN}y`), query('COMMIT')]))
    client.write(Buffer.concat([query('BEGIN'), parse('COMMIT'), query('the end')]))
    await server.until('the end')
    expect(seen).toEqual([[RUN], []])
  })

  test('keeps a COMMIT from PostgreSQL for ever when it is told to', async () => {
    const { server, client } = await connect(() => ({ before: async () => false }))
    client.write(Buffer.concat([STARTUP, query('BEGIN'), query('COMMIT')]))
    await new Promise((resolve) => client.once('close', resolve))
    expect(server.got().includes('BEGIN')).toBe(true)
    expect(server.got().includes('COMMIT')).toBe(false)
  })

  test('keeps the answer to a COMMIT from the client until it is told to go on', async () => {
    let answered = false
    const { server, client } = await connect(() => ({
      after: async () => {
        expect(server.got().includes('COMMIT')).toBe(true)
        expect(answered).toBe(false)
      },
    }))
    const answer = new Promise<string>((resolve) =>
      client.once('data', (chunk) => {
        answered = true
        resolve(chunk.toString())
      }),
    )
    client.write(Buffer.concat([STARTUP, query('BEGIN'), query('COMMIT')]))
    expect(await answer).toBe('committed')
  })
})
