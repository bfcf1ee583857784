import { Await } from '@remix-run/react'
import { Suspense, useSyncExternalStore, type ReactNode } from 'react'

const never = () => () => undefined

/**
 * What the server sends after the page. The first rendering shows the outline without a Suspense
 * boundary: Polaris updates itself while the page comes alive, and React gives up a boundary that
 * is updated before it is hydrated.
 */
export function Later<T extends Promise<unknown>>({
  value,
  outline,
  children,
}: {
  value: T
  outline: ReactNode
  children: (value: Awaited<T>) => ReactNode
}) {
  const isAlive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  if (!isAlive) return outline
  return (
    <Suspense fallback={outline}>
      <Await resolve={value}>{children}</Await>
    </Suspense>
  )
}
