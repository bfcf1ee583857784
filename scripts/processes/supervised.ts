import { setTimeout as wait } from 'node:timers/promises'
import type { Child } from './child-process.ts'

/** The pause before the first try; each further one waits twice as long, up to the longest. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000

export type Supervised = {
  /** The one that runs now. */
  current(): Child
  stop(): Promise<void>
}

/**
 * Keeps a process running as production does: one that ends without having been asked to is
 * replaced, and that is said.
 *
 * @param again starts the next one; resolves when it is ready, rejects when it ended before
 */
export function supervised(
  first: Child,
  again: () => Promise<Child>,
  say: (text: string) => void,
  firstPauseMs = FIRST_PAUSE_MS,
): Supervised {
  const ending = new AbortController()
  let child = first
  let replacing: Promise<void> = Promise.resolve()

  async function replace(dead: Child): Promise<void> {
    const { exitCode, signalCode } = dead.process
    say(
      `The ${dead.name} died (${signalCode ?? `exit code ${exitCode}`}); another one takes its place.`,
    )
    for (let pause = firstPauseMs; !ending.signal.aborted; pause = longer(pause)) {
      try {
        await wait(pause, undefined, { signal: ending.signal })
        child = await again()
        if (ending.signal.aborted) return await child.stop()
        watch(child)
        say(`Another ${child.name} is at work.`)
        return
      } catch (error) {
        if (ending.signal.aborted) return
        say(`It did not start: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }

  function watch(one: Child): void {
    const gone = () => {
      if (!ending.signal.aborted) replacing = replace(one)
    }
    const { exitCode, signalCode } = one.process
    if (exitCode !== null || signalCode !== null) gone()
    else one.process.once('exit', gone)
  }

  watch(child)
  return {
    current: () => child,
    stop: async () => {
      ending.abort()
      await replacing
      await child.stop()
    },
  }
}

function longer(pause: number): number {
  return Math.min(pause * 2, LONGEST_PAUSE_MS)
}
