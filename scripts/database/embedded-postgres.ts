import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '../processes/free-port.ts'

export type EmbeddedPostgres = {
  /** Connection URL of a database of that name, created when it does not exist. */
  url: string
  /** The same database through the server's Unix socket, which is less work than TCP. */
  socketUrl: string
  port: number
  /**
   * Ends the server and removes the data when the folder was ours. `fast` (the default) ends open
   * transactions and writes all to disk; `immediate` is a crash: the next start has to recover.
   */
  stop(how?: 'fast' | 'immediate'): Promise<void>
}

/** PostgreSQL refuses to run as root: any ordinary uid will do, 65534 is `nobody` nearly everywhere. */
const UNPRIVILEGED = { uid: 65534, gid: 65534 }
const SUPERUSER = 'app'

/**
 * Starts PostgreSQL from the npm package's binaries, without a system installation.
 *
 * As root the binaries are copied to a world-readable folder first (a checkout of mode 0700 hides
 * them from the unprivileged user) and run under another uid. The server gets a process group of its
 * own, so that Ctrl-C in a terminal does not stop it before the app has drained.
 *
 * @param options.dataDir kept between starts when given; otherwise a temporary folder, removed on stop.
 */
export async function startEmbeddedPostgres(
  options: { database?: string; dataDir?: string; port?: number } = {},
): Promise<EmbeddedPostgres> {
  const database = options.database ?? 'app'
  const asRoot = process.getuid?.() === 0
  const identity = asRoot ? UNPRIVILEGED : {}
  const native = asRoot ? readableCopyOf(nativeFolder()) : nativeFolder()
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'embedded-postgres-'))
  fs.chmodSync(scratch, 0o755)
  const dataDir = options.dataDir ?? path.join(scratch, 'data')
  const runDir = path.join(scratch, 'run')
  for (const dir of [dataDir, runDir]) {
    fs.mkdirSync(dir, { recursive: true, mode: 0o700 })
    if (asRoot) fs.chownSync(dir, UNPRIVILEGED.uid, UNPRIVILEGED.gid)
  }
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    LC_ALL: 'C',
    TZ: 'UTC',
  }

  if (!fs.existsSync(path.join(dataDir, 'PG_VERSION'))) {
    const initdb = spawnSync(
      path.join(native, 'bin/initdb'),
      ['-D', dataDir, '-U', SUPERUSER, '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
      { ...identity, cwd: scratch, env, encoding: 'utf8' },
    )
    if (initdb.status !== 0) {
      throw new Error(`initdb failed: ${initdb.error?.message ?? initdb.stderr}`)
    }
  }

  const port = options.port ?? (await freePort())
  const server = spawn(
    path.join(native, 'bin/postgres'),
    [
      '-D',
      dataDir,
      '-p',
      String(port),
      '-k',
      runDir,
      '-h',
      '127.0.0.1',
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
    ],
    { ...identity, cwd: scratch, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  await untilReady(server)
  await createDatabaseIfMissing(port, database)

  return {
    url: `postgresql://${SUPERUSER}@127.0.0.1:${port}/${database}`,
    socketUrl: `postgresql://${SUPERUSER}@localhost:${port}/${database}?host=${encodeURIComponent(runDir)}`,
    port,
    stop: async (how = 'fast') => {
      if (server.exitCode === null) {
        const gone = new Promise((resolve) => server.once('exit', resolve))
        server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
        await gone
      }
      fs.rmSync(scratch, { recursive: true, force: true })
    },
  }
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = require.resolve(name)
  } catch {
    throw new Error(
      `There are no PostgreSQL binaries for ${process.platform} ${process.arch} (${name}). ` +
        'Set DATABASE_URL to a PostgreSQL server of your own.',
    )
  }
  return path.resolve(path.dirname(entry), '..', 'native')
}

/** One copy per version and machine; finished copies are renamed into place, so that two starters agree. */
function readableCopyOf(native: string): string {
  const manifest = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8'))
  const target = path.join(os.tmpdir(), `embedded-postgres-${manifest.version}-${process.arch}`)
  if (fs.existsSync(target)) return target
  const draft = fs.mkdtempSync(`${target}-`)
  fs.chmodSync(draft, 0o755)
  fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  try {
    fs.renameSync(draft, target)
  } catch {
    fs.rmSync(draft, { recursive: true, force: true })
  }
  return target
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('ready to accept connections')) {
        output = ''
        resolve()
      }
      if (output.length > 20_000) output = output.slice(-10_000)
    })
    server.once('error', reject)
    server.once('exit', (code) =>
      reject(new Error(`PostgreSQL stopped with code ${code}: ${output}`)),
    )
  })
}

async function createDatabaseIfMissing(port: number, database: string): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, database: 'postgres' })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database])
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}
