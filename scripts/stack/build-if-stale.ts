import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { projectRoot, startChild } from '../processes/child-process.ts'

const SOURCES = ['app', 'public', 'vite.config.ts', 'package.json', 'prisma/schema.prisma']

/** Builds the web app when there is no build, or a source file is newer than it. */
export async function buildIfStale(): Promise<void> {
  const built = modifiedAt(path.join(projectRoot, 'build/server/index.js'))
  const newest = Math.max(...SOURCES.map((name) => newestIn(path.join(projectRoot, name))))
  if (built > newest) return
  const logFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'build-')), 'build.log')
  const child = startChild({
    name: 'build',
    args: ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'],
    env: { NODE_ENV: 'production' },
    logFile,
  })
  const code = await new Promise((resolve) => child.process.once('exit', resolve))
  if (code !== 0) throw new Error(`The build failed:\n${fs.readFileSync(logFile, 'utf8')}`)
}

function newestIn(file: string): number {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(
    0,
    ...fs
      .readdirSync(file)
      .filter((name) => name !== 'generated')
      .map((name) => newestIn(path.join(file, name))),
  )
}

function modifiedAt(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
