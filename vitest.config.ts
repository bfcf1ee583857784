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
const database = ['test/helpers/setup/database-setup.ts']

/** These hold the whole web app, which reads its environment once in a process. */
const webApp = ['test/integration/web/**/*.test.ts']

/** What takes longest is started first, so that in the end only short files are left to share out. */
const PROJECTS = ['browser', 'web', 'integration', 'unit']

/** These need no build, and are long enough to run while it goes on. */
const BESIDE_THE_BUILD = /\/(chaos|engine-crash|cases)\.test\.ts$/

/** Long work in few lines: where no earlier run is remembered, vitest would begin with large files. */
const LONG = /\/(story|bad-stores|taken-addresses|compare-all|workers\/database-away)\.test\.ts$/

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification) =>
      BESIDE_THE_BUILD.test(moduleId)
        ? -1
        : 2 * PROJECTS.indexOf(project.name) + (LONG.test(moduleId) ? 0 : 1)
    // A project's files stay together: a warm process is kept only for the next file of its project.
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongOnesFirst },
    pool: 'forks',
    // Two more than the cores this is meant for: many files wait for real time (backoff, Shopify's media).
    maxWorkers: 4,
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
          include: ['test/{carts,contracts,integration}/**/*.test.ts'],
          exclude: webApp,
          globalSetup: database,
          setupFiles: ['test/helpers/setup/sent-inputs-setup.ts'],
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
          globalSetup: [...database, 'test/helpers/setup/build-setup.ts'],
          server: { deps: { external: [/\/build\/server\//] } },
          setupFiles: [
            'test/helpers/setup/sent-inputs-setup.ts',
            'test/helpers/setup/built-setup.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          setupFiles: ['test/helpers/setup/built-setup.ts'],
          globalSetup: [...database, 'test/helpers/setup/build-setup.ts'],
        },
      },
    ],
  },
})
