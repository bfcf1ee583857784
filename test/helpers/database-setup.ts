import type { TestProject } from 'vitest/node'
import { migrateDeploy } from '../../scripts/migrate.ts'
import { startEmbeddedPostgres } from '../../scripts/embedded-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

/** One PostgreSQL for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startEmbeddedPostgres({ database: 'template_app' })
  await migrateDeploy(postgres.url)
  project.provide('postgresUrl', postgres.url)
  return () => postgres.stop()
}
