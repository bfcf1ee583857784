import type { TestProject } from 'vitest/node'
import { migrateDeploy } from '../../../scripts/database/migrate.ts'
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../scripts/database/embedded-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

declare global {
  /** Each project of a test run loads this file for itself, all of them in one process. */
  var testPostgres: { users: number; started: Promise<EmbeddedPostgres> } | undefined
}

/** One PostgreSQL for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (globalThis.testPostgres ??= { users: 0, started: start() })
  shared.users += 1
  const postgres = await shared.started
  project.provide('postgresUrl', postgres.socketUrl)
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    globalThis.testPostgres = undefined
    await postgres.stop()
  }
}

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ database: 'template_app' })
  await migrateDeploy(postgres.url)
  return postgres
}
