/**
 * Runs `work` on up to `limit` items at once and yields as they finish. When one throws, nothing
 * new is started, what is under way is finished and yielded, and then the error is thrown. While it
 * is not allowed nothing new is started either; with nothing under way that is the end.
 */
export async function* concurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
  isAllowed: () => boolean,
): AsyncIterable<Result> {
  const running = new Set<Promise<void>>()
  const done: Result[] = []
  const failures: unknown[] = []
  let next = 0
  for (;;) {
    const mayBegin = () => failures.length === 0 && isAllowed() && running.size < limit
    while (next < items.length && mayBegin()) {
      const item = items[next]
      next += 1
      if (item === undefined) continue
      const task: Promise<void> = work(item).then(
        (result) => {
          done.push(result)
        },
        (error: unknown) => {
          failures.push(error)
        },
      )
      const tracked = task.finally(() => running.delete(tracked))
      running.add(tracked)
    }
    if (running.size === 0 && done.length === 0) break
    if (done.length === 0) await Promise.race(running)
    yield* done.splice(0)
  }
  if (failures.length > 0) throw failures[0]
}
