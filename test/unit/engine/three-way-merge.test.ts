import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ABSENT,
  mergeFields,
  type MergeInput,
} from '#app/migration/engine/record/classify/three-way-merge.ts'

type State = Record<string, string>

/** What the merge is given when the last write sent `written` and nothing is unsettled. */
function input(written: State, source: State, target: State): MergeInput {
  return {
    base: { sourceFields: written, targetFields: written },
    attempts: [],
    source,
    target,
    open: new Set(),
    again: new Set<string>(),
    takeSource: new Set(),
    policy: 'keep_target',
    baseOfOtherVersion: false,
  }
}

/** Shopify after the merge's fields were sent. */
function applied(target: State, source: State, write: readonly string[]): State {
  const result = { ...target }
  for (const name of write) {
    const value = source[name]
    if (value === undefined) delete result[name]
    else result[name] = value
  }
  return result
}

/** The base the engine remembers after a merge was carried out. */
function remembered(merge: ReturnType<typeof mergeFields>, source: State, after: State) {
  const targetFields: State = {}
  for (const name of Object.keys(source)) {
    targetFields[name] = merge.write.includes(name)
      ? (after[name] ?? ABSENT)
      : (merge.targetFields[name] ?? ABSENT)
  }
  return { sourceFields: source, targetFields }
}

describe('the three-way merge', () => {
  test('asks nobody about what nobody but us writes: a refund that a dead worker made', () => {
    const [none, both] = [{ singleRefunds: 'none' }, { singleRefunds: 'both' }]
    const merge = mergeFields({
      ...input(none, both, { singleRefunds: 'the first' }),
      attempts: [{ fingerprint: 'both', fields: both }],
    })
    expect(merge).toMatchObject({ write: ['singleRefunds'], conflicts: [] })
  })
  describe('of a field in which something of ours is missing', () => {
    const again = new Set(['description'])
    const written = { description: 'with 2 pictures' }
    const base = { sourceFields: written, targetFields: { description: 'with 1 picture' } }
    const shown = (description: string) =>
      mergeFields({ ...input(written, written, { description }), base, again })

    test('sends it again while the target shows what we wrote', () => {
      expect(shown('with 1 picture')).toMatchObject({ write: ['description'], settled: [] })
    })
    test('leaves it to somebody who changed it, and asks nothing', () => {
      expect(shown('mine')).toMatchObject({ write: [], conflicts: [], settled: ['description'] })
    })
    test('is done when the target shows it', () => {
      expect(shown('with 2 pictures')).toMatchObject({ write: [], settled: ['description'] })
    })
    test('leaves it open where nobody knows what we wrote', () => {
      const merge = mergeFields({
        ...input(written, written, { description: 'what?' }),
        base: { sourceFields: written, targetFields: { description: ABSENT } },
        again,
      })
      expect(merge).toMatchObject({ write: [], conflicts: [], settled: [] })
    })
  })

  test('sends a field that only the source changed', () => {
    const merge = mergeFields(
      input({ title: 'a', note: 'n' }, { title: 'b', note: 'n' }, { title: 'a', note: 'n' }),
    )
    expect(merge).toMatchObject({ write: ['title'], conflicts: [] })
  })

  test('keeps a field that only the merchant changed', () => {
    const merge = mergeFields(input({ title: 'a' }, { title: 'a' }, { title: 'mine' }))
    expect(merge).toMatchObject({ write: [], conflicts: [], targetFields: { title: 'a' } })
  })

  test('makes a conflict of a field both changed, and keeps the target', () => {
    const merge = mergeFields(input({ title: 'a' }, { title: 'b' }, { title: 'mine' }))
    expect(merge).toMatchObject({ write: [], conflicts: ['title'] })
  })

  test('needs nothing when both changed a field to the same value', () => {
    const merge = mergeFields(input({ title: 'a' }, { title: 'b' }, { title: 'b' }))
    expect(merge).toMatchObject({ write: [], conflicts: [], targetFields: { title: 'b' } })
  })

  test('takes the source in a conflict when the project says so', () => {
    const merge = mergeFields({
      ...input({ title: 'a' }, { title: 'b' }, { title: 'mine' }),
      policy: 'take_source',
    })
    expect(merge).toMatchObject({ write: ['title'], conflicts: [] })
  })

  test('takes the source when the merchant settled the conflict so, and calls it settled', () => {
    const merge = mergeFields({
      ...input({ title: 'b' }, { title: 'b' }, { title: 'mine' }),
      takeSource: new Set(['title']),
    })
    expect(merge).toMatchObject({ write: ['title'], settled: ['title'] })
  })

  test('an open conflict is over when the merchant put our value back', () => {
    const before = {
      ...input({}, { title: 'b' }, { title: 'a' }),
      base: { sourceFields: { title: 'b' }, targetFields: { title: 'a' } },
      open: new Set(['title']),
    }
    expect(mergeFields(before)).toMatchObject({ write: ['title'], settled: ['title'] })
  })

  test('an open conflict is over when the source came back to what was written', () => {
    const merge = mergeFields({
      ...input({}, { title: 'a' }, { title: 'mine' }),
      base: { sourceFields: { title: 'b' }, targetFields: { title: 'a' } },
      open: new Set(['title']),
    })
    expect(merge).toMatchObject({ write: [], conflicts: [], settled: ['title'] })
  })

  test('takes what an interrupted write of ours left behind for our own, not for an edit', () => {
    const merge = mergeFields({
      ...input({ title: 'a' }, { title: 'c' }, { title: 'b' }),
      attempts: [{ fingerprint: 'f', fields: { title: 'b' } }],
    })
    expect(merge).toMatchObject({ write: ['title'], conflicts: [] })
  })

  test('undoes an interrupted write when the source changed back meanwhile', () => {
    const merge = mergeFields({
      ...input({ title: 'a' }, { title: 'a' }, { title: 'b' }),
      attempts: [{ fingerprint: 'f', fields: { title: 'b' } }],
    })
    expect(merge).toMatchObject({ write: ['title'] })
  })

  test('asks once for a part that is gone in the source, and for one that is new', () => {
    const merge = mergeFields(
      input({ 'variant:1.price': 'p' }, { 'variant:2.price': 'q' }, { 'variant:1.price': 'p' }),
    )
    expect(merge.write).toEqual(['variant:1.price', 'variant:2.price'])
  })

  test('a field that an older mapping version did not know is no change of the source', () => {
    const before = input({ title: 'a' }, { title: 'a', seo: 's' }, { title: 'a', seo: 'mine' })
    expect(mergeFields({ ...before, baseOfOtherVersion: true })).toMatchObject({
      write: [],
      conflicts: [],
      targetFields: { seo: ABSENT },
    })
  })
})

describe('where the project takes the source', () => {
  const edited = input(
    { title: 'a', note: 'n' },
    { title: 'b', note: 'm' },
    { title: 'x', note: 'n' },
  )

  test('says which of the target’s own values are replaced', () => {
    const merge = mergeFields({ ...edited, policy: 'take_source' })
    expect(merge).toMatchObject({ write: ['note', 'title'], overwritten: ['title'], conflicts: [] })
  })

  test('still says so when the write was interrupted after it had arrived', () => {
    const tried = { title: 'b', note: 'm' }
    const merge = mergeFields({
      ...edited,
      policy: 'take_source',
      target: tried,
      attempts: [{ fingerprint: 'f', fields: tried, replaced: ['title'] }],
    })
    expect(merge).toMatchObject({ write: [], overwritten: ['title'] })
  })

  test('does not count what the merchant decided about that very field', () => {
    const merge = mergeFields({ ...edited, takeSource: new Set(['title']) })
    expect(merge).toMatchObject({ write: ['note', 'title'], overwritten: [] })
  })
})

describe('for any states of source and target, the three-way merge', () => {
  const names = ['a', 'b', 'c', 'd']
  const value = fc.constantFrom('1', '2', '3')
  const state: fc.Arbitrary<State> = fc.dictionary(fc.constantFrom(...names), value)
  const full: fc.Arbitrary<State> = fc.record({ a: value, b: value, c: value, d: value })

  test('never writes a field the source did not change', () => {
    fc.assert(
      fc.property(
        state,
        state,
        state,
        fc.constantFrom('keep_target' as const, 'take_source' as const),
        (written, source, target, policy) => {
          const { write } = mergeFields({ ...input(written, source, target), policy })
          for (const name of write) expect(written[name]).not.toBe(source[name])
        },
      ),
    )
  })

  test('never overwrites what the merchant edited', () => {
    fc.assert(
      fc.property(state, state, state, (written, source, target) => {
        const { write } = mergeFields(input(written, source, target))
        for (const name of write) expect(target[name]).toBe(written[name])
      }),
    )
  })

  test('leaves no change of the source behind: it is in the target or a conflict', () => {
    fc.assert(
      fc.property(state, state, state, (written, source, target) => {
        const merge = mergeFields(input(written, source, target))
        const after = applied(target, source, merge.write)
        for (const name of Object.keys({ ...written, ...source })) {
          if (source[name] === written[name]) continue
          if (!merge.conflicts.includes(name)) expect(after[name]).toBe(source[name])
        }
      }),
    )
  })

  test('is idempotent: the second time there is nothing to write', () => {
    fc.assert(
      fc.property(full, full, full, (written, source, target) => {
        const first = mergeFields(input(written, source, target))
        const after = applied(target, source, first.write)
        const second = mergeFields({
          ...input(written, source, after),
          base: remembered(first, source, after),
          open: new Set(first.conflicts),
        })
        expect(second.write).toEqual([])
        expect(second.conflicts).toEqual(first.conflicts)
        expect(second.settled).toEqual([])
      }),
    )
  })

  test('commutes with re-reading: a version seen on the way makes no difference in the end', () => {
    fc.assert(
      fc.property(full, full, full, full, (written, between, source, target) => {
        const direct = mergeFields(input(written, source, target))
        const onTheWay = mergeFields(input(written, between, target))
        const middle = applied(target, between, onTheWay.write)
        const then = mergeFields({
          ...input(written, source, middle),
          base: remembered(onTheWay, between, middle),
          open: new Set(onTheWay.conflicts),
        })
        // Where the version on the way equalled the merchant's edit, the merchant agreed with it.
        const agreed = names.filter(
          (name) => between[name] === target[name] && target[name] !== written[name],
        )
        const without = (result: State) =>
          Object.fromEntries(Object.entries(result).filter(([name]) => !agreed.includes(name)))
        expect(without(applied(middle, source, then.write))).toEqual(
          without(applied(target, source, direct.write)),
        )
        const still = (conflicts: readonly string[]) =>
          conflicts.filter((name) => !agreed.includes(name))
        expect(still(then.conflicts)).toEqual(still(direct.conflicts))
      }),
    )
  })

  test('sees through any number of interrupted writes', () => {
    fc.assert(
      fc.property(
        full,
        fc.array(full, { minLength: 1, maxLength: 3 }),
        full,
        fc.nat(3),
        (written, tries, source, reached) => {
          // Nobody else touched the target: it shows the base or one of the tries.
          const target = [written, ...tries][reached % (tries.length + 1)] ?? written
          const merge = mergeFields({
            ...input(written, source, target),
            attempts: tries.map((fields) => ({ fingerprint: 'f', fields })),
          })
          expect(merge.conflicts).toEqual([])
          expect(applied(target, source, merge.write)).toEqual(source)
        },
      ),
    )
  })
})
