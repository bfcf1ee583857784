import net from 'node:net'

/** A transaction that is about to end with COMMIT. */
export type CommitSeen = {
  /** Every UUID its statements or their parameters held: a run's transactions name their run. */
  ids: ReadonlySet<string>
}

export type CommitAction = {
  /** PostgreSQL has not been told yet; `false` keeps the COMMIT from it for ever. */
  before?(): Promise<boolean>
  /** PostgreSQL has answered; the client does not know it yet. */
  after?(): Promise<void>
}

export type PostgresProxy = { port: number; close(): Promise<void> }

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const QUERY = 0x51 // Q
const PARSE = 0x50 // P

/**
 * Stands between one process and PostgreSQL and sees each COMMIT, sent as a simple query or as a
 * prepared one. Everything else passes untouched. Knows only as much of the protocol as that needs:
 * after the start-up message, every message is a type byte, a length and a body.
 */
export async function startPostgresProxy(options: {
  targetPort: number
  onCommit(seen: CommitSeen): CommitAction | null
}): Promise<PostgresProxy> {
  const open = new Set<net.Socket>()
  const server = net.createServer((client) => {
    const target = net.connect(options.targetPort, '127.0.0.1')
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
    }
    relay(client, target, options.onCommit)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

function relay(
  client: net.Socket,
  target: net.Socket,
  onCommit: (seen: CommitSeen) => CommitAction | null,
): void {
  let rest: Buffer = Buffer.alloc(0)
  let started = false
  let ids = new Set<string>()
  /** Client messages are handled one after another, also when one of them has to wait. */
  let turn: Promise<unknown> = Promise.resolve()
  let afterCommit: (() => Promise<void>) | null = null
  let answers: Promise<unknown> = Promise.resolve()

  client.on('data', (chunk) => {
    turn = turn.then(() => take(chunk)).catch(() => client.destroy())
  })
  target.on('data', (chunk) => {
    const after = afterCommit
    afterCommit = null
    answers = answers.then(after ?? (() => undefined)).then(() => {
      if (!client.destroyed) client.write(chunk)
    })
  })

  async function take(chunk: Buffer): Promise<void> {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const header = started ? 1 : 0
      if (rest.length < header + 4) return
      const length = header + rest.readInt32BE(header)
      if (rest.length < length) return
      const message = rest.subarray(0, length)
      rest = rest.subarray(length)
      if (!started) started = true
      else if (!(await passes(message))) {
        client.destroy()
        return
      }
      if (target.destroyed) return
      target.write(message)
    }
  }

  async function passes(message: Buffer): Promise<boolean> {
    const text = message.toString('latin1')
    if (message[0] === QUERY || message[0] === PARSE) {
      const statement = statementOf(message)
      if (/^begin\b/i.test(statement)) ids = new Set()
      if (/^commit\b/i.test(statement)) {
        const action = onCommit({ ids })
        ids = new Set()
        if (action?.before && !(await action.before())) return false
        if (action?.after) afterCommit = action.after
        return true
      }
    }
    for (const [id] of text.matchAll(UUID)) ids.add(id)
    return true
  }
}

/** The SQL of a Q message, or of a P message behind the statement's name. */
function statementOf(message: Buffer): string {
  const body = message.subarray(5)
  if (message[0] === QUERY) return body.toString('latin1').replace(/\0$/, '').trim()
  const nameEnd = body.indexOf(0)
  const sqlEnd = body.indexOf(0, nameEnd + 1)
  return body
    .subarray(nameEnd + 1, sqlEnd)
    .toString('latin1')
    .trim()
}
