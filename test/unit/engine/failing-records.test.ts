import { describe, expect, it } from 'vitest'
import { createFailingRecords } from '#app/migration/engine/record/failing-records.ts'

const ids = (count: number) => Array.from({ length: count }, (_, n) => `${n + 1}`)

/** Plays rounds until nothing is left, and tells how often each record was tried. */
function play(
  all: readonly string[],
  always: (id: string, round: number) => boolean,
  { attempts = 6, known = [] as string[] } = {},
) {
  const rounds = createFailingRecords(attempts, (id) => known.includes(id))
  const left = new Set(all)
  const tries: Record<string, number> = {}
  const quarantined: string[] = []
  for (let round = 1; left.size > 0; round += 1) {
    const tried = rounds.next([...left])
    for (const id of tried) tries[id] = (tries[id] ?? 0) + 1
    const failed = tried.filter((id) => always(id, round))
    for (const id of tried) if (!failed.includes(id)) left.delete(id)
    for (const id of rounds.after({ failed, settled: tried.length - failed.length })) {
      left.delete(id)
      quarantined.push(id)
    }
  }
  return { tries, quarantined, rounds: rounds.rounds }
}

const total = (tries: Record<string, number>) =>
  Object.values(tries).reduce((sum, count) => sum + count, 0)

describe('records that the target fails on', () => {
  it('one is tried twice, then quarantined; the others are tried once', () => {
    const { tries, quarantined } = play(ids(25), (id) => id === '7')
    expect(quarantined).toEqual(['7'])
    expect(total(tries)).toBe(26)
  })

  it('one that fails once and then not is not quarantined', () => {
    expect(play(ids(3), (id, round) => id === '2' && round === 1).quarantined).toEqual([])
  })

  it('one that was quarantined before is tried once', () => {
    const { tries, quarantined } = play(ids(3), (id) => id === '2', { known: ['2'] })
    expect({ tries, quarantined }).toEqual({ tries: { 1: 1, 2: 1, 3: 1 }, quarantined: ['2'] })
  })

  it('many that fail together are not sent over and over: one of them at a time asks for all', () => {
    const { tries, quarantined, rounds } = play(ids(22), () => true)
    expect(quarantined).toHaveLength(22)
    expect(total(tries)).toBe(22 + 5)
    expect(rounds).toBe(6)
  })

  it('they all arrive when one of them goes through again', () => {
    const { quarantined } = play(ids(22), (_id, round) => round < 5)
    expect(quarantined).toEqual([])
  })

  it('one bad record among them does not keep the others out', () => {
    const { quarantined } = play(ids(22), (id, round) => round < 3 || id === '2')
    expect(quarantined).toEqual(['2'])
  })

  it('many that were quarantined before say nothing about the target', () => {
    const { tries, rounds } = play(ids(40), () => true, { known: ids(40) })
    expect(total(tries)).toBe(40)
    expect(rounds).toBe(1)
  })
})
