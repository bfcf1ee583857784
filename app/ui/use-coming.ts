import { useEffect, useState } from 'react'

/**
 * What is known, and then what comes: without a boundary that is swapped, so that what has the focus
 * keeps it.
 * @param coming null: nothing is being asked
 */
export function useComing<T>(known: T, coming: Promise<T> | null): { value: T; isAsking: boolean } {
  const [came, setCame] = useState<{ of: Promise<T>; value: T | null } | null>(null)
  useEffect(() => {
    if (!coming) return
    let isOver = false
    const told = (value: T | null) => {
      if (!isOver) setCame({ of: coming, value })
    }
    coming.then(told, () => told(null))
    return () => {
      isOver = true
    }
  }, [coming])
  const hasCome = came !== null && came.of === coming
  return { value: (hasCome ? came.value : null) ?? known, isAsking: coming !== null && !hasCome }
}
