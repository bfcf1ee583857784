import path from 'node:path'
import { defineConfig } from 'vitest/config'

// Each test file, and many a child of one, is a process of its own: none compiles what another did.
process.env['NODE_COMPILE_CACHE'] ??= path.resolve('node_modules/.cache/compiled')

// Real work under other people's load: these end what hangs, not what is slow.
const common = { testTimeout: 120_000, hookTimeout: 300_000 }
const database = ['test/helpers/database-setup.ts']

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
          globalSetup: database,
          setupFiles: ['test/helpers/sent-inputs-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'browser',
          testTimeout: 120_000,
          include: ['test/browser/**/*.test.ts'],
          globalSetup: [...database, 'test/helpers/build-setup.ts'],
        },
      },
    ],
  },
})
