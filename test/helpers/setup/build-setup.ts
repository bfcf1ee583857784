import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { buildIfStale } from '../../../scripts/stack/build-if-stale.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers as soon as the web app is built: 204, or 500 with what the build said. */
    buildUrl: string
  }
}

declare global {
  /** Each project of a test run loads this file for itself, all of them in one process. */
  var testBuild: { users: number; begun: Promise<{ url: string; stop: () => void }> } | undefined
}

/** Begins the build, which the files that need it await; all others run meanwhile. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (globalThis.testBuild ??= { users: 0, begun: begin() })
  shared.users += 1
  const build = await shared.begun
  project.provide('buildUrl', build.url)
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    globalThis.testBuild = undefined
    build.stop()
  }
}

async function begin() {
  const built = buildIfStale().then(
    () => null,
    (error: unknown) => String(error),
  )
  const server = createServer((_request, response) => {
    void built.then((failure) => response.writeHead(failure === null ? 204 : 500).end(failure))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
