import { afterEach, beforeEach, describe, expect } from 'vitest'
import { customers } from './target-writer/customers.ts'
import { everyKind } from './target-writer/every-kind.ts'
import type { TargetHarness } from './target-writer/harness.ts'
import { orders } from './target-writer/orders.ts'
import { ownRecords } from './target-writer/own-records.ts'
import { pace } from './target-writer/pace.ts'
import { products } from './target-writer/products.ts'

/** The contract every `TargetWriter` must keep. */
export function describeTargetWriter(name: string, start: () => Promise<TargetHarness>): void {
  describe(`target writer: ${name}`, () => {
    let target: TargetHarness
    beforeEach(async () => {
      target = await start()
    })
    afterEach(async () => {
      const effects = target.effects()
      await target.close()
      expect(effects, 'no e-mail may be sent and no stock moved, whatever is written').toEqual({
        emails: 0,
        stockMoves: 0,
      })
    })

    for (const clauses of [everyKind, products, customers, orders, ownRecords, pace])
      clauses(() => target)
  })
}
