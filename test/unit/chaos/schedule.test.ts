import { describe, expect, test } from 'vitest'
import { FAULT_KINDS } from '#test/chaos/faults/kinds.ts'
import { createLifeDealer } from '#test/chaos/life/deal-life.ts'
import { fitsLife, LIFE_KINDS } from '#test/chaos/life/life-kinds.ts'
import { createDealer, fits, isFar, planSchedule, type Card } from '#test/chaos/schedule.ts'

const LIFE =
  'full recent recent retry recent comparison relink recent comparison recent recent'.split(' ')
const SEEDS = [0, 1, 2, 3, 77, 4_000_000_000]

describe('the schedule of faults', () => {
  test('is the same for the same seed and another one for another', () => {
    const plan = (seed: number) => planSchedule({ seed, runs: 60 })
    expect(plan(7)).toEqual(plan(7))
    expect(plan(7)).not.toEqual(plan(8))
  })

  test('has as many runs as asked for, in each lane of every mode a merchant can start', () => {
    for (const runs of [1, 9, 10, 11, 200]) {
      const { lanes } = planSchedule({ seed: 1, runs })
      expect(lanes.flatMap((lane) => lane.runs)).toHaveLength(runs)
      for (const { runs: own } of lanes) {
        expect(own.map(({ mode }) => mode)).toEqual(LIFE.slice(0, own.length))
      }
    }
  })

  test.each(SEEDS)(
    'deals each kind over twenty times in 200 runs, and over 200 kills: %d',
    (seed) => {
      const { lanes } = planSchedule({ seed, runs: 200 })
      const dealt = new Map<string, number>()
      for (const lane of lanes) {
        for (const run of lane.runs) {
          if (isFar(lane.timezone) && fits('sourceFarTimeZone', lane, run.mode))
            dealt.set('sourceFarTimeZone', (dealt.get('sourceFarTimeZone') ?? 0) + 1)
          for (const card of run.cards) {
            expect(fits(card.kind, lane, run.mode)).toBe(true)
            dealt.set(card.kind, (dealt.get(card.kind) ?? 0) + 1)
          }
        }
      }
      for (const kind of FAULT_KINDS)
        expect([kind, dealt.get(kind) ?? 0]).toSatisfy(([, n]) => n >= 22)
      const kills = [...dealt].filter(([kind]) => kind.startsWith('kill'))
      expect(kills.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(208)
    },
  )

  test.each(SEEDS)(
    'brings each kind to twenty strikes though one in six finds nothing: %d',
    (seed) => {
      const { lanes } = planSchedule({ seed, runs: 200 })
      const dealer = createDealer()
      const struck = new Map<string, number>()
      let dealt = 0
      for (const lane of lanes) {
        for (const run of lane.runs) {
          const back: Card[] = []
          for (const card of dealer.cardsFor(lane, run)) {
            dealt += 1
            if (dealt % 6 === 0) back.push(card)
            else struck.set(card.kind, (struck.get(card.kind) ?? 0) + 1)
          }
          for (const card of back) dealer.giveBack(card)
        }
      }
      for (const kind of FAULT_KINDS) {
        expect({ kind, enough: (struck.get(kind) ?? 0) >= 20 }).toEqual({ kind, enough: true })
      }
    },
  )

  test.each(SEEDS)('deals each kind of life over twenty times in 200 runs: %d', (seed) => {
    const { lanes } = planSchedule({ seed, runs: 200 })
    const runs = lanes.flatMap((lane) => lane.runs)
    for (const kind of LIFE_KINDS) {
      const own = runs.filter(({ life }) => life.includes(kind))
      expect([kind, own.length]).toSatisfy(([, n]) => n >= 23)
      for (const { mode } of own) expect(fitsLife(kind, mode)).toBe(true)
    }
    for (const { life } of runs) expect(life.length).toBeLessThanOrEqual(9)
  })

  test.each(SEEDS)(
    'brings each kind of life to twenty though one in nine finds nothing: %d',
    (seed) => {
      const dealer = createLifeDealer()
      const lived = new Map<string, number>()
      let dealt = 0
      for (const run of planSchedule({ seed, runs: 200 }).lanes.flatMap((lane) => lane.runs)) {
        for (const kind of dealer.kindsFor(run)) {
          dealt += 1
          if (dealt % 9 === 0) dealer.giveBack(kind)
          else lived.set(kind, (lived.get(kind) ?? 0) + 1)
        }
      }
      for (const kind of LIFE_KINDS) expect([kind, lived.get(kind)]).toSatisfy(([, n]) => n >= 20)
    },
  )

  test('deals only the kinds of life it is told to', () => {
    const { lanes } = planSchedule({ seed: 1, runs: 40, life: ['emailsSwap', 'idReuse'] })
    const dealt = lanes.flatMap(({ runs }) => runs.flatMap(({ life }) => life))
    expect(new Set(dealt)).toEqual(new Set(['emailsSwap', 'idReuse']))
  })

  test('brings the runs it is told to, and all of the life before each that can see it', () => {
    const modes = ['full', 'recent', 'retry', 'comparison'] as const
    const life = ['idReuse', 'attributeTermRenamed'] as const
    const { lanes } = planSchedule({ seed: 1, runs: 8, runsPerLane: 4, modes, life, liveAll: true })
    expect(lanes).toHaveLength(2)
    for (const lane of lanes) {
      expect(lane.runs.map(({ mode, life }) => [mode, life.toSorted()])).toEqual([
        ['full', []],
        ['recent', ['idReuse']],
        ['retry', []],
        ['comparison', ['attributeTermRenamed', 'idReuse']],
      ])
    }
  })

  test('deals only the kinds it is told to, as often as all of them otherwise', () => {
    const all = planSchedule({ seed: 1, runs: 40 }).lanes
    const some = planSchedule({ seed: 1, runs: 40, only: ['kill', 'source429'] }).lanes
    const cards = (lanes: typeof all) =>
      lanes.flatMap(({ runs }) => runs.flatMap((run) => run.cards))
    expect(cards(some)).toHaveLength(cards(all).length)
    expect(new Set(cards(some).map(({ kind }) => kind))).toEqual(new Set(['kill', 'source429']))
  })

  test('never deals more into one run than allowed', () => {
    const { lanes } = planSchedule({ seed: 3, runs: 40, cardsPerRun: 2 })
    for (const run of lanes.flatMap(({ runs }) => runs)) expect(run.cards.length).toBeLessThan(3)
  })

  test('gives a card that found nothing to strike to the next run it fits', () => {
    const [lane] = planSchedule({ seed: 1, runs: 3, runsPerLane: 3 }).lanes
    if (!lane) throw new Error('no lane')
    const dealer = createDealer()
    const [, second, third] = lane.runs
    if (!second || !third) throw new Error('too few runs')
    const card: Card = { id: 900, kind: 'kill', nth: 9, pick: 0, size: 0 }
    dealer.giveBack(card)
    expect(dealer.cardsFor(lane, second)).toContainEqual({ ...card, nth: 1 })
    expect(dealer.cardsFor(lane, third)).not.toContainEqual({ ...card, nth: 1 })
  })
})
