import path from 'node:path'
import { defineConfig } from 'vitest/config'

// Many a test file, and many a child of one, is a process of its own: none compiles what another did.
process.env['NODE_COMPILE_CACHE'] ??= path.resolve('node_modules/.cache/compiled')

// Real work under other people's load: these end what hangs, not what is slow.
const common = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
}
const database = ['test/helpers/database-setup.ts']

// These hold the whole web app, which reads its environment once in a process.
const webApp = [
  'security-{cross-shop,missing-keys,review,session-tokens,webhooks}',
  'web-{app,database-away,forms,open-pages}',
].map((name) => `test/integration/${name}.test.ts`)

export default defineConfig({
  test: {
    pool: 'forks',
    // One more than the cores this is meant for: some files wait for real time (backoff, Shopify's media).
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // What is pure leaves nothing behind for the next file.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'integration',
          include: ['test/{contracts,integration}/**/*.test.ts'],
          exclude: webApp,
          globalSetup: database,
          setupFiles: ['test/helpers/sent-inputs-setup.ts'],
          // Each file has a database and servers of its own: a process is worth keeping while it is warm.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'web',
          include: webApp,
          globalSetup: [...database, 'test/helpers/build-setup.ts'],
          server: { deps: { external: [/\/build\/server\//] } },
          setupFiles: ['test/helpers/sent-inputs-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: [...database, 'test/helpers/build-setup.ts'],
        },
      },
    ],
  },
})
