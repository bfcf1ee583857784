import { perKind } from '#app/migration/kinds/kind.ts'
import type { Ledger } from '#app/migration/engine/ports/ledger.ts'
import type { PassProgress } from '#app/migration/engine/run/pass-options.ts'
import { KIND_NAMES } from '#app/words/names.ts'
import type { LogLevel } from '../run-log.server.ts'
import type { RunMode } from '../run-types.ts'

/** A line each time so many more records of a kind are settled. */
const MILESTONE = 500

type Log = (level: LogLevel, message: string) => Promise<void>

/** The ledger, telling the run's log when a pass begins and ends. */
export function logPasses(ledger: Ledger, log: Log, mode: RunMode): Ledger {
  return {
    ...ledger,
    openWindow: async (kind, window, opening) => {
      const opened = await ledger.openWindow(kind, window, opening)
      if (!opened.done) await log('info', `${KIND_NAMES[kind]}: ${beginning(opened, mode)}`)
      return opened
    },
    commitWatermark: async (kind) => {
      await ledger.commitWatermark(kind)
      await log('info', `${KIND_NAMES[kind]}: everything up to now is settled.`)
    },
  }
}

function beginning(
  { window, resume }: { window: { from: string | null; to: string }; resume: string | null },
  mode: RunMode,
) {
  if (resume !== null) return 'going on where the run stopped.'
  if (mode === 'retry') return 'reading the chosen records by their ids.'
  if (mode === 'relink') return 'looking for records that are not linked to Shopify.'
  const to = minute(window.to)
  return window.from === null
    ? `reading everything up to ${to}.`
    : `reading what changed from ${minute(window.from)} to ${to}.`
}

/** Source-clock times; UTC, because the log is kept and read anywhere. */
function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
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
    log('info', `${KIND_NAMES[kind]}: ${reached[kind]} records settled.`).catch(() => undefined)
  }
}
