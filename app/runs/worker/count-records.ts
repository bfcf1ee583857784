import type { Ledger } from '#app/migration/engine/ports/ledger.ts'
import type { Metrics } from '#app/platform/metrics.server.ts'

/** The ledger, counting what is settled once it is settled. */
export function countRecords(ledger: Ledger, metrics: Pick<Metrics, 'record'>): Ledger {
  return {
    ...ledger,
    settle: async (settlements) => {
      await ledger.settle(settlements)
      for (const { outcome } of settlements) metrics.record(outcome.kind, outcome.outcome)
    },
  }
}
