/**
 * Asks together for what is asked for one by one in the same turn: rows of a page that each need parts
 * cost one request, not one each. Nothing is remembered beyond the turn.
 *
 * @param ask of at most `most` ids, each once; what it does not give is not there
 */
export function gathered<Id, Found>(
  ask: (ids: readonly Id[]) => Promise<ReadonlyMap<Id, Found>>,
  most: number,
): (ids: readonly Id[]) => Promise<ReadonlyMap<Id, Found>> {
  let waiting: { ids: Set<Id>; answer: Promise<ReadonlyMap<Id, Found>> } | null = null

  async function askAll(ids: ReadonlySet<Id>): Promise<ReadonlyMap<Id, Found>> {
    // Whoever asks in this turn is heard first.
    await new Promise(setImmediate)
    waiting = null
    const all = [...ids]
    const found = new Map<Id, Found>()
    for (let start = 0; start < all.length; start += most) {
      for (const [id, each] of await ask(all.slice(start, start + most))) found.set(id, each)
    }
    return found
  }

  return async (ids) => {
    if (ids.length === 0) return new Map()
    if (waiting === null) {
      const gathering = new Set<Id>()
      waiting = { ids: gathering, answer: askAll(gathering) }
    }
    for (const id of ids) waiting.ids.add(id)
    const { answer } = waiting
    const found = await answer
    return new Map(
      ids.flatMap((id): [Id, Found][] => {
        const each = found.get(id)
        return each === undefined ? [] : [[id, each]]
      }),
    )
  }
}
