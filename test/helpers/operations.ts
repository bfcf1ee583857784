import { Session, type Profiler } from 'node:inspector'

/**
 * Counts what a piece of synchronous work does, so that a test can say how its cost grows without a
 * clock: how often each block of the app's code was executed (V8's own coverage counters), and how
 * many elements the built-in functions went through that run no code of ours while they do.
 */
function countOperations(work: () => void): number {
  const session = new Session()
  session.connect()
  post(session, 'Profiler.enable')
  post(session, 'Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const builtIns = countBuiltIns()
  try {
    work()
    builtIns.restore()
    const blocks = post<Profiler.TakePreciseCoverageReturnType>(
      session,
      'Profiler.takePreciseCoverage',
    )
    return builtIns.count() + executed(blocks)
  } finally {
    builtIns.restore()
    post(session, 'Profiler.stopPreciseCoverage')
    session.disconnect()
  }
}

/** The inspector answers a session of its own thread before `post` returns. */
function post<Answer>(session: Session, method: string, parameters: object = {}): Answer {
  let answer: { value: Answer } | undefined
  session.post(method, parameters, (error: Error | null, value?: object) => {
    if (error) throw error
    answer = { value: value as Answer }
  })
  if (!answer) throw new Error(`${method} was not answered`)
  return answer.value
}

function executed({ result }: Profiler.TakePreciseCoverageReturnType): number {
  return result
    .filter(({ url }) => url.includes('/app/'))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0)
}

type Prototype = Record<PropertyKey, (...args: unknown[]) => unknown>

/** Each with how much one call goes through. */
const BUILT_INS: readonly [object, string, (self: unknown, answer: unknown) => number][] = [
  ...['includes', 'indexOf', 'lastIndexOf', 'shift', 'unshift', 'splice', 'join'].map(
    (name): (typeof BUILT_INS)[number] => [Array.prototype, name, lengthOf],
  ),
  ...['slice', 'concat', 'flat'].map((name): (typeof BUILT_INS)[number] => [
    Array.prototype,
    name,
    (_self, answer) => lengthOf(answer),
  ]),
  // Spreading, `for … of`, `new Set(…)` and the like.
  ...[[], new Set(), new Map()].map((iterable): (typeof BUILT_INS)[number] => [
    Object.getPrototypeOf(iterable[Symbol.iterator]()) as object,
    'next',
    () => 1,
  ]),
  [JSON, 'stringify', (_self, answer) => lengthOf(answer) / 10],
]

function lengthOf(value: unknown): number {
  return Array.isArray(value) || typeof value === 'string' ? value.length : 1
}

function countBuiltIns(): { count(): number; restore(): void } {
  let count = 0
  const originals = BUILT_INS.map(([prototype, name, cost]) => {
    const own = prototype as Prototype
    const original = own[name]
    if (!original) throw new Error(`There is no ${name} any more`)
    own[name] = function counted(this: unknown, ...args: unknown[]) {
      const before = cost(this, null)
      const answer = original.apply(this, args)
      count += Math.max(before, cost(this, answer))
      return answer
    }
    return () => (own[name] = original)
  })
  return { count: () => count, restore: () => originals.forEach((restore) => restore()) }
}

/** Sorting adds a little to twice as much work for twice as much of something; a square makes it four. */
export const TWICE = 2.5

/**
 * How many times the work becomes more when there is twice as much of it.
 *
 * @param work for so many of something, ready to be done: what it takes to make them does not count
 */
export function growth(work: (size: number) => () => void, size = 400): number {
  // What is made once (tables, compiled shapes) is made before anything is counted.
  work(10)()
  return countOperations(work(size * 2)) / countOperations(work(size))
}
