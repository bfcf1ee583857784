import { says } from '#test/helpers/said.ts'
import { expect, it } from 'vitest'
import { RetriableError, TargetFails } from '#app/migration/engine/ports/errors.ts'
import { inHalves } from '#app/migration/engine/run/in-halves.ts'

const numbers = Array.from({ length: 50 }, (_, n) => n)

it('finds the ones that fail, answers for all others, and asks few times', async () => {
  let asked = 0
  const answers = await inHalves(
    numbers,
    (some) => {
      asked += 1
      const isBad = some.some((n) => n === 7 || n === 31)
      return isBad
        ? Promise.reject(new TargetFails(says('HTTP 502')))
        : Promise.resolve(some.map(String))
    },
    (n) => [`${n} failed`],
  )
  const expected = numbers.map((n) => (n === 7 || n === 31 ? `${n} failed` : `${n}`))
  expect(answers).toEqual(expected)
  expect(asked).toBeLessThan(30)
})

it('asks nobody for nothing, and leaves every other error alone', async () => {
  expect(
    await inHalves(
      [],
      () => Promise.reject(new Error('asked')),
      () => [],
    ),
  ).toEqual([])
  const away = new RetriableError(says('away'))
  await expect(
    inHalves(
      numbers,
      () => Promise.reject(away),
      () => [],
    ),
  ).rejects.toBe(away)
})
