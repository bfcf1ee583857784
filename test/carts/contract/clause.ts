import assert from 'node:assert/strict'
import { KINDS } from '#app/migration/kinds/kind.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { AnyColumn, Store, Work, Works } from './store.ts'

/** One sentence of the contract, judged by itself. Null for what concerns no single kind. */
export type Clause = {
  id: string
  promise: string
  kinds: readonly (EntityKind | null)[]
  needs: readonly Work[]
  run(store: Store & Partial<Works>, kind: EntityKind | null): Promise<void>
}

type Able<Needed extends Work> = Store & Pick<Works, Needed>

/**
 * A promise about every kind, or about the kinds named.
 *
 * @param needs what the store must be able to do; `run` gets no more
 */
export function ofKinds<Needed extends Work = never>(
  promise: string,
  {
    id,
    needs,
    kinds = KINDS,
    run,
  }: {
    id: string
    needs: readonly Needed[]
    kinds?: readonly EntityKind[]
    run(store: Able<Needed>, kind: EntityKind): Promise<void>
  },
): Clause {
  return {
    id,
    promise,
    kinds,
    needs,
    run: async (store, kind) => {
      assert.ok(kind !== null, 'this clause is about one kind at a time')
      assertAble(store, needs)
      await run(store, kind)
    },
  }
}

/** A promise about the store as a whole. */
export function ofStore<Needed extends Work = never>(
  promise: string,
  {
    id,
    needs,
    run,
  }: { id: string; needs: readonly Needed[]; run(store: Able<Needed>): Promise<void> },
): Clause {
  return {
    id,
    promise,
    kinds: [null],
    needs,
    run: async (store) => {
      assertAble(store, needs)
      await run(store)
    },
  }
}

function assertAble<Needed extends Work>(
  store: Store & Partial<Works>,
  needs: readonly Needed[],
): asserts store is Able<Needed> {
  const lacking = needs.find((need) => store[need] === undefined)
  assert.equal(lacking, undefined, `the store was to have "${lacking}"`)
}

export type Row = {
  cart: string
  /** "window.strict/order" */
  clause: string
  status: 'pass' | 'limited' | 'fail'
  /** Why it is limited or failed; empty when it passed. */
  why: string
}

export const rowName = (clause: Clause, kind: EntityKind | null): string =>
  kind === null ? clause.id : `${clause.id}/${kind}`

/** `error`: what the clause threw, for whoever wants to see more than its first lines. */
export async function judge(
  column: AnyColumn,
  clause: Clause,
  kind: EntityKind | null,
): Promise<Row & { error?: unknown }> {
  const row = { cart: column.cart, clause: rowName(clause, kind) }
  for (const need of clause.needs) {
    const why = column.reasonAgainst(need)
    if (why !== null) return { ...row, status: 'limited', why }
  }
  const limit = column.limits[row.clause] ?? column.limits[clause.id]
  const error = await errorOf(column, clause, kind)
  if (limit === undefined) {
    if (error === null) return { ...row, status: 'pass', why: '' }
    return { ...row, status: 'fail', why: firstLines(error), error }
  }
  if (error !== null) return { ...row, status: 'limited', why: limit }
  const why = `It holds, though it is said that it cannot be judged here (${limit}).`
  return { ...row, status: 'fail', why, error: new Error(why) }
}

async function errorOf(
  column: AnyColumn,
  clause: Clause,
  kind: EntityKind | null,
): Promise<Error | null> {
  const store = await column.open()
  let error: Error | null = null
  try {
    await clause.run(store, kind)
  } catch (reason) {
    error = reason instanceof Error ? reason : new Error(String(reason))
  } finally {
    await store.close()
  }
  const unexpected = store.unexpected()
  if (unexpected.length === 0) return error
  return new Error(`The store was asked what it has no answer to:\n${unexpected.join('\n')}`, {
    cause: error,
  })
}

function firstLines(error: Error): string {
  return error.message.split('\n').filter(Boolean).slice(0, 12).join('\n')
}
