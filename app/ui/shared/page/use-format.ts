import { useRouteLoaderData } from '@remix-run/react'
import { createFormat, type Format } from '#app/words/format.ts'
import { FRAME_ROUTE, type FrameData } from './frame.ts'

/** Making one takes longer than drawing what it formats. More than are in use at a time are not kept. */
const MOST_KEPT = 50
const kept = new Map<string, Format>()

function formatIn(zone: string): Format {
  const known = kept.get(zone)
  if (known) return known
  if (kept.size >= MOST_KEPT) kept.clear()
  const made = createFormat(zone)
  kept.set(zone, made)
  return made
}

/** Formats in the zone of the store whose admin the app is open in. */
export function useFormat(): Format {
  return formatIn(useRouteLoaderData<FrameData>(FRAME_ROUTE)?.zone ?? 'UTC')
}
