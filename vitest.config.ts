import { defineConfig } from 'vitest/config'

const common = { testTimeout: 30_000, hookTimeout: 120_000 }
const database = ['test/helpers/database-setup.ts']

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { extends: true, test: { ...common, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          ...common,
          name: 'integration',
          include: ['test/{contracts,integration}/**/*.test.ts'],
          globalSetup: database,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'browser',
          testTimeout: 120_000,
          include: ['test/browser/**/*.test.ts'],
          globalSetup: database,
        },
      },
    ],
  },
})
