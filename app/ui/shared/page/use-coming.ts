import { useRevalidator } from '@remix-run/react'
import { useEffect, useState } from 'react'

/** @param isDocument the page is painted from what is known, and asks for the rest now */
export function useAskOnceOpen(isDocument: boolean): void {
  const { revalidate } = useRevalidator()
  useEffect(() => {
    if (isDocument) revalidate()
  }, [isDocument, revalidate])
}

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

/**
 * What is sent behind the page. It stays until there is something newer: the rows with their focus and
 * with what is chosen in them.
 * @param before until it is there
 * @param failed when it broke off; absent: what was known before stands
 */
export function useLater<T>(value: Promise<T> | null, before: T, failed?: T): T {
  const [known, setKnown] = useState(before)
  useEffect(() => {
    let isWanted = true
    const keep = (arrived: T | undefined) => {
      if (isWanted && arrived !== undefined) setKnown(() => arrived)
    }
    value?.then(keep, () => keep(failed))
    return () => {
      isWanted = false
    }
  }, [value, failed])
  return known
}
