import { Session, type Profiler } from 'node:inspector'
import { setFlagsFromString } from 'node:v8'

/** How often each block of the app's code was executed, and what each built-in went through. */
type Counts = ReadonlyMap<string, number>

/**
 * Counts what a piece of synchronous work does, so that a test can say how its cost grows without a
 * clock: how often each block of the app's code was executed (V8's own coverage counters), and how
 * many elements the built-in functions went through that run no code of ours while they do.
 */
function countOperations(work: () => void): Counts {
  const session = new Session()
  session.connect()
  // A function that the compiler has put into another one is not counted any more.
  compile(false)
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
    return new Map([...executed(blocks), ...builtIns.counts])
  } finally {
    builtIns.restore()
    compile(true)
    post(session, 'Profiler.stopPreciseCoverage')
    session.disconnect()
  }
}

/** Whether V8 makes faster code of what runs often. */
function compile(isWanted: boolean): void {
  for (const compiler of ['turbofan', 'maglev']) {
    setFlagsFromString(`--${isWanted ? '' : 'no-'}${compiler}`)
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

function executed({ result }: Profiler.TakePreciseCoverageReturnType): [string, number][] {
  return result
    .filter(({ url }) => url.includes('/app/'))
    .flatMap(({ url, functions }) =>
      functions.flatMap(({ functionName, ranges }) =>
        ranges.map(({ startOffset, endOffset, count }): [string, number] => [
          `${url.replace(/.*\/app\//, 'app/')} ${functionName || 'a function'} ${startOffset}-${endOffset}`,
          count,
        ]),
      ),
    )
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

function countBuiltIns(): { counts: Map<string, number>; restore(): void } {
  const counts = new Map<string, number>()
  const originals = BUILT_INS.map(([prototype, name, cost], i) => {
    const own = prototype as Prototype
    const original = own[name]
    if (!original) throw new Error(`There is no ${name} any more`)
    const key = `built-in ${name} (${i})`
    own[name] = function counted(this: unknown, ...args: unknown[]) {
      const before = cost(this, null)
      const answer = original.apply(this, args)
      counts.set(key, (counts.get(key) ?? 0) + Math.max(before, cost(this, answer)))
      return answer
    }
    return () => (own[name] = original)
  })
  return { counts, restore: () => originals.forEach((restore) => restore()) }
}

/** Sorting adds a little to twice as much work for twice as much of something; a square makes it four. */
const TWICE = 2.6
/** What is done for each of them now and then, or for some of them, does not tell how it grows. */
const OFTEN = 10

/**
 * Which parts of the work become more than twice as much when there is twice as much to do, each with
 * how many times: none, where the cost is in proportion. One part is enough to block a process, so
 * each is looked at by itself, however little it is beside the others as yet.
 *
 * @param work for so many of something, ready to be done: what it takes to make them does not count
 */
export function outOfProportion(work: (size: number) => () => void, size = 200): string[] {
  // What is made once (tables, compiled shapes) is made before anything is counted.
  work(10)()
  const once = countOperations(work(size))
  const twice = countOperations(work(size * 2))
  return [...twice].flatMap(([part, count]) => {
    const before = once.get(part) ?? 0
    const grows = count > OFTEN * 2 * size && count > TWICE * before
    return grows ? [`${part}: ${Math.round(before)} → ${Math.round(count)}`] : []
  })
}
