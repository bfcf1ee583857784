import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

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

/**
 * Minutes of work in few lines. Where nothing is remembered of earlier runs, vitest starts the largest
 * files first, and would come to these in the end, one worker at work and the others done.
 */
const LONG =
  /\/(chaos|engine-crash|cases|taken-addresses|story|bad-stores|security|sweep|database-away)\.test\.ts$/

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongOnesFirst },
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
