import { TargetFails } from '../ports/errors.ts'

/**
 * Asks about many at once. Where the target fails on them although it answers, they are asked about
 * in halves, down to the one it fails on.
 *
 * @param ask may be repeated
 * @param alone what is known of the one
 */
export async function inHalves<Item, Answer>(
  items: readonly Item[],
  ask: (items: readonly Item[]) => Promise<Iterable<Answer>>,
  alone: (item: Item) => readonly Answer[],
): Promise<Answer[]> {
  if (items.length === 0) return []
  try {
    return [...(await ask(items))]
  } catch (error) {
    if (!(error instanceof TargetFails)) throw error
    const [one, ...others] = items
    if (one !== undefined && others.length === 0) return [...alone(one)]
    const answers: Answer[] = []
    for (const half of halvesOf(items)) answers.push(...(await inHalves(half, ask, alone)))
    return answers
  }
}

/** Of one item one half is empty. */
export function halvesOf<Item>(items: readonly Item[]): [Item[], Item[]] {
  const middle = Math.ceil(items.length / 2)
  return [items.slice(0, middle), items.slice(middle)]
}
