import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'

/**
 * Loads the screen's data again and again while `active`, one request at a time, and not while the
 * window is hidden.
 */
export function usePolling(active: boolean, everyMs: number): void {
  const { state, revalidate } = useRevalidator()
  useEffect(() => {
    if (!active || state !== 'idle') return
    const look = () => {
      if (document.visibilityState === 'visible') revalidate()
    }
    const timer = setInterval(look, everyMs)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [active, state, everyMs, revalidate])
}
