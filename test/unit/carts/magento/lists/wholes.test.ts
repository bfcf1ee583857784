import { describe, expect, test } from 'vitest'
import { createWholes } from '#app/migration/carts/magento/lists/wholes.server.ts'
import type { Row } from '#app/migration/carts/magento/lists/rows.ts'
import { rowOf } from '#app/migration/carts/magento/lists/rows.ts'

const NOON = Date.parse('2026-03-02T12:00:00Z')

/** A row of a product, changed so many seconds after noon. */
function changed(id: number, seconds: number | null): Row {
  const updated_at =
    seconds === null ? null : new Date(NOON + seconds * 1_000).toISOString().slice(0, 19)
  const row = rowOf({ id, updated_at, type_id: 'simple' })
  if (row === null) throw new Error('no row')
  return row
}

function families(initial: Record<number, number[]>) {
  const parents = new Map(Object.entries(initial).map(([id, of]) => [Number(id), of]))
  let time = NOON
  let asked = 0
  const wholes = createWholes(
    () => {
      asked += 1
      return Promise.resolve(new Map(parents))
    },
    () => time,
  )
  return {
    wholes,
    parents,
    asked: () => asked,
    pass: (seconds: number) => {
      time += seconds * 1_000
    },
  }
}

describe('children of products', () => {
  test('are parts of all the products that name them', async () => {
    const { wholes } = families({ 7: [30, 31] })
    const whole = await wholes.now()
    expect([whole.isPart(7), whole.of(7), whole.parts]).toEqual([true, [30, 31], 1])
    expect([whole.isPart(30), whole.of(30)]).toEqual([false, []])
  })

  test('that were made after the products were asked are asked for again', async () => {
    const { wholes, parents, pass } = families({ 7: [30] })
    await wholes.now()
    pass(600)
    parents.set(8, [30])
    expect((await wholes.of([changed(8, 500)])).isPart(8)).toBe(true)
  })

  test('that are known, and what lay still, cost no further question', async () => {
    const { wholes, asked, pass } = families({ 7: [30] })
    await wholes.now()
    pass(600)
    await wholes.of([changed(7, 500), changed(9, -3_600), changed(10, null)])
    expect(asked()).toBe(1)
  })

  test('count as new when the clocks of two servers differ a little', async () => {
    const { wholes, asked } = families({})
    await wholes.now()
    await wholes.of([changed(8, -30)])
    expect(asked()).toBe(2)
  })

  test('are asked for where nobody asked before', async () => {
    const { wholes } = families({ 7: [30] })
    expect((await wholes.of([])).isPart(7)).toBe(true)
  })
})

test('what has no parts asks for none', async () => {
  const wholes = createWholes(undefined, () => NOON)
  const whole = await wholes.of([changed(7, 10)])
  expect([whole.isPart(7), whole.of(7), whole.parts]).toEqual([false, [], 0])
})
