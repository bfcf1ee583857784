import type { Database } from '#app/db.server.ts'
import type { PassDeps, PassOptions } from '#app/migration/engine/run/run-pass.server.ts'
import { runMigration } from '#app/migration/engine/run/run-migration.server.ts'
import { runComparison } from '#app/migration/engine/compare/compare-all.server.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Ledger } from '#app/migration/engine/ports/ledger.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { TargetWriter } from '#app/migration/engine/ports/target.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createFakeClock, type FakeClock } from '../time/fake-clock.ts'
import { createLedgerProject, type LedgerProject, type LedgerRun } from './ledger-run.ts'
import { createMemorySource, type MemorySource } from './memory-source.ts'
import { createMemoryTarget, type MemoryTarget } from './memory-target.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import type { SaidEvent } from '#test/helpers/said.ts'

/** The engine with a store in memory on each side and its ledger in a real PostgreSQL. */
export type Engine = {
  source: MemorySource
  target: MemoryTarget
  clock: FakeClock
  project: LedgerProject
  events: SaidEvent[]
  /** A new run, to its end. */
  run(mode?: EngineMode, options?: RunOptions): Promise<LedgerRun>
  /** Goes on with a run that was interrupted. */
  resume(run: LedgerRun, options?: RunOptions & { mode?: EngineMode }): Promise<void>
}

type EngineMode = 'full' | 'recent' | 'comparison'

type RunOptions = {
  signal?: AbortSignal
  options?: Partial<PassOptions>
  ports?: (ports: Ports) => Ports
  ledger?: Parameters<LedgerRun['ledger']>[0]
  /** What the run does instead of its mode's own work. */
  task?: (deps: PassDeps) => Promise<void>
}

export type Ports = { source: SourceConnector; target: TargetWriter; ledger: Ledger }

export async function createEngine(
  prisma: Database,
  store: { pageSize?: number | (() => number) } = {},
): Promise<Engine> {
  const clock = createFakeClock('2026-03-02T09:00:00Z', { autoAdvance: true })
  const source = createMemorySource(store)
  const target = createMemoryTarget()
  const project = await createLedgerProject(prisma, clock)
  const events: SaidEvent[] = []

  async function resume(run: LedgerRun, how: RunOptions & { mode?: EngineMode } = {}) {
    const own: Ports = { source, target, ledger: run.ledger(how.ledger) }
    const ports = how.ports?.(own) ?? own
    const deps: PassDeps = {
      ...ports,
      clock,
      logger: silentLogger,
      fingerprintKey: 'test key',
      options: {
        mode: how.mode === 'full' ? 'full' : 'recent',
        overlapMs: 1000,
        conflicts: 'keep_target',
        backoff: { attempts: 4, firstDelayMs: 100, maxDelayMs: 1000 },
        settleSize: 2,
        ...how.options,
      },
      signal: how.signal ?? new AbortController().signal,
      onEvent: ({ level, message }) => void events.push({ level, message: sentenceOf(message) }),
    }
    if (how.task) await how.task(deps)
    else if (how.mode === 'comparison') await runComparison(deps)
    else await runMigration(deps)
  }

  return {
    source,
    target,
    clock,
    project,
    events,
    resume,
    async run(mode = 'recent', options = {}) {
      const run = await project.startRun(mode)
      await resume(run, { ...options, mode })
      return run
    },
  }
}

/** Source and target disagree nowhere: every record once, with the fields it should have. */
export function differences(source: MemorySource, target: MemoryTarget): string[] {
  const found: string[] = []
  for (const kind of ['product', 'customer', 'order'] as EntityKind[]) {
    const stored = target.records(kind)
    for (const record of source.records(kind)) {
      const arrived = stored.filter(({ sourceId }) => sourceId === record.sourceId)
      const label = `${kind} ${record.sourceId}`
      if (arrived.length !== 1) found.push(`${label} is there ${arrived.length} times`)
      const wanted = target.expectedFields(record)
      for (const name of Object.keys({ ...wanted, ...arrived[0]?.fields })) {
        const [want, have] = [wanted[name], arrived[0]?.fields[name]]
        if (JSON.stringify(want) !== JSON.stringify(have)) {
          found.push(`${label}: ${name} is ${JSON.stringify(have)}, not ${JSON.stringify(want)}`)
        }
      }
    }
  }
  return found
}
