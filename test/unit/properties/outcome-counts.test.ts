import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KINDS } from '#app/migration/kinds/kind.ts'
import {
  countGroups,
  doneOf,
  isAllInShopify,
  SIX_OUTCOMES,
  sumOf,
} from '#app/runs/outcome-counts.ts'
import { comparisonProgress, withoutRows } from '#app/runs/progress/comparison-progress.server.ts'
import { FILTER_COUNTS, VERIFY_FILTERS } from '#app/ui/verify/verify-query.ts'
import { holds } from '#test/helpers/arithmetic/property.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import type { KindCounts } from '#app/runs/run-types.ts'

const group = fc.record({
  kind: fc.constantFrom(...KINDS),
  classification: fc.constantFrom('new', 'changed', 'unchanged'),
  outcome: fc.constantFrom('created', 'updated', 'unchanged', 'conflict', 'skipped', 'failed'),
  count: fc.integer({ min: 1, max: 5000 }),
})
const groups = fc.array(group, { maxLength: 40 })

const numbersIn = (text: string) =>
  text.match(/[\d,]+\d|\d/g)?.map((number) => Number(number.replaceAll(',', ''))) ?? []
const lastLine = (counts: KindCounts) =>
  sentenceOf(runSays('completeWith', { ...counts, done: doneOf(counts) }))
const total = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0)

describe('whatever became of the records of a run', () => {
  it('the six outcomes add up to what is done, of each kind and of all', () => {
    holds(
      fc.property(groups, (found) => {
        const counts = countGroups(found)
        for (const kind of KINDS) {
          const records = total(
            found.filter((each) => each.kind === kind).map((each) => each.count),
          )
          expect(doneOf(counts[kind])).toBe(records)
          expect(total(SIX_OUTCOMES.map((counter) => counts[kind][counter]))).toBe(records)
        }
        expect(doneOf(sumOf(counts))).toBe(total(found.map((each) => each.count)))
      }),
    )
  })

  it('the filters of Verify and the last line of the log add up to the same', () => {
    holds(
      fc.property(groups, (found) => {
        const counts = sumOf(countGroups(found))
        const parts = VERIFY_FILTERS.filter((filter) => filter !== 'all')
        expect(total(parts.map((filter) => FILTER_COUNTS[filter](counts)))).toBe(
          FILTER_COUNTS.all(counts),
        )
        const [all = 0, ...six] = numbersIn(lastLine(counts))
        expect(six).toHaveLength(SIX_OUTCOMES.length)
        expect(total(six)).toBe(all)
      }),
    )
  })

  it('it is all in Shopify only when nothing failed, was left out or is to be decided', () => {
    holds(
      fc.property(groups, (found) => {
        const others = ['conflict', 'skipped', 'failed']
        expect(isAllInShopify(sumOf(countGroups(found)))).toBe(
          !found.some(({ outcome }) => others.includes(outcome)),
        )
      }),
    )
  })

  it('a full check counts what was as it should be, and adds up while it goes on', () => {
    const row = fc.record({
      compared: fc.nat({ max: 9000 }),
      waiting: fc.nat({ max: 300 }),
      unlisted: fc.nat({ max: 50 }),
      total: fc.option(fc.nat({ max: 9000 })),
      doneAt: fc.option(fc.constant(new Date(0))),
    })
    holds(
      fc.property(groups, row, (found, of) => {
        const comparison = {
          ...of,
          changed: null,
          missing: null,
          deleted: null,
          startedAt: new Date(0),
        }
        const { order: counts } = countGroups(found)
        const settled = doneOf(counts)
        counts.unchanged += withoutRows(comparison, counts)
        const shown = comparisonProgress(comparison, {
          isLive: true,
          moving: true,
          now: 60_000,
          counts,
        })
        expect(total(SIX_OUTCOMES.map((counter) => shown.counts[counter]))).toBe(shown.done)
        expect(shown.done).toBeGreaterThanOrEqual(settled)
        expect(shown.total ?? shown.done).toBeGreaterThanOrEqual(shown.done)
        if (of.doneAt) expect(shown).toMatchObject({ state: 'done', total: shown.done })
      }),
    )
  })
})
