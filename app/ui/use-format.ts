import { useRouteLoaderData } from '@remix-run/react'
import { useMemo } from 'react'
import type { loader } from '#app/routes/app.tsx'
import { createFormat, type Format } from './format.ts'

/** Formats in the zone of the store whose admin the app is open in. */
export function useFormat(): Format {
  const zone = useRouteLoaderData<typeof loader>('routes/app')?.zone ?? 'UTC'
  return useMemo(() => createFormat(zone), [zone])
}
