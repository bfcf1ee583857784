import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startChild, type Child } from '../../../scripts/processes/child-process.ts'
import type { Chronicle } from '../chronicle.ts'
import { startPostgresProxy, type CommitAction, type PostgresProxy } from './postgres-proxy.ts'

/** A commit of a run's transaction, as a fault sees it. */
export type CommitRule = {
  runId: string
  /** The nth commit of that run from now, counted from 1. */
  nth: number
  act(worker: { pid: number }): CommitAction
}

export type WorkerPool = {
  /** SIGKILL; a fresh worker takes its place. False when no such worker lives. */
  kill(pid: number, why: string): boolean
  freeze(pid: number): boolean
  thaw(pid: number): void
  isAlive(pid: number): boolean
  /** The living workers. */
  pids(): number[]
  /** Any living worker that is not frozen. */
  anyone(): number | null
  /** Strikes one commit; the returned function takes the rule away. */
  onCommit(rule: CommitRule): () => void
  logDir: string
  stop(): Promise<void>
}

type Slot = {
  proxy: PostgresProxy
  child: Child | null
  frozen: boolean
  starting: Promise<void>
}

const PRELOADS = [
  '--disable-warning=ExperimentalWarning',
  '--import',
  './test/chaos/world/end-with-parent.ts',
  '--import',
  './test/stand-ins/shopify-admin/redirect.ts',
]

/**
 * Real worker processes, each behind a proxy of its own to PostgreSQL. As many as asked for are kept
 * running, whoever ends them.
 */
export async function startWorkers(options: {
  count: number
  postgresPort: number
  databaseUrl: string
  env: Record<string, string>
  /** Further arguments of Node, before the worker's entry file. */
  args?: readonly string[]
  chronicle: Chronicle
}): Promise<WorkerPool> {
  const { chronicle } = options
  const logDir = fs.mkdtempSync(path.join(os.tmpdir(), 'chaos-workers-'))
  const compiled = path.join(os.tmpdir(), 'chaos-compile-cache')
  const slots: Slot[] = []
  const rules = new Set<CommitRule & { seen: number }>()
  let stopping = false

  const slotOf = (pid: number) => slots.find(({ child }) => child?.process.pid === pid)
  const isRunning = (child: Child | null) =>
    child !== null && child.process.exitCode === null && child.process.signalCode === null

  async function start(slot: Slot, number: number): Promise<void> {
    const url = new URL(options.databaseUrl)
    url.port = String(slot.proxy.port)
    // Whoever tidies up temporary folders must not end a long run.
    fs.mkdirSync(logDir, { recursive: true })
    const child = startChild({
      name: `worker ${number}`,
      args: [...PRELOADS, ...(options.args ?? []), 'app/worker.server.ts'],
      env: { NODE_COMPILE_CACHE: compiled, ...options.env, DATABASE_URL: url.href },
      logFile: path.join(logDir, `worker-${number}.log`),
    })
    slot.child = child
    slot.frozen = false
    const { pid } = child.process
    child.process.once('exit', (code, signal) => {
      if (stopping) return
      // Killed by us, or it could not start because PostgreSQL was away: another one takes its place.
      if (signal !== 'SIGKILL') chronicle.tell(null, `worker ${pid} ended by itself (code ${code})`)
      setTimeout(() => {
        if (!stopping) slot.starting = start(slot, number)
      }, 50)
    })
    await child.line(/worker is ready/).then(
      () => chronicle.tell(null, `worker ${pid} is ready`),
      () => undefined,
    )
  }

  for (let number = 1; number <= options.count; number += 1) {
    const proxy = await startPostgresProxy({
      targetPort: options.postgresPort,
      onCommit: ({ ids }) => {
        const pid = slots[number - 1]?.child?.process.pid
        if (pid === undefined) return null
        for (const rule of rules) {
          if (!ids.has(rule.runId)) continue
          rule.seen += 1
          if (rule.seen < rule.nth) continue
          rules.delete(rule)
          return rule.act({ pid })
        }
        return null
      },
    })
    const slot: Slot = { proxy, child: null, frozen: false, starting: Promise.resolve() }
    slots.push(slot)
    slot.starting = start(slot, number)
  }
  await Promise.all(slots.map(({ starting }) => starting))

  return {
    kill(pid, why) {
      const slot = slotOf(pid)
      if (!slot || !isRunning(slot.child)) return false
      slot.child?.process.kill('SIGKILL')
      chronicle.killed()
      chronicle.tell(null, `SIGKILL worker ${pid}: ${why}`)
      return true
    },
    freeze(pid) {
      const slot = slotOf(pid)
      if (!slot || !isRunning(slot.child) || slot.frozen) return false
      slot.frozen = true
      slot.child?.process.kill('SIGSTOP')
      chronicle.tell(null, `SIGSTOP worker ${pid}`)
      return true
    },
    thaw(pid) {
      const slot = slotOf(pid)
      if (!slot?.frozen) return
      slot.frozen = false
      slot.child?.process.kill('SIGCONT')
      chronicle.tell(null, `SIGCONT worker ${pid}`)
    },
    pids: () =>
      slots.flatMap(({ child }) => (child && isRunning(child) ? (child.process.pid ?? []) : [])),
    isAlive: (pid) => isRunning(slotOf(pid)?.child ?? null),
    anyone: () =>
      slots.find(({ child, frozen }) => isRunning(child) && !frozen)?.child?.process.pid ?? null,
    onCommit(rule) {
      const armed = { ...rule, seen: 0 }
      rules.add(armed)
      return () => rules.delete(armed)
    },
    logDir,
    stop: async () => {
      stopping = true
      await Promise.all(
        slots.map(async ({ child, proxy }) => {
          child?.process.kill('SIGKILL')
          await child?.stop(0)
          await proxy.close()
        }),
      )
    },
  }
}
