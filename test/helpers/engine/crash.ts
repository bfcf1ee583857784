import type { Ports } from './engine.ts'
import type { MemoryTarget } from './memory-target.ts'

/** The process is gone: whatever it would still do fails. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

export type CrashPoint = { step: number; moment: 'before' | 'after' }

/**
 * Numbers every step an engine takes through its ports, and lets the process die just before or
 * just after one of them: after the ledger committed but before the engine knows, after Shopify
 * accepted but before anything was recorded. Afterwards nothing of this process reaches anything.
 */
export function crashing(point: CrashPoint | null) {
  let steps = 0
  let dead = false
  const names: string[] = []

  function alive(): void {
    if (dead) throw new Crash('The process is gone.')
  }
  function at(name: string, moment: 'before' | 'after', step: number): void {
    if (point && point.step === step && point.moment === moment) {
      dead = true
      throw new Crash(`${moment} step ${step}: ${name}`)
    }
  }
  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    alive()
    const number = steps++
    names.push(name)
    at(name, 'before', number)
    const result = await work()
    alive()
    at(name, 'after', number)
    return result
  }

  /** Wraps every method; asynchronous iterations count each of their elements as a step. */
  function wrap<P extends object>(port: P, prefix: string, skip: readonly string[]): P {
    return new Proxy(port, {
      get(target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver)
        if (typeof value !== 'function' || typeof key !== 'string') return value
        if (skip.includes(key)) return value.bind(target)
        const name = `${prefix}.${key}`
        return (...args: unknown[]) => {
          if (key !== 'readChanged' && key !== 'listAll' && key !== 'write') {
            return step(name, () => Promise.resolve(value.apply(target, args)))
          }
          const inner: AsyncIterable<unknown> = value.apply(target, args)
          return (async function* () {
            const iterator = inner[Symbol.asyncIterator]()
            for (;;) {
              const next = await step(name, () => iterator.next())
              if (next.done) return
              yield next.value
            }
          })()
        }
      },
    })
  }

  return {
    names,
    get steps() {
      return steps
    },
    ports(target: MemoryTarget) {
      // The moment between Shopify's acceptance and the answer is a step of its own.
      target.fault = (moment, intent) => {
        if (moment !== 'accepted') return
        alive()
        const number = steps++
        names.push(`accepted ${intent.record.kind}`)
        at('accepted', 'before', number)
      }
      return (own: Ports): Ports => ({
        source: wrap(own.source, 'source', ['describe', 'notices', 'hides']),
        target: wrap(own.target, 'target', ['expectedFields']),
        ledger: wrap(own.ledger, 'ledger', []),
      })
    },
  }
}

/** Steps that leave something behind, in the ledger or in the target. */
const CHANGING =
  /^accepted |^ledger\.(saveIntents|settle|checkpoint|commitWatermark|openWindow|setTotal|setDue|rememberAsked|finishPass)$|^target\.(replaceUnique|bind|unbind)$/

/**
 * One point for every state a process can leave behind. Dying around a step that only reads is the
 * same as dying after the last one that changed something, and that is the same as dying before the
 * next one. Only where that next one is the target's acceptance is there a state in between: about to
 * send, and not sent (`accepted` is counted once the target has taken the record).
 */
export function statesToDieIn(names: readonly string[]): CrashPoint[] {
  const changing = names.flatMap((name, step) => (CHANGING.test(name) ? [{ name, step }] : []))
  return changing.flatMap(({ name, step }, place) => [
    { step, moment: 'before' },
    ...(name === 'ledger.saveIntents' || place === changing.length - 1
      ? [{ step, moment: 'after' } as const]
      : []),
  ])
}
