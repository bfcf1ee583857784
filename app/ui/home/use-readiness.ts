import { useRevalidator } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import type { ShownFacts } from '#app/readiness/facts.ts'
import { readinessOf, type Readiness } from '#app/readiness/readiness.ts'
import { useComing } from '../shared/page/use-coming.ts'
import { useFormat } from '../shared/page/use-format.ts'

/** A timer must not be a hair too early: the statement would still hold. */
const MARGIN_MS = 100

export type CurrentReadiness = Readiness & {
  facts: ShownFacts
  /** The old store is being asked just now. */
  isAsking: boolean
}

/**
 * What can be said at this moment: of the newest facts, and of their age. A statement that grows too
 * old stops to hold in an open page by itself; then the facts are asked for anew.
 * @param coming the facts after the old store was asked; null: it is not being asked
 */
export function useReadiness(
  known: ShownFacts,
  coming: Promise<ShownFacts> | null,
): CurrentReadiness {
  const format = useFormat()
  const { revalidate } = useRevalidator()
  const { value: facts, isAsking } = useComing(known, coming)

  const received = useRef({ facts, at: 0 })
  const [aged, setAged] = useState({ facts, ms: 0 })
  const now = Date.parse(facts.at) + (aged.facts === facts ? aged.ms : 0)
  const readiness = readinessOf(facts, now, format)
  const { expiresAt } = readiness
  useEffect(() => {
    const { current } = received
    if (current.facts !== facts || current.at === 0) received.current = { facts, at: Date.now() }
    const receivedAt = received.current.at
    const look = () => setAged({ facts, ms: Date.now() - receivedAt })
    // Timers of a hidden page may be late by any time.
    const onShow = () => {
      if (document.visibilityState === 'visible') look()
    }
    document.addEventListener('visibilitychange', onShow)
    const over = expiresAt === null ? null : Date.parse(expiresAt) - Date.parse(facts.at)
    const timer =
      over === null
        ? undefined
        : setTimeout(
            () => {
              look()
              revalidate()
            },
            Math.max(0, receivedAt + over - Date.now()) + MARGIN_MS,
          )
    return () => {
      document.removeEventListener('visibilitychange', onShow)
      clearTimeout(timer)
    }
  }, [facts, expiresAt, revalidate])

  return { ...readiness, facts, isAsking: isAsking || facts.waiting.isCounting }
}
