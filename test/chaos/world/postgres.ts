import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../scripts/database/embedded-postgres.ts'
import { migrateDeploy } from '../../../scripts/database/migrate.ts'

export type RestartablePostgres = {
  url: string
  port: number
  /** Really stops the server and starts it again on the same data and port. One at a time. */
  restart(how: 'fast' | 'immediate', downMs: number): Promise<void>
  stop(): Promise<void>
  /** At once, for a process that is about to end itself. */
  abandon(): void
}

/** A PostgreSQL of its own, migrated, whose data survives a restart. */
export async function startRestartablePostgres(): Promise<RestartablePostgres> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chaos-postgres-'))
  fs.chmodSync(folder, 0o755)
  const dataDir = path.join(folder, 'data')
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, database: 'app' })
  const { url, port } = server
  await migrateDeploy(url)
  let turn = Promise.resolve()
  let ended = false
  const inTurn = (work: () => Promise<void>) => {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }
  return {
    url,
    port,
    restart: (how, downMs) =>
      inTurn(async () => {
        if (ended) return
        await server.stop(how)
        await delay(downMs)
        server = await startEmbeddedPostgres({ dataDir, database: 'app', port })
      }),
    stop: () =>
      inTurn(async () => {
        ended = true
        await server.stop()
        fs.rmSync(folder, { recursive: true, force: true })
      }),
    abandon: () => {
      if (ended) return
      try {
        const [pid] = fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
        process.kill(Number(pid), 'SIGQUIT')
      } catch {
        // It is not running.
      }
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}
