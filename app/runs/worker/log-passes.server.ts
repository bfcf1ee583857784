import { perKind, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { Ledger } from '#app/migration/engine/ports/ledger.ts'
import type { PassProgress } from '#app/migration/engine/run/pass-options.ts'
import type { LogLevel } from '../run-log.server.ts'
import type { RunMode } from '../run-types.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import type { Message } from '#app/migration/messages/message.ts'

/** A line each time so many more records of a kind are settled. */
const MILESTONE = 500

type Log = (level: LogLevel, told: Message) => Promise<void>

/** The ledger, telling the run's log when a pass begins and ends. */
export function logPasses(ledger: Ledger, log: Log, mode: RunMode): Ledger {
  return {
    ...ledger,
    openWindow: async (kind, window, opening) => {
      const opened = await ledger.openWindow(kind, window, opening)
      if (!opened.done) await log('info', beginning(kind, opened, mode))
      return opened
    },
    commitWatermark: async (kind) => {
      await ledger.commitWatermark(kind)
      await log('info', runSays('passSettled', { kind }))
    },
  }
}

function beginning(
  kind: EntityKind,
  { window, resume }: { window: { from: string | null; to: string }; resume: string | null },
  mode: RunMode,
): Message {
  if (resume !== null) return runSays('passGoesOn', { kind })
  if (mode === 'retry') return runSays('passReadsChosen', { kind })
  if (mode === 'relink') return runSays('passLooksForUnlinked', { kind })
  const { from, to } = window
  return from === null
    ? runSays('passReadsAll', { kind, to })
    : runSays('passReadsChanges', { kind, from, to })
}

/** Says now and then how far a long pass is. */
export function milestones(log: Log): (progress: PassProgress) => void {
  const reached = perKind(() => 0)
  return ({ kind, counts }) => {
    const { new: fresh, changed, unchanged } = counts[kind]
    const settled = fresh + changed + unchanged
    if (settled < reached[kind] + MILESTONE) return
    reached[kind] = settled - (settled % MILESTONE)
    // A line that is lost with the connection costs nothing but the line.
    log('info', runSays('settledSoFar', { kind, count: reached[kind] })).catch(() => undefined)
  }
}
