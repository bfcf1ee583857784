// What `shopify app dev` runs (see shopify.web.toml): the app with hot reload and its worker, for a
// real development store. Shopify's command line gives the app's keys, its address and the port; a
// database and keys of its own are kept in .dev/ unless DATABASE_URL names one.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { projectRoot, startChild } from './processes/child-process.ts'
import { startEmbeddedPostgres } from './database/embedded-postgres.ts'
import { migrateDeploy } from './database/migrate.ts'

const FROM_SHOPIFY = ['SHOPIFY_API_KEY', 'SHOPIFY_API_SECRET', 'SCOPES', 'PORT'] as const

const folder = path.join(projectRoot, '.dev')
fs.mkdirSync(folder, { recursive: true })

function keptKey(name: string): string {
  const file = path.join(folder, `${name}.key`)
  if (!fs.existsSync(file)) {
    fs.writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
  }
  return fs.readFileSync(file, 'utf8')
}

const appUrl = process.env.SHOPIFY_APP_URL ?? process.env.HOST
const missing = FROM_SHOPIFY.filter((name) => !process.env[name])
if (missing.length > 0 || !appUrl) {
  process.stderr.write(
    `Start this with \`shopify app dev\`: it gives ${[...missing, ...(appUrl ? [] : ['HOST'])].join(', ')}.\n` +
      'To work without a Shopify account: npm run dev\n',
  )
  process.exit(1)
}

const postgres = process.env.DATABASE_URL
  ? null
  : await startEmbeddedPostgres({ database: 'app', dataDir: path.join(folder, 'data') })
const databaseUrl = postgres?.url ?? process.env.DATABASE_URL ?? ''
await migrateDeploy(databaseUrl)

const env: Record<string, string> = {
  ...Object.fromEntries(FROM_SHOPIFY.map((name) => [name, process.env[name] ?? ''])),
  ...(process.env.FRONTEND_PORT ? { FRONTEND_PORT: process.env.FRONTEND_PORT } : {}),
  NODE_ENV: 'development',
  APP_ENV: 'development',
  SHOPIFY_APP_URL: appUrl,
  DATABASE_URL: databaseUrl,
  ENCRYPTION_KEYS: process.env.ENCRYPTION_KEYS ?? `dev:${keptKey('encryption')}`,
  FINGERPRINT_KEY: process.env.FINGERPRINT_KEY ?? keptKey('fingerprint'),
}
const logFile = path.join(folder, 'app.log')
const remix = 'node_modules/@remix-run/dev/dist/cli.js'
const children = [
  startChild({ name: 'web', args: [remix, 'vite:dev'], env, logFile }),
  startChild({ name: 'worker', args: ['--watch-path=app', 'app/worker.server.ts'], env, logFile }),
]
for (const child of children) {
  child.process.stdout?.pipe(process.stdout)
  child.process.stderr?.pipe(process.stderr)
}

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    if (stopping) return
    stopping = true
    for (const child of children) await child.stop()
    await postgres?.stop()
    process.exit(0)
  })
}
