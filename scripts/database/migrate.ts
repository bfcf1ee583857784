import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** Runs Prisma's command line with our settings; resolves with what it printed. */
export function prisma(
  args: string[],
  databaseUrl?: string,
  env: Record<string, string> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        path.join(root, 'scripts/database/prisma-exit.mjs'),
        path.join(root, 'node_modules/prisma/build/index.js'),
        ...args,
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
          CHECKPOINT_DISABLE: '1',
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`prisma ${args.join(' ')} failed:\n${output}`)),
    )
  })
}

/** Any number of our own, so that two starting processes migrate one after the other. */
const DEPLOY_LOCK = 5_207_311_909

/**
 * Brings a database to the newest migration while workers and web servers of the version before go on.
 *
 * A statement that changes a table waits for every transaction that uses it, and everybody who comes
 * later waits behind it. So it waits for a short time only, lets the others pass, and tries again. A
 * migration is one transaction (see prisma.config.ts): what gave up has changed nothing.
 *
 * @param options.lockTimeoutMs how long others may have to wait behind a try
 * @param options.patienceMs when to give up
 * @param options.onWait told before each further try
 */
export async function migrateDeploy(
  databaseUrl: string,
  options: { lockTimeoutMs?: number; patienceMs?: number; onWait?: () => void } = {},
): Promise<void> {
  const { lockTimeoutMs = 2_000, patienceMs = 300_000, onWait } = options
  const pgOptions = [process.env.PGOPTIONS, `-c lock_timeout=${lockTimeoutMs}`]
  const env = { PGOPTIONS: pgOptions.filter(Boolean).join(' ') }
  const began = Date.now()
  const session = new pg.Client({ connectionString: databaseUrl })
  await session.connect()
  try {
    await session.query('select pg_advisory_lock($1)', [DEPLOY_LOCK])
    for (;;) {
      try {
        await prisma(['migrate', 'deploy'], databaseUrl, env)
        return
      } catch (error) {
        const hadToWait = error instanceof Error && error.message.includes('lock timeout')
        if (!hadToWait || Date.now() - began > patienceMs) throw error
        await forgetTry(session)
        onWait?.()
        await delay(Math.min(5_000, lockTimeoutMs))
      }
    }
  } finally {
    await session.end()
  }
}

/** Prisma applies nothing any more after a migration that failed, until it is told that it is undone. */
async function forgetTry(session: pg.Client): Promise<void> {
  await session.query(
    `update "_prisma_migrations" set "rolled_back_at" = now()
     where "finished_at" is null and "rolled_back_at" is null and "logs" like '%lock timeout%'`,
  )
}
