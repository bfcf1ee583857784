import type { Clock } from '#app/platform/clock.ts'
import { RetriableError, TargetFails } from '../engine/ports/errors.ts'
import {
  inScope,
  RequestRejected,
  ResultUnknown,
  type AdminClient,
  type CallScope,
} from './api/admin-client.server.ts'
import { SHOP_ID } from './api/shop-documents.ts'
import type { AdminOperation } from './api/operation.ts'

/** How often a query is sent while it finds no usable answer. */
const QUERY_ATTEMPTS = 3
/** How often Shopify is asked whether it is there, and how long the first wait in between is. */
const QUESTIONS = 3
const FIRST_WAIT_MS = 2000

export type Reachability = {
  /**
   * As the client's, but trouble with one request is told from trouble with Shopify.
   * @throws TargetFails a query that Shopify fails on although it answers
   * @throws ResultUnknown a mutation without a usable answer, whatever the reason
   * @throws RetriableError Shopify is away: nothing but a question leaves until it answers again
   */
  run<Data, Variables>(
    operation: AdminOperation<Data, Variables>,
    variables: Variables,
  ): Promise<Data>
  /** Whether Shopify answers at all: as its last answer showed, else by a harmless question. */
  answers(): Promise<boolean>
}

/** Watches all calls of one writer, so that one question answers for those that failed together. */
export function createReachability(
  client: AdminClient,
  deps: { clock: Clock; scope: CallScope; signal?: AbortSignal | undefined },
): Reachability {
  const { clock, scope, signal } = deps
  const calls = inScope(client, { ...scope, attempts: QUERY_ATTEMPTS })
  const questions = inScope(client, { ...scope, attempts: 1 })
  /** Since the last trouble. */
  let hasAnswered = true
  /** What it last said while it was away. */
  let away: RetriableError | null = null
  let asking: Promise<boolean> | null = null

  const answered = () => {
    hasAnswered = true
    away = null
  }

  async function ask(): Promise<boolean> {
    let trouble: RetriableError
    for (let question = 1; ; question += 1) {
      try {
        await questions.run(SHOP_ID, {}, signal)
        answered()
        return true
      } catch (error) {
        if (!(error instanceof RetriableError)) throw error
        trouble = error
      }
      // Another call may have been answered meanwhile.
      if (hasAnswered) return true
      if (question >= QUESTIONS) break
      await clock.sleep(FIRST_WAIT_MS * 2 ** (question - 1), signal)
    }
    away = trouble
    return false
  }

  async function answers(): Promise<boolean> {
    if (hasAnswered) return true
    asking ??= ask().finally(() => {
      asking = null
    })
    return await asking
  }

  async function run<Data, Variables>(
    operation: AdminOperation<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    if (away && !(await answers())) throw away
    try {
      const data = await calls.run(operation, variables, signal)
      answered()
      return data
    } catch (error) {
      if (error instanceof RequestRejected) answered()
      if (!(error instanceof RetriableError)) throw error
      hasAnswered = false
      if (error instanceof ResultUnknown) throw error
      throw (await answers()) ? new TargetFails(error.reason, { cause: error }) : error
    }
  }

  return { run, answers }
}
