import { describe, expect, it } from 'vitest'
import { gathered } from '#app/migration/carts/kit/lists/gathered.ts'

function store(most: number) {
  const asked: number[][] = []
  const parts = gathered((ids: readonly number[]) => {
    asked.push([...ids])
    return Promise.resolve(new Map(ids.filter((id) => id < 90).map((id) => [id, `part ${id}`])))
  }, most)
  return { asked, parts }
}

describe('what is asked for one by one', () => {
  it('is asked for together, each id once, and everybody gets their own', async () => {
    const { asked, parts } = store(10)
    const [one, two] = await Promise.all([parts([1, 2]), parts([2, 3])])
    expect(asked).toEqual([[1, 2, 3]])
    expect([...one.values()]).toEqual(['part 1', 'part 2'])
    expect([...two.values()]).toEqual(['part 2', 'part 3'])
  })

  it('is asked for in as many requests as it takes', async () => {
    const { asked, parts } = store(2)
    await parts([1, 2, 3])
    expect(asked).toEqual([[1, 2], [3]])
  })

  it('is missing where the store does not give it, and costs nothing where nothing is asked', async () => {
    const { asked, parts } = store(10)
    expect([...(await parts([95, 5])).keys()]).toEqual([5])
    expect((await parts([])).size).toBe(0)
    expect(asked).toHaveLength(1)
  })

  it('is asked for anew in another turn', async () => {
    const { asked, parts } = store(10)
    await parts([1])
    await parts([1])
    expect(asked).toEqual([[1], [1]])
  })

  it('fails for all who asked, and for nobody after', async () => {
    let fails = true
    const parts = gathered((ids: readonly number[]) => {
      if (fails) return Promise.reject(new Error('away'))
      return Promise.resolve(new Map(ids.map((id) => [id, id])))
    }, 10)
    const both = await Promise.allSettled([parts([1]), parts([2])])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect((await parts([1])).size).toBe(1)
  })
})
