import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

export type Child = {
  name: string
  process: ChildProcess
  /** Resolves with the first output line that matches; rejects when the process ends before. */
  line(pattern: RegExp): Promise<RegExpMatchArray>
  /** Asks it to stop and waits; after `graceMs` it is killed. Resolves at once when it is gone. */
  stop(graceMs?: number): Promise<void>
}

/**
 * Starts a Node process of this project. It gets a process group of its own, so that Ctrl-C in the
 * terminal reaches only the caller, who stops its children in the right order.
 * @param options.logFile everything it prints goes there.
 */
export function startChild(options: {
  name: string
  args: string[]
  env: Record<string, string>
  logFile: string
}): Child {
  const child = spawn(process.execPath, options.args, {
    cwd: projectRoot,
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      // Half of what a start costs is compiling the same modules again.
      NODE_COMPILE_CACHE:
        process.env.NODE_COMPILE_CACHE ?? path.join(projectRoot, 'node_modules/.cache/compiled'),
      ...options.env,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(options.logFile, { flags: 'a' })
  const lines: string[] = []
  const waiting: { pattern: RegExp; found: (match: RegExpMatchArray) => void }[] = []
  let rest = ''
  const onData = (chunk: Buffer) => {
    log.write(chunk)
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    for (const text of parts) {
      lines.push(text)
      if (lines.length > 500) lines.shift()
      for (const waiter of [...waiting]) {
        const match = waiter.pattern.exec(text)
        if (match) waiter.found(match)
      }
    }
  }
  child.stdout.on('data', onData)
  child.stderr.on('data', onData)
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      log.end()
      resolve()
    })
  })
  return {
    name: options.name,
    process: child,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        for (const text of lines) {
          const match = pattern.exec(text)
          if (match) return resolve(match)
        }
        const waiter = { pattern, found: resolve }
        waiting.push(waiter)
        void gone.then(() =>
          reject(
            new Error(
              `${options.name} stopped too early:\n${[...lines.slice(-15), rest].join('\n')}`,
            ),
          ),
        )
      }),
    stop: async (graceMs = 20_000) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await gone
      clearTimeout(timer)
    },
  }
}
