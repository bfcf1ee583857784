import pLimit from 'p-limit'

const AT_ONCE = 4
const MOST_MS = 120_000

/**
 * Does many pieces of work, some at a time, and ends when one of them hangs. A test that uses this has
 * no timeout of its own: how long all of it takes says how busy the machine is, and nothing else.
 */
export async function eachInItsOwnTime<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const inTurn = pLimit(AT_ONCE)
  return Promise.all(items.map((item, at) => inTurn(() => within(work(item), at))))
}

async function within<Result>(work: Promise<Result>, at: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const hangs = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Piece ${at} hangs`)), MOST_MS)
  })
  return Promise.race([work, hangs]).finally(() => clearTimeout(timer))
}
