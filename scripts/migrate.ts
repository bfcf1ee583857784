import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Runs Prisma's command line with our settings; resolves with what it printed. */
export function prisma(args: string[], databaseUrl?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        path.join(root, 'scripts/prisma-exit.mjs'),
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

/** Brings a database to the newest migration. */
export async function migrateDeploy(databaseUrl: string): Promise<void> {
  await prisma(['migrate', 'deploy'], databaseUrl)
}
